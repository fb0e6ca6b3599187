"""Hours statements as the checks see them: each line with its hire and its days, and what stands already."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias
from uuid import UUID

from clause.domain.hours import CompanyActivity, HireWindow, HoursElsewhere, is_hundredths
from clause.rules.calendar import Month, MonthSpan, Period, days_from
from clause.rules.codes import HoursNature
from clause.rules.counting import NotCredited
from clause.rules.quantities import Hours


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
