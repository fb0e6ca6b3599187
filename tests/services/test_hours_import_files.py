"""What spreadsheets of hours look like in real life: sheets, titles, totals, training, days, errors among many rows."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from clause.domain.contracts import Lot
from clause.domain.errors import TooLarge, Unreadable
from clause.domain.hires import NamedHire
from clause.domain.hours_import import HoursRowStatus
from clause.services import hours, hours_imports
from tests.builders.contracts import a_contract, a_lot
from tests.builders.hours import a_line, a_submitted_statement
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


async def _crew(territory: Territory, count: int) -> tuple[Lot, list[NamedHire]]:
    lot = await a_lot(territory.facilitator, territory)
    return lot, [await a_hire(territory.facilitator, territory, lot) for _ in range(count)]


async def test_sheets_of_months_with_titles_totals_and_notes_are_read_in_any_order_of_columns(
    territory: Territory,
) -> None:
    lot, (first, second) = await _crew(territory, 2)
    headings = ["Heures", "Salarié(e)", "N° de marché", "Remarques"]

    def sheet(*hours_of: float) -> list[Sequence[Any]]:
        return [
            ["Heures d'insertion"],
            [],
            headings,
            [hours_of[0], f"{first.last_name.upper()} {first.first_name}", lot.contract_reference, "ok"],
            [hours_of[1], f"{second.first_name} {second.last_name}", f" {lot.contract_reference.lower()} "],
            [sum(hours_of), "Total"],
            [],
            ["", "", "", "Fait à Brest"],
        ]

    content = an_xlsx(("Mars 2026", sheet(80, 90.5)), ("avril 26", sheet(70.25, 60)), ("Notes", [["Bonjour"]]))
    report = await import_hours(territory.company_agent, content)
    assert counted(report) == {"new": 4}
    found = await rows_of(territory.company_agent, report)
    assert [(str(row.month), row.hire_id, row.parts[0].hours_declared) for row in found] == [
        ("2026-03", first.id, Decimal("80.00")),
        ("2026-03", second.id, Decimal("90.50")),
        ("2026-04", first.id, Decimal("70.25")),
        ("2026-04", second.id, Decimal("60.00")),
    ]
    said = [(finding.code, finding.field) for finding in report.run.findings]
    assert ("IHR-001", "Notes") in said
    assert [code for code, _ in said].count("IHR-006") == 2
    applied = await apply_to_the_end(territory.company_agent, report)
    assert applied.hours is not None
    assert [(str(one.month), one.lines_declared) for one in applied.hours.applied] == [("2026-03", 2), ("2026-04", 2)]


async def test_a_lone_sum_at_the_foot_is_a_total_and_another_lone_number_is_not(territory: Territory) -> None:
    lot, (hire,) = await _crew(territory, 1)
    row = a_row(hire, lot.contract_reference, territory.company.identifier, hours=80)
    foot: list[Any] = [""] * 7
    report = await import_hours(territory.facilitator, an_xlsx(("F", [HEADINGS, row, [*foot, 80]])))
    assert counted(report) == {"new": 1}
    report = await import_hours(territory.facilitator, an_xlsx(("F", [HEADINGS, row, [*foot, 81]])))
    assert counted(report) == {"new": 1, "refused": 1}


async def test_work_and_training_of_a_row_are_two_lines_of_the_statement(territory: Territory) -> None:
    lot, (hire, other) = await _crew(territory, 2)
    headings = ["Marché", "Nom", "Prénom", "Mois", "Heures", "dont formation"]
    rows = [
        [lot.contract_reference, one.last_name, one.first_name, "03/2026", "100", training]
        for one, training in ((hire, "14"), (other, ""))
    ]
    report = await import_hours(territory.company_agent, a_csv([headings, *rows]))
    applied = await apply_to_the_end(territory.company_agent, report)
    assert applied.hours is not None
    assert applied.hours.applied[0].statement_id is not None
    statement = await hours.load_statement(territory.company_agent.context, applied.hours.applied[0].statement_id)
    assert sorted((line.nature.value, line.hours_declared) for line in statement.lines) == [
        ("TRAINING_IN_CONTRACT", Decimal("14.00")),
        ("WORK", Decimal("86.00")),
        ("WORK", Decimal("100.00")),
    ]
    assert counted(await import_hours(territory.company_agent, a_csv([headings, *rows]))) == {"unchanged": 2}


async def test_days_typed_tell_rows_of_one_month_apart(territory: Territory) -> None:
    lot, (hire,) = await _crew(territory, 1)
    headings = ["Marché", "Nom", "Prénom", "Du", "Au", "Heures"]
    rows = [
        [lot.contract_reference, hire.last_name, hire.first_name, first, last, "40"]
        for first, last in ((date(2026, 3, 1), date(2026, 3, 15)), ("16/03/2026", "31/03/26"))
    ]
    report = await import_hours(territory.company_agent, an_xlsx(("F", [headings, *rows])))
    assert counted(report) == {"new": 2}
    await apply_to_the_end(territory.company_agent, report)
    rows[1][5] = "41"
    assert counted(await import_hours(territory.company_agent, an_xlsx(("F", [headings, *rows])))) == {
        "unchanged": 1,
        "changed": 1,
    }


async def test_a_quarterly_statement_that_is_open_takes_the_rows_of_its_months(territory: Territory) -> None:
    lot, (hire, other) = await _crew(territory, 2)
    rows = [
        a_row(one, lot.contract_reference, territory.company.identifier, month=month)
        for one in (hire, other)
        for month in ("03/2026", "04/2026")
    ]
    await apply_to_the_end(territory.facilitator, await import_hours(territory.facilitator, a_csv([HEADINGS, rows[0]])))
    report = await import_hours(territory.facilitator, a_csv([HEADINGS, *rows]))
    assert counted(report) == {"unchanged": 1, "new": 3}


async def test_two_lots_of_a_contract_are_told_apart_by_their_number_only(territory: Territory) -> None:
    contract = await a_contract(territory.facilitator, territory)
    lots = [await a_lot(territory.facilitator, territory, contract=contract, label=label) for label in ("A", "B")]
    person = await a_participant(territory.facilitator)
    first = await a_hire(territory.facilitator, territory, lots[0], participant=person)
    await a_hire(territory.facilitator, territory, lots[1], participant=person)
    row = a_row(first, contract.reference, territory.company.identifier)
    row[2] = ""
    report = await import_hours(territory.facilitator, a_csv([HEADINGS, row]))
    assert codes(await rows_of(territory.facilitator, report)) == [("IHR-047", "C2")]
    row[2] = "7"
    report = await import_hours(territory.facilitator, a_csv([HEADINGS, row]))
    assert codes(await rows_of(territory.facilitator, report)) == [("IHR-043", "C2")]


async def test_hours_of_one_person_count_together_with_what_stands_elsewhere(territory: Territory) -> None:
    lot, (hire,) = await _crew(territory, 1)
    other_lot = await a_lot(territory.facilitator, territory, company=territory.other_company)
    person = await a_participant(territory.facilitator, first_name="Zoé", last_name="Double")
    here = await a_hire(territory.facilitator, territory, lot, participant=person)
    there = await a_hire(
        territory.facilitator, territory, other_lot, company=territory.other_company, participant=person
    )
    await a_submitted_statement(territory.facilitator, there, a_line(there, "180.00"))
    rows = [a_row(one, lot.contract_reference, territory.company.identifier, hours="120,00") for one in (hire, here)]
    report = await import_hours(territory.facilitator, a_csv([HEADINGS, *rows]))
    found = await rows_of(territory.facilitator, report)
    assert [row.status for row in found] == [HoursRowStatus.NEW, HoursRowStatus.REFUSED]
    assert ("HRS-020", "H3") in codes(found)


async def test_columns_that_could_be_the_same_are_not_chosen_between(territory: Territory) -> None:
    lot, (hire,) = await _crew(territory, 1)
    headings = [*HEADINGS, "Heures payées"]
    row = [*a_row(hire, lot.contract_reference, territory.company.identifier), "99"]
    report = await import_hours(territory.facilitator, a_csv([headings, row]))
    assert counted(report) == {}
    assert [(finding.code, finding.field) for finding in report.run.findings][-2:] == [
        ("IHR-002", "H1"),
        ("IHR-002", "I1"),
    ]
    chosen = await import_hours(territory.facilitator, a_csv([headings, row]), mapping={"Heures payées": None})
    assert counted(chosen) == {"new": 1}


async def test_a_sheet_without_a_contract_column_says_so(territory: Territory) -> None:
    report = await import_hours(territory.facilitator, a_csv([["Nom", "Prénom", "Mois", "Heures"], ["A", "B", "", 1]]))
    assert [finding.values["field"] for finding in report.run.findings if finding.code == "IHR-003"] == ["contract"]


async def test_a_file_without_headings_or_rows_beyond_the_bound_is_refused(territory: Territory) -> None:
    with pytest.raises(Unreadable, match="IMP-118"):
        await import_hours(territory.facilitator, a_csv([["a", "b"], [1, 2]]))
    row = ["2026M1", "Nom", "Prénom", "03/2026", "1"]
    many = a_csv([["Marché", "Nom", "Prénom", "Mois", "Heures"], *([row] * 100_001)])
    with pytest.raises(Unreadable, match="IMP-119"):
        await import_hours(territory.facilitator, many)
    with pytest.raises(TooLarge, match="IMP-117"):
        await import_hours(territory.facilitator, b"x" * (hours_imports.LARGEST_FILE_BYTES + 1))
    with pytest.raises(Unreadable, match="IMP-120"):
        await import_hours(territory.facilitator, a_csv([HEADINGS]), mapping={"Absente": None})


SEEDED: tuple[tuple[int, Any, str], ...] = (
    (0, "99000024200019", "A"),
    (1, "2099X", "B"),
    (3, "Inconnu", "D"),
    (5, "01/01/1970", "F"),
    (6, "mois dernier", "G"),
    (7, "trente", "H"),
    (7, -7, "H"),
    (7, 400, "H"),
)


async def test_every_seeded_error_is_found_at_its_cell_and_no_other_row_is_refused(
    territory: Territory, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Small steps, so that several are needed; the bench does the same with 10 000 rows.
    monkeypatch.setattr(hours_imports, "ROWS_A_STEP", 37)
    lot, crew = await _crew(territory, 12)
    random = Random(7)
    rows, wrong = [], set()
    for number in range(48):
        month = date(2026, 2 + number // 12, 1)
        row = a_row(crew[number % 12], lot.contract_reference, territory.company.identifier, month=month)
        row[3], row[7] = row[3].upper() if number % 2 else row[3], round(random.uniform(10, 140), 2)
        if number % 6 == 3:
            column, value, letter = SEEDED[number // 6]
            row[column] = value
            # A name that is not known is told at the last name, the pair that is looked for.
            wrong.add(f"Heures!{'D' if letter == 'E' else letter}{number + 2}")
        rows.append(row)
    report = await import_hours(territory.facilitator, an_xlsx(("Heures", [HEADINGS, *rows])))
    refused = await rows_of(territory.facilitator, report, HoursRowStatus.REFUSED)
    assert {cell for _, cell in codes(refused)} == wrong
    assert counted(report) == {"new": 40, "refused": 8}


async def test_a_worker_that_dies_between_steps_loses_and_doubles_no_row(
    territory: Territory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hours_imports, "ROWS_A_STEP", 2)
    lot, crew = await _crew(territory, 5)
    rows = [a_row(hire, lot.contract_reference, territory.company.identifier) for hire in crew]
    context = territory.facilitator.context
    run = await hours_imports.start_hours_import(context, "h.csv", a_csv([HEADINGS, *rows]), {}, None)
    steps = []
    while True:
        outcome = await hours_imports.import_chunk(context.now, run.job_id)
        assert outcome is not None
        steps.append((outcome.progress_done, outcome.progress_total))
        # What a process remembers goes with it.
        hours_imports._kept.clear()
        if outcome.done:
            break
    assert steps == [(2, 5), (4, 5), (5, 5)]
    found = await hours_imports.list_rows(context, run.id, limit=10)
    assert [(row.position, row.hire_id) for row in found] == list(enumerate((hire.id for hire in crew), start=1))
    assert await hours_imports.import_chunk(context.now, run.job_id) is None
