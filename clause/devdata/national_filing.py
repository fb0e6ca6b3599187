"""The claims of a country, made by the services themselves: computed, signed, frozen, drawn, verified and paid.

So each figure is the one that anybody gets who computes the claim again, and each step stands in the journal.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from uuid import UUID

from clause.devdata.national_claims import Course, Filing, Reach
from clause.devdata.national_places import Places
from clause.devdata.national_plan import Kind, at
from clause.devdata.world import run_job
from clause.domain.actors import Role
from clause.domain.claims import ClaimKind, ClaimLineKind, ClaimTerms
from clause.domain.payments import PaymentKind, PaymentTerms
from clause.domain.verifications import (
    ChecklistAnswer,
    DeductionReason,
    LineDecision,
    LineOutcome,
    VerificationStage,
    VerificationTerms,
)
from clause.rules.calendar import Month
from clause.services import bundles, claim_messages, claims, intermediate_body, jobs, payments, verifications
from clause.services.context import Context, worker_context

TABLES = (
    "claim", "claim_line", "claim_event", "claim_receipt", "claim_message", "verification", "verification_decision",
    "payment", "document", "job", "mail", "journal",
)  # fmt: skip
"""What the claims fill."""
Transaction = Callable[[], AbstractAsyncContextManager[object]]
AT_ONCE = 4
"""Organisations whose claims are made at the same time; those of one intermediate body never are."""
_QUESTION = "Merci de préciser l’activité des journées de suivi et de joindre la feuille de temps signée."
_ANSWER = "Les journées de suivi ont été consacrées aux visites de chantier ; la feuille signée est au dossier."
_OBSERVATIONS = "Nous prenons acte : la prime sera retirée du prochain bilan."
_CHECKLIST = (
    ChecklistAnswer(question="Les dépenses relèvent-elles de la période conventionnée ?", answer="Oui"),
    ChecklistAnswer(question="Chaque mois a-t-il sa feuille de temps signée ?", answer="Oui"),
)


@dataclass(frozen=True)
class _Desk:
    """Who acts for an operation and for its intermediate body, and never in the future."""

    places: Places
    course: Course
    now: datetime

    @property
    def operation_id(self) -> UUID:
        """The operation of the organisation."""
        return self.places.year.id(Kind.OPERATION, self.course.organisation)

    def manager(self, day: date) -> Context:
        """Who prepares and signs, on a day."""
        number = self.course.organisation
        actor = self.places.actor(self.places.managers[number], number, Role.MANAGER)
        return Context(actor, self._instant(day))

    def officer(self, day: date) -> Context:
        """Who verifies and pays, on a day."""
        body = self.course.organisation % self.places.sizes.bodies
        actor = self.places.actor(self.places.officers[body], self.places.body(body), Role.OI_OFFICER)
        return Context(actor, self._instant(day))

    def _instant(self, day: date) -> datetime:
        return min(at(day), self.now)


async def file_claims(
    places: Places, courses: Iterable[Course], now: datetime, transaction: Transaction, at_once: int = AT_ONCE
) -> None:
    """Make the claims of these courses, as seen from ``now``; each organisation's in a transaction of its own."""

    def lane(course: Course) -> int:
        return course.organisation % places.sizes.bodies % at_once

    lanes = [list(found) for _, found in groupby(sorted(courses, key=lane), key=lane)]
    # One body numbers what it is handed, and whoever takes a number waits for the one before to commit.
    await asyncio.gather(*(_go_along([_Desk(places, course, now) for course in found], transaction) for found in lanes))


async def _go_along(desks: Iterable[_Desk], transaction: Transaction) -> None:
    for desk in desks:
        async with transaction():
            await _follow(desk)


async def _follow(desk: _Desk) -> None:
    for filing in desk.course.filings:
        if filing.is_taken_back:
            await _hand_in_and_take_back(desk, filing)
        claim_id = await _start(desk, filing.first, filing.last, filing)
        for reach, days, step in _STEPS:
            if filing.reach >= reach:
                await step(desk, filing, claim_id, filing.filed_on + timedelta(days=days))
    if desk.course.begins_next:
        year = desk.places.year.number + 1
        await _start(desk, Month(year, 1), Month(year, 6), desk.course.filings[-1])


async def _start(desk: _Desk, first: Month, last: Month, filing: Filing) -> UUID:
    """A claim that is computed, if nothing is missing; else a draft with what is."""
    on = max(filing.filed_on, last.last_day + timedelta(days=10))
    terms = ClaimTerms(kind=ClaimKind.INTERIM, first_month=first, last_month=last, other_resources=filing.resources)
    manager = desk.manager(on)
    claim = await claims.start_claim(manager, desk.operation_id, terms)
    await run_job(claims.compute_claim, claim.job_id, manager.now)
    return claim.id


