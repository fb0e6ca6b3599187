"""Hours owed, over HTTP."""

from typing import Any

import httpx
import pytest

from tests.builders.contracts import a_lot
from tests.builders.territory import Caller, Territory

NOBODY = "01994e5a-7c1f-7000-8000-00000000dead"
RATES = {"labour_share": "0.5", "insertion_rate": "0.05", "loaded_hourly_cost": "30"}


def decision(**changes: Any) -> dict[str, Any]:
    return {"method": "AMOUNT", "inputs": RATES, "effective_on": "2026-01-15", "reason": "Article 4.3", **changes}


def fixed(hours: str, **changes: Any) -> dict[str, Any]:
    return decision(method="FIXED", inputs={"hours_owed": hours}, **changes)


async def post(client: httpx.AsyncClient, who: Caller, lot_id: object, body: object, **headers: str) -> httpx.Response:
    path = f"/api/v1/lots/{lot_id}/obligations"
    return await client.post(path, json=body, headers={**who.headers, **headers})


async def calculated(client: httpx.AsyncClient, who: Caller, **body: Any) -> httpx.Response:
    return await client.post("/api/v1/obligation-calculator", json={"method": "AMOUNT", **body}, headers=who.headers)


async def test_a_decision_becomes_a_version_with_its_trace(client: httpx.AsyncClient, territory: Territory) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory, amount="1000000.00")
    made = await post(client, who, lot.id, decision())
    assert made.status_code == 201, made.text
    assert made.headers["location"] == f"/api/v1/lots/{lot.id}/obligations"
    body = made.json()
    assert (body["version_no"], body["hours_owed"], body["findings"]) == (1, "833.00", [])
    assert body["trace"]["formula_id"] == "OBL-AMOUNT"
    assert body["trace"]["inputs"]["amount_excl_vat"] == "1000000.00"
    assert body["trace"]["rounding"] == "WHOLE_HOURS_FLOOR"
    second = await post(client, who, lot.id, fixed("900.00", effective_on="2026-01-01", reason="Erreur"))
    assert [finding["code"] for finding in second.json()["findings"]] == ["OBL-030"]
    assert "2026-01-15" in second.json()["findings"][0]["detail"]


async def test_all_versions_are_listed_page_by_page(client: httpx.AsyncClient, territory: Territory) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory)
    for hours in ("100.00", "200.00", "300.00"):
        assert (await post(client, who, lot.id, fixed(hours))).status_code == 201
    path = f"/api/v1/lots/{lot.id}/obligations"
    first = (await client.get(f"{path}?limit=2", headers=territory.buyer_agent.headers)).json()
    assert [item["hours_owed"] for item in first["items"]] == ["100.00", "200.00"]
    rest = (await client.get(f"{path}?after={first['next']}", headers=territory.company_agent.headers)).json()
    assert ([item["version_no"] for item in rest["items"]], rest["next"]) == ([3], None)


async def test_a_key_used_again_makes_no_second_version(client: httpx.AsyncClient, territory: Territory) -> None:
    who = territory.facilitator
    lot = await a_lot(who, territory)
    first = await post(client, who, lot.id, fixed("100.00"), **{"idempotency-key": "obl-1"})
    again = await post(client, who, lot.id, fixed("100.00"), **{"idempotency-key": "obl-1"})
    assert (again.status_code, again.content) == (201, first.content)
    listed = await client.get(f"/api/v1/lots/{lot.id}/obligations", headers=who.headers)
    assert len(listed.json()["items"]) == 1


@pytest.mark.parametrize(
    ("name", "status", "code"),
    [
        ("buyer_agent", 403, "EDG-002"),
        ("company_agent", 403, "EDG-002"),
        ("oi_officer", 403, "EDG-002"),
        ("other_facilitator", 404, "OBL-001"),
    ],
)
async def test_only_the_facilitator_organisation_decides(
    client: httpx.AsyncClient, territory: Territory, name: str, status: int, code: str
) -> None:
    lot = await a_lot(territory.facilitator, territory)
    answer = await post(client, territory.callers()[name], lot.id, decision())
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_a_foreign_lot_and_an_absent_one_look_the_same(client: httpx.AsyncClient, territory: Territory) -> None:
    lot = await a_lot(territory.facilitator, territory)
    for stranger in (territory.other_facilitator, territory.other_buyer_agent, territory.other_company_agent):
        answers = [
            await client.get(f"/api/v1/lots/{lot_id}/obligations", headers=stranger.headers)
            for lot_id in (lot.id, NOBODY)
        ]
        assert answers[0].status_code == answers[1].status_code == 404
        assert answers[0].json() == answers[1].json()


