"""Quarters, natures, evidence and nothing worked, over HTTP."""

import httpx
import pytest

from clause.domain.hires import NamedHire
from tests.builders.contracts import a_lot
from tests.builders.people import a_hire
from tests.builders.territory import Territory

PATH = "/api/v1/hours-statements"


@pytest.fixture
async def hire(territory: Territory, client: httpx.AsyncClient) -> NamedHire:
    lot = await a_lot(territory.facilitator, territory)
    return await a_hire(territory.facilitator, territory, lot)


async def test_a_quarter_with_work_and_training_goes_to_the_ledger(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire
) -> None:
    company, facilitator = territory.company_client.headers, territory.facilitator.headers
    lines = [
        {"hire_id": str(hire.id), "hours_declared": "100.00", "month": "2026-01"},
        {"hire_id": str(hire.id), "hours_declared": "110.00", "month": "2026-02", "evidence": "ATTENDANCE_SHEET"},
        {
            "hire_id": str(hire.id),
            "hours_declared": "21.00",
            "month": "2026-02",
            "nature": "TRAINING_IN_CONTRACT",
        },
    ]
    period = {"first_month": "2026-01", "last_month": "2026-03"}
    draft = await client.post(PATH, json={"period": period, "lines": lines, "evidence": "PAYSLIP"}, headers=company)
    assert draft.status_code == 201, draft.text
    body = draft.json()
    assert (body["month"], body["period"], body["evidence"], body["nothing_worked"]) == (
        "2026-01",
        period,
        "PAYSLIP",
        False,
    )
    assert [(line["month"], line["nature"], line["evidence"]) for line in body["lines"]] == [
        ("2026-01", "WORK", None),
        ("2026-02", "WORK", "ATTENDANCE_SHEET"),
        ("2026-02", "TRAINING_IN_CONTRACT", None),
    ]
    path = draft.headers["location"]
    await client.post(f"{path}/submit", headers=company)
    validated = await client.post(f"{path}/validate", json={"evidence_seen": "PAYSLIP"}, headers=facilitator)
    assert (validated.status_code, validated.json()["evidence_seen"]) == (200, "PAYSLIP"), validated.text
    entries = await client.get(f"/api/v1/ledger-entries?hire={hire.id}", headers=company)
    assert sorted((entry["month"], entry["nature"], entry["hours_credited"]) for entry in entries.json()["items"]) == [
        ("2026-01", "WORK", "100.00"),
        ("2026-02", "TRAINING_IN_CONTRACT", "21.00"),
        ("2026-02", "WORK", "110.00"),
    ]


async def test_a_statement_of_a_month_shows_its_period_too(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire
) -> None:
    headers = territory.company_client.headers
    body = {"month": "2026-03", "lines": [{"hire_id": str(hire.id), "hours_declared": "7.00"}]}
    await client.post(PATH, json=body, headers=headers)
    [item] = (await client.get(PATH, headers=headers)).json()["items"]
    assert (item["month"], item["period"]) == ("2026-03", {"first_month": "2026-03", "last_month": "2026-03"})


async def test_nothing_worked_is_declared_without_lines(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire
) -> None:
    headers = territory.company_client.headers
    body = {"month": "2026-02", "nothing_worked": True, "facilitator_org_id": str(territory.facilitator_org.id)}
    draft = await client.post(PATH, json=body, headers=headers)
    assert (draft.status_code, draft.json()["nothing_worked"], draft.json()["lines"]) == (201, True, []), draft.text
    submitted = await client.post(f"{draft.headers['location']}/submit", headers=headers)
    assert submitted.status_code == 200
    unnamed = await client.post(PATH, json={"month": "2026-03", "nothing_worked": True}, headers=headers)
    assert (unnamed.status_code, unnamed.json()["code"]) == (422, "HRS-008")
    unknown = {**body, "month": "2026-03", "facilitator_org_id": "00000000-0000-0000-0000-000000000000"}
    refused = await client.post(PATH, json=unknown, headers=headers)
    assert [finding["code"] for finding in refused.json()["findings"]] == ["HRS-043"]
