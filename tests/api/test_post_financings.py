"""Who pays for facilitators' posts, over HTTP."""

from typing import Any

import httpx
import pytest

from tests.builders.territory import Territory

URL = "/api/v1/post-financings"


def body(**changes: Any) -> dict[str, Any]:
    return {"year": 2026, "source": "FSE", "amount_eur": "36000.00", "posts_fte": "0.60", **changes}


async def test_a_financing_is_recorded_and_read_again(client: httpx.AsyncClient, territory: Territory) -> None:
    made = await client.post(URL, json=body(), headers=territory.manager.headers)
    assert made.status_code == 201, made.text
    assert made.headers["location"] == "/api/v1/post-financings?year=2026"
    assert (made.json()["version_no"], made.json()["amount_eur"]) == (1, "36000.00")
    listed = (await client.get(f"{URL}?year=2026", headers=territory.facilitator.headers)).json()
    assert listed["items"] == [made.json()]
    assert (await client.get(f"{URL}?year=2025", headers=territory.facilitator.headers)).json()["items"] == []


async def test_a_second_version_replaces_the_first_which_stays_readable(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    headers = territory.manager.headers
    await client.post(URL, json=body(), headers=headers)
    unexplained = await client.post(URL, json=body(amount_eur="30000.00"), headers=headers)
    assert (unexplained.status_code, unexplained.json()["code"]) == (422, "FIN-002")
    again = await client.post(URL, json=body(amount_eur="30000.00", reason="Solde notifié"), headers=headers)
    assert again.json()["version_no"] == 2
    current = (await client.get(URL, headers=headers)).json()["items"]
    assert [item["amount_eur"] for item in current] == ["30000.00"]
    everything = (await client.get(f"{URL}?history=true", headers=headers)).json()["items"]
    assert [item["amount_eur"] for item in everything] == ["36000.00", "30000.00"]


async def test_the_list_comes_in_pages(client: httpx.AsyncClient, territory: Territory) -> None:
    headers = territory.manager.headers
    for source in ("LOCAL", "STATE", "FSE"):
        await client.post(URL, json=body(source=source), headers=headers)
    first = (await client.get(f"{URL}?limit=2", headers=headers)).json()
    second = (await client.get(f"{URL}?limit=2&after={first['next']}", headers=headers)).json()
    assert [item["source"] for item in first["items"] + second["items"]] == ["LOCAL", "STATE", "FSE"]
    assert second["next"] is None


async def test_the_same_key_records_once(client: httpx.AsyncClient, territory: Territory) -> None:
    headers = {**territory.manager.headers, "idempotency-key": "post-financing-1"}
    first = await client.post(URL, json=body(), headers=headers)
    second = await client.post(URL, json=body(), headers=headers)
    assert first.content == second.content
    assert len((await client.get(f"{URL}?history=true", headers=headers)).json()["items"]) == 1


@pytest.mark.parametrize(
    ("changes", "status", "code", "field"),
    [
        ({"year": 2000}, 422, "FIN-011", "year"),
        ({"year": 2028}, 422, "FIN-011", "year"),
        ({"posts_fte": "1000.01"}, 422, "FIN-012", "posts_fte"),
        ({"amount_eur": "-1.00"}, 400, "FLD-003", "amount_eur"),
        ({"source": "EUROPE"}, 400, "FLD-006", "source"),
        ({"year": 10_000_000_000}, 400, "FLD-000", "year"),
    ],
)
async def test_bad_input_is_refused_by_the_name_of_its_field(
    client: httpx.AsyncClient, territory: Territory, changes: dict[str, Any], status: int, code: str, field: str
) -> None:
    answer = await client.post(URL, json=body(**changes), headers=territory.manager.headers)
    found = [(finding["code"], finding["field"]) for finding in answer.json()["findings"]]
    assert (answer.status_code, found) == (status, [(code, field)]), answer.text
    assert (await client.get(URL, headers=territory.manager.headers)).json()["items"] == []


@pytest.mark.parametrize("year", [2001, 2027])
async def test_the_first_and_the_last_possible_year_are_accepted(
    client: httpx.AsyncClient, territory: Territory, year: int
) -> None:
    answer = await client.post(URL, json=body(year=year), headers=territory.manager.headers)
    assert answer.status_code == 201


async def test_nobody_else_reads_or_records_it(client: httpx.AsyncClient, territory: Territory) -> None:
    await client.post(URL, json=body(), headers=territory.manager.headers)
    for caller in (territory.other_manager, territory.buyer_agent):
        assert (await client.get(URL, headers=caller.headers)).json()["items"] == []
    assert (await client.get(URL, headers=territory.company_agent.headers)).status_code == 403
    for caller in (territory.facilitator, territory.buyer_agent, territory.company_agent, territory.oi_officer):
        assert (await client.post(URL, json=body(), headers=caller.headers)).status_code == 403
