"""Files for other tools: what they hold is the claim, an empty cell is no zero, and nothing in them is a formula."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import httpx
import pytest
from python_calamine import CalamineWorkbook

from clause.documents.claim_csv import STAFF_FIELDS, staff_csv
from clause.documents.kohesio_csv import COLUMNS as KOHESIO
from clause.documents.kohesio_csv import kohesio_csv
from clause.domain.claim_tables import StaffRow
from clause.domain.claims import Claim
from clause.domain.kohesio import KohesioRow
from clause.text.exports import COLUMNS, EMPTY_BLOCK, SHEETS, preamble
from tests.builders.claims import a_claim, a_ready_operation, a_submitted_claim, an_operation
from tests.builders.territory import Territory

FORMULA = "=HYPERLINK(1)"
ROW = StaffRow(
    position=1,
    kind="STAFF",
    person=FORMULA,
    function=None,
    month="2026-01",
    method="M2",
    cost=Decimal("3912.37"),
    hours_on_operation=Decimal("98.50"),
    hours_worked=Decimal("133.00"),
    key=None,
    amount=Decimal("0.00"),
)


@pytest.fixture
async def claim(client: httpx.AsyncClient, territory: Territory) -> Claim:
    """A computed claim for January, not handed over yet."""
    operation = await a_ready_operation(territory.manager, territory.facilitator, territory, ("2026-01",))
    return await a_claim(territory.manager, operation, "2026-01", "2026-01")


async def _get(client: httpx.AsyncClient, claim: Claim, name: str, headers: dict[str, str]) -> httpx.Response:
    return await client.get(f"/api/v1/claims/{claim.id}/exports/{name}", headers=headers)


def _sheets(content: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


async def test_the_workbook_has_a_sheet_for_each_block_and_the_claim_in_it(
    client: httpx.AsyncClient, territory: Territory, claim: Claim
) -> None:
    answer = await _get(client, claim, "mdfse-entry.xlsx", territory.manager.headers)
    assert answer.status_code == 200, answer.text
    sheets = _sheets(answer.content)
    assert list(sheets) == list(SHEETS.values())
    staff = sheets[SHEETS["staff"]]
    head = next(place for place, row in enumerate(staff) if row[0] == COLUMNS["staff"]["position"])
    row = dict(zip(COLUMNS["staff"], staff[head + 1], strict=False))
    assert (row["person"], row["month"], row["method"]) == ("F-001", "2026-01", "M2")
    assert (row["cost"], row["hours_on_operation"], row["hours_worked"]) == (3912.37, 98.5, 133.0)
    assert (row["key"], row["amount"]) == (0.7406, 2897.51)
    above = {line[0]: line[1] for line in staff[:head] if line[0]}
    assert above["Par"] == "Dominique Prat"
    assert above["Le"] == "15 juin 2026 à 11:00"
    assert above["Généré par"].startswith("Clause ")
    assert "provisoire" in above["Périmètre"]
    assert any(line[0] == EMPTY_BLOCK["resources"] for line in sheets[SHEETS["resources"]])


async def test_the_file_of_a_claim_handed_over_names_what_was_frozen(
    client: httpx.AsyncClient, territory: Territory, claim: Claim
) -> None:
    submitted = await a_submitted_claim(territory.manager, claim)
    answer = await _get(client, claim, "staff.csv", territory.manager.headers)
    assert submitted.snapshot_hash is not None
    assert submitted.snapshot_hash in answer.text


@pytest.mark.parametrize(
    ("query", "amount"), [("", "2897,51"), ("?decimal=comma", "2897,51"), ("?decimal=point", "2897.51")]
)
async def test_staff_as_csv_with_the_decimal_sign_asked_for(
    client: httpx.AsyncClient, territory: Territory, claim: Claim, query: str, amount: str
) -> None:
    answer = await _get(client, claim, f"staff.csv{query}", territory.manager.headers)
    assert answer.content.startswith("\ufeff".encode())
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[4] == ["Lignes", "1"]
    assert rows[5] == [COLUMNS["staff"][field] for field in STAFF_FIELDS]
    assert rows[6][:2] == ["F-001", "2026-01"]
    assert rows[6][STAFF_FIELDS.index("amount")] == amount
    assert len(rows) == 7


async def test_a_claim_without_lines_is_not_exported(client: httpx.AsyncClient, territory: Territory) -> None:
    operation = await an_operation(territory.manager, territory)
    empty = await a_claim(territory.manager, operation, "2026-01", "2026-01")
    refusals = [
        (await _get(client, empty, name, territory.manager.headers)).json()["code"]
        for name in ("mdfse-entry.xlsx", "staff.csv")
    ]
    assert refusals == ["EXP-003", "EXP-004"]


async def test_an_export_is_the_organisation_s_own(
    client: httpx.AsyncClient, territory: Territory, claim: Claim
) -> None:
    for name in ("mdfse-entry.xlsx", "staff.csv"):
        foreign = await _get(client, claim, name, territory.other_manager.headers)
        assert (foreign.status_code, foreign.json()["code"]) == (404, "EXP-002")
    wrong = await _get(client, claim, "staff.csv?decimal=dot", territory.manager.headers)
    assert (wrong.status_code, wrong.json()["code"]) == (400, "EXP-005")


async def test_the_list_to_publish_is_refused_while_it_would_be_empty(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    answer = await client.get("/api/v1/oi/exports/operations-kohesio.csv", headers=territory.oi_client.headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "EXP-001")


async def test_the_list_to_publish_has_one_row_an_operation_and_nothing_above_its_header(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    await an_operation(territory.manager, territory)
    answer = await client.get("/api/v1/oi/exports/operations-kohesio.csv", headers=territory.oi_client.headers)
    assert answer.headers["content-type"].startswith("text/csv")
    (row,) = csv.DictReader(io.StringIO(answer.content.decode()))
    assert list(row) == list(KOHESIO)
    told = {
        name: row[name] for name in ("CountryID", "Operation_Unique_Identifier", "Operation_Start_Date", "Fund_Code")
    }
    assert told == {
        "CountryID": "FR",
        "Operation_Unique_Identifier": "2021FR05SFPR001-202500123",
        "Operation_Start_Date": "2026-01-01",
        "Fund_Code": "ESF+",
    }
    money = ("Total_Eligible_Expenditure_amount", "Project_EU_Budget", "Cofinancing_Rate")
    assert [row[name] for name in money] == ["60000.00", "36000.00", "60.00"]
    assert (row["Operation_End_Date"], row["Operation_Expected_End_Date"]) == ("", "2027-06-30")
    assert row["Beneficiary_Name"] == territory.facilitator_org.name


def test_a_formula_is_written_as_text_and_an_unknown_value_as_nothing() -> None:
    above = preamble(FORMULA, 1, FORMULA, datetime(2026, 6, 15, 9, tzinfo=UTC))
    content = staff_csv([ROW], above, decimal_comma=True).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content), delimiter=";"))
    assert [line[1] for line in rows[2:4]] == [f"'{FORMULA}"] * 2
    assert rows[6][STAFF_FIELDS.index("person")] == f"'{FORMULA}"
    assert (rows[6][STAFF_FIELDS.index("key")], rows[6][STAFF_FIELDS.index("amount")]) == ("", "0,00")


def test_commas_quotes_and_line_breaks_survive_the_list_to_publish() -> None:
    row = KohesioRow(
        country="FR",
        unique_identifier="x",
        local_identifier="=1+1",
        name='Animer, "relier"\net suivre',
        summary=None,
        start=date(2026, 1, 1),
        expected_end=date(2026, 12, 31),
        end=None,
        total_eligible=Decimal("1.00"),
        currency="EUR",
        eu_budget=Decimal("0.00"),
        rate_percent=Decimal("43.860000"),
        beneficiary="M",
        beneficiary_identifier="1",
        fund=None,
        programme="2021FR05SFPR001",
        programming_period=None,
        priority="1",
        specific_objective="H",
        nuts=None,
        updated_on=date(2026, 6, 15),
    )
    content = kohesio_csv([row]).decode()
    (read,) = csv.DictReader(io.StringIO(content, newline=""))
    assert read["Operation_Name_Programme_Language"] == 'Animer, "relier"\net suivre'
    assert read["Operation_Local_Identifier"] == "'=1+1"
    assert (read["Fund_Code"], read["Project_EU_Budget"], read["Cofinancing_Rate"]) == ("", "0.00", "43.86")
    assert content.endswith("\r\n")
