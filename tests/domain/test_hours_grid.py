"""The hours grid: its columns, rows and sums, and why a cell cannot be typed in."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from clause.domain.accounts import OrgSummary
from clause.domain.actors import OrgKind
from clause.domain.hours import HireWindow, StatementState
from clause.domain.hours_grid import (
    GridColumn,
    GridHire,
    GridStatement,
    HoursGrid,
    Lock,
    StandingHours,
    build_grid,
    columns_of_days,
    columns_of_months,
    is_by_day,
)
from clause.rules.calendar import Month, Period
from clause.rules.codes import ContractType, HoursNature
from tests.builders.hours import a_window, an_id

TODAY = date(2026, 3, 20)
FEBRUARY, MARCH = Month(2026, 2), Month(2026, 3)
COMPANY = OrgSummary(id=an_id("company"), kind=OrgKind.COMPANY, name="Bâti Nord", identifier="12345678900011")
TRAINING = HoursNature.TRAINING_IN_CONTRACT


def a_hire(
    name: str = "hire", lot: str = "lot", first_day: date = date(2026, 1, 5), end_day: date | None = None
) -> GridHire:
    return GridHire(
        id=an_id(name), facilitator_org_id=an_id("facilitator_org"), facilitator_name="Plaine de Brisemer",
        lot_id=an_id(lot), lot_label=lot, contract_reference="M-1", first_name="Inès", last_name="Morel",
        contract_type=ContractType.FIXED_TERM, first_day=first_day, end_day=end_day,
    )  # fmt: skip


HIRE = a_hire()


def hours(
    text: str, first: date, last: date | None = None, state: StatementState = StatementState.DRAFT,
    nature: HoursNature = HoursNature.WORK, hire: GridHire = HIRE,
) -> StandingHours:  # fmt: skip
    return StandingHours(
        hire_id=hire.id, nature=nature, first_day=first, last_day=last or first, hours=Decimal(text), state=state
    )


def statement(
    state: StatementState = StatementState.SUBMITTED,
    first: Month = MARCH,
    last: Month | None = None,
    facilitator: str = "facilitator_org",
) -> GridStatement:
    return GridStatement(
        id=an_id(f"{state} {first}"), facilitator_org_id=an_id(facilitator), month=first, last_month=last, state=state,
        nothing_worked=False, line_count=1, hours_declared=Decimal(10), decision_reason=None,
        submitted_at=datetime(2026, 4, 1, tzinfo=UTC),
    )  # fmt: skip


def grid(
    *standing: StandingHours,
    columns: tuple[GridColumn, ...] = columns_of_months(MARCH, 2),
    hires: tuple[GridHire, ...] = (HIRE,),
    statements: tuple[GridStatement, ...] = (),
    today: date = TODAY,
) -> HoursGrid:
    return build_grid(COMPANY, columns, hires, standing, statements, today)


def march(number: int) -> date:
    return date(2026, 3, number)


def locks(found: HoursGrid) -> list[Lock | None]:
    return [cell.lock for cell in found.rows[0].cells]


def test_columns_are_the_last_months_up_to_the_one_named_over_the_turn_of_the_year() -> None:
    columns = columns_of_months(Month(2026, 1), 3)
    assert [(column.key, column.days) for column in columns] == [
        ("2025-11", Period(date(2025, 11, 1), date(2025, 11, 30))),
        ("2025-12", Period(date(2025, 12, 1), date(2025, 12, 31))),
        ("2026-01", Period(date(2026, 1, 1), date(2026, 1, 31))),
    ]
    assert [column.month for column in columns] == [Month(2025, 11), Month(2025, 12), Month(2026, 1)]
    assert {(column.is_day, column.is_weekend) for column in columns} == {(False, False)}
    assert [column.key for column in columns_of_months(MARCH, 1)] == ["2026-03"]


def test_a_month_that_begins_on_a_sunday_is_no_weekend() -> None:
    assert [column.is_weekend for column in columns_of_months(MARCH, 1)] == [False]


def test_columns_of_days_are_all_days_of_the_month_with_its_saturdays_and_sundays() -> None:
    columns = columns_of_days(FEBRUARY)
    assert [column.key for column in columns] == [f"2026-02-{number:02d}" for number in range(1, 29)]
    assert [column.days.first_day.day for column in columns if column.is_weekend] == [1, 7, 8, 14, 15, 21, 22, 28]
    assert {(column.is_day, column.month) for column in columns} == {(True, FEBRUARY)}


@pytest.mark.parametrize(
    ("first_day", "end_day", "is_employed"),
    [
        (march(31), None, True),
        (date(2026, 4, 1), None, False),
        (date(2026, 1, 5), march(1), True),
        (date(2026, 1, 5), date(2026, 2, 28), False),
        (march(10), march(10), True),
    ],
)
def test_a_contract_runs_in_a_month_with_one_day_of_it(
    first_day: date, end_day: date | None, is_employed: bool
) -> None:
    assert a_hire(first_day=first_day, end_day=end_day).is_employed(MARCH.period) is is_employed
    column = columns_of_months(MARCH, 1)
    found = grid(hires=(a_hire(first_day=first_day, end_day=end_day),), columns=column, today=date(2026, 4, 2))
    assert locks(found) == [None if is_employed else Lock.NOT_EMPLOYED]


def test_a_row_has_its_hires_hours_of_each_month_and_nothing_where_none_stand() -> None:
    found = grid(hours("70.25", march(2), march(31)), hours("5.50", march(3)), hours("9.00", date(2026, 4, 1)))
    [row] = found.rows
    assert [cell.hours for cell in row.cells] == [None, Decimal("75.75")]
    assert [cell.column for cell in row.cells] == list(found.columns)
    assert (row.hire, row.nature, row.total) == (HIRE, HoursNature.WORK, Decimal("75.75"))
    assert row.key == f"{HIRE.id}:WORK"


def test_a_nature_has_a_row_once_hours_of_it_stand_or_it_is_asked_for() -> None:
    other = a_hire("other")
    found = grid(hours("7.00", march(2), nature=TRAINING, hire=other), hires=(HIRE, other))
    assert [(row.hire, row.nature) for row in found.rows] == [
        (HIRE, HoursNature.WORK), (other, HoursNature.WORK), (other, TRAINING),
    ]  # fmt: skip
    asked = build_grid(COMPANY, columns_of_months(MARCH, 1), [HIRE], [], [], TODAY, natures=(TRAINING,))
    assert [row.nature for row in asked.rows] == [TRAINING]


def test_a_lot_shows_its_own_hires_and_all_lots_can_be_chosen() -> None:
    other = a_hire("other", "lot 2")
    again = a_hire("again", "lot 2")
    found = build_grid(COMPANY, columns_of_months(MARCH, 1), [HIRE, other, again], [], [], TODAY, lot_id=an_id("lot 2"))
    assert [row.hire for row in found.rows] == [other, again]
    assert [hire.lot_label for hire in found.lots] == ["lot", "lot 2"]
    assert len(grid(hires=(HIRE, other, again)).rows) == 3


def test_hours_add_up_by_column_and_over_the_grid() -> None:
    other = a_hire("other")
    found = grid(
        hours("10.00", date(2026, 2, 2)), hours("70.25", march(2)), hours("1.50", march(2), hire=other),
        hires=(HIRE, other),
    )  # fmt: skip
    assert [found.column_total(column) for column in found.columns] == [Decimal("10.00"), Decimal("71.75")]
    assert found.total == Decimal("81.75")
    assert grid().total == 0
    assert grid().column_total(found.columns[0]) == 0


def test_the_statements_of_a_month_come_the_open_one_first() -> None:
    rejected = statement(StatementState.REJECTED)
    validated = statement(StatementState.VALIDATED, FEBRUARY, MARCH)
    submitted = statement(StatementState.SUBMITTED)
    found = grid(statements=(rejected, validated, submitted))
    assert found.statements_of(MARCH) == [submitted, rejected, validated]
    assert found.statements_of(FEBRUARY) == [validated]
    assert found.statements_of(Month(2026, 1)) == []


def test_validated_hours_are_typed_no_more() -> None:
    column = columns_of_months(MARCH, 1)
    found = grid(
        hours("7.00", march(2), state=StatementState.VALIDATED), hours("7.00", march(3)), columns=column
    )  # fmt: skip
    assert locks(found) == [Lock.VALIDATED]
    handed_over = grid(
        hours("7.00", march(2), state=StatementState.VALIDATED), columns=column, statements=(statement(),)
    )
    assert locks(handed_over) == [Lock.VALIDATED]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (statement(), [None, Lock.SUBMITTED]),
        (statement(first=FEBRUARY, last=MARCH), [Lock.SUBMITTED, Lock.SUBMITTED]),
        (statement(facilitator="another facilitator"), [None, None]),
        (statement(StatementState.DRAFT), [None, None]),
        (statement(StatementState.CORRECTION_REQUESTED), [None, None]),
        (statement(StatementState.VALIDATED), [None, None]),
    ],
)
def test_months_that_were_handed_over_to_the_hires_facilitator_are_locked(
    found: GridStatement, expected: list[Lock | None]
) -> None:
    assert locks(grid(statements=(found,))) == expected


def test_a_month_that_was_handed_over_is_locked_before_it_matters_who_was_employed() -> None:
    hire = a_hire(first_day=date(2026, 6, 1))
    assert locks(grid(hires=(hire,), statements=(statement(),))) == [Lock.NOT_EMPLOYED, Lock.SUBMITTED]


@pytest.mark.parametrize(("today", "lock"), [(date(2026, 2, 28), Lock.TO_COME), (march(1), None)])
def test_a_month_is_typed_once_it_has_begun(today: date, lock: Lock | None) -> None:
    assert locks(grid(columns=columns_of_months(MARCH, 1), today=today)) == [lock]


def test_a_day_is_typed_once_it_is_there_and_under_contract() -> None:
    hire = a_hire(first_day=march(3), end_day=march(21))
    found = grid(hires=(hire,), columns=columns_of_days(MARCH))
    by_day = {cell.column.days.first_day.day: cell.lock for cell in found.rows[0].cells}
    assert [by_day[number] for number in (2, 3, 20, 21, 22)] == [
        Lock.NOT_EMPLOYED, None, None, Lock.TO_COME, Lock.NOT_EMPLOYED,
    ]  # fmt: skip


def test_days_show_hours_of_one_day_only_and_a_longer_line_is_typed_by_month() -> None:
    columns = columns_of_days(MARCH)[:5]
    single = grid(hours("7.00", march(2)), hours("1.00", march(2)), columns=columns)
    assert [cell.hours for cell in single.rows[0].cells] == [None, Decimal("8.00"), None, None, None]
    assert locks(single) == [None] * 5
    longer = grid(hours("7.00", march(2)), hours("20.00", march(3), march(5)), columns=columns)
    assert [cell.hours for cell in longer.rows[0].cells] == [None, Decimal("7.00"), None, None, None]
    assert locks(longer) == [Lock.BY_MONTH] * 5
    of_february = grid(hours("20.00", date(2026, 2, 3), date(2026, 2, 5)), columns=columns)
    assert locks(of_february) == [None] * 5


def test_several_lines_of_a_month_are_typed_by_day() -> None:
    found = grid(hours("7.00", march(2)), hours("7.00", march(3)), hours("7.00", date(2026, 2, 1), date(2026, 2, 28)))
    assert locks(found) == [None, Lock.BY_DAY]


@pytest.mark.parametrize(
    ("lines", "today", "is_more"),
    [
        ([], TODAY, False),
        ([(2, 31)], TODAY, False),
        ([(2, 2)], TODAY, True),
        ([(2, 2), (3, 3)], TODAY, True),
        ([(2, 15), (16, 31)], TODAY, True),
        ([(1, 1)], march(1), False),
        ([(1, 1)], march(2), True),
    ],
)
def test_a_single_day_is_more_than_the_month_says_unless_the_month_has_no_other_day_yet(
    lines: list[tuple[int, int]], today: date, is_more: bool
) -> None:
    days = [(march(first), march(last)) for first, last in lines]
    assert is_by_day(days, None, MARCH, today) is is_more


@pytest.mark.parametrize(
    ("first_day", "end_day", "is_more"),
    [
        (march(10), march(10), False),
        (march(10), march(11), True),
        (march(9), march(10), True),
        (date(2026, 2, 1), march(1), False),
        (date(2026, 2, 1), march(2), True),
        (march(31), None, False),
        (march(30), None, True),
    ],
)
def test_a_contract_of_a_single_day_in_the_month_makes_that_day_the_months_line(
    first_day: date, end_day: date | None, is_more: bool
) -> None:
    day = (march(10), march(10))
    hires: tuple[GridHire | HireWindow, ...] = (
        a_hire(first_day=first_day, end_day=end_day), a_window(first_day=first_day, end_day=end_day),
    )  # fmt: skip
    for hire in hires:
        assert is_by_day([day], hire, MARCH, date(2026, 6, 15)) is is_more
