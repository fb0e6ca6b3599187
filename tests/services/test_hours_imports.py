"""Spreadsheets of hours through the services, on a real database: read, compared, applied, imported again."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from clause.db import sql
from clause.domain.contracts import Lot
from clause.domain.errors import Refused, WrongState
from clause.domain.hires import NamedHire
from clause.domain.hours import StatementState
from clause.domain.hours_import import HoursRowStatus, MappingSource, SheetField
from clause.services import hours
from tests.builders.contracts import a_lot
from tests.builders.hours import a_submitted_statement, a_validated_statement
from tests.builders.people import a_hire, a_participant
from tests.builders.spreadsheets import (
    HEADINGS,
    a_csv,
    a_row,
    an_xlsx,
    apply_to_the_end,
    codes,
    counted,
    import_hours,
    rows_of,
)
from tests.builders.territory import Territory

pytestmark = pytest.mark.usefixtures("transaction")


async def _hired(territory: Territory, **more: Any) -> tuple[Lot, NamedHire]:
    lot = await a_lot(territory.facilitator, territory)
    person = await a_participant(territory.facilitator, **more)
    return lot, await a_hire(territory.facilitator, territory, lot, participant=person)


def _row(territory: Territory, lot: Lot, hire: NamedHire, **more: object) -> list[object]:
    return a_row(hire, lot.contract_reference, territory.company.identifier, **more)


async def test_a_row_becomes_a_draft_when_the_file_is_applied_and_not_before(territory: Territory) -> None:
    lot, hire = await _hired(territory)
    content = an_xlsx(("Mars", [HEADINGS, _row(territory, lot, hire, hours=121.5)]))
    report = await import_hours(territory.company_agent, content)
    assert counted(report) == {"new": 1}
    assert await sql.fetch_value("SELECT count(*) FROM hours_statement") == 0

    applied = await apply_to_the_end(territory.company_agent, report)
    assert applied.hours is not None
    (made,) = applied.hours.applied
    assert (made.lines_declared, made.findings) == (1, ())
    assert made.statement_id is not None
    statement = await hours.load_statement(territory.company_agent.context, made.statement_id)
    assert (statement.state, str(statement.month)) == (StatementState.DRAFT, "2026-03")
    assert [(line.hire_id, line.hours_declared) for line in statement.lines] == [(hire.id, Decimal("121.50"))]
    assert statement.created_by == territory.company_agent.user_id


async def test_the_same_file_again_is_unchanged_whatever_became_of_the_statement(territory: Territory) -> None:
    lot, hire = await _hired(territory)
    content = an_xlsx(("Mars", [HEADINGS, _row(territory, lot, hire)]))
    first = await import_hours(territory.facilitator, content)
    applied = await apply_to_the_end(territory.facilitator, first, submit=True)
    assert counted(await import_hours(territory.facilitator, content)) == {"unchanged": 1}
    assert applied.hours is not None
    assert applied.hours.applied[0].statement_id is not None
    await hours.validate_statement(territory.facilitator.context, applied.hours.applied[0].statement_id)
    again = await import_hours(territory.facilitator, content)
    assert counted(again) == {"unchanged": 1}
    nothing = await apply_to_the_end(territory.facilitator, again)
    assert nothing.hours is not None
    assert nothing.hours.applied == ()


async def test_other_hours_change_the_line_of_a_draft_and_leave_the_others(territory: Territory) -> None:
    lot, hire = await _hired(territory)
    other = await a_hire(territory.facilitator, territory, lot)
    rows = [_row(territory, lot, hire), _row(territory, lot, other, hours="80,00")]
    await apply_to_the_end(territory.facilitator, await import_hours(territory.facilitator, a_csv([HEADINGS, *rows])))
    rows[0][7] = "110,25"
    report = await import_hours(territory.facilitator, a_csv([HEADINGS, *rows]))
    assert counted(report) == {"changed": 1, "unchanged": 1}
    applied = await apply_to_the_end(territory.facilitator, report)
    assert applied.hours is not None
    assert applied.hours.applied[0].statement_id is not None
    statement = await hours.load_statement(territory.facilitator.context, applied.hours.applied[0].statement_id)
    declared = {line.hire_id: line.hours_declared for line in statement.lines}
    assert declared == {hire.id: Decimal("110.25"), other.id: Decimal("80.00")}


async def test_hours_in_other_hands_are_refused_and_not_changed(territory: Territory) -> None:
    lot, hire = await _hired(territory)
    booked = await a_hire(territory.facilitator, territory, lot)
    await a_validated_statement(territory.facilitator, booked, month="2026-02")
    await a_submitted_statement(territory.facilitator, hire, month="2026-03")
    rows = [
        _row(territory, lot, hire, hours="99,00"),
        _row(territory, lot, booked, hours="99,00", month="02/2026"),
        _row(territory, lot, booked, hours="50,00"),
    ]
    report = await import_hours(territory.facilitator, a_csv([HEADINGS, *rows]))
    assert codes(await rows_of(territory.facilitator, report)) == [
        ("IHR-050", "H2"),
        ("IHR-051", "H3"),
        ("IHR-052", "G4"),
    ]


async def test_two_people_alike_are_refused_until_the_birth_date_tells_them_apart(territory: Territory) -> None:
    lot, first = await _hired(territory, first_name="Élodie", last_name="Le-Gall", birth_date=date(1990, 4, 12))
    person = await a_participant(
        territory.facilitator, first_name="Elodie", last_name="LE GALL", birth_date=date(1988, 1, 2)
    )
    await a_hire(territory.facilitator, territory, lot, participant=person)
    row = _row(territory, lot, first)
    row[5] = ""
    report = await import_hours(territory.facilitator, an_xlsx(("Mars", [HEADINGS, row])))
    assert codes(await rows_of(territory.facilitator, report)) == [("IHR-045", "Mars!F2")]
    row[5] = "12/04/1990"
    report = await import_hours(territory.facilitator, an_xlsx(("Mars", [HEADINGS, row])))
    assert [one.hire_id for one in await rows_of(territory.facilitator, report)] == [first.id]


async def test_a_row_is_held_to_the_checks_of_typed_hours_at_its_cells(territory: Territory) -> None:
    lot, hire = await _hired(territory)
    wrong = {
        "400,00": ("03/2026", "HRS-020", "H"),
        "-5": ("02/2026", "HRS-014", "H"),
        "0": ("04/2026", "HRS-014", "H"),
        "10": ("12/2025", "HRS-053", "G"),
        "35,123": ("05/2026", "IHR-011", "H"),
        "20": ("07/2026", "HRS-010", "G"),
    }
    rows = [_row(territory, lot, hire, hours=value, month=month) for value, (month, _, _) in wrong.items()]
    report = await import_hours(territory.facilitator, a_csv([HEADINGS, *rows]))
    found = codes(await rows_of(territory.facilitator, report))
    for number, (_, code, column) in enumerate(wrong.values(), start=2):
        assert (code, f"{column}{number}") in found, found
    assert counted(report) == {"refused": len(wrong)}


async def test_a_mapping_is_remembered_for_the_sender_and_the_same_headings(territory: Territory) -> None:
    lot, hire = await _hired(territory)
    headings = ("Chantier", "Patronyme", "Prénom usuel du gars", "Mois", "Qté")
    row = [lot.contract_reference, hire.last_name, hire.first_name, "mars 2026", "35h30"]
    given: dict[str, SheetField | None] = {
        "Chantier": SheetField.CONTRACT,
        "Patronyme": SheetField.LAST_NAME,
        "C": SheetField.FIRST_NAME,
        "Qté": SheetField.HOURS,
    }
    content = a_csv([headings, row])
    first = await import_hours(territory.company_agent, content, mapping=given)
    assert counted(first) == {"new": 1}, first.run.findings
    again = await import_hours(territory.company_agent, content)
    assert counted(again) == {"new": 1}
    assert [layout.source for layout in again.run.layouts] == [MappingSource.REMEMBERED]
    (part,) = (await rows_of(territory.company_agent, again))[0].parts
    assert part.hours_declared == Decimal("35.50")


async def test_an_import_is_applied_once(territory: Territory) -> None:
    lot, hire = await _hired(territory)
    report = await import_hours(territory.facilitator, a_csv([HEADINGS, _row(territory, lot, hire)]))
    await apply_to_the_end(territory.facilitator, report)
    with pytest.raises(WrongState, match="IMP-128"):
        await apply_to_the_end(territory.facilitator, report)


async def test_a_company_never_declares_for_another(territory: Territory) -> None:
    lot, hire = await _hired(territory)
    row = _row(territory, lot, hire)
    row[0] = territory.other_company.identifier
    report = await import_hours(territory.company_agent, a_csv([HEADINGS, row]))
    assert codes(await rows_of(territory.company_agent, report)) == [("IHR-041", "A2")]
    with pytest.raises(Refused, match="IMP-122"):
        await import_hours(territory.other_company_agent, a_csv([HEADINGS, row]))


async def test_what_changed_since_the_report_is_told_and_not_overwritten(territory: Territory) -> None:
    lot, hire = await _hired(territory)
    report = await import_hours(territory.facilitator, a_csv([HEADINGS, _row(territory, lot, hire)]))
    await a_submitted_statement(territory.facilitator, hire, month="2026-03", hours_declared="77.00")
    applied = await apply_to_the_end(territory.facilitator, report)
    assert applied.hours is not None
    (made,) = applied.hours.applied
    assert (made.statement_id, [finding.code for finding in made.findings]) == (None, ["IHR-050"])


async def test_the_same_hours_given_twice_are_refused_the_second_time(territory: Territory) -> None:
    lot, hire = await _hired(territory)
    row = _row(territory, lot, hire)
    report = await import_hours(territory.facilitator, a_csv([HEADINGS, row, row]))
    rows = await rows_of(territory.facilitator, report)
    assert [one.status for one in rows] == [HoursRowStatus.NEW, HoursRowStatus.REFUSED]
    assert codes(rows) == [("IHR-048", "D3")]
