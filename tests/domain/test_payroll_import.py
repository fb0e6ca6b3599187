"""Spreadsheets of payroll: which columns are read, what a row says, and which rows are refused and why."""

from datetime import date
from decimal import Decimal

import pytest

from clause.domain.employments import Employment
from clause.domain.errors import Unreadable
from clause.domain.hours_import import Cell, FileKind, RawSheet, SheetFile
from clause.domain.payroll import PayrollTerms
from clause.domain.payroll_import import MOST_ROWS, KnownPay, PayField, PayRow, decide, read_rows
from clause.rules.calendar import Month
from tests.builders.pay_facts import MAY, an_employment, pay_parts

TODAY = date(2026, 6, 15)
HEADINGS = ["Matricule", "Mois", "Coût employeur"]
COST = ["F-050", "05/2026", 3000]


def a_sheet(*lines: list[Cell], name: str = "Paie", is_hidden: bool = False, first: int = 1) -> RawSheet:
    return RawSheet(name, is_hidden, frozenset(), frozenset(), list(enumerate(lines, start=first)))


def a_file(*sheets: RawSheet) -> SheetFile:
    return SheetFile(FileKind.XLSX, sheets, has_macros=False, encoding=None)


def rows_of(*lines: list[Cell], headings: list[Cell] | None = None) -> list[PayRow]:
    return read_rows(a_file(a_sheet(headings or HEADINGS, *lines)))


def told(row: PayRow) -> list[tuple[str, str, str | None]]:
    return [(finding.code, finding.field, finding.raw) for finding in row.findings]


def unreadable(*sheets: RawSheet) -> Unreadable:
    with pytest.raises(Unreadable) as refused:
        read_rows(a_file(*sheets))
    return refused.value


def decided(*rows: PayRow, **changes: object) -> dict[int, tuple[Employment, PayrollTerms, dict[str, object]]]:
    employment = an_employment(**changes)
    known = KnownPay({employment.staff_number: employment}, {}, frozenset(), TODAY)
    return decide([*rows], known, "Fichier de mai")


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Matricule", PayField.STAFF_NUMBER),
        ("N° de matricule salarié", PayField.STAFF_NUMBER),
        ("Staff number", PayField.STAFF_NUMBER),
        ("Mois de paie", PayField.MONTH),
        ("PÉRIODE", PayField.MONTH),
        ("Coût total employeur", PayField.EMPLOYER_COST),
        ("coût chargé (€)", PayField.EMPLOYER_COST),
        ("Salaire brut", PayField.GROSS),
        ("Rémunération brute", PayField.GROSS),
        ("Charges patronales", PayField.EMPLOYER_CONTRIBUTIONS),
        ("Cotisations sociales patronales", PayField.EMPLOYER_CONTRIBUTIONS),
        ("Taxe sur les salaires", PayField.PAY_TAXES),
        ("Taxes sur salaires", PayField.PAY_TAXES),
        ("Taxe salaires", PayField.PAY_TAXES),
        ("Avantages éligibles", PayField.BENEFITS),
        ("Remboursements et aides reçus", PayField.REIMBURSEMENTS),
        ("IJSS", PayField.REIMBURSEMENTS),
        ("Heures payées", PayField.HOURS_PAID),
        ("Date de paiement", PayField.PAID_ON),
        ("Versé le", PayField.PAID_ON),
    ],
)
def test_a_heading_is_read_whatever_its_accents_case_and_unit(heading: str, name: PayField) -> None:
    others = {
        PayField.STAFF_NUMBER: ("matricule", "F-050"),
        PayField.MONTH: ("mois", "05/2026"),
        PayField.EMPLOYER_COST: ("cout total", 3000),
    }
    kept = [pair for field, pair in others.items() if field is not name]
    value = {PayField.STAFF_NUMBER: "F-050", PayField.MONTH: "05/2026", PayField.PAID_ON: "29/05/2026"}.get(name, 7)
    [row] = rows_of([value, *(cell for _, cell in kept)], headings=[heading, *(text for text, _ in kept)])
    assert row.cells[name.value] == str(value)
    assert name in row.values


def test_columns_that_announce_nothing_known_are_left_alone() -> None:
    [row] = rows_of(["Lefèvre", *COST, "x"], headings=["Nom", *HEADINGS, ""])
    assert row.values == {
        PayField.STAFF_NUMBER: "F-050", PayField.MONTH: MAY, PayField.EMPLOYER_COST: Decimal("3000.00"),
    }  # fmt: skip


@pytest.mark.parametrize("headings", [HEADINGS[:2], HEADINGS[1:], [HEADINGS[0], HEADINGS[2]], ["Nom", "Heures"]])
def test_a_sheet_without_staff_number_month_or_cost_is_no_payroll(headings: list[Cell]) -> None:
    assert unreadable(a_sheet(headings, COST)).code == "PAY-001"


