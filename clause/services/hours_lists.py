"""Hours statements as people leaf through them."""

from uuid import UUID

from clause.db.queries import hours_lists as queries
from clause.domain.actors import OrgKind, Scope
from clause.domain.hours import StatementFilters, StatementSummary
from clause.domain.tables import Slice, Take, Window
from clause.services.unit_of_work import UnitOfWork, reading

ORDERS_OF_STATEMENTS = queries.ORDERS_OF_STATEMENTS
"""Keys of the columns by which statements are sorted."""


@reading(Scope.HOURS_DECLARE, Scope.HOURS_VALIDATE)
async def browse_statements(uow: UnitOfWork, filters: StatementFilters, window: Window) -> Slice[StatementSummary]:
    """A window on the facilitator organisation's statements, or a company's own; what says nothing yet is left out."""
    return await queries.browse_statements(_own(uow, filters), _whose(uow), window)


@reading(Scope.HOURS_DECLARE, Scope.HOURS_VALIDATE)
async def hand_over_statements(
    uow: UnitOfWork, filters: StatementFilters, order: str, take: Take[StatementSummary]
) -> None:
    """Give all of the same statements to ``take``, some hundred at a time."""
    async for found in queries.statements_in_parts(_own(uow, filters), _whose(uow), order):
        await take(found)


def _whose(uow: UnitOfWork) -> UUID | None:
    return None if uow.actor.org_kind is OrgKind.COMPANY else uow.org_id


def _own(uow: UnitOfWork, filters: StatementFilters) -> StatementFilters:
    if uow.actor.org_kind is not OrgKind.COMPANY:
        return filters
    return filters.model_copy(update={"company_id": uow.org_id})
