"""Contracts by hand: contracts, lots, holders, modifications, and the decision to follow a lot."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from clause.db.queries import accounts, lot_lists
from clause.db.queries import contracts as queries
from clause.db.queries.lot_facts import list_lot_facts
from clause.db.queries.obligation_components import load_components, record_decision
from clause.db.queries.obligations import load_locked_lot_terms
from clause.db.queries.outlooks import list_lots_in_view
from clause.domain.accounts import OrgSummary
from clause.domain.actors import Actor, OrgKind, Scope
from clause.domain.compliance import LotFacts
from clause.domain.contracts import (
    Contract,
    ContractChange,
    FollowUpState,
    HolderRole,
    Lot,
    LotChange,
    LotFilters,
    LotHolder,
    LotRow,
    Modification,
    ModificationSource,
    NewContract,
    NewLot,
    NewModification,
    decided,
    progress,
    require_days_in_order,
    require_kind_fits,
    require_role_fits,
    window_of,
)
from clause.domain.decp import ConsortiumKind
from clause.domain.errors import NotFound, Refused, StaleVersion
from clause.domain.obligation_timeline import Recording
from clause.domain.obligations import ObligationCause, ObligationTerms, ObligationVersion
from clause.domain.outlooks import ORDERS, in_order
from clause.domain.tables import Slice, Take, Window
from clause.rules.compliance import ComplianceStatus
from clause.services.unit_of_work import UnitOfWork, reading, writing

LOTS_AT_ONCE = 200
_STANDING_ORDERS = ORDERS.keys() - lot_lists.ORDERS_OF_LOTS
ORDERS_OF_LOTS = lot_lists.ORDERS_OF_LOTS | _STANDING_ORDERS
"""Keys of the columns by which lots are sorted."""


@writing(Scope.CONTRACTS_WRITE)
async def add_contract(uow: UnitOfWork, new: NewContract) -> Contract:
    """A contract typed by hand. Refused CTR-003 when the buyer is none; one contract a buyer and reference (DBC-004).

    A published contract of the same buyer and reference joins this one when it is imported later.
    """
    buyer = (await accounts.summarise([new.buyer_id])).get(new.buyer_id)
    if buyer is None or buyer.kind is not OrgKind.BUYER:
        raise Refused("CTR-003")
    contract = Contract(
        id=uow.new_id(),
        facilitator_org_id=uow.org_id,
        buyer=buyer,
        reference=new.reference,
        group_key=new.reference,
        object=new.object,
        nature=new.nature,
        procedure=new.procedure,
        created_at=uow.now,
        version=1,
    )
    await queries.insert_contract(contract)
    uow.record("contract.added", "contract", contract.id, reference=contract.reference, buyer=buyer.id)
    return contract


@reading(Scope.CONTRACTS_READ)
async def load_contract(uow: UnitOfWork, contract_id: UUID) -> Contract:
    """One contract of the caller: its own, one it bought, or one of which it holds a lot. NotFound CTR-001."""
    return await _require_contract(contract_id)


@reading(Scope.CONTRACTS_READ)
async def list_contracts(
    uow: UnitOfWork, *, buyer_id: UUID | None = None, text: str | None = None, after: UUID | None = None, limit: int
) -> list[Contract]:
    """A page of the caller's contracts, oldest first."""
    return await queries.list_contracts(buyer_id=buyer_id, text=text, after=after, limit=limit)


@writing(Scope.CONTRACTS_WRITE)
async def change_contract(uow: UnitOfWork, contract_id: UUID, change: ContractChange, version: int) -> Contract:
    """Correct object, nature or procedure. NotFound CTR-001, StaleVersion CTR-005."""
    current = await queries.lock_contract(contract_id)
    before = await _require_contract(contract_id)
    if current != version:
        raise StaleVersion("CTR-005")
    values = change.model_dump(exclude_none=True)
    after = before.model_copy(update={**values, "version": version + 1})
    await queries.update_contract(after)
    uow.record("contract.changed", "contract", contract_id, fields=" ".join(sorted(values)))
    return after


