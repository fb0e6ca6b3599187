"""Subscriptions over HTTP: made, listed, ended; bad addresses are refused by their field."""

import json

import httpx
import pytest

from clause.gateways.webhooks import messenger
from tests.builders.claims import a_claim, a_ready_operation, a_submitted_claim
from tests.builders.territory import Territory
from tests.builders.webhooks import NOBODY

PATH = "/api/v1/webhooks"
BODY = {"url": "https://9.9.9.9/clause", "events": ["claim.submitted", "claim.submitted"]}


async def test_a_subscription_from_its_secret_to_its_end(client: httpx.AsyncClient, territory: Territory) -> None:
    oi = territory.oi_client.headers
    made = await client.post(PATH, json=BODY, headers={**oi, "idempotency-key": "w1"})
    assert made.status_code == 201, made.text
    assert made.json()["events"] == ["claim.submitted"]
    assert (await client.post(PATH, json=BODY, headers={**oi, "idempotency-key": "w1"})).content == made.content
    (listed,) = (await client.get(PATH, headers=oi)).json()["items"]
    assert listed == {name: value for name, value in made.json().items() if name != "secret"}
    ended = await client.delete(f"{PATH}/{listed['id']}", headers=oi)
    assert (ended.status_code, ended.json()) == (200, {"id": listed["id"]})
    assert (await client.get(PATH, headers=oi)).json()["items"] == []
    assert (await client.delete(f"{PATH}/{listed['id']}", headers=oi)).json()["code"] == "WHK-006"


@pytest.mark.parametrize(
    ("url", "finding"),
    [
        ("http://9.9.9.9/x", "WHK-001"),
        ("https://192.168.0.1/x", "WHK-002"),
        ("https://[::1]:8443/x", "WHK-002"),
        ("https://nowhere.invalid/x", "WHK-003"),
        ("https://a:b@9.9.9.9/x", "WHK-003"),
        ("https://9.9.9.9:99999/x", "WHK-003"),
        ("https://[/x", "WHK-003"),
        ("https://../x", "WHK-003"),
        ("javascript:alert(1)", "WHK-001"),
    ],
)
async def test_an_address_that_no_message_may_go_to_is_refused(
    client: httpx.AsyncClient, territory: Territory, url: str, finding: str
) -> None:
    answer = await client.post(PATH, json={**BODY, "url": url}, headers=territory.oi_client.headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "WHK-004"), answer.text
    assert [(one["code"], one["field"]) for one in answer.json()["findings"]] == [(finding, "url")]
    assert (await client.get(PATH, headers=territory.oi_client.headers)).json()["items"] == []


@pytest.mark.parametrize(
    "body",
    [
        {"url": BODY["url"], "events": []},
        {"url": BODY["url"], "events": ["claim.lost"]},
        {"url": "https://9.9.9.9/a b", "events": ["claim.submitted"]},
        {"url": "https://9.9.9.9/" + "a" * 500, "events": ["claim.submitted"]},
        {"events": ["claim.submitted"]},
        {**BODY, "secret": "mine"},
    ],
)
async def test_a_body_that_cannot_be_read_is_refused(
    client: httpx.AsyncClient, territory: Territory, body: dict[str, object]
) -> None:
    answer = await client.post(PATH, json=body, headers=territory.oi_client.headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "API-002")
    assert answer.json()["findings"]


async def test_an_organisation_has_twenty_subscriptions_at_most(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    answers = [await client.post(PATH, json=BODY, headers=territory.oi_client.headers) for _ in range(21)]
    assert [answer.status_code for answer in answers] == [201] * 20 + [422]
    assert answers[-1].json()["code"] == "WHK-005"


async def test_deliveries_are_shown_with_what_came_of_them(client: httpx.AsyncClient, territory: Territory) -> None:
    oi = territory.oi_client.headers
    with messenger.reaching_private_addresses():
        made = (await client.post(PATH, json={**BODY, "url": NOBODY}, headers=oi)).json()
    operation = await a_ready_operation(territory.manager, territory.facilitator, territory, ("2026-01",))
    claim = await a_submitted_claim(
        territory.manager, await a_claim(territory.manager, operation, "2026-01", "2026-01")
    )
    answer = await client.get(f"{PATH}/{made['id']}/deliveries", headers=oi)
    (delivery,) = answer.json()["items"]
    assert (delivery["event"], delivery["subject_id"]) == ("claim.submitted", str(claim.id))
    assert (delivery["state"], delivery["attempts"]) == ("pending", 0)
    assert made["secret"] not in json.dumps(answer.json())
