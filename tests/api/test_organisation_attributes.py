"""What statistics need to know of an organisation: its kind, size and region, over HTTP."""

from typing import Any

import httpx
import pytest

from clause.domain.accounts import Organisation
from tests.builders.territory import Caller, Territory, fictional_siret


async def _added(client: httpx.AsyncClient, caller: Caller, path: str, number: int) -> tuple[str, str]:
    body = {"siret": fictional_siret(number), "name": "Nouvel organisme"}
    made = await client.post(f"/api/v1/{path}", json=body, headers=caller.headers)
    assert made.status_code == 201, made.text
    return made.headers["location"], made.headers["etag"]


async def _patched(client: httpx.AsyncClient, caller: Caller, path: str, etag: str, body: Any) -> httpx.Response:
    return await client.patch(path, json=body, headers={**caller.headers, "if-match": etag})


async def test_the_organisation_that_added_a_company_says_its_kind_size_and_region(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    path, etag = await _added(client, territory.facilitator, "companies", 301)
    body = {"structure_kind": "ETTI", "company_size": "FROM_10_TO_49", "region_code": "53"}
    answer = await _patched(client, territory.facilitator, path, etag, body)
    assert answer.status_code == 200, answer.text
    assert {name: answer.json()[name] for name in body} == body
    assert answer.json()["name"] == "Nouvel organisme"
    shown = (await client.get(path, headers=territory.buyer_agent.headers)).json()
    assert {name: shown[name] for name in body} == body


async def test_null_takes_an_attribute_away_and_a_field_left_out_stays(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    path, etag = await _added(client, territory.facilitator, "companies", 302)
    body = {"structure_kind": "EI", "company_size": "LT_10"}
    first = await _patched(client, territory.facilitator, path, etag, body)
    answer = await _patched(
        client, territory.facilitator, path, first.headers["etag"], {"structure_kind": None, "name": None}
    )
    assert answer.status_code == 200, answer.text
    assert answer.json()["structure_kind"] is None
    assert answer.json()["company_size"] == "LT_10"
    assert answer.json()["name"] == "Nouvel organisme"


async def test_a_buyer_has_a_kind_of_buyer_and_no_kind_of_structure(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    path, etag = await _added(client, territory.facilitator, "buyers", 303)
    good = await _patched(client, territory.facilitator, path, etag, {"buyer_kind": "HOSPITAL"})
    assert good.json()["buyer_kind"] == "HOSPITAL"
    body = {"structure_kind": "EI", "company_size": "LT_10", "name": "Autre nom"}
    wrong = await _patched(client, territory.facilitator, path, good.headers["etag"], body)
    assert (wrong.status_code, wrong.json()["code"]) == (422, "ORG-001")
    assert [finding["field"] for finding in wrong.json()["findings"]] == ["structure_kind", "company_size"]
    assert (await client.get(path, headers=territory.facilitator.headers)).json()["name"] == "Nouvel organisme"


@pytest.mark.parametrize(
    ("field", "value"),
    [("structure_kind", "SARL"), ("company_size", "FROM_200_TO_499"), ("region_code", "99"), ("region_code", 53)],
)
async def test_a_code_that_is_in_no_list_is_refused_by_its_field(
    client: httpx.AsyncClient, territory: Territory, field: str, value: object
) -> None:
    path, etag = await _added(client, territory.facilitator, "companies", 304)
    answer = await _patched(client, territory.facilitator, path, etag, {field: value})
    assert 400 <= answer.status_code < 500
    assert [finding["field"] for finding in answer.json()["findings"]] == [field]


async def test_a_company_says_its_own_size_and_nobody_elses(client: httpx.AsyncClient, territory: Territory) -> None:
    async def patched(organisation: Organisation) -> int:
        path = f"/api/v1/companies/{organisation.id}"
        body = {"company_size": "FROM_200"}
        return (await _patched(client, territory.company_agent, path, '"1"', body)).status_code

    assert await patched(territory.company) == 200
    assert await patched(territory.other_company) == 404


async def test_a_facilitator_organisation_says_its_region(client: httpx.AsyncClient, territory: Territory) -> None:
    path = f"/api/v1/facilitator-orgs/{territory.facilitator_org.id}"
    answer = await _patched(client, territory.manager, path, '"1"', {"region_code": "94"})
    assert (answer.status_code, answer.json()["region_code"]) == (200, "94")
    foreign = await _patched(client, territory.other_manager, path, '"2"', {"region_code": "11"})
    assert foreign.status_code == 404


async def test_the_kind_of_another_organisations_company_is_not_the_callers_to_say(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    path, etag = await _added(client, territory.facilitator, "companies", 305)
    answer = await _patched(client, territory.other_facilitator, path, etag, {"structure_kind": "EI"})
    assert answer.status_code == 404
