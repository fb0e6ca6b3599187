"""Operations and claims over HTTP, and what the intermediate body pulls of them."""

import hashlib
import json
from decimal import Decimal
from io import BytesIO
from typing import Any
from uuid import UUID

import httpx
import pytest
from pypdf import PdfReader

from clause.services import claims
from tests.builders.claims import (
    a_claim,
    a_payroll,
    a_ready_operation,
    a_submitted_claim,
    an_approved_month,
    an_employment,
)
from tests.builders.territory import NOW, Territory


def operation_body(territory: Territory, **agreement: Any) -> dict[str, Any]:
    return {
        "intermediate_body_id": str(territory.intermediate_body.id),
        "number": "202500123",
        "title": "Animation de la clause sociale",
        "priority": "1",
        "specific_objective": "H",
        "region_category": "TRANSITION",
        "first_day": "2026-01-01",
        "last_day": "2027-06-30",
        "agreement": {
            "reference": "CONV-2026-018",
            "signed_on": "2025-12-15",
            "planned_total_cost": "60000.00",
            "grant_amount": "36000.00",
            "rate": "0.6000",
            "rate_decimals": 2,
            "cost_plan": "P40",
            **agreement,
        },
    }


@pytest.fixture
async def submitted(client: httpx.AsyncClient, territory: Territory) -> str:
    """The id of a submitted and printed claim for January."""
    operation = await a_ready_operation(territory.manager, territory.facilitator, territory, ("2026-01", "2026-02"))
    claim = await a_claim(territory.manager, operation, "2026-01", "2026-01")
    return str((await a_submitted_claim(territory.manager, claim)).id)


