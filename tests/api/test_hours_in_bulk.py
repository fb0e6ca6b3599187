"""Hours declared in bulk, over HTTP."""

import httpx
import pytest

from clause.domain.hires import NamedHire
from tests.builders.contracts import a_lot
from tests.builders.people import a_hire
from tests.builders.territory import Territory

PATH = "/api/v1/hours-statements/bulk"


@pytest.fixture
async def hire(territory: Territory) -> NamedHire:
    return await a_hire(territory.facilitator, territory, await a_lot(territory.facilitator, territory))


def statement(hire: NamedHire, month: str = "2026-03", **line: str) -> dict[str, object]:
    lines = [{"hire_id": str(hire.id), "hours_declared": "100.00", **line}]
    return {"company_id": str(hire.company_id), "month": month, "lines": lines}


async def test_a_call_under_the_same_key_declares_once(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire
) -> None:
    headers = territory.facilitator.headers | {"idempotency-key": "en-bloc"}
    body = {"statements": [statement(hire), statement(hire, "2026-04")]}
    first = await client.post(PATH, json=body, headers=headers)
    again = await client.post(PATH, json=body, headers=headers)
    assert (first.status_code, again.content) == (201, first.content), first.text
    made = first.json()["statements"]
    assert [one["period"]["first_month"] for one in made] == ["2026-03", "2026-04"]
    assert {one["company_id"] for one in made} == {str(hire.company_id)}
    other = await client.post(PATH, json={"statements": [statement(hire, "2026-05")]}, headers=headers)
    assert (other.status_code, other.json()["code"]) == (422, "IDM-001")
    listed = await client.get("/api/v1/hours-statements", headers=territory.facilitator.headers)
    assert [one["id"] for one in listed.json()["items"]] == [one["id"] for one in made]


async def test_every_line_that_cannot_stand_is_told_and_nothing_is_recorded(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire
) -> None:
    headers = territory.facilitator.headers
    body = {"statements": [statement(hire), statement(hire, "2026-04", hours_declared="0.00")]}
    refused = await client.post(PATH, json=body, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (422, "HRS-050")
    (finding,) = refused.json()["findings"]
    assert finding["field"] == "statements[1].lines[0].hours_declared"
    assert "0.00" in finding["detail"]
    assert (await client.get("/api/v1/hours-statements", headers=headers)).json()["items"] == []


async def test_more_than_a_thousand_lines_are_too_many_for_one_call(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire
) -> None:
    one = statement(hire)
    one["lines"] = [{"hire_id": str(hire.id), "hours_declared": "1.00"}] * 501
    answer = await client.post(PATH, json={"statements": [one, one]}, headers=territory.facilitator.headers)
    assert (answer.status_code, answer.json()["findings"][0]["code"]) == (400, "FLD-008")


async def test_a_statement_without_a_line_is_refused(client: httpx.AsyncClient, territory: Territory) -> None:
    body = {"statements": [{"month": "2026-03", "lines": []}]}
    assert (await client.post(PATH, json=body, headers=territory.facilitator.headers)).status_code == 400
