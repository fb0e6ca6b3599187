"""Final balances: frozen by the facilitator organisation once the execution is over, read by buyer and holders."""

from uuid import UUID

from clause.db.queries import final_balances as queries
from clause.db.queries.lot_facts import list_lot_facts
from clause.db.queries.obligations import find_lot_terms, lock_lot_terms
from clause.domain.actors import Scope
from clause.domain.certificates import content_hash
from clause.domain.compliance import assess_lot
from clause.domain.errors import NotFound
from clause.domain.final_balances import FinalBalance, check_ready, draw_balance
from clause.services.unit_of_work import UnitOfWork, reading, writing


@writing(Scope.CONTRACTS_WRITE)
async def freeze_balance(uow: UnitOfWork, lot_id: UUID, remark: str | None, reason: str | None) -> FinalBalance:
    """How a lot ended, as known today, frozen as a new version with the hash of its content.

    NotFound BAL-001, and what ``domain.final_balances.check_ready`` refuses. Hours validated or corrected later change
    no balance: they make another one possible, with a reason.
    """
    lot = await lock_lot_terms(lot_id)
    if lot is None:
        raise NotFound("BAL-001")
    [facts] = await list_lot_facts(uow.today, lot_ids=[lot_id], with_reasons=True, with_events=True)
    stands = assess_lot(facts, uow.today)
    material = await queries.load_material(facts, uow.today)
    check_ready(stands, material, reason)
    content = draw_balance(stands, material, remark)
    balance = FinalBalance(
        id=uow.new_id(),
        facilitator_org_id=lot.facilitator_org_id,
        buyer_id=lot.buyer_id,
        lot_id=lot_id,
        version_no=content.version_no,
        figures_on=content.figures_on,
        outcome=content.figures.outcome,
        hours_owed=content.hours_owed,
        hours_credited=content.hours_credited,
        content=content,
        content_hash=content_hash(content),
        reason=reason,
        recorded_by=uow.actor.id,
        recorded_at=uow.now,
    )
    await queries.insert_balance(balance)
    uow.record(
        "final_balance.freeze",
        "final_balance",
        balance.id,
        org_id=lot.facilitator_org_id,
        reason=reason,
        lot=lot_id,
        version=balance.version_no,
        outcome=balance.outcome,
        hours_owed=balance.hours_owed,
        hours_credited=balance.hours_credited,
        content_hash=balance.content_hash,
    )
    return balance


@reading(Scope.CONTRACTS_READ)
async def list_balances(uow: UnitOfWork, lot_id: UUID, *, after: int, limit: int) -> list[FinalBalance]:
    """Final balances of a lot that the caller may see, first to last; the last one holds. NotFound BAL-002."""
    if await find_lot_terms(lot_id) is None:
        raise NotFound("BAL-002")
    return await queries.list_balances(lot_id, after=after, limit=limit)


@reading(Scope.CONTRACTS_READ)
async def load_balance(uow: UnitOfWork, balance_id: UUID) -> FinalBalance:
    """A final balance. NotFound BAL-003."""
    balance = await queries.find_balance(balance_id)
    if balance is None:
        raise NotFound("BAL-003")
    return balance
