"""Spreadsheets of payroll: read once, recorded in one transaction, each row told; a re-import changes nothing."""

from collections.abc import Sequence
from typing import Any

import pytest

from clause.domain.employments import Employment
from clause.domain.errors import Forbidden, Unreadable
from clause.domain.imports import ImportRow, RowStatus
from clause.rules.calendar import Month
from clause.services import claims, imports, payroll, payroll_imports
from tests.builders.claims import a_claim, a_ready_operation, an_employment
from tests.builders.spreadsheets import a_csv, an_xlsx
from tests.builders.territory import NOW, Territory

pytestmark = pytest.mark.usefixtures("transaction")

SUM = ("Matricule", "Mois", "Coût employeur", "Heures payées")
PARTS = ("N° matricule", "Mois", "Brut", "Charges patronales", "Taxe sur les salaires", "Avantages", "Remboursements")


@pytest.fixture
async def employment(territory: Territory, transaction: None) -> Employment:
    return await an_employment(territory.manager, territory.facilitator)


async def imported(territory: Territory, content: bytes) -> list[ImportRow]:
    context = territory.manager.context
    run = await payroll_imports.start_payroll_import(context, "paie.csv", content)
    await payroll_imports.import_file(NOW, run.job_id)
    return await imports.list_rows(context, run.id, limit=99)


def told(rows: Sequence[ImportRow]) -> list[tuple[str, list[str]]]:
    return [(row.status.value, [finding.code for finding in row.findings]) for row in rows]


@pytest.mark.parametrize(
    "content",
    [
        a_csv([SUM, ["F-001", "05/2026", "3 912,37", "151,67"]]),
        a_csv([SUM, ["F-001", "2026-05", "3912.37", "151.67"]], delimiter=","),
        an_xlsx(("Paie", [["Export"], SUM, ["F-001", "mai 2026", 3912.37, 151.67]])),
    ],
    ids=["semicolons", "commas", "xlsx"],
)
async def test_a_month_is_recorded_however_it_is_written(
    territory: Territory, employment: Employment, content: bytes
) -> None:
    assert told(await imported(territory, content)) == [("imported", [])]
    latest = (await payroll.load_payroll(territory.manager.context, employment.id, Month(2026, 5))).latest
    assert (str(latest.employer_cost), str(latest.hours_paid), latest.version_no) == ("3912.37", "151.67", 1)
    assert told(await imported(territory, content)) == [("already_known", [])]


async def test_parts_make_the_cost_with_its_account(territory: Territory, employment: Employment) -> None:
    content = a_csv([PARTS, ["F-001", "05/2026", "2800", "1092,37", "120", "60", "160"]])
    assert told(await imported(territory, content)) == [("imported", [])]
    latest = (await payroll.load_payroll(territory.manager.context, employment.id, Month(2026, 5))).latest
    assert (str(latest.employer_cost), latest.trace.formula_id if latest.trace else None) == ("3912.37", "CR-11")


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["F-001", "05/2026", "beaucoup", ""], "PAY-101"),
        (["F-001", "05/2026", "1,005", ""], "PAY-101"),
        (["F-001", "mai", "100", ""], "PAY-101"),
        (["F-001", "05/2026", "-100", ""], "PAY-102"),
        (["", "05/2026", "100", ""], "PAY-103"),
        (["F-999", "05/2026", "100", ""], "PAY-105"),
        (["F-001", "08/2025", "100", ""], "PAY-106"),
        (["F-001", "05/2026", "", "151,67"], "EMP-017"),
    ],
)
async def test_a_row_that_cannot_be_recorded_is_told_and_the_others_are_recorded(
    territory: Territory, employment: Employment, row: list[Any], code: str
) -> None:
    rows = await imported(territory, a_csv([SUM, row, ["F-001", "04/2026", "3900,00", ""]]))
    assert told(rows) == [("refused", [code]), ("imported", [])]


async def test_two_rows_of_one_month_are_both_refused(territory: Territory, employment: Employment) -> None:
    content = a_csv([SUM, ["F-001", "05/2026", "100", ""], ["F-001", "05/2026", "200", ""]])
    assert told(await imported(territory, content)) == [("refused", ["PAY-104"])] * 2


async def test_a_month_that_a_claim_holds_is_not_changed_by_a_file(territory: Territory) -> None:
    manager = territory.manager
    operation = await a_ready_operation(manager, territory.facilitator, territory, ("2026-01",))
    claim = await a_claim(manager, operation, "2026-01", "2026-01")
    await claims.sign_claim(manager.context, claim.id)
    rows = await imported(territory, a_csv([SUM, ["F-001", "01/2026", "4000,00", ""]]))
    assert told(rows) == [("refused", ["PAY-108"])]
    same = await imported(territory, a_csv([SUM, ["F-001", "01/2026", "3912,37", ""]]))
    assert told(same) == [("already_known", [])]


@pytest.mark.parametrize(
    ("headings", "code"),
    [(("Nom", "Heures"), "PAY-001"), ((*SUM, "Mois"), "PAY-002"), (("Matricule", "Mois"), "PAY-001")],
)
async def test_nothing_is_recorded_of_a_file_without_its_columns(
    territory: Territory, employment: Employment, headings: tuple[str, ...], code: str
) -> None:
    context = territory.manager.context
    content = a_csv([headings, ["F-001", "05/2026", "100", "1", "05/2026"][: len(headings)]])
    run = await payroll_imports.start_payroll_import(context, "paie.csv", content)
    with pytest.raises(Unreadable) as refusal:
        await payroll_imports.import_file(NOW, run.job_id)
    assert refusal.value.code == code
    assert await imports.list_rows(context, run.id, limit=9) == []


async def test_a_picture_is_no_payroll(territory: Territory) -> None:
    with pytest.raises(Unreadable):
        await payroll_imports.start_payroll_import(territory.manager.context, "paie.xlsx", b"\x89PNG\r\n\x1a\n")


async def test_a_facilitator_imports_no_payroll(territory: Territory) -> None:
    with pytest.raises(Forbidden):
        await payroll_imports.start_payroll_import(territory.facilitator.context, "paie.csv", b"x")


async def test_staff_numbers_are_those_of_the_organisation(territory: Territory, employment: Employment) -> None:
    await an_employment(territory.other_manager, territory.other_facilitator, "X-1")
    rows = await imported(territory, a_csv([SUM, ["X-1", "05/2026", "100", ""]]))
    assert [row.status for row in rows] == [RowStatus.REFUSED]
