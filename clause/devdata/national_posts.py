"""Facilitators' posts: who pays for them, the operation of the fund that each stands in, a year of time and of pay."""

from datetime import date, timedelta
from decimal import Decimal

from clause.devdata.national_places import Places
from clause.devdata.national_plan import Kind, Row, Table, at, random_of
from clause.devdata.national_time import EMPLOYED_SINCE_YEARS, WEEKLY_HOURS, draw_time, posts_of
from clause.rules.statistics import FundingSource
from clause.rules.work_pattern import MONDAY_TO_FRIDAY

_SHARES = (
    (FundingSource.LOCAL, "0.45"), (FundingSource.FSE, "0.27"), (FundingSource.STATE, "0.16"),
    (FundingSource.DEPARTMENT, "0.07"), (FundingSource.REGION, "0.05"),
)  # fmt: skip
_COST_OF_A_POST = Decimal(52_000)


def draw_posts(places: Places) -> tuple[Table, ...]:
    """One post a facilitator: its money, operation, letter, pay of twelve months and twelve approved months of time."""
    return (_financing(places), *_operations(places), *_employments(places), _pay(places), *draw_time(places))


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
    for organisation, user in posts_of(places):
        org_id, employment_id = year.id(Kind.ORGANISATION, organisation), year.id(Kind.EMPLOYMENT, user)
        employments.append(
            (employment_id, org_id, year.id(Kind.USER, user), f"FAC-{user:04d}", "Facilitateur de la clause sociale",
             Decimal(1), WEEKLY_HOURS, date(year.number - EMPLOYED_SINCE_YEARS, 9, 1), year.opening, 1, "METROPOLE",
             MONDAY_TO_FRIDAY)
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
    for organisation, user in posts_of(places):
        monthly = Decimal(round(random.triangular(3100, 4900, 3700), 2)).quantize(Decimal("0.01"))
        org_id, by = year.id(Kind.ORGANISATION, organisation), year.id(Kind.USER, places.managers[organisation])
        for month in range(1, 13):
            paid = at(date(year.number, month, 28))
            first_day, made = date(year.number, month, 1), year.id(Kind.PAYROLL, len(rows))
            rows.append((made, org_id, year.id(Kind.EMPLOYMENT, user), first_day, 1, monthly, by, paid, False))
    columns = ("id", "facilitator_org_id", "employment_id", "month", "version_no", "employer_cost", "recorded_by")
    return Table("payroll_month", (*columns, "recorded_at", "regularises"), rows)
