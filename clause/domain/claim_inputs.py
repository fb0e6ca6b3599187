"""What a claim is computed from: who was assigned, the months of time and pay, rates, costs, the claims before it.

Gathered once for the computation and once more for the signature; equal inputs have equal hashes, so that nobody signs
figures whose ground has moved.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.agreement_rules import agreement_value_of
from clause.domain.claim_snapshot_parts import (
    SnapshotCostItem,
    SnapshotDeclared,
    SnapshotEarlierClaim,
    SnapshotHourlyRate,
    SnapshotHoursUsed,
    SnapshotPayment,
    SnapshotReturned,
)
from clause.domain.claims import ClaimTerms, canonical_json
from clause.domain.findings import Finding
from clause.domain.hourly_rates import rate_on
from clause.domain.indicators import OperationIndicators
from clause.domain.operations import Assignment, Operation, assignment_on
from clause.domain.timesheets import TimesheetState, hours_of
from clause.rules.calendar import Month
from clause.rules.cost_codes import CostMethod, KeyPeriod
from clause.rules.quantities import Euros, Hours, Rate

BY_TIME = (CostMethod.M2, CostMethod.M3A, CostMethod.M3B)
BY_RATE = (CostMethod.M3A, CostMethod.M3B)


def letters_in(letters: Sequence[Assignment], month: Month) -> list[Assignment]:
    """Those of one person's letters for one operation that are in force on one day of a month at least, a letter once,
    first to last.
    """
    days = (date(month.year, month.number, day) for day in range(1, month.last_day.day + 1))
    found = {letter.id: letter for day in days if (letter := assignment_on(letters, day)) is not None}
    return list(found.values())


class AssignedPerson(BaseModel):
    """Someone with a mission letter for the operation, under a staff number."""

    model_config = ConfigDict(frozen=True)

    employment_id: UUID
    staff_number: str
    job_title: str
    letters: tuple[Assignment, ...]
    working_time_share: Rate = Decimal(1)
    accepted: tuple[UUID, ...] = ()
    """Letters that the intermediate body has accepted."""
    elsewhere: tuple[Assignment, ...] = ()
    """Letters of the same employment for other operations."""

    def letters_in(self, month: Month) -> list[Assignment]:
        """The letters in force on one day of the month at least, first to last; a letter once."""
        return letters_in(self.letters, month)

    def works_in(self, month: Month) -> bool:
        """True when a mission is in force on one day of the month at least."""
        return bool(self.letters_in(month))


class MonthOfTime(BaseModel):
    """A time record as a claim sees it; minutes of the operation, of other operations, and of all work."""

    model_config = ConfigDict(frozen=True)

    timesheet_id: UUID
    employment_id: UUID
    month: Month
    revision: int = 1
    state: TimesheetState
    content_hash: str | None
    signed_at: datetime | None
    approved_at: datetime | None
    minutes_on_operation: int
    minutes_on_other_operations: int
    minutes_worked: int

    @property
    def hours_on_operation(self) -> Hours:
        """Hours on the operation of the claim."""
        return hours_of(self.minutes_on_operation)

    @property
    def hours_worked(self) -> Hours:
        """Hours of all work, leave left out."""
        return hours_of(self.minutes_worked)


class MonthOfPay(BaseModel):
    """The latest version of a month's payroll."""

    model_config = ConfigDict(frozen=True)

    payroll_month_id: UUID
    employment_id: UUID
    month: Month
    version_no: int
    employer_cost: Euros
    paid_on: date | None = None
    document_sha256: str | None = None


class ExpectedMonth(BaseModel):
    """One person's month that the claim must account for, with what is known of it."""

    model_config = ConfigDict(frozen=True)

    person: AssignedPerson
    month: Month
    time: MonthOfTime | None
    pay: MonthOfPay | None
    rate: SnapshotHourlyRate | None = None
    shares_elsewhere: dict[str, str] = {}
    """What other operations claim of the same month: a share as a fraction (``1/4``), by the operation's number."""

    @property
    def letter(self) -> Assignment:
        """The mission letter that decides on the month: the last one in force in it."""
        return self.person.letters_in(self.month)[-1]

    @property
    def method(self) -> CostMethod:
        """How the month is valued."""
        return self.letter.method

    @property
    def is_approved(self) -> bool:
        """True when its time record carries both signatures."""
        return self.time is not None and self.time.state is TimesheetState.APPROVED

    @property
    def field(self) -> str:
        """How findings name it."""
        return f"employments.{self.person.staff_number}.{self.month}"