async def test_a_claim_over_http_from_the_operation_to_the_receipt(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    manager, oi = territory.manager.headers, territory.oi_client.headers
    made = await client.post("/api/v1/operations", json=operation_body(territory), headers=manager)
    assert made.status_code == 201, made.text
    operation = made.json()
    employment = await an_employment(territory.manager, territory.facilitator)
    letter = {
        "employment_id": str(employment.id),
        "method": "M2",
        "first_day": "2026-01-01",
        "issued_on": "2025-12-20",
    }
    path = f"/api/v1/operations/{operation['id']}"
    assert (await client.post(f"{path}/assignments", json=letter, headers=manager)).status_code == 201
    hours = {UUID(operation["id"]): "98.50", None: "34.50"}
    await an_approved_month(territory.facilitator, territory.manager, "2026-01", hours)
    await a_payroll(territory.manager, employment, "2026-01")
    body = {"first_month": "2026-01", "last_month": "2026-01", "kind": "interim", "other_resources": "500.00"}
    started = await client.post(f"{path}/claims", json=body, headers=manager)
    assert started.status_code == 202, started.text
    assert started.json()["state"] == "draft"
    job = await client.get(started.headers["location"], headers=manager)
    assert job.json()["state"] == "queued"
    await claims.compute_claim(NOW, UUID(job.json()["id"]))
    assert (await client.get(started.headers["location"], headers=manager)).json()["state"] == "done"

    claim = f"/api/v1/claims/{started.json()['id']}"
    computed = (await client.get(claim, headers=manager)).json()
    assert computed["figures"]["staff_cost"] == "2897.51"
    assert computed["figures"]["flat_rate"] == "0.4000"
    assert computed["figures"]["amount_requested"] == "2433.90"
    assert computed["trace"]["flat_rate_amount"]["result"] == computed["figures"]["flat_rate_amount"] == "1159.00"
    lines = (await client.get(f"{claim}/lines", headers=manager)).json()["items"]
    assert [line["kind"] for line in lines] == ["STAFF", "FLAT_RATE"]
    assert (await client.get(f"{claim}/pdf", headers=manager)).status_code == 409
    assert (await client.post(f"{claim}/sign", headers=territory.facilitator_client.headers)).status_code == 403
    assert (await client.post(f"{claim}/sign", headers=manager)).json()["state"] == "signed"
    handed = (await client.post(f"{claim}/submit", headers=manager)).json()
    await claims.render_claim(NOW, UUID(handed["job_id"]))

    (item,) = (await client.get("/api/v1/oi/claims", headers=oi)).json()["items"]
    assert (item["id"], item["state"], item["snapshot_hash"]) == (handed["id"], "submitted", handed["snapshot_hash"])
    pulled = await client.get(f"/api/v1/oi/claims/{item['id']}", headers=oi)
    assert hashlib.sha256(pulled.content).hexdigest() == handed["snapshot_hash"]
    receipt = await client.post(f"/api/v1/oi/claims/{item['id']}/receipt", json={"reference": "AR-1"}, headers=oi)
    assert receipt.status_code == 201, receipt.text
    kept = await client.post(f"{claim}/withdraw", json={"reason": "Trop tard"}, headers=manager)
    assert (kept.status_code, kept.json()["code"]) == (409, "CLM-014")


async def test_a_rate_above_the_ceiling_is_refused(client: httpx.AsyncClient, territory: Territory) -> None:
    body = operation_body(territory, rate="0.6001")
    answer = await client.post("/api/v1/operations", json=body, headers=territory.manager.headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "OPE-002")
    assert [finding["code"] for finding in answer.json()["findings"]] == ["OPE-102"]


async def test_missing_time_and_pay_are_told_in_french(client: httpx.AsyncClient, territory: Territory) -> None:
    operation = await a_ready_operation(territory.manager, territory.facilitator, territory, ("2026-01",))
    claim = await a_claim(territory.manager, operation, "2026-01", "2026-02")
    body = (await client.get(f"/api/v1/claims/{claim.id}", headers=territory.manager.headers)).json()
    assert body["state"] == "draft"
    blocking = [finding for finding in body["findings"] if finding["severity"] == "blocking"]
    assert [finding["code"] for finding in blocking] == ["CLM-102", "CLM-104"]
    assert all("2026-02" in finding["detail"] and "F-001" in finding["detail"] for finding in blocking)


async def test_claims_are_listed_by_operation_and_state(
    client: httpx.AsyncClient, territory: Territory, submitted: str
) -> None:
    headers = territory.facilitator.headers
    (claim,) = (await client.get("/api/v1/claims?state=submitted", headers=headers)).json()["items"]
    assert claim["id"] == submitted
    by_operation = f"/api/v1/claims?operation={claim['operation_id']}"
    assert len((await client.get(by_operation, headers=headers)).json()["items"]) == 1
    assert (await client.get(f"{by_operation}&state=draft", headers=headers)).json()["items"] == []
    assert (await client.get("/api/v1/claims", headers=territory.other_manager.headers)).json()["items"] == []
    assert (await client.get("/api/v1/claims?state=lost", headers=headers)).status_code == 400


async def test_the_pdf_shows_the_claim_that_was_handed_over(
    client: httpx.AsyncClient, territory: Territory, submitted: str
) -> None:
    own = await client.get(f"/api/v1/claims/{submitted}/pdf", headers=territory.manager.headers)
    handed = await client.get(f"/api/v1/oi/claims/{submitted}/pdf", headers=territory.oi_client.headers)
    assert own.content == handed.content
    assert handed.headers["etag"] == f'"{hashlib.sha256(handed.content).hexdigest()}"'
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(handed.content)).pages)
    snapshot = (await client.get(f"/api/v1/oi/claims/{submitted}", headers=territory.oi_client.headers)).content
    assert hashlib.sha256(snapshot).hexdigest() in text.replace("\n", "")
    assert "F-001" in text
    assert territory.facilitator.context.actor.name not in text


