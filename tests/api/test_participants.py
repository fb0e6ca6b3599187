"""People and their eligibility, over HTTP."""

from typing import Any

import httpx
import pytest

from tests.builders.contracts import a_lot
from tests.builders.people import a_hire, a_participant, an_eligibility
from tests.builders.territory import Caller, Territory

NOBODY = "01994e5a-7c1f-7000-8000-00000000dead"


def person(**changes: Any) -> dict[str, Any]:
    usual = {"first_name": "Maïwenn", "last_name": "Kerjean", "birth_date": "1988-02-29", "postal_code": "29200"}
    return {**usual, **changes}


def rsa(**changes: Any) -> dict[str, Any]:
    proof = {"proof_kind": "RSA_ATTESTATION", "proof_issued_on": "2026-06-01"}
    return {"ground": "RSA", "assessed_on": "2026-06-10", **proof, **changes}


async def post(client: httpx.AsyncClient, who: Caller, path: str, body: object) -> httpx.Response:
    return await client.post(f"/api/v1{path}", json=body, headers=who.headers)


async def test_a_person_is_added_read_and_corrected(client: httpx.AsyncClient, territory: Territory) -> None:
    who = territory.facilitator
    made = await post(client, who, "/participants", person(first_name="  Maïwenn "))
    assert made.status_code == 201, made.text
    path = made.headers["location"]
    read = await client.get(path, headers=who.headers)
    assert read.json() == {name: value for name, value in made.json().items() if name != "findings"}
    assert (read.json()["first_name"], read.json()["sex"]) == ("Maïwenn", "U")
    known = await client.get(path, headers={**who.headers, "if-none-match": read.headers["etag"]})
    assert known.status_code == 304
    changed = await client.patch(
        path, json={"postal_code": None, "sex": "F"}, headers={**who.headers, "if-match": read.headers["etag"]}
    )
    assert changed.status_code == 200, changed.text
    assert (changed.json()["postal_code"], changed.json()["sex"], changed.headers["etag"]) == (None, "F", '"2"')
    stale = await client.patch(path, json={"sex": "M"}, headers={**who.headers, "if-match": '"1"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "PAR-004")
    blind = await client.patch(path, json={"sex": "M"}, headers=who.headers)
    assert (blind.status_code, blind.json()["code"]) == (400, "API-006")


async def test_a_duplicate_needs_a_confirmation(client: httpx.AsyncClient, territory: Territory) -> None:
    who = territory.facilitator
    first = await post(client, who, "/participants", person())
    refused = await post(client, who, "/participants", person(last_name="KERJEAN"))
    assert (refused.status_code, refused.json()["code"]) == (422, "PAR-002")
    assert first.json()["id"] in refused.json()["findings"][0]["detail"]
    assert "Kerjean" not in refused.text
    kept = await post(client, who, "/participants", person(confirm_duplicate=True))
    assert kept.status_code == 201
    assert [finding["severity"] for finding in kept.json()["findings"]] == ["warning"]


@pytest.mark.parametrize(
    ("body", "status", "fields"),
    [
        (person(first_name="   "), 400, ["first_name"]),
        (person(first_name="---"), 400, ["first_name"]),
        (person(last_name="a\u0000b"), 400, ["last_name"]),
        (person(last_name="a\nb"), 400, ["last_name"]),
        (person(last_name="x" * 101), 400, ["last_name"]),
        (person(last_name="x" * 100), 201, None),
        (person(last_name="\U0001f600 Ñandú 王"), 201, None),
        (person(birth_date="1988-02-30"), 400, ["birth_date"]),
        (person(birth_date="2025-01-01"), 422, []),
        (person(birth_date="0001-01-01"), 422, []),
        (person(birth_date="9999-12-31"), 422, []),
        (person(sex="female"), 400, ["sex"]),
        (person(postal_code="2920"), 400, ["postal_code"]),
        (person(nir="2880229"), 400, ["nir"]),
    ],
)
async def test_each_wrong_field_of_a_person_is_named(
    client: httpx.AsyncClient, territory: Territory, body: object, status: int, fields: list[str] | None
) -> None:
    answer = await post(client, territory.facilitator, "/participants", body)
    assert answer.status_code == status, answer.text
    if fields is not None:
        assert [finding["field"] for finding in answer.json()["findings"]] == fields


async def test_half_of_a_character_is_refused(client: httpx.AsyncClient, territory: Territory) -> None:
    body = b'{"first_name": "A\\ud800", "last_name": "B", "birth_date": "1990-01-01"}'
    headers = {**territory.facilitator.headers, "content-type": "application/json"}
    answer = await client.post("/api/v1/participants", content=body, headers=headers)
    assert answer.status_code == 400, answer.text


@pytest.mark.parametrize("name", ["first_name", "last_name", "birth_date", "sex"])
async def test_what_a_person_must_have_cannot_be_emptied(
    client: httpx.AsyncClient, territory: Territory, name: str
) -> None:
    who = territory.facilitator
    known = await a_participant(who)
    headers = {**who.headers, "if-match": '"1"'}
    answer = await client.patch(f"/api/v1/participants/{known.id}", json={name: None}, headers=headers)
    assert answer.status_code == 400
    assert [finding["field"] for finding in answer.json()["findings"]] == [name]


def _searching(who: Caller, name: bytes) -> dict[bytes, bytes]:
    return {**{key.encode(): value.encode() for key, value in who.headers.items()}, b"clause-name": name}


async def test_the_list_is_searched_and_paged(client: httpx.AsyncClient, territory: Territory) -> None:
    who = territory.facilitator
    made = [await a_participant(who, last_name="Quéméré") for _ in range(3)]
    path, headers = "/api/v1/participants?limit=2", _searching(who, "QUÉMÉRÉ".encode())
    first = (await client.get(path, headers=headers)).json()
    rest = (await client.get(f"{path}&after={first['next']}", headers=headers)).json()
    assert [item["id"] for item in first["items"] + rest["items"]] == [str(one.id) for one in made]
    assert rest["next"] is None
    assert (await client.get(path, headers=_searching(who, b"zzz"))).json()["items"] == []
    assert (await client.get(path, headers=_searching(who, b"e" * 201))).status_code == 400
    in_latin = _searching(who, "quéméré".encode("latin-1"))
    assert len((await client.get(path, headers=in_latin)).json()["items"]) == 2


async def test_a_name_in_an_address_is_refused(client: httpx.AsyncClient, territory: Territory) -> None:
    for query in ("q=Qu%C3%A9m%C3%A9r%C3%A9", "q=", "limit=2&q=%00"):
        answer = await client.get(f"/api/v1/participants?{query}", headers=territory.facilitator.headers)
        assert (answer.status_code, answer.json()["code"]) == (400, "API-018")


async def test_a_ground_goes_from_submitted_to_accepted(client: httpx.AsyncClient, territory: Territory) -> None:
    who = territory.facilitator
    known = await a_participant(who)
    made = await post(client, who, f"/participants/{known.id}/eligibility", rsa())
    assert made.status_code == 201, made.text
    assert (made.json()["state"], made.json()["findings"]) == ("SUBMITTED", [])
    path = made.headers["location"].removeprefix("/api/v1")
    accepted = await post(client, who, f"{path}/accept", {"reason": "Attestation vue."})
    assert accepted.status_code == 200, accepted.text
    assert (accepted.json()["state"], accepted.headers["etag"]) == ("ACCEPTED", '"2"')
    assert accepted.json()["decided_by"] == str(who.user_id)
    again = await post(client, who, f"{path}/accept", {})
    assert (again.status_code, again.json()["code"]) == (409, "ELG-002")
    read = await client.get(f"/api/v1{path}", headers=who.headers)
    assert read.json() == accepted.json()
    listed = await client.get(f"/api/v1/participants/{known.id}/eligibility", headers=who.headers)
    assert listed.json() == {"items": [read.json()], "next": None}


async def test_a_stale_proof_is_told_at_once_and_refused_on_acceptance(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    who = territory.facilitator
    known = await a_participant(who)
    body = rsa(proof_issued_on="2026-03-10")
    made = await post(client, who, f"/participants/{known.id}/eligibility", body)
    assert [(finding["code"], finding["severity"]) for finding in made.json()["findings"]] == [("ELG-022", "warning")]
    path = f"/eligibility/{made.json()['id']}"
    refused = await post(client, who, f"{path}/accept", {})
    assert (refused.status_code, refused.json()["code"]) == (422, "ELG-004")
    proof = {"proof_kind": "RSA_ATTESTATION", "proof_issued_on": "2026-06-12"}
    fresher = await post(client, who, f"{path}/proof", proof)
    assert (fresher.json()["findings"], fresher.json()["assessed_on"]) == ([], "2026-06-15")
    assert (await post(client, who, f"{path}/accept", {})).status_code == 200


async def test_a_refusal_needs_its_reason(client: httpx.AsyncClient, territory: Territory) -> None:
    who = territory.facilitator
    ground = await an_eligibility(who, (await a_participant(who)).id, accepted=False)
    path = f"/eligibility/{ground.id}/refuse"
    for body in ({}, {"reason": "  "}):
        answer = await post(client, who, path, body)
        assert [finding["field"] for finding in answer.json()["findings"]] == ["reason"]
    refused = await post(client, who, path, {"reason": "Inscrite depuis quatre mois."})
    assert (refused.json()["state"], refused.json()["decision_reason"]) == ("REFUSED", "Inscrite depuis quatre mois.")


@pytest.mark.parametrize(
    ("body", "status", "fields"),
    [
        (rsa(ground="EVERYBODY"), 422, ["ground"]),
        (rsa(proof_kind="IDENTITY"), 422, ["proof_kind"]),
        (rsa(assessed_on="2026-06-16"), 422, ["assessed_on"]),
        (rsa(assessed_on="2026-06-15"), 201, None),
        (rsa(proof_issued_on="9999-12-31"), 422, ["proof_issued_on"]),
        (rsa(proof_issued_on="0001-01-01"), 201, None),
        (rsa(proof_issued_on=None), 400, ["body"]),
        (rsa(proof_kind=None, proof_issued_on=None), 201, None),
    ],
)
async def test_each_wrong_field_of_a_ground_is_named(
    client: httpx.AsyncClient, territory: Territory, body: object, status: int, fields: list[str] | None
) -> None:
    known = await a_participant(territory.facilitator)
    answer = await post(client, territory.facilitator, f"/participants/{known.id}/eligibility", body)
    assert answer.status_code == status, answer.text
    if fields is not None:
        assert [finding["field"] for finding in answer.json()["findings"]] == fields


async def test_a_reasoned_opinion_is_accepted_with_its_text(client: httpx.AsyncClient, territory: Territory) -> None:
    who = territory.facilitator
    known = await a_participant(who)
    body = rsa(ground="REASONED_OPINION", proof_kind="REASONED_OPINION", proof_issued_on="2026-01-02")
    made = await post(client, who, f"/participants/{known.id}/eligibility", body)
    path = f"/eligibility/{made.json()['id']}/accept"
    without = await post(client, who, path, {})
    assert [finding["field"] for finding in without.json()["findings"]] == ["opinion"]
    opinion = {"text": "Reprise à accompagner.", "author": "C. Le Goff, PLIE", "written_on": "2026-01-02"}
    accepted = await post(client, who, path, {"opinion": opinion})
    assert (accepted.status_code, accepted.json()["opinion"]) == (200, opinion)


@pytest.mark.parametrize("name", ["buyer_agent", "company_agent", "company_client", "oi_officer", "other_facilitator"])
async def test_nobody_else_sees_anything_of_a_person(
    client: httpx.AsyncClient, territory: Territory, name: str
) -> None:
    who, reader = territory.facilitator, territory.callers()[name]
    hire = await a_hire(who, territory, await a_lot(who, territory))
    paths = [f"/participants/{hire.participant_id}", f"/participants/{hire.participant_id}/eligibility"]
    paths += [f"/eligibility/{hire.eligibility_id}"]
    for path in paths:
        absent = path.replace(str(hire.participant_id), NOBODY).replace(str(hire.eligibility_id), NOBODY)
        answers = [await client.get(f"/api/v1{one}", headers=reader.headers) for one in (path, absent)]
        assert answers[0].status_code == answers[1].status_code == (404 if name == "other_facilitator" else 403)
        assert answers[0].json() == answers[1].json()
    listed = await client.get("/api/v1/participants", headers=reader.headers)
    assert listed.json().get("items", []) == []
