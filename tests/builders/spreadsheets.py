"""Spreadsheets of hours as companies send them, made by the tests that use them."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import xlsxwriter

from clause.domain.contracts import Lot
from clause.domain.hires import NamedHire
from clause.domain.hours_import import HoursRow, HoursRowStatus, SheetField
from clause.domain.imports import ImportReport
from clause.services import hours_imports, hours_imports_apply, imports
from tests.builders.territory import Caller, Territory

HEADINGS = ("SIRET", "Marché", "Lot", "Nom", "Prénom", "Date de naissance", "Mois", "Heures")


def an_xlsx(*sheets: tuple[str, Sequence[Sequence[Any]]]) -> bytes:
    """A workbook of these sheets; numbers, days and texts as they are."""
    output = io.BytesIO()
    with xlsxwriter.Workbook(output, {"in_memory": True, "strings_to_formulas": False}) as workbook:
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets:
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    _write(sheet, number, column, value, day)
    return output.getvalue()


def _write(sheet: Any, row: int, column: int, value: Any, day: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date | datetime):
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, str(value))


def a_csv(rows: Sequence[Sequence[Any]], *, delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    """A text file of these rows."""
    output = io.StringIO()
    csv.writer(output, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return output.getvalue().encode(encoding)


def a_row(hire: NamedHire, reference: str, siret: str, *, month: Any = "03/2026", hours: Any = "100,00") -> list[Any]:
    """The row of a hire under the usual headings."""
    return [siret, reference, "1", hire.last_name, hire.first_name, "12/04/1990", month, hours]


async def import_hours(
    caller: Caller,
    content: bytes,
    *,
    name: str = "heures.xlsx",
    mapping: dict[str, SheetField | None] | None = None,
    recipient: UUID | None = None,
) -> ImportReport:
    """A spreadsheet received and read, step after step, as the worker does."""
    run = await hours_imports.start_hours_import(caller.context, name, content, mapping or {}, recipient)
    while True:
        outcome = await hours_imports.import_chunk(caller.context.now, run.job_id)
        if outcome is None or outcome.done:
            return await imports.load_import(caller.context, run.id)


async def apply_to_the_end(caller: Caller, report: ImportReport, *, submit: bool = False) -> ImportReport:
    """A spreadsheet applied, step after step, as the worker does."""
    run = await hours_imports_apply.apply_import(caller.context, report.run.id, submit=submit)
    assert run.apply_job_id is not None
    while True:
        outcome = await hours_imports_apply.apply_chunk(caller.context.now, run.apply_job_id)
        if outcome is None or outcome.done:
            return await imports.load_import(caller.context, run.id)


async def a_spreadsheet_story(territory: Territory, lot: Lot, hire: NamedHire) -> None:
    """Hours of April that a company sent, explaining its columns, and applied."""
    headings = ("Marché", "Patronyme", "Prénom", "Mois", "Heures")
    row = (lot.contract_reference, hire.last_name, hire.first_name, "04/2026", "35,00")
    mapping: dict[str, SheetField | None] = {"Patronyme": SheetField.LAST_NAME}
    report = await import_hours(
        territory.company_agent,
        a_csv([headings, row]),
        mapping=mapping,
        recipient=territory.facilitator_org.id,
    )
    await apply_to_the_end(territory.company_agent, report)


async def rows_of(caller: Caller, report: ImportReport, status: HoursRowStatus | None = None) -> list[HoursRow]:
    """Every row of a spreadsheet, or those of a status."""
    return await hours_imports.list_rows(caller.context, report.run.id, status=status, limit=200_000)


def counted(report: ImportReport) -> dict[str, int]:
    """How many rows ended in each state, those with none left out."""
    assert report.hours is not None
    return {status.value: count for status, count in report.hours.counts.items() if count}


def codes(rows: Sequence[HoursRow]) -> list[tuple[str, str]]:
    """Each finding as code and cell, in the order of the rows."""
    return [(finding.code, finding.field) for row in rows for finding in row.findings]
