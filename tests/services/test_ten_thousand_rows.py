"""Ten thousand rows of hours with a hundred errors: each is found at its cell, and nothing else is refused."""

import io
from datetime import date, timedelta
from random import Random

import pytest
from python_calamine import CalamineWorkbook

from clause.domain.findings import Severity
from clause.domain.hours_import import HoursRowStatus
from clause.services import hours_imports
from tests.builders.contracts import a_lot
from tests.builders.people import a_hire
from tests.builders.spreadsheets import an_xlsx, counted, import_hours, rows_of
from tests.builders.territory import Territory

pytestmark = pytest.mark.usefixtures("transaction")

ROWS, ERRORS, PEOPLE = 10_000, 100, 20
FIRST_DAY = date(2025, 1, 6)
HEADINGS = ("SIRET", "Marché", "Nom", "Prénom", "Date de naissance", "Mois", "Heures", "Du", "Au")
WRONG: tuple[tuple[int, object], ...] = (
    (0, "99000024200019"),
    (1, "2099X"),
    (2, "Inconnu"),
    (4, "01/01/1970"),
    (5, "mois dernier"),
    (8, "bientôt"),
    (6, "trente"),
    (6, "-7,00"),
    (6, 25),
    (7, "31/02/2026"),
)


async def _sheet(territory: Territory) -> list[list[object]]:
    """A day of a person a row: twenty people, five hundred days."""
    lot = await a_lot(territory.facilitator, territory, first_day=date(2025, 1, 1))
    rows: list[list[object]] = []
    for _ in range(PEOPLE):
        hire = await a_hire(territory.facilitator, territory, lot, first_day=FIRST_DAY)
        names = [territory.company.identifier, lot.contract_reference, hire.last_name, hire.first_name, "12/04/1990"]
        for number in range(ROWS // PEOPLE):
            day = FIRST_DAY + timedelta(days=number)
            told = f"{day:%d/%m/%Y}"
            rows.append([*names, f"{day:%m/%Y}", 2.5, told, told])
    return rows


def _spoiled(rows: list[list[object]]) -> set[str]:
    """The cells that were made wrong, one in each of a hundred rows."""
    cells = set()
    for rank, number in enumerate(Random(4).sample(range(len(rows)), ERRORS)):
        column, value = WRONG[rank % len(WRONG)]
        rows[number][column] = value
        cells.add(f"Heures!{'ABCDEFGHI'[column]}{number + 2}")
    return cells


async def test_a_hundred_errors_in_ten_thousand_rows_are_all_found_at_their_cell(territory: Territory) -> None:
    rows = await _sheet(territory)
    wrong = _spoiled(rows)
    report = await import_hours(territory.company_agent, an_xlsx(("Heures", [HEADINGS, *rows])))
    assert counted(report) == {"new": ROWS - ERRORS, "refused": ERRORS}
    refused = await rows_of(territory.company_agent, report, HoursRowStatus.REFUSED)
    blocking = [one for row in refused for one in row.findings if one.severity is Severity.BLOCKING]
    assert {one.field for one in blocking} == wrong
    assert len(wrong) == ERRORS

    corrected = await hours_imports.corrected_file(territory.company_agent.context, report.run.id)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(corrected.content)).get_sheet_by_index(0).to_python()
    assert len(sheet) >= ERRORS
