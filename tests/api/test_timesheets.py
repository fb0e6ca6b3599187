"""Employments, payroll and months of time over HTTP."""

from typing import Any

import httpx
import pytest

from tests.builders.claims import an_approved_month, an_employment
from tests.builders.territory import Territory

MAY = [{"day": "2026-05-04", "activity": "COMPANY_SUPPORT", "hours": "7.00", "description": "Réunion de lancement"}]


def sheet_path(territory: Territory, month: str = "2026-05") -> str:
    return f"/api/v1/timesheets/{territory.facilitator.user_id}/{month}"


async def an_employment_over_http(client: httpx.AsyncClient, territory: Territory, **changes: Any) -> httpx.Response:
    body = {
        "person_id": str(territory.facilitator.user_id),
        "staff_number": "F-012",
        "job_title": "Facilitatrice",
        "working_time_share": "0.8",
        "weekly_hours": "28.00",
        "first_day": "2025-09-01",
        **changes,
    }
    return await client.post("/api/v1/employments", json=body, headers=territory.manager.headers)


async def test_an_employment_is_added_read_and_listed(client: httpx.AsyncClient, territory: Territory) -> None:
    made = await an_employment_over_http(client, territory)
    assert made.status_code == 201, made.text
    assert made.json()["working_time_share"] == "0.8000"
    found = await client.get(made.headers["location"], headers=territory.facilitator.headers)
    assert (found.json(), found.headers["etag"]) == (made.json(), made.headers["etag"])
    query = f"/api/v1/employments?person={territory.facilitator.user_id}"
    listed = await client.get(query, headers=territory.facilitator.headers)
    assert [item["id"] for item in listed.json()["items"]] == [made.json()["id"]]
    assert (await client.get(made.headers["location"], headers=territory.other_manager.headers)).status_code == 404


@pytest.mark.parametrize(
    "changes",
    [
        {"working_time_share": "1.1"},
        {"working_time_share": "0"},
        {"weekly_hours": "-1"},
        {"staff_number": "a\u0000b"},
        {"job_title": "\u0000"},
        {"first_day": "2026-02-30"},
        {"first_day": "9999-12-31", "last_day": "0001-01-01"},
    ],
)
async def test_a_wrong_employment_is_refused_without_a_fault(
    client: httpx.AsyncClient, territory: Territory, changes: dict[str, Any]
) -> None:
    answer = await an_employment_over_http(client, territory, **changes)
    assert answer.status_code in (400, 422), answer.text


async def test_payroll_is_put_and_corrected_under_its_version(client: httpx.AsyncClient, territory: Territory) -> None:
    employment = await an_employment(territory.manager, territory.facilitator)
    path, headers = f"/api/v1/employments/{employment.id}/payroll/2026-05", territory.manager.headers
    assert (await client.get(path, headers=headers)).status_code == 404
    first = await client.put(path, json={"employer_cost": "3912.37"}, headers=headers)
    assert (first.status_code, first.headers["etag"]) == (200, '"1"')
    unnamed = await client.put(path, json={"employer_cost": "3950.00"}, headers=headers)
    assert (unnamed.status_code, unnamed.json()["code"]) == (400, "EMP-007")
    second = await client.put(
        path, json={"employer_cost": "3950", "reason": "Prime"}, headers={**headers, "if-match": '"1"'}
    )
    assert second.json()["employer_cost"] == "3950.00"
    assert [one["version_no"] for one in second.json()["versions"]] == [2, 1]
    read = await client.get(path, headers={**headers, "if-none-match": '"2"'})
    assert read.status_code == 304


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "mai", "0000-01", "2026-05-01"])
async def test_a_month_that_is_none_is_unreadable(client: httpx.AsyncClient, territory: Territory, month: str) -> None:
    answer = await client.get(sheet_path(territory, month), headers=territory.facilitator.headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "TIM-018")


@pytest.mark.parametrize("month", ["0001-01", "9999-12"])
async def test_months_at_the_ends_of_the_calendar_are_no_fault(
    client: httpx.AsyncClient, territory: Territory, month: str
) -> None:
    await an_employment(territory.manager, territory.facilitator)
    headers = territory.facilitator.headers
    read = await client.get(sheet_path(territory, month), headers=headers)
    put = await client.put(f"{sheet_path(territory, month)}/entries", json={"entries": []}, headers=headers)
    assert (read.status_code, put.status_code) in {(404, 404), (200, 422)}


