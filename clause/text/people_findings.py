"""What findings about people and hires say on a page: the sentence with days and codes as people read them."""

import re
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from clause.text import formats
from clause.text.labels import LABELS
from clause.text.messages import sentence

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CODE = re.compile(r"[A-Z][A-Z0-9_]+")
_NAMELESS = "en cause"
_KINDS = ("contract_type", "hire_mode", "structure_kind", "eligibility_state")
"""The tables of labels in which a code of these findings is looked up, in this order."""


def told(code: str, values: Mapping[str, object]) -> str:
    """The sentence of a finding: days in figures, codes by their labels, and no identifier."""
    written = sentence(code, {name: readable(str(value)) for name, value in values.items() if value is not None})
    return written.replace(f" ({_NAMELESS})", "")


def readable(text: str) -> str:
    """A value of a finding as people read it."""
    if _DAY.fullmatch(text):
        return formats.short_day(date.fromisoformat(text))
    if _is_identifier(text):
        return _NAMELESS
    words = text.split(", ")
    if all(_CODE.fullmatch(word) for word in words):
        return ", ".join(_label(word) for word in words)
    return text


def _is_identifier(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _label(code: str) -> str:
    return next((LABELS[kind][code] for kind in _KINDS if code in LABELS[kind]), code)
