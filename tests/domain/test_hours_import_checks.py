"""Rows of a file are held to the checks of typed hours, with what stands; findings go to the cells they speak of."""

from datetime import date
from decimal import Decimal

import pytest

from clause.domain.findings import Severity
from clause.domain.hours import HireWindow, StatementState
from clause.domain.hours_import import HoursRowStatus, SheetField
from clause.domain.hours_import_decisions import KnownHours, MatchedRow, OpenStatement, Standing, decide_rows
from clause.rules.calendar import Month, MonthSpan
from clause.rules.codes import ContractType, HoursNature
from tests.builders.hours import a_rulebook, a_window, an_id
from tests.builders.sheet_rows import HIRE, MARCH, a_layout, a_part, a_row, standing, told

TODAY = date(2026, 6, 15)
TRAINING = HoursNature.TRAINING_IN_CONTRACT
NEW, CHANGED, REFUSED = HoursRowStatus.NEW, HoursRowStatus.CHANGED, HoursRowStatus.REFUSED
OTHER_SITE = a_window("other site")
SOMEBODY_ELSE = a_window("other hire", person="somebody else")


def opened(months: MonthSpan | None = None) -> OpenStatement:
    return OpenStatement(an_id("statement"), an_id("company"), StatementState.DRAFT, months or MonthSpan.of(MARCH))


def decided(
    *rows: MatchedRow,
    stands: tuple[Standing, ...] = (),
    statements: tuple[OpenStatement, ...] = (),
    also: tuple[HireWindow, ...] = (),
    facilitator: str = "facilitator_org",
) -> list[HoursRowStatus]:
    windows = {hire.id: hire for hire in (*also, *(row.hire for row in rows))}
    decide_rows(rows, KnownHours(TODAY, an_id(facilitator), stands, statements, windows))
    return [row.status for row in rows]


def test_hours_in_excess_are_refused_at_the_cell_of_the_hours() -> None:
    row = a_row(a_part("24.01", first=4, last=4))
    assert decided(row) == [REFUSED]
    assert ("HRS-019", "Mars!D2") in told(row)


def test_training_in_excess_is_refused_at_the_cell_of_the_training() -> None:
    row = a_row(a_part("24.01", TRAINING, first=4, last=4))
    assert decided(row) == [REFUSED]
    assert ("HRS-019", "Mars!E2") in told(row)


@pytest.mark.parametrize(
    ("nature", "fields", "cell"),
    [
        (HoursNature.WORK, (SheetField.TRAINING_INCLUDED, SheetField.TRAINING_HOURS), "Mars!B2"),
        (HoursNature.WORK, (SheetField.LAST_NAME, SheetField.TRAINING_INCLUDED), "Mars!B2"),
        (HoursNature.TUTORING, (SheetField.TRAINING_HOURS, SheetField.HOURS), "Mars!B2"),
        (TRAINING, (SheetField.HOURS, SheetField.TRAINING_INCLUDED), "Mars!B2"),
        (TRAINING, (SheetField.TRAINING_INCLUDED, SheetField.TRAINING_HOURS), "Mars!B2"),
        (TRAINING, (SheetField.LAST_NAME, SheetField.HOURS), "Mars!B2"),
    ],
)
def test_hours_without_a_column_of_their_own_are_named_at_the_one_they_stand_in(
    nature: HoursNature, fields: tuple[SheetField, ...], cell: str
) -> None:
    row = a_row(a_part("24.01", nature, first=4, last=4), layout=a_layout(*fields))
    decided(row)
    assert ("HRS-019", cell) in told(row)


