"""The API under ``/api/v1``: every subject's handlers, in one router."""

from litestar import Router

from clause.api import (
    accounts,
    certificates,
    claims,
    compliance,
    contracts,
    employments,
    hires,
    hours,
    imports,
    intermediate_body,
    ledger,
    obligations,
    operations,
    outcomes,
    participants,
    post_financings,
    rule_sets,
    statements_due,
    timesheets,
)
from clause.api.answers import BASE

SUBJECTS = (
    accounts,
    contracts,
    rule_sets,
    obligations,
    participants,
    hires,
    outcomes,
    certificates,
    hours,
    statements_due,
    ledger,
    compliance,
    imports,
    employments,
    timesheets,
    operations,
    claims,
    intermediate_body,
    post_financings,
)


def api_router() -> Router:
    """All routes of the API; each handler declares its guard (a test walks them)."""
    return Router(BASE, route_handlers=[handler for subject in SUBJECTS for handler in subject.HANDLERS])