@writing(Scope.CONTRACTS_WRITE)
async def add_lot(uow: UnitOfWork, contract_id: UUID, new: NewLot) -> Lot:
    """A lot typed by hand, followed from the start; its window is the one typed, else notification and duration.

    NotFound CTR-001, Refused CTR-011 for days in the wrong order.
    """
    contract = await _require_contract(contract_id)
    first_day, last_day = window_of(new)
    lot = Lot(
        **new.model_dump(exclude={"first_day", "last_day"}),
        id=uow.new_id(),
        facilitator_org_id=contract.facilitator_org_id,
        contract_id=contract.id,
        contract_reference=contract.reference,
        buyer=contract.buyer,
        first_day=first_day,
        last_day=last_day,
        follow_up=FollowUpState.FOLLOWED,
        follow_up_reason=None,
        created_at=uow.now,
        version=1,
    )
    # Nothing published has this key: only a person can say that a published record is this lot.
    await queries.insert_lot(lot, match_key=lot.id.hex)
    uow.record("lot.added", "lot", lot.id, contract=contract.id, first_day=first_day, last_day=last_day)
    return lot


@reading(Scope.CONTRACTS_READ)
async def load_lot(uow: UnitOfWork, lot_id: UUID) -> Lot:
    """One lot of the caller. NotFound CTR-002."""
    return _as_seen(uow.actor, await _require_lot(lot_id))


@writing(Scope.CONTRACTS_WRITE)
async def change_lot(uow: UnitOfWork, lot_id: UUID, change: LotChange, version: int) -> Lot:
    """Change label, execution window, kind of consortium, or the decision to follow.

    NotFound CTR-002, StaleVersion CTR-006, Refused CTR-007 (no reason), CTR-009 (hours are credited outside the new
    window), CTR-011 (days in the wrong order), CTR-201 (a kind of consortium that its holders do not form), WrongState
    CTR-010 (a state that nobody decides).
    """
    before = await _lock_lot(lot_id, version)
    first_day, last_day = change.first_day or before.first_day, change.last_day or before.last_day
    require_days_in_order(first_day, last_day)
    await _require_window_keeps_credits(before.id, first_day, last_day)
    if change.consortium_kind is not None:
        require_kind_fits(change.consortium_kind, before.holders)
    follow_up, reason = decided(before, change.follow_up, change.reason)
    after = before.model_copy(
        update={
            "label": change.label or before.label,
            "first_day": first_day,
            "last_day": last_day,
            "consortium_kind": change.consortium_kind or before.consortium_kind,
            "follow_up": follow_up,
            "follow_up_reason": reason,
            "version": version + 1,
        }
    )
    await queries.update_lot(after)
    uow.record(
        "lot.changed",
        "lot",
        lot_id,
        org_id=before.facilitator_org_id,
        reason=change.reason,
        fields=" ".join(sorted(change.model_dump(exclude_none=True))),
        follow_up_before=before.follow_up,
        follow_up=after.follow_up,
        first_day=first_day,
        last_day=last_day,
        consortium_kind=change.consortium_kind,
    )
    return after


async def _require_window_keeps_credits(lot_id: UUID, first_day: date | None, last_day: date | None) -> None:
    if first_day is None or last_day is None:
        return
    outside = await queries.days_credited_outside(lot_id, first_day, last_day)
    if outside is not None:
        raise Refused("CTR-009", worked_on=outside.isoformat())


@writing(Scope.CONTRACTS_WRITE)
async def add_holder(uow: UnitOfWork, lot_id: UUID, company_id: UUID, role: HolderRole) -> Lot:
    """Say that a company holds a lot; the result is the lot with all its holders.

    NotFound CTR-002, Refused CTR-004 (no company of the directory), CTR-012 and CTR-013 (roles that do not fit).
    """
    before = await _lock_lot(lot_id, None)
    company = await _require_company(company_id)
    require_role_fits(role, [holder.role for holder in before.holders if holder.left_on is None])
    is_consortium = role is not HolderRole.HOLDER and before.consortium_kind is ConsortiumKind.NONE
    after = before.model_copy(
        update={
            "consortium_kind": ConsortiumKind.UNKNOWN if is_consortium else before.consortium_kind,
            "holders": (*before.holders, LotHolder(company=company, role=role)),
            "version": before.version + 1,
        }
    )
    await queries.insert_holder(uow.new_id(), before, company_id, role, uow.now)
    await queries.update_lot(after)
    uow.record("lot.holder_added", "lot", lot_id, org_id=before.facilitator_org_id, company=company_id, role=role)
    return after


