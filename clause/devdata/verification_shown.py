"""The claim after it was handed over: a line deducted, a line parked, the beneficiary heard, what remains paid."""

from datetime import datetime
from decimal import Decimal
from functools import partial
from uuid import UUID

from clause.devdata.proofs import one_page
from clause.devdata.world import World
from clause.domain.claims import ClaimLine, ClaimLineKind
from clause.domain.payments import PaymentKind, PaymentTerms
from clause.domain.proof_documents import PDF, SentFile
from clause.domain.verifications import (
    ChecklistAnswer,
    DeductionReason,
    LineDecision,
    LineOutcome,
    VerificationStage,
    VerificationTerms,
)
from clause.services import claim_messages, claims, payments, verifications

_DEDUCTED = Decimal("184.20")
_CHECKLIST = (
    ChecklistAnswer(question="Les dépenses relèvent-elles de la période conventionnée ?", answer="Oui"),
    ChecklistAnswer(
        question="Chaque mois a-t-il sa feuille de temps signée et son bulletin ?",
        answer="Oui, sauf un",
        comment="Un bulletin reste à produire ; une prime n'est pas éligible.",
    ),
)
_NOTE = "Note du service de la paie : le bulletin manquant est demande au prestataire."
_OBSERVATIONS = "Nous prenons acte. Le bulletin manquant sera joint au prochain bilan."


def plan(world: World) -> None:
    """The verification begins two days after the receipt and is paid before the month is over."""
    calendar, timeline = world.calendar, world.timeline
    timeline.plan(calendar.day(-1, 17), partial(_open, world), hour=11)
    timeline.plan(calendar.day(-1, 20), partial(_conclude, world, VerificationStage.INTERIM), hour=12)
    timeline.plan(calendar.day(-1, 23), partial(_answer, world), hour=14)
    timeline.plan(calendar.day(-1, 25), partial(_conclude, world, VerificationStage.FINAL), hour=15)
    timeline.plan(calendar.day(-1, 27), partial(_pay, world), hour=16)


def _claim_id(world: World) -> UUID:
    if world.claim_id is None:
        raise RuntimeError("there is no claim yet")
    return world.claim_id


async def _open(world: World, now: datetime) -> None:
    await verifications.open_verification(world.by("bruno", now), _claim_id(world))


async def _conclude(world: World, stage: VerificationStage, now: datetime) -> None:
    """What is said first stands in the end: the final conclusions decide nothing new."""
    decisions = await _decisions(world, now) if stage is VerificationStage.INTERIM else ()
    terms = VerificationTerms(stage=stage, checklist_id="CSF-PONANT", checklist=_CHECKLIST, decisions=decisions)
    await verifications.record_conclusions(world.by("bruno", now), _claim_id(world), terms)


async def _decisions(world: World, now: datetime) -> tuple[LineDecision, ...]:
    _, lines = await claims.load_lines(world.by("helene", now), _claim_id(world))
    staff = [line for line in lines if line.kind is ClaimLineKind.STAFF]
    return (_deduct(staff[1]), _park(staff[-1]))


def _deduct(line: ClaimLine) -> LineDecision:
    return LineDecision(
        claim_line_id=line.id,
        outcome=LineOutcome.DEDUCTED,
        amount_deducted=_DEDUCTED,
        reason_code=DeductionReason.INELIGIBLE_COST,
        comment="Prime exceptionnelle sans base contractuelle",
    )


def _park(line: ClaimLine) -> LineDecision:
    return LineDecision(
        claim_line_id=line.id,
        outcome=LineOutcome.PARKED,
        reason_code=DeductionReason.MISSING_EVIDENCE,
        comment="Bulletin de paie à produire",
    )


async def _answer(world: World, now: datetime) -> None:
    file = SentFile("note.pdf", PDF, one_page(_NOTE))
    await claim_messages.answer(world.by("helene", now), _claim_id(world), _OBSERVATIONS, (file,))


async def _pay(world: World, now: datetime) -> None:
    bruno = world.by("bruno", now)
    account = await payments.list_claim_payments(bruno, _claim_id(world))
    terms = PaymentTerms(
        kind=PaymentKind.PAYMENT,
        amount=account.left_to_settle,
        paid_on=bruno.today,
        reference=f"VIR-{now.year}-0612",
        comment=None,
    )
    await payments.pay_claim(bruno, _claim_id(world), terms)
