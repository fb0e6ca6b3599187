"""Holders of lots: roles and departures, the split of a consortium, transfers between members, and who owes what."""

from datetime import date
from uuid import UUID

from clause.db.queries import contracts as lot_queries
from clause.db.queries import holders as queries
from clause.db.queries import subcontractors as subcontractor_queries
from clause.domain import holders as domain
from clause.domain.actors import OrgKind, Scope
from clause.domain.contracts import Lot, LotHolder
from clause.domain.errors import Forbidden, NotFound, Refused, StaleVersion
from clause.domain.holder_positions import HolderPositions, LotSituation, positions
from clause.domain.holders import (
    NO_HOURS,
    HolderChange,
    HolderSplit,
    HolderSplitTerms,
    HolderTransfer,
    HolderTransferTerms,
    MemberPart,
)
from clause.services.unit_of_work import UnitOfWork, reading, writing


@writing(Scope.CONTRACTS_WRITE)
async def change_holder(uow: UnitOfWork, lot_id: UUID, company_id: UUID, change: HolderChange, version: int) -> Lot:
    """Change the role of a holder, or say when and why it leaves; it keeps its history and its hires count for it.

    NotFound HLD-001 (lot) and HLD-003 (holder), StaleVersion HLD-002, and what ``domain.holders`` refuses: HLD-004,
    HLD-005 (a share would be left to it), CTR-012 and CTR-013.
    """
    before = await _lock_lot(lot_id, version)
    current = next((holder for holder in before.holders if holder.company.id == company_id), None)
    if current is None:
        raise NotFound("HLD-003")
    after = domain.changed_holder(current, [holder for holder in before.holders if holder is not current], change)
    holders = tuple(after if holder is current else holder for holder in before.holders)
    domain.require_no_share_after_leaving(holders, await queries.list_splits(lot_id))
    kind = domain.consortium_kind_after(before.consortium_kind, holders)
    lot = before.model_copy(update={"holders": holders, "consortium_kind": kind, "version": version + 1})
    await queries.update_holder(lot_id, after, change.reason)
    await lot_queries.update_lot(lot)
    _record_change(uow, lot, current, after, change.reason)
    return lot


def _record_change(uow: UnitOfWork, lot: Lot, before: LotHolder, after: LotHolder, reason: str | None) -> None:
    uow.record(
        "lot.holder_changed",
        "lot",
        lot.id,
        org_id=lot.facilitator_org_id,
        reason=reason,
        company=after.company.id,
        role_before=before.role,
        role=after.role,
        left_on_before=before.left_on,
        left_on=after.left_on,
        consortium_kind=lot.consortium_kind,
    )


@writing(Scope.CONTRACTS_WRITE)
async def set_split(uow: UnitOfWork, lot_id: UUID, terms: HolderSplitTerms, reason: str | None) -> HolderSplit:
    """A new version of the shares of a consortium's members; earlier ones stay.

    NotFound HLD-001, Refused HLD-006 with a finding per share, HLD-007 for a second version without a reason, HLD-005
    for a company that left, HLD-008 when a member would have passed on more than it owes.
    """
    lot = await _lock_lot(lot_id, None)
    domain.check_split(terms, lot.holders)
    earlier = await queries.list_splits(lot_id)
    if earlier and not (reason or "").strip():
        raise Refused("HLD-007", version=str(len(earlier)))
    split = HolderSplit(
        **dict(terms),
        id=uow.new_id(),
        facilitator_org_id=lot.facilitator_org_id,
        buyer_id=lot.buyer_id,
        lot_id=lot_id,
        version_no=len(earlier) + 1,
        reason=reason,
        decided_by=uow.actor.id,
        recorded_at=uow.now,
    )
    splits = [*earlier, split]
    domain.require_no_share_after_leaving(lot.holders, splits)
    transfers = await queries.list_transfers(lot_id)
    for day, parts in await _parts_since(lot, terms.effective_on, splits, transfers):
        if domain.overdrawn(parts):
            raise Refused("HLD-008", on=day.isoformat())
    await queries.insert_split(split)
    uow.record(
        "lot.split_set",
        "lot",
        lot_id,
        org_id=lot.facilitator_org_id,
        reason=reason,
        version=split.version_no,
        effective_on=split.effective_on,
        shares=" ".join(f"{one.company_id}={one.share}" for one in split.shares),
    )
    return split


