"""Single fields of a published record: each reader gives a value or nothing, notes what it met, and never raises."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal

from clause.domain.decp import DecpRule
from clause.domain.findings import Finding
from clause.gateways.decp_text import clean_text

REFERENCE_CHARACTERS = 80
"""Kept of ids, codes and enumerations; the formats allow 16 for an id and 60 for the longest enumeration."""
NAME_CHARACTERS = 255
OBJECT_CHARACTERS = 4000
"""Four times what format 2.0 allows."""

_YEARS = range(1990, 2101)
_LARGEST_AMOUNT = Decimal(10) ** 12
_CENT = Decimal("0.01")
_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)
_LONGEST_DURATION_MONTHS = 1200
_DAY = re.compile(r"(?<![0-9])([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9])")
_NUMBER = re.compile(r"[+-]?[0-9]{1,40}(?:\.[0-9]{1,40})?(?:[eE][+-]?[0-9]{1,2})?")
_CPV = re.compile(r"(?<![0-9])([0-9]{8})(?:-[0-9])?(?![0-9])")
_CPV_DIVISION = re.compile(r"0[39]|1[45689]|2[24]|3[0-5789]|4[1-58]|5[015]|6[03-6]|7[0-35-79]|8[05]|9[028]")
"""The first two digits of the nomenclature of 2008 (45 divisions); it publishes no rule for the check digit."""
_NOTHING = frozenset({"", "NC", "MQ", "CDL", "NULL", "NONE"})
"""Ways to write that there is no value; CDL, MQ and NC are placeholders of the flattened files."""


@dataclass
class Notes:
    """What was noticed while reading one record, in the order of reading."""

    findings: list[Finding] = field(default_factory=list)

    def add(self, rule: DecpRule, path: str, raw: object = None, **values: str) -> None:
        """Notes that a rule was met at a JSON path of the record."""
        self.findings.append(rule.finding(path, raw, **values))


class Fields:
    """An object of the file, its keys without the spaces that some publishers leave around them."""

    def __init__(self, values: dict[str, object], path: str = "") -> None:
        self._values = values
        self._path = path
        if any(key != key.strip() for key in values):
            self._values = {key.strip(): value for key, value in values.items()} | values

    def get(self, *names: str) -> tuple[object, str]:
        """The value under the first name that holds one, and its JSON path; else None and the path of the first."""
        for name in names:
            if self._values.get(name) is not None:
                return self._values[name], self.path(name)
        return None, self.path(names[0])

    def has(self, *names: str) -> bool:
        """Whether one of the names is among the keys, even with nothing under it."""
        return any(name in self._values for name in names)

    def path(self, name: str) -> str:
        """The JSON path of a key of this object."""
        return f"{self._path}.{name}" if self._path else name


def is_nothing(value: object) -> bool:
    """Whether a value only says that there is none."""
    return value is None or (isinstance(value, str) and value.strip().upper() in _NOTHING)


def read_text(value: object, path: str, notes: Notes, limit: int = REFERENCE_CHARACTERS) -> str | None:
    """The text, cleaned and cut at the limit; None when there is none. A number is read as its digits."""
    if value is None:
        return None
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        notes.add(DecpRule.WRONG_TYPE, path, value)
        return None
    cleaned = clean_text(value)
    if cleaned.had_html:
        notes.add(DecpRule.HTML_REMOVED, path, value)
    if cleaned.has_destroyed_letters:
        notes.add(DecpRule.LETTERS_DESTROYED, path, value)
    if len(cleaned.text) > limit:
        notes.add(DecpRule.TEXT_TOO_LONG, path, value, limit=str(limit))
    return cleaned.text[:limit].strip() or None


def read_day(value: object, path: str, notes: Notes) -> date | None:
    """The day as it is written: an offset or an hour beside it does not move it. None when there is none."""
    if is_nothing(value):
        return None
    match = _DAY.search(value) if isinstance(value, str) else None
    if match and int(match.group(1)) in _YEARS:
        try:
            return date(*map(int, match.groups()))
        except ValueError:
            pass
    notes.add(DecpRule.DATE_INVALID, path, value)
    return None


def read_amount(value: object, path: str, notes: Notes, *, may_be_negative: bool = False) -> Decimal | None:
    """Euros rounded to the cent, half up; None when there is none or it cannot be one."""
    if is_nothing(value):
        return None
    number = _read_number(value)
    if number is None or abs(number) >= _LARGEST_AMOUNT or (number < 0 and not may_be_negative):
        notes.add(DecpRule.AMOUNT_INVALID, path, value)
        return None
    amount = number.quantize(_CENT, context=_EXACT)
    if amount != number:
        notes.add(DecpRule.AMOUNT_ROUNDED, path, value, amount=str(amount))
    return amount


def note_placeholder_amount(amount: Decimal | None, path: str, notes: Notes) -> None:
    """Notes an amount that publishers type when they do not know it or may not tell it."""
    if amount is None:
        return
    euros = str(int(amount))
    if amount <= 1 or (len(euros) > 5 and set(euros) == {"9"}):
        notes.add(DecpRule.AMOUNT_PLACEHOLDER, path, amount)


def read_months(value: object, path: str, notes: Notes) -> int | None:
    """A whole number of months from 1 to 1 200; None when there is none or it cannot be one."""
    if is_nothing(value):
        return None
    number = _read_number(value)
    if number is None or not 1 <= number <= _LONGEST_DURATION_MONTHS or number != int(number):
        notes.add(DecpRule.DURATION_INVALID, path, value)
        return None
    return int(number)


def read_cpv(value: object, path: str, notes: Notes) -> str | None:
    """The eight digits of a CPV of the nomenclature; None when there is none or it is not one. No zero is put back."""
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if is_nothing(text):
        return None
    joined = re.sub(r"\s", "", text) if isinstance(text, str) else ""
    match = _CPV.search(joined)
    if match is None or not _CPV_DIVISION.match(match.group(1)):
        notes.add(DecpRule.CPV_INVALID, path, value)
        return None
    if match.group() != text:
        notes.add(DecpRule.CPV_CLEANED, path, value, cpv=match.group(1))
    return match.group(1)


def unwrap(value: object, name: str) -> list[object]:
    """The items of a list, however it is wrapped: bare, under a key per list or per item, nested, or alone."""
    if value is None:
        return []
    if isinstance(value, list):
        return [item for entry in value for item in unwrap(entry, name)]
    if isinstance(value, dict):
        inner = [content for key, content in value.items() if key.strip() == name]
        if inner:
            return unwrap(inner[0], name)
    return [value]


def read_choice(value: object, path: str, notes: Notes, choices: Mapping[str, str]) -> str | None:
    """The value in the spelling of the format's list when only case, accents or apostrophes differ, else as read."""
    text = None if is_nothing(value) else read_text(value, path, notes)
    if text is None:
        return None
    known = choices.get(fold(text))
    if known is None:
        notes.add(DecpRule.VALUE_OUTSIDE_LIST, path, value)
    return known or text


def read_choices(value: object, path: str, notes: Notes, choices: Mapping[str, str], name: str) -> tuple[str, ...]:
    """Each different value of a list, as ``read_choice`` gives it."""
    read = (read_choice(item, path, notes, choices) for item in unwrap(value, name))
    return tuple(dict.fromkeys(text for text in read if text))


def fold(text: str) -> str:
    """Letters and digits only, lower case, without accents: what spellings of one value have in common."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    return " ".join(re.findall(r"[a-z0-9]+", "".join(c for c in decomposed if not unicodedata.combining(c))))


def choices_of(*values: str) -> dict[str, str]:
    """The list of a format, found by the folded spelling of each value."""
    return {fold(value): value for value in values}


def _read_number(value: object) -> Decimal | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | Decimal):
        return Decimal(value)
    if not isinstance(value, str):
        return None
    text = re.sub(r"[\s€]|EUR(?:OS)?$", "", value.strip().upper())
    if "." not in text and text.count(",") == 1:
        text = text.replace(",", ".")
    return Decimal(text) if _NUMBER.fullmatch(text) else None
