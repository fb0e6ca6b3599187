"""Rows of a file against what stands: new, changed, unchanged or refused, each reason at its cell."""

from datetime import date
from decimal import Decimal

import pytest

from clause.domain.findings import Severity
from clause.domain.hours import HireWindow, StatementState
from clause.domain.hours_import import HoursRow, HoursRowStatus, SheetField
from clause.domain.hours_import_decisions import (
    KnownHours,
    MatchedRow,
    OpenStatement,
    Standing,
    decide_rows,
    declared_line,
    declared_lines,
    kept_lines,
    row_again,
)
from clause.rules.calendar import Month, MonthSpan, Period
from clause.rules.codes import HoursNature
from tests.builders.hours import a_window, an_id
from tests.builders.sheet_rows import HIRE, LAYOUT, MARCH, a_layout, a_part, a_row, lines_of, standing, told

TODAY = date(2026, 6, 15)
TRAINING = HoursNature.TRAINING_IN_CONTRACT
NEW, CHANGED, UNCHANGED, REFUSED = (
    HoursRowStatus.NEW, HoursRowStatus.CHANGED, HoursRowStatus.UNCHANGED, HoursRowStatus.REFUSED,
)  # fmt: skip


def opened(
    state: StatementState = StatementState.DRAFT,
    months: MonthSpan | None = None,
    company: str = "company",
    statement: str = "statement",
) -> OpenStatement:
    return OpenStatement(an_id(statement), an_id(company), state, months or MonthSpan.of(MARCH))


def decided(
    *rows: MatchedRow, stands: tuple[Standing, ...] = (), statements: tuple[OpenStatement, ...] = ()
) -> list[HoursRowStatus]:
    windows: dict[object, HireWindow] = {row.hire.id: row.hire for row in rows}
    known = KnownHours(TODAY, an_id("facilitator_org"), stands, statements, windows)  # type: ignore[arg-type]
    decide_rows(rows, known)
    return [row.status for row in rows]


def test_hours_that_stand_nowhere_are_new_and_are_declared() -> None:
    row = a_row()
    assert decided(row) == [NEW]
    assert lines_of(row) == [(HIRE.id, HoursNature.WORK, Decimal("100.00"), None, None)]
    assert [line.month for line in row.lines] == [MARCH]
    assert (row.replaced, told(row)) == ([], [])


@pytest.mark.parametrize("state", [*StatementState, None])
def test_the_same_hours_again_change_nothing_in_whatever_state_they_stand(state: StatementState | None) -> None:
    row = a_row()
    assert decided(row, stands=(standing(state=state),)) == [UNCHANGED]
    assert (row.lines, row.replaced, told(row)) == ([], [], [])


@pytest.mark.parametrize(("typed", "status"), [("100.00", UNCHANGED), ("90.00", UNCHANGED), ("95.00", REFUSED)])
def test_hours_as_declared_and_hours_as_accepted_are_both_the_same(typed: str, status: HoursRowStatus) -> None:
    booked = standing("90.00", state=None, declared="100.00")
    assert decided(a_row(a_part(typed)), stands=(booked,)) == [status]


@pytest.mark.parametrize("state", [StatementState.DRAFT, StatementState.CORRECTION_REQUESTED])
def test_other_hours_take_the_place_of_those_still_with_the_company(state: StatementState) -> None:
    row = a_row(a_part("101.00"))
    assert decided(row, stands=(standing(state=state),), statements=(opened(state),)) == [CHANGED]
    assert [line.hours_declared for line in row.lines] == [Decimal("101.00")]
    assert (row.replaced, told(row)) == ([an_id("line")], [])


@pytest.mark.parametrize(
    ("state", "code"), [(StatementState.SUBMITTED, "IHR-050"), (StatementState.VALIDATED, "IHR-050"), (None, "IHR-051")]
)
def test_other_hours_than_those_handed_over_or_booked_are_refused(state: StatementState | None, code: str) -> None:
    row = a_row(a_part("101.00"))
    stands = standing("62.5", state=state, last=15), standing("37.50", state=state, first=16, line="other")
    assert decided(row, stands=stands) == [REFUSED]
    assert (told(row), row.lines, row.replaced) == ([(code, "Mars!D2")], [], [])
    assert row.row.findings[0].values == {"column": "hours", "known": "100,00"}