@pytest.mark.parametrize(
    ("fields", "filled", "cells"),
    [
        ((SheetField.MONTH, SheetField.FIRST_DAY, SheetField.LAST_DAY), (), ("B2", "C2")),
        ((SheetField.MONTH, SheetField.FIRST_DAY), (), ("B2", "A2")),
        ((SheetField.FIRST_DAY,), (), ("A2", "A2")),
        ((SheetField.MONTH, SheetField.FIRST_DAY, SheetField.LAST_DAY), (SheetField.MONTH,), ("A2", "A2")),
        ((SheetField.MONTH, SheetField.LAST_DAY, SheetField.FIRST_DAY), (SheetField.FIRST_DAY,), ("C2", "C2")),
    ],
)
def test_days_outside_the_contract_are_named_where_they_were_filled_in_else_where_they_could_be(
    fields: tuple[SheetField, ...], filled: tuple[SheetField, ...], cells: tuple[str, str]
) -> None:
    hire = a_window(first_day=date(2026, 4, 1))
    row = a_row(
        a_part("10.00", first=2, last=3), hire=hire, layout=a_layout(*fields), cells=dict.fromkeys(filled, "03/2026")
    )
    assert decided(row) == [REFUSED]
    assert told(row) == [("HRS-053", f"Mars!{cell}") for cell in cells]


def test_what_is_wrong_with_a_hire_is_named_at_the_contract() -> None:
    row = a_row(hire=a_window(execution=None))
    assert decided(row) == [REFUSED]
    assert told(row) == [("HRS-024", "Mars!A2")]
    of_others = a_row()
    assert decided(of_others, facilitator="another facilitator") == [REFUSED]
    assert told(of_others) == [("HRS-013", "Mars!A2")]


@pytest.mark.parametrize(("hours", "codes"), [("265.71", ["HRS-021"]), ("265.72", ["HRS-020"])])
def test_the_bound_of_a_person_and_month_holds_over_the_rows_of_a_company(hours: str, codes: list[str]) -> None:
    rest = Decimal(hours) - Decimal("100.00")
    rows = a_row(), a_row(a_part(str(rest)), hire=OTHER_SITE, number=5), a_row(hire=SOMEBODY_ELSE, number=6)
    assert decided(*rows) == [NEW, NEW if codes == ["HRS-021"] else REFUSED, NEW]
    assert [[code for code, _ in told(row)] for row in rows] == [[], codes, []]


def test_hours_of_the_same_draft_that_stay_count_with_those_of_the_file_and_are_not_found_twice() -> None:
    stays, row = standing("165.71", hire=OTHER_SITE), a_row()
    assert decided(row, stands=(stays,), statements=(opened(),), also=(OTHER_SITE,)) == [NEW]
    assert told(row) == [("HRS-021", "Mars!D2")]
    assert row.row.findings[0].values["total"] == "265.71"
    more = standing("165.72", hire=OTHER_SITE)
    assert decided(again := a_row(), stands=(more,), statements=(opened(),), also=(OTHER_SITE,)) == [REFUSED]
    assert told(again) == [("HRS-020", "Mars!D2")]


def test_hours_that_the_file_replaces_count_no_more() -> None:
    row = a_row(a_part("150.00"))
    assert decided(row, stands=(standing("149.00"),), statements=(opened(),)) == [CHANGED]
    assert told(row) == []


@pytest.mark.parametrize("hours", ["165.71", "165.72"])
def test_hours_of_the_same_person_elsewhere_count_with_those_of_the_file(hours: str) -> None:
    elsewhere = standing(hours, hire=a_window("elsewhere", company="another company"), statement="other statement")
    booked = standing(hours, hire=a_window("elsewhere", company="another company"), state=None)
    for found in (elsewhere, booked):
        row = a_row()
        assert decided(row, stands=(found,), statements=(opened(),)) == [NEW if hours == "165.71" else REFUSED]
        assert told(row) == [("HRS-021" if hours == "165.71" else "HRS-020", "Mars!D2")]


def test_hours_elsewhere_of_another_month_or_person_do_not_count() -> None:
    hire = a_window("elsewhere", company="another company")
    others = (
        standing("200.00", hire=hire, state=None, month=Month(2026, 5)),
        standing("200.00", hire=SOMEBODY_ELSE, state=None),
        standing("200.00", hire=hire, state=None, nature=HoursNature.TUTORING),
    )
    assert decided(row := a_row(), stands=others) == [NEW]
    assert told(row) == []


