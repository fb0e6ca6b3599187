"""Operations, their moves, letters, resources and amendments over HTTP."""

from typing import Any

import httpx
import pytest

from clause.api.schemas.agreements import EXAMPLE_AGREEMENT
from tests.builders.claims import an_employment, an_operation
from tests.builders.operations import a_call, a_scheme
from tests.builders.territory import Territory

BASE = "/api/v1"


def body(territory: Territory, **changes: Any) -> dict[str, Any]:
    """An operation of eighteen months with its agreement."""
    return {
        "intermediate_body_id": str(territory.intermediate_body.id),
        "number": "202500777",
        "title": "Clauses sociales",
        "priority": "1",
        "specific_objective": "H",
        "region_category": "TRANSITION",
        "first_day": "2026-01-01",
        "last_day": "2027-06-30",
        "agreement": dict(EXAMPLE_AGREEMENT),
        **changes,
    }


async def test_an_operation_shows_its_agreement_its_options_and_what_comes_next(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    options = {"key_period": "claim", "advance_rate": "0.30", "advance_cap": "50000.00", "min_time_share": "0.2"}
    sent = body(territory, beneficiary_kind="association", accounting_code="FSE26")
    sent["agreement"] = {**sent["agreement"], "options": options}
    headers = territory.manager.headers
    made = await client.post(f"{BASE}/operations", json=sent, headers=headers)
    assert made.status_code == 201, made.text
    shown = await client.get(made.headers["location"], headers=headers)
    told = shown.json()
    assert (told["state"], told["accounting_code"], shown.headers["etag"]) == ("in_force", "FSE26", '"1"')
    kept = told["agreement"]["options"]
    assert {name: kept[name] for name in options} == {**options, "advance_rate": "0.3000", "min_time_share": "0.2000"}
    assert told["deadlines"]["final_claim_due_on"] == "2027-12-30"
    assert told["next_actions"] == ["certify_start"]
    again = await client.get(made.headers["location"], headers={**headers, "if-none-match": '"1"'})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("changes", "status", "fields"),
    [
        ({"rate": "0.6001"}, 422, ["agreement.rate"]),
        ({"cost_plan": "REAL"}, 422, ["agreement.cost_plan"]),
        ({"cost_plan": "P99"}, 400, ["agreement.cost_plan"]),
        ({"rate": "1.5"}, 400, ["agreement.rate"]),
        ({"grant_amount": "60000.01"}, 422, ["agreement.grant_amount"]),
        ({"options": {"calculated_flat_rate": "0.2"}}, 422, ["agreement.options.calculated_flat_rate"]),
        ({"options": {"unknown": 1}}, 400, ["agreement.options.unknown"]),
        ({"options": {"contradictory_days": 0}}, 400, ["agreement.options.contradictory_days"]),
    ],
)
async def test_a_bad_agreement_is_refused_by_its_field_and_nothing_is_kept(
    client: httpx.AsyncClient, territory: Territory, changes: dict[str, Any], status: int, fields: list[str]
) -> None:
    sent = body(territory)
    sent["agreement"] = {**sent["agreement"], **changes}
    answer = await client.post(f"{BASE}/operations", json=sent, headers=territory.manager.headers)
    assert (answer.status_code, [one["field"] for one in answer.json()["findings"]]) == (status, fields), answer.text
    listed = await client.get(f"{BASE}/operations", headers=territory.manager.headers)
    assert listed.json()["items"] == []


async def test_an_application_is_moved_by_both_sides(client: httpx.AsyncClient, territory: Territory) -> None:
    call = await a_call(territory.manager, await a_scheme(territory))
    headers, officer = territory.manager.headers, territory.oi_client.headers
    at = "2025-11-30T22:00:00Z"
    sent = body(territory, agreement=None, call_id=str(call.id), at=at)
    made = (await client.post(f"{BASE}/operations", json=sent, headers=headers)).json()
    assert (made["state"], made["agreement"]) == ("application_draft", None)
    path = f"/operations/{made['id']}"
    late = await client.post(f"{BASE}{path}/moves", json={"action": "submit"}, headers=headers)
    assert (late.status_code, [one["code"] for one in late.json()["findings"]]) == (422, ["OPE-134"])
    filed = await client.post(f"{BASE}{path}/moves", json={"action": "submit", "at": at}, headers=headers)
    assert (filed.status_code, filed.json()["state"]) == (200, "application_submitted")
    theirs = {"action": "declare_admissible", "at": at, "reference": "REC-1"}
    done = await client.post(f"{BASE}/oi{path}/moves", json=theirs, headers=officer)
    assert (done.status_code, done.json()["state"], done.json()["next_actions"]) == (
        200,
        "admissible",
        ["open_appraisal"],
    )
    again = await client.post(f"{BASE}/oi{path}/moves", json=theirs, headers=officer)
    assert (again.status_code, again.json()["code"]) == (409, "OPE-008")
    events = (await client.get(f"{BASE}{path}/events", headers=headers)).json()["items"]
    assert [(one["seq"], one["state_after"], one["recorded_by_kind"]) for one in events] == [
        (1, "application_draft", "user"),
        (2, "application_submitted", "user"),
        (3, "admissible", "client"),
    ]
    admissible = await client.get(f"{BASE}/operations?state=admissible", headers=headers)
    assert [one["id"] for one in admissible.json()["items"]] == [made["id"]]
    assert (await client.get(f"{BASE}/operations?state=settled", headers=headers)).json()["items"] == []


