"""Penalties, alerts, checkpoints and final balances over HTTP."""

from datetime import date
from typing import Any

import httpx
import pytest

from tests.builders.compliance import PER_HOUR, a_lot_with_hours, with_rules
from tests.builders.contracts import a_lot
from tests.builders.territory import Caller, Territory

DECISION = {
    "outcome": "REDUCED",
    "amount_eur": "1000.00",
    "decided_on": "2026-06-15",
    "decided_by_name": "Direction des achats",
    "reason": "Première défaillance",
}


async def post(client: httpx.AsyncClient, caller: Caller, path: str, body: Any, **headers: str) -> httpx.Response:
    return await client.post(f"/api/v1{path}", json=body, headers={**caller.headers, **headers})


async def get(client: httpx.AsyncClient, caller: Caller, path: str) -> httpx.Response:
    return await client.get(f"/api/v1{path}", headers=caller.headers)


async def test_the_live_proposal_is_shown_with_its_breakdown(client: httpx.AsyncClient, territory: Territory) -> None:
    lot = await a_lot_with_hours(territory, "490.00", "70.00")
    await with_rules(territory, lot, PER_HOUR)
    for caller in (territory.facilitator, territory.buyer_agent, territory.company_agent):
        body = (await get(client, caller, f"/lots/{lot.id}/compliance")).json()
        assert body["gap"] == "420.00"
        assert body["penalties"]["total_eur"] == "14700.00"
        [penalty] = body["penalties"]["penalties"]
        assert (penalty["standing"], penalty["terms"]["rate_eur"]) == ("DUE", "35.00")
        [part] = penalty["parts"]
        assert part["trace"]["steps"][0]["result"] == "420.00"
        assert (body["projected"], body["forecast"], body["projected_gap"]) == ("70.00", "0.00", "420.00")
    listed = (await get(client, territory.facilitator, "/compliance")).json()["items"]
    assert [item["penalties"] for item in listed] == [None]


async def test_a_proposal_is_frozen_read_and_decided(client: httpx.AsyncClient, territory: Territory) -> None:
    lot = await a_lot_with_hours(territory, "490.00", "70.00")
    await with_rules(territory, lot, PER_HOUR)
    path = f"/lots/{lot.id}/penalty-proposals"
    made = await post(client, territory.facilitator, path, {}, **{"idempotency-key": "p1"})
    again = await post(client, territory.facilitator, path, {}, **{"idempotency-key": "p1"})
    assert (made.status_code, made.content) == (201, again.content)
    proposal = made.json()
    assert (proposal["version_no"], proposal["amount_eur"], proposal["figures_on"]) == (1, "14700.00", "2026-06-15")
    shown = await client.get(made.headers["location"], headers=territory.buyer_agent.headers)
    assert shown.json() == proposal
    decided = await post(client, territory.facilitator, f"/penalty-proposals/{proposal['id']}/decision", DECISION)
    assert decided.status_code == 201, decided.text
    found = (await get(client, territory.company_agent, f"/penalty-proposals/{proposal['id']}/decisions")).json()
    assert [(one["outcome"], one["amount_eur"]) for one in found["items"]] == [("REDUCED", "1000.00")]
    assert (await post(client, territory.buyer_agent, path, {})).status_code == 403


@pytest.mark.parametrize(
    ("body", "status", "fields"),
    [
        ({}, 400, ["outcome", "decided_on", "decided_by_name", "reason"]),
        ({**DECISION, "outcome": "FORGOTTEN"}, 400, ["outcome"]),
        ({**DECISION, "amount_eur": 1000}, 400, ["amount_eur"]),
        ({**DECISION, "amount_eur": "-1.00"}, 400, ["amount_eur"]),
        ({**DECISION, "amount_eur": "99999999.00"}, 422, ["amount_eur"]),
        ({**DECISION, "decided_on": "2026-06-16"}, 422, ["decided_on"]),
        ({**DECISION, "decided_on": "2026-06-14"}, 422, ["decided_on"]),
        ({**DECISION, "who": "x"}, 400, ["who"]),
    ],
)
async def test_each_wrong_field_of_a_decision_is_named(
    client: httpx.AsyncClient, territory: Territory, body: Any, status: int, fields: list[str]
) -> None:
    lot = await a_lot_with_hours(territory)
    await with_rules(territory, lot, PER_HOUR)
    proposal = (await post(client, territory.facilitator, f"/lots/{lot.id}/penalty-proposals", {})).json()
    path = f"/penalty-proposals/{proposal['id']}/decision"
    answer = await post(client, territory.facilitator, path, body)
    assert answer.status_code == status, answer.text
    assert [finding["field"] for finding in answer.json()["findings"]] == fields
    assert (await get(client, territory.facilitator, f"{path}s")).json()["items"] == []


