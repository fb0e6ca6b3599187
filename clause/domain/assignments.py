"""Mission letters: what the intermediate body says of them, and where each one stands on a day."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.errors import Refused
from clause.domain.findings import Finding
from clause.domain.operations import Assignment, AssignmentTerms, Operation, assignment_on
from clause.rules.calendar import Month, Period, days_after
from clause.rules.cost_codes import CostMethod
from clause.rules.plan_checks import below_minimum_share
from clause.rules.quantities import Rate


class AssignmentState(StrEnum):
    """Where a mission letter stands; found on a day, never stored."""

    ISSUED = "issued"
    """Signed by the employer; of a fixed time, the intermediate body has not accepted it yet."""
    ACCEPTED = "accepted"
    """Accepted, and not begun."""
    REJECTED = "rejected"
    ACTIVE = "active"
    SUPERSEDED = "superseded"
    """A further letter of the same person for the same operation has begun."""
    ENDED = "ended"


class AssignmentOutcome(StrEnum):
    """What an intermediate body says of a mission letter."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"


class DecisionTerms(BaseModel):
    """The word on a mission letter, as told: by the intermediate body itself, or by its letter."""

    model_config = ConfigDict(frozen=True)

    outcome: AssignmentOutcome
    reference: str | None
    comment: str | None
    decided_on: date


class AssignmentDecision(DecisionTerms):
    """The word on a mission letter as recorded; the latest one holds."""

    id: UUID
    assignment_id: UUID
    recorded_by: UUID | None
    recorded_at: datetime


class LetterPerson(BaseModel):
    """Whom a mission letter is for, as the intermediate body may know it: a staff number and a function, no name."""

    model_config = ConfigDict(frozen=True)

    employment_id: UUID
    staff_number: str
    job_title: str


def decision_on(decisions: Iterable[AssignmentDecision], on: date) -> AssignmentDecision | None:
    """The word that holds on a day among those on one letter: the last given of those decided by then, or None."""
    told = [decision for decision in decisions if decision.decided_on <= on]
    return max(told, key=lambda decision: (decision.decided_on, decision.recorded_at, decision.id), default=None)


def is_accepted_on(decisions: Iterable[AssignmentDecision], on: date) -> bool:
    """True when the intermediate body has accepted a letter by a day, and not taken it back.

    Source: decree no. 2022-608, annex: the letter of a fixed time per month is accepted by the managing authority.
    """
    decision = decision_on(decisions, on)
    return decision is not None and decision.outcome is AssignmentOutcome.ACCEPTED


def assignment_state(
    letter: Assignment, of_the_person: Iterable[Assignment], decisions: Iterable[AssignmentDecision], on: date
) -> AssignmentState:
    """Where a letter stands on a day, given the letters of the same person for the operation and the words on it.

    A letter of a fixed time (M1) is active only once accepted; one of variable time needs no acceptance.
    """
    begun = [other for other in of_the_person if other.version_no > letter.version_no and other.first_day <= on]
    if begun:
        return AssignmentState.SUPERSEDED
    if letter.period.last_day < on:
        return AssignmentState.ENDED
    decision = decision_on(decisions, on)
    if decision is not None and decision.outcome is AssignmentOutcome.REJECTED:
        return AssignmentState.REJECTED
    is_accepted = decision is not None
    if letter.first_day <= on and (is_accepted or letter.method is not CostMethod.M1):
        return AssignmentState.ACTIVE
    return AssignmentState.ACCEPTED if is_accepted else AssignmentState.ISSUED


class Surroundings(BaseModel):
    """What a new mission letter must agree with.

    ``letters`` are those of the same person, whatever the operation; ``ends`` the last days of the operations that they
    name. ``replaced`` are the letters for this operation of the person who is replaced. ``claimed_until`` is the last
    day of the claims signed for the person and the operation; ``hours_until`` the last day with signed hours.
    """

    model_config = ConfigDict(frozen=True)

    employment: Period
    letters: tuple[Assignment, ...] = ()
    ends: dict[UUID, date] = {}
    replaced: tuple[Assignment, ...] = ()
    min_time_share: Rate | None = None
    claimed_until: date | None = None
    hours_until: date | None = None


def effective_periods(letters: Iterable[Assignment]) -> list[tuple[Assignment, Period]]:
    """The days on which each letter of one person for one operation is the one in force, as ``assignment_on`` says."""
    kept = sorted(letters, key=lambda letter: letter.version_no)
    found = []
    for position, letter in enumerate(kept):
        ends = [days_after(later.first_day, -1) for later in kept[position + 1 :]]
        last_day = min([letter.period.last_day, *ends])
        if letter.first_day <= last_day:
            found.append((letter, Period(letter.first_day, last_day)))
    return found


def check_letter(terms: AssignmentTerms, operation: Operation, around: Surroundings) -> None:
    """Refuses a mission letter that cannot be, all reasons at once (Refused OPE-005 with its findings).

    Outside the operation or the employment; a fixed time without its share, or below the least one agreed; shares of
    one person above the whole; fixed and variable time in one month; a change inside a month of fixed time; two people
    on one post without a reason; a change of what a signed claim or signed hours stand on.
    """
    findings = [*_days(terms, operation, around.employment), *_share(terms, around.min_time_share)]
    if not findings:
        own = [letter for letter in around.letters if letter.operation_id == operation.id]
        others = _periods_elsewhere(around, operation.id)
        period = Period(terms.first_day, min(terms.period.last_day, operation.last_day))
        findings += [*_change(terms, own), *_sum_of_shares(terms, period, others), *_mixed(terms, period, others)]
        findings += [*_stand_in(terms, period, around.replaced), *_signed(terms, around)]
    if findings:
        raise Refused("OPE-005", findings=tuple(findings))


