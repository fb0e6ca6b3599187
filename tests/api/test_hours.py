"""Hours statements, ledger entries and compliance over HTTP."""

from datetime import date
from typing import Any
from uuid import uuid4

import httpx
import pytest

from clause.domain.hires import NamedHire
from tests.builders.contracts import a_lot
from tests.builders.hours import a_validated_statement
from tests.builders.people import a_hire
from tests.builders.territory import Territory

BASE = "/api/v1"


@pytest.fixture
async def hire(territory: Territory, client: httpx.AsyncClient) -> NamedHire:
    lot = await a_lot(territory.facilitator, territory)
    return await a_hire(territory.facilitator, territory, lot)


def march(hire: NamedHire, hours_declared: str = "121.33", **line: str) -> dict[str, Any]:
    return {"month": "2026-03", "lines": [{"hire_id": str(hire.id), "hours_declared": hours_declared, **line}]}


async def declared(client: httpx.AsyncClient, territory: Territory, hire: NamedHire) -> httpx.Response:
    answer = await client.post(f"{BASE}/hours-statements", json=march(hire), headers=territory.company_client.headers)
    assert answer.status_code == 201, answer.text
    return answer


async def test_a_statement_goes_from_the_company_to_the_ledger(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire
) -> None:
    company, facilitator = territory.company_client.headers, territory.facilitator.headers
    draft = await declared(client, territory, hire)
    path = draft.headers["location"]
    body = draft.json()
    assert (body["state"], body["month"], body["company"]["id"]) == ("DRAFT", "2026-03", str(territory.company.id))
    assert body["lines"][0]["hours_declared"] == "121.33"
    assert body["lines"][0]["hours_validated"] is None
    assert body["findings"] == []
    submitted = await client.post(f"{path}/submit", headers=company)
    assert (submitted.status_code, submitted.json()["state"]) == (200, "SUBMITTED")
    correction = {"line_id": body["lines"][0]["id"], "hours_validated": "114.33", "reason": "Une absence"}
    validated = await client.post(f"{path}/validate", json={"lines": [correction]}, headers=facilitator)
    assert (validated.status_code, validated.json()["state"]) == (200, "VALIDATED"), validated.text
    assert validated.json()["lines"][0]["hours_validated"] == "114.33"
    entries = await client.get(f"{BASE}/ledger-entries?hire={hire.id}&month=2026-03", headers=company)
    [entry] = entries.json()["items"]
    assert (entry["hours_validated"], entry["hours_credited"], entry["kind"]) == ("114.33", "114.33", "BOOKING")
    assert entry["trace"]["formula_id"] == "CNT-CREDIT"
    assert entry["reason"] == "Une absence"


async def test_one_statement_has_an_etag_that_its_moves_change(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire
) -> None:
    headers = territory.company_client.headers
    draft = await declared(client, territory, hire)
    path, etag = draft.headers["location"], draft.headers["etag"]
    known = await client.get(path, headers={**headers, "if-none-match": etag})
    assert known.status_code == 304
    replaced = await client.put(
        f"{path}/lines", json={"lines": march(hire, "100.00")["lines"]}, headers={**headers, "if-match": etag}
    )
    assert (replaced.status_code, replaced.headers["etag"]) == (200, '"2"'), replaced.text
    stale = await client.put(
        f"{path}/lines", json={"lines": march(hire)["lines"]}, headers={**headers, "if-match": etag}
    )
    assert (stale.status_code, stale.json()["code"]) == (412, "HRS-006")
    unmarked = await client.put(f"{path}/lines", json={"lines": march(hire)["lines"]}, headers=headers)
    assert unmarked.status_code == 400


async def test_every_wrong_line_is_named_at_once(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire
) -> None:
    body = {
        "month": "2026-03",
        "lines": [
            {"hire_id": str(hire.id), "hours_declared": "0.00"},
            {"hire_id": str(uuid4()), "hours_declared": "7.00"},
            {"hire_id": str(hire.id), "hours_declared": "7.00", "first_day": "2026-04-01"},
        ],
    }
    answer = await client.post(f"{BASE}/hours-statements", json=body, headers=territory.company_client.headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "HRS-005")
    named = {(finding["code"], finding["field"]) for finding in answer.json()["findings"]}
    assert {
        ("HRS-014", "lines[0].hours_declared"),
        ("HRS-011", "lines[1].hire_id"),
        ("HRS-016", "lines[2].first_day"),
    } <= named
    assert all("…" not in finding["detail"] for finding in answer.json()["findings"])


