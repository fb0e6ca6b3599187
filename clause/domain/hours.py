"""Hours statements: what a company declares for a period, the moves of a statement, and what its checks look at.

A statement is of one month or of several that follow one another; each of its lines is of one of them. Days worked are
a period inside the month; a line that says nothing of them stands for all days of the month on which the person was
under contract, up to today. The checks themselves are in ``clause.domain.checks.hours``.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias
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


@dataclass(slots=True)
class LineUnderCheck:
    """One line as the checks see it: where it stands in the request, its hire if there is one, its days."""

    path: str
    hire_id: UUID
    hire: HireWindow | None
    hours: Hours
    first_day: date
    last_day: date
    hours_field: str = "hours_declared"
    month: Month | None = None
    """The month typed, or that of its days; None where neither says, which a statement of one month settles."""
    typed_month: Month | None = None
    nature: HoursNature = HoursNature.WORK
    worked: Period | None = field(init=False, repr=False, compare=False)
    """The days worked; None when the last comes before the first, which a check of its own refuses."""
    has_sound_hours: bool = field(init=False, repr=False, compare=False)
    """Whether the hours are above zero and no finer than 0.01 h; a check of its own refuses the others."""

    def __post_init__(self) -> None:
        self.worked = None if self.last_day < self.first_day else days_from(self.first_day, self.last_day)
        self.has_sound_hours = is_hundredths(self.hours) and self.hours > 0

    @property
    def known_hire(self) -> HireWindow:
        """The hire; RuntimeError where it is not known."""
        if self.hire is None:
            raise RuntimeError("the hire of the line is not known")
        return self.hire

    def shares_a_day_with(self, other: "LineUnderCheck") -> bool:
        """Whether the days of the two lines overlap."""
        return self.worked is not None and other.worked is not None and self.worked.overlaps(other.worked)


EmployedLine: TypeAlias = tuple[LineUnderCheck, HireWindow]
DatableLine: TypeAlias = tuple[LineUnderCheck, HireWindow, Period]
JudgedLine: TypeAlias = tuple[LineUnderCheck, HireWindow, Period, NotCredited | None]


@dataclass(frozen=True, slots=True)
class StatementUnderCheck:
    """A statement as the checks see it, on the day of the check."""

    facilitator_org_id: UUID | None
    company_id: UUID
    month: Month
    today: date
    lines: tuple[LineUnderCheck, ...]
    elsewhere: tuple[HoursElsewhere, ...]
    last_month: Month | None = None
    """The last month of several; None where the statement is of one month."""
    nothing_worked: bool = False
    activity: CompanyActivity | None = None
    """Known where nothing was worked."""
    months: MonthSpan = field(init=False, repr=False, compare=False)
    """The months of the statement."""
    _by_hire: Mapping[UUID, list[LineUnderCheck]] = field(init=False, repr=False, compare=False)
    _employed: tuple[EmployedLine, ...] = field(init=False, repr=False, compare=False)
    _judged: list[JudgedLine] = field(init=False, repr=False, compare=False, default_factory=list)
    _datable: tuple[DatableLine, ...] = field(init=False, repr=False, compare=False)
    _undatable: tuple[LineUnderCheck, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_hire: defaultdict[UUID, list[LineUnderCheck]] = defaultdict(list)
        for line in self.lines:
            by_hire[line.hire_id].append(line)
        object.__setattr__(self, "months", MonthSpan.of(self.month, self.last_month))
        object.__setattr__(self, "_by_hire", by_hire)
        employed = ((line, line.hire) for line in self.lines if line.hire and line.hire.company_id == self.company_id)
        object.__setattr__(self, "_employed", tuple(employed))
        undatable: list[LineUnderCheck] = []
        object.__setattr__(self, "_datable", tuple(self._find_datable_lines(undatable)))
        object.__setattr__(self, "_undatable", tuple(undatable))

    def month_of(self, line: LineUnderCheck) -> Month | None:
        """The month that a line is of; None where neither the line nor the statement says which one."""
        return line.month or (self.month if self.months.count == 1 else None)

    def lines_again(self, other: HoursElsewhere) -> Iterable[LineUnderCheck]:
        """The lines that share a day with hours of the same hire and nature that stand already."""
        return (
            line
            for line in self._by_hire.get(other.hire_id, ())
            if line.nature is other.nature and line.worked is not None and line.worked.overlaps(other.worked)
        )

    def has_hires_twice(self) -> bool:
        """Whether two lines are of the same hire."""
        return len(self._by_hire) < len(self.lines)

    def employed_lines(self) -> Iterable[EmployedLine]:
        """The lines whose hire is known and is the company's, with that hire."""
        return self._employed

    def datable_lines(self) -> Iterable[DatableLine]:
        """The same with the days worked, where these lie in the month and under the contract."""
        return self._datable

    def undatable_lines(self) -> Iterable[LineUnderCheck]:
        """The others: what is wrong with a hire, a month or days is wrong with one of these."""
        return self._undatable

    def judged_lines(self) -> Iterable[JudgedLine]:
        """Those of them that have sound hours, with why these would not count."""
        if not self._judged:
            self._judged.extend(
                (line, hire, worked, hire.not_credited(worked, line.nature))
                for line, hire, worked in self._datable
                if line.has_sound_hours
            )
        return self._judged

    def _find_datable_lines(self, others: list[LineUnderCheck]) -> Iterable[DatableLine]:
        months = self.months
        seen: Month | None = None
        allowed: Period | None = None
        for line in self.lines:
            hire, worked, month = line.hire, line.worked, self.month_of(line)
            if month is not seen or month is None:
                seen, allowed = month, month.period if month and months.contains(month) else None
            if (
                hire is not None
                and hire.company_id == self.company_id
                and worked is not None
                and allowed is not None
                and allowed.covers(worked)
                and hire.is_under_contract_on(worked)
            ):
                yield line, hire, worked
            else:
                others.append(line)


def blocking(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that stop the action."""
    return tuple(finding for finding in findings if finding.severity is Severity.BLOCKING)


def is_hundredths(hours: Hours) -> bool:
    """Whether this is a number of hours with two decimals at most, whatever its sign."""
    return hours == round(hours, 2)
