"""A year of facilitators' time: two half-days a working day, leave and public holidays too, each month signed twice."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from clause.devdata.national_places import Places
from clause.devdata.national_plan import Kind, Row, Table, Year, at
from clause.domain.timesheet_content import content_hash
from clause.domain.timesheets import AbsenceCategory, Activity, TimeAbsence, TimeEntry, Timesheet, TimesheetState
from clause.rules.calendar import Month, Period
from clause.rules.work_pattern import WorkPattern

EMPLOYED_SINCE_YEARS = 2
WEEKLY_HOURS = Decimal("35.00")
_HALF_DAYS = 2
_ACTIVITIES = (
    Activity.BUYER_SUPPORT, Activity.COMPANY_SUPPORT, Activity.ELIGIBILITY_CHECK, Activity.TENDER_SUPPORT,
    Activity.PARTICIPANT_FOLLOW_UP, Activity.COMPANY_SUPPORT, Activity.MONITORING_CONTROL, Activity.INTERNAL,
)  # fmt: skip
_NOT_OF_THE_OPERATION = Activity.INTERNAL


def posts_of(places: Places) -> Iterator[tuple[int, int]]:
    """Organisation and user of each post; posts go by the numbers of their users."""
    for organisation, users in enumerate(places.facilitators):
        for user in users:
            yield organisation, user


def draw_time(places: Places) -> tuple[Table, Table, Table]:
    """Months, their half-days and their absences; each month is signed, and approved by somebody else."""
    year, sheets, entries, absences = places.year, list[Row](), list[Row](), list[Row]()
    pattern = pattern_of(year)
    for organisation, user in posts_of(places):
        for number in range(1, 13):
            sheet = _sheet(places, organisation, user, Month(year.number, number), len(sheets))
            lines = list(_lines(year.id(Kind.OPERATION, organisation), user, pattern, sheet.month))
            away = list(_absences(user, pattern, sheet.month))
            sheets.append(_sheet_row(sheet, content_hash(sheet, lines, away), places.managers[organisation], places))
            entries += _entry_rows(year, sheet, lines, len(entries))
            absences += _absence_rows(year, sheet, away, len(absences))
    return _sheet_table(sheets), *_line_tables(entries, absences)


def pattern_of(year: Year) -> WorkPattern:
    """The week of every post: the one that its employment tells."""
    employed = Period(date(year.number - EMPLOYED_SINCE_YEARS, 9, 1), year.last_day)
    return WorkPattern(employed=employed, weekly_hours=WEEKLY_HOURS)


def _sheet_table(sheets: list[Row]) -> Table:
    columns: tuple[str, ...] = ("id", "facilitator_org_id", "employment_id", "person_id", "month", "state")
    columns += ("content_hash", "signed_by", "signed_at", "approved_by", "approved_at", "created_at", "version")
    return Table("timesheet", (*columns, "nothing_worked", "revision"), sheets)


def _line_tables(entries: list[Row], absences: list[Row]) -> tuple[Table, Table]:
    common = ("id", "facilitator_org_id", "timesheet_id", "day")
    of_entry = ("operation_id", "activity", "minutes", "entered_on", "is_travel", "source")
    return (
        Table("time_entry", (*common, *of_entry), entries),
        Table("time_absence", (*common, "category", "minutes"), absences),
    )


def _entry_rows(year: Year, sheet: Timesheet, lines: Iterable[TimeEntry], first: int) -> list[Row]:
    return [
        (year.id(Kind.TIME_ENTRY, number), sheet.facilitator_org_id, sheet.id, line.day, line.operation_id,
         line.activity.value, line.minutes, line.entered_on, False, line.source.value)
        for number, line in enumerate(lines, first)
    ]  # fmt: skip


def _absence_rows(year: Year, sheet: Timesheet, away: Iterable[TimeAbsence], first: int) -> list[Row]:
    return [
        (year.id(Kind.ABSENCE, number), sheet.facilitator_org_id, sheet.id, one.day, one.category.value, one.minutes)
        for number, one in enumerate(away, first)
    ]


def _is_on_leave(user: int, day: date) -> bool:
    """Three weeks in summer, one in spring, one in winter; not the same for all."""
    week = day.isocalendar().week
    return week in {8 + user % 3, 17 + user % 2, 30 + user % 4, 31 + user % 4, 32 + user % 4}


def _lines(operation_id: UUID, user: int, pattern: WorkPattern, month: Month) -> Iterator[TimeEntry]:
    worked = (day for day in pattern.working_days(month) if not _is_on_leave(user, day))
    for rank, day in enumerate(worked):
        for half in range(_HALF_DAYS):
            activity = _ACTIVITIES[(user + 3 * rank + half) % len(_ACTIVITIES)]
            theirs = None if activity is _NOT_OF_THE_OPERATION else operation_id
            minutes = pattern.day_minutes // _HALF_DAYS
            yield TimeEntry(day=day, operation_id=theirs, activity=activity, minutes=minutes, entered_on=day)


def _absences(user: int, pattern: WorkPattern, month: Month) -> Iterator[TimeAbsence]:
    """Whole days: leave on working days, and the public holidays on days of the week."""
    for day in pattern.working_days(month):
        if _is_on_leave(user, day):
            yield TimeAbsence(day=day, category=AbsenceCategory.LEAVE, minutes=pattern.day_minutes)
    for day in pattern.holidays(month):
        yield TimeAbsence(day=day, category=AbsenceCategory.PUBLIC_HOLIDAY, minutes=pattern.day_minutes)


def _sheet(places: Places, organisation: int, user: int, month: Month, number: int) -> Timesheet:
    year = places.year
    return Timesheet.begun(
        sheet_id=year.id(Kind.TIMESHEET, number),
        facilitator_org_id=year.id(Kind.ORGANISATION, organisation),
        employment_id=year.id(Kind.EMPLOYMENT, user),
        person_id=year.id(Kind.USER, user),
        month=month,
        created_at=at(month.first_day),
    )


def _sheet_row(sheet: Timesheet, signed: str, manager: int, places: Places) -> Row:
    signed_at: datetime = at(sheet.month.last_day, 17).astimezone(UTC)
    approved_by = places.year.id(Kind.USER, manager)
    return (
        sheet.id, sheet.facilitator_org_id, sheet.employment_id, sheet.person_id, sheet.month.first_day,
        TimesheetState.APPROVED.value, signed, sheet.person_id, signed_at, approved_by, signed_at + timedelta(days=4),
        sheet.created_at, 3, False, 1,
    )  # fmt: skip
