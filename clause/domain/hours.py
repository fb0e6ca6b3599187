"""Hours statements: what a company declares for a period, the moves of a statement, and what it is judged by.

A statement is of one month or of several that follow one another; each of its lines is of one of them. Days worked are
a period inside the month; a line that says nothing of them stands for all days of the month on which the person was
under contract, up to today. How checks see it is in ``clause.domain.hours_under_check``, the checks themselves in
``clause.domain.checks.hours``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.accounts import OrgSummary
from clause.domain.findings import Finding, Severity
from clause.domain.transitions import Transitions
from clause.rules.calendar import Month, MonthSpan, Period, days_from
from clause.rules.codes import ContractType, Evidence, HoursNature, StructureKind
from clause.rules.counting import CreditDecision, NotCredited, credited_hours, not_credited
from clause.rules.quantities import Hours
from clause.rules.rulebook import DEFAULTS, Rulebook


class StatementState(StrEnum):
    """Where a statement stands."""

    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    VALIDATED = "VALIDATED"
    REJECTED = "REJECTED"
    CORRECTION_REQUESTED = "CORRECTION_REQUESTED"

    @property
    def is_open_for_corrections(self) -> bool:
        """Whether the lines are still in the hands of who declares them."""
        return self in _WITH_THE_COMPANY

    @property
    def is_decided(self) -> bool:
        """Whether nothing moves any more."""
        return self in {StatementState.VALIDATED, StatementState.REJECTED}


_WITH_THE_COMPANY = (StatementState.DRAFT, StatementState.CORRECTION_REQUESTED)

STATEMENT_MOVES = Transitions[StatementState](
    "HRS-002",
    {
        "replace_lines": {state: state for state in _WITH_THE_COMPANY},
        "submit": dict.fromkeys(_WITH_THE_COMPANY, StatementState.SUBMITTED),
        "validate": {StatementState.SUBMITTED: StatementState.VALIDATED},
        "reject": {StatementState.SUBMITTED: StatementState.REJECTED},
        "request_correction": {StatementState.SUBMITTED: StatementState.CORRECTION_REQUESTED},
    },
)


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


# Not frozen, like all that there is a thousand of in one call: a frozen one takes three times as long to make.
@dataclass(slots=True, kw_only=True)
class HireWindow:
    """What the hours of a hire are judged by: its own days, those of the lot and its rules, and the eligibility's."""

    id: UUID
    participant_id: UUID
    facilitator_org_id: UUID
    company_id: UUID
    lot_id: UUID
    buyer_id: UUID
    first_day: date
    end_day: date | None
    """The last day worked, else the planned one; None for a contract without a term."""
    execution_first_day: date | None
    execution_last_day: date | None
    eligible_first_day: date
    eligible_last_day: date
    suspensions: tuple[Period, ...] = ()
    """When the eligibility is suspended."""
    book: Rulebook = DEFAULTS
    """The rules of the lot."""
    contract_type: ContractType | None = None
    employer_kind: StructureKind | None = None
    """What kind of structure the company is, as far as anybody has said."""

    @property
    def execution(self) -> Period | None:
        """The execution window of the lot; None as long as one of its days is unknown."""
        if self.execution_first_day is None or self.execution_last_day is None:
            return None
        return days_from(self.execution_first_day, self.execution_last_day)

    @property
    def eligibility(self) -> Period:
        """The days on which the person is eligible."""
        return days_from(self.eligible_first_day, self.eligible_last_day)

    def credit(self, hours: Hours, worked: Period, nature: HoursNature) -> CreditDecision | None:
        """Whether hours of this hire count; None as long as the execution of the lot is unknown."""
        if self.execution is None:
            return None
        return credited_hours(
            hours,
            worked,
            self.execution,
            self.eligibility,
            nature=nature,
            suspensions=self.suspensions,
            book=self.book,
        )

    def not_credited(self, worked: Period, nature: HoursNature) -> NotCredited | None:
        """Why hours of these days would not count; None when they would, or when nobody knows the execution."""
        execution = self.execution
        if execution is None:
            return None
        return not_credited(
            worked, execution, self.eligibility, nature=nature, suspensions=self.suspensions, book=self.book
        )

    def is_under_contract(self, day: date) -> bool:
        """Whether the day is one of the contract's."""
        return self.first_day <= day and (self.end_day is None or day <= self.end_day)

    def is_under_contract_on(self, days: Period) -> bool:
        """Whether all these days are."""
        return self.first_day <= days.first_day and (self.end_day is None or days.last_day <= self.end_day)


