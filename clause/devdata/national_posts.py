"""Facilitators' posts: who pays for them, the operation of the fund that each stands in, a year of time and of pay."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from clause.devdata.national_places import Places
from clause.devdata.national_plan import Kind, Row, Table, at, random_of
from clause.domain.timesheet_content import content_hash
from clause.domain.timesheets import Activity, TimeEntry, Timesheet, TimesheetState
from clause.rules.calendar import Month
from clause.rules.statistics import FundingSource
from clause.rules.working_days import SATURDAY, public_holidays

_HALF_DAY = 210
_SHARES = (
    (FundingSource.LOCAL, "0.45"), (FundingSource.FSE, "0.27"), (FundingSource.STATE, "0.16"),
    (FundingSource.DEPARTMENT, "0.07"), (FundingSource.REGION, "0.05"),
)  # fmt: skip
_COST_OF_A_POST = Decimal(52_000)
_ACTIVITIES = (
    Activity.BUYER_SUPPORT, Activity.COMPANY_SUPPORT, Activity.ELIGIBILITY_CHECK, Activity.TENDER_SUPPORT,
    Activity.PARTICIPANT_FOLLOW_UP, Activity.COMPANY_SUPPORT, Activity.MONITORING_CONTROL, Activity.INTERNAL,
)  # fmt: skip
_NOT_OF_THE_OPERATION = Activity.INTERNAL


def draw_posts(places: Places) -> tuple[Table, ...]:
    """One post a facilitator: its money, operation, letter, pay of twelve months and twelve approved months of time."""
    return (_financing(places), *_operations(places), *_employments(places), _pay(places), *_time(places))


def _posts(places: Places) -> Iterator[tuple[int, int]]:
    """Organisation and user of each post; posts go by the numbers of their users."""
    for organisation, users in enumerate(places.facilitators):
        for user in users:
            yield organisation, user


def _financing(places: Places) -> Table:
    year, rows = places.year, list[Row]()
    for organisation, users in enumerate(places.facilitators):
        for source, share in _SHARES:
            amount = (len(users) * _COST_OF_A_POST * Decimal(share)).quantize(Decimal("0.01"))
            posts = (len(users) * Decimal(share)).quantize(Decimal("0.01"))
            made = year.id(Kind.FINANCING, len(rows))
            org_id, by = year.id(Kind.ORGANISATION, organisation), year.id(Kind.USER, places.managers[organisation])
            rows.append((made, org_id, year.number, source.value, 1, amount, posts, by, at(year.first_day)))
    columns = ("id", "facilitator_org_id", "year", "source", "version_no", "amount_eur", "posts_fte", "recorded_by")
    return Table("post_financing", (*columns, "recorded_at"), rows)


def _operations(places: Places) -> tuple[Table, Table]:
    """One operation an organisation, over three years that begin with this one, and its agreement."""
    year, operations, agreements = places.year, list[Row](), list[Row]()
    last_day = date(year.number + 2, 12, 31)
    for organisation, users in enumerate(places.facilitators):
        org_id = year.id(Kind.ORGANISATION, organisation)
        body_id = year.id(Kind.ORGANISATION, places.body(organisation % places.sizes.bodies))
        made, number = year.id(Kind.OPERATION, organisation), f"{year.number}-FSE-{organisation:04d}"
        operations.append(
            (made, org_id, body_id, number, "Développer et suivre les clauses sociales", "2021FR05SFPR001", "1", "H",
             "TRANSITION", year.first_day, last_day, "in_force", year.opening, 1, "none")
        )  # fmt: skip
        cost = Decimal(3 * 78_000 * len(users))
        agreements.append(
            (year.id(Kind.AGREEMENT, organisation), org_id, body_id, made, 1, f"CONV-{number}",
             year.first_day - timedelta(days=20), cost, cost * Decimal("0.6"), Decimal("0.6"), 2, "P40", year.opening,
             "{}")
        )  # fmt: skip
    common = ("id", "facilitator_org_id", "intermediate_body_id")
    of_operation: tuple[str, ...] = (
        "number",
        "title",
        "programme_cci",
        "priority",
        "specific_objective",
        "region_category",
        "first_day",
    )
    of_operation += ("last_day", "state", "created_at", "version", "participant_mode")
    of_agreement: tuple[str, ...] = (
        "operation_id",
        "version_no",
        "reference",
        "signed_on",
        "planned_total_cost",
        "grant_amount",
        "rate",
    )
    of_agreement += ("rate_decimals", "cost_plan", "created_at", "options")
    return (
        Table("operation", (*common, *of_operation), operations),
        Table("grant_agreement", (*common, *of_agreement), agreements),
    )


def _employments(places: Places) -> tuple[Table, Table]:
    year, employments, letters = places.year, list[Row](), list[Row]()
    for organisation, user in _posts(places):
        org_id, employment_id = year.id(Kind.ORGANISATION, organisation), year.id(Kind.EMPLOYMENT, user)
        employments.append(
            (employment_id, org_id, year.id(Kind.USER, user), f"FAC-{user:04d}", "Facilitateur de la clause sociale",
             Decimal(1), Decimal("35.00"), date(year.number - 2, 9, 1), year.opening, 1, "METROPOLE", "12345")
        )  # fmt: skip
        body_id = year.id(Kind.ORGANISATION, places.body(organisation % places.sizes.bodies))
        letters.append(
            (year.id(Kind.ASSIGNMENT, user), org_id, body_id, year.id(Kind.OPERATION, organisation), employment_id, 1,
             "M2", year.first_day, year.first_day - timedelta(days=15), year.opening)
        )  # fmt: skip
    of_employment: tuple[str, ...] = (
        "person_id",
        "staff_number",
        "job_title",
        "working_time_share",
        "weekly_hours",
        "first_day",
    )
    of_employment += ("created_at", "version", "holiday_zone", "working_weekdays")
    of_letter = ("operation_id", "employment_id", "version_no", "method", "first_day", "issued_on", "created_at")
    return (
        Table("employment", ("id", "facilitator_org_id", *of_employment), employments),
        Table("assignment", ("id", "facilitator_org_id", "intermediate_body_id", *of_letter), letters),
    )


def _pay(places: Places) -> Table:
    random, year, rows = random_of("pay"), places.year, list[Row]()
    for organisation, user in _posts(places):
        monthly = Decimal(round(random.triangular(3100, 4900, 3700), 2)).quantize(Decimal("0.01"))
        org_id, by = year.id(Kind.ORGANISATION, organisation), year.id(Kind.USER, places.managers[organisation])
        for month in range(1, 13):
            paid = at(date(year.number, month, 28))
            first_day, made = date(year.number, month, 1), year.id(Kind.PAYROLL, len(rows))
            rows.append((made, org_id, year.id(Kind.EMPLOYMENT, user), first_day, 1, monthly, by, paid, False))
    columns = ("id", "facilitator_org_id", "employment_id", "month", "version_no", "employer_cost", "recorded_by")
    return Table("payroll_month", (*columns, "recorded_at", "regularises"), rows)


def _time(places: Places) -> tuple[Table, Table]:
    """Two half-days a working day, but for five weeks of leave; each month signed, and approved by somebody else."""
    year, sheets, entries = places.year, list[Row](), list[Row]()
    days = [list(_working_days(Month(year.number, number))) for number in range(1, 13)]
    for organisation, user in _posts(places):
        for month in days:
            worked = [day for day in month if not _is_on_leave(user, day)]
            sheet = _sheet(places, organisation, user, Month.of(month[0]), len(sheets))
            lines = list(_lines(year.id(Kind.OPERATION, organisation), user, worked))
            sheets.append(_sheet_row(sheet, content_hash(sheet, lines), places.managers[organisation], places))
            for line in lines:
                made = year.id(Kind.TIME_ENTRY, len(entries))
                entries.append(
                    (made, sheet.facilitator_org_id, sheet.id, line.day, line.operation_id, line.activity.value,
                     line.minutes, line.entered_on, False, line.source.value)
                )  # fmt: skip
    of_sheet: tuple[str, ...] = (
        "employment_id",
        "person_id",
        "month",
        "state",
        "content_hash",
        "signed_by",
        "signed_at",
        "approved_by",
    )
    of_sheet += ("approved_at", "created_at", "version", "nothing_worked", "revision")
    of_entry = ("timesheet_id", "day", "operation_id", "activity", "minutes", "entered_on", "is_travel", "source")
    return (
        Table("timesheet", ("id", "facilitator_org_id", *of_sheet), sheets),
        Table("time_entry", ("id", "facilitator_org_id", *of_entry), entries),
    )


def _working_days(month: Month) -> Iterator[date]:
    holidays = public_holidays(month.year)
    day = month.first_day
    while day <= month.last_day:
        if day.weekday() < SATURDAY and day not in holidays:
            yield day
        day += timedelta(days=1)


def _is_on_leave(user: int, day: date) -> bool:
    """Three weeks in summer, one in spring, one in winter; not the same for all."""
    week = day.isocalendar().week
    return week in {8 + user % 3, 17 + user % 2, 30 + user % 4, 31 + user % 4, 32 + user % 4}


def _lines(operation_id: UUID, user: int, days: Iterable[date]) -> Iterator[TimeEntry]:
    for rank, day in enumerate(days):
        for half in range(2):
            activity = _ACTIVITIES[(user + 3 * rank + half) % len(_ACTIVITIES)]
            theirs = None if activity is _NOT_OF_THE_OPERATION else operation_id
            yield TimeEntry(day=day, operation_id=theirs, activity=activity, minutes=_HALF_DAY, entered_on=day)


def _sheet(places: Places, organisation: int, user: int, month: Month, number: int) -> Timesheet:
    year = places.year
    return Timesheet(
        id=year.id(Kind.TIMESHEET, number),
        facilitator_org_id=year.id(Kind.ORGANISATION, organisation),
        employment_id=year.id(Kind.EMPLOYMENT, user),
        person_id=year.id(Kind.USER, user),
        month=month,
        state=TimesheetState.OPEN,
        content_hash=None,
        signed_by=None,
        signed_at=None,
        approved_by=None,
        approved_at=None,
        reopened_reason=None,
        created_at=at(month.first_day),
        version=1,
    )


def _sheet_row(sheet: Timesheet, signed: str, manager: int, places: Places) -> Row:
    signed_at: datetime = at(sheet.month.last_day, 17).astimezone(UTC)
    approved_by = places.year.id(Kind.USER, manager)
    return (
        sheet.id, sheet.facilitator_org_id, sheet.employment_id, sheet.person_id, sheet.month.first_day,
        TimesheetState.APPROVED.value, signed, sheet.person_id, signed_at, approved_by, signed_at + timedelta(days=4),
        sheet.created_at, 3, False, 1,
    )  # fmt: skip