@writing(Scope.CONTRACTS_WRITE)
async def add_transfer(uow: UnitOfWork, lot_id: UUID, terms: HolderTransferTerms) -> HolderTransfer:
    """Hours that a member takes over from another; what the group owes does not change.

    NotFound HLD-001, Refused HLD-020 with its findings, HLD-026 beyond what the giver owes on that day or later.
    """
    lot = await _lock_lot(lot_id, None)
    splits = await queries.list_splits(lot_id)
    domain.check_transfer(terms, lot.holders, splits)
    transfer = HolderTransfer(
        **dict(terms),
        id=uow.new_id(),
        facilitator_org_id=lot.facilitator_org_id,
        buyer_id=lot.buyer_id,
        lot_id=lot_id,
        decided_by=uow.actor.id,
        recorded_at=uow.now,
    )
    transfers = [*await queries.list_transfers(lot_id), transfer]
    for day, parts in await _parts_since(lot, terms.effective_on, splits, transfers):
        beyond = domain.overdrawn(parts).get(terms.from_company_id)
        if beyond is not None:
            raise Refused("HLD-026", on=day.isoformat(), owed=f"{terms.hours - beyond:.2f}")
    await queries.insert_transfer(transfer)
    uow.record(
        "lot.transfer_added",
        "lot",
        lot_id,
        org_id=lot.facilitator_org_id,
        reason=terms.reason,
        transfer=transfer.id,
        giver=terms.from_company_id,
        receiver=terms.to_company_id,
        hours=terms.hours,
        effective_on=terms.effective_on,
    )
    return transfer


async def _parts_since(
    lot: Lot, since: date, splits: list[HolderSplit], transfers: list[HolderTransfer]
) -> list[tuple[date, dict[UUID, MemberPart]]]:
    """What each member owes from a day on, each time that it may change; nothing owed where no obligation holds."""
    days = domain.days_of_change(since, splits, transfers, await queries.list_obligation_days(lot.id))
    owed = await queries.hours_owed_on(lot.id, days)
    found = []
    for day in days:
        _, hours = owed.get(day, (0, NO_HOURS))
        parts = domain.parts_on(hours, lot.holders, splits, transfers, day)
        if parts is not None:
            found.append((day, parts))
    return found


@reading(Scope.CONTRACTS_READ)
async def list_splits(uow: UnitOfWork, lot_id: UUID, *, after: int, limit: int) -> list[HolderSplit]:
    """Versions of the split of a lot, first to last. Forbidden HLD-031 for companies, NotFound HLD-030."""
    await _require_readable(uow, lot_id)
    return await queries.list_splits(lot_id, after=after, limit=limit)


@reading(Scope.CONTRACTS_READ)
async def list_transfers(uow: UnitOfWork, lot_id: UUID, *, after: UUID | None, limit: int) -> list[HolderTransfer]:
    """A page of the transfers of a lot, oldest first. Forbidden HLD-031 for companies, NotFound HLD-030."""
    await _require_readable(uow, lot_id)
    return await queries.list_transfers(lot_id, after=after, limit=limit)


@reading(Scope.CONTRACTS_READ)
async def load_positions(uow: UnitOfWork, lot_id: UUID, on: date | None = None) -> HolderPositions:
    """Who owes what to whom among the holders of a lot on a day (today by default).

    For the facilitator organisation alone, which sees all hires: Forbidden HLD-032 for others. NotFound HLD-030.
    """
    if uow.actor.org_kind is not OrgKind.FACILITATOR_ORG:
        raise Forbidden("HLD-032")
    lot = await _require_readable(uow, lot_id)
    day = on or uow.today
    version, hours_owed = (await queries.hours_owed_on(lot_id, [day])).get(day, (None, None))
    situation = LotSituation(
        lot=lot,
        on=day,
        obligation_version=version,
        hours_owed=hours_owed,
        splits=await queries.list_splits(lot_id),
        transfers=await queries.list_transfers(lot_id),
        subcontractors=await subcontractor_queries.list_subcontractors(lot_id),
        credited=await queries.list_hours_by_hire(lot_id, day),
    )
    return positions(situation)


async def _require_readable(uow: UnitOfWork, lot_id: UUID) -> Lot:
    # A company sees itself alone among the holders of a lot: the agreements of the others are not its to read.
    if uow.actor.org_kind is OrgKind.COMPANY:
        raise Forbidden("HLD-031")
    lot = await lot_queries.find_lot(lot_id)
    if lot is None:
        raise NotFound("HLD-030")
    return lot


async def _lock_lot(lot_id: UUID, version: int | None) -> Lot:
    current = await lot_queries.lock_lot(lot_id)
    lot = await lot_queries.find_lot(lot_id) if current is not None else None
    if lot is None:
        raise NotFound("HLD-001")
    if version is not None and current != version:
        raise StaleVersion("HLD-002")
    return lot
