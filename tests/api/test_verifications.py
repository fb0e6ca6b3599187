"""Verification and payments over HTTP, as an intermediate body's program and the beneficiary do them."""

from io import BytesIO
from typing import Any

import httpx
import pytest
from pypdf import PdfReader

from clause.domain.proof_documents import PDF
from tests.builders.claims import a_claim
from tests.builders.message_files import a_workbook
from tests.builders.pay import a_pdf
from tests.builders.settlements import INTERIM, Settling, an_operation_to_settle
from tests.builders.territory import Territory
from tests.builders.verifications import an_opened_claim, final_conclusions, lines_of

API = "/api/v1"


@pytest.fixture
async def settling(client: httpx.AsyncClient, territory: Territory) -> Settling:
    return await an_operation_to_settle(territory, {INTERIM: "1000.00"})


@pytest.fixture
async def claim_id(settling: Settling) -> str:
    """A submitted claim: 1 400.00 € of cost, 840.00 € of FSE+."""
    return str((await settling.claim(INTERIM)).id)


async def _post(
    client: httpx.AsyncClient, path: str, headers: dict[str, str], body: Any = None, expect: int = 201
) -> Any:
    answer = await client.post(f"{API}{path}", json=body, headers=headers)
    assert answer.status_code == expect, answer.text
    return answer.json()


async def test_from_the_opening_to_the_last_payment(
    client: httpx.AsyncClient, territory: Territory, settling: Settling, claim_id: str
) -> None:
    oi, manager = territory.oi_client.headers, territory.manager.headers
    of_oi, own = f"/oi/claims/{claim_id}", f"/claims/{claim_id}"
    opened = await _post(client, f"{of_oi}/verification/open", oi, expect=200)
    assert (opened["state"], opened["timers"]["pay_by"]) == ("in_verification", "2026-09-03")
    asked = await _post(client, f"{of_oi}/clarifications", oi, {"question": "La fiche de paie ?"})
    assert (asked["kind"], asked["due_on"]) == ("question", "2026-06-30")
    shown = (await client.get(f"{API}{own}", headers=manager)).json()
    assert (shown["state"], shown["timers"]["clock_stopped_on"]) == ("clarification", "2026-06-15")
    await _post(client, f"{own}/messages", manager, {"text": "La voici."})
    lines = (await client.get(f"{API}{own}/lines", headers=manager)).json()["items"]
    cut = {
        "claim_line_id": lines[0]["id"],
        "outcome": "deducted",
        "amount_deducted": "250.00",
        "reason_code": "WRONG_KEY",
        "comment": "Clé de 75 %",
    }
    body = {"stage": "interim", "decisions": [cut], "checklist": [{"question": "Acquitté ?", "answer": "Oui"}]}
    interim = await _post(client, f"{of_oi}/verification", oi, body)
    assert (interim["version_no"], interim["contradictory_until"]) == (1, "2026-06-30")
    assert (interim["figures"]["retained_cost"], interim["figures"]["to_settle"]) == ("1050.00", "630.00")
    assert interim["trace"]["to_settle"]["result"] == "630.00"
    early = await _post(client, f"{of_oi}/verification", oi, {"stage": "final"}, expect=409)
    assert early["code"] == "CSF-005"
    await _post(client, f"{own}/messages", manager, {"text": "Nous en prenons acte."})
    final = await _post(client, f"{of_oi}/verification", oi, {"stage": "final"})
    assert final["decisions"][0]["amount_certified"] == "750.00"
    shown = (await client.get(f"{API}{own}", headers=manager)).json()
    assert (shown["state"], shown["conclusions"]["figures"]["due_total"]) == ("payable", "630.00")
    pay = {"amount": "600.00", "paid_on": "2026-06-15", "reference": "VIR-1"}
    await _post(client, f"{of_oi}/payments", oi, pay)
    await _post(client, f"{of_oi}/payments", oi, {**pay, "amount": "30.00", "reference": "VIR-2"})
    for path, headers in ((f"{own}/payments", manager), (f"{of_oi}/payments", oi)):
        account = (await client.get(f"{API}{path}", headers=headers)).json()
        assert (account["paid_to_date"], account["left_to_settle"]) == ("630.00", "0.00")
    for path in (f"/operations/{settling.operation.id}/payments", f"/oi/operations/{settling.operation.id}/payments"):
        headers = oi if path.startswith("/oi") else manager
        account = (await client.get(f"{API}{path}", headers=headers)).json()
        assert [row["kind"] for row in account["items"]] == ["PAYMENT", "PAYMENT"]
        assert (account["paid_to_date"], account["keep_until"]) == ("630.00", None)
    standing = (await client.get(f"{API}{of_oi}/verification", headers=oi)).json()
    assert standing["state"] == "paid"
    told = (await client.get(f"{API}{own}/verifications", headers=manager)).json()["items"]
    assert told == (await client.get(f"{API}{of_oi}/verifications", headers=oi)).json()["items"]
    assert [one["stage"] for one in told] == ["interim", "final"]
    report = await client.get(f"{API}/verifications/{told[1]['id']}/pdf", headers=manager)
    assert report.content == (await client.get(f"{API}/oi/verifications/{told[1]['id']}/pdf", headers=oi)).content
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(report.content)).pages).replace("\u00a0", " ")
    for said in ("Conclusions finales", "Clé de répartition erronée", "Clé de 75 %", told[1]["content_hash"]):
        assert said in text, text
    messages = (await client.get(f"{API}{own}/messages", headers=manager)).json()["items"]
    assert [one["kind"] for one in messages] == ["question", "answer", "observations"]
    assert messages == (await client.get(f"{API}{of_oi}/messages", headers=oi)).json()["items"]