def test_hours_booked_in_part_are_no_longer_the_companys_to_change() -> None:
    row = a_row(a_part("101.00"))
    stands = standing("50.00", last=15), standing("30.00", state=None, first=16)
    assert decided(row, stands=stands) == [REFUSED]
    assert [(one.code, one.values["known"]) for one in row.row.findings] == [("IHR-051", "80,00")]


def test_lines_handed_over_in_part_are_not_changed_either() -> None:
    row = a_row(a_part("101.00"))
    stands = standing("50.00", last=15), standing("30.00", state=StatementState.SUBMITTED, first=16)
    assert decided(row, stands=stands) == [REFUSED]
    assert told(row) == [("IHR-050", "Mars!D2")]


def test_new_hours_do_not_join_a_statement_that_was_handed_over() -> None:
    row = a_row()
    assert decided(row, statements=(opened(StatementState.SUBMITTED),)) == [REFUSED]
    assert (told(row), row.lines) == ([("IHR-052", "Mars!C2")], [])


@pytest.mark.parametrize(
    ("statement", "status"),
    [
        (opened(StatementState.DRAFT), NEW),
        (opened(StatementState.CORRECTION_REQUESTED), NEW),
        (opened(StatementState.SUBMITTED, company="another company"), NEW),
        (opened(StatementState.SUBMITTED, MonthSpan.of(Month(2026, 4))), NEW),
        (opened(StatementState.SUBMITTED, MonthSpan(Month(2026, 1), Month(2026, 2))), NEW),
        (opened(StatementState.SUBMITTED, MonthSpan(Month(2026, 1), MARCH)), REFUSED),
        (opened(StatementState.SUBMITTED, MonthSpan(MARCH, Month(2026, 5))), REFUSED),
    ],
)
def test_only_a_statement_of_the_company_and_month_stops_new_hours(
    statement: OpenStatement, status: HoursRowStatus
) -> None:
    assert decided(a_row(), statements=(statement,)) == [status]


@pytest.mark.parametrize(
    "elsewhere",
    [
        standing("1.00", state=None, nature=TRAINING),
        standing("1.00", state=None, month=Month(2026, 5)),
        standing("1.00", state=None, hire=a_window("other hire", person="somebody else")),
    ],
)
def test_hours_of_another_nature_month_or_hire_are_not_these(elsewhere: Standing) -> None:
    assert decided(a_row(), stands=(elsewhere,)) == [NEW]


@pytest.mark.parametrize(
    ("first", "last", "hours", "status", "replaced"),
    [
        (1, 10, "50.00", UNCHANGED, []),
        (1, 9, "50.00", CHANGED, ["line"]),
        (2, 10, "50.00", CHANGED, ["line"]),
        (1, 10, "50.01", CHANGED, ["line"]),
        (10, 20, "50.00", CHANGED, ["line"]),
        (11, 20, "50.00", NEW, []),
        (10, 21, "50.00", CHANGED, ["line", "later"]),
    ],
)
def test_hours_of_some_days_are_compared_with_those_that_share_a_day(
    first: int, last: int, hours: str, status: HoursRowStatus, replaced: list[str]
) -> None:
    row = a_row(a_part(hours, first=first, last=last))
    stands = standing("50.00", last=10), standing("20.00", first=21, last=31, line="later")
    assert decided(row, stands=stands, statements=(opened(),)) == [status]
    assert row.replaced == [an_id(name) for name in replaced]


def test_a_row_with_one_of_its_days_is_compared_by_days_too() -> None:
    early, late = a_row(a_part("20.00", first=21)), a_row(a_part("20.00", last=10))
    stands = (standing("20.00", first=21),)
    assert decided(early, stands=stands) == [UNCHANGED]
    assert decided(late, stands=stands) == [NEW]
    assert lines_of(late) == [(HIRE.id, HoursNature.WORK, Decimal("20.00"), None, date(2026, 3, 10))]


