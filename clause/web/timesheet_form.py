"""The form of a month of time: a column a line of work, a row a day; read for the service, and drawn again.

A cell is named ``h-COLUMN-DAY``; an absence ``a-DAY-RANK`` with its hours in ``ah-DAY-RANK``, empty for a whole day.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from clause.domain.errors import Unreadable
from clause.domain.findings import Finding
from clause.domain.operations import Operation
from clause.domain.timesheet_filling import typed_again, with_total
from clause.domain.timesheet_grid import MOST_ABSENCES, Line, absences_to_offer, cells_of, sums_of
from clause.domain.timesheets import AbsenceCategory, Activity, TimeEntry, TypedAbsence, TypedEntry
from clause.rules.calendar import Month
from clause.rules.quantities import Hours
from clause.services.timesheets import SheetView
from clause.text import formats
from clause.web.forms import Quantity

MOST_COLUMNS = 30
LONGEST_REASON = 1000
_CLOCK = re.compile(r"(\d{1,2})\s*[hH:]\s*(\d{2})")
_QUANTITY: TypeAdapter[Decimal] = TypeAdapter(Quantity)
_ENTRY_FIELD = re.compile(r"(entries|absences)\[(\d+)\]\.(\w+)")


@dataclass(frozen=True)
class TypedSheet:
    """What a form held, ready for the service; ``names`` tells the field of each entry and absence, in order."""

    lines: tuple[Line, ...]
    entries: tuple[TypedEntry, ...]
    absences: tuple[TypedAbsence, ...]
    difference_reason: str | None
    version: int
    entry_names: tuple[str, ...]
    absence_names: tuple[str, ...]

    def placed(self, finding: Finding) -> Finding:
        """The finding with the field of the form in the place of the one of the service."""
        found = _ENTRY_FIELD.fullmatch(finding.field or "")
        names = {"entries": self.entry_names, "absences": self.absence_names}.get(found[1], ()) if found else ()
        rank = int(found[2]) if found else 0
        return finding.model_copy(update={"field": names[rank]}) if rank < len(names) else finding


@dataclass
class Reader:
    """Reads one field after the other, and gathers what cannot be read."""

    typed: Mapping[str, str]
    findings: list[Finding] = field(default_factory=list)

    def hours(self, name: str) -> Hours | None:
        """The hours of a field, ``7,5`` or ``7h30``; None when it is empty, or cannot be read."""
        text = self.typed.get(name, "").strip()
        if not text:
            return None
        clock = _CLOCK.fullmatch(text)
        if clock:
            minutes = Decimal(clock[2]) / 60
            return Hours((Decimal(clock[1]) + minutes).quantize(Decimal("0.01")))
        try:
            return _QUANTITY.validate_python(text)
        except ValidationError:
            self.findings.append(Finding(code="WEB-180", field=name, raw=text[:40]))
            return None


def read_sheet(typed: Mapping[str, str], view: SheetView) -> TypedSheet:
    """The month as typed. Unreadable WEB-181 with a finding for each cell that cannot be read."""
    reader, known = Reader(typed), cells_of(view.entries)
    lines = read_lines(typed)
    entries: list[TypedEntry] = []
    names: list[str] = []
    for day in days_of(view.month):
        for number, line in enumerate(lines):
            name = f"h-{number}-{day.day}"
            hours = reader.hours(name)
            if not hours:
                continue
            made = _entries(line, day, hours, tuple(map(typed_again, known.get((line, day), ()))))
            entries += made
            names += [name] * len(made)
    absences, absence_names = _read_absences(reader, view.month)
    if reader.findings:
        raise Unreadable("WEB-181", findings=tuple(reader.findings))
    return TypedSheet(
        lines=lines,
        entries=tuple(entries),
        absences=absences,
        difference_reason=typed.get("difference_reason", "").strip()[:LONGEST_REASON] or None,
        version=version_read(typed, 0),
        entry_names=tuple(names),
        absence_names=absence_names,
    )


def version_read(typed: Mapping[str, str], unsaid: int) -> int:
    """The version of the month that the form was made from."""
    text = typed.get("version", str(unsaid))
    return int(text) if text.isascii() and text.isdecimal() else 0


def read_lines(typed: Mapping[str, str]) -> tuple[Line, ...]:
    """The columns of the form."""
    found = (Line.read(typed.get(f"line-{number}", "-")) for number in range(MOST_COLUMNS))
    return tuple(dict.fromkeys(line for line in found if line))


def _read_absences(reader: Reader, month: Month) -> tuple[tuple[TypedAbsence, ...], tuple[str, ...]]:
    absences, names = [], []
    for day in days_of(month):
        for rank in range(MOST_ABSENCES):
            name = f"a-{day.day}-{rank}"
            category, hours = reader.typed.get(name, ""), reader.hours(f"ah-{day.day}-{rank}")
            if category in set(AbsenceCategory):
                absences.append(TypedAbsence(day=day, category=AbsenceCategory(category), hours=hours))
                names.append(name)
            elif hours:
                reader.findings.append(Finding(code="WEB-186", field=f"ah-{day.day}-{rank}"))
    return tuple(absences), tuple(names)


def _entries(line: Line, day: date, hours: Hours, known: Sequence[TypedEntry]) -> tuple[TypedEntry, ...]:
    if known:
        return with_total(known, hours)
    made = TypedEntry(
        day=day,
        operation_id=line.operation_id,
        activity=line.activity,
        hours=hours,
        other_funding=line.other_funding,
        is_travel=line.activity is Activity.TRAVEL,
    )
    return (made,)


def days_of(month: Month) -> tuple[date, ...]:
    """The days of a month."""
    return tuple(month.first_day.replace(day=number) for number in range(1, month.last_day.day + 1))


def columns_of(
    view: SheetView, before: Iterable[TimeEntry], operations: Sequence[Operation], more: Iterable[Line]
) -> tuple[Line, ...]:
    """The columns to offer: those of the month, of the month before, those asked for; else one an operation."""
    may_be_used = {None, *(operation.id for operation in operations)}
    lines = dict.fromkeys(Line.of(entry) for entry in view.entries)
    lines |= dict.fromkeys(Line.of(entry) for entry in before if entry.operation_id in may_be_used)
    lines |= dict.fromkeys(more)
    if not lines:
        lines |= dict.fromkeys(Line(operation.id, Activity.COMPANY_SUPPORT) for operation in operations)
        lines[Line(None, Activity.INTERNAL)] = None
    ranks = {operation.id: rank for rank, operation in enumerate(operations)}
    activities = list(Activity)
    return tuple(
        sorted(
            lines,
            key=lambda line: (
                line.operation_id is None,
                ranks.get(line.operation_id, len(ranks)) if line.operation_id else 0,
                str(line.operation_id),
                line.other_funding or "",
                activities.index(line.activity),
            ),
        )
    )


def values_of(view: SheetView, lines: Sequence[Line]) -> dict[str, str]:
    """What the fields of a recorded month hold."""
    values: dict[str, str] = {}
    for (line, day), total in sums_of(view.entries).of_cells.items():
        if line in lines:
            values[f"h-{lines.index(line)}-{day.day}"] = formats.bare_hours(total)
    ranks: dict[date, int] = {}
    for absence in view.absences:
        rank = ranks[absence.day] = ranks.get(absence.day, -1) + 1
        values[f"a-{absence.day.day}-{rank}"] = absence.category.value
        is_whole = absence.minutes == view.pattern.day_minutes
        values[f"ah-{absence.day.day}-{rank}"] = "" if is_whole else formats.bare_hours(absence.hours)
    return values


@dataclass(frozen=True)
class Group:
    """Columns of one operation, or of none, under one heading."""

    name: str
    size: int


def groups_of(lines: Sequence[Line], operations: Mapping[UUID, Operation]) -> list[Group]:
    """The headings above the columns."""
    groups: list[Group] = []
    for line in lines:
        name = line.other_funding or "Hors opération"
        if line.operation_id is not None:
            known = operations.get(line.operation_id)
            name = f"Opération {known.number}" if known else "Opération"
        if groups and groups[-1].name == name:
            groups[-1] = Group(name, groups[-1].size + 1)
        else:
            groups.append(Group(name, 1))
    return groups


@dataclass(frozen=True)
class Day:
    """A row: a day, what is expected of it, what is told of it and what is wrong with it."""

    day: date
    is_worked: bool
    is_holiday: bool
    is_to_come: bool
    is_due: bool
    """Something has to be said of it by now."""
    is_missing: bool
    hours: Hours | None
    absences: int
    """How many absences have a field of their own."""
    remarks: tuple[str, ...]


def rows_of(view: SheetView, today: date, remarks: Mapping[date, Sequence[str]], is_open: bool) -> list[Day]:
    """One row a day."""
    worked = sums_of(view.entries).of_days
    missing = {day for day in view.missing_days if day < today} if is_open else set()
    due = {day for day in view.pattern.working_days(view.month) if day < today} if is_open else set()
    rows = []
    for day in days_of(view.month):
        off = [absence for absence in view.absences if absence.day == day]
        rows.append(
            Day(
                day=day,
                is_worked=view.pattern.is_worked(day),
                is_holiday=view.pattern.is_holiday(day),
                is_to_come=day > today,
                is_due=day in due,
                is_missing=day in missing,
                hours=worked.get(day),
                absences=absences_to_offer(off, view.pattern.day_minutes),
                remarks=tuple(remarks.get(day, ())),
            )
        )
    return rows