async def test_a_claim_that_is_known_is_not_sent_again(
    client: httpx.AsyncClient, territory: Territory, submitted: str
) -> None:
    path, headers = f"/api/v1/oi/claims/{submitted}", territory.oi_client.headers
    first = await client.get(path, headers=headers)
    again = await client.get(path, headers={**headers, "if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first.headers["clause-claim-state"] == "submitted"
    assert (await client.get(path, headers=headers)).content == first.content


async def test_lines_and_traces_come_from_the_snapshot(
    client: httpx.AsyncClient, territory: Territory, submitted: str
) -> None:
    path, headers = f"/api/v1/oi/claims/{submitted}", territory.oi_client.headers
    snapshot = json.loads((await client.get(path, headers=headers)).content)
    lines = (await client.get(f"{path}/lines", headers=headers)).json()["items"]
    assert lines == snapshot["lines"]
    trace = (await client.get(f"{path}/trace", headers=headers)).json()
    assert trace["figures"] == snapshot["traces"]
    total = sum(Decimal(line["amount"]) for line in trace["lines"])
    assert str(total) == snapshot["amounts"]["total_cost"]


async def test_the_list_is_followed_by_its_cursor(
    client: httpx.AsyncClient, territory: Territory, submitted: str
) -> None:
    headers = territory.oi_client.headers
    (first,) = (await client.get("/api/v1/oi/claims", headers=headers)).json()["items"]
    following = f"/api/v1/oi/claims?after={first['cursor']}"
    assert (await client.get(following, headers=headers)).json() == {"items": [], "next": None}
    withdrawal = {"reason": "Paie provisoire"}
    await client.post(f"/api/v1/claims/{submitted}/withdraw", json=withdrawal, headers=territory.manager.headers)
    (again,) = (await client.get(following, headers=headers)).json()["items"]
    assert (again["id"], again["state"]) == (submitted, "withdrawn")
    pulled = await client.get(f"/api/v1/oi/claims/{submitted}", headers=headers)
    assert pulled.headers["clause-claim-state"] == "withdrawn"
    refused = await client.post(f"/api/v1/oi/claims/{submitted}/receipt", json={"reference": "AR"}, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (409, "CLM-002")


@pytest.mark.parametrize(
    ("since", "status", "count"),
    [
        ("2026-06-15T09:00:00Z", 200, 1),
        ("2026-06-15T11:00:00+02:00", 200, 1),
        ("2026-06-15T11:00:00%2B02:00", 200, 1),
        ("2026-06-15T09:00:01Z", 200, 0),
        ("2026-06-15T09:00:00", 400, 0),
        ("hier", 400, 0),
        ("0001-01-01T00:00:00%2B14:00", 422, 0),
    ],
)
async def test_changes_since_an_instant(
    client: httpx.AsyncClient, territory: Territory, submitted: str, since: str, status: int, count: int
) -> None:
    answer = await client.get(f"/api/v1/oi/claims?updated_since={since}", headers=territory.oi_client.headers)
    assert answer.status_code == status, answer.text
    assert len(answer.json().get("items", [])) == count


async def test_a_receipt_is_given_once_and_replayed_under_its_key(
    client: httpx.AsyncClient, territory: Territory, submitted: str
) -> None:
    path, body = f"/api/v1/oi/claims/{submitted}/receipt", {"reference": "AR-1", "comment": "Bien reçu"}
    headers = {**territory.oi_client.headers, "idempotency-key": "r1"}
    first = await client.post(path, json=body, headers=headers)
    again = await client.post(path, json=body, headers=headers)
    assert (first.status_code, first.content) == (201, again.content)
    other = await client.post(path, json=body, headers=territory.oi_client.headers)
    assert (other.status_code, other.json()["code"]) == (409, "OIB-003")


async def test_another_intermediate_body_gets_404_everywhere(
    client: httpx.AsyncClient, territory: Territory, submitted: str
) -> None:
    headers = territory.other_oi_client.headers
    path = f"/api/v1/oi/claims/{submitted}"
    answers = [await client.get(f"{path}{part}", headers=headers) for part in ("", "/lines", "/trace", "/pdf")]
    answers.append(await client.post(f"{path}/receipt", json={"reference": "AR"}, headers=headers))
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(404, "OIB-001")}
    for path in ("/api/v1/oi/claims", "/api/v1/oi/operations"):
        assert (await client.get(path, headers=headers)).json()["items"] == []


async def test_an_intermediate_body_reads_no_draft_through_the_beneficiary_s_door(
    client: httpx.AsyncClient, territory: Territory, submitted: str
) -> None:
    for path in (f"/api/v1/claims/{submitted}", "/api/v1/claims", "/api/v1/operations", "/api/v1/employments"):
        assert (await client.get(path, headers=territory.oi_client.headers)).status_code == 403


@pytest.mark.parametrize(
    "changes",
    [
        {"first_month": "0000-01"},
        {"first_month": "9999-12", "last_month": "9999-12"},
        {"other_resources": "-1.00"},
        {"other_resources": "999999999999.99"},
        {"other_resources": "9999999999999.99"},
        {"other_resources": "1.001"},
        {"kind": "FINAL"},
        {"already_paid": 3},
    ],
)
async def test_a_wrong_claim_is_refused_without_a_fault(
    client: httpx.AsyncClient, territory: Territory, changes: dict[str, Any]
) -> None:
    operation = await a_ready_operation(territory.manager, territory.facilitator, territory, ("2026-01",))
    body = {"first_month": "2026-01", "last_month": "2026-01", "kind": "interim", "other_resources": "0.00", **changes}
    answer = await client.post(
        f"/api/v1/operations/{operation.id}/claims", json=body, headers=territory.manager.headers
    )
    assert answer.status_code in (202, 400, 422), answer.text
    if answer.status_code == 202:
        await claims.compute_claim(NOW, UUID(answer.json()["job_id"]))
        claim = await client.get(f"/api/v1/claims/{answer.json()['id']}", headers=territory.manager.headers)
        assert claim.json()["figures"]["own_funds"].startswith("-")