@pytest.mark.parametrize(
    "change",
    [
        {"lines": []},
        {"month": "2026-13"},
        {"month": "0000-01"},
        {"month": "mars"},
        {"company_id": "x"},
        {"hours": "1.00"},
        {"lines": [{"hire_id": "00000000-0000-0000-0000-000000000000", "hours_declared": 7.5}]},
        {"lines": [{"hire_id": "00000000-0000-0000-0000-000000000000", "hours_declared": "-7.00"}]},
        {"lines": [{"hire_id": "00000000-0000-0000-0000-000000000000", "hours_declared": "7.001"}]},
        {"lines": [{"hire_id": "00000000-0000-0000-0000-000000000000", "hours_declared": "1e9"}]},
        {"lines": [{"hire_id": None, "hours_declared": "1.00"}]},
        {"lines": "none"},
    ],
)
async def test_what_cannot_be_read_is_refused_field_by_field(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire, change: dict[str, Any]
) -> None:
    answer = await client.post(
        f"{BASE}/hours-statements", json=march(hire) | change, headers=territory.company_client.headers
    )
    assert (answer.status_code, answer.json()["code"]) == (400, "API-002")
    assert answer.json()["findings"] != []


async def test_the_same_key_declares_once(client: httpx.AsyncClient, territory: Territory, hire: NamedHire) -> None:
    headers = {**territory.company_client.headers, "idempotency-key": "march"}
    first = await client.post(f"{BASE}/hours-statements", json=march(hire), headers=headers)
    again = await client.post(f"{BASE}/hours-statements", json=march(hire), headers=headers)
    assert first.status_code == again.status_code == 201
    assert first.content == again.content
    listed = await client.get(f"{BASE}/hours-statements", headers=headers)
    assert len(listed.json()["items"]) == 1


async def test_statements_are_listed_with_their_sums_and_filters(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire
) -> None:
    await declared(client, territory, hire)
    headers = territory.facilitator.headers
    path = f"{BASE}/hours-statements"
    found = (await client.get(f"{path}?state=DRAFT&month=2026-03&lot={hire.lot_id}", headers=headers)).json()
    assert [(item["line_count"], item["hours_declared"], item["hours_validated"]) for item in found["items"]] == [
        (1, "121.33", None)
    ]
    assert (await client.get(f"{path}?state=VALIDATED", headers=headers)).json()["items"] == []
    for wrong in ("month=2026-13", "month=0000-01", "month=x", "state=OPEN", "lot=1", "company=1"):
        assert (await client.get(f"{path}?{wrong}", headers=headers)).status_code == 400


async def test_findings_are_read_anew(client: httpx.AsyncClient, territory: Territory, hire: NamedHire) -> None:
    answer = await client.post(
        f"{BASE}/hours-statements", json=march(hire, "200.00"), headers=territory.company_client.headers
    )
    assert [finding["code"] for finding in answer.json()["findings"]] == ["HRS-021"]
    path = answer.headers["location"]
    found = await client.get(f"{path}/findings", headers=territory.facilitator.headers)
    assert found.json()["findings"] == answer.json()["findings"]


async def test_a_rejection_and_a_correction_need_their_reason(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire
) -> None:
    path = (await declared(client, territory, hire)).headers["location"]
    company, facilitator = territory.company_client.headers, territory.facilitator.headers
    await client.post(f"{path}/submit", headers=company)
    for move in ("reject", "request-correction"):
        for body in ({}, {"reason": " "}, {"reason": "a\x00b"}):
            assert (await client.post(f"{path}/{move}", json=body, headers=facilitator)).status_code == 400
    back = await client.post(f"{path}/request-correction", json={"reason": "Semaine 12 ?"}, headers=facilitator)
    assert (back.json()["state"], back.json()["decision_reason"]) == ("CORRECTION_REQUESTED", "Semaine 12 ?")
    again = await client.post(f"{path}/reject", json={"reason": "x"}, headers=facilitator)
    assert (again.status_code, again.json()["code"]) == (409, "HRS-002")
    await client.post(f"{path}/submit", headers=company)
    rejected = await client.post(f"{path}/reject", json={"reason": "Doublon"}, headers=facilitator)
    assert rejected.json()["state"] == "REJECTED"


async def test_a_reversal_answers_with_what_it_added(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire
) -> None:
    await a_validated_statement(territory.facilitator, hire)
    headers = territory.facilitator.headers
    [entry] = (await client.get(f"{BASE}/ledger-entries?lot={hire.lot_id}", headers=headers)).json()["items"]
    path = f"{BASE}/ledger-entries/{entry['id']}/reverse"
    body = {"reason": "Deux jours en double", "replacement": {"hours_validated": "86.00"}}
    answer = await client.post(path, json=body, headers=headers)
    assert answer.status_code == 201, answer.text
    assert answer.json()["reversal"]["hours_validated"] == "-100.00"
    assert answer.json()["reversal"]["reverses_id"] == entry["id"]
    assert answer.json()["replacement"]["hours_credited"] == "86.00"
    again = await client.post(path, json=body, headers=headers)
    assert (again.status_code, again.json()["code"]) == (409, "LED-003")
    for wrong in ({}, {"reason": "x", "replacement": {"hours_validated": "-1"}}, {"reason": "x", "hours": "1"}):
        assert (await client.post(path, json=wrong, headers=headers)).status_code == 400


