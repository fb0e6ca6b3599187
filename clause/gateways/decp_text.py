"""Texts of published contracts made readable: HTML and control characters out, letters kept as they are.

Also the lot number that an object or an id gives away. It is a hint for a person, never a key.
"""

import html
import re
import unicodedata
from dataclasses import dataclass

DESTROYED_LETTER = "\ufffd"

_TAGS = re.compile(
    r"</?(?:br|p|b|i|u|strong|em|span|div|ul|ol|li|a|font|sup|sub|h[1-6]|table|tbody|tr|td)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ENTITIES = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u2060\ufeff]")

_LOT_WORD = r"\b[lL][oO][tT]"
_NUMBER_SIGN = r"\s*(?:[nN](?:[°ºoO.]|\ufffd)*\s*|[nN]um[ée]ro\s+|#\s*)?"
_SINGLE_LOT = re.compile(_LOT_WORD + _NUMBER_SIGN + r"0*([1-9][0-9]{0,2}[A-Za-z]?)\b")
_SEVERAL_LOTS = re.compile(_LOT_WORD + r"[sS]" + _NUMBER_SIGN + r"[0-9]")
_SHORT_LOT = re.compile(r"(?:^|- )L0*([1-9][0-9]?)\b(?=\s*[:–-])")
_LOT_AT_THE_END_OF_AN_ID = re.compile(r"(?:LOT[-_ ]?|(?<![A-Za-z])T?L)0*([1-9][0-9]?)$", re.IGNORECASE)
_MODIFICATION_SEQUENCE = re.compile(r"[0-9]{2}$")


@dataclass(frozen=True)
class CleanText:
    """A text on one line, and what was found in it."""

    text: str
    had_html: bool
    has_destroyed_letters: bool


def clean_text(raw: str) -> CleanText:
    """The text a person should see: entities resolved (also when escaped twice), tags and line breaks as spaces."""
    text, had_html = raw, False
    for _ in range(2):
        resolved = _TAGS.sub(" ", html.unescape(text) if _ENTITIES.search(text) else text)
        had_html = had_html or resolved != text
        text = resolved
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return CleanText(" ".join(text.split()), had_html, DESTROYED_LETTER in text)


def find_lot_number(text: str | None, source_id: str | None, *, id_ends_with_sequence: bool) -> str | None:
    """The one lot number named by the object, else by the end of the id; None when none or several are named.

    In format 1.5.0 an id ends with the two digits of the modification sequence: those are not looked at.
    """
    searched = text or ""
    named = {number.upper() for number in _SINGLE_LOT.findall(searched) + _SHORT_LOT.findall(searched)}
    if named or _SEVERAL_LOTS.search(searched):
        return named.pop() if len(named) == 1 and not _SEVERAL_LOTS.search(searched) else None
    reference = source_id or ""
    if id_ends_with_sequence:
        reference = _MODIFICATION_SEQUENCE.sub("", reference)
    match = _LOT_AT_THE_END_OF_AN_ID.search(reference)
    return match.group(1) if match else None
