"""Findings as people read them: days, months, amounts and states in French, inside the sentence of the code."""

from collections.abc import Mapping
from typing import Any

from clause.domain.errors import ClauseError
from clause.edge.request_context import AnyRequest
from clause.text.readable import readable_sentence
from clause.web.forms import refused
from clause.web.page import Problem, told


async def refused_in_words(
    request: AnyRequest, error: ClauseError, names: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """What a page needs to show a refused form again, with days and amounts in French and fields by their last name.

    ``agreement.options.budget[0].post`` is the field ``budget`` of a form, ``agreement.rate`` its field ``rate``;
    ``names`` tells what else a form calls otherwise.
    """
    known = await refused(request, error)
    if not error.findings:
        return {**known, "problems": [Problem(readable_sentence(error.code, error.values))]}
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