async def test_a_month_over_http_from_empty_to_approved(client: httpx.AsyncClient, territory: Territory) -> None:
    await an_employment(territory.manager, territory.facilitator)
    path, own = sheet_path(territory), territory.facilitator.headers
    empty = await client.get(path, headers=own)
    assert (empty.json()["id"], empty.headers["etag"]) == (None, '"0"')
    put = await client.put(f"{path}/entries", json={"entries": MAY}, headers={**own, "if-match": empty.headers["etag"]})
    assert put.status_code == 200, put.text
    assert put.json()["totals"]["hours_worked"] == "7.00"
    assert put.json()["entries"][0]["minutes"] == 420
    signed = await client.post(f"{path}/sign", headers=own)
    assert (signed.status_code, signed.json()["state"]) == (200, "signed"), signed.text
    approved = await client.post(f"{path}/approve", headers=territory.manager.headers)
    assert approved.json()["state"] == "approved"
    refused = await client.put(
        f"{path}/entries", json={"entries": []}, headers={**own, "if-match": approved.headers["etag"]}
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "TIM-002")
    reopened = await client.post(f"{path}/reopen", json={"reason": "Un oubli"}, headers=territory.manager.headers)
    assert (reopened.json()["state"], reopened.json()["signed_at"]) == ("open", None)


async def test_wrong_entries_are_named_one_by_one(client: httpx.AsyncClient, territory: Territory) -> None:
    await an_employment(territory.manager, territory.facilitator)
    wrong = [
        {"day": "2026-05-04", "activity": "INTERNAL", "hours": "0.33"},
        {"day": "2026-06-01", "activity": "INTERNAL", "hours": "1.00"},
    ]
    path, headers = f"{sheet_path(territory)}/entries", territory.facilitator.headers
    answer = await client.put(path, json={"entries": wrong}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "TIM-005")
    assert [finding["field"] for finding in answer.json()["findings"]] == ["entries[1].day", "entries[0].hours"]
    assert "0.33" in answer.json()["findings"][1]["detail"]


async def test_an_unknown_activity_is_unreadable(client: httpx.AsyncClient, territory: Territory) -> None:
    entries = [{"day": "2026-05-04", "activity": "NAP", "hours": "1.00"}]
    path, headers = f"{sheet_path(territory)}/entries", territory.facilitator.headers
    answer = await client.put(path, json={"entries": entries}, headers=headers)
    assert answer.status_code == 400
    assert answer.json()["findings"][0]["field"] == "entries[0].activity"


async def test_the_same_key_records_a_month_once(client: httpx.AsyncClient, territory: Territory) -> None:
    await an_employment(territory.manager, territory.facilitator)
    headers = {**territory.facilitator.headers, "idempotency-key": "may"}
    answers = [
        await client.put(f"{sheet_path(territory)}/entries", json={"entries": MAY}, headers=headers) for _ in range(2)
    ]
    assert answers[0].status_code == 200
    assert answers[0].content == answers[1].content


async def test_a_machine_neither_signs_nor_approves(client: httpx.AsyncClient, territory: Territory) -> None:
    await an_employment(territory.manager, territory.facilitator)
    machine = territory.facilitator_client.headers
    await client.put(f"{sheet_path(territory)}/entries", json={"entries": MAY}, headers=machine)
    signing = await client.post(f"{sheet_path(territory)}/sign", json={}, headers=machine)
    approving = await client.post(f"{sheet_path(territory)}/approve", headers=machine)
    assert (signing.status_code, signing.json()["code"]) == (403, "TIM-009")
    assert (approving.status_code, approving.json()["code"]) == (403, "EDG-002")


async def test_time_is_not_to_be_seen_from_outside(client: httpx.AsyncClient, territory: Territory) -> None:
    await an_employment(territory.manager, territory.facilitator)
    await an_approved_month(territory.facilitator, territory.manager, "2026-05", {None: "7.00"})
    statuses = {
        name: (await client.get(sheet_path(territory), headers=caller.headers)).status_code
        for name, caller in territory.callers().items()
    }
    assert {name for name, status in statuses.items() if status == 200} == {
        "facilitator",
        "manager",
        "facilitator_client",
    }
    assert {status for status in statuses.values() if status != 200} == {403, 404}
