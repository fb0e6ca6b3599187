"""Drafts are built in one way, whoever declares: the same checks, the same refusal, the same lines."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from uuid import UUID

import pytest

from clause.domain.accounts import OrgSummary
from clause.domain.actors import OrgKind
from clause.domain.errors import Refused
from clause.domain.hours import DeclaredLine, HireWindow
from clause.domain.hours_drafts import (
    Declarant,
    Declaration,
    Surroundings,
    declared_again,
    new_draft,
    under_check,
    with_lines,
)
from clause.rules.calendar import Month, MonthSpan
from tests.builders.hours import a_rulebook, a_window, an_id

TODAY = date(2026, 6, 15)
COMPANY = OrgSummary(id=an_id("company"), kind=OrgKind.COMPANY, name="Bâti Nord", identifier="12345678900011")
MARCH = MonthSpan.of(Month(2026, 3))
FIRST_QUARTER = MonthSpan(Month(2026, 1), Month(2026, 3))


def a_declarant() -> Declarant:
    numbers = count(1)
    return Declarant(an_id("agent"), datetime(2026, 6, 15, 9, tzinfo=UTC), lambda: UUID(int=next(numbers)))


def a_quarterly_window() -> HireWindow:
    return a_window(book=a_rulebook(statement_cadence="QUARTERLY"))


def line(hire: HireWindow, hours: str, month: str | None = None, first: str | None = None) -> DeclaredLine:
    return DeclaredLine(
        hire_id=hire.id,
        hours_declared=Decimal(hours),
        month=Month.parse(month) if month else None,
        first_day=date.fromisoformat(first) if first else None,
    )


def declaration(*lines: DeclaredLine, months: MonthSpan = MARCH) -> Declaration:
    return Declaration(COMPANY, months, lines)


def known(*windows: HireWindow) -> Surroundings:
    return Surroundings(TODAY, {window.id: window for window in windows})


def refusals(declared: Declaration, surroundings: Surroundings) -> list[tuple[str, str | None]]:
    with pytest.raises(Refused) as refused:
        new_draft(declared, surroundings, a_declarant())
    assert refused.value.code == "HRS-005"
    return [(finding.code, finding.field) for finding in refused.value.findings]


def test_a_draft_goes_to_the_facilitator_of_its_first_hire_with_the_usual_days() -> None:
    hire = a_window(first_day=date(2026, 3, 9))
    checked = new_draft(declaration(line(hire, "70.00")), known(hire), a_declarant())
    [recorded] = checked.statement.lines
    assert checked.statement.facilitator_org_id == hire.facilitator_org_id
    assert (recorded.position, recorded.first_day, recorded.last_day) == (1, date(2026, 3, 9), date(2026, 3, 31))
    assert checked.findings == ()


def test_a_hire_that_is_not_known_refuses_the_draft_and_names_its_line() -> None:
    hire = a_window()
    lines = line(hire, "70.00"), line(a_window("unknown"), "10.00")
    assert refusals(declaration(*lines), known(hire)) == [("HRS-011", "lines[1].hire_id")]


def test_other_lines_take_the_place_of_those_declared_one_version_on() -> None:
    hire = a_window()
    before = new_draft(declaration(line(hire, "70.00")), known(hire), a_declarant()).statement
    after = with_lines(before, [line(hire, "35.00")], known(hire), a_declarant().new_id).statement
    assert (after.id, after.version) == (before.id, before.version + 1)
    assert [recorded.hours_declared for recorded in after.lines] == [Decimal("35.00")]
    assert declared_again(after).facilitator_org_id == hire.facilitator_org_id


def test_a_line_of_a_quarter_belongs_to_the_month_of_its_days_or_to_the_one_it_names() -> None:
    hire = a_window()
    lines = line(hire, "70.00", first="2026-02-09"), line(hire, "80.00", month="2026-03")
    checked = under_check(declaration(*lines, months=FIRST_QUARTER), known(hire))
    assert [(found.first_day, found.last_day) for found in checked.lines] == [
        (date(2026, 2, 9), date(2026, 2, 28)),
        (date(2026, 3, 1), date(2026, 3, 31)),
    ]


def test_a_line_of_a_quarter_that_says_neither_month_nor_day_is_refused() -> None:
    hire = a_window()
    declared = declaration(line(hire, "70.00"), months=FIRST_QUARTER)
    assert refusals(declared, known(hire)) == [("HRS-034", "lines[0].month")]


@pytest.mark.parametrize(
    ("month", "codes"),
    [("2025-12", ["HRS-035"]), ("2026-01", []), ("2026-03", []), ("2026-04", ["HRS-035"])],
)
def test_the_month_of_a_line_is_one_of_the_statements(month: str, codes: list[str]) -> None:
    book = a_rulebook(statement_cadence="QUARTERLY")
    since = date(2025, 1, 1)
    hire = a_window(first_day=since, execution=(since, date(2026, 12, 31)), eligibility=(since, TODAY), book=book)
    declared = declaration(line(hire, "70.00", month=month), months=FIRST_QUARTER)
    if codes:
        assert refusals(declared, known(hire)) == [(code, "lines[0].month") for code in codes]
    else:
        assert new_draft(declared, known(hire), a_declarant()).findings == ()


def test_a_line_of_a_quarter_does_not_run_from_one_month_into_the_next() -> None:
    hire = a_window()
    across = DeclaredLine(
        hire_id=hire.id, hours_declared=Decimal(70), first_day=date(2026, 1, 20), last_day=date(2026, 2, 10)
    )
    assert refusals(declaration(across, months=FIRST_QUARTER), known(hire)) == [("HRS-016", "lines[0].last_day")]


def test_the_bound_of_a_month_holds_for_each_month_of_a_quarter() -> None:
    hire = a_quarterly_window()
    months = [line(hire, "160.00", month=f"2026-0{number}") for number in (1, 2, 3)]
    assert new_draft(declaration(*months, months=FIRST_QUARTER), known(hire), a_declarant()).findings == ()
    too_many = line(hire, "265.72", month="2026-02")
    assert refusals(declaration(*months[:1], too_many, months=FIRST_QUARTER), known(hire)) == [
        ("HRS-020", "lines[1].hours_declared")
    ]


def test_a_quarter_whose_last_month_has_not_begun_is_refused() -> None:
    hire = a_window(book=a_rulebook(statement_cadence="HALF_YEARLY"))
    to_september = MonthSpan(Month(2026, 4), Month(2026, 9))
    declared = declaration(line(hire, "70.00", month="2026-04"), months=to_september)
    assert ("HRS-010", "period.last_month") in refusals(declared, known(hire))
