"""Error and finding codes as French sentences: what happened, why, and what to do next.

One module a subject, each with a dictionary ``MESSAGES`` of ``str.format`` templates; a code belongs to one of them.

A number that rules its words is written with both forms: ``{count:point à corriger|points à corriger}``.
"""

import importlib
import pkgutil
import string

from clause.domain.errors import ClauseError
from clause.text import formats
from clause.text.typography import bound


def _collect() -> dict[str, str]:
    found: dict[str, str] = {}
    for module_info in sorted(pkgutil.iter_modules(__path__), key=lambda info: info.name):
        messages: dict[str, str] = importlib.import_module(f"{__name__}.{module_info.name}").MESSAGES
        doubled = found.keys() & messages.keys()
        if doubled:
            raise RuntimeError(f"codes given two sentences: {sorted(doubled)}")
        found.update({code: bound(text) for code, text in messages.items()})
    return found


MESSAGES: dict[str, str] = _collect()


class _Missing(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"


class _French(string.Formatter):
    """``{lots:lot suivi|lots suivis}`` is the number and the words that go with it, one or several."""

    def format_field(self, value: object, format_spec: str) -> str:
        one, is_counted, many = format_spec.partition("|")
        if not is_counted:
            return str(super().format_field(value, format_spec))
        text = str(value)
        return formats.counted(int(text), one, many) if text.isdecimal() else f"{text} {many}"


_FRENCH = _French()


def sentence(code: str, values: dict[str, object] | None = None) -> str:
    """The French sentence of a code; KeyError for a code without one (a test forbids that)."""
    return formats.elided(_FRENCH.vformat(MESSAGES[code], (), _Missing(values or {})))


def explain(error: ClauseError) -> list[str]:
    """The French sentences of a refusal: what happened, then one line for each finding."""
    lines = [sentence(error.code, error.values)]
    for finding in error.findings:
        values: dict[str, object] = {"field": finding.field, "raw": finding.raw or "", **finding.values}
        lines.append(f"  - {sentence(finding.code, values)}")
    return lines
