"""What becomes of the rows of a file: compared with what stands, then checked as hours that are typed.

All rows of a company and month are looked at together, with the draft that they would join and with what stands
elsewhere for the same people, so that a file is held to the very checks of ``clause.domain.checks.hours``.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from clause.domain.accounts import OrgSummary
from clause.domain.actors import OrgKind
from clause.domain.checks.hours import check_statement
from clause.domain.findings import Finding, Severity
from clause.domain.hours import DeclaredLine, HireWindow, HoursElsewhere, StatementState
from clause.domain.hours_drafts import Declaration, Surroundings, under_check
from clause.domain.hours_import import HoursPart, HoursRow, HoursRowStatus, SheetField, SheetLayout
from clause.domain.hours_import_rows import ReadRow
from clause.rules.calendar import Month, MonthSpan, Period
from clause.rules.codes import HoursNature
from clause.rules.quantities import Hours

# Where a finding of the checks points to in a sheet: the columns, the first that the sheet has.
_COLUMNS: dict[str, tuple[SheetField, ...]] = {
    "first_day": (SheetField.FIRST_DAY, SheetField.MONTH),
    "last_day": (SheetField.LAST_DAY, SheetField.MONTH, SheetField.FIRST_DAY),
    "month": (SheetField.MONTH, SheetField.FIRST_DAY),
    "hire_id": (SheetField.CONTRACT,),
}
_HOURS = (SheetField.HOURS, SheetField.TRAINING_HOURS, SheetField.TRAINING_INCLUDED)
_TRAINING = (SheetField.TRAINING_HOURS, SheetField.TRAINING_INCLUDED, SheetField.HOURS)


@dataclass(frozen=True, slots=True)
class Standing:
    """Hours that stand already: a line of an open statement, or (without a state) a booking that nothing reverses."""

    hire_id: UUID
    participant_id: UUID
    statement_id: UUID | None
    state: StatementState | None
    line_id: UUID | None
    nature: HoursNature
    first_day: date
    last_day: date
    hours: Hours
    hours_declared: Hours
    """As declared, where less was accepted."""

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "Standing":
        """From the values of a record, codes still as text."""
        state = row["state"]
        return cls(
            **{
                **row,
                "nature": HoursNature(row["nature"]),
                "state": StatementState(state) if state is not None else None,
            }
        )

    @property
    def worked(self) -> Period:
        """The days to which the hours belong."""
        return Period(self.first_day, self.last_day)


@dataclass(frozen=True, slots=True)
class OpenStatement:
    """The statement of a company for a month that is not decided yet."""

    id: UUID
    company_id: UUID
    state: StatementState
    months: MonthSpan


class GroupKey(NamedTuple):
    """What goes into one statement."""

    company_id: UUID
    month: Month


@dataclass(frozen=True)
class KnownHours:
    """What rows are compared with, on the day of the comparison."""

    today: date
    facilitator_org_id: UUID
    standing: Sequence[Standing]
    open_statements: Sequence[OpenStatement]
    windows: Mapping[UUID, HireWindow]
    """Of every hire that stands in these statements, or that a row means."""


@dataclass(slots=True)
class MatchedRow:
    """A row with its hire, and what becomes of it."""

    row: ReadRow
    hire: HireWindow
    status: HoursRowStatus = HoursRowStatus.UNCHANGED
    lines: list[DeclaredLine] = field(default_factory=list)
    """What is to be declared: the parts that are new or changed."""
    replaced: list[UUID] = field(default_factory=list)
    """Lines of the open statement that these take the place of."""

    @property
    def key(self) -> GroupKey:
        """The statement that the row goes into."""
        if self.row.month is None:
            raise ValueError("a row without its month is refused")
        return GroupKey(self.hire.company_id, self.row.month)


def decide_rows(rows: Iterable[MatchedRow], known: KnownHours) -> None:
    """Settle the status of each row, adding a finding for each reason to refuse it.

    IHR-048 (given twice), IHR-050 to IHR-052 (in hands that the file does not change), and those of the checks. Hours
    of somebody whom the file names in several companies count together, in the order of the file.
    """
    groups: dict[tuple[UUID, int, int], list[MatchedRow]] = defaultdict(list)
    employers: dict[UUID, UUID] = {}
    shared: set[UUID] = set()
    for matched in rows:
        company_id, month = matched.key
        groups[company_id, month.year, month.number].append(matched)
        if employers.setdefault(matched.hire.participant_id, company_id) != company_id:
            shared.add(matched.hire.participant_id)
    compare = _Comparison(known)
    for group in groups.values():
        key = group[0].key
        for matched in group:
            compare.settle(matched, key.month)
        _check_group(key, group, compare)
        for matched in group if shared else ():
            if matched.hire.participant_id in shared:
                compare.stand(matched, key.month)


def declared_lines(rows: Iterable[MatchedRow]) -> tuple[list[DeclaredLine], set[UUID]]:
    """What decided rows declare, and the lines of the open statement that it takes the place of."""
    declaring = [matched for matched in rows if matched.lines and matched.status is not HoursRowStatus.REFUSED]
    lines = [line for matched in declaring for line in matched.lines]
    return lines, {line_id for matched in declaring for line_id in matched.replaced}


def row_again(row: HoursRow, layout: SheetLayout, hire: HireWindow) -> MatchedRow:
    """A row of a report, ready to be decided once more."""
    again = ReadRow(row.position, layout, row.row, {}, month=row.month, parts=row.parts)
    return MatchedRow(again, hire)


def kept_lines(statement_lines: Iterable[Standing], replaced: set[UUID]) -> Iterator[DeclaredLine]:
    """The lines of an open statement that stay, as they would be typed again."""
    for line in statement_lines:
        if line.line_id not in replaced:
            yield declared_line(line.hire_id, _part_of(line), Month.of(line.first_day))


def declared_line(hire_id: UUID, part: HoursPart, month: Month) -> DeclaredLine:
    """A part of a row as it would be typed."""
    return DeclaredLine(
        hire_id=hire_id,
        month=month,
        nature=part.nature,
        hours_declared=part.hours_declared,
        first_day=part.first_day,
        last_day=part.last_day,
    )


def _part_of(line: Standing) -> HoursPart:
    return HoursPart(
        nature=line.nature, hours_declared=line.hours_declared, first_day=line.first_day, last_day=line.last_day
    )


class _Comparison:
    """Rows against what stands for the same hire, month and nature."""

    def __init__(self, known: KnownHours) -> None:
        self.known = known
        self.standing: dict[tuple[UUID, Month, HoursNature], list[Standing]] = defaultdict(list)
        self.of_person: dict[tuple[UUID, Month], list[Standing]] = defaultdict(list)
        self.of_statement: dict[UUID, list[Standing]] = defaultdict(list)
        self.open: dict[GroupKey, OpenStatement] = {}
        for one in known.standing:
            month = Month.of(one.first_day)
            self.standing[one.hire_id, month, one.nature].append(one)
            self.of_person[one.participant_id, month].append(one)
            if one.statement_id is not None:
                self.of_statement[one.statement_id].append(one)
        for statement in known.open_statements:
            for month in statement.months.months():
                self.open[GroupKey(statement.company_id, month)] = statement
        self.given: dict[tuple[UUID, Month], list[HoursElsewhere]] = defaultdict(list)
        """What the file declares of people whom it names in several companies, as far as it is decided."""
        self._given: dict[tuple[UUID, int, int, HoursNature], list[tuple[Period, int, str]]] = defaultdict(list)

    def stand(self, matched: MatchedRow, month: Month) -> None:
        """What a row of this month declares stands for the rows of other companies, in place of what it replaces."""
        if matched.status is HoursRowStatus.REFUSED:
            return
        hire = matched.hire
        person = hire.participant_id, month
        if matched.replaced:
            self.of_person[person] = [one for one in self.of_person[person] if one.line_id not in matched.replaced]
        for line in matched.lines:
            days = _days_of(line, hire, month)
            self.given[person].append(
                HoursElsewhere(
                    hire_id=hire.id,
                    participant_id=hire.participant_id,
                    first_day=days.first_day,
                    last_day=days.last_day,
                    nature=line.nature,
                    hours=line.hours_declared,
                )
            )

    def settle(self, matched: MatchedRow, month: Month) -> None:
        """The status of a row of this month, as far as what stands decides it."""
        row = matched.row
        statuses = set()
        for part in row.parts:
            period = _days_of(part, matched.hire, month)
            if self._is_given_twice(row, matched.hire.id, month, part.nature, period):
                statuses.add(HoursRowStatus.REFUSED)
                continue
            statuses.add(self._settle_part(matched, part, period, month))
        for status in (HoursRowStatus.REFUSED, HoursRowStatus.CHANGED, HoursRowStatus.NEW):
            if status in statuses:
                matched.status = status
                return

    def _is_given_twice(self, row: ReadRow, hire_id: UUID, month: Month, nature: HoursNature, period: Period) -> bool:
        given = self._given[hire_id, month.year, month.number, nature]
        for other, number, sheet in given:
            if other.overlaps(period):
                where = f"{number}" + (f" ({sheet})" if sheet != row.layout.sheet else "")
                row.refuse("IHR-048", SheetField.LAST_NAME, SheetField.FULL_NAME, other=where)
                return True
        given.append((period, row.row, row.layout.sheet))
        return False

    def _settle_part(self, matched: MatchedRow, part: HoursPart, period: Period, month: Month) -> HoursRowStatus:
        standing = self.standing.get((matched.hire.id, month, part.nature), []) if self.standing else []
        if part.first_day or part.last_day:
            standing = [one for one in standing if one.worked.overlaps(period)]
        if _is_same(part, period, standing):
            return HoursRowStatus.UNCHANGED
        line = declared_line(matched.hire.id, part, month)
        if not standing:
            return self._add(matched, line)
        return self._replace(matched, line, standing)

    def _add(self, matched: MatchedRow, line: DeclaredLine) -> HoursRowStatus:
        statement = self.open.get(matched.key) if self.open else None
        if statement is not None and not statement.state.is_open_for_corrections:
            matched.row.refuse("IHR-052", SheetField.MONTH, SheetField.FIRST_DAY)
            return HoursRowStatus.REFUSED
        matched.lines.append(line)
        return HoursRowStatus.NEW

    def _replace(self, matched: MatchedRow, line: DeclaredLine, standing: list[Standing]) -> HoursRowStatus:
        known = f"{sum(one.hours for one in standing):.2f}".replace(".", ",")
        if any(one.state is None for one in standing):
            matched.row.refuse("IHR-051", *_HOURS, known=known)
        elif any(one.state is not None and not one.state.is_open_for_corrections for one in standing):
            matched.row.refuse("IHR-050", *_HOURS, known=known)
        else:
            matched.lines.append(line)
            matched.replaced += [one.line_id for one in standing if one.line_id is not None]
            return HoursRowStatus.CHANGED
        return HoursRowStatus.REFUSED


def _is_same(part: HoursPart, period: Period, standing: list[Standing]) -> bool:
    if not standing:
        return False
    if (part.first_day or part.last_day) and [one.worked for one in standing] != [period]:
        return False
    return part.hours_declared in (sum(one.hours for one in standing), sum(one.hours_declared for one in standing))


def _days_of(part: HoursPart | DeclaredLine, hire: HireWindow, month: Month) -> Period:
    """The days that a part stands for, as the statement would say them; the whole month where they make no sense."""
    whole = month.period
    first = part.first_day or max(whole.first_day, hire.first_day)
    last = part.last_day or min(whole.last_day, hire.end_day or whole.last_day)
    if first > last or (first == whole.first_day and last == whole.last_day):
        return whole
    return Period(first, last)


def _check_group(key: GroupKey, group: list[MatchedRow], compare: _Comparison) -> None:
    """Hold the lines of a company and month to the checks of typed hours; findings go to the cells of their rows."""
    declaring = [matched for matched in group if matched.lines and matched.status is not HoursRowStatus.REFUSED]
    if not declaring:
        return
    statement = compare.open.get(key)
    added, replaced = declared_lines(declaring)
    kept = list(kept_lines(compare.of_statement[statement.id], replaced)) if statement else []
    owners: list[tuple[MatchedRow, DeclaredLine] | None] = [None] * len(kept)
    owners += [(matched, line) for matched in declaring for line in matched.lines]
    declaration = Declaration(
        company=OrgSummary.model_construct(id=key.company_id, kind=OrgKind.COMPANY, name="", identifier=""),
        months=statement.months if statement else MonthSpan.of(key.month),
        lines=(*kept, *added),
        facilitator_org_id=compare.known.facilitator_org_id,
    )
    for finding in check_statement(under_check(declaration, _surroundings(declaring, statement, compare, key))):
        _pass_on(finding, declaring, owners)


def _surroundings(
    declaring: list[MatchedRow], statement: OpenStatement | None, compare: _Comparison, key: GroupKey
) -> Surroundings:
    own = statement.id if statement else None
    is_alone = not compare.of_person and not compare.given
    people = set() if is_alone else {matched.hire.participant_id for matched in declaring}
    standing = (
        HoursElsewhere(
            hire_id=one.hire_id,
            participant_id=one.participant_id,
            first_day=one.first_day,
            last_day=one.last_day,
            nature=one.nature,
            hours=one.hours,
        )
        for person in people
        for one in compare.of_person.get((person, key.month), ())
        if own is None or one.statement_id != own
    )
    given = (one for person in people for one in compare.given.get((person, key.month), ()))
    elsewhere = (*standing, *given)
    return Surroundings(compare.known.today, compare.known.windows, elsewhere)


def _pass_on(
    finding: Finding, declaring: list[MatchedRow], owners: list[tuple[MatchedRow, DeclaredLine] | None]
) -> None:
    if not finding.field.startswith("lines["):
        for matched in declaring:
            _add_finding(matched, finding, _COLUMNS.get(finding.field, (SheetField.MONTH,)))
        return
    index, name = finding.field[len("lines[") :].split("].", 1)
    owner = owners[int(index)]
    if owner is not None:
        matched, line = owner
        hours = _TRAINING if line.nature is HoursNature.TRAINING_IN_CONTRACT else _HOURS
        _add_finding(matched, finding, _COLUMNS.get(name, hours))


def _add_finding(matched: MatchedRow, finding: Finding, columns: tuple[SheetField, ...]) -> None:
    quoted = {"raw": finding.raw} if finding.raw is not None else {}
    if finding.severity is Severity.BLOCKING:
        matched.status = HoursRowStatus.REFUSED
    # A day that was left out follows from another cell: that one is named.
    filled = [column for column in columns if column in matched.row.cells]
    matched.row.note(finding.code, *filled, *columns, severity=finding.severity, **{**quoted, **finding.values})