def test_a_gross_pay_is_enough_where_no_cost_stands() -> None:
    [row] = rows_of(["F-050", "05/2026", 2500], headings=["Matricule", "Mois", "Brut"])
    assert row.values[PayField.GROSS] == Decimal("2500.00")


def test_a_heading_that_stands_twice_is_not_chosen_between() -> None:
    refused = unreadable(a_sheet(["Matricule", "Mois", "Brut", "Salaire brut", "Coût", "Période"], COST))
    assert (refused.code, refused.values) == ("PAY-002", {"fields": "month, gross"})


def test_headings_stand_among_the_first_twenty_lines() -> None:
    notes: list[list[Cell]] = [[f"note {rank}"] for rank in range(19)]
    [row] = read_rows(a_file(a_sheet(*notes, HEADINGS, COST)))
    assert (row.position, row.key) == (1, ("F-050", MAY))
    assert unreadable(a_sheet(*notes, ["one more"], HEADINGS, COST)).code == "PAY-001"


def test_the_first_visible_sheet_with_headings_is_read() -> None:
    hidden = a_sheet(HEADINGS, ["F-001", *COST[1:]], is_hidden=True)
    notes = a_sheet(["Notes"], name="Notes")
    later = a_sheet(HEADINGS, ["F-002", *COST[1:]], name="Avant")
    [row] = read_rows(a_file(hidden, notes, a_sheet(HEADINGS, COST), later))
    assert row.values[PayField.STAFF_NUMBER] == "F-050"
    assert unreadable(hidden, notes).code == "PAY-001"


def test_lines_with_nothing_in_the_columns_read_are_no_rows() -> None:
    lines: list[list[Cell]] = [COST, [], [None, "", None, "note"], ["F-051", "05/2026"]]
    rows = rows_of(*lines, headings=[*HEADINGS, "Remarque"])
    assert [(row.position, row.values[PayField.STAFF_NUMBER]) for row in rows] == [(1, "F-050"), (2, "F-051")]


def test_a_file_has_twenty_thousand_rows_at_most() -> None:
    lines: list[list[Cell]] = [["F-050"]] * 20_000
    assert MOST_ROWS == len(rows_of(*lines)) == 20_000
    refused = unreadable(a_sheet(HEADINGS, *lines, ["F-050"]))
    assert (refused.code, refused.values) == ("PAY-003", {"most": 20_000})


def test_a_row_says_its_parts_hours_and_day_of_payment() -> None:
    headings = [
        "Matricule", "Mois", "Brut", "Cotisations patronales", "Nom", "Taxes sur salaires", "Avantages",
        "Remboursements", "Heures payées", "Payé le",
    ]  # fmt: skip
    [row] = rows_of(
        [50.0, ["2026-05-01"], "2 500,50", 900, "x", 100, 50, 60, "151h40", ["2026-05-29"]], headings=headings
    )
    assert row.key == ("50", MAY)
    terms = row.terms("Fichier")
    assert terms.parts == pay_parts(
        gross="2500.50", employer_contributions="900.00", pay_taxes="100.00", benefits="50.00", reimbursements="60.00"
    )
    assert (terms.employer_cost, terms.elements, terms.document_id) == (None, (), None)
    assert (terms.hours_paid, terms.paid_on, terms.reason) == (Decimal("151.67"), date(2026, 5, 29), "Fichier")


def test_parts_that_are_not_said_are_nothing_and_the_gross_pay_goes_before_the_cost() -> None:
    [row] = rows_of(["F-050", "05/2026", 3000, 2500], headings=[*HEADINGS, "Brut"])
    terms = row.terms("Fichier")
    assert (terms.parts, terms.employer_cost) == (pay_parts(gross="2500.00"), None)


def test_a_row_without_gross_pay_says_its_cost() -> None:
    [row] = rows_of([*COST, 100], headings=[*HEADINGS, "Charges patronales"])
    terms = row.terms("Fichier")
    assert (terms.parts, terms.employer_cost) == (None, Decimal("3000.00"))
    assert (terms.hours_paid, terms.paid_on) == (None, None)


