"""Months of time with all that they must agree with, and months as they are handed over."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from clause.db import sql
from clause.db.queries import operations as operation_queries
from clause.db.queries import timesheets as queries
from clause.db.queries.timesheets import LATEST
from clause.domain.checks.timesheets import HoursCap, MonthToCheck
from clause.domain.employments import FAR_FUTURE
from clause.domain.timesheet_record import TimesheetRecord
from clause.domain.timesheets import TimeAbsence, TimeEntry, Timesheet
from clause.rules.calendar import FRANCE, Month, Period
from clause.rules.cost_codes import CostMethod
from clause.rules.holiday_zones import HolidayZone
from clause.rules.quantities import Hours
from clause.rules.work_pattern import WorkPattern


async def load_pattern(employment_id: UUID) -> WorkPattern:
    """The working week of an employment; RuntimeError when it cannot be read."""
    row = await sql.fetch_one(
        "SELECT weekly_hours, working_weekdays, holiday_zone, first_day, last_day FROM employment WHERE id = $1",
        employment_id,
    )
    if row is None:
        raise RuntimeError("the employment of a month of time is gone")
    return WorkPattern(
        employed=Period(row["first_day"], row["last_day"] or FAR_FUTURE),
        weekly_hours=row["weekly_hours"],
        weekdays=row["working_weekdays"],
        zone=HolidayZone(row["holiday_zone"]),
    )


async def load_month(
    employment_id: UUID,
    month: Month,
    sheet: Timesheet | None,
    entries: Iterable[TimeEntry],
    absences: Iterable[TimeAbsence],
) -> MonthToCheck:
    """A month with all that it must agree with; ``sheet`` is None while nothing was recorded."""
    return MonthToCheck(
        month=month,
        pattern=await load_pattern(employment_id),
        entries=tuple(entries),
        absences=tuple(absences),
        difference_reason=sheet.difference_reason if sheet else None,
        signed_on=sheet.signed_at.astimezone(FRANCE).date() if sheet and sheet.signed_at else None,
        letters=tuple(await operation_queries.list_assignments_of(employment_id)),
        hours_paid=await _hours_paid(employment_id, month),
        around=await _minutes_around(employment_id, month),
        caps=await list_caps(employment_id, month),
    )


async def load_claimed_month(timesheet_id: UUID) -> tuple[TimesheetRecord, MonthToCheck]:
    """A revision of a month as a claim hands it over, and as the claim checks it.

    RuntimeError when it cannot be read.
    """
    sheet = await queries.find_timesheet_by_id(timesheet_id)
    if sheet is None:
        raise RuntimeError("a month of time that a claim names is gone")
    entries, absences = await queries.list_entries(sheet.id), await queries.list_absences(sheet.id)
    month = await load_month(sheet.employment_id, sheet.month, sheet, entries, absences)
    number = await sql.fetch_value("SELECT staff_number FROM employment WHERE id = $1", sheet.employment_id)
    record = TimesheetRecord.of(
        sheet,
        entries,
        absences,
        staff_number=number,
        theoretical_hours=month.pattern.theoretical_hours(sheet.month),
    )
    return record, month


async def list_caps(employment_id: UUID, month: Month) -> tuple[HoursCap, ...]:
    """The caps of the hourly rates in force in a month, the lowest of each method, with the rest of the year's time."""
    rows = await sql.fetch(
        "SELECT method, min(hours_cap) AS hours_cap FROM (SELECT DISTINCT ON (operation_id) method, hours_cap"
        " FROM hourly_rate WHERE employment_id = $1 AND effective_on <= $2"
        " ORDER BY operation_id, version_no DESC) latest GROUP BY method ORDER BY method",
        employment_id,
        month.last_day,
    )
    caps = []
    for row in rows:
        method, cap = CostMethod(row["method"]), Hours(row["hours_cap"])
        elsewhere = await _minutes_in_other_months(employment_id, month) if method is CostMethod.M3A else 0
        caps.append(HoursCap(method=method, hours=cap, minutes_elsewhere=elsewhere))
    return tuple(caps)


async def _minutes_in_other_months(employment_id: UUID, month: Month) -> int:
    """Minutes on operations in the other months of the calendar year."""
    minutes: int = await sql.fetch_value(
        "SELECT coalesce(sum(n.minutes), 0)::int FROM timesheet t JOIN time_entry n ON n.timesheet_id = t.id"  # noqa: S608
        f" WHERE t.employment_id = $1 AND t.month BETWEEN $2 AND $3 AND t.month <> $4 AND {LATEST}"
        " AND n.operation_id IS NOT NULL",
        employment_id,
        date(month.year, 1, 1),
        date(month.year, 12, 1),
        month.first_day,
    )
    return minutes


async def _minutes_around(employment_id: UUID, month: Month) -> dict[date, int]:
    """Minutes by day of other months that share a week with this one."""
    first, last = month.first_day, month.last_day
    monday = first - timedelta(days=first.weekday()) if first > date.min + timedelta(days=7) else first
    sunday = last + timedelta(days=6 - last.weekday()) if last < date.max - timedelta(days=7) else last
    rows = await sql.fetch(
        "SELECT n.day, n.minutes FROM timesheet t JOIN time_entry n ON n.timesheet_id = t.id"  # noqa: S608
        f" WHERE t.employment_id = $1 AND t.month <> $2 AND n.day BETWEEN $3 AND $4 AND {LATEST}",
        employment_id,
        first,
        monday,
        sunday,
    )
    minutes: Counter[date] = Counter()
    for row in rows:
        minutes[row["day"]] += row["minutes"]
    return dict(minutes)


async def _hours_paid(employment_id: UUID, month: Month) -> Hours | None:
    """The hours that the latest payroll of a month pays, None while it says nothing."""
    hours: Hours | None = await sql.fetch_value(
        "SELECT hours_paid FROM payroll_month WHERE employment_id = $1 AND month = $2 ORDER BY version_no DESC LIMIT 1",
        employment_id,
        month.first_day,
    )
    return hours
