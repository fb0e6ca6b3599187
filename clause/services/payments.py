"""Advances, payments of claims and what is paid back, recorded by the intermediate body; a mistake is reversed."""

from datetime import date
from uuid import UUID

from clause.db.queries import claims as claim_queries
from clause.db.queries import operation_moves as move_queries
from clause.db.queries import operations as operation_queries
from clause.db.queries import payments as queries
from clause.db.queries import verifications as verification_queries
from clause.db.queries.claim_moves import lock_with_operation, move_claim
from clause.db.queries.operation_settling import settle_if_done
from clause.domain.actors import Scope
from clause.domain.agreement_rules import agreement_value, agreement_value_of
from clause.domain.claim_standing import standing_of
from clause.domain.claims import MOVES, Claim, ClaimKind
from clause.domain.errors import NotFound, Refused, WrongState
from clause.domain.operation_moves import deadlines, start_certified_on
from clause.domain.operations import Operation, OperationState
from clause.domain.payments import (
    NOTHING,
    ListedPayment,
    Payment,
    PaymentAccount,
    PaymentKind,
    PaymentTerms,
    ReversalTerms,
    advance_paid,
    check_amount,
    check_day,
    paid_for,
)
from clause.rules.calendar import FRANCE
from clause.rules.payments import advance
from clause.rules.quantities import Euros
from clause.services.unit_of_work import UnitOfWork, reading, writing

READERS = (Scope.CLAIMS_READ, Scope.OI_READ)


@writing(Scope.OI_VERIFY)
async def pay_claim(uow: UnitOfWork, claim_id: UUID, terms: PaymentTerms) -> Payment:
    """A payment of a claim, or money paid back, in one or several times until nothing is left to settle.

    NotFound PMT-001, WrongState CLM-002 for a claim that is not to be paid (or paid back), Refused PMT-010 with a
    finding for an amount above what is left or a day that cannot be. The database refuses a reference used before.
    """
    found = await lock_with_operation(claim_id)
    if found is None:
        raise NotFound("PMT-001")
    claim, operation = found
    back = terms.kind is PaymentKind.RECOVERY
    verb = "recover" if back else "pay"
    MOVES.after(claim.state, verb)
    before = paid_for(await queries.list_payments(operation.id), claim.id)
    left = standing_of(claim.conclusions).left_to_settle(before)
    most = -left if back else left
    submitted_on = claim.submitted_at.astimezone(FRANCE).date() if claim.submitted_at else uow.today
    findings = (*check_amount(terms.amount, most), *check_day("paid_on", terms.paid_on, submitted_on, uow.today))
    if findings:
        raise Refused("PMT-010", findings=findings)
    payment = await _record(uow, operation, terms, claim_id=claim.id, sign=-1 if back else 1)
    await move_claim(uow, claim, verb if terms.amount == most else f"{verb}_in_part")
    await settle_if_done(uow, operation)
    return payment


@writing(Scope.OI_VERIFY)
async def pay_advance(uow: UnitOfWork, operation_id: UUID, terms: PaymentTerms) -> Payment:
    """An advance on the grant, once the operation has started and before its final claim is handed over.

    NotFound PMT-002, WrongState PMT-003 for an operation that is not in force, PMT-012 without a certificate of start,
    PMT-004 after the final claim; Refused PMT-011 with findings: a kind of beneficiary that gets none, an amount above
    what the agreement allows, the day.
    """
    operation = await operation_queries.lock_operation(operation_id)
    if operation is None:
        raise NotFound("PMT-002")
    if operation.state not in (OperationState.IN_FORCE, OperationState.AMENDMENT_PENDING):
        raise WrongState("PMT-003", state=operation.state.value)
    started_on = start_certified_on(await move_queries.list_events(operation_id))
    if started_on is None:
        raise WrongState("PMT-012")
    claims = await claim_queries.list_claims_of(operation_id)
    if any(claim.kind is ClaimKind.FINAL and claim.state.stands for claim in claims):
        raise WrongState("PMT-004")
    most = _most_advance(operation, terms.paid_on) - advance_paid(await queries.list_payments(operation_id))
    findings = (*check_amount(terms.amount, most), *check_day("paid_on", terms.paid_on, started_on, uow.today))
    if findings:
        raise Refused("PMT-011", findings=findings)
    return await _record(uow, operation, terms, claim_id=None, sign=1)


def _most_advance(operation: Operation, on: date) -> Euros:
    agreement = operation.agreement
    return advance(
        agreement.grant_amount,
        operation.beneficiary_kind,
        agreement_value_of(agreement, "advance_rate", on),
        agreement_value(agreement, "advance_cap", on),
        on,
    ).value