async def test_who_may_not_is_refused(client: httpx.AsyncClient, territory: Territory, hire: NamedHire) -> None:
    path = (await declared(client, territory, hire)).headers["location"]
    buyer, company = territory.buyer_agent.headers, territory.company_agent.headers
    for address in (path, f"{BASE}/hours-statements", f"{BASE}/ledger-entries", f"{path}/findings"):
        assert (await client.get(address, headers=buyer)).status_code == 403
        assert (await client.get(address)).status_code == 401
    assert (await client.post(f"{path}/validate", json={}, headers=company)).status_code == 403
    stranger = territory.other_company_agent.headers
    assert (await client.get(path, headers=stranger)).status_code == 404
    assert (await client.post(f"{path}/submit", headers=stranger)).status_code == 404
    lines = {"lines": march(hire)["lines"]}
    changed = await client.put(f"{path}/lines", json=lines, headers={**stranger, "if-match": '"1"'})
    assert changed.status_code == 404


async def test_compliance_shows_each_figure_with_its_trace(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire
) -> None:
    decided = await client.post(
        f"{BASE}/lots/{hire.lot_id}/obligations",
        json={
            "method": "FIXED",
            "inputs": {"hours_owed": "800.00"},
            "effective_on": "2026-01-01",
            "reason": "CCAP, article 4",
        },
        headers=territory.facilitator.headers,
    )
    assert decided.status_code == 201, decided.text
    await a_validated_statement(territory.facilitator, hire)
    answer = await client.get(
        f"{BASE}/lots/{hire.lot_id}/compliance?on=2026-06-30", headers=territory.facilitator.headers
    )
    body = answer.json()
    assert answer.status_code == 200, answer.text
    assert {
        name: body[name] for name in ("on", "hours_owed", "hours_credited", "hours_declared", "hours_validated")
    } == {
        "on": "2026-06-30",
        "hours_owed": "800.00",
        "hours_credited": "100.00",
        "hours_declared": "0.00",
        "hours_validated": "100.00",
    }
    assert (body["gap"], body["ratio"], body["expected"], body["status"]) == ("700.00", "0.1250", "396.71", "BEHIND")
    for name in ("gap", "ratio", "expected", "surplus", "hours_owed"):
        assert body["trace"][name]["result"] == body[name] or name == "hours_owed"
    assert body["trace"]["hours_owed"]["formula_id"].startswith("OBL-")
    assert [use["name"] for use in body["trace"]["parameters"]] == [
        "compliance_starting_share",
        "compliance_at_risk_from_share",
        "compliance_at_risk_below_share",
    ]
    assert body["hours_not_credited"] == []
    seen = await client.get(
        f"{BASE}/lots/{hire.lot_id}/compliance?on=2026-06-30", headers=territory.buyer_agent.headers
    )
    assert seen.json() == body | {"hours_not_credited": None}
    assert str(hire.id) not in seen.text


async def test_compliance_asked_again_tells_what_came_since(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire
) -> None:
    address, told = f"{BASE}/lots/{hire.lot_id}/compliance?on=2026-06-30", []
    for _ in range(2):
        answers = [await client.get(address, headers=territory.facilitator.headers) for _ in range(2)]
        assert answers[0].content == answers[1].content
        told.append(answers[0].json()["hours_credited"])
        if len(told) == 1:
            await a_validated_statement(territory.facilitator, hire)
    assert told == ["0.00", "100.00"]


async def test_a_contract_and_a_list_show_the_same_lot(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire
) -> None:
    headers = territory.facilitator.headers
    one = (await client.get(f"{BASE}/lots/{hire.lot_id}/compliance", headers=headers)).json()
    assert [finding["code"] for finding in one["findings"]] == ["CPL-010"]
    assert (one["hours_owed"], one["status"], one["on"]) == (None, None, "2026-06-15")
    whole = (await client.get(f"{BASE}/contracts/{one['contract_id']}/compliance", headers=headers)).json()
    assert whole["lots"] == [one]
    assert (whole["hours_owed"], [finding["code"] for finding in whole["findings"]]) == (None, ["CPL-012"])
    listed = (await client.get(f"{BASE}/compliance?buyer={territory.buyer.id}", headers=headers)).json()
    assert listed == {"items": [one], "next": None}


@pytest.mark.parametrize(
    ("query", "status"),
    [("on=2026-02-30", 400), ("on=x", 400), ("on=0001-01-01", 422), ("on=9999-12-31", 200), ("buyer=x", 400)],
)
async def test_no_day_breaks_a_reading(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire, query: str, status: int
) -> None:
    answer = await client.get(f"{BASE}/compliance?{query}", headers=territory.facilitator.headers)
    assert answer.status_code == status, answer.text


async def test_a_day_before_any_known_rule_is_refused(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire
) -> None:
    terms = {"method": "FIXED", "inputs": {"hours_owed": "8.00"}, "effective_on": date(1995, 1, 1).isoformat()}
    decided = await client.post(
        f"{BASE}/lots/{hire.lot_id}/obligations", json=terms, headers=territory.facilitator.headers
    )
    assert decided.status_code == 201, decided.text
    path = f"{BASE}/lots/{hire.lot_id}/compliance?on=1995-06-01"
    answer = await client.get(path, headers=territory.facilitator.headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "CPL-003")
    assert "2001-01-01" in answer.json()["detail"]
