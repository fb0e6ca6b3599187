"""The social condition of contracts above the European thresholds, over HTTP."""

from datetime import date
from decimal import Decimal
from typing import Any

import httpx
import pytest

from clause.domain.contracts import Contract, NewLot
from clause.domain.decp import SocialConsideration
from clause.services import contracts
from tests.builders.contracts import a_contract, a_lot
from tests.builders.territory import Caller, Territory

REASON = {
    "ground": "NOT_LINKED_TO_OBJECT",
    "explanation": "Fourniture de licences",
    "decided_on": "2026-06-01",
    "author": "Commande publique",
}


async def a_priced_contract(territory: Territory, *lots: NewLot) -> Contract:
    who = territory.facilitator
    contract = await a_contract(who, territory)
    for lot in lots:
        await contracts.add_lot(who.context, contract.id, lot)
    return contract


def priced(amount: str | None, day: date | None = date(2026, 9, 1), cpv: str = "48000000", **more: Any) -> NewLot:
    value = None if amount is None else Decimal(amount)
    return NewLot(label="Lot", amount_excl_vat=value, notified_on=day, cpv=cpv, **more)


async def stands(client: httpx.AsyncClient, who: Caller, contract: Contract, asked: str = "") -> dict[str, Any]:
    path = f"/api/v1/contracts/{contract.id}/social-condition{asked}"
    answer = await client.get(path, headers=who.headers)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def test_all_lots_together_are_held_against_the_threshold(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    contract = await a_priced_contract(territory, priced("200000.00"), priced("15999.99"))
    found = await stands(client, territory.facilitator, contract)
    assert (found["value_excl_vat"], found["is_required"], found["needs_reason"]) == ("215999.99", False, False)
    contract = await a_priced_contract(territory, priced("200000.00"), priced("16000.00"))
    found = await stands(client, territory.buyer_agent, contract)
    assert (found["is_required"], found["needs_reason"]) == (True, True)
    used = {use["name"]: use["confidence"] for use in found["trace"]["parameters"]}
    assert used["social_condition_threshold_local"] == "assumption"


@pytest.mark.parametrize(
    ("day", "required"), [(date(2026, 8, 21), False), (date(2026, 8, 22), True), (date(2026, 8, 23), True)]
)
async def test_the_day_of_notification_decides(
    client: httpx.AsyncClient, territory: Territory, day: date, required: bool
) -> None:
    contract = await a_priced_contract(territory, priced("300000.00", day))
    assert (await stands(client, territory.facilitator, contract))["is_required"] is required


async def test_works_are_told_by_their_cpv_and_the_state_must_be_said(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    works = await a_priced_contract(territory, priced("300000.00", cpv="45210000"))
    found = await stands(client, territory.facilitator, works)
    assert (found["purchase"], found["is_required"]) == ("WORKS", False)
    contract = await a_priced_contract(territory, priced("140000.00"))
    assert (await stands(client, territory.facilitator, contract))["is_required"] is False
    asked = "?purchase=SUPPLIES_OR_SERVICES_CENTRAL"
    assert (await stands(client, territory.facilitator, contract, asked))["is_required"] is True


async def test_a_clause_or_a_reason_is_enough(client: httpx.AsyncClient, territory: Territory) -> None:
    considered = priced("300000.00", social_considerations=(SocialConsideration.SOCIAL_CLAUSE,))
    contract = await a_priced_contract(territory, considered)
    found = await stands(client, territory.facilitator, contract)
    assert (found["is_required"], found["has_clause"], found["needs_reason"]) == (True, True, False)
    criterion = priced("300000.00", social_considerations=(SocialConsideration.SOCIAL_CRITERION,))
    contract = await a_priced_contract(territory, criterion)
    assert (await stands(client, territory.facilitator, contract))["needs_reason"] is True
    path, headers = f"/api/v1/contracts/{contract.id}/social-condition-waiver", territory.facilitator.headers
    made = await client.put(path, json=REASON, headers={**headers, "if-match": '"1"'})
    assert (made.status_code, made.headers["etag"]) == (200, '"2"'), made.text
    found = await stands(client, territory.buyer_agent, contract)
    assert (found["needs_reason"], found["waiver"]["ground"]) == (False, "NOT_LINKED_TO_OBJECT")
    stale = await client.put(path, json=REASON, headers={**headers, "if-match": '"1"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "CTR-104")
    second = await client.put(path, json={**REASON, "ground": "OTHER"}, headers={**headers, "if-match": '"2"'})
    assert second.json()["waiver"]["version_no"] == 2


async def test_a_company_that_sees_its_lots_alone_is_not_answered(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    lot = await a_lot(territory.facilitator, territory)
    path = f"/api/v1/contracts/{lot.contract_id}/social-condition"
    answers = [
        (await client.get(path, headers=reader.headers)).status_code
        for reader in (territory.company_agent, territory.buyer_agent)
    ]
    assert answers == [404, 200]


async def test_nothing_is_said_where_the_value_or_the_day_is_not_known(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    for lot in (priced(None), priced("300000.00", None)):
        contract = await a_priced_contract(territory, lot)
        found = await stands(client, territory.facilitator, contract)
        assert (found["is_required"], found["needs_reason"], found["trace"]) == (None, False, None)


async def test_before_the_first_known_threshold_there_is_no_answer(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    contract = await a_priced_contract(territory, priced("300000.00", date(2023, 12, 31)))
    path = f"/api/v1/contracts/{contract.id}/social-condition"
    answer = await client.get(path, headers=territory.facilitator.headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "CTR-101")


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"decided_on": "2026-06-16"}, 422, "CTR-102"),
        ({"ground": "BECAUSE"}, 400, None),
        ({"explanation": " "}, 400, None),
        ({"author": None}, 400, None),
    ],
)
async def test_a_reason_that_does_not_hold_is_refused(
    client: httpx.AsyncClient, territory: Territory, change: dict[str, Any], status: int, code: str | None
) -> None:
    contract = await a_priced_contract(territory, priced("300000.00"))
    path = f"/api/v1/contracts/{contract.id}/social-condition-waiver"
    headers = {**territory.facilitator.headers, "if-match": '"1"'}
    answer = await client.put(path, json={**REASON, **change}, headers=headers)
    assert answer.status_code == status, answer.text
    assert code is None or answer.json()["code"] == code
    assert (await stands(client, territory.facilitator, contract))["waiver"] is None