async def test_an_inadmissible_claim_is_told_with_its_reason(
    client: httpx.AsyncClient, territory: Territory, claim_id: str
) -> None:
    path = f"/oi/claims/{claim_id}/inadmissible"
    assert (await _post(client, path, territory.oi_officer.headers, {"reason": " "}, expect=400))["findings"]
    refused = await _post(client, path, territory.oi_officer.headers, {"reason": "Sans pouvoir"}, expect=200)
    assert refused["state"] == "inadmissible"
    again = await _post(client, path, territory.oi_officer.headers, {"reason": "Encore"}, expect=409)
    assert again["code"] == "CLM-002"
    events = (await client.get(f"{API}/claims/{claim_id}/events", headers=territory.manager.headers)).json()["items"]
    assert (events[-1]["to_state"], events[-1]["reason"]) == ("inadmissible", "Sans pouvoir")


async def test_an_advance_a_mistake_and_a_correction(
    client: httpx.AsyncClient, territory: Territory, settling: Settling
) -> None:
    oi, path = territory.oi_client.headers, f"/oi/operations/{settling.operation.id}/payments"
    body = {"kind": "ADVANCE", "amount": "10800.01", "paid_on": "2026-02-02", "reference": "AV-1"}
    refused = await _post(client, path, oi, body, expect=422)
    assert refused["findings"][0]["code"] == "PMT-102"
    paid = await _post(client, path, oi, {**body, "amount": "10800.00"})
    undo = {"reference": "ANN-1", "reason": "Mauvaise opération"}
    undone = await _post(client, f"/oi/payments/{paid['id']}/reversal", oi, undo)
    assert (undone["amount"], undone["reverses_id"]) == ("-10800.00", paid["id"])
    claim = await settling.claim(INTERIM)
    await final_conclusions(territory.oi_officer, territory.manager, claim)
    pay = {"amount": "840.00", "paid_on": "2026-06-15", "reference": "VIR-1"}
    await _post(client, f"/oi/claims/{claim.id}/payments", oi, pay)
    (line,) = await lines_of(territory.manager, claim)
    found = {"claim_line_id": str(line.id), "outcome": "deducted", "amount_deducted": "1000.00", "reason_code": "AUDIT"}
    correction = {"reason": "Constat n° 3", "body": "Autorité d'audit", "decisions": [found]}
    corrected = await _post(client, f"/oi/claims/{claim.id}/corrections", oi, correction)
    assert (corrected["stage"], corrected["figures"]["to_settle"]) == ("correction", "-840.00")
    back = {"kind": "RECOVERY", "amount": "840.00", "paid_on": "2026-06-15", "reference": "OR-1"}
    row = await _post(client, f"/oi/claims/{claim.id}/payments", oi, back)
    assert row["amount"] == "-840.00"


@pytest.mark.parametrize(
    "changes",
    [
        {"stage": "correction"},
        {"stage": None},
        {"publicity_rate": "1.5"},
        {"publicity_rate": "0.0301"},
        {"other_resources": "-1.00"},
        {"decisions": [{"claim_line_id": "x", "outcome": "certified"}]},
        {"decisions": [{"claim_line_id": "01990000-0000-7000-8000-000000000001", "outcome": "certified"}]},
        {"decisions": [{"claim_line_id": "01990000-0000-7000-8000-000000000001", "outcome": "lost"}]},
        {"decisions": "all"},
        {"scope": "sample"},
        {"comment": "\u0000"},
        {"unknown": 1},
    ],
)
async def test_wrong_conclusions_are_refused_and_change_nothing(
    client: httpx.AsyncClient, territory: Territory, settling: Settling, changes: dict[str, Any]
) -> None:
    claim = await settling.claim(INTERIM)
    await an_opened_claim(territory.oi_officer, claim)
    oi = territory.oi_client.headers
    body = {"stage": "interim", **changes}
    answer = await client.post(f"{API}/oi/claims/{claim.id}/verification", json=body, headers=oi)
    assert answer.status_code in (400, 422), answer.text
    assert answer.json()["findings"] or answer.status_code == 400
    standing = (await client.get(f"{API}/oi/claims/{claim.id}/verification", headers=oi)).json()
    assert (standing["state"], standing["conclusions"]) == ("in_verification", None)


