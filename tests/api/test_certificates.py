"""Certificates over HTTP: 202 and a job, ETags, the file, the public check, problems by code."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import httpx
import pytest

from clause.domain.contracts import Lot
from clause.domain.obligations import ObligationInputs, ObligationTerms
from clause.rules.obligation import ObligationMethod
from clause.services import certificates, obligations
from tests.builders.certificates import a_certificate
from tests.builders.contracts import a_lot
from tests.builders.territory import NOW, Caller, Territory

NOBODY = "0190a1b2-0000-7000-8000-00000000dead"


async def an_owing_lot(territory: Territory) -> Lot:
    who = territory.facilitator
    lot = await a_lot(who, territory)
    inputs = ObligationInputs(hours_owed=Decimal("833.00"))
    terms = ObligationTerms(method=ObligationMethod.FIXED, inputs=inputs, effective_on=date(2026, 1, 1))
    await obligations.set_obligation(who.context, lot.id, terms, None)
    return lot


async def ask(client: httpx.AsyncClient, who: Caller, lot: Lot, **changes: Any) -> httpx.Response:
    body = {"kind": "PROGRESS", **changes}
    headers = {**who.headers, **({"idempotency-key": key} if (key := body.pop("key", None)) else {})}
    return await client.post(f"/api/v1/lots/{lot.id}/certificates", json=body, headers=headers)


async def test_asking_answers_202_with_a_job_that_leads_to_the_certificate(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    who = territory.facilitator
    asked = await ask(client, who, await an_owing_lot(territory), remark="Rien à signaler.")
    assert asked.status_code == 202, asked.text
    body = asked.json()
    assert (body["state"], body["pdf"], body["standing"]) == ("REQUESTED", None, None)
    assert body["job"] == asked.headers["location"]
    job = (await client.get(asked.headers["location"], headers=who.headers)).json()
    assert job["state"] == "queued"
    await certificates.render_certificate(NOW, UUID(job["id"]))
    job = (await client.get(asked.headers["location"], headers=who.headers)).json()
    assert (job["state"], job["result"]) == ("done", f"/certificates/{body['id']}")
    shown = (await client.get(f"/api/v1/certificates/{body['id']}", headers=who.headers)).json()
    assert (shown["state"], shown["standing"]) == ("ISSUED", "VALID")
    assert shown["pdf"] == f"/api/v1/certificates/{body['id']}/pdf"
    assert shown["figures"]["gap"] == "833.00"
    assert shown["trace"]["gap"]["inputs"] == {"credited": "0.00", "owed": "833.00"}


async def test_the_same_key_gives_the_same_certificate(client: httpx.AsyncClient, territory: Territory) -> None:
    lot = await an_owing_lot(territory)
    first = await ask(client, territory.facilitator, lot, key="c1")
    again = await ask(client, territory.facilitator, lot, key="c1")
    assert first.content == again.content
    other = await ask(client, territory.facilitator, lot, key="c1", remark="Autre")
    assert (other.status_code, other.json()["code"]) == (422, "IDM-001")


async def test_the_file_is_a_pdf_with_its_name_and_its_hash(client: httpx.AsyncClient, territory: Territory) -> None:
    issued = await a_certificate(territory.facilitator, (await an_owing_lot(territory)).id)
    path = f"/api/v1/certificates/{issued.id}/pdf"
    file = await client.get(path, headers=territory.company_agent.headers)
    assert file.headers["content-type"] == "application/pdf"
    assert file.headers["content-disposition"] == f'attachment; filename="attestation-{issued.number}.pdf"'
    assert file.content.startswith(b"%PDF-")
    known = {**territory.company_agent.headers, "if-none-match": file.headers["etag"]}
    again = await client.get(path, headers=known)
    assert (again.status_code, again.content) == (304, b"")


async def test_the_file_that_is_not_ready_is_a_conflict(client: httpx.AsyncClient, territory: Territory) -> None:
    asked = await ask(client, territory.facilitator, await an_owing_lot(territory))
    path = f"/api/v1/certificates/{asked.json()['id']}/pdf"
    answer = await client.get(path, headers=territory.facilitator.headers)
    assert (answer.status_code, answer.json()["code"]) == (409, "CRT-025")


async def test_the_list_is_filtered_and_paged_the_newest_first(client: httpx.AsyncClient, territory: Territory) -> None:
    who = territory.facilitator
    lot, other_lot = await an_owing_lot(territory), await an_owing_lot(territory)
    issued = [await a_certificate(who, lot.id) for _ in range(2)]
    await a_certificate(who, other_lot.id)
    waiting = (await ask(client, who, lot)).json()["id"]
    newest_first = [waiting, str(issued[1].id), str(issued[0].id)]

    async def listed(query: str) -> list[str]:
        answer = await client.get(f"/api/v1/certificates?lot={lot.id}&{query}", headers=who.headers)
        assert answer.status_code == 200, answer.text
        return [item["id"] for item in answer.json()["items"]]

    assert await listed("") == newest_first
    assert await listed("state=ISSUED") == newest_first[1:]
    assert await listed("kind=FINAL") == []
    assert await listed(f"company={territory.other_company.id}") == []
    page = (await client.get(f"/api/v1/certificates?lot={lot.id}&limit=2", headers=who.headers)).json()
    assert await listed(f"after={page['next']}") == newest_first[2:]


async def test_an_etag_that_is_known_gives_304_until_the_certificate_changes(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    who = territory.facilitator
    issued = await a_certificate(who, (await an_owing_lot(territory)).id)
    path = f"/api/v1/certificates/{issued.id}"
    known = {**who.headers, "if-none-match": (await client.get(path, headers=who.headers)).headers["etag"]}
    assert (await client.get(path, headers=known)).status_code == 304
    revoked = await client.post(f"{path}/revoke", json={"reason": "Erreur"}, headers=who.headers)
    assert (revoked.status_code, revoked.json()["state"]) == (200, "REVOKED")
    assert (await client.get(path, headers=known)).status_code == 200
    again = await client.post(f"{path}/revoke", json={"reason": "Erreur"}, headers=who.headers)
    assert (again.status_code, again.json()["code"]) == (409, "CRT-010")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"kind": "COMPANY_YEARLY"}, 400),
        ({"kind": "PROGRESS", "remark": "a\0b"}, 400),
        ({"kind": "PROGRESS", "remark": "x" * 1001}, 400),
        ({"kind": "PROGRESS", "as_of": "2026-02-30"}, 400),
        ({"kind": "PROGRESS", "as_of": "9999-12-31"}, 422),
        ({"kind": "PROGRESS", "as_of": "0001-01-01"}, 422),
        ({"kind": "PROGRESS", "company_id": NOBODY}, 422),
        ({"kind": "FINAL"}, 422),
        ({}, 400),
    ],
)
async def test_what_cannot_be_asked_is_refused(
    client: httpx.AsyncClient, territory: Territory, body: dict[str, Any], status: int
) -> None:
    lot = await an_owing_lot(territory)
    answer = await client.post(f"/api/v1/lots/{lot.id}/certificates", json=body, headers=territory.facilitator.headers)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_anyone_checks_a_code_without_signing_in(client: httpx.AsyncClient, territory: Territory) -> None:
    issued = await a_certificate(territory.facilitator, (await an_owing_lot(territory)).id)
    for path in ("/api/v1/verify", "/verify"):
        answer = await client.get(f"{path}/{issued.code.lower()}", headers={"accept": "application/json"})
        assert answer.status_code == 200, answer.text
        body = answer.json()
        assert (body["standing"], body["number"], body["hours_owed"]) == ("VALID", issued.number, "833.00")
        assert body["holder"]["identifier"] == territory.company.identifier
        assert len(body["document_sha256"]) == 64
        assert "by_ground" not in body


@pytest.mark.parametrize(("code", "status"), [("7K3M-9QXR-2D4F-8HTW", 404), ("nonsense", 400), ("%00", 400)])
@pytest.mark.parametrize("path", ["/api/v1/verify", "/verify"])
async def test_a_code_that_leads_nowhere_is_a_problem(
    client: httpx.AsyncClient, territory: Territory, path: str, code: str, status: int
) -> None:
    answer = await client.get(f"{path}/{code}", headers={"accept": "application/json"})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_companys_year_is_asked_for_drawn_and_listed(client: httpx.AsyncClient, territory: Territory) -> None:
    who = territory.facilitator
    path = f"/api/v1/companies/{territory.company.id}/certificates"
    asked = await client.post(path, json={"year": 2026}, headers=who.headers)
    assert asked.status_code == 202, asked.text
    body = asked.json()
    assert (body["kind"], body["year"], body["lot_id"], body["buyer"]) == ("COMPANY_YEARLY", 2026, None, None)
    figures = body["figures"]
    assert (figures["hours_credited"], figures["hours_validated"], figures["gap"]) == ("0.00", None, None)
    assert (body["breakdown"]["lots"], body["trace"]) == ([], {})
    await certificates.render_certificate(NOW, UUID(asked.headers["location"].rpartition("/")[2]))
    listed = await client.get("/api/v1/certificates?kind=COMPANY_YEARLY", headers=territory.company_agent.headers)
    assert [item["id"] for item in listed.json()["items"]] == [body["id"]]
    public = (await client.get(f"/api/v1/verify/{body['verification_code']}")).json()
    assert (public["standing"], public["year"], public["buyer"]) == ("VALID", 2026, None)
    page = await client.get(f"/verify/{body['verification_code']}")
    assert "Cette attestation est authentique et en vigueur" in page.text
    for path in ("/certificates", f"/certificates/{body['id']}"):
        own = await client.get(path, headers=territory.company_agent.headers)
        assert own.status_code == 200
        assert body["number"] in own.text


@pytest.mark.parametrize("body", [{"year": "last"}, {"year": 1999}, {"year": 2026, "kind": "FINAL"}, {}])
async def test_a_year_that_cannot_be_is_refused_at_its_field(
    client: httpx.AsyncClient, territory: Territory, body: dict[str, Any]
) -> None:
    path = f"/api/v1/companies/{territory.company.id}/certificates"
    refused = await client.post(path, json=body, headers=territory.facilitator.headers)
    assert refused.status_code == 400
    assert refused.json()["findings"][0]["field"] in {"year", "kind"}


async def test_a_certificate_is_made_anew_over_http(client: httpx.AsyncClient, territory: Territory) -> None:
    who = territory.facilitator
    former = await a_certificate(who, (await an_owing_lot(territory)).id)
    path = f"/api/v1/certificates/{former.id}/reissue"
    headers = {**who.headers, "idempotency-key": "anew"}
    made = await client.post(path, json={"remark": "Corrigée."}, headers=headers)
    assert made.status_code == 202, made.text
    assert made.json()["replaces_number"] == former.number
    again = await client.post(path, json={"remark": "Corrigée."}, headers=headers)
    assert (again.status_code, again.content) == (202, made.content)
    pending = await client.post(path, json={}, headers=who.headers)
    assert (pending.status_code, pending.json()["code"]) == (409, "CRT-034")
    assert (await client.post(path, json={}, headers=territory.company_agent.headers)).status_code == 403
