"""Sheets of hours as companies send them: what each row says, what is left out, and whose hours they are."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from clause.domain.errors import Unreadable
from clause.domain.hours_import import FileKind, RawSheet, SheetField, SheetFile
from clause.domain.hours_import_matching import KnownHire, KnownHires
from clause.domain.hours_import_reading import ReadFile, find_headed_sheets, read_file, signatures_in
from clause.domain.hours_import_rows import ReadRow
from clause.rules.calendar import Month
from clause.rules.codes import HoursNature
from tests.builders.hours import a_window, an_id

TODAY = date(2026, 6, 15)
SIRET, OTHER_SIRET = "73282932000074", "35600000000048"
HEADINGS = ["SIRET", "Marché", "Lot", "Nom", "Prénom", "Date de naissance", "Mois", "Heures"]
ROW: list[Any] = [SIRET, "M-2026-01", "1", "Martin", "Ana", "12/03/1990", "05/2026", 35.5]


def _sheet(
    *rows: Sequence[Any],
    name: str = "Mai",
    is_hidden: bool = False,
    without_value: Sequence[str] = (),
    in_error: Sequence[str] = (),
) -> RawSheet:
    lines = [(number, list(cells)) for number, cells in enumerate(rows, 1) if any(cell is not None for cell in cells)]
    return RawSheet(name, is_hidden, frozenset(without_value), frozenset(in_error), lines)


def _file(*sheets: RawSheet, has_macros: bool = False, encoding: str | None = None) -> SheetFile:
    return SheetFile(FileKind.XLSX, sheets, has_macros, encoding)


def _read(*sheets: RawSheet, given: dict[str, SheetField | None] | None = None, **more: Any) -> ReadFile:
    file = _file(*sheets, **more)
    return read_file(file, find_headed_sheets(file, given or {}, {}), given or {}, {}, TODAY)


def _row(headings: Sequence[str] = tuple(HEADINGS), **cells: Any) -> list[Any]:
    known = dict(zip(HEADINGS, ROW, strict=True))
    return [cells.get(heading, known.get(heading)) for heading in headings]


def _one(cells: Sequence[Any], headings: Sequence[str] = tuple(HEADINGS), **more: Any) -> ReadRow:
    (row,) = _read(_sheet(headings, cells, **more)).rows
    return row


def _told(row: ReadRow) -> list[tuple[str, str, str | None]]:
    return [(one.code, one.field, one.raw) for one in row.findings]


def test_a_row_says_who_worked_when_and_how_long() -> None:
    row = _one(ROW)
    assert row.is_sound
    assert (row.position, row.row, row.siret, row.contract, row.lot) == (1, 2, SIRET, "m202601", "1")
    assert (row.last_name, row.first_name, row.full_name) == ("martin", "ana", "")
    assert (row.birth_date, row.month) == (date(1990, 3, 12), Month(2026, 5))
    assert [(part.nature, part.hours_declared) for part in row.parts] == [(HoursNature.WORK, Decimal("35.50"))]


def test_rows_are_counted_over_all_sheets_and_notes_and_totals_are_left_out() -> None:
    first = _sheet(
        ["Relevé du mois"],
        HEADINGS,
        ROW,
        [None] * 7 + [10],
        _row(Nom="Durand"),
        HEADINGS,
        ["à vérifier"],
        [None] * 7 + [81.0],
        ["TOTAL général", *[None] * 6, 81.0],
    )
    read = _read(first, _sheet(HEADINGS, ROW, name="Juin"))
    assert [(row.position, row.layout.sheet, row.row) for row in read.rows] == [
        (1, "Mai", 3),
        (2, "Mai", 4),
        (3, "Mai", 5),
        (4, "Juin", 2),
    ]
    told = [(one.code, one.field, one.values) for one in read.findings]
    assert told == [
        ("IHR-006", "Mai!A8", {"count": "2", "rows": "8, 9"}),
        ("IHR-007", "Mai!A7", {"count": "1", "rows": "7"}),
    ]


REFUSED: list[tuple[dict[str, Any], tuple[str, str, str | None]]] = [
    ({"SIRET": "123"}, ("IHR-021", "Mai!A2", "123")),
    ({"Marché": None}, ("IHR-023", "Mai!B2", None)),
    ({"Nom": None}, ("IHR-024", "Mai!D2", None)),
    ({"Prénom": None}, ("IHR-024", "Mai!E2", None)),
    ({"Mois": None}, ("IHR-017", "Mai!G2", None)),
    ({"Heures": None}, ("IHR-013", "Mai!H2", None)),
]


@pytest.mark.parametrize(("cells", "told"), REFUSED)
def test_a_row_is_refused_at_its_cell(cells: dict[str, Any], told: tuple[str, str, str | None]) -> None:
    row = _one(_row(**cells))
    assert not row.is_sound
    assert _told(row) == [told]


@pytest.mark.parametrize("name", ["Date de naissance", "Mois", "Heures"])
def test_a_cell_that_cannot_be_read_is_told_and_quoted(name: str) -> None:
    row = _one(_row(**{name: "n’importe quoi"}))
    assert not row.is_sound
    letter = "ABCDEFGH"[HEADINGS.index(name)]
    assert [(field, raw) for _, field, raw in _told(row)] == [(f"Mai!{letter}2", "n’importe quoi")]


def test_a_formula_without_value_or_in_error_is_told() -> None:
    read = _read(_sheet(HEADINGS, _row(Heures=None), _row(Heures=None), without_value=["H2"], in_error=["H3"]))
    assert [_told(row)[0] for row in read.rows] == [("IHR-028", "Mai!H2", None), ("IHR-029", "Mai!H3", None)]


def test_hours_that_were_rounded_are_told_and_kept() -> None:
    row = _one(_row(Heures=35.3333))
    assert row.is_sound
    assert [(one.code, one.values["kept"], one.severity) for one in row.findings] == [("IHR-012", "35,33", "warning")]


def test_the_month_is_that_of_the_days_or_of_the_sheet() -> None:
    by_days = ["SIRET", "Marché", "Nom", "Prénom", "Du", "Au", "Heures"]
    row = _one(_row(by_days, Du="04/05/2026", Au="29/05/2026"), by_days)
    assert row.month == Month(2026, 5)
    assert [(part.first_day, part.last_day) for part in row.parts] == [(date(2026, 5, 4), date(2026, 5, 29))]
    without = ["SIRET", "Marché", "Nom", "Prénom", "Heures"]
    (named,) = _read(_sheet(without, _row(without), name="Mai 2026")).rows
    assert named.month == Month(2026, 5)
    unnamed = _read(_sheet(without, _row(without), name="Feuille"))
    assert (unnamed.rows, [one.code for one in unnamed.findings]) == ([], ["IHR-003"])


def test_a_month_in_words_has_its_year_in_a_column_or_in_the_name_of_the_sheet() -> None:
    with_year = [*HEADINGS, "Année"]
    assert _one(_row(with_year, Mois="mai", Année=2025), with_year).month == Month(2025, 5)
    (row,) = _read(_sheet(HEADINGS, _row(Mois="avril"), name="Mai 2026")).rows
    assert row.month == Month(2026, 4)


TRAINED: list[tuple[dict[str, Any], list[tuple[HoursNature, str]]]] = [
    ({"Heures": 30, "Heures de formation": 5}, [(HoursNature.WORK, "30"), (HoursNature.TRAINING_IN_CONTRACT, "5")]),
    ({"Heures": 0, "Heures de formation": 5}, [(HoursNature.TRAINING_IN_CONTRACT, "5")]),
    ({"Heures": 30, "Heures de formation": 0}, [(HoursNature.WORK, "30")]),
    ({"Heures": 0, "Heures de formation": 0}, [(HoursNature.WORK, "0")]),
    ({"Heures": None, "Heures de formation": 0}, [(HoursNature.TRAINING_IN_CONTRACT, "0")]),
]


@pytest.mark.parametrize(("cells", "parts"), TRAINED)
def test_training_is_a_part_of_its_own(cells: dict[str, Any], parts: list[tuple[HoursNature, str]]) -> None:
    headings = [*HEADINGS, "Heures de formation"]
    row = _one(_row(headings, **cells), headings)
    assert [(part.nature, part.hours_declared) for part in row.parts] == [(one, Decimal(some)) for one, some in parts]


def test_training_that_is_part_of_the_hours_is_taken_out_of_them() -> None:
    headings = [*HEADINGS, "dont formation"]
    row = _one(_row(headings, Heures=30, **{"dont formation": 5}), headings)
    assert [(part.nature, part.hours_declared) for part in row.parts] == [
        (HoursNature.WORK, Decimal("25.00")),
        (HoursNature.TRAINING_IN_CONTRACT, Decimal("5.00")),
    ]
    more = _one(_row(headings, Heures=3, **{"dont formation": 5}), headings)
    assert (more.parts, [field for _, field, _ in _told(more)]) == ((), ["Mai!I2"])


def test_what_is_told_of_the_file_as_a_whole() -> None:
    hidden, other = _sheet(HEADINGS, ROW, name="Cachée", is_hidden=True), _sheet(["Notes"], ["rien"], name="Notes")
    read = _read(hidden, other, _sheet(name="Vide"), has_macros=True, encoding="windows-1252")
    assert [(one.code, one.field) for one in read.findings][:3] == [
        ("IHR-004", "A1"),
        ("IHR-008", "A1"),
        ("IHR-005", "Cachée"),
    ]
    assert len(read.findings) == 4


def test_a_file_without_headings_or_with_a_mapping_of_nothing_is_unreadable() -> None:
    with pytest.raises(Unreadable) as refusal:
        _read(_sheet(["a", "b"], [1, 2], name="Une"))
    assert (refusal.value.code, refusal.value.values) == ("IMP-118", {"sheets": "Une"})
    with pytest.raises(Unreadable) as refusal:
        _read(_sheet(HEADINGS, ROW), given={"Absente": SheetField.HOURS, "Heures": SheetField.HOURS})
    assert (refusal.value.code, refusal.value.values) == ("IMP-120", {"columns": "Absente"})


def test_headings_that_were_explained_once_are_known_again() -> None:
    headings = ["Qui", "Quoi", "Combien"]
    file = _file(_sheet(["titre"], headings, ["Ana Martin", "M-1", 7]))
    (signature,) = signatures_in(file) - {""} - signatures_in(_file(_sheet(["Ana Martin", "M-1", 7])))
    mapping = {"Qui": SheetField.FULL_NAME, "Quoi": SheetField.CONTRACT, "Combien": SheetField.HOURS}
    (headed,) = find_headed_sheets(file, {}, {signature: mapping})
    assert (headed.header_row, headed.headers) == (2, headings)


def _known(
    name: str = "hire",
    person: str = "ana",
    last_name: str = "Martin",
    first_name: str = "Ana",
    lot: str | None = "Lot 01",
    birth: date = date(1990, 3, 12),
    reference: str = "M 2026-01",
    first_day: date = date(2026, 1, 5),
    end_day: date | None = None,
) -> KnownHire:
    window = a_window(name, person=person, first_day=first_day, end_day=end_day)
    return KnownHire(window, SIRET, reference, lot, last_name, first_name, birth)


def _matched(row: ReadRow, *hires: KnownHire, own: str | None = None) -> object:
    found = KnownHires(hires, own).match(row)
    return found.id if found else [(one.code, one.field, one.values) for one in row.findings]


def test_a_row_is_matched_by_company_contract_and_name() -> None:
    assert _matched(_one(ROW), _known()) == an_id("hire")
    assert _matched(_one(_row(SIRET=None)), _known(), own=SIRET) == an_id("hire")
    full = ["SIRET", "Marché", "Nom et prénom", "Mois", "Heures"]
    for name in ("Ana MARTIN", "MARTIN Ana"):
        assert _matched(_one(_row(full, **{"Nom et prénom": name}), full), _known()) == an_id("hire")


UNMATCHED: list[tuple[dict[str, Any], str, str, dict[str, str]]] = [
    ({"SIRET": None}, "IHR-022", "Mai!A2", {"column": "siret"}),
    ({"SIRET": OTHER_SIRET}, "IHR-040", "Mai!A2", {"column": "siret"}),
    ({"Marché": "M-2"}, "IHR-042", "Mai!B2", {"column": "contract", "known": "M 2026-01"}),
    ({"Lot": "2"}, "IHR-043", "Mai!C2", {"column": "lot", "known": "Lot 01"}),
    ({"Nom": "Durand"}, "IHR-044", "Mai!D2", {"column": "last_name"}),
    ({"Date de naissance": "13/03/1990"}, "IHR-046", "Mai!F2", {"column": "birth_date"}),
]


@pytest.mark.parametrize(("cells", "code", "field", "values"), UNMATCHED)
def test_what_does_not_match_is_told_at_its_cell(
    cells: dict[str, Any], code: str, field: str, values: dict[str, str]
) -> None:
    assert _matched(_one(_row(**cells)), _known()) == [(code, field, values)]


def test_a_company_declares_its_own_hours_only() -> None:
    told = _matched(_one(ROW), _known(), own=OTHER_SIRET)
    assert told == [("IHR-041", "Mai!A2", {"column": "siret", "own": OTHER_SIRET})]


def test_people_of_one_name_are_told_apart_by_their_birth() -> None:
    twin = _known("other", "another ana", birth=date(2000, 1, 1))
    assert _matched(_one(ROW), _known(), twin) == an_id("hire")
    told = _matched(_one(_row(tuple(HEADINGS), **{"Date de naissance": None})), _known(), twin)
    assert told == [("IHR-045", "Mai!F2", {"column": "birth_date", "count": "2"})]


def test_hires_of_one_person_are_told_apart_by_their_days() -> None:
    first, second = _known(end_day=date(2026, 4, 30)), _known("second", first_day=date(2026, 5, 1))
    assert _matched(_one(ROW), first, second) == an_id("second")
    assert _matched(_one(_row(Mois="04/2026")), first, second) == an_id("hire")
    assert _matched(_one(_row(Mois="12/2025")), first, second) == an_id("second")
    both = _matched(_one(ROW), _known(), second)
    assert both == [("IHR-047", "Mai!D2", {"column": "last_name", "count": "2"})]


def test_of_many_contracts_some_are_listed() -> None:
    hires = [_known(f"hire {number}", reference=f"C-{number}") for number in range(1, 10)]
    told = _matched(_one(_row(Marché="X")), *hires)
    listed = ", ".join(f"C-{number}" for number in range(1, 9)) + "…"
    assert told == [("IHR-042", "Mai!B2", {"column": "contract", "known": listed})]
