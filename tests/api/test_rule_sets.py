"""The rules of a lot, over HTTP."""

from typing import Any

import httpx
import pytest

from tests.builders.contracts import a_lot
from tests.builders.territory import Caller, Territory

PENALTY = {"kind": "MISSING_HOURS", "rate_eur": "200.00", "article": "CCAP 8.2.2"}


def rules(**changes: Any) -> dict[str, Any]:
    values = {"insertion_rate": "0.10", "eligibility_duration": 18, "statement_cadence": "QUARTERLY"}
    return {"values": values, "penalties": [PENALTY], "effective_on": "2026-01-01", **changes}


async def post(client: httpx.AsyncClient, who: Caller, lot_id: object, body: object) -> httpx.Response:
    return await client.post(f"/api/v1/lots/{lot_id}/rule-sets", json=body, headers=who.headers)


async def in_effect(client: httpx.AsyncClient, who: Caller, lot_id: object, on: str = "") -> dict[str, Any]:
    found = await client.get(f"/api/v1/lots/{lot_id}/rules{on}", headers=who.headers)
    assert found.status_code == 200, found.text
    return {item["name"]: item for item in found.json()["items"]}


async def test_what_a_lot_fixes_replaces_the_usual_value_from_its_day_on(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory)
    usual = await in_effect(client, who, lot.id)
    assert (usual["eligibility_duration"]["is_own"], usual["eligibility_duration"]["value"]["value"]) == (False, "24")
    assert usual["labour_share"]["value"] is None
    made = await post(client, who, lot.id, rules())
    assert made.status_code == 201, made.text
    assert (made.json()["version_no"], made.json()["penalties"][0]["rate_eur"]) == (1, "200.00")
    own = await in_effect(client, territory.buyer_agent, lot.id)
    assert (own["eligibility_duration"]["is_own"], own["eligibility_duration"]["value"]["value"]) == (True, "18")
    assert own["eligibility_duration"]["value"]["reference"]["source"] == "règles du lot, version 1"
    before = await in_effect(client, territory.company_agent, lot.id, "?on=2025-12-31")
    assert before["eligibility_duration"]["value"]["value"] == "24"


async def test_versions_are_added_with_their_reason_and_listed(client: httpx.AsyncClient, territory: Territory) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory)
    assert (await post(client, who, lot.id, rules())).status_code == 201
    refused = await post(client, who, lot.id, rules())
    assert (refused.status_code, refused.json()["code"]) == (422, "RUL-002")
    assert (await post(client, who, lot.id, rules(reason="Avenant n° 1"))).status_code == 201
    page = (await client.get(f"/api/v1/lots/{lot.id}/rule-sets?limit=1", headers=who.headers)).json()
    assert [item["version_no"] for item in page["items"]] == [1]
    rest = (await client.get(f"/api/v1/lots/{lot.id}/rule-sets?after={page['next']}", headers=who.headers)).json()
    assert [(item["version_no"], item["reason"]) for item in rest["items"]] == [(2, "Avenant n° 1")]


async def test_every_value_that_cannot_stand_is_named_and_nothing_is_kept(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory)
    values = {"insertion_rate": "12", "colour": "red", "eligibility_duration": 24}
    refused = await post(client, who, lot.id, rules(values=values))
    assert (refused.status_code, refused.json()["code"]) == (422, "RUL-010")
    found = {finding["field"]: finding["code"] for finding in refused.json()["findings"]}
    assert found == {"values.insertion_rate": "RUL-012", "values.colour": "RUL-011"}
    listed = await client.get(f"/api/v1/lots/{lot.id}/rule-sets", headers=who.headers)
    assert listed.json()["items"] == []


@pytest.mark.parametrize(
    "penalty",
    [
        {"kind": "MISSING_HOURS"},
        {"kind": "MISSING_HOURS", "rate_eur": "-1.00"},
        {"kind": "PRO_RATA", "rate_eur": "35.00"},
        {"kind": "FINE", "rate_eur": "35.00"},
        {"kind": "ABSENCE", "rate_eur": "500.00", "colour": "red"},
    ],
)
async def test_a_penalty_that_makes_no_sense_is_refused_at_its_place(
    client: httpx.AsyncClient, territory: Territory, penalty: dict[str, str]
) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory)
    refused = await post(client, who, lot.id, rules(penalties=[PENALTY, penalty]))
    assert refused.status_code in (400, 422), refused.text
    assert all(finding["field"].startswith("penalties[1]") for finding in refused.json()["findings"])


async def test_only_the_facilitator_organisation_of_the_lot_fixes_its_rules(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    lot = await a_lot(territory.facilitator, territory)
    for who, status in (
        (territory.buyer_agent, 403),
        (territory.company_agent, 403),
        (territory.other_facilitator, 404),
    ):
        assert (await post(client, who, lot.id, rules())).status_code == status
    before = await client.get(f"/api/v1/lots/{lot.id}/rules?on=1999-01-01", headers=territory.facilitator.headers)
    assert (before.status_code, before.json()["code"]) == (422, "RUL-004")
