"""Cells as payroll clerks write them: hours, months, days, SIRETs; and what could mean two things."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from clause.domain.hours_import import SheetField
from clause.domain.hours_import_cells import (
    Problem,
    read_birth_date,
    read_day,
    read_hours,
    read_month,
    read_nature,
    read_siret_cell,
    shown,
    split_training,
)
from clause.domain.hours_import_headers import field_of, month_named, signature_of
from clause.domain.hours_import_rows import lot_key, reference_key
from clause.rules.calendar import Month
from clause.rules.codes import HoursNature

TODAY = date(2026, 6, 15)
HOURS: list[tuple[Any, str]] = [
    (35.5, "35.50"),
    (35, "35.00"),
    ("35,5", "35.50"),
    ("35.5", "35.50"),
    ("35", "35.00"),
    ("1 234,50", "1234.50"),
    ("1\u202f234,50", "1234.50"),
    ("1\u00a0234,5 h", "1234.50"),
    ("1.234,50", "1234.50"),
    ("1,234.50", "1234.50"),
    ("35h30", "35.50"),
    ("35 h 30", "35.50"),
    ("35h", "35.00"),
    ("35 heures", "35.00"),
    ("7:45", "7.75"),
    ("35:30:00", "35.50"),
    ("35h20", "35.33"),
    ("35h40", "35.67"),
    ([7, 30], "7.50"),
    ([151, 40.0], "151.67"),
    (151.6666667, "151.67"),
    (0.1 + 0.2, "0.30"),
    (121.33499999, "121.33"),
    ("-5", "-5.00"),
    (-5, "-5.00"),
    (0, "0.00"),
]


@pytest.mark.parametrize(("cell", "hours"), HOURS)
def test_hours_are_read_as_written(cell: Any, hours: str) -> None:
    assert read_hours(cell) == Decimal(hours)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1.234", "IHR-011"),
        ("1,234", "IHR-011"),
        ("35,123", "IHR-011"),
        ("trente-cinq", "IHR-010"),
        ("35h75", "IHR-010"),
        ("35h5", "IHR-010"),
        ("35 %", "IHR-010"),
        ("12/03/2026", "IHR-010"),
        (True, "IHR-010"),
        (1e9, "IHR-010"),
        (float("inf"), "IHR-010"),
        (float("nan"), "IHR-010"),
        (["1900-02-04"], "IHR-014"),
        ("=1+1", "IHR-010"),
        ("", "IHR-010"),
    ],
)
def test_what_is_no_number_of_hours_or_two_is_refused(cell: Any, code: str) -> None:
    found = read_hours(cell)
    assert isinstance(found, Problem)
    assert found.code == code


MARCH = Month(2026, 3)


@pytest.mark.parametrize(
    "cell",
    [
        "03/2026", "3/2026", "03-2026", "03.2026", "2026-03", "2026-3", "202603", 202603, "mars 2026", "Mars 2026",
        "MARS-26", "mars 26", "mois de mars 2026", "03/26", "31/03/2026", "31/03/26", "2026-03-31", ["2026-03-01"],
        ["2026-03-31T00:00:00"], 46082, "1er mars 2026",
    ],
)  # fmt: skip
def test_a_month_is_read_from_its_figures_its_name_or_a_day(cell: Any) -> None:
    assert read_month(cell, None) == MARCH


@pytest.mark.parametrize("cell", ["mars", "Mars", "03", "3", 3])
def test_a_month_without_its_year_takes_that_of_another_column_and_else_is_refused(cell: Any) -> None:
    assert read_month(cell, 2026) == MARCH
    found = read_month(cell, None)
    assert isinstance(found, Problem)
    assert found.code == "IHR-016"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("13/2026", "IHR-015"),
        ("00/2026", "IHR-015"),
        ("marz 2026", "IHR-015"),
        ("31/02/2026", "IHR-015"),
        ("03/31/2026", "IHR-015"),
        ("03/12", "IHR-016"),
        (True, "IHR-015"),
        (99999999, "IHR-015"),
        ([7, 30], "IHR-015"),
        ("2026", "IHR-015"),
    ],
)
def test_what_is_no_month_or_two_is_refused(cell: Any, code: str) -> None:
    found = read_month(cell, None)
    assert isinstance(found, Problem)
    assert found.code == code


@pytest.mark.parametrize(
    "cell",
    ["31/03/2026", "31-03-2026", "31.03.26", "31/03/26", "2026-03-31", "31 mars 2026", ["2026-03-31"], 46112, 46112.0],
)
def test_a_day_is_read_the_french_way(cell: Any) -> None:
    assert read_day(cell) == date(2026, 3, 31)


@pytest.mark.parametrize("cell", ["03/31/2026", "31/02/2026", "29/02/2026", "hier", 12.5, 3, True, [7, 30]])
def test_what_is_no_day_of_the_calendar_is_refused(cell: Any) -> None:
    found = read_day(cell)
    assert isinstance(found, Problem)
    assert found.code == "IHR-018"


def test_a_birth_date_of_two_digits_is_read_when_one_century_only_is_possible() -> None:
    assert read_birth_date("12/04/90", TODAY) == date(1990, 4, 12)
    assert read_birth_date("12/04/08", TODAY) == date(2008, 4, 12)
    for cell in ("12/04/20", "12/04/2027", "jamais"):
        found = read_birth_date(cell, TODAY)
        assert isinstance(found, Problem), cell
        assert found.code == "IHR-019"


@pytest.mark.parametrize("cell", ["990 00024 200018", 99000024200018.0, "99000024200018", "990-000-242-00018"])
def test_a_siret_is_read_with_its_separators_or_as_a_number(cell: Any) -> None:
    assert read_siret_cell(cell) == "99000024200018"


@pytest.mark.parametrize("cell", ["9,90E+13", "99000024200019", "990000242", 9900002420001.0, "", 0])
def test_a_siret_that_lost_a_digit_is_never_guessed(cell: Any) -> None:
    found = read_siret_cell(cell)
    assert isinstance(found, Problem)
    assert found.code == "IHR-021"


@pytest.mark.parametrize(
    ("cell", "nature"),
    [
        ("Travail", HoursNature.WORK),
        ("heures de travail", HoursNature.WORK),
        ("Formation", HoursNature.TRAINING_IN_CONTRACT),
        ("Formation hors contrat", HoursNature.TRAINING_OUTSIDE_CONTRACT),
        ("Tutorat", HoursNature.TUTORING),
        ("TRAINING_IN_CONTRACT", HoursNature.TRAINING_IN_CONTRACT),
    ],
)
def test_a_nature_is_known_by_its_words(cell: str, nature: HoursNature) -> None:
    assert read_nature(cell) is nature
    assert isinstance(read_nature("congés"), Problem)


def test_training_that_is_part_of_a_total_is_taken_out_of_it() -> None:
    parts = split_training(Decimal("100.00"), Decimal("14.00"))
    assert not isinstance(parts, Problem)
    assert [(part.nature.value, part.hours_declared) for part in parts] == [
        ("WORK", Decimal("86.00")),
        ("TRAINING_IN_CONTRACT", Decimal("14.00")),
    ]
    assert isinstance(split_training(Decimal("14.00"), Decimal("14.01")), Problem)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("N° SIRET", SheetField.SIRET),
        ("Siret de l'entreprise", SheetField.SIRET),
        ("SIRET acheteur", None),
        ("N° de marché", SheetField.CONTRACT),
        ("Réf. contrat", SheetField.CONTRACT),
        ("Marché / Contrat", SheetField.CONTRACT),
        ("Type de contrat", None),
        ("Lot n°", SheetField.LOT),
        ("NOM", SheetField.LAST_NAME),
        ("Nom de naissance", None),
        ("Nom entreprise", None),
        ("Prénom(s)", SheetField.FIRST_NAME),
        ("Nom et prénom", SheetField.FULL_NAME),
        ("Salarié(e)", SheetField.FULL_NAME),
        ("Né(e) le", SheetField.BIRTH_DATE),
        ("Période", SheetField.MONTH),
        ("Mois / Année", SheetField.MONTH),
        ("Nb d'heures réalisées", SheetField.HOURS),
        ("Heures d'insertion", SheetField.HOURS),
        ("Heures de formation", SheetField.TRAINING_HOURS),
        ("dont formation", SheetField.TRAINING_INCLUDED),
        ("Taux horaire", None),
        ("Du", SheetField.FIRST_DAY),
        ("Au", SheetField.LAST_DAY),
        ("Nature des heures", SheetField.NATURE),
    ],
)
def test_a_heading_is_known_by_its_usual_spellings(heading: str, field: SheetField | None) -> None:
    assert field_of(heading) is field


def test_what_is_compared_leaves_spellings_aside() -> None:
    assert reference_key("2026-M-0012 ") == reference_key("2026m0012")
    assert lot_key("Lot n° 01") == lot_key("1") == "1"
    assert signature_of(["Nom", "Heures"]) == signature_of(["Clause : état et motif", "NOM", "heures"])
    assert month_named("Paie mars-26") == MARCH
    assert month_named("Feuil1") is None


def test_cells_are_shown_as_people_read_them() -> None:
    assert [shown(cell) for cell in (35.5, [7, 5], ["2026-03-01"], True, None)] == [
        "35,5",
        "7:05",
        "01/03/2026",
        "VRAI",
        "",
    ]