async def _hand_in_and_take_back(desk: _Desk, filing: Filing) -> None:
    claim_id = await _start(desk, filing.first, filing.last, filing)
    await _sign(desk, filing, claim_id, filing.filed_on)
    await _submit(desk, filing, claim_id, filing.filed_on)
    reason = "Une lettre de mission manquait au dossier."
    await claims.withdraw_claim(desk.manager(filing.filed_on), claim_id, reason)


async def _sign(desk: _Desk, filing: Filing, claim_id: UUID, day: date) -> None:
    await claims.sign_claim(desk.manager(day), claim_id)


async def _submit(desk: _Desk, filing: Filing, claim_id: UUID, day: date) -> None:
    """Handed over, drawn, and bundled once nothing more is waited for."""
    manager = desk.manager(day)
    submitted = await claims.submit_claim(manager, claim_id)
    await run_job(claims.render_claim, submitted.job_id, manager.now)
    later = manager.now + bundles.PATIENCE + timedelta(seconds=1)
    for job_id in await jobs.due_jobs(worker_context(later)):
        await run_job(bundles.build_bundle, job_id, later)


async def _receive(desk: _Desk, filing: Filing, claim_id: UUID, day: date) -> None:
    reference = f"AR-{day.year}-{filing.number:05d}"
    await intermediate_body.record_receipt(desk.officer(day), claim_id, reference, None)


async def _open(desk: _Desk, filing: Filing, claim_id: UUID, day: date) -> None:
    await verifications.open_verification(desk.officer(day), claim_id)


async def _ask(desk: _Desk, filing: Filing, claim_id: UUID, day: date) -> None:
    if not filing.is_asked:
        return
    await claim_messages.ask(desk.officer(day), claim_id, _QUESTION, None)
    if filing.reach > Reach.CLARIFICATION:
        await claim_messages.answer(desk.manager(day + timedelta(days=6)), claim_id, _ANSWER)


async def _conclude(desk: _Desk, filing: Filing, claim_id: UUID, day: date) -> None:
    """Interim conclusions: where they retain less, the beneficiary is heard."""
    decisions = await _decisions(desk, filing, claim_id, day)
    terms = VerificationTerms(stage=VerificationStage.INTERIM, checklist=_CHECKLIST, decisions=decisions)
    await verifications.record_conclusions(desk.officer(day), claim_id, terms)


async def _decisions(desk: _Desk, filing: Filing, claim_id: UUID, day: date) -> tuple[LineDecision, ...]:
    if filing.deducted is None:
        return ()
    _, lines = await claims.load_lines(desk.manager(day), claim_id)
    dearest = max((line for line in lines if line.kind is ClaimLineKind.STAFF), key=lambda line: line.amount)
    decision = LineDecision(
        claim_line_id=dearest.id,
        outcome=LineOutcome.DEDUCTED,
        amount_deducted=min(filing.deducted, dearest.amount),
        reason_code=DeductionReason.INELIGIBLE_COST,
        comment="Prime sans base contractuelle",
    )
    return (decision,)


async def _conclude_finally(desk: _Desk, filing: Filing, claim_id: UUID, day: date) -> None:
    if filing.deducted is not None:
        await claim_messages.answer(desk.manager(day - timedelta(days=5)), claim_id, _OBSERVATIONS)
    terms = VerificationTerms(stage=VerificationStage.FINAL, checklist=_CHECKLIST)
    await verifications.record_conclusions(desk.officer(day), claim_id, terms)


async def _pay(desk: _Desk, filing: Filing, claim_id: UUID, day: date) -> None:
    officer = desk.officer(day)
    account = await payments.list_claim_payments(officer, claim_id)
    reference = f"VIR-{day.year}-{filing.number:05d}"
    terms = PaymentTerms(
        kind=PaymentKind.PAYMENT,
        amount=account.left_to_settle,
        paid_on=officer.today,
        reference=reference,
        comment=None,
    )
    await payments.pay_claim(officer, claim_id, terms)


_Step = Callable[[_Desk, Filing, UUID, date], Awaitable[None]]
_STEPS: tuple[tuple[Reach, int, _Step], ...] = (
    (Reach.SIGNED, 2, _sign),
    (Reach.SUBMITTED, 3, _submit),
    (Reach.RECEIVED, 8, _receive),
    (Reach.IN_VERIFICATION, 20, _open),
    (Reach.CLARIFICATION, 30, _ask),
    (Reach.CONTRADICTORY, 45, _conclude),
    (Reach.PAYABLE, 62, _conclude_finally),
    (Reach.PAID, 74, _pay),
)
"""What comes after a claim is computed: for claims that reach so far, so many days after it was begun."""
