"""Compliance of lots and contracts on any day. Buyers see sums; nobody sees a person here."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import islice
from uuid import UUID

from clause.db.queries import compliance as queries
from clause.db.queries import contract_lists, standings
from clause.db.queries import contracts as contract_queries
from clause.db.queries.alerts import load_alerts
from clause.db.queries.burn_up import load_burn_up_material
from clause.db.queries.contract_lists import Asked
from clause.db.queries.lot_facts import list_lot_facts, load_qpv_hours
from clause.db.queries.outlooks import Whose, list_lots_in_view, list_some_facts
from clause.db.queries.rule_sets import load_rulebook
from clause.domain.actors import OrgKind, Scope
from clause.domain.assessed import assess_again
from clause.domain.burn_up import BurnUpPoint, burn_up
from clause.domain.compliance import ContractCompliance, LotCompliance, LotFacts, assess_contract, assess_lot
from clause.domain.contract_rows import ContractRow, most_worrying_first
from clause.domain.contracts import Contract, FollowUpState
from clause.domain.errors import NotFound, Refused
from clause.domain.outlooks import ORDERS, ContractInView, LotSurvey, contracts_in_view, in_order
from clause.domain.people_counts import PeopleCount, told_count
from clause.domain.standings import Behind
from clause.domain.tables import Slice, Take, Window
from clause.rules.checkpoints import Checkpoint, checkpoints
from clause.rules.compliance import ComplianceStatus
from clause.rules.errors import UnknownValue
from clause.rules.qpv import may_be_told
from clause.services.unit_of_work import UnitOfWork, reading

ORDERS_OF_CONTRACTS = contract_lists.ORDERS_OF_CONTRACTS | ORDERS.keys()
"""Keys of the columns by which contracts are sorted."""

LOTS_AT_ONCE = 200
MOST_CHECKPOINTS = 1_000_000
"""Far above what the longest execution has; a mark beyond it shows an empty page."""


@reading(Scope.CONTRACTS_READ, planned_once=True)
async def assess_one_lot(uow: UnitOfWork, lot_id: UUID, on: date | None = None) -> LotCompliance:
    """How a lot stands on a day (today by default), followed or not. NotFound CPL-001, Refused CPL-003."""
    day = on or uow.today
    found = await list_lot_facts(
        day, lot_ids=[lot_id], holder_id=_holder(uow), with_reasons=_sees_reasons(uow), with_events=True
    )
    if not found:
        raise NotFound("CPL-001")
    return assess_again(_as_told(uow, found[0], day), day)


@reading(Scope.CONTRACTS_READ)
async def load_burn_up(uow: UnitOfWork, lot_id: UUID) -> tuple[BurnUpPoint, ...]:
    """The course of a lot month by month, as known today; nothing without its days. NotFound CPL-040."""
    found = await list_lot_facts(uow.today, lot_ids=[lot_id], holder_id=_holder(uow), with_reasons=False)
    if not found:
        raise NotFound("CPL-040")
    return burn_up(found[0], await load_burn_up_material(lot_id, uow.today), uow.today)


@reading(Scope.CONTRACTS_READ)
async def count_people(uow: UnitOfWork, lot_id: UUID) -> PeopleCount:
    """How many people did the hours credited to a lot until today, as the caller may be told. NotFound CPL-041."""
    if not await queries.list_lot_hours(uow.today, lot_ids=[lot_id], holder_id=_holder(uow), with_reasons=False):
        raise NotFound("CPL-041")
    return (await _count_people(uow, [lot_id]))[lot_id]


@reading(Scope.CONTRACTS_READ)
async def count_people_of_lots(uow: UnitOfWork, contract_id: UUID) -> dict[UUID, PeopleCount]:
    """The same for each lot of a contract that the caller sees; a person may have worked on several."""
    found = await queries.list_lot_hours(uow.today, contract_id=contract_id, holder_id=_holder(uow), with_reasons=False)
    return await _count_people(uow, [lot.lot_id for lot in found])


async def _count_people(uow: UnitOfWork, lot_ids: Sequence[UUID]) -> dict[UUID, PeopleCount]:
    """A buyer follows none of the people: it is told a small group as such; the others know them."""
    found = await load_qpv_hours(lot_ids, uow.today)
    counts = {lot_id: found[lot_id].people if lot_id in found else 0 for lot_id in lot_ids}
    is_exact = uow.actor.org_kind is not OrgKind.BUYER
    return {lot_id: told_count(people, uow.today, is_exact=is_exact) for lot_id, people in counts.items()}


@reading(Scope.CONTRACTS_READ, planned_once=True)
async def assess_one_contract(uow: UnitOfWork, contract_id: UUID, on: date | None = None) -> ContractCompliance:
    """How a contract stands on a day, over its followed lots. NotFound CPL-002, Refused CPL-003."""
    day = on or uow.today
    if not await queries.contract_exists(contract_id):
        raise NotFound("CPL-002")
    found = await list_lot_facts(
        day,
        contract_id=contract_id,
        holder_id=_holder(uow),
        follow_up=FollowUpState.FOLLOWED.value,
        with_reasons=_sees_reasons(uow),
        with_events=True,
    )
    return assess_contract(contract_id, [assess_lot(_as_told(uow, facts, day), day) for facts in found], day)


@reading(Scope.CONTRACTS_READ)
async def list_compliance(
    uow: UnitOfWork,
    *,
    on: date | None = None,
    buyer_id: UUID | None = None,
    contract_id: UUID | None = None,
    company_id: UUID | None = None,
    status: ComplianceStatus | None = None,
    after: UUID | None = None,
    limit: int = 50,
) -> list[LotCompliance]:
    """A page of followed lots, by id, with how each stands on a day; a company has its own only. Refused CPL-003.

    With ``status``, the lots that stand so on the day: today, only those are drawn of which what is kept says so.
    """
    day, holder = on or uow.today, _holder(uow)
    if holder and company_id not in (None, holder):
        return []
    whose = Whose(buyer_id=buyer_id, contract_id=contract_id, holder_id=holder or company_id)
    wanted = [status] if status and day == uow.today else None
    at_once = LOTS_AT_ONCE if status and wanted is None else limit
    page: list[LotCompliance] = []
    while True:
        found, after = await list_some_facts(
            day, whose, wanted, with_reasons=_sees_reasons(uow), after=after, limit=at_once
        )
        page += [stands for facts in found if _is(stands := assess_lot(facts, day), status)]
        if after is None or len(page) >= limit:
            return page[:limit]


@reading(Scope.CONTRACTS_READ)
async def list_contracts_in_view(uow: UnitOfWork, asked: Asked) -> list[ContractInView]:
    """The caller’s contracts and how each stands today, those that worry most first. Refused CPL-003."""
    contract_ids = sorted(await contract_lists.list_contract_ids(asked))
    lots = await list_lots_in_view(uow.today, buyer_id=asked[0], holder_id=_holder(uow))
    return most_worrying_first(contracts_in_view(contract_ids, lots))


@reading(Scope.CONTRACTS_READ)
async def survey_lots(uow: UnitOfWork, worrying: Sequence[ComplianceStatus], limit: int) -> LotSurvey:
    """The followed lots counted by status today, and how the first of those stand that are in one of these statuses.

    They come in the order of the statuses, then of their ids. A company has its own lots only. Refused CPL-003.
    """
    found = await list_lots_in_view(uow.today, holder_id=_holder(uow))
    ranked = sorted((one for one in found if one.status in worrying), key=lambda one: worrying.index(one.status))
    shown = [one.outlook.lot_id for one in ranked[:limit]]
    facts = await list_lot_facts(uow.today, lot_ids=shown, holder_id=_holder(uow), with_reasons=_sees_reasons(uow))
    by_id = {one.hours.lot_id: assess_lot(one, uow.today) for one in facts}
    counts = Counter(one.status for one in found if one.status)
    return LotSurvey(len(found), counts, [by_id[lot_id] for lot_id in shown if lot_id in by_id])


@reading(Scope.CONTRACTS_READ)
async def list_buyers(uow: UnitOfWork) -> dict[UUID, str]:
    """The buyers of the caller's contracts, by name."""
    return await contract_queries.list_buyers()