@pytest.mark.parametrize(
    ("body", "status", "fields"),
    [
        ({}, 400, ["method", "inputs", "effective_on"]),
        (decision(method="GUESS"), 400, ["method"]),
        (decision(inputs={**RATES, "labour_share": "1.5"}), 400, ["inputs.labour_share"]),
        (decision(inputs={**RATES, "labour_share": 0.5}), 400, ["inputs.labour_share"]),
        (decision(inputs={**RATES, "loaded_hourly_cost": "-30"}), 400, ["inputs.loaded_hourly_cost"]),
        (decision(inputs={**RATES, "vat": "0.2"}), 400, ["inputs.vat"]),
        (decision(effective_on="15/01/2026"), 400, ["effective_on"]),
        (decision(reason="a\u0000b"), 400, ["reason"]),
        (decision(inputs={**RATES, "loaded_hourly_cost": "0"}), 422, ["inputs.loaded_hourly_cost"]),
        (decision(inputs={}), 422, ["inputs.labour_share", "inputs.insertion_rate", "inputs.loaded_hourly_cost"]),
        (decision(effective_on="0001-01-01"), 422, ["effective_on"]),
        (fixed("100", effective_on="9999-12-31"), 201, None),
    ],
)
async def test_each_wrong_field_is_named(
    client: httpx.AsyncClient, territory: Territory, body: object, status: int, fields: list[str] | None
) -> None:
    lot = await a_lot(territory.facilitator, territory)
    answer = await post(client, territory.facilitator, lot.id, body)
    assert answer.status_code == status, answer.text
    if fields is not None:
        assert [finding["field"] for finding in answer.json()["findings"]] == fields


async def test_a_page_mark_far_beyond_is_no_failure(client: httpx.AsyncClient, territory: Territory) -> None:
    lot = await a_lot(territory.facilitator, territory)
    path = f"/api/v1/lots/{lot.id}/obligations?after=__________8"
    assert (await client.get(path, headers=territory.facilitator.headers)).status_code in (200, 400, 422)


async def test_the_calculator_shows_the_usual_values_it_took(client: httpx.AsyncClient, territory: Territory) -> None:
    answer = await calculated(
        client,
        territory.buyer_agent,
        inputs={"amount_excl_vat": "1000000"},
        sector="BUILDING",
        effective_on="2026-03-01",
    )
    assert answer.status_code == 200, answer.text
    assert answer.json()["hours_owed"] == "833.00"
    used = {one["name"]: one["value"] for one in answer.json()["trace"]["parameters"]}
    assert used["labour_share_building"] == "0.50"
    assert used["insertion_rate_default"] == "0.05"
    assert used["loaded_hourly_cost_building"] == "30.00"


async def test_the_calculator_asks_for_what_it_does_not_know(client: httpx.AsyncClient, territory: Territory) -> None:
    nothing = await calculated(client, territory.facilitator, inputs={})
    assert nothing.status_code == 422
    assert [finding["code"] for finding in nothing.json()["findings"]] == ["OBL-022", *["OBL-011"] * 3]
    early = await calculated(client, territory.facilitator, inputs={}, sector="BUILDING", effective_on="2020-12-31")
    assert (early.status_code, early.json()["code"]) == (422, "OBL-020")


async def test_the_calculator_is_not_for_those_who_have_not_signed_in(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    answer = await client.post("/api/v1/obligation-calculator", json={"method": "FIXED", "inputs": {}})
    assert answer.status_code == 401
    assert (await calculated(client, territory.oi_officer, inputs={})).status_code == 403
