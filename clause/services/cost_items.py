"""Costs other than staff: recorded, corrected and cancelled by rows that replace, refused once a claim holds them."""

from dataclasses import dataclass
from uuid import UUID

from clause.db.queries import cost_items as queries
from clause.db.queries import evidence as evidence_queries
from clause.db.queries import operations as operation_queries
from clause.domain.actors import Scope
from clause.domain.cost_item_checks import CostGround, checked_terms, cost_warnings
from clause.domain.cost_items import CostItem, CostItemTerms
from clause.domain.errors import NotFound, WrongState
from clause.domain.findings import Finding
from clause.domain.operations import Operation
from clause.services.unit_of_work import UnitOfWork, reading, writing


@dataclass(frozen=True)
class CostView:
    """A cost, the row that took its place if any, and what is worth a look."""

    item: CostItem
    replaced_by: UUID | None
    findings: tuple[Finding, ...]


@writing(Scope.CLAIMS_WRITE)
async def add_item(uow: UnitOfWork, operation_id: UUID, terms: CostItemTerms) -> CostView:
    """Record a cost of an operation; units and deliverables are worth what the agreement says.

    NotFound CST-001, Refused CST-002 with what is wrong, CST-007 where nothing can be computed.
    """
    operation = await operation_queries.lock_operation(operation_id)
    if operation is None:
        raise NotFound("CST-001")
    return await _write(uow, operation, terms, None, None)


@writing(Scope.CLAIMS_WRITE)
async def correct_item(uow: UnitOfWork, item_id: UUID, terms: CostItemTerms, reason: str) -> CostView:
    """Put a corrected row in the place of a cost; the former one stays in the history.

    NotFound CST-003, WrongState CST-004 when it was corrected or cancelled before, CST-005 once a signed claim holds
    it, and what recording refuses.
    """
    before, operation = await _lock_live(item_id)
    return await _write(uow, operation, terms, before, reason)


@writing(Scope.CLAIMS_WRITE)
async def cancel_item(uow: UnitOfWork, item_id: UUID, reason: str) -> CostView:
    """Take a cost back; nothing takes its place. NotFound CST-003, WrongState CST-004 and CST-005."""
    before, operation = await _lock_live(item_id)
    cancelled = before.model_copy(
        update={
            "id": uow.new_id(),
            "replaces_id": before.id,
            "cancelled": True,
            "reason": reason,
            "recorded_by": uow.actor.id,
            "recorded_at": uow.now,
        }
    )
    await queries.insert_item(cancelled, operation)
    uow.record("cost_item.cancelled", "cost_item", cancelled.id, reason=reason, replaces=before.id)
    return CostView(cancelled, None, ())


@reading(Scope.CLAIMS_WRITE)
async def load_item(uow: UnitOfWork, item_id: UUID) -> CostView:
    """One cost, whatever became of it. NotFound CST-006."""
    item = await queries.find_item(item_id)
    if item is None:
        raise NotFound("CST-006")
    return (await _views([item]))[0]


@reading(Scope.CLAIMS_WRITE)
async def list_items(uow: UnitOfWork, operation_id: UUID, *, after: UUID | None, limit: int) -> list[CostView]:
    """A page of all rows of an operation, oldest first: those that hold, those corrected, those cancelled.

    NotFound CST-008.
    """
    if await operation_queries.find_operation(operation_id) is None:
        raise NotFound("CST-008")
    return await _views(await queries.list_history(operation_id, after=after, limit=limit))


async def _views(items: list[CostItem]) -> list[CostView]:
    replaced = await queries.find_replacements([item.id for item in items])
    held = await queries.list_held(items)
    return [CostView(item, replaced.get(item.id), _warnings(item, replaced, held)) for item in items]


def _warnings(item: CostItem, replaced: dict[UUID, UUID], held: list[CostItem]) -> tuple[Finding, ...]:
    return () if item.cancelled or item.id in replaced else cost_warnings(item, held)


async def _lock_live(item_id: UUID) -> tuple[CostItem, Operation]:
    """A cost that holds, with its operation locked: two corrections, or one and a signature, follow one another."""
    item = await queries.find_item(item_id)
    operation = await operation_queries.lock_operation(item.operation_id) if item else None
    if item is None or operation is None:
        raise NotFound("CST-003")
    if item.cancelled or await queries.find_replacements([item_id]):
        raise WrongState("CST-004")
    claim_number = await queries.find_claim_with_item(item_id)
    if claim_number is not None:
        raise WrongState("CST-005", number=claim_number)
    return item, operation


async def _write(
    uow: UnitOfWork, operation: Operation, terms: CostItemTerms, before: CostItem | None, reason: str | None
) -> CostView:
    document = await evidence_queries.find_file(terms.document_id) if terms.document_id else None
    held = await queries.list_same_document(operation.id, terms)
    others = [other for other in held if before is None or other.id != before.id]
    checked = checked_terms(terms, CostGround(operation, others, document, uow.today))
    item = CostItem(
        **dict(checked),
        id=uow.new_id(),
        operation_id=operation.id,
        document_sha256=document.sha256 if document else None,
        replaces_id=before.id if before else None,
        cancelled=False,
        reason=reason,
        recorded_by=uow.actor.id,
        recorded_at=uow.now,
    )
    await queries.insert_item(item, operation)
    action = "cost_item.corrected" if before else "cost_item.added"
    uow.record(action, "cost_item", item.id, reason=reason, operation=operation.id, amount=item.amount_declared)
    return CostView(item, None, cost_warnings(item, others))
