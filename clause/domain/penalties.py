"""Penalties that a lot's documents foresee, weighed on a day: what could be claimed, what not yet, and why.

Clause proposes; the buyer decides and applies. Notices and absences are told by the facilitator organisation as the
buyer reports them.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from clause.domain.penalty_events import FormalNotice, MeetingAbsence, NoticeAbout
from clause.rules.calendar import Period
from clause.rules.penalties import (
    Absence,
    Balance,
    Delay,
    PenaltyAmount,
    absence_penalty,
    hours_penalty,
    late_penalty,
)
from clause.rules.penalty_terms import AppliedAt, CountedFrom, PenaltyKind, PenaltyTerms
from clause.rules.quantities import Euros, Hours, Unit
from clause.rules.reference import Confidence, LegalReference
from clause.rules.rulebook import DEFAULTS, Rulebook
from clause.rules.trace import Figure, Formula, Trace

NOTHING = Decimal("0.00")


class PenaltyStanding(StrEnum):
    """Whether a penalty could be claimed on a day; the first that is true, in this order.

    NOTHING_DUE: no hour, day or absence. EXEMPT: hours are missing, but no more than the contract forgives.
    BEFORE_END: looked at once, at the end, and the execution goes on. NOTICE_MISSING: the contract asks for a formal
    notice and none was sent. NOTICE_RUNNING: the delay that the notice gives is not over. DUE: the buyer may claim it.
    """

    NOTHING_DUE = "NOTHING_DUE"
    EXEMPT = "EXEMPT"
    BEFORE_END = "BEFORE_END"
    NOTICE_MISSING = "NOTICE_MISSING"
    NOTICE_RUNNING = "NOTICE_RUNNING"
    DUE = "DUE"


class LateDocument(BaseModel):
    """A document that was due and came late, or has not come: a statement of hours and its period."""

    model_config = ConfigDict(frozen=True)

    label: str
    due_on: date
    received_on: date | None


class PenaltyFacts(BaseModel):
    """What the penalties of a lot are weighed by."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    terms: tuple[PenaltyTerms, ...]
    execution: Period
    hours_owed: Hours
    hours_credited: Hours
    owed_trace: Trace | None = None
    checkpoints: tuple[Balance, ...] = ()
    """Hours expected and credited at each checkpoint reached."""
    notices: tuple[FormalNotice, ...] = ()
    absences: tuple[MeetingAbsence, ...] = ()
    late_documents: tuple[LateDocument, ...] = ()


class AssessedPenalty(BaseModel):
    """One penalty of the contract on a day: its breakdown, and what of it could be claimed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    terms: PenaltyTerms
    standing: PenaltyStanding
    amount: Euros
    """What the buyer may claim: the whole when DUE, else nothing."""
    at_stake: PenaltyAmount
    """What it comes to on the day, claimable or not; before the end, what would be due if nothing more were done."""


class PenaltyAssessment(BaseModel):
    """The penalties of a lot on a day: the live proposal."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    on: date
    penalties: tuple[AssessedPenalty, ...]
    total: Figure


_PROPOSAL = Formula(
    "PEN-PROPOSAL",
    "proposal = Σ amounts that may be claimed",
    Unit.EURO,
    reference=LegalReference(
        text="Documents particuliers du marché", source="les pénalités sont appliquées par l’acheteur seul"
    ),
    confidence=Confidence.SURE,
)
_NOTICE_FOR = {
    PenaltyKind.MISSING_HOURS: NoticeAbout.HOURS,
    PenaltyKind.PRO_RATA: NoticeAbout.HOURS,
    PenaltyKind.LATE_DOCUMENTS: NoticeAbout.DOCUMENTS,
    PenaltyKind.ABSENCE: NoticeAbout.ABSENCE,
}


def assess_penalties(facts: PenaltyFacts, on: date, book: Rulebook = DEFAULTS) -> PenaltyAssessment:
    """The penalties of a lot on a day, in the order of its documents, and the sum that the buyer may claim.

    Euros to the cent. Hours are looked at once the execution is over, or at each checkpoint reached, as the terms say;
    what is told of days after ``on`` is left out. Raises UnknownValue when a published amount is not known on the day.
    """
    penalties = tuple(_assessed(terms, facts, on, book) for terms in facts.terms)
    total = sum((penalty.amount for penalty in penalties), NOTHING)
    steps = tuple(penalty.at_stake.total.trace for penalty in penalties if penalty.standing is PenaltyStanding.DUE)
    return PenaltyAssessment(
        on=on, penalties=penalties, total=_PROPOSAL.figure(total, {"penalties": len(penalties)}, steps=steps)
    )


