"""Every way in for a file: who sends it, where, and what is let in there."""

from typing import NamedTuple

KEPT = frozenset({"pdf", "jpeg", "png"})
"""Kept as they are by every way in that keeps files."""
READ = frozenset({"sheet", "text"})
"""Opened by a process of its own, which may refuse them: the way in only looks at their first bytes."""
ANYTHING = KEPT | READ | {"nothing"}
"""Public contract data are received whatever they are: the background work says what was wrong with them."""


class Entry(NamedTuple):
    """A form of the API or of a page; ids in its path have the names that routes give them."""

    sender: str
    path: str
    form: dict[str, str]
    lets_in: frozenset[str]
    field: str = "file"


ENTRIES = (
    Entry("facilitator", "/api/v1/imports", {"kind": "hours"}, READ),
    Entry("company_agent", "/api/v1/imports", {"kind": "hours"}, READ),
    Entry("manager", "/api/v1/imports", {"kind": "payroll"}, READ),
    Entry("facilitator", "/api/v1/imports", {"kind": "decp"}, ANYTHING),
    Entry("facilitator", "/api/v1/eligibility/{eligibility_id}/proof-documents", {}, KEPT),
    Entry("company_agent", "/api/v1/hires/{hire_id}/proof-documents", {}, KEPT),
    Entry("manager", "/api/v1/evidence-files", {"kind": "OTHER"}, KEPT),
    Entry("manager", "/api/v1/claims/{claim_id}/messages/with-files", {"text": "Voici."}, KEPT | {"sheet"}, "files"),
    Entry("facilitator", "/imports", {"kind": "hours"}, READ),
    Entry("manager", "/imports", {"kind": "payroll"}, READ),
    Entry("manager", "/evidence-files", {"kind": "OTHER"}, KEPT),
    Entry("facilitator", "/eligibility/{eligibility_id}/proof-documents", {}, KEPT),
)
REFUSALS = frozenset({400, 409, 413, 415, 422})