@writing(Scope.OI_VERIFY)
async def reverse_payment(uow: UnitOfWork, payment_id: UUID, terms: ReversalTerms) -> Payment:
    """Undo a row that was recorded by mistake, with the reason; what it settled is open again.

    NotFound PMT-005, Refused PMT-006 for a reversal, WrongState PMT-007 for an advance that conclusions have weighed. A
    row reversed before is refused by the database.
    """
    seen = await queries.find_payment(payment_id)
    operation = await operation_queries.lock_operation(seen.operation_id) if seen else None
    if seen is None or operation is None:
        raise NotFound("PMT-005")
    if seen.kind is PaymentKind.REVERSAL:
        raise Refused("PMT-006")
    concluded = await verification_queries.latest_conclusions(operation.id)
    if seen.claim_id is None and concluded:
        raise WrongState("PMT-007", number=concluded[-1].number)
    undone = PaymentTerms(
        kind=PaymentKind.REVERSAL,
        amount=-seen.amount,
        paid_on=uow.today,
        reference=terms.reference,
        comment=terms.reason,
    )
    payment = await _record(uow, operation, undone, claim_id=seen.claim_id, sign=1, reverses_id=seen.id)
    if seen.claim_id is not None:
        await _reopen(uow, seen.claim_id, operation, terms.reason)
    return payment


async def _reopen(uow: UnitOfWork, claim_id: UUID, operation: Operation, reason: str) -> None:
    claim = await claim_queries.lock_claim(claim_id)
    if claim is None:
        raise RuntimeError("the claim of a payment is gone")
    paid = paid_for(await queries.list_payments(operation.id), claim_id)
    left = standing_of(claim.conclusions).left_to_settle(paid)
    action = "reverse_to_payable" if left > 0 else "reverse_to_recovery_due" if left < 0 else "reverse_to_settled"
    await move_claim(uow, claim, action, reason=reason)
    await settle_if_done(uow, operation)


async def _record(
    uow: UnitOfWork,
    operation: Operation,
    terms: PaymentTerms,
    *,
    claim_id: UUID | None,
    sign: int,
    reverses_id: UUID | None = None,
) -> Payment:
    payment = Payment(
        id=uow.new_id(),
        facilitator_org_id=operation.facilitator_org_id,
        intermediate_body_id=operation.intermediate_body_id,
        operation_id=operation.id,
        claim_id=claim_id,
        kind=terms.kind,
        amount=sign * terms.amount,
        paid_on=terms.paid_on,
        reference=terms.reference,
        comment=terms.comment,
        reverses_id=reverses_id,
        recorded_by=uow.actor.id,
        recorded_at=uow.now,
    )
    await queries.insert_payment(payment)
    uow.record(
        f"payment.{payment.kind.value.lower()}",
        "operation",
        operation.id,
        org_id=operation.facilitator_org_id,
        reason=terms.comment if reverses_id else None,
        payment=payment.id,
        claim=claim_id,
        amount=payment.amount,
        paid_on=payment.paid_on,
    )
    return payment


@reading(Scope.OI_READ)
async def list_all_payments(
    uow: UnitOfWork, *, kind: PaymentKind | None, text: str | None, limit: int
) -> list[ListedPayment]:
    """What the intermediate body recorded for all its operations, the latest first."""
    return await queries.list_of_body(uow.org_id, kind, text, limit)


@reading(Scope.OI_READ)
async def load_payment(uow: UnitOfWork, payment_id: UUID) -> ListedPayment:
    """One row that the intermediate body recorded. NotFound PMT-013."""
    found = await queries.find_of_body(uow.org_id, payment_id)
    if found is None:
        raise NotFound("PMT-013")
    return found


@reading(*READERS)
async def list_operation_payments(uow: UnitOfWork, operation_id: UUID) -> PaymentAccount:
    """What was paid for an operation that the caller may see; once it is settled, until when its file is kept.

    NotFound PMT-008.
    """
    operation = await operation_queries.find_operation(operation_id)
    if operation is None:
        raise NotFound("PMT-008")
    events = await move_queries.list_events(operation_id)
    days = deadlines(operation, events, None, await move_queries.last_payment_on(operation_id))
    return PaymentAccount.of(await queries.list_payments(operation_id), keep_until=days.keep_until)


@reading(*READERS)
async def list_claim_payments(uow: UnitOfWork, claim_id: UUID) -> PaymentAccount:
    """What was paid for a claim that the caller may see, and what is left to settle. NotFound PMT-009."""
    claim = await claim_queries.find_claim(claim_id)
    if claim is None:
        raise NotFound("PMT-009")
    rows = [row for row in await queries.list_payments(claim.operation_id) if row.claim_id == claim_id]
    return PaymentAccount.of(rows, left_to_settle=_left(claim, rows))


def _left(claim: Claim, rows: list[Payment]) -> Euros:
    return standing_of(claim.conclusions).left_to_settle(paid_for(rows)) if claim.state.is_concluded else NOTHING