def test_days_that_stand_elsewhere_are_told_with_the_days_of_these_hours() -> None:
    hire = a_window("elsewhere", company="another company")
    row = a_row(a_part("10.00", first=4, last=4))
    assert decided(row, stands=(standing("8.00", hire=hire, state=None, first=4, last=4),)) == [REFUSED]
    [finding] = row.row.findings
    assert finding.code == "HRS-039"
    assert {name: finding.values[name] for name in ("total", "first_day", "last_day")} == {
        "total": "18.00", "first_day": "2026-03-04", "last_day": "2026-03-04",
    }  # fmt: skip


def test_what_is_wrong_with_a_line_that_stays_is_no_matter_of_the_file() -> None:
    stays = standing("10.00", hire=SOMEBODY_ELSE, line="stays")
    row = a_row()
    assert decided(row, stands=(stays,), statements=(opened(),)) == [NEW]
    assert told(row) == []


def test_a_month_that_has_not_begun_is_told_to_every_row_of_it() -> None:
    july = Month(2026, 7)
    rows = a_row(month=july), a_row(hire=SOMEBODY_ELSE, month=july, number=5), a_row(hire=OTHER_SITE, number=6)
    assert decided(*rows) == [REFUSED, REFUSED, NEW]
    assert ("HRS-010", "Mars!C2") in told(rows[0])
    assert ("HRS-010", "Mars!C5") in told(rows[1])
    assert told(rows[2]) == []
    assert rows[0].row.findings[0].values == {"column": "month", "raw": "2026-07"}


def test_the_months_are_those_of_the_draft_that_the_rows_join() -> None:
    book = a_rulebook(statement_cadence="QUARTERLY")
    hire, quarter = a_window(book=book), MonthSpan(Month(2026, 1), MARCH)
    alone, joining = a_row(hire=hire), a_row(hire=hire)
    assert decided(alone) == [NEW]
    assert [(one.code, one.severity, one.field) for one in alone.row.findings] == [
        ("HRS-038", Severity.WARNING, "Mars!A2")
    ]
    assert decided(joining, statements=(opened(quarter),)) == [NEW]
    assert told(joining) == []


def test_a_draft_whose_last_month_has_not_begun_is_told_at_the_month() -> None:
    row = a_row(layout=a_layout(SheetField.FIRST_DAY, SheetField.MONTH))
    assert decided(row, statements=(opened(MonthSpan(MARCH, Month(2026, 7))),)) == [REFUSED]
    assert ("HRS-010", "Mars!B2") in told(row)


def test_what_a_check_says_of_no_column_is_told_at_the_hours() -> None:
    hire = a_window()
    hire.contract_type = ContractType.APPRENTICESHIP
    assert decided(row := a_row(hire=hire)) == [NEW]
    assert told(row) == [("HRS-041", "Mars!D2")]


def test_a_row_that_is_refused_already_is_not_checked_and_weighs_on_no_other() -> None:
    refused = a_row(a_part("200.00"), a_part("20.00", TRAINING))
    other = a_row(hire=OTHER_SITE, number=5)
    booked = standing("19.00", nature=TRAINING, state=None)
    assert decided(refused, other, stands=(booked,)) == [REFUSED, NEW]
    assert told(refused) == [("IHR-051", "Mars!D2")]
    assert told(other) == []


def test_rows_of_each_company_and_month_go_into_statements_of_their_own() -> None:
    elsewhere = a_window("elsewhere", company="another company")
    rows = (
        a_row(a_part("150.00")),
        a_row(a_part("10.00"), hire=elsewhere),
        a_row(a_part("150.00"), month=Month(2026, 4)),
    )
    assert decided(*rows) == [NEW, NEW, NEW]
    assert [told(row) for row in rows] == [[], [], []]
    assert [row.key for row in rows] == [
        (HIRE.company_id, MARCH), (elsewhere.company_id, MARCH), (HIRE.company_id, Month(2026, 4)),
    ]  # fmt: skip