@reading(Scope.CONTRACTS_READ)
async def list_lots(
    uow: UnitOfWork, filters: LotFilters, *, on: date | None = None, after: UUID | None = None, limit: int
) -> list[LotRow]:
    """A page of the caller's lots, oldest first, each with what it owes and was credited on a day (today).

    A company has those it holds: of one on which it only has people at work it does not see the whole progress.
    """
    asked = _own_lots(uow, filters)
    if asked is None:
        return []
    day = on or uow.today
    return await _rows_of_lots(uow, await queries.list_lots(asked, on=day, after=after, limit=limit), day)


@reading(Scope.CONTRACTS_READ)
async def browse_lots(
    uow: UnitOfWork, filters: LotFilters, statuses: Sequence[ComplianceStatus | None], window: Window
) -> Slice[LotRow]:
    """A window on the same lots, in the order of a column, as they stand today.

    With ``statuses``, those that stand so; None is a lot that cannot be assessed.
    """
    asked = _own_lots(uow, filters)
    if asked is None:
        return Slice((), 0)
    if statuses or window.order.removeprefix("-") in _STANDING_ORDERS:
        lot_ids = await _ordered_lots(uow, asked, statuses, window.order)
        shown = lot_ids[window.skipped : window.skipped + window.limit]
        return Slice(await _rows_of_ids(uow, asked, shown), len(lot_ids))
    found = await lot_lists.browse_lot_ids(asked, uow.today, window)
    return Slice(await _rows_of_ids(uow, asked, found.rows), found.count)


@reading(Scope.CONTRACTS_READ)
async def hand_over_lots(
    uow: UnitOfWork,
    filters: LotFilters,
    statuses: Sequence[ComplianceStatus | None],
    order: str,
    take: Take[LotRow],
) -> None:
    """Give all of the same lots to ``take``, some hundred at a time."""
    asked = _own_lots(uow, filters)
    lot_ids = await _ordered_lots(uow, asked, statuses, order) if asked else []
    for first in range(0, len(lot_ids), LOTS_AT_ONCE):
        await take(await _rows_of_ids(uow, asked or filters, lot_ids[first : first + LOTS_AT_ONCE]))


async def _ordered_lots(
    uow: UnitOfWork, asked: LotFilters, statuses: Sequence[ComplianceStatus | None], order: str
) -> list[UUID]:
    lot_ids = await lot_lists.list_lot_ids(asked, uow.today, order)
    is_standing = order.removeprefix("-") in _STANDING_ORDERS
    if not statuses and not is_standing:
        return lot_ids
    found = await list_lots_in_view(
        uow.today, follow_up=asked.follow_up, buyer_id=asked.buyer_id, holder_id=asked.company_id
    )
    kept = {one.outlook.lot_id: one for one in found if not statuses or one.status in statuses}
    ordered = [kept[lot_id] for lot_id in lot_ids if lot_id in kept]
    return [one.outlook.lot_id for one in (in_order(ordered, order) if is_standing else ordered)]


def _own_lots(uow: UnitOfWork, filters: LotFilters) -> LotFilters | None:
    """What is asked of the lots of the caller; None where a company asks for those of another."""
    if uow.actor.org_kind is not OrgKind.COMPANY:
        return filters
    if filters.company_id not in (None, uow.org_id):
        return None
    return filters.model_copy(update={"company_id": uow.org_id})


async def _rows_of_ids(uow: UnitOfWork, asked: LotFilters, lot_ids: Sequence[UUID]) -> list[LotRow]:
    found = await queries.list_lots(asked, on=uow.today, after=None, limit=len(lot_ids), lot_ids=lot_ids)
    rows = {row.lot.id: row for row in await _rows_of_lots(uow, found, uow.today)}
    return [rows[lot_id] for lot_id in lot_ids if lot_id in rows]


