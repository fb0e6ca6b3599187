"""Holders, splits, transfers, subcontractors and contacts, as a client of the API does them."""

from typing import Any

import httpx
import pytest

from clause.domain.contracts import Lot
from tests.builders.contracts import a_lot
from tests.builders.holders import a_company, a_consortium_lot, a_contact, a_split
from tests.builders.hours import a_validated_statement
from tests.builders.people import a_hire
from tests.builders.territory import Caller, Territory


def url(lot: Lot, *rest: object) -> str:
    return "/".join(["/api/v1/lots", str(lot.id), *map(str, rest)])


async def post(client: httpx.AsyncClient, caller: Caller, path: str, body: Any) -> httpx.Response:
    return await client.post(path, json=body, headers=caller.headers)


async def patch(client: httpx.AsyncClient, caller: Caller, path: str, version: int, body: Any) -> httpx.Response:
    return await client.patch(path, json=body, headers={**caller.headers, "if-match": f'"{version}"'})


async def test_a_group_from_its_holders_to_who_owes_what(client: httpx.AsyncClient, territory: Territory) -> None:
    caller, lead, second = territory.facilitator, territory.company, await a_company()
    lot = await a_lot(caller, territory)
    changed = await patch(client, caller, url(lot, "holders", lead.id), lot.version, {"role": "LEAD_HOLDER"})
    assert changed.status_code == 200, changed.text
    added = await post(client, caller, url(lot, "holders"), {"company_id": str(second.id), "role": "CO_HOLDER"})
    kind = await patch(client, caller, url(lot), added.json()["version"], {"consortium_kind": "CONJOINT"})
    assert kind.json()["consortium_kind"] == "CONJOINT", kind.text
    fixed = {"method": "FIXED", "inputs": {"hours_owed": "1000.00"}, "effective_on": "2026-01-01"}
    assert (await post(client, caller, url(lot, "obligations"), fixed)).status_code == 201
    shares = [{"company_id": str(lead.id), "share": "0.6"}, {"company_id": str(second.id), "share": "0.4"}]
    split = await post(client, caller, url(lot, "holder-splits"), {"effective_on": "2026-01-01", "shares": shares})
    assert split.status_code == 201, split.text
    assert split.json()["shares"][1] == {"company_id": str(second.id), "share": "0.4000"}
    moved = {
        "from_company_id": str(second.id),
        "to_company_id": str(lead.id),
        "hours": "50.00",
        "effective_on": "2026-06-01",
        "reason": "Accord",
    }
    transfer = await post(client, caller, url(lot, "holder-transfers"), moved)
    assert transfer.status_code == 201, transfer.text
    hire = await a_hire(caller, territory, lot, company=second)
    await a_validated_statement(caller, hire, hours_declared="100.00")
    found = (await client.get(url(lot, "holder-positions"), headers=caller.headers)).json()
    assert (found["hours_owed"], found["hours_credited"], found["gap"]["value"]) == ("1000.00", "100.00", "900.00")
    first, other = found["members"]
    assert (first["hours_owed"]["value"], other["hours_owed"]["value"]) == ("650.00", "350.00")
    assert (other["hours_credited_own"], other["gap"]["value"], other["standing"]) == ("100.00", "250.00", "AHEAD")
    assert other["hours_owed"]["trace"]["formula_id"] == "HLD-PART"
    assert found["settlements"] == [
        {"from_company_id": str(lead.id), "to_company_id": str(second.id), "hours": "65.00"}
    ]
    earlier = (await client.get(url(lot, "holder-positions?on=2026-05-31"), headers=caller.headers)).json()
    assert [one["hours_owed"]["value"] for one in earlier["members"]] == ["600.00", "400.00"]
    for path in ("holder-splits", "holder-transfers"):
        listed = (await client.get(url(lot, path), headers=territory.buyer_agent.headers)).json()
        assert (len(listed["items"]), listed["next"]) == (1, None)


@pytest.mark.parametrize(
    ("share", "status", "field"),
    [
        ("0.4", 422, "shares"),
        ("0.39", 422, "shares"),
        ("1.4", 400, "shares[1].share"),
        ("-0.4", 400, "shares[1].share"),
    ],
)
async def test_shares_that_do_not_make_one_are_refused_and_nothing_is_kept(
    client: httpx.AsyncClient, territory: Territory, share: str, status: int, field: str
) -> None:
    second = await a_company()
    lot = await a_consortium_lot(territory.facilitator, territory, second)
    shares = [{"company_id": str(territory.company.id), "share": "0.5"}, {"company_id": str(second.id), "share": share}]
    body = {"effective_on": "2026-01-01", "shares": shares}
    answer = await post(client, territory.facilitator, url(lot, "holder-splits"), body)
    assert answer.status_code == status, answer.text
    assert [finding["field"] for finding in answer.json()["findings"]] == [field]
    listed = await client.get(url(lot, "holder-splits"), headers=territory.facilitator.headers)
    assert listed.json()["items"] == []