@pytest.mark.parametrize(("first", "last"), [(21, None), (None, 30)])
def test_as_many_hours_of_other_days_are_a_change_even_where_one_day_only_is_said(
    first: int | None, last: int | None
) -> None:
    row = a_row(a_part("20.00", first=first, last=last))
    stands = (standing("20.00", first=20 if first else 1),)
    assert decided(row, stands=stands, statements=(opened(),)) == [CHANGED]


def test_a_row_without_days_stands_for_all_lines_of_its_month() -> None:
    stands = standing("60.00", last=15), standing("40.00", first=16, line="later")
    same, other = a_row(a_part("100.00")), a_row(a_part("60.00"))
    assert decided(same, stands=stands) == [UNCHANGED]
    assert decided(other, stands=stands, statements=(opened(),)) == [CHANGED]
    assert other.replaced == [an_id("line"), an_id("later")]


def test_the_same_person_and_month_given_twice_is_refused_at_the_name_of_the_later_row() -> None:
    first, again, elsewhere = a_row(), a_row(number=5), a_row(number=3, layout=a_layout(sheet="Suite"))
    assert decided(first, again, elsewhere) == [NEW, REFUSED, REFUSED]
    assert told(again) == [("IHR-048", "Mars!B5")]
    assert again.row.findings[0].values == {"column": "last_name", "other": "2"}
    assert elsewhere.row.findings[0].values == {"column": "last_name", "other": "2 (Mars)"}
    assert (again.lines, elsewhere.lines) == ([], [])


@pytest.mark.parametrize(
    "again",
    [
        a_row(a_part(nature=TRAINING), number=5),
        a_row(month=Month(2026, 4), number=5),
        a_row(hire=a_window("other hire", person="somebody else"), number=5),
    ],
)
def test_another_nature_month_or_hire_is_not_given_twice(again: MatchedRow) -> None:
    assert decided(a_row(), again) == [NEW, NEW]


@pytest.mark.parametrize(("first", "last", "is_twice"), [(1, 9, False), (1, 10, True), (20, 31, True), (21, 31, False)])
def test_rows_of_a_hire_share_no_day(first: int, last: int, is_twice: bool) -> None:
    rows = a_row(a_part("40.00", first=10, last=20)), a_row(a_part("40.00", first=first, last=last), number=5)
    assert decided(*rows) == [NEW, REFUSED if is_twice else NEW]
    assert [code for code, _ in told(rows[1])] == (["IHR-048"] if is_twice else [])


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [(1, 8, "HRS-017"), (9, 9, "IHR-048"), (20, 20, "IHR-048"), (21, 31, "HRS-017"), (25, 2, "IHR-048")],
)
def test_a_row_without_days_stands_for_those_of_the_contract(first: int, last: int, code: str) -> None:
    hire = a_window(first_day=date(2026, 3, 9), end_day=date(2026, 3, 20))
    rows = a_row(hire=hire), a_row(a_part("5.00", first=first, last=last), hire=hire, number=5)
    assert decided(*rows) == [NEW, REFUSED]
    assert code in [finding.code for finding in rows[1].row.findings]
    assert ("IHR-048" in [finding.code for finding in rows[1].row.findings]) == (code == "IHR-048")


def test_the_days_of_a_contract_that_was_over_are_the_whole_month() -> None:
    hire = a_window(end_day=date(2026, 2, 20))
    rows = a_row(hire=hire), a_row(a_part("5.00", first=1, last=1), hire=hire, number=5)
    assert decided(*rows) == [REFUSED, REFUSED]
    assert ("IHR-048", "Mars!B5") in told(rows[1])


@pytest.mark.parametrize(
    ("work", "training", "status", "natures"),
    [
        ("100.00", "20.00", UNCHANGED, []),
        ("101.00", "20.00", CHANGED, [HoursNature.WORK]),
        ("101.00", "21.00", CHANGED, [HoursNature.WORK, TRAINING]),
    ],
)
def test_each_part_of_a_row_is_compared_for_itself(
    work: str, training: str, status: HoursRowStatus, natures: list[HoursNature]
) -> None:
    row = a_row(a_part(work), a_part(training, TRAINING))
    stands = standing("100.00"), standing("20.00", nature=TRAINING, line="training")
    assert decided(row, stands=stands, statements=(opened(),)) == [status]
    assert [line.nature for line in row.lines] == natures


