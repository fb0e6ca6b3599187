"""People and hires as lists show them: each list one statement, whatever the number of its rows."""

from collections.abc import Sequence
from uuid import UUID

from clause.db.queries import people_lists as queries
from clause.domain.actors import OrgKind, Scope
from clause.domain.eligibility_windows import alert_until
from clause.domain.errors import Forbidden
from clause.domain.people_lists import (
    Employer,
    FollowedPerson,
    HireFilters,
    HireRow,
    LotToHireFor,
    PersonFilters,
    Structure,
)
from clause.rules.codes import StructureKind
from clause.rules.parameter import value_in_force
from clause.rules.quantities import Unit
from clause.services.unit_of_work import UnitOfWork, reading


def _require_facilitator_org(uow: UnitOfWork) -> None:
    # Row-level security lets a company read the people it hires, for their names; lists of people are not for it.
    if uow.actor.org_kind is not OrgKind.FACILITATOR_ORG:
        raise Forbidden("PAR-005")


@reading(Scope.CONTRACTS_READ)
async def list_people(uow: UnitOfWork, filters: PersonFilters, *, limit: int) -> list[FollowedPerson]:
    """The organisation's people by name; ``is_ending`` asks for windows that end soon. Forbidden PAR-005."""
    _require_facilitator_org(uow)
    ahead = value_in_force("eligibility_alert_days", uow.today).whole(Unit.DAY)
    return await queries.list_people(filters, uow.today, alert_until(uow.today, ahead), limit)


@reading(Scope.CONTRACTS_READ, Scope.HOURS_DECLARE)
async def list_hire_rows(uow: UnitOfWork, filters: HireFilters, *, limit: int) -> list[HireRow]:
    """Hires, the latest first; a company sees its own. Forbidden HIR-009 for anybody else."""
    if uow.actor.org_kind not in (OrgKind.FACILITATOR_ORG, OrgKind.COMPANY):
        raise Forbidden("HIR-009")
    return await queries.list_hire_rows(filters, uow.today, limit)


@reading(Scope.CONTRACTS_WRITE)
async def list_lots_to_hire_for(uow: UnitOfWork, *, limit: int) -> list[LotToHireFor]:
    """The lots that the organisation follows."""
    return await queries.list_lots_to_hire_for(limit)


@reading(Scope.CONTRACTS_WRITE)
async def list_employers(uow: UnitOfWork, lot_id: UUID) -> list[Employer]:
    """Who may employ people for a lot, its holders and subcontractors first."""
    return await queries.list_employers(lot_id)


@reading(Scope.CONTRACTS_READ)
async def list_structures(uow: UnitOfWork, kinds: Sequence[StructureKind]) -> list[Structure]:
    """The structures of the directory that may employ or accompany people, of these kinds or of any."""
    return await queries.list_structures(kinds)