async def test_a_transfer_beyond_what_is_owed_is_refused_in_plain_words(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    second = await a_company()
    lot = await a_consortium_lot(territory.facilitator, territory, second)
    await a_split(territory.facilitator, lot, {territory.company.id: "0.6", second.id: "0.4"})
    body = {
        "from_company_id": str(second.id),
        "to_company_id": str(territory.company.id),
        "hours": "400.01",
        "effective_on": "2026-02-01",
        "reason": "Accord",
    }
    answer = await post(client, territory.facilitator, url(lot, "holder-transfers"), body)
    assert (answer.status_code, answer.json()["code"]) == (422, "HLD-026")
    assert "400.00 h" in answer.json()["detail"]
    negative = await post(client, territory.facilitator, url(lot, "holder-transfers"), {**body, "hours": "-1.00"})
    assert (negative.status_code, negative.json()["findings"][0]["field"]) == (400, "hours")


async def test_the_same_key_transfers_once(client: httpx.AsyncClient, territory: Territory) -> None:
    second = await a_company()
    lot = await a_consortium_lot(territory.facilitator, territory, second)
    await a_split(territory.facilitator, lot, {territory.company.id: "0.6", second.id: "0.4"})
    body = {
        "from_company_id": str(second.id),
        "to_company_id": str(territory.company.id),
        "hours": "300.00",
        "effective_on": "2026-02-01",
        "reason": "Accord",
    }
    headers = {**territory.facilitator.headers, "idempotency-key": "transfer-1"}
    answers = [await client.post(url(lot, "holder-transfers"), json=body, headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].content == answers[1].content


async def test_a_holder_that_leaves_stays_in_the_lot_with_its_last_day(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    lot = await a_lot(territory.facilitator, territory)
    path = url(lot, "holders", territory.company.id)
    bare = await patch(client, territory.facilitator, path, lot.version, {"left_on": "2026-05-31"})
    assert (bare.status_code, bare.json()["code"]) == (422, "HLD-004")
    body = {"left_on": "2026-05-31", "reason": "Liquidation judiciaire"}
    answer = await patch(client, territory.facilitator, path, lot.version, body)
    assert answer.status_code == 200, answer.text
    assert [one["left_on"] for one in answer.json()["holders"]] == ["2026-05-31"]
    stale = await patch(client, territory.facilitator, path, lot.version, body)
    assert stale.status_code == 412
    assert (await client.get(url(lot), headers=territory.company_agent.headers)).status_code == 200


async def test_a_kind_of_group_that_the_holders_do_not_form_is_refused(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    lot = await a_lot(territory.facilitator, territory)
    answer = await patch(client, territory.facilitator, url(lot), lot.version, {"consortium_kind": "SOLIDAIRE"})
    assert (answer.status_code, answer.json()["code"]) == (422, "CTR-201")


async def test_a_subcontractor_is_declared_listed_and_ended(client: httpx.AsyncClient, territory: Territory) -> None:
    caller, worker = territory.facilitator, await a_company()
    lot = await a_lot(caller, territory)
    body = {
        "company_id": str(worker.id),
        "holder_company_id": str(territory.company.id),
        "declared_on": "2026-02-02",
        "first_day": "2026-02-09",
    }
    made = await post(client, caller, url(lot, "subcontractors"), body)
    assert made.status_code == 201, made.text
    assert made.json()["company"]["name"] == worker.name
    path = made.headers["location"]
    ended = await patch(client, caller, path, 1, {"last_day": "2026-09-30", "reason": "Fin du lot"})
    assert (ended.status_code, ended.json()["last_day"]) == (200, "2026-09-30")
    assert (await client.get(path, headers=territory.company_agent.headers)).json() == ended.json()
    listed = (await client.get(url(lot, "subcontractors"), headers=territory.buyer_agent.headers)).json()
    assert [one["id"] for one in listed["items"]] == [made.json()["id"]]
    wrong = await post(client, caller, url(lot, "subcontractors"), {**body, "last_day": "2026-02-08", "tier": 0})
    assert (wrong.status_code, wrong.json()["findings"][0]["field"]) == (400, "tier")


async def test_contacts_are_added_corrected_and_listed(client: httpx.AsyncClient, territory: Territory) -> None:
    caller, company = territory.facilitator, territory.company
    lot = await a_lot(caller, territory)
    body = {
        "company_id": str(company.id),
        "name": "Claude Exemple",
        "email": "claude@entreprise.example",
        "is_primary": True,
    }
    made = await post(client, caller, url(lot, "contacts"), body)
    assert made.status_code == 201, made.text
    changed = await patch(client, caller, made.headers["location"], 1, {"phone": "+33 2 00 00 00 00", "email": None})
    assert (changed.json()["phone"], changed.json()["email"]) == ("+33 2 00 00 00 00", None), changed.text
    for who in (territory.facilitator, territory.company_agent):
        listed = (await client.get(url(lot, "contacts"), headers=who.headers)).json()
        assert [one["name"] for one in listed["items"]] == ["Claude Exemple"]
    assert (await client.get(url(lot, "contacts"), headers=territory.buyer_agent.headers)).status_code == 403


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "claude"),
        ("email", "a@b"),
        ("email", "a b@c.example"),
        ("phone", "peut-être"),
        ("phone", "1234"),
        ("name", "  "),
        ("ended_on", "2026-06-31"),
    ],
)
async def test_a_contact_that_nobody_could_reach_is_refused_by_its_field(
    client: httpx.AsyncClient, territory: Territory, field: str, value: str
) -> None:
    lot = await a_lot(territory.facilitator, territory)
    made = await a_contact(territory.facilitator, lot.id, territory.company.id)
    path = f"/api/v1/contacts/{made.id}"
    answer = await patch(client, territory.facilitator, path, 1, {field: value})
    assert answer.status_code == 400
    assert [finding["field"] for finding in answer.json()["findings"]] == [field]
