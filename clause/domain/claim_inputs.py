"""What a claim is computed from: who was assigned, the months of time and pay, the agreement, the claims before it.

Gathered once for the computation and once more for the signature; equal inputs have equal hashes, so that nobody signs
figures whose ground has moved.
"""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.claims import NOTHING, ClaimAccount, ClaimAmounts, ClaimKind, ClaimTerms, canonical_json
from clause.domain.claims_computation import AgreementTerms, ClaimedBefore, ClaimFigures, StaffMonth
from clause.domain.operations import Assignment, Operation, assignment_on
from clause.domain.timesheets import TimesheetState, hours_of
from clause.rules.calendar import Month
from clause.rules.quantities import Euros, Rate

FLAT_RATE_PARAMETER = "flat_rate_p40"


class AssignedPerson(BaseModel):
    """Someone with a mission letter for the operation, under a staff number."""

    model_config = ConfigDict(frozen=True)

    employment_id: UUID
    staff_number: str
    job_title: str
    letters: tuple[Assignment, ...]

    def works_in(self, month: Month) -> bool:
        """True when a mission is in force on one day of the month at least."""
        days = (date(month.year, month.number, day) for day in range(1, month.last_day.day + 1))
        return any(assignment_on(self.letters, day) is not None for day in days)


class MonthOfTime(BaseModel):
    """A time record as a claim sees it; minutes of the operation, of other operations, and of all work."""

    model_config = ConfigDict(frozen=True)

    timesheet_id: UUID
    employment_id: UUID
    month: Month
    state: TimesheetState
    content_hash: str | None
    signed_at: datetime | None
    approved_at: datetime | None
    minutes_on_operation: int
    minutes_on_other_operations: int
    minutes_worked: int


class MonthOfPay(BaseModel):
    """The latest version of a month's payroll."""

    model_config = ConfigDict(frozen=True)

    payroll_month_id: UUID
    employment_id: UUID
    month: Month
    version_no: int
    employer_cost: Euros


class ExpectedMonth(BaseModel):
    """One person's month that the claim must account for, with what is known of it."""

    model_config = ConfigDict(frozen=True)

    person: AssignedPerson
    month: Month
    time: MonthOfTime | None
    pay: MonthOfPay | None

    @property
    def field(self) -> str:
        """How findings name it."""
        return f"employments.{self.person.staff_number}.{self.month}"


class EarlierClaim(BaseModel):
    """A submitted claim of the same operation."""

    model_config = ConfigDict(frozen=True)

    number: int
    kind: ClaimKind
    first_month: Month
    last_month: Month
    cost_to_date: Euros
    amount_due: Euros


class ClaimInputs(BaseModel):
    """Everything that a claim is computed from."""

    model_config = ConfigDict(frozen=True)

    terms: ClaimTerms
    operation: Operation
    months: tuple[ExpectedMonth, ...]
    earlier: tuple[EarlierClaim, ...]

    @property
    def claimed_before(self) -> ClaimedBefore:
        """What earlier claims retained, and what they asked for or what was paid, whichever is more.

        After a claim, all that was due up to it was either paid or asked for, so the amount due of the last one is what
        all of them asked for together; an advance that was paid beyond that counts too.
        Assumption: a payment is the settlement of what was asked for, an advance is recovered as claims are made.
        """
        last = max(self.earlier, key=lambda claim: claim.number, default=None)
        if last is None:
            return ClaimedBefore(requested=self.terms.already_paid or NOTHING)
        return ClaimedBefore(cost=last.cost_to_date, requested=max(last.amount_due, self.terms.already_paid or NOTHING))

    @property
    def agreement_terms(self) -> AgreementTerms:
        """The grant and the rate as printed."""
        agreement = self.operation.agreement
        return AgreementTerms(grant=agreement.grant_amount, rate=agreement.printed_rate)

    def hash(self) -> str:
        """SHA-256 of all of it in one canonical form: the same inputs, the same hash."""
        return hashlib.sha256(canonical_json(self.model_dump(mode="json"))).hexdigest()


def expected_months(
    terms: ClaimTerms, people: Iterable[AssignedPerson], times: Iterable[MonthOfTime], pays: Iterable[MonthOfPay]
) -> tuple[ExpectedMonth, ...]:
    """The months that a claim must account for: each person, each month with a day of mission; by number and month."""
    time_of = {(time.employment_id, time.month): time for time in times}
    pay_of = {(pay.employment_id, pay.month): pay for pay in pays}
    return tuple(
        ExpectedMonth(
            person=person,
            month=month,
            time=time_of.get((person.employment_id, month)),
            pay=pay_of.get((person.employment_id, month)),
        )
        for person in sorted(people, key=lambda person: person.staff_number)
        for month in Month.range(terms.first_month, terms.last_month)
        if person.works_in(month)
    )


def staff_months(months: Iterable[ExpectedMonth]) -> list[StaffMonth]:
    """The months as the computation takes them; RuntimeError for one that the checks should have stopped."""
    staff = []
    for expected in months:
        time, pay = expected.time, expected.pay
        if time is None or pay is None or time.state is not TimesheetState.APPROVED:
            raise RuntimeError("a month that is not ready went through the checks")
        staff.append(
            StaffMonth(
                person_ref=expected.person.staff_number,
                month=expected.month,
                employer_cost=pay.employer_cost,
                hours_on_operation=hours_of(time.minutes_on_operation),
                hours_worked=hours_of(time.minutes_worked),
                hours_on_other_operations=hours_of(time.minutes_on_other_operations),
            )
        )
    return staff


def amounts_of(inputs: ClaimInputs, figures: ClaimFigures) -> ClaimAmounts:
    """The amounts as they are stored, taken from the computation."""
    due, before = figures.due_to_date, inputs.claimed_before
    rates = {use.name: use.value for use in figures.flat_rate_amount.trace.parameters}
    return ClaimAmounts(
        staff_cost=figures.staff_cost.value,
        flat_rate=Rate(rates[FLAT_RATE_PARAMETER]),
        flat_rate_amount=figures.flat_rate_amount.value,
        total_cost=figures.total_cost.value,
        cost_claimed_before=before.cost,
        cost_to_date=figures.cost_to_date.value,
        other_resources=inputs.terms.other_resources or NOTHING,
        by_grant=due.by_grant,
        by_rate=due.by_rate,
        by_resources=due.by_resources,
        binding=due.binding,
        amount_due=due.value,
        requested_before=before.requested,
        amount_requested=figures.amount_requested.value,
        own_funds=figures.own_funds.value,
    )


def account_of(inputs: ClaimInputs, figures: ClaimFigures) -> ClaimAccount:
    """The account of the amounts, under the names of the amounts."""
    return ClaimAccount(
        inputs_hash=inputs.hash(),
        figures={
            "staff_cost": figures.staff_cost.trace,
            "flat_rate_amount": figures.flat_rate_amount.trace,
            "total_cost": figures.total_cost.trace,
            "cost_to_date": figures.cost_to_date.trace,
            "amount_due": figures.due_to_date.trace,
            "amount_requested": figures.amount_requested.trace,
            "own_funds": figures.own_funds.trace,
        },
    )
