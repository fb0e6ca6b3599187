"""The API under ``/api/v1``: every subject's handlers, in one router."""

from litestar import Router

from clause.api import (
    accounts,
    achievements,
    certificates,
    claims,
    compliance,
    contacts,
    contracts,
    employments,
    hires,
    holders,
    hours,
    imports,
    intermediate_body,
    invoices,
    ledger,
    obligations,
    operations,
    outcomes,
    participants,
    post_financings,
    reliefs,
    rule_sets,
    social_conditions,
    statements_due,
    subcontractors,
    timesheets,
    tranches,
    worked_hours,
)
from clause.api.answers import BASE

SUBJECTS = (
    accounts,
    contracts,
    holders,
    subcontractors,
    contacts,
    rule_sets,
    obligations,
    invoices,
    worked_hours,
    tranches,
    reliefs,
    achievements,
    social_conditions,
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