def test_a_row_is_new_changed_or_refused_as_soon_as_one_of_its_parts_is() -> None:
    same_and_new = a_row(a_part(), a_part("20.00", TRAINING))
    assert decided(same_and_new, stands=(standing(),)) == [NEW]
    changed_and_new = a_row(a_part("101.00"), a_part("20.00", TRAINING))
    assert decided(changed_and_new, stands=(standing(),), statements=(opened(),)) == [CHANGED]
    refused_and_new = a_row(a_part("101.00"), a_part("20.00", TRAINING))
    assert decided(refused_and_new, stands=(standing(state=None),)) == [REFUSED]
    assert declared_lines([refused_and_new]) == ([], set())


def test_what_rows_declare_leaves_out_the_refused_and_gathers_what_they_replace() -> None:
    new, changed, same, refused = (a_row(number=number) for number in range(2, 6))
    line = declared_line(HIRE.id, a_part(), MARCH)
    new.status, new.lines = NEW, [line]
    changed.status, changed.lines, changed.replaced = CHANGED, [line, line], [an_id("one"), an_id("two")]
    same.replaced = [an_id("three")]
    refused.status, refused.lines, refused.replaced = REFUSED, [line], [an_id("four")]
    assert declared_lines([new, changed, same, refused]) == ([line, line, line], {an_id("one"), an_id("two")})


def test_lines_that_are_not_replaced_stay_with_the_hours_that_were_declared() -> None:
    stays = standing("50.00", first=3, last=9, nature=TRAINING, declared="60.00", line="stays")
    [line] = kept_lines([stays, standing(line="goes")], {an_id("goes")})
    assert (line.hire_id, line.month, line.nature) == (HIRE.id, MARCH, TRAINING)
    assert (line.hours_declared, line.first_day, line.last_day) == (
        Decimal("60.00"), date(2026, 3, 3), date(2026, 3, 9),
    )  # fmt: skip


def test_a_row_of_a_report_is_decided_once_more_from_its_parts() -> None:
    report = HoursRow(
        position=7, sheet="Mars", row=9, status=NEW, findings=(), cells={"hours": "100"}, hire_id=HIRE.id,
        lot_id=HIRE.lot_id, month=MARCH, parts=(a_part(),),
    )  # fmt: skip
    again = row_again(report, LAYOUT, HIRE)
    assert (again.row.position, again.row.row, again.row.layout, again.row.cells) == (7, 9, LAYOUT, {})
    assert (again.status, again.key, again.hire) == (UNCHANGED, (HIRE.company_id, MARCH), HIRE)
    assert decided(again) == [NEW]


def test_a_row_without_its_month_goes_into_no_statement() -> None:
    with pytest.raises(ValueError, match="without its month"):
        decided(a_row(month=None))


@pytest.mark.parametrize("state", [StatementState.SUBMITTED, None])
def test_what_stands_is_read_from_a_record_with_its_codes(state: StatementState | None) -> None:
    expected = standing(state=state, nature=TRAINING, first=3, last=9)
    record = {name: getattr(expected, name) for name in Standing.__slots__}
    read = Standing.of({**record, "nature": "TRAINING_IN_CONTRACT", "state": state.value if state else None})
    assert read == expected
    assert (type(read.nature), read.state) == (HoursNature, state)
    assert read.worked == Period(date(2026, 3, 3), date(2026, 3, 9))


def test_a_warning_of_the_checks_goes_along_with_the_row() -> None:
    fields = SheetField.CONTRACT, SheetField.LAST_NAME, SheetField.HOURS
    row = a_row(a_part("230.00"), layout=a_layout(*fields), cells={SheetField.HOURS: 230})
    assert decided(row) == [NEW]
    [finding] = row.row.findings
    assert (finding.code, finding.severity, finding.field, finding.raw) == (
        "HRS-021", Severity.WARNING, "Mars!C2", "230",
    )  # fmt: skip
    assert (finding.values["raw"], finding.values["column"], finding.values["total"]) == ("230.00", "hours", "230.00")
