"""Bytes of a JSON file that nobody promised was JSON, made into values that can be hashed, stored and walked through.

What Python's reader lets through and the rest of Clause could not bear is taken out here: NaN and infinities, numbers
of thousands of digits, NUL and lone surrogates in texts (PostgreSQL refuses both), nesting without end.
"""

import codecs
import json
import re
from decimal import Decimal, InvalidOperation

from clause.domain.errors import Unreadable

DEEPEST_LEVEL = 20
"""The deepest value of the formats lies at level 8."""

_CUT_PART = "[…]"
_LONGEST_NUMBER = 40
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def load_json(content: bytes) -> tuple[object, bool]:
    """The value of the file, with Decimal for fractions, and whether it had to be decoded as Windows-1252.

    Numbers that are none (NaN, Infinity) or that have more than 40 digits come back as text.
    Raises Unreadable: DEC-001 not JSON, DEC-002 XML, DEC-004 nested beyond what can be read.
    """
    text, is_windows = _decode(content)
    if text.lstrip()[:1] == "<":
        raise Unreadable("DEC-002")
    try:
        value = json.loads(text, parse_float=_decimal, parse_int=_integer, parse_constant=str)
    except json.JSONDecodeError as error:
        raise Unreadable("DEC-001", line=error.lineno, column=error.colno) from error
    except RecursionError as error:
        raise Unreadable("DEC-004") from error
    return value, is_windows


def bound(value: object, levels: int = DEEPEST_LEVEL) -> tuple[object, bool]:
    """The value with storable texts and no part below so many levels, and whether a part was cut."""
    if isinstance(value, str):
        return _storable(value), False
    if not isinstance(value, dict | list):
        return value, False
    if levels == 0:
        return _CUT_PART, True
    if isinstance(value, list):
        items = [bound(item, levels - 1) for item in value]
        return [item for item, _ in items], any(cut for _, cut in items)
    pairs = {_storable(key): bound(inner, levels - 1) for key, inner in value.items()}
    return {key: inner for key, (inner, _) in pairs.items()}, any(cut for _, cut in pairs.values())


def _decode(content: bytes) -> tuple[str, bool]:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace"), False
    try:
        return content.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), True


def _storable(text: str) -> str:
    return _UNSTORABLE.sub("\ufffd", text)


def _decimal(token: str) -> Decimal | str:
    try:
        number = Decimal(token)
    except InvalidOperation:
        return token
    too_long = len(token) > _LONGEST_NUMBER or (number != 0 and abs(number.adjusted()) > _LONGEST_NUMBER)
    return token if too_long or abs(int(number.as_tuple().exponent)) > _LONGEST_NUMBER else number


def _integer(token: str) -> int | str:
    return int(token) if len(token) <= _LONGEST_NUMBER else token