class DeclaredTime(BaseModel):
    """Time that earlier claims declared, and the same months as they are known now."""

    model_config = ConfigDict(frozen=True)

    declared: SnapshotDeclared
    months: tuple[ExpectedMonth, ...]

    @property
    def is_ready(self) -> bool:
        """False while a correction of a month waits for its signatures, or what values it is missing."""
        method = self.declared.method
        by_pay = method in (CostMethod.M1, CostMethod.M2)
        return all(
            (month.is_approved or method is CostMethod.M1)
            and (month.pay is not None or not by_pay)
            and (month.rate is not None or method not in BY_RATE)
            and (month.letter.time_share is not None or method is not CostMethod.M1)
            for month in self.months
        )


class ClaimInputs(BaseModel):
    """Everything that a claim is computed from."""

    model_config = ConfigDict(frozen=True)

    terms: ClaimTerms
    operation: Operation
    months: tuple[ExpectedMonth, ...]
    earlier: tuple[SnapshotEarlierClaim, ...] = ()
    declared: tuple[DeclaredTime, ...] = ()
    returned: tuple[SnapshotReturned, ...] = ()
    hours_used: tuple[SnapshotHoursUsed, ...] = ()
    cost_items: tuple[SnapshotCostItem, ...] = ()
    payments: tuple[SnapshotPayment, ...] = ()
    other_resources: Euros = Decimal("0.00")
    """Received up to the last day of the claim; what was typed goes before what is recorded."""
    findings_of_time: tuple[Finding, ...] = ()
    """What the checks on time records say of the claimed months."""
    absences: tuple["LongAbsence", ...] = ()
    indicators: OperationIndicators | None = None
    """On the last day of the claim; None for an operation without participants or structures to follow."""

    @property
    def key_period(self) -> KeyPeriod:
        """The key of method M2 that the agreement names, or the dated default."""
        on = self.terms.period.last_day
        return agreement_value_of(self.operation.agreement, "key_period", on).key_period()

    def hash(self) -> str:
        """SHA-256 of all of it in one canonical form: the same inputs, the same hash.

        Where the operation and earlier claims stand moves without changing a figure, so it is left out.
        """
        content = self.model_dump(
            mode="json", exclude={"operation": {"state", "version"}, "earlier": {"__all__": {"state"}}}
        )
        return hashlib.sha256(canonical_json(content)).hexdigest()


class LongAbsence(BaseModel):
    """Days in a row on which someone assigned was away."""

    model_config = ConfigDict(frozen=True)

    staff_number: str
    first_day: date
    last_day: date

    @property
    def days(self) -> int:
        """How many, weekends included."""
        return (self.last_day - self.first_day + timedelta(days=1)).days


def longest_run(away: Iterable[date], worked: Iterable[date]) -> tuple[date, date] | None:
    """The first and last day of the longest absence: days away in a row, with no day of work between; None for none."""
    days_of_work, runs = sorted(worked), list[tuple[date, date]]()
    for day in sorted(set(away)):
        if runs and not any(runs[-1][1] < work < day for work in days_of_work):
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return max(runs, key=lambda run: (run[1] - run[0], run[0]), default=None)


class Known(BaseModel):
    """What is known of months of time and pay, and of hourly rates, to be put together by person and month."""

    model_config = ConfigDict(frozen=True)

    times: tuple[MonthOfTime, ...] = ()
    pays: tuple[MonthOfPay, ...] = ()
    rates: tuple[SnapshotHourlyRate, ...] = ()
    shares: dict[tuple[UUID, Month], dict[str, str]] = {}


def expected_month(person: AssignedPerson, month: Month, known: Known) -> ExpectedMonth:
    """One person's month with its time, its pay, and the hourly rate that holds in it."""
    mine = person.employment_id

    def of(rows: Iterable[MonthOfTime | MonthOfPay]) -> MonthOfTime | MonthOfPay | None:
        return next((row for row in rows if row.employment_id == mine and row.month == month), None)

    time, pay = of(known.times), of(known.pays)
    made = ExpectedMonth(
        person=person,
        month=month,
        time=time if isinstance(time, MonthOfTime) else None,
        pay=pay if isinstance(pay, MonthOfPay) else None,
        shares_elsewhere=known.shares.get((mine, month), {}),
    )
    if not person.works_in(month) or made.method not in BY_RATE:
        return made
    return made.model_copy(update={"rate": rate_on(known.rates, mine, made.method, month.last_day)})


def expected_months(terms: ClaimTerms, people: Iterable[AssignedPerson], known: Known) -> tuple[ExpectedMonth, ...]:
    """The months that a claim must account for: each person, each month with a day of mission; by number and month."""
    return tuple(
        expected_month(person, month, known)
        for person in sorted(people, key=lambda person: person.staff_number)
        for month in Month.range(terms.first_month, terms.last_month)
        if person.works_in(month)
    )
