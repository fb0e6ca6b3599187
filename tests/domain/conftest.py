"""Whatever the domain finds or refuses in a test can be told: in French, with every value that its sentence names."""

import re
import string
import sys
from functools import cache
from typing import Any

import pytest

from clause.domain.errors import ClauseError
from clause.domain.findings import Finding
from clause.text.messages import MESSAGES

# The path of a field in what was sent (`lines[2].hours_declared`), a column or a sheet, an address (`Mai!B7`), a month;
# what is found in a person's month is found under the staff number, which is anything.
_NAME = r"[a-zà-ÿ0-9_][\w-]*(\[\d+\])*"
_FIELD = re.compile(
    rf"(?=\D){_NAME}(\.{_NAME})*|employments\..+|[A-Z][a-zà-ÿ].*|(.+!)?[A-Z]+\d+|\d{{4}}-\d{{2}}|", re.DOTALL
)


@cache
def _named(code: str) -> frozenset[str]:
    """The values that the sentence of a code names; KeyError for a code without a sentence."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(MESSAGES[code]) if name)


def _by_the_service() -> bool:
    """Whether the code that called for this finding is not a test's own."""
    return str(sys._getframe(2).f_globals["__name__"]).startswith("clause.")


@pytest.fixture(autouse=True)
def everything_found_can_be_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """A value that is missing reads "…" in the running service; here it fails the test that found it."""
    found, refused = Finding.__init__, ClauseError.__init__

    def finding(self: Finding, **given: Any) -> None:
        found(self, **given)
        if not _by_the_service():
            return
        told = {"field", *self.values, *(("raw",) if self.raw is not None else ())}
        assert not _named(self.code) - told, f"{self.code} is told without {sorted(_named(self.code) - told)}"
        assert _FIELD.fullmatch(self.field), f"{self.code} is found at {self.field!r}, which is no field"

    def refusal(self: ClauseError, code: str, **given: Any) -> None:
        refused(self, code, **given)
        if not _by_the_service():
            return
        missing = _named(code) - self.values.keys()
        assert not missing, f"{code} is told without {sorted(missing)}"

    monkeypatch.setattr(Finding, "__init__", finding)
    monkeypatch.setattr(ClauseError, "__init__", refusal)