async def test_conclusions_are_recorded_once_under_their_key(
    client: httpx.AsyncClient, territory: Territory, settling: Settling
) -> None:
    claim = await settling.claim(INTERIM)
    await an_opened_claim(territory.oi_officer, claim)
    headers = {**territory.oi_client.headers, "idempotency-key": "csf-1"}
    path = f"{API}/oi/claims/{claim.id}/verification"
    first = await client.post(path, json={"stage": "interim"}, headers=headers)
    again = await client.post(path, json={"stage": "interim"}, headers=headers)
    assert (first.status_code, first.content) == (201, again.content)


async def test_the_beneficiary_neither_verifies_nor_pays(
    client: httpx.AsyncClient, territory: Territory, settling: Settling
) -> None:
    claim = await a_claim(territory.manager, settling.operation, INTERIM, INTERIM)
    for path, body in (
        (f"/oi/claims/{claim.id}/verification/open", None),
        (f"/oi/claims/{claim.id}/verification", {"stage": "interim"}),
        (f"/oi/claims/{claim.id}/payments", {"amount": "1.00", "paid_on": "2026-06-15", "reference": "V"}),
    ):
        await _post(client, path, territory.manager.headers, body, expect=403)
    await _post(client, f"/oi/claims/{claim.id}/verification/open", territory.oi_client.headers, expect=404)
    await _post(client, f"/claims/{claim.id}/messages", territory.oi_client.headers, {"text": "?"}, expect=403)


async def test_files_go_with_questions_and_answers(
    client: httpx.AsyncClient, territory: Territory, settling: Settling, claim_id: str
) -> None:
    oi, manager = territory.oi_client.headers, territory.manager.headers
    of_oi, own = f"{API}/oi/claims/{claim_id}", f"{API}/claims/{claim_id}"
    await _post(client, f"/oi/claims/{claim_id}/verification/open", oi, expect=200)
    workbook, slip = a_workbook(), a_pdf("bulletin").content
    asked = await client.post(
        f"{of_oi}/clarifications/with-files",
        headers=oi,
        data={"question": "Ces mois ?", "due_on": "2026-06-30"},
        files=[("files", ("a.xlsx", workbook, "application/octet-stream"))],
    )
    assert asked.status_code == 201, asked.text
    assert [file["file_name"] for file in asked.json()["files"]] == ["question-1-piece-1.xlsx"]
    bad = await client.post(
        f"{own}/messages/with-files", headers=manager, data={"text": "Voici."}, files=[("files", ("a.pdf", b"x", PDF))]
    )
    assert (bad.status_code, bad.json()["code"]) == (422, "CSF-050")
    body: dict[str, Any] = {
        "data": {"text": "Voici."},
        "files": [("files", ("a.pdf", slip, PDF)), ("files", ("b.pdf", slip, PDF))],
    }
    keyed = {**manager, "idempotency-key": "answer-1"}
    answered = await client.post(f"{own}/messages/with-files", headers=keyed, **body)
    again = await client.post(f"{own}/messages/with-files", headers=keyed, **body)
    assert (answered.status_code, again.content) == (201, answered.content)
    (file,) = answered.json()["files"]
    assert (file["media_type"], file["size_bytes"]) == (PDF, len(slip))
    for base, headers in ((of_oi, oi), (own, manager)):
        listed = (await client.get(f"{base}/messages", headers=headers)).json()["items"]
        assert [len(message["files"]) for message in listed] == [1, 1]
        got = await client.get(f"{base}/messages/files/{file['id']}", headers=headers)
        assert (got.content, got.headers["etag"]) == (slip, f'"{file["sha256"]}"')
    of_another = f"{own}/messages/files/{file['id']}"
    assert (await client.get(of_another, headers=territory.other_manager.headers)).status_code == 404
    assert (await client.get(of_another, headers=territory.facilitator.headers)).status_code == 403
    (await _post(client, f"/claims/{claim_id}/messages", manager, {"text": "Encore"}, expect=409))
