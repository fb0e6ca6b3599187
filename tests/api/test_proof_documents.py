"""Copies of proofs, over HTTP."""

import hashlib
from typing import Any

import httpx
import pytest

from tests.builders.contracts import a_lot
from tests.builders.eligibility import A_JPEG, A_PDF, A_PNG, a_proof_document
from tests.builders.people import a_hire, a_participant, an_eligibility
from tests.builders.territory import Territory

BASE = "/api/v1"


async def path_of_a_ground(territory: Territory) -> str:
    who = territory.facilitator
    ground = await an_eligibility(who, (await a_participant(who)).id, accepted=False)
    return f"{BASE}/eligibility/{ground.id}/proof-documents"


async def test_a_copy_is_kept_looked_at_for_a_purpose_and_the_look_is_listed(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    who = territory.facilitator
    path = await path_of_a_ground(territory)
    made = await client.post(path, files={"file": ("durand_rsa.pdf", A_PDF, "application/pdf")}, headers=who.headers)
    assert made.status_code == 201, made.text
    body = made.json()
    assert (body["media_type"], body["size_bytes"]) == ("application/pdf", len(A_PDF))
    assert (body["sha256"], body["keep_until"]) == (hashlib.sha256(A_PDF).hexdigest(), "2026-12-12")
    assert "durand" not in made.text
    listed = await client.get(made.headers["location"], headers=who.headers)
    assert listed.json()["items"] == [body]
    views = f"{BASE}/proof-documents/{body['id']}/views"
    mute = await client.post(views, json={"purpose": " "}, headers=who.headers)
    assert (mute.status_code, mute.json()["findings"][0]["field"]) == (400, "purpose")
    assert (await client.get(views, headers=who.headers)).json()["items"] == []
    seen = await client.post(views, json={"purpose": "Décision à prendre"}, headers=who.headers)
    assert (seen.status_code, seen.content, seen.headers["content-type"]) == (200, A_PDF, "application/pdf")
    assert (seen.headers["cache-control"], seen.headers["x-content-type-options"]) == ("no-store", "nosniff")
    (look,) = (await client.get(views, headers=who.headers)).json()["items"]
    assert (look["purpose"], look["viewed_by"]) == ("Décision à prendre", str(who.user_id))


@pytest.mark.parametrize(
    ("file", "status", "code"),
    [
        (("a.pdf", A_PDF, "application/pdf"), 201, None),
        (("a.jpeg", A_JPEG, "image/jpeg"), 201, None),
        (("a.png", A_PNG, "image/png"), 201, None),
        (("a", A_PNG, "application/octet-stream"), 201, None),
        (("a.pdf", A_PNG, "application/pdf"), 422, "PRF-012"),
        (("a.pdf", A_PNG, "image/png"), 422, "PRF-012"),
        (("a.png", A_PNG, "application/pdf"), 422, "PRF-012"),
        (("a.pdf", b"%PDF-1.7 cut short", "application/pdf"), 422, "PRF-011"),
        (("a.pdf", b"MZ\x90\x00", "application/pdf"), 422, "PRF-011"),
        (("a.svg", b"<svg onload='x()'/>", "image/svg+xml"), 422, "PRF-011"),
        (("a.pdf", b"", "application/pdf"), 422, "PRF-010"),
    ],
)
async def test_a_file_is_what_its_bytes_say(
    client: httpx.AsyncClient, territory: Territory, file: tuple[str, bytes, str], status: int, code: str | None
) -> None:
    path = await path_of_a_ground(territory)
    answer = await client.post(path, files={"file": file}, headers=territory.facilitator.headers)
    assert answer.status_code == status, answer.text
    if code:
        assert [(one["code"], one["field"]) for one in answer.json()["findings"]] == [(code, "file")]


@pytest.mark.parametrize("more", [{}, {"files": {"other": ("a.pdf", A_PDF)}}])
async def test_a_form_without_the_file_is_told_so(
    client: httpx.AsyncClient, territory: Territory, more: dict[str, Any]
) -> None:
    answer = await client.post(await path_of_a_ground(territory), headers=territory.facilitator.headers, **more)
    assert answer.status_code in (400, 422), answer.text
    assert "file" in {one["field"] for one in answer.json()["findings"]}


async def test_a_proof_of_60_mb_is_refused_and_nothing_is_kept(client: httpx.AsyncClient, territory: Territory) -> None:
    path, who = await path_of_a_ground(territory), territory.facilitator
    huge = A_PDF + b" " * 60_000_000 + b"%%EOF"
    answer = await client.post(path, files={"file": ("a.pdf", huge, "application/pdf")}, headers=who.headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "API-013")
    assert (await client.get(path, headers=who.headers)).json()["items"] == []


async def test_the_same_file_sent_again_under_one_key_is_kept_once(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    path = await path_of_a_ground(territory)
    headers = {**territory.facilitator.headers, "idempotency-key": "proof-1"}
    first, again = [
        await client.post(path, files={"file": ("a.pdf", A_PDF, "application/pdf")}, headers=headers) for _ in range(2)
    ]
    assert first.content == again.content
    other = await client.post(path, files={"file": ("a.png", A_PNG, "image/png")}, headers=headers)
    assert (other.status_code, other.json()["code"]) == (422, "IDM-001")


@pytest.mark.parametrize("name", ["buyer_agent", "company_agent", "company_client", "other_facilitator"])
async def test_nobody_else_sees_a_proof(client: httpx.AsyncClient, territory: Territory, name: str) -> None:
    who, stranger = territory.facilitator, territory.callers()[name]
    hire = await a_hire(who, territory, await a_lot(who, territory))
    document = await a_proof_document(who, hire.eligibility_id)
    listing = f"{BASE}/eligibility/{hire.eligibility_id}/proof-documents"
    views = f"{BASE}/proof-documents/{document.id}/views"
    answers = [
        await client.get(listing, headers=stranger.headers),
        await client.get(views, headers=stranger.headers),
        await client.post(views, json={"purpose": "Curiosité"}, headers=stranger.headers),
        await client.post(listing, files={"file": ("a.pdf", A_PDF)}, headers=stranger.headers),
    ]
    assert {answer.status_code for answer in answers} <= {403, 404}
    assert (await client.get(views, headers=who.headers)).json()["items"] == []
