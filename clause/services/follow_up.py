"""Which lots to follow: decided for several at once, and taken back as long as nothing else has changed."""

from collections.abc import Iterable
from uuid import UUID

from clause.db.queries import contracts as queries
from clause.db.queries import journal
from clause.domain.actors import Scope
from clause.domain.contracts import FollowUpState, Lot, decided
from clause.domain.errors import NotFound, Refused, WrongState
from clause.services.unit_of_work import UnitOfWork, writing

MOST_AT_ONCE = 100
DECIDED = "lot.follow_up_decided"
WAITING = (FollowUpState.PRESELECTED, FollowUpState.TO_REVIEW)


@writing(Scope.CONTRACTS_WRITE)
async def decide_lots(
    uow: UnitOfWork, lot_ids: Iterable[UUID], follow_up: FollowUpState, reason: str | None
) -> list[Lot]:
    """Follow lots that wait for a decision, or set them aside; those decided meanwhile stay as they are.

    The result is those that changed. NotFound CTR-110, Refused CTR-112 for too many and CTR-007 without a reason,
    WrongState CTR-010 for a state that nobody decides.
    """
    changed = []
    for lot_id in _in_order(lot_ids):
        lot = await _locked(lot_id)
        if lot.follow_up not in WAITING:
            continue
        state, why = decided(lot, follow_up, reason)
        changed.append(await _move(lot, state, why))
        uow.record(
            DECIDED,
            "lot",
            lot_id,
            org_id=lot.facilitator_org_id,
            reason=reason,
            follow_up_before=lot.follow_up,
            reason_before=lot.follow_up_reason,
            follow_up=state,
            version=lot.version + 1,
        )
    return changed


@writing(Scope.CONTRACTS_WRITE)
async def take_decisions_back(uow: UnitOfWork, lot_ids: Iterable[UUID]) -> list[Lot]:
    """Put lots back where they were before the decision, with what the import had said of them.

    NotFound CTR-110, WrongState CTR-111 for a lot that was changed since, or was never decided upon.
    """
    changed = []
    for lot_id in _in_order(lot_ids):
        lot = await _locked(lot_id)
        line = await journal.find_last_line(uow.org_id, lot_id, DECIDED)
        if line is None or line["version"] != str(lot.version):
            raise WrongState("CTR-111", label=lot.label[:200])
        changed.append(await _move(lot, FollowUpState(line["follow_up_before"]), line.get("reason_before")))
        uow.record(
            "lot.follow_up_taken_back",
            "lot",
            lot_id,
            org_id=lot.facilitator_org_id,
            follow_up_before=lot.follow_up,
            follow_up=line["follow_up_before"],
        )
    return changed


def _in_order(lot_ids: Iterable[UUID]) -> list[UUID]:
    # Always in the same order: two people who decide about the same lots at once wait for each other, once.
    found = sorted(set(lot_ids))
    if len(found) > MOST_AT_ONCE:
        raise Refused("CTR-112", most=MOST_AT_ONCE)
    return found


async def _locked(lot_id: UUID) -> Lot:
    lot = await queries.find_lot(lot_id) if await queries.lock_lot(lot_id) is not None else None
    if lot is None:
        raise NotFound("CTR-110")
    return lot


async def _move(lot: Lot, state: FollowUpState, reason: str | None) -> Lot:
    after = lot.model_copy(update={"follow_up": state, "follow_up_reason": reason, "version": lot.version + 1})
    await queries.update_lot(after)
    return after