@reading(Scope.CONTRACTS_READ)
async def browse_contract_rows(
    uow: UnitOfWork, asked: Asked, contracts: Sequence[ContractInView], window: Window
) -> Slice[ContractRow]:
    """A window on some of these contracts, in the order of a column; as they come unless one is asked."""
    found = await _ordered_ids(asked, contracts, window.order)
    shown = found[window.skipped : window.skipped + window.limit]
    return Slice(await _contract_rows(uow, await contract_queries.list_contracts_of(shown)), len(found))


@reading(Scope.CONTRACTS_READ)
async def hand_over_contract_rows(
    uow: UnitOfWork, asked: Asked, contracts: Sequence[ContractInView], order: str, take: Take[ContractRow]
) -> None:
    """Give all of the same contracts to ``take``, some hundred at a time."""
    found = await _ordered_ids(asked, contracts, order)
    for first in range(0, len(found), LOTS_AT_ONCE):
        some = await contract_queries.list_contracts_of(found[first : first + LOTS_AT_ONCE])
        await take(await _contract_rows(uow, some))


async def _ordered_ids(asked: Asked, contracts: Sequence[ContractInView], order: str) -> list[UUID]:
    if order.removeprefix("-") not in contract_lists.ORDERS_OF_CONTRACTS:
        return [one.contract_id for one in in_order(contracts, order)]
    wanted = {one.contract_id for one in contracts}
    return [one for one in await contract_lists.list_contract_ids(asked, order) if one in wanted]


