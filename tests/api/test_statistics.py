"""The yearly consolidation over HTTP."""

import csv
import io
import zipfile

import httpx
import pytest

from clause.domain.documents import XLSX
from tests.builders.contracts import a_lot
from tests.builders.statistics import a_worker
from tests.builders.territory import Territory

URL = "/api/v1/stats/consolidation"


async def test_the_figures_of_a_year_come_as_json(client: httpx.AsyncClient, territory: Territory) -> None:
    lot = await a_lot(territory.facilitator, territory)
    await a_worker(territory.facilitator, lot, territory.company)
    answer = await client.get(f"{URL}?year=2026", headers=territory.facilitator.headers)
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert (body["year"], body["scope"], body["publication"], body["organisations"]) == (2026, "org", False, 1)
    sex = next(table for table in body["tables"] if table["code"] == "SEX")
    assert sex["rows"][0] == {
        "code": "F",
        "suppressed": False,
        "withheld": [],
        "values": {
            "people": 1,
            "hires": 1,
            "hours_credited": "100.00",
            "hours_validated": "100.00",
            "fte": "0.06",
            "share_of_hours": "1.0000",
        },
    }
    fte = next(figure for figure in body["figures"] if figure["code"] == "fte")
    assert (fte["value"], fte["trace"]["formula"]) == ("0.06", "full_time_equivalents = hours ÷ fte_hours")
    assert any("compte une fois dans chacun" in note for note in body["notes"])


async def test_a_publication_shows_null_and_says_that_it_is_withheld(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    lot = await a_lot(territory.facilitator, territory)
    await a_worker(territory.facilitator, lot, territory.company)
    body = (await client.get(f"{URL}?year=2026&publication=true", headers=territory.facilitator.headers)).json()
    sex = next(table for table in body["tables"] if table["code"] == "SEX")
    for row in (*sex["rows"], sex["total"]):
        assert row["suppressed"] is True
        assert set(row["values"].values()) == {None}
    fte = next(figure for figure in body["figures"] if figure["code"] == "fte")
    assert (fte["value"], fte["suppressed"], fte["trace"]) == (None, True, None)


@pytest.mark.parametrize(
    ("accept", "wanted", "media_type"),
    [
        ("application/json", None, "application/json"),
        ("*/*", None, "application/json"),
        ("text/html", None, "application/json"),
        ("text/csv", None, "text/csv; charset=utf-8"),
        (XLSX, None, XLSX),
        ("text/csv;q=0.5, application/json;q=0.9", None, "application/json"),
        ("application/json", "csv", "text/csv; charset=utf-8"),
        ("text/csv", "xlsx", XLSX),
        ("text/csv", "json", "application/json"),
    ],
)
async def test_the_format_is_that_of_the_query_or_of_the_accept_header(
    client: httpx.AsyncClient, territory: Territory, accept: str, wanted: str | None, media_type: str
) -> None:
    query = f"{URL}?year=2026" + (f"&format={wanted}" if wanted else "")
    answer = await client.get(query, headers={**territory.facilitator.headers, "accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type), answer.text


async def test_files_are_named_after_year_and_perimeter_and_not_sent_twice(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    headers = territory.facilitator.headers
    workbook = await client.get(f"{URL}?year=2026&scope=region:53&format=xlsx", headers=headers)
    assert workbook.headers["content-disposition"] == 'attachment; filename="consolidation-2026-region-53.xlsx"'
    assert zipfile.ZipFile(io.BytesIO(workbook.content)).testzip() is None
    again = await client.get(
        f"{URL}?year=2026&scope=region:53&format=xlsx",
        headers={**headers, "if-none-match": workbook.headers["etag"]},
    )
    assert again.status_code == 304


async def test_the_csv_holds_the_figures_of_the_json(client: httpx.AsyncClient, territory: Territory) -> None:
    lot = await a_lot(territory.facilitator, territory)
    await a_worker(territory.facilitator, lot, territory.company, hours="123.25")
    headers = territory.facilitator.headers
    body = (await client.get(f"{URL}?year=2026", headers=headers)).json()
    text = (await client.get(f"{URL}?year=2026&format=csv", headers=headers)).content.decode("utf-8-sig")
    in_csv = [line["Valeur"] for line in csv.DictReader(io.StringIO(text), delimiter=";")]
    in_json = [figure["value"] for figure in body["figures"]] + [
        value
        for table in body["tables"]
        for row in (*table["rows"], table["total"])
        for value in row["values"].values()
    ]
    assert in_csv == ["" if value is None else str(value).replace(".", ",") for value in in_json]


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("", 400, "API-002"),
        ("?year=deux-mille", 400, "API-002"),
        ("?year=0", 400, "API-002"),
        ("?year=99999999999999999999", 400, "API-002"),
        ("?year=2000", 422, "STA-002"),
        ("?year=2026&scope=region:99", 400, "STA-001"),
        ("?year=2026&scope=%00", 400, "STA-001"),
        ("?year=2026&format=pdf", 400, "STA-003"),
        ("?year=2026&publication=perhaps", 400, "API-002"),
    ],
)
async def test_bad_input_is_told_clearly(
    client: httpx.AsyncClient, territory: Territory, query: str, status: int, code: str
) -> None:
    answer = await client.get(URL + query, headers=territory.facilitator.headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


async def test_a_wrong_perimeter_names_the_field_and_the_regions(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    body = (await client.get(f"{URL}?year=2026&scope=Bretagne", headers=territory.facilitator.headers)).json()
    assert [finding["field"] for finding in body["findings"]] == ["scope"]
    assert "53" in body["findings"][0]["detail"]


async def test_only_those_with_the_right_read_statistics(client: httpx.AsyncClient, territory: Territory) -> None:
    statuses = {
        name: (await client.get(f"{URL}?year=2026", headers=caller.headers)).status_code
        for name, caller in territory.callers().items()
    }
    allowed = {name for name, status in statuses.items() if status == 200}
    assert allowed == {
        "facilitator", "manager", "other_facilitator", "other_manager", "buyer_agent", "other_buyer_agent",
        "facilitator_client",
    }  # fmt: skip
    assert {status for name, status in statuses.items() if name not in allowed} == {403}
