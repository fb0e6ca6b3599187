"""Organisations, tokens, idempotency, ETags and problem documents, over HTTP."""

import base64

import httpx

from clause.services import accounts
from clause.services.context import operator_context
from tests.builders.territory import NOW, Territory, fictional_siret


async def test_a_company_is_found_by_siret_before_being_created(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    body = {"siret": territory.company.identifier, "name": "Autre nom"}
    answer = await client.post("/api/v1/companies", json=body, headers=territory.facilitator.headers)
    assert answer.status_code == 201, answer.text
    assert answer.json()["id"] == str(territory.company.id)
    assert answer.json()["name"] == territory.company.name


async def test_an_unknown_field_is_refused_by_name(client: httpx.AsyncClient, territory: Territory) -> None:
    body = {"siret": fictional_siret(50), "name": "X", "nom": "Y"}
    answer = await client.post("/api/v1/companies", json=body, headers=territory.facilitator.headers)
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert [finding["field"] for finding in answer.json()["findings"]] == ["nom"]


async def test_a_siret_with_a_wrong_digit_is_refused(client: httpx.AsyncClient, territory: Territory) -> None:
    wrong = fictional_siret(50)[:-1] + str((int(fictional_siret(50)[-1]) + 1) % 10)
    body = {"siret": wrong, "name": "X"}
    answer = await client.post("/api/v1/companies", json=body, headers=territory.facilitator.headers)
    assert answer.status_code == 422
    assert answer.json()["code"] == "IDN-003"
    assert wrong in answer.json()["detail"]


async def test_the_same_key_and_body_give_the_first_answer_to_the_byte(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    headers = {**territory.facilitator.headers, "idempotency-key": "k1"}
    body = {"siret": fictional_siret(51), "name": "Toitures du Cap"}
    first = await client.post("/api/v1/companies", json=body, headers=headers)
    again = await client.post("/api/v1/companies", json=body, headers=headers)
    assert first.status_code == again.status_code == 201
    assert first.content == again.content
    assert first.headers["location"] == again.headers["location"]


async def test_the_same_key_with_another_body_is_refused(client: httpx.AsyncClient, territory: Territory) -> None:
    headers = {**territory.facilitator.headers, "idempotency-key": "k2"}
    first = {"siret": fictional_siret(52), "name": "A"}
    other = {"siret": fictional_siret(53), "name": "B"}
    await client.post("/api/v1/companies", json=first, headers=headers)
    answer = await client.post("/api/v1/companies", json=other, headers=headers)
    assert answer.status_code == 422
    assert answer.json()["code"] == "IDM-001"


async def test_an_outdated_version_is_refused(client: httpx.AsyncClient, territory: Territory) -> None:
    made = await client.post(
        "/api/v1/companies", json={"siret": fictional_siret(54), "name": "A"}, headers=territory.facilitator.headers
    )
    path = made.headers["location"]
    headers = {**territory.facilitator.headers, "if-match": made.headers["etag"]}
    changed = await client.patch(path, json={"name": "B"}, headers=headers)
    assert changed.status_code == 200
    assert changed.headers["etag"] == '"2"'
    stale = await client.patch(path, json={"name": "C"}, headers=headers)
    assert stale.status_code == 412
    missing = await client.patch(path, json={"name": "C"}, headers=territory.facilitator.headers)
    assert missing.status_code == 400


async def test_an_etag_that_is_known_gives_304(client: httpx.AsyncClient, territory: Territory) -> None:
    path = f"/api/v1/companies/{territory.company.id}"
    first = await client.get(path, headers=territory.facilitator.headers)
    headers = {**territory.facilitator.headers, "if-none-match": first.headers["etag"]}
    assert (await client.get(path, headers=headers)).status_code == 304


async def test_pages_follow_one_another_without_overlap(client: httpx.AsyncClient, territory: Territory) -> None:
    seen: list[str] = []
    after = ""
    for _ in range(100):
        answer = await client.get(f"/api/v1/companies?limit=1{after}", headers=territory.facilitator.headers)
        seen += [item["id"] for item in answer.json()["items"]]
        if answer.json()["next"] is None:
            break
        after = f"&after={answer.json()['next']}"
    assert seen == sorted(set(seen))
    assert {str(territory.company.id), str(territory.other_company.id)} <= set(seen)


async def test_a_page_mark_that_is_not_ours_is_refused(client: httpx.AsyncClient, territory: Territory) -> None:
    answer = await client.get("/api/v1/companies?after=zz!", headers=territory.facilitator.headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "API-003")


async def test_a_client_gets_a_token_with_the_scopes_it_asks(client: httpx.AsyncClient, territory: Territory) -> None:
    org = territory.intermediate_body
    scopes = tuple(territory.oi_client.context.actor.scopes)
    client_id, secret = await accounts.add_client(operator_context(NOW), org.kind, org.identifier, "essai", scopes)
    form = {"grant_type": "client_credentials", "scope": "oi:read"}
    basic = base64.b64encode(f"{client_id}:{secret}".encode()).decode()
    answer = await client.post("/api/v1/oauth/token", data=form, headers={"authorization": f"Basic {basic}"})
    assert answer.status_code == 200, answer.text
    assert answer.json()["scope"] == "oi:read"
    bearer = {"authorization": f"Bearer {answer.json()['access_token']}"}
    assert (await client.get("/api/v1/intermediate-bodies", headers=bearer)).status_code == 200


async def test_a_wrong_secret_and_an_unknown_client_get_the_same_answer(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    known = str(territory.oi_client.context.actor.id)
    answers = [
        await client.post(
            "/api/v1/oauth/token", data={"grant_type": "client_credentials", "client_id": one, "client_secret": "no"}
        )
        for one in (known, str(territory.company.id))
    ]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert answers[0].content == answers[1].content


async def test_a_cookie_without_the_csrf_token_changes_nothing(client: httpx.AsyncClient, territory: Territory) -> None:
    headers = {"cookie": territory.facilitator.headers["cookie"]}
    body = {"siret": fictional_siret(55), "name": "A"}
    answer = await client.post("/api/v1/companies", json=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "ACC-011")


async def test_nobody_reads_without_signing_in(client: httpx.AsyncClient) -> None:
    answer = await client.get("/api/v1/companies")
    assert (answer.status_code, answer.json()["code"]) == (401, "EDG-003")


async def test_unreadable_json_says_so(client: httpx.AsyncClient, territory: Territory) -> None:
    headers = {**territory.facilitator.headers, "content-type": "application/json"}
    answer = await client.post("/api/v1/companies", content=b"{bad", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "API-001")
