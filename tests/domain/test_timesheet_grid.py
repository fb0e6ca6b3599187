"""A month as a table: sums by cell, line and day, and places for absences."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from clause.domain.timesheet_grid import Line, absences_to_offer, cells_of, sums_of
from clause.domain.timesheets import AbsenceCategory, Activity, TimeAbsence, TimeEntry

OPERATION = UUID(int=1)
SUPPORT = Line(OPERATION, Activity.COMPANY_SUPPORT)
INTERNAL = Line(None, Activity.INTERNAL)


def entry(day: int, line: Line, minutes: int) -> TimeEntry:
    return TimeEntry(
        day=date(2026, 5, day),
        operation_id=line.operation_id,
        activity=line.activity,
        minutes=minutes,
        other_funding=line.other_funding,
    )


def test_a_month_adds_up_by_cell_line_and_day() -> None:
    entries = [entry(4, SUPPORT, 90), entry(4, SUPPORT, 30), entry(4, INTERNAL, 60), entry(5, INTERNAL, 180)]
    sums = sums_of(entries)
    assert sums.of_cells[SUPPORT, date(2026, 5, 4)] == Decimal("2.00")
    assert sums.of_lines == {SUPPORT: Decimal("2.00"), INTERNAL: Decimal("4.00")}
    assert sums.of_days == {date(2026, 5, 4): Decimal("3.00"), date(2026, 5, 5): Decimal("3.00")}
    assert cells_of(entries)[SUPPORT, date(2026, 5, 4)] == tuple(entries[:2])


def test_a_line_is_found_again_by_its_key() -> None:
    for line in (SUPPORT, INTERNAL, Line(None, Activity.TRAINING, "Région | FSE")):
        assert Line.read(line.key) == line
    assert Line.read("nothing") is None


def test_a_day_has_a_place_for_one_more_absence_while_there_is_room() -> None:
    half = TimeAbsence(day=date(2026, 5, 4), category=AbsenceCategory.LEAVE, minutes=210)
    whole = half.model_copy(update={"minutes": 420})
    assert [absences_to_offer(known, 420) for known in ([], [half], [whole], [half, half])] == [1, 2, 1, 2]
    assert absences_to_offer([], 0) == 1