async def _rows_of_lots(uow: UnitOfWork, rows: Sequence[Mapping[str, Any]], day: date) -> list[LotRow]:
    found = await list_lot_facts(day, lot_ids=[row["lot"].id for row in rows], with_reasons=False)
    facts = {one.hours.lot_id: one for one in found}
    return [_lot_row(uow.actor, facts, on=day, **row) for row in rows]


@writing(Scope.CONTRACTS_WRITE)
async def add_modification(
    uow: UnitOfWork, contract_id: UUID, new: NewModification, obligation: ObligationTerms | None = None
) -> Modification:
    """A modification typed by hand; the lot keeps its initial values, and owes what it did unless it says otherwise.

    With ``obligation``, what it says of the hours becomes a decision of its own. NotFound CTR-001 and CTR-002, Refused
    CTR-008 (a lot of another contract) and what ``record_decision`` refuses; WrongState DBC-007 when it is known.
    """
    contract = await _require_contract(contract_id)
    lot = await _lock_lot(new.lot_id, None)
    if lot.contract_id != contract.id:
        raise Refused("CTR-008")
    companies = [await _require_company(company_id) for company_id in new.company_ids]
    modification = Modification(
        **new.model_dump(exclude={"company_ids"}),
        id=uow.new_id(),
        contract_id=contract.id,
        holders=tuple({"company_id": str(company.id), "name": company.name} for company in companies),
        source=ModificationSource.MANUAL,
        created_at=uow.now,
    )
    await queries.insert_modification(modification, lot, new.content_hash)
    versions = await _decide_again(uow, modification, obligation) if obligation else []
    uow.record(
        "lot.modified",
        "lot",
        lot.id,
        org_id=lot.facilitator_org_id,
        modification=modification.id,
        obligation_version=versions[0].version_no if versions else None,
    )
    return modification


async def _decide_again(uow: UnitOfWork, modification: Modification, terms: ObligationTerms) -> list[ObligationVersion]:
    lot = await load_locked_lot_terms(modification.lot_id)
    reason = modification.object or modification.number
    recording = Recording(
        terms.effective_on, ObligationCause.MODIFICATION, modification.id, reason, uow.actor.id, uow.now
    )
    return await record_decision(lot, await load_components(lot.id), terms, recording, uow.new_id)


@reading(Scope.CONTRACTS_READ)
async def list_modifications(
    uow: UnitOfWork, contract_id: UUID, *, after: UUID | None = None, limit: int
) -> list[Modification]:
    """A page of the modifications of a contract's lots, in the order in which they became known. NotFound CTR-001."""
    contract = await _require_contract(contract_id)
    return await queries.list_modifications(contract.id, after=after, limit=limit)


async def _require_contract(contract_id: UUID) -> Contract:
    found = await queries.find_contract(contract_id)
    if found is None:
        raise NotFound("CTR-001")
    return found


async def _require_lot(lot_id: UUID) -> Lot:
    found = await queries.find_lot(lot_id)
    if found is None:
        raise NotFound("CTR-002")
    return found


async def _lock_lot(lot_id: UUID, version: int | None) -> Lot:
    current = await queries.lock_lot(lot_id)
    lot = await _require_lot(lot_id)
    if version is not None and current != version:
        raise StaleVersion("CTR-006")
    return lot


async def _require_company(company_id: UUID) -> OrgSummary:
    found = (await accounts.summarise([company_id])).get(company_id)
    if found is None or found.kind is not OrgKind.COMPANY:
        raise Refused("CTR-004")
    return found


def _as_seen(actor: Actor, lot: Lot) -> Lot:
    """The lot without the facilitator's reasons, when someone else reads it."""
    return lot if actor.org_kind is OrgKind.FACILITATOR_ORG else lot.model_copy(update={"follow_up_reason": None})


def _lot_row(actor: Actor, facts: Mapping[UUID, LotFacts], lot: Lot, **values: object) -> LotRow:
    row = LotRow.model_validate({**values, "lot": _as_seen(actor, lot), "ratio": None, "status": None})
    of_lot = facts[lot.id]
    ratio, status = progress(row.hours_owed, row.hours_credited, of_lot.course, row.on, of_lot.book)
    return row.model_copy(update={"ratio": ratio, "status": status})
