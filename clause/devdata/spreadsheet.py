"""Last month's hours of an insertion company, sent as a spreadsheet: some rows are refused, the others are declared."""

import io
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import TypeAlias

import xlsxwriter

from clause.devdata import statements
from clause.devdata.people import birth_date
from clause.devdata.people_tables import PEOPLE, HireRow
from clause.devdata.world import World, run_job
from clause.domain.hours import StatementState
from clause.services import hours, hours_imports, hours_imports_apply

_HEADINGS = ("SIRET", "Marché", "Lot", "Nom", "Prénom", "Date de naissance", "Mois", "Heures")
_FILE_NAME = "heures-tremplin.xlsx"
Cell: TypeAlias = str | date | Decimal


def plan(world: World) -> None:
    """Received on the 7th, applied and handed over on the 8th, validated on the 13th."""
    calendar, timeline = world.calendar, world.timeline
    month = statements.IN_A_SPREADSHEET[1] + 1
    timeline.plan(calendar.day(month, 7), partial(_receive, world), hour=9)
    timeline.plan(calendar.day(month, 8), partial(_apply, world), hour=10)
    timeline.plan(calendar.day(month, 13), partial(_validate, world), hour=11)


async def _receive(world: World, now: datetime) -> None:
    yanis = world.by("yanis", now)
    run = await hours_imports.start_hours_import(yanis, _FILE_NAME, _workbook(_rows(world), now), {}, None)
    await run_job(hours_imports.import_chunk, run.job_id, now)
    world.import_id = run.id


def _rows(world: World) -> list[list[Cell]]:
    """What can be declared, then what cannot: somebody unknown, hours that are no number, a contract unknown."""
    company, offset = statements.IN_A_SPREADSHEET
    month = world.calendar.month(offset)
    sound = [_row(world, row, offset) for row in statements.rows_of(world, company, offset)]
    stranger: list[Cell] = [*sound[0][:3], "Personne", "Inconnue", date(1990, 4, 12), str(month), Decimal(12)]
    unclear: list[Cell] = [*sound[0][:7], "une vingtaine"]
    elsewhere: list[Cell] = [sound[0][0], "MARCHE-INCONNU", *sound[0][2:]]
    return [*sound, stranger, unclear, elsewhere]


def _row(world: World, row: HireRow, offset: int) -> list[Cell]:
    lot, company = world.lots[row.lot], world.organisations[row.company]
    person = next(person for person in PEOPLE if person.key == row.person)
    month = world.calendar.month(offset)
    return [
        company.identifier,
        lot.contract_reference,
        lot.number or "",
        person.last_name,
        person.first_name,
        birth_date(world, person),
        str(month),
        statements.hours_of(world, row, offset, month.period),
    ]


def _workbook(rows: list[list[Cell]], now: datetime) -> bytes:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": now})
        sheet, day = workbook.add_worksheet("Heures"), workbook.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(0, 0, _HEADINGS)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, column, cell, day)
                else:
                    sheet.write(number, column, cell)
    return written.getvalue()


async def _apply(world: World, now: datetime) -> None:
    if world.import_id is None:
        raise RuntimeError("there is no spreadsheet yet")
    run = await hours_imports_apply.apply_import(world.by("yanis", now), world.import_id, submit=True)
    await run_job(hours_imports_apply.apply_chunk, run.apply_job_id, now)


async def _validate(world: World, now: datetime) -> None:
    company, offset = statements.IN_A_SPREADSHEET
    maelle, company_id = world.by("maelle", now), world.organisations[company].id
    waiting = await hours.list_statements(
        maelle, state=StatementState.SUBMITTED, company_id=company_id, month=world.calendar.month(offset)
    )
    for statement in waiting:
        await hours.validate_statement(maelle, statement.id)
