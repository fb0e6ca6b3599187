"""What a check says against something, for tests of the checks alone."""

from collections.abc import Callable
from typing import Any

from clause.domain.errors import ClauseError
from clause.domain.findings import Finding


def findings_of(code: str, check: Callable[[], object]) -> list[Finding]:
    """The findings of a refusal with this code; none where the check passes. An error of another code is raised."""
    try:
        check()
    except ClauseError as error:
        if error.code != code:
            raise
        return list(error.findings)
    return []


def error_of(check: Callable[[], object]) -> tuple[type[ClauseError], str, dict[str, Any]] | None:
    """The kind, code and values of the error that a check raises; None where it passes."""
    try:
        check()
    except ClauseError as error:
        return type(error), error.code, error.values
    return None