async def test_a_notice_is_recorded_once_and_settled_with_its_version(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    lot = await a_lot(territory.facilitator, territory)
    path = f"/lots/{lot.id}/formal-notices"
    body = {"about": "DOCUMENTS", "reference": "LR 1", "sent_on": "2026-05-04"}
    made = await post(client, territory.facilitator, path, body)
    assert (made.status_code, made.headers["etag"]) == (201, '"1"')
    notice = f"/api/v1/formal-notices/{made.json()['id']}"
    headers = territory.facilitator.headers
    bare = await client.patch(notice, json={"settled_on": "2026-05-16"}, headers=headers)
    assert bare.status_code == 400
    settled = await client.patch(notice, json={"settled_on": "2026-05-16"}, headers={**headers, "if-match": '"1"'})
    assert (settled.status_code, settled.json()["settled_on"]) == (200, "2026-05-16")
    stale = await client.patch(notice, json={"settled_on": None}, headers={**headers, "if-match": '"1"'})
    assert stale.status_code == 412
    for caller in (territory.buyer_agent, territory.company_agent):
        assert [item["reference"] for item in (await get(client, caller, path)).json()["items"]] == ["LR 1"]
        assert (await post(client, caller, path, body)).status_code == 403
    twice = await post(client, territory.facilitator, path, body)
    assert (twice.status_code, twice.json()["code"]) == (409, "DBC-090")


@pytest.mark.parametrize(
    ("path", "body", "status", "fields"),
    [
        ("formal-notices", {"about": "HOURS", "reference": " ", "sent_on": "2026-05-04"}, 400, ["reference"]),
        ("formal-notices", {"about": "NOISE", "reference": "a", "sent_on": "2026-05-04"}, 400, ["about"]),
        ("formal-notices", {"about": "HOURS", "reference": "a", "sent_on": "9999-12-31"}, 422, ["sent_on"]),
        (
            "formal-notices",
            {"about": "HOURS", "reference": "a", "sent_on": "2026-05-04", "due_on": "0001-01-01"},
            422,
            ["due_on"],
        ),
        ("absences", {"meeting": "Lancement", "happened_on": "2026-06-16"}, 422, ["happened_on"]),
        ("absences", {"meeting": "x" * 201, "happened_on": "2026-06-15"}, 400, ["meeting"]),
        ("penalty-proposals", {"on": "hier"}, 400, ["on"]),
    ],
)
async def test_each_wrong_field_of_an_event_is_named(
    client: httpx.AsyncClient, territory: Territory, path: str, body: Any, status: int, fields: list[str]
) -> None:
    lot = await a_lot(territory.facilitator, territory)
    answer = await post(client, territory.facilitator, f"/lots/{lot.id}/{path}", body)
    assert answer.status_code == status, answer.text
    assert [finding["field"] for finding in answer.json()["findings"]] == fields


async def test_an_absence_is_withdrawn_with_a_reason(client: httpx.AsyncClient, territory: Territory) -> None:
    lot = await a_lot(territory.facilitator, territory)
    body = {"meeting": "Réunion de lancement", "happened_on": "2026-02-03"}
    made = await post(client, territory.facilitator, f"/lots/{lot.id}/absences", body)
    assert made.status_code == 201
    assert (await post(client, territory.facilitator, f"/lots/{lot.id}/absences", body)).status_code == 409
    path = f"/absences/{made.json()['id']}/withdraw"
    gone = await post(client, territory.facilitator, path, {"reason": "Excusée"})
    assert (gone.status_code, gone.json()["withdrawal_reason"]) == (200, "Excusée")
    assert (await post(client, territory.facilitator, path, {"reason": "Encore"})).status_code == 409
    # Once withdrawn, it may be recorded anew.
    assert (await post(client, territory.facilitator, f"/lots/{lot.id}/absences", body)).status_code == 201


async def test_alerts_speak_french_and_go_page_by_page(client: httpx.AsyncClient, territory: Territory) -> None:
    lot = await a_lot_with_hours(territory, "60.00", "70.00")
    await a_lot_with_hours(territory, "60.00", "70.00")
    of_lot = (await get(client, territory.buyer_agent, f"/lots/{lot.id}/alerts")).json()["items"]
    [surplus] = [item for item in of_lot if item["kind"] == "SURPLUS"]
    assert "excédent de 10,00 h" in surplus["detail"]
    assert surplus["trace"]["result"] == "true"
    seen, after = [], ""
    while True:
        page = (await get(client, territory.facilitator, f"/alerts?kind=SURPLUS&limit=1{after}")).json()
        seen += [item["lot_id"] for item in page["items"]]
        if page["next"] is None:
            break
        after = f"&after={page['next']}"
    assert len(seen) == len(set(seen)) == 2
    assert (await get(client, territory.facilitator, "/alerts?kind=NOISE")).status_code == 400
    assert (await get(client, territory.facilitator, "/alerts?after=x")).status_code == 400


async def test_checkpoints_follow_the_days_and_the_rules_of_the_lot(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    lot = await a_lot(territory.facilitator, territory, last_day=date(2026, 6, 30))
    path = f"/lots/{lot.id}/checkpoints"
    page = (await get(client, territory.company_agent, f"{path}?limit=4")).json()
    assert [(item["on"], item["kind"]) for item in page["items"]] == [
        ("2026-01-01", "LAUNCH"),
        ("2026-03-31", "REPORT"),
        ("2026-06-30", "REPORT"),
        ("2026-06-30", "OVERVIEW"),
    ]
    rest = (await get(client, territory.company_agent, f"{path}?limit=4&after={page['next']}")).json()
    assert [item["kind"] for item in rest["items"]] == ["END"]
    assert rest["next"] is None
    far = await get(client, territory.company_agent, f"{path}?after=__________8")
    assert (far.status_code, far.json()["items"]) == (200, [])
    undated = await a_lot(territory.facilitator, territory, first_day=None, last_day=None)
    answer = await get(client, territory.facilitator, f"/lots/{undated.id}/checkpoints")
    assert (answer.status_code, answer.json()["code"]) == (422, "CPL-021")


async def test_a_final_balance_is_frozen_and_shown_to_each_party(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    lot = await a_lot_with_hours(territory, "490.00", "70.00")
    made = await post(client, territory.facilitator, f"/lots/{lot.id}/final-balances", {"remark": "Chantier livré"})
    assert made.status_code == 201, made.text
    body = made.json()
    assert (body["outcome"], body["outcome_label"], body["balance"]) == ("SHORTFALL", "Insuffisance", "-420.00")
    assert body["by_mode"] == [{"mode": "DIRECT_HIRE", "label": "Embauche directe", "hours_credited": "70.00"}]
    path = made.headers["location"].removeprefix("/api/v1")
    assert (await get(client, territory.company_agent, path)).json() == body
    assert (await get(client, territory.buyer_agent, path)).json() == {**body, "not_credited": None}
    again = await post(client, territory.facilitator, f"/lots/{lot.id}/final-balances", {})
    assert (again.status_code, again.json()["code"]) == (422, "BAL-013")
    running = await a_lot_with_hours(territory, last_day=date(2026, 12, 31))
    early = await post(client, territory.facilitator, f"/lots/{running.id}/final-balances", {})
    assert (early.status_code, early.json()["code"]) == (409, "BAL-011")


async def test_lots_are_listed_by_status_and_by_hours_missing(client: httpx.AsyncClient, territory: Territory) -> None:
    small = await a_lot_with_hours(territory, "100.00", "70.00")
    large = await a_lot_with_hours(territory, "900.00", "70.00")
    met = await a_lot_with_hours(territory, "70.00", "70.00")

    async def ids(caller: Caller, query: str) -> list[str]:
        answer = await get(client, caller, f"/compliance?{query}")
        assert answer.status_code == 200, answer.text
        return [item["lot_id"] for item in answer.json()["items"]]

    assert await ids(territory.facilitator, "status=MISSED") == [str(small.id), str(large.id)]
    assert await ids(territory.facilitator, "status=MET") == [str(met.id)]
    for caller in (territory.facilitator, territory.buyer_agent, territory.company_agent):
        assert await ids(caller, "sort=shortfall") == [str(large.id), str(small.id)]
        by_id = {item["lot_id"]: item for item in (await get(client, caller, "/compliance")).json()["items"]}
        again = (await get(client, caller, "/compliance?sort=shortfall")).json()
        assert again == {"items": [by_id[str(large.id)], by_id[str(small.id)]], "next": None}
    first = (await get(client, territory.facilitator, "/compliance?sort=shortfall&limit=1")).json()
    assert await ids(territory.facilitator, f"sort=shortfall&limit=1&after={first['next']}") == [str(small.id)]
    assert await ids(territory.other_facilitator, "sort=shortfall") == []
    refused = await get(client, territory.facilitator, "/compliance?sort=shortfall&status=MET")
    assert (refused.status_code, refused.json()["code"]) == (400, "CPL-030")