@dataclass(slots=True, kw_only=True)
class DeclaredLine:
    """Hours of one hire as typed; days left out follow from the month and the contract."""

    hire_id: UUID
    hours_declared: Hours
    month: Month | None = None
    """Needed where the statement has several months and no day says which one is meant."""
    nature: HoursNature = HoursNature.WORK
    evidence: Evidence | None = None
    first_day: date | None = None
    last_day: date | None = None


@dataclass(slots=True, kw_only=True)
class StatementLine:
    """Hours of one hire in a statement as recorded."""

    id: UUID
    position: int
    hire_id: UUID
    lot_id: UUID
    first_day: date
    last_day: date
    nature: HoursNature = HoursNature.WORK
    evidence: Evidence | None = None
    hours_declared: Hours
    hours_validated: Hours | None
    """What the facilitator accepted; None until the statement is validated."""

    @property
    def month(self) -> Month:
        """The month that the hours are of."""
        return Month.of(self.first_day)

    @property
    def worked(self) -> Period:
        """The days to which the hours belong."""
        return Period(self.first_day, self.last_day)

    @property
    def declared(self) -> DeclaredLine:
        """The line as it would be typed again."""
        return DeclaredLine(
            hire_id=self.hire_id,
            hours_declared=self.hours_declared,
            first_day=self.first_day,
            last_day=self.last_day,
            nature=self.nature,
            evidence=self.evidence,
        )


class HoursStatement(_Frozen):
    """What a company declares to a facilitator organisation for a month, or from a month to a last one."""

    id: UUID
    facilitator_org_id: UUID
    company: OrgSummary
    month: Month
    last_month: Month | None = None
    """The last of several months; None where there is one."""
    nothing_worked: bool = False
    """Whether it says that nobody worked, and has no line."""
    evidence: Evidence | None = None
    """What the company has to show for all lines that say nothing else."""
    evidence_seen: Evidence | None = None
    """What the facilitator saw before validating."""
    state: StatementState
    created_by: UUID | None
    created_at: datetime
    submitted_by: UUID | None
    submitted_at: datetime | None
    decided_by: UUID | None
    decided_at: datetime | None
    decision_reason: str | None
    lines: tuple[StatementLine, ...]
    version: int

    @property
    def months(self) -> MonthSpan:
        """The months that the statement is of."""
        return MonthSpan.of(self.month, self.last_month)


class CheckedStatement(_Frozen):
    """A statement and the warnings that go with it."""

    statement: HoursStatement
    findings: tuple[Finding, ...]


class StatementFilters(_Frozen):
    """Which statements to list; None asks nothing."""

    state: StatementState | None = None
    company_id: UUID | None = None
    month: Month | None = None
    lot_id: UUID | None = None


class StatementSummary(_Frozen):
    """A statement in a list, with its sums."""

    id: UUID
    facilitator_org_id: UUID
    company: OrgSummary
    month: Month
    last_month: Month | None = None
    nothing_worked: bool = False
    state: StatementState
    submitted_at: datetime | None
    decided_at: datetime | None
    line_count: int
    hours_declared: Hours
    hours_validated: Hours | None
    """None until the statement is validated."""
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursElsewhere:
    """Hours of someone named in a statement that stand already: in an open statement, or booked and not reversed."""

    hire_id: UUID
    participant_id: UUID
    first_day: date
    last_day: date
    hours: Hours
    nature: HoursNature = HoursNature.WORK

    @property
    def worked(self) -> Period:
        """The days to which the hours belong."""
        return Period(self.first_day, self.last_day)


class CompanyActivity(_Frozen):
    """What a statement of nothing worked is judged by: contracts that ran in its months, and hours that stand."""

    hires_under_contract: int
    hours: Hours


def blocking(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that stop the action."""
    return tuple(finding for finding in findings if finding.severity is Severity.BLOCKING)


def is_hundredths(hours: Hours) -> bool:
    """Whether this is a number of hours with two decimals at most, whatever its sign."""
    return hours == round(hours, 2)
