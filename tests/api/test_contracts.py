"""Contracts, lots, holders and modifications, over HTTP."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from tests.builders.contracts import a_contract, a_lot
from tests.builders.territory import Caller, Territory

NOBODY = "0190a1b2-0000-7000-8000-00000000dead"


def _lot(**changes: object) -> dict[str, Any]:
    return {"label": "Lot 2 : couverture", "notified_on": "2026-02-10", "duration_months": 12, **changes}


async def _post(client: httpx.AsyncClient, who: Caller, path: str, body: object) -> httpx.Response:
    return await client.post(f"/api/v1{path}", json=body, headers=who.headers)


async def test_a_contract_its_lot_its_holder_and_its_modification_are_typed_in_turn(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    who = territory.facilitator
    body = {"buyer_id": str(territory.buyer.id), "reference": "2026A1", "object": "Halle des sports"}
    contract = await _post(client, who, "/contracts", body)
    assert contract.status_code == 201, contract.text
    assert contract.json()["buyer"]["name"] == territory.buyer.name
    path = contract.headers["location"].removeprefix("/api/v1")

    lot = await _post(client, who, f"{path}/lots", _lot(amount_excl_vat="250000"))
    assert lot.status_code == 201, lot.text
    assert lot.json()["amount_excl_vat"] == "250000.00"
    assert (lot.json()["first_day"], lot.json()["last_day"]) == ("2026-02-10", "2027-02-09")
    assert lot.json()["follow_up"] == "followed"

    holder = await _post(client, who, f"/lots/{lot.json()['id']}/holders", {"company_id": str(territory.company.id)})
    assert holder.status_code == 201, holder.text
    assert [one["company"]["id"] for one in holder.json()["holders"]] == [str(territory.company.id)]
    assert holder.headers["etag"] == '"2"'

    change = {"lot_id": lot.json()["id"], "number": "1", "amount_stated": "270000.00", "notified_on": "2026-09-01"}
    modification = await _post(client, who, f"{path}/modifications", change)
    assert modification.status_code == 201, modification.text
    listed = await client.get(f"/api/v1{path}/modifications", headers=who.headers)
    assert [item["amount_stated"] for item in listed.json()["items"]] == ["270000.00"]
    unchanged = await client.get(f"/api/v1/lots/{lot.json()['id']}", headers=who.headers)
    assert unchanged.json()["amount_excl_vat"] == "250000.00"


async def test_the_same_modification_is_added_once(client: httpx.AsyncClient, territory: Territory) -> None:
    lot = await a_lot(territory.facilitator, territory)
    body = {"lot_id": str(lot.id), "number": "1", "object": "Avenant n° 1"}
    path = f"/contracts/{lot.contract_id}/modifications"
    assert (await _post(client, territory.facilitator, path, body)).status_code == 201
    again = await _post(client, territory.facilitator, path, body)
    assert (again.status_code, again.json()["code"]) == (409, "DBC-007")


async def test_one_contract_a_buyer_and_reference(client: httpx.AsyncClient, territory: Territory) -> None:
    body = {"buyer_id": str(territory.buyer.id), "reference": "2026A2", "object": "Piscine"}
    assert (await _post(client, territory.facilitator, "/contracts", body)).status_code == 201
    again = await _post(client, territory.facilitator, "/contracts", body)
    assert (again.status_code, again.json()["code"]) == (409, "DBC-004")
    elsewhere = {**body, "buyer_id": str(territory.other_buyer.id)}
    assert (await _post(client, territory.facilitator, "/contracts", elsewhere)).status_code == 201


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("label", ""),
        ("label", "a\x00b"),
        ("cpv", "4521000"),
        ("amount_excl_vat", "-1.00"),
        ("amount_excl_vat", "1.005"),
        ("amount_excl_vat", 100),
        ("notified_on", "2026-02-30"),
        ("notified_on", "1989-12-31"),
        ("last_day", "2101-01-01"),
        ("duration_months", 0),
        ("duration_months", 1201),
        ("consortium_kind", "JOINT"),
        ("follow_up", "followed"),
    ],
)
async def test_a_lot_with_an_impossible_field_is_refused_by_the_name_of_the_field(
    client: httpx.AsyncClient, territory: Territory, field: str, value: object
) -> None:
    contract = await a_contract(territory.facilitator, territory)
    path = f"/contracts/{contract.id}/lots"
    answer = await _post(client, territory.facilitator, path, _lot(**{field: value}))
    assert answer.status_code == 400, answer.text
    assert [finding["field"] for finding in answer.json()["findings"]] == [field]


async def test_a_lot_is_set_aside_with_a_reason_that_only_the_facilitator_reads(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    lot = await a_lot(territory.facilitator, territory)
    path = f"/api/v1/lots/{lot.id}"
    headers = {**territory.facilitator.headers, "if-match": f'"{lot.version}"'}
    bare = await client.patch(path, json={"follow_up": "set_aside"}, headers=headers)
    assert (bare.status_code, bare.json()["code"]) == (422, "CTR-007")
    body = {"follow_up": "set_aside", "reason": "Aucune clause dans le CCAP"}
    done = await client.patch(path, json=body, headers=headers)
    assert (done.status_code, done.json()["follow_up"]) == (200, "set_aside"), done.text
    stale = await client.patch(path, json={"follow_up": "followed"}, headers=headers)
    assert (stale.status_code, stale.json()["code"]) == (412, "CTR-006")
    reasons = {
        name: (await client.get(path, headers=who.headers)).json()["follow_up_reason"]
        for name, who in territory.callers().items()
        if name in ("facilitator", "buyer_agent", "company_agent")
    }
    assert reasons == {"facilitator": "Aucune clause dans le CCAP", "buyer_agent": None, "company_agent": None}


async def test_who_may_read_a_contract_and_who_may_not(client: httpx.AsyncClient, territory: Territory) -> None:
    lot = await a_lot(territory.facilitator, territory)
    contract = f"/contracts/{lot.contract_id}"
    for path in (contract, f"/lots/{lot.id}", f"{contract}/modifications"):
        statuses = {
            name: (await client.get(f"/api/v1{path}", headers=who.headers)).status_code
            for name, who in territory.callers().items()
        }
        readers = {"facilitator", "manager", "facilitator_client", "buyer_agent", "company_agent", "company_client"}
        assert {name for name, status in statuses.items() if status == 200} == readers
        assert {statuses[name] for name in ("other_facilitator", "other_buyer_agent", "other_company_agent")} == {404}
        assert {statuses[name] for name in ("oi_officer", "oi_client", "other_oi_client")} == {403}


async def test_lists_show_nothing_foreign(client: httpx.AsyncClient, territory: Territory) -> None:
    lot = await a_lot(territory.facilitator, territory)
    seen = {"facilitator", "manager", "facilitator_client", "buyer_agent", "company_agent", "company_client"}
    for name, who in territory.callers().items():
        for path, wanted in (("/contracts", lot.contract_id), ("/lots", lot.id)):
            answer = await client.get(f"/api/v1{path}?limit=200", headers=who.headers)
            ids = [item["id"] for item in answer.json().get("items", [])]
            assert (str(wanted) in ids) is (name in seen), (name, path)


async def test_only_facilitators_write(client: httpx.AsyncClient, territory: Territory) -> None:
    lot = await a_lot(territory.facilitator, territory)
    for who in (territory.buyer_agent, territory.company_agent, territory.company_client, territory.oi_client):
        for path in ("/contracts", f"/contracts/{lot.contract_id}/lots", f"/lots/{lot.id}/holders"):
            assert (await _post(client, who, path, {})).status_code == 403, path
    holder = {"company_id": str(territory.other_company.id), "role": "CO_HOLDER"}
    foreign = await _post(client, territory.other_facilitator, f"/lots/{lot.id}/holders", holder)
    assert (foreign.status_code, foreign.json()["code"]) == (404, "CTR-002")


async def test_lots_are_filtered(client: httpx.AsyncClient, territory: Territory) -> None:
    who = territory.facilitator
    first = await a_lot(who, territory, label="Lot 1 : démolition")
    second = await a_lot(
        who, territory, buyer=territory.other_buyer, company=territory.other_company, label="Lot 2 : 100 % peinture"
    )
    aside = await a_lot(who, territory, label="Lot 3 : fournitures", set_aside=True, held=False)

    async def ids(query: str) -> list[UUID]:
        answer = await client.get(f"/api/v1/lots?{query}", headers=who.headers)
        assert answer.status_code == 200, answer.text
        return [UUID(item["id"]) for item in answer.json()["items"]]

    assert await ids("") == [first.id, second.id, aside.id]
    assert await ids("follow_up=followed") == [first.id, second.id]
    assert await ids("follow_up=set_aside") == [aside.id]
    assert await ids(f"buyer={territory.other_buyer.id}") == [second.id]
    assert await ids(f"company={territory.other_company.id}") == [second.id]
    assert await ids(f"contract={first.contract_id}") == [first.id]
    assert await ids("q=DÉMOLITION") == [first.id]
    assert await ids("q=100%20%25%20p") == [second.id]
    assert await ids("q=_") == []


async def test_pages_of_lots_follow_one_another(client: httpx.AsyncClient, territory: Territory) -> None:
    lots = [await a_lot(territory.facilitator, territory, held=False) for _ in range(3)]
    seen, after = [], ""
    for _ in range(3):
        answer = await client.get(f"/api/v1/lots?limit=1{after}", headers=territory.facilitator.headers)
        seen += [item["id"] for item in answer.json()["items"]]
        after = f"&after={answer.json()['next']}"
    assert seen == [str(lot.id) for lot in lots]
    assert answer.json()["next"] is None


@pytest.mark.parametrize(
    "query", ["follow_up=maybe", "buyer=x", "on=2026-13-01", "on=hier", "limit=0", "limit=201", "after=zz!"]
)
async def test_a_filter_that_cannot_be_read_is_refused(
    client: httpx.AsyncClient, territory: Territory, query: str
) -> None:
    answer = await client.get(f"/api/v1/lots?{query}", headers=territory.facilitator.headers)
    assert answer.status_code == 400, answer.text


async def test_a_nul_in_a_search_is_refused_without_a_fault(client: httpx.AsyncClient, territory: Territory) -> None:
    for path in ("lots", "contracts"):
        answer = await client.get(f"/api/v1/{path}?q=%00", headers=territory.facilitator.headers)
        assert 400 <= answer.status_code < 500, answer.text


async def test_a_contract_is_corrected_against_its_version(client: httpx.AsyncClient, territory: Territory) -> None:
    contract = await a_contract(territory.facilitator, territory)
    path = f"/api/v1/contracts/{contract.id}"
    headers = {**territory.facilitator.headers, "if-match": '"1"'}
    done = await client.patch(path, json={"object": "Médiathèque Nord"}, headers=headers)
    assert (done.status_code, done.json()["object"], done.json()["procedure"]) == (
        200,
        "Médiathèque Nord",
        contract.procedure,
    )
    stale = await client.patch(path, json={"object": "Autre"}, headers=headers)
    assert (stale.status_code, stale.json()["code"]) == (412, "CTR-005")
    headers["if-none-match"] = '"2"'
    assert (await client.get(path, headers=headers)).status_code == 304


async def test_what_does_not_exist_is_not_found(client: httpx.AsyncClient, territory: Territory) -> None:
    headers = {**territory.facilitator.headers, "if-match": '"1"'}
    answers = [
        await client.get(f"/api/v1/contracts/{NOBODY}", headers=headers),
        await client.get(f"/api/v1/lots/{NOBODY}", headers=headers),
        await client.patch(f"/api/v1/contracts/{NOBODY}", json={}, headers=headers),
        await client.patch(f"/api/v1/lots/{NOBODY}", json={}, headers=headers),
        await _post(client, territory.facilitator, f"/contracts/{NOBODY}/lots", _lot()),
        await _post(client, territory.facilitator, f"/contracts/{NOBODY}/modifications", {"lot_id": NOBODY}),
        await _post(client, territory.facilitator, f"/lots/{NOBODY}/holders", {"company_id": NOBODY}),
    ]
    assert {answer.status_code for answer in answers} == {404}