@pytest.mark.parametrize("wrong", [{}, {"action": "fly"}, {"action": "submit", "at": "2025-11-30"}, {"action": 1}])
async def test_an_unreadable_move_is_refused(
    client: httpx.AsyncClient, territory: Territory, wrong: dict[str, Any]
) -> None:
    operation = await an_operation(territory.manager, territory)
    path = f"{BASE}/operations/{operation.id}/moves"
    answer = await client.post(path, json=wrong, headers=territory.manager.headers)
    assert answer.status_code == 400, answer.text


async def test_a_letter_of_fixed_time_is_accepted_by_the_intermediate_body(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    operation = await an_operation(territory.manager, territory)
    employment = await an_employment(territory.manager, territory.facilitator)
    headers, officer = territory.manager.headers, territory.oi_client.headers
    path = f"/operations/{operation.id}/assignments"
    sent = {"employment_id": str(employment.id), "method": "M1", "first_day": "2026-01-01", "issued_on": "2025-12-20"}
    bare = await client.post(BASE + path, json=sent, headers=headers)
    assert [(one["code"], one["field"]) for one in bare.json()["findings"]] == [("ASG-101", "time_share")]
    letter = (await client.post(BASE + path, json={**sent, "time_share": "0.6"}, headers=headers)).json()
    assert letter["time_share"] == "0.6000"
    [shown] = (await client.get(f"{BASE}/oi{path}", headers=officer)).json()["items"]
    assert (shown["state"], shown["acceptances"]) == ("issued", [])
    said = {"outcome": "accepted", "decided_on": "2026-01-12"}
    accepted = await client.post(f"{BASE}/oi/assignments/{letter['id']}/acceptance", json=said, headers=officer)
    assert (accepted.status_code, accepted.json()["state"]) == (201, "active")
    [shown] = (await client.get(BASE + path, headers=headers)).json()["items"]
    assert [one["outcome"] for one in shown["acceptances"]] == ["accepted"]
    mute = await client.post(f"{BASE}/assignments/{letter['id']}/acceptance", json=said, headers=headers)
    assert (mute.status_code, mute.json()["code"]) == (422, "ASG-004")


async def test_a_resource_is_corrected_once_whatever_the_tries(client: httpx.AsyncClient, territory: Territory) -> None:
    operation = await an_operation(territory.manager, territory)
    headers = territory.manager.headers
    sent = {
        "funder": "Département du Val",
        "kind": "DEPARTEMENT",
        "amount_committed": "5000.00",
        "amount_received": "5000.00",
        "amount_allocated": "5000.00",
        "received_on": "2026-03-02",
    }
    path = f"{BASE}/operations/{operation.id}/resources"
    made = (await client.post(path, json=sent, headers=headers)).json()
    change = {**sent, "amount_received": "4000.00", "amount_allocated": "4000.00", "reason": "Versement partiel"}
    keyed = {**headers, "idempotency-key": "r1"}
    url = f"{BASE}/resources/{made['id']}/correct"
    tries = [await client.post(url, json=change, headers=keyed) for _ in range(2)]
    assert [answer.status_code for answer in tries] == [201, 201]
    assert tries[0].content == tries[1].content
    shown = (await client.get(path, headers=headers)).json()
    assert (len(shown["items"]), shown["to_date"], shown["findings"]) == (2, "4000.00", [])
    theirs = await client.get(f"{BASE}/oi/operations/{operation.id}/resources", headers=territory.oi_client.headers)
    assert theirs.json() == shown
    negative = await client.post(path, json={**sent, "amount_received": "-1.00"}, headers=headers)
    assert (negative.status_code, negative.json()["findings"][0]["field"]) == (400, "amount_received")


async def test_an_amendment_is_proposed_signed_and_read(client: httpx.AsyncClient, territory: Territory) -> None:
    operation = await an_operation(territory.manager, territory)
    headers = territory.manager.headers
    agreed = {**EXAMPLE_AGREEMENT, "planned_total_cost": "50000.00", "grant_amount": "30000.00"}
    sent = {"effective_on": "2026-07-01", "reason": "Recrutement décalé", "agreement": agreed}
    path = f"{BASE}/operations/{operation.id}"
    made = (await client.post(f"{path}/amendments", json=sent, headers=headers)).json()
    assert (made["state"], made["agreement"]["grant_amount"]) == ("pending", "30000.00")
    second = await client.post(f"{path}/amendments", json=sent, headers=headers)
    assert (second.status_code, second.json()["code"]) == (409, "OPE-008")
    signing = {"signed_on": "2026-06-12", "reference": "AV1"}
    signed = await client.post(f"{BASE}/amendments/{made['id']}/sign", json=signing, headers=headers)
    assert (signed.status_code, signed.json()["agreement_version_no"]) == (200, 2)
    for caller in (headers, territory.oi_client.headers):
        versions = (await client.get(f"{path}/agreements", headers=caller)).json()["items"]
        assert [(one["version_no"], one["grant_amount"]) for one in versions] == [(1, "36000.00"), (2, "30000.00")]


async def test_programmes_tell_their_ceilings_and_how_sure_they_are(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    answer = await client.get(f"{BASE}/programmes?on=2026-06-15", headers=territory.facilitator.headers)
    [programme] = answer.json()["items"]
    assert programme["cci"] == "2021FR05SFPR001"
    rates = {one["region_category"]: one["rate"] for one in programme["ceilings"]}
    assert rates == {"MORE_DEVELOPED": "0.4000", "TRANSITION": "0.6000", "LESS_DEVELOPED": "0.8500", "NATIONAL": "0.5300"}  # fmt: skip  # noqa: E501
    own = {one["code"]: one["ceiling"]["rate"] for one in programme["priorities"] if one["ceiling"]}
    assert own == {"5": "0.9000", "6": "0.9500"}
    assert programme["priorities"][7]["confidence"] == "assumption"