def _assessed(terms: PenaltyTerms, facts: PenaltyFacts, on: date, book: Rulebook) -> AssessedPenalty:
    at_stake = _AMOUNTS[terms.kind](terms, facts, on, book)
    standing = _standing(terms, facts, at_stake, on)
    amount = at_stake.total.value if standing is PenaltyStanding.DUE else NOTHING
    return AssessedPenalty(terms=terms, standing=standing, amount=amount, at_stake=at_stake)


def _standing(terms: PenaltyTerms, facts: PenaltyFacts, at_stake: PenaltyAmount, on: date) -> PenaltyStanding:
    if at_stake.total.value == 0:
        return PenaltyStanding.EXEMPT if at_stake.is_exempt else PenaltyStanding.NOTHING_DUE
    is_about_hours = _NOTICE_FOR[terms.kind] is NoticeAbout.HOURS
    if is_about_hours and terms.applied_at is AppliedAt.END and on <= facts.execution.last_day:
        return PenaltyStanding.BEFORE_END
    if not terms.notice_required:
        return PenaltyStanding.DUE
    sent = [notice for notice in _sent(facts.notices, _NOTICE_FOR[terms.kind], on) if not _was_heeded(notice)]
    if not sent:
        return PenaltyStanding.NOTICE_MISSING
    is_over = any(notice.due_on is None or notice.due_on < on for notice in sent)
    return PenaltyStanding.DUE if is_over else PenaltyStanding.NOTICE_RUNNING


def _was_heeded(notice: FormalNotice) -> bool:
    """Settled within the delay that it gave: what is missing since then needs a notice of its own."""
    return notice.settled_on is not None and notice.due_on is not None and notice.settled_on <= notice.due_on


def _sent(notices: Sequence[FormalNotice], about: NoticeAbout, on: date) -> list[FormalNotice]:
    return [notice for notice in notices if notice.about is about and notice.sent_on <= on]


def _of_hours(terms: PenaltyTerms, facts: PenaltyFacts, on: date, book: Rulebook) -> PenaltyAmount:
    last_day = facts.execution.last_day
    if terms.applied_at is AppliedAt.CHECKPOINT:
        return hours_penalty(terms, facts.hours_owed, [point for point in facts.checkpoints if point.on <= on])
    final = Balance(min(on, last_day), facts.hours_owed, facts.hours_credited, facts.owed_trace)
    return hours_penalty(terms, facts.hours_owed, [final])


def weighs_late_documents(terms: Sequence[PenaltyTerms]) -> bool:
    """Whether one of these penalties is counted from the day on which a document was due."""
    return any(one.kind is PenaltyKind.LATE_DOCUMENTS and one.counted_from is CountedFrom.DUE_DATE for one in terms)


def _of_delays(terms: PenaltyTerms, facts: PenaltyFacts, on: date, book: Rulebook) -> PenaltyAmount:
    """Interpretation: a notice that gives a delay starts the count after it, another one the day after it was sent."""
    if terms.counted_from is CountedFrom.FORMAL_NOTICE:
        delays = [
            Delay(notice.reference, notice.due_on or notice.sent_on, notice.settled_on)
            for notice in _sent(facts.notices, NoticeAbout.DOCUMENTS, on)
        ]
    else:
        delays = [Delay(late.label, late.due_on, late.received_on) for late in facts.late_documents]
    return late_penalty(terms, delays, on, book)


def _of_absences(terms: PenaltyTerms, facts: PenaltyFacts, on: date, book: Rulebook) -> PenaltyAmount:
    return absence_penalty(
        terms,
        [
            Absence(absence.meeting, absence.happened_on)
            for absence in facts.absences
            if absence.withdrawn_at is None and absence.happened_on <= on
        ],
    )


_AMOUNTS = {
    PenaltyKind.MISSING_HOURS: _of_hours,
    PenaltyKind.PRO_RATA: _of_hours,
    PenaltyKind.LATE_DOCUMENTS: _of_delays,
    PenaltyKind.ABSENCE: _of_absences,
}
