"""People and hires as lists show them: each list one statement, whatever the number of its rows."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from clause.db.queries import people_lists as queries
from clause.db.queries.people_lists import ORDERS_OF_HIRES, ORDERS_OF_PEOPLE
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
from clause.domain.tables import Slice, Take, Window
from clause.rules.codes import StructureKind
from clause.rules.parameter import value_in_force
from clause.rules.quantities import Unit
from clause.services.unit_of_work import UnitOfWork, reading

__all__ = ["ORDERS_OF_HIRES", "ORDERS_OF_PEOPLE"]
"""Keys of the columns by which these lists are sorted."""


def _require_facilitator_org(uow: UnitOfWork) -> None:
    # Row-level security lets a company read the people it hires, for their names; lists of people are not for it.
    if uow.actor.org_kind is not OrgKind.FACILITATOR_ORG:
        raise Forbidden("PAR-005")


def _ending_by(uow: UnitOfWork) -> date:
    return alert_until(uow.today, value_in_force("eligibility_alert_days", uow.today).whole(Unit.DAY))


@reading(Scope.CONTRACTS_READ)
async def list_people(uow: UnitOfWork, filters: PersonFilters, *, limit: int) -> list[FollowedPerson]:
    """The organisation's people by name; ``is_ending`` asks for windows that end soon. Forbidden PAR-005."""
    _require_facilitator_org(uow)
    window = Window("", 0, limit)
    return list((await queries.browse_people(filters, uow.org_id, uow.today, _ending_by(uow), window)).rows)


@reading(Scope.CONTRACTS_READ)
async def browse_people(uow: UnitOfWork, filters: PersonFilters, window: Window) -> Slice[FollowedPerson]:
    """A window on the same people, in the order of a column. Forbidden PAR-005."""
    _require_facilitator_org(uow)
    return await queries.browse_people(filters, uow.org_id, uow.today, _ending_by(uow), window)


@reading(Scope.CONTRACTS_READ)
async def hand_over_people(uow: UnitOfWork, filters: PersonFilters, order: str, take: Take[FollowedPerson]) -> None:
    """Give all of the same people to ``take``, some hundred at a time. Forbidden PAR-005."""
    _require_facilitator_org(uow)
    await queries.hand_over_people(filters, uow.org_id, uow.today, _ending_by(uow), order, take)


def _whose_hires(uow: UnitOfWork) -> UUID | None:
    """The organisation that follows the hires; None for a company, which sees its own. Forbidden HIR-009."""
    if uow.actor.org_kind not in (OrgKind.FACILITATOR_ORG, OrgKind.COMPANY):
        raise Forbidden("HIR-009")
    return uow.org_id if uow.actor.org_kind is OrgKind.FACILITATOR_ORG else None


@reading(Scope.CONTRACTS_READ, Scope.HOURS_DECLARE)
async def list_hire_rows(uow: UnitOfWork, filters: HireFilters, *, limit: int) -> list[HireRow]:
    """Hires, the latest first; a company sees its own. Forbidden HIR-009 for anybody else."""
    return list((await queries.browse_hires(filters, _whose_hires(uow), uow.today, Window("", 0, limit))).rows)


@reading(Scope.CONTRACTS_READ, Scope.HOURS_DECLARE)
async def browse_hires(uow: UnitOfWork, filters: HireFilters, window: Window) -> Slice[HireRow]:
    """A window on the same hires, in the order of a column. Forbidden HIR-009."""
    return await queries.browse_hires(filters, _whose_hires(uow), uow.today, window)


@reading(Scope.CONTRACTS_READ, Scope.HOURS_DECLARE)
async def hand_over_hires(uow: UnitOfWork, filters: HireFilters, order: str, take: Take[HireRow]) -> None:
    """Give all of the same hires to ``take``, some hundred at a time. Forbidden HIR-009."""
    await queries.hand_over_hires(filters, _whose_hires(uow), uow.today, order, take)


@reading(Scope.CONTRACTS_READ, Scope.HOURS_DECLARE)
async def list_hire_filters(uow: UnitOfWork) -> tuple[dict[UUID, str], dict[UUID, str]]:
    """The lots and the companies of the hires that the caller sees, by name. Forbidden HIR-009."""
    _whose_hires(uow)
    return await queries.list_lots_of_hires(), await queries.list_companies_of_hires()


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
