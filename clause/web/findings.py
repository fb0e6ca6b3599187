"""Findings as people read them: days, months, amounts and states in French, inside the sentence of the code."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from clause.domain.errors import ClauseError
from clause.domain.findings import Finding
from clause.edge.request_context import AnyRequest
from clause.rules.calendar import Month
from clause.text import formats
from clause.text.labels import LABELS
from clause.text.messages import sentence
from clause.web.forms import refused
from clause.web.page import Problem

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MONTH = re.compile(r"\d{4}-\d{2}")
_AMOUNT = re.compile(r"-?\d+\.\d{2}")
_STATES = LABELS["timesheet_state"]
_METHODS = LABELS["cost_method_short"]
_PLANS = LABELS["cost_plan"]
_POSTS = LABELS["cost_post"]


def told(finding: Finding) -> str:
    """The sentence of a finding, without a code, an identifier or a date of machines in it."""
    values = {name: readable(text) for name, text in finding.values.items()}
    raw = readable(finding.raw) if finding.raw is not None else None
    return sentence(finding.code, {"field": finding.field, "raw": raw, **values})


def readable(text: str) -> str:
    """A value of a finding in French form; as it is when it has no other."""
    if _DAY.fullmatch(text):
        return formats.day(date.fromisoformat(text))
    if _MONTH.fullmatch(text):
        return formats.month(Month.parse(text).first_day)
    if _AMOUNT.fullmatch(text):
        return formats.decimal(Decimal(text))
    for names in (_STATES, _METHODS, _PLANS, _POSTS):
        if text in names:
            return names[text].lower() if names is _STATES else names[text]
    return "concerné" if _is_id(text) else text


def _is_id(text: str) -> bool:
    try:
        return len(text) == 36 and bool(UUID(text))
    except ValueError:
        return False


async def refused_in_words(
    request: AnyRequest, error: ClauseError, names: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """What a page needs to show a refused form again, with days and amounts in French and fields by their last name.

    ``agreement.options.budget[0].post`` is the field ``budget`` of a form, ``agreement.rate`` its field ``rate``;
    ``names`` tells what else a form calls otherwise.
    """
    known = await refused(request, error)
    if not error.findings:
        values: dict[str, object] = {name: readable(str(value)) for name, value in error.values.items()}
        return {**known, "problems": [Problem(sentence(error.code, values))]}
    fields = {one.field: _form_field(one.field) for one in error.findings}
    called = names or {}
    problems = [
        Problem(told(one), called.get(one.field) or called.get(fields[one.field], fields[one.field]))
        for one in error.findings
    ]
    return {**known, "problems": problems}


def _form_field(path: str) -> str:
    """The name of a form's field for a path inside what the service takes."""
    parts = [part.partition("[")[0] for part in path.split(".")]
    lists = [part for part, whole in zip(parts, path.split("."), strict=True) if "[" in whole]
    if lists:
        return lists[0]
    return "reference" if parts[-1] == "agreement" else parts[-1]