@pytest.mark.parametrize(
    ("cells", "findings"),
    [
        (["F-050", "mai", 3000], [("PAY-101", "Paie!B2", "mai")]),
        (["F-050", "05/2026", "beaucoup"], [("PAY-101", "Paie!C2", "beaucoup")]),
        (["F-050", "05/2026", "3000,005"], [("PAY-101", "Paie!C2", "3000,005")]),
        (["F-050", "05/2026", "-0,01"], [("PAY-102", "Paie!C2", "-0,01")]),
        (["F-050", "mai", -1], [("PAY-101", "Paie!B2", "mai"), ("PAY-102", "Paie!C2", "-1")]),
        ([None, "05/2026", 3000], [("PAY-103", "Paie!A2", None)]),
        (["F-050", None, 3000], [("PAY-103", "Paie!A2", None)]),
        ([None, None, -1], [("PAY-102", "Paie!C2", "-1")]),
        (["F-050", "05/2026", 0], []),
        (["F-050", "05/2026", "0,01"], []),
    ],
)
def test_a_cell_that_cannot_be_read_is_named_with_what_it_says(
    cells: list[Cell], findings: list[tuple[str, str, str | None]]
) -> None:
    [row] = rows_of(cells)
    assert told(row) == findings


def test_a_cell_that_cannot_be_read_says_its_column_and_leaves_no_value() -> None:
    [row] = rows_of(["F-050", "mai", 3000])
    assert row.findings[0].values == {"column": "month"}
    assert (row.key, PayField.MONTH in row.values) == (None, False)
    assert row.cells == {"staff_number": "F-050", "month": "mai", "employer_cost": "3000"}


def test_a_sound_row_is_to_be_recorded_for_the_employment_of_its_staff_number() -> None:
    [row] = rows_of(COST)
    [(position, (employment, terms, figures))] = decided(row).items()
    assert (position, employment.staff_number, row.findings) == (1, "F-050", [])
    assert terms == PayrollTerms(employer_cost=Decimal("3000.00"), reason="Fichier de mai")
    assert figures == {"employer_cost": Decimal("3000.00")}


def test_a_month_that_stands_twice_is_refused_in_both_rows_and_another_month_is_not() -> None:
    rows = rows_of(COST, ["F-050", "04/2026", 3000], ["F-050", "mai 2026", 3100])
    assert [*decided(*rows)] == [2]
    assert [told(row) for row in rows] == [[("PAY-104", "2026-05", "F-050")], [], [("PAY-104", "2026-05", "F-050")]]


def test_a_row_that_cannot_be_read_still_makes_its_month_stand_twice_but_says_its_own_reason_only() -> None:
    rows = rows_of(COST, ["F-050", "05/2026", -1])
    assert decided(*rows) == {}
    assert [told(row) for row in rows] == [[("PAY-104", "2026-05", "F-050")], [("PAY-102", "Paie!C3", "-1")]]


def test_a_staff_number_that_nobody_has_is_refused() -> None:
    [row] = rows_of(["F-051", "05/2026", 3000])
    assert decided(row) == {}
    assert told(row) == [("PAY-105", "2026-05", "F-051")]


@pytest.mark.parametrize(
    ("first_day", "last_day", "is_employed"),
    [
        (date(2026, 5, 31), None, True),
        (date(2026, 6, 1), None, False),
        (date(2025, 1, 1), date(2026, 5, 1), True),
        (date(2025, 1, 1), date(2026, 4, 30), False),
    ],
)
def test_a_month_has_a_day_of_the_employment(first_day: date, last_day: date | None, is_employed: bool) -> None:
    [row] = rows_of(COST)
    assert bool(decided(row, first_day=first_day, last_day=last_day)) is is_employed
    assert told(row) == ([] if is_employed else [("PAY-106", "2026-05", "F-050")])


def test_what_the_rules_of_pay_refuse_is_told_with_their_own_findings() -> None:
    [row] = rows_of([*COST, "16/06/2026"], headings=[*HEADINGS, "Payé le"])
    assert decided(row) == {}
    assert told(row) == [("EMP-022", "paid_on", "2026-06-16")]


def test_a_row_without_any_amount_says_no_cost() -> None:
    [row] = rows_of(["F-050", "05/2026"])
    assert decided(row) == {}
    assert told(row) == [("EMP-017", "employer_cost", None)]


def test_more_given_back_than_paid_is_refused_in_a_file_too() -> None:
    [row] = rows_of(["F-050", "05/2026", 100, "100,01"], headings=["Matricule", "Mois", "Brut", "IJSS"])
    assert decided(row) == {}
    assert told(row) == [("PAY-107", "2026-05", "F-050")]


def test_rows_of_other_months_are_decided_each_for_itself() -> None:
    rows = rows_of(COST, ["F-050", "04/2026", "2 999,99"], ["F-051", "04/2026", 1])
    found = decided(*rows)
    assert [(position, figures["employer_cost"]) for position, (_, _, figures) in found.items()] == [
        (1, Decimal("3000.00")), (2, Decimal("2999.99")),
    ]  # fmt: skip
    assert [row.key for row in rows] == [("F-050", MAY), ("F-050", Month(2026, 4)), ("F-051", Month(2026, 4))]
