"""Hours statements: every move, and the days that a line stands for."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from clause.domain.errors import WrongState
from clause.domain.hours import STATEMENT_MOVES, DeclaredLine, HireWindow, StatementState
from clause.domain.hours_drafts import line_under_check
from clause.rules.calendar import Month, MonthSpan
from tests.builders.hours import a_window, an_id

TODAY = date(2026, 6, 15)
S = StatementState
ALLOWED = {
    ("replace_lines", S.DRAFT): S.DRAFT,
    ("replace_lines", S.CORRECTION_REQUESTED): S.CORRECTION_REQUESTED,
    ("submit", S.DRAFT): S.SUBMITTED,
    ("submit", S.CORRECTION_REQUESTED): S.SUBMITTED,
    ("validate", S.SUBMITTED): S.VALIDATED,
    ("reject", S.SUBMITTED): S.REJECTED,
    ("request_correction", S.SUBMITTED): S.CORRECTION_REQUESTED,
}


@pytest.mark.parametrize("state", StatementState)
@pytest.mark.parametrize("action", sorted(STATEMENT_MOVES.moves))
def test_a_statement_moves_as_the_table_says_and_no_other_way(action: str, state: StatementState) -> None:
    if (action, state) in ALLOWED:
        assert STATEMENT_MOVES.after(state, action) is ALLOWED[action, state]
        return
    with pytest.raises(WrongState) as refused:
        STATEMENT_MOVES.after(state, action)
    assert refused.value.code == "HRS-002"
    assert refused.value.values["state"] == state.value


def test_a_statement_is_open_for_corrections_until_it_is_handed_over_or_decided() -> None:
    assert {state for state in S if state.is_open_for_corrections} == {S.DRAFT, S.CORRECTION_REQUESTED}
    assert {state for state in S if state.is_decided} == {S.VALIDATED, S.REJECTED}


def days_of(hire: HireWindow | None, month: str, **typed: date) -> tuple[date, date]:
    declared = replace(DeclaredLine(hire_id=an_id("hire"), hours_declared=Decimal("1.00")), **typed)  # type: ignore[arg-type]
    line = line_under_check("lines[0]", declared, hire, MonthSpan.of(Month.parse(month)), TODAY)
    return line.first_day, line.last_day


def test_a_line_without_days_stands_for_the_whole_month() -> None:
    assert days_of(a_window(), "2026-03") == (date(2026, 3, 1), date(2026, 3, 31))


def test_a_line_without_days_starts_with_the_contract() -> None:
    assert days_of(a_window(first_day=date(2026, 3, 9)), "2026-03") == (date(2026, 3, 9), date(2026, 3, 31))


def test_a_line_without_days_ends_with_the_contract() -> None:
    assert days_of(a_window(end_day=date(2026, 3, 20)), "2026-03") == (date(2026, 3, 1), date(2026, 3, 20))


def test_a_line_without_days_ends_today_at_the_latest() -> None:
    assert days_of(a_window(), "2026-06") == (date(2026, 6, 1), TODAY)


def test_days_that_are_typed_are_kept() -> None:
    typed = {"first_day": date(2026, 3, 10), "last_day": date(2026, 3, 12)}
    assert days_of(a_window(), "2026-03", **typed) == (date(2026, 3, 10), date(2026, 3, 12))


def test_a_month_without_a_day_under_contract_is_looked_at_whole() -> None:
    assert days_of(a_window(first_day=date(2026, 4, 1)), "2026-03") == (date(2026, 3, 1), date(2026, 3, 31))


def test_an_unknown_hire_is_looked_at_for_the_whole_month() -> None:
    assert days_of(None, "2026-06") == (date(2026, 6, 1), date(2026, 6, 30))