async def _contract_rows(uow: UnitOfWork, found: Sequence[Contract]) -> list[ContractRow]:
    counts = await contract_queries.count_lots([contract.id for contract in found])
    followed = [lot_id for count in counts.values() for lot_id in count["followed"]]
    facts = await list_lot_facts(uow.today, lot_ids=followed, holder_id=_holder(uow), with_reasons=_sees_reasons(uow))
    stands = [assess_lot(one, uow.today) for one in facts]
    alerts = await load_alerts(facts, stands, uow.today)
    by_contract: dict[UUID, list[LotCompliance]] = {}
    for one in stands:
        by_contract.setdefault(one.hours.contract_id, []).append(one)
    return [
        ContractRow(
            contract=contract,
            lots=counts[contract.id]["lots"] if contract.id in counts else 0,
            lots_followed=len(by_contract.get(contract.id, ())),
            lots_waiting=counts[contract.id]["waiting"] if contract.id in counts else 0,
            last_day=counts[contract.id]["last_day"] if contract.id in counts else None,
            total=assess_contract(contract.id, by_contract.get(contract.id, ()), uow.today).total,
            alerts=tuple(
                alert for lot in by_contract.get(contract.id, ()) for alert in alerts.get(lot.hours.lot_id, ())
            ),
        )
        for contract in found
    ]


@reading(Scope.CONTRACTS_READ, planned_once=True)
async def list_furthest_behind(
    uow: UnitOfWork, *, buyer_id: UUID | None, after: Behind | None, limit: int
) -> list[tuple[Behind, LotCompliance]]:
    """A page of followed lots that owe hours today, the most hours missing first, with how each stands today.

    Each comes with its place in the list. A company has its own lots only. Refused CPL-003.
    """
    own = uow.org_id if uow.actor.org_kind is OrgKind.FACILITATOR_ORG else None
    behind = await standings.list_furthest_behind(limit, facilitator_org_id=own, buyer_id=buyer_id, after=after)
    found = await list_lot_facts(
        uow.today,
        lot_ids=[one.lot_id for one in behind],
        holder_id=_holder(uow),
        with_reasons=_sees_reasons(uow),
    )
    by_id = {facts.hours.lot_id: assess_again(facts, uow.today) for facts in found}
    return [(Behind(one.shortfall, one.lot_id), by_id[one.lot_id]) for one in behind if one.lot_id in by_id]


def _is(stands: LotCompliance, status: ComplianceStatus | None) -> bool:
    return status is None or (stands.figures is not None and stands.figures.status is status)


@reading(Scope.CONTRACTS_READ)
async def list_checkpoints(uow: UnitOfWork, lot_id: UUID, skipped: int, limit: int) -> list[Checkpoint]:
    """The days on which the clause of a lot is looked at, in order, the first ``skipped`` left out.

    NotFound CPL-020, Refused CPL-021 when a day of the execution is not known, CPL-022 before any known cadence.
    """
    found = await queries.list_lot_hours(uow.today, lot_ids=[lot_id], holder_id=_holder(uow), with_reasons=False)
    if not found:
        raise NotFound("CPL-020")
    execution = found[0].execution
    if execution is None:
        raise Refused("CPL-021")
    try:
        points = checkpoints(execution, await load_rulebook(lot_id))
        return list(islice(points, min(skipped, MOST_CHECKPOINTS), min(skipped, MOST_CHECKPOINTS) + limit))
    except UnknownValue as error:
        raise Refused("CPL-022", on=execution.first_day.isoformat()) from error


def _holder(uow: UnitOfWork) -> UUID | None:
    """The holder whose lots alone are shown: a company itself, which also sees lots it only lends people to."""
    return uow.org_id if uow.actor.org_kind is OrgKind.COMPANY else None


def _as_told(uow: UnitOfWork, facts: LotFacts, on: date) -> LotFacts:
    """Whoever follows none of the people is told the share of priority districts only when it points at nobody."""
    if facts.qpv is None or uow.actor.org_kind is OrgKind.FACILITATOR_ORG:
        return facts
    return facts.model_copy(update={"qpv_is_told": may_be_told(facts.qpv.people_qpv, facts.qpv.people, on)})


def _sees_reasons(uow: UnitOfWork) -> bool:
    return uow.actor.org_kind is not OrgKind.BUYER
