"""Claims on their way through the verification and the payment, through the services."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from clause.domain.claims import Claim, ClaimLine, ClaimLineKind
from clause.domain.payments import Payment, PaymentKind, PaymentTerms
from clause.domain.verifications import (
    DeductionReason,
    LineDecision,
    LineOutcome,
    Verification,
    VerificationStage,
    VerificationTerms,
)
from clause.services import claim_messages, claims, payments, verifications
from tests.builders.pay import a_pdf
from tests.builders.territory import NOW, Caller, Territory

TODAY = NOW.date()


def conclusions(stage: str, *decisions: LineDecision, **changes: object) -> VerificationTerms:
    """What an officer hands in, with these decisions."""
    return VerificationTerms(stage=VerificationStage(stage), decisions=decisions).model_copy(update=changes)


def deducted(
    line: ClaimLine, amount: str | None = None, reason: DeductionReason = DeductionReason.MISSING_EVIDENCE
) -> LineDecision:
    """The line cut by an amount, by all of it unless told otherwise."""
    cut = Decimal(amount) if amount is not None else line.amount
    return LineDecision(claim_line_id=line.id, outcome=LineOutcome.DEDUCTED, amount_deducted=cut, reason_code=reason)


def parked(line: ClaimLine) -> LineDecision:
    """The line set aside for the next claim."""
    return LineDecision(claim_line_id=line.id, outcome=LineOutcome.PARKED, reason_code=DeductionReason.MISSING_EVIDENCE)


def certified(line: ClaimLine) -> LineDecision:
    """The line retained as declared."""
    return LineDecision(claim_line_id=line.id, outcome=LineOutcome.CERTIFIED)


async def lines_of(manager: Caller, claim: Claim) -> list[ClaimLine]:
    """The lines of a claim that can be decided."""
    _, lines = await claims.load_lines(manager.context, claim.id)
    return [line for line in lines if line.kind is not ClaimLineKind.FLAT_RATE]


async def an_opened_claim(officer: Caller, claim: Claim) -> Claim:
    """A submitted claim whose verification is open."""
    return await verifications.open_verification(officer.context, claim.id)


async def final_conclusions(
    officer: Caller, manager: Caller, claim: Claim, *decisions: LineDecision, **changes: object
) -> Verification:
    """A submitted claim verified to the end; the beneficiary answers where something is cut."""
    await an_opened_claim(officer, claim)
    interim = await verifications.record_conclusions(
        officer.context, claim.id, conclusions("interim", *decisions, **changes)
    )
    if interim.contradictory_until is not None:
        await claim_messages.answer(manager.context, claim.id, "Nous en prenons acte.")
    return await verifications.record_conclusions(officer.context, claim.id, conclusions("final"))


def payment(
    amount: str | Decimal, reference: str, kind: PaymentKind = PaymentKind.PAYMENT, paid_on: date = TODAY
) -> PaymentTerms:
    """A movement of money of today."""
    return PaymentTerms(kind=kind, amount=Decimal(amount), paid_on=paid_on, reference=reference)


async def a_paid_claim(officer: Caller, claim_id: UUID, reference: str) -> Payment:
    """All that is left to settle of a concluded claim, in one movement."""
    account = await payments.list_claim_payments(officer.context, claim_id)
    left = account.left_to_settle
    kind = PaymentKind.PAYMENT if left > 0 else PaymentKind.RECOVERY
    return await payments.pay_claim(officer.context, claim_id, payment(abs(left), reference, kind))


async def a_verified_claim(territory: Territory, claim_id: UUID) -> dict[str, UUID]:
    """A row of everything for the submitted claim of the story: a question, answers, conclusions, a payment."""
    officer, manager = territory.oi_officer, territory.manager
    claim = await claims.load_claim(manager.context, claim_id)
    await an_opened_claim(officer, claim)
    await claim_messages.ask(officer.context, claim_id, "Merci de joindre la fiche de paie de mai.", None)
    answered = await claim_messages.answer(
        manager.context, claim_id, "La fiche de paie est jointe.", (a_pdf("fiche de paie de mai"),)
    )
    (line, *_) = await lines_of(manager, claim)
    cut = conclusions("interim", deducted(line, "10.00"))
    await verifications.record_conclusions(officer.context, claim_id, cut)
    await claim_messages.answer(manager.context, claim_id, "Nous en prenons acte.")
    found = await verifications.record_conclusions(officer.context, claim_id, conclusions("final"))
    paid = await payments.pay_claim(officer.context, claim_id, payment("100.00", f"VIR-2026-{territory.turn + 1:04d}"))
    return {
        "verification_id": found.id,
        "payment_id": paid.id,
        "claim_line_id": line.id,
        "message_file_id": answered.files[0].id,
    }
