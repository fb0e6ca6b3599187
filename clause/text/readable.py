"""Values of messages as people read them: days, months, figures and codes in French, and no identifier.

Codes travel with their values in the form that programs read (``2026-05-04``, ``7.50``); a page shows them in French.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

from clause.rules.calendar import Month
from clause.rules.errors import RuleError
from clause.text import formats
from clause.text.labels import LABELS
from clause.text.messages import sentence

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTH = re.compile(r"\d{4}-\d{2}")
_MONTHS = re.compile(r"(\d{4}-\d{2})/(\d{4}-\d{2})")
_DECIMAL = re.compile(r"-?\d{1,12}\.\d{1,6}")
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_]+")
_NAMELESS = "en cause"
_KINDS = (
    "contract_type", "hire_mode", "structure_kind", "eligibility_state", "cost_method_short", "cost_plan", "cost_post",
)  # fmt: skip
_STATES = ("timesheet_state", "record_use")
"""The tables of labels in which a code is looked up, in this order; the latter stand inside a sentence."""


def readable(value: object) -> object:
    """The value in French form when it is a day, a month or a decimal, or a list of them; else as it is."""
    if isinstance(value, Month):
        return formats.month(value.first_day)
    if isinstance(value, date):
        return formats.short_day(value)
    if isinstance(value, Decimal):
        return formats.decimal(value)
    if not isinstance(value, str):
        return value
    return ", ".join(_readable_text(piece) for piece in value.split(", "))


def readable_sentence(code: str, values: Mapping[str, object] | None = None) -> str:
    """The French sentence of a code, with its values in French form and without identifiers."""
    written = sentence(code, {name: _named(name, value) for name, value in (values or {}).items()})
    return written.replace(f" ({_NAMELESS})", "")


def readable_fact(code: str, values: Mapping[str, object]) -> str:
    """What a sentence says to those who are not to act: its first one, without the advice after it."""
    return readable_sentence(code, values).partition(". ")[0].rstrip(".") + "."


def _named(name: str, value: object) -> object:
    """A share is told as a percentage, everything else by what it looks like."""
    is_share = name.endswith("_share") and isinstance(value, str) and _DECIMAL.fullmatch(value)
    return formats.rate(Decimal(str(value))) if is_share else readable(value)


def _readable_text(text: str) -> str:
    if _DECIMAL.fullmatch(text):
        return formats.decimal(Decimal(text))
    try:
        if _DAY.fullmatch(text):
            return formats.short_day(date.fromisoformat(text))
        if _MONTH.fullmatch(text):
            return formats.month(Month.parse(text).first_day)
        if months := _MONTHS.fullmatch(text):
            return " à ".join(formats.month(Month.parse(month).first_day) for month in months.groups())
    except (ValueError, RuleError):
        # Not a day or a month of any calendar: what was typed is told as it was.
        return text
    return _NAMELESS if _is_identifier(text) else _label(text)


def _is_identifier(text: str) -> bool:
    try:
        return len(text) == 36 and bool(UUID(text))
    except ValueError:
        return False


def _label(text: str) -> str:
    if not _CODE.fullmatch(text):
        return text
    known = next((LABELS[kind][text] for kind in _KINDS if text in LABELS[kind]), None)
    return known or next((LABELS[kind][text].lower() for kind in _STATES if text in LABELS[kind]), text)