def _days(terms: AssignmentTerms, operation: Operation, employment: Period) -> list[Finding]:
    findings = []
    last_day = terms.last_day or terms.first_day
    if last_day < terms.first_day:
        findings.append(Finding(code="OPE-106", field="last_day", raw=last_day.isoformat()))
    if not (operation.period.contains(terms.first_day) and operation.period.contains(last_day)):
        values = {"first_day": operation.first_day.isoformat(), "last_day": operation.last_day.isoformat()}
        findings.append(Finding(code="OPE-107", field="first_day", raw=terms.first_day.isoformat(), values=values))
    if not (employment.contains(terms.first_day) and employment.contains(last_day)):
        findings.append(Finding(code="OPE-108", field="employment_id", raw=terms.first_day.isoformat()))
    return findings


def _share(terms: AssignmentTerms, least: Rate | None) -> list[Finding]:
    share = terms.time_share
    if terms.method is not CostMethod.M1:
        # Variable time is found from the hours: a share beside it would say two things at once.
        return [] if share is None else [Finding(code="ASG-103", field="time_share", raw=format(share, "f"))]
    if share is None:
        return [Finding(code="ASG-101", field="time_share")]
    if not 0 < share <= 1:
        return [Finding(code="ASG-102", field="time_share", raw=format(share, "f"))]
    if least is not None and below_minimum_share(share, least):
        values = {"least": format(least, "f")}
        return [Finding(code="ASG-104", field="time_share", raw=format(share, "f"), values=values)]
    return []


def _change(terms: AssignmentTerms, own: Sequence[Assignment]) -> list[Finding]:
    """A share holds for whole months, so that a change of it, or of the method, begins on the first of one."""
    before = assignment_on(own, days_after(terms.first_day, -1))
    if before is None or terms.first_day.day == 1 or CostMethod.M1 not in (before.method, terms.method):
        return []
    if (before.method, before.time_share) == (terms.method, terms.time_share):
        return []
    return [Finding(code="ASG-105", field="first_day", raw=terms.first_day.isoformat())]


def _periods_elsewhere(around: Surroundings, operation_id: UUID) -> list[tuple[Assignment, Period]]:
    by_operation: dict[UUID, list[Assignment]] = {}
    for letter in around.letters:
        if letter.operation_id != operation_id:
            by_operation.setdefault(letter.operation_id, []).append(letter)
    found = []
    for other_id, letters in by_operation.items():
        for letter, period in effective_periods(letters):
            last_day = min(period.last_day, around.ends.get(other_id, period.last_day))
            if period.first_day <= last_day:
                found.append((letter, Period(period.first_day, last_day)))
    return found


def _sum_of_shares(
    terms: AssignmentTerms, period: Period, others: Sequence[tuple[Assignment, Period]]
) -> list[Finding]:
    """Shares add up to more only from a day on which one of them begins."""
    fixed = [(letter.time_share, days) for letter, days in others if letter.time_share is not None]
    begins = [period.first_day, *(days.first_day for _, days in fixed if period.contains(days.first_day))]
    for day in sorted(begins) if terms.time_share is not None else ():
        total = sum((share for share, days in fixed if days.contains(day)), terms.time_share or Decimal(0))
        if total > 1:
            values = {"total": format(total, "f"), "on": day.isoformat()}
            return [Finding(code="ASG-106", field="time_share", raw=format(terms.time_share or 0, "f"), values=values)]
    return []


def _mixed(terms: AssignmentTerms, period: Period, others: Sequence[tuple[Assignment, Period]]) -> list[Finding]:
    """Assumption of the reference: fixed time here and variable time there, for one person and month, is refused."""
    is_fixed = terms.method is CostMethod.M1
    months = _whole_months(period)
    clash = any(
        _whole_months(days).overlaps(months) and (letter.method is CostMethod.M1) is not is_fixed
        for letter, days in others
    )
    return [Finding(code="ASG-109", field="method", raw=terms.method.value)] if clash else []


def _whole_months(period: Period) -> Period:
    return Period(Month.of(period.first_day).first_day, Month.of(period.last_day).last_day)


def _stand_in(terms: AssignmentTerms, period: Period, replaced: Sequence[Assignment]) -> list[Finding]:
    if terms.stands_in_for_id is None:
        return []
    if terms.stands_in_for_id == terms.employment_id or not replaced:
        return [Finding(code="ASG-108", field="stands_in_for_id", raw=str(terms.stands_in_for_id))]
    overlaps = any(days.overlaps(period) for _, days in effective_periods(replaced))
    if overlaps and terms.overlap_reason is None:
        return [Finding(code="ASG-107", field="overlap_reason")]
    return []


def _signed(terms: AssignmentTerms, around: Surroundings) -> list[Finding]:
    """What is signed keeps the letter that it was signed under."""
    first_day = terms.first_day.isoformat()
    if around.claimed_until is not None and terms.first_day <= around.claimed_until:
        values = {"claimed_until": around.claimed_until.isoformat()}
        return [Finding(code="ASG-110", field="first_day", raw=first_day, values=values)]
    hours_until = around.hours_until
    if terms.last_day is not None and hours_until is not None and hours_until > terms.last_day:
        values = {"hours_until": hours_until.isoformat()}
        return [Finding(code="ASG-111", field="last_day", raw=terms.last_day.isoformat(), values=values)]
    return []
