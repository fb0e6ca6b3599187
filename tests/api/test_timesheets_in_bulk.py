"""The whole picture of a month, many months at once, corrections and files, over HTTP."""

from typing import Any
from uuid import UUID

import httpx

from clause.db import sql
from clause.db.queries import identity
from clause.services import timesheet_documents
from tests.builders.claims import a_signed_month, an_employment
from tests.builders.territory import NOW, Territory

BULK = "/api/v1/timesheets"
LINE = {
    "day": "2026-05-04",
    "activity": "COMPANY_SUPPORT",
    "hours": "3.50",
    "start": "09:00",
    "end": "12:30",
    "place": "Brisemer",
    "linked_kind": "meeting",
    "is_travel": True,
}


def path_of(territory: Territory) -> str:
    return f"{BULK}/{territory.facilitator.user_id}/2026-05"


async def put(client: httpx.AsyncClient, territory: Territory, body: dict[str, Any]) -> httpx.Response:
    return await client.put(f"{path_of(territory)}/entries", json=body, headers=territory.facilitator.headers)


async def test_a_month_is_put_whole_in_one_call(client: httpx.AsyncClient, territory: Territory) -> None:
    await an_employment(territory.manager, territory.facilitator)
    body = {
        "entries": [LINE],
        "absences": [
            {"day": "2026-05-04", "category": "rtt", "hours": "3.50"},
            {"day": "2026-05-05", "category": "sick"},
        ],
        "difference_reason": "Prise de poste",
    }
    answer = await put(client, territory, body)
    assert answer.status_code == 200, answer.text
    shown = answer.json()
    (line,) = shown["entries"]
    assert {key: line[key] for key in LINE} == LINE
    assert (line["source"], line["entered_on"], line["late_entry"]) == ("declared", "2026-06-15", True)
    assert [(one["day"][-2:], one["category"], one["hours"]) for one in shown["absences"]] == [
        ("01", "public_holiday", "7.00"),
        ("04", "rtt", "3.50"),
        ("05", "sick", "7.00"),
        ("08", "public_holiday", "7.00"),
        ("14", "public_holiday", "7.00"),
        ("25", "public_holiday", "7.00"),
    ]
    totals = shown["totals"]
    assert (totals["hours_worked"], totals["hours_not_worked"], totals["theoretical_hours"]) == (
        "3.50",
        "38.50",
        "147.00",
    )
    assert shown["missing_days"][0] == "2026-05-06"
    assert shown["difference_reason"] == "Prise de poste"


async def test_wrong_fields_of_the_whole_picture_are_named(client: httpx.AsyncClient, territory: Territory) -> None:
    await an_employment(territory.manager, territory.facilitator)
    overlapping = [LINE, {**LINE, "start": "12:00", "end": "15:30"}]
    refused = await put(client, territory, {"entries": overlapping})
    assert (refused.status_code, [one["code"] for one in refused.json()["findings"]]) == (422, ["TIM-121"])
    for wrong, field in (
        ({"entries": [{**LINE, "start": "25:00"}]}, "entries[0].start"),
        ({"entries": [], "absences": [{"day": "2026-05-04", "category": "flu"}]}, "absences[0].category"),
        ({"entries": [], "why": "x"}, "why"),
    ):
        unreadable = await put(client, territory, wrong)
        assert (unreadable.status_code, unreadable.json()["findings"][0]["field"]) == (400, field)


async def test_many_months_are_listed_approved_and_reopened(client: httpx.AsyncClient, territory: Territory) -> None:
    await an_employment(territory.manager, territory.facilitator)
    await a_signed_month(territory.facilitator, "2026-05", {None: "7.00"})
    headers, person = territory.manager.headers, str(territory.facilitator.user_id)
    listed = await client.get(f"{BULK}?month=2026-05&state=signed", headers=headers)
    assert [(one["person_id"], one["hours_worked"]) for one in listed.json()["items"]] == [(person, "7.00")]
    assert (await client.get(f"{BULK}?month=mai", headers=headers)).status_code == 400
    approved = await client.post(f"{BULK}/approvals", json={"month": "2026-05"}, headers=headers)
    assert [(one["person_id"], one["status"]) for one in approved.json()["items"]] == [(person, "done")]
    again = await client.post(
        f"{BULK}/approvals", json={"month": "2026-05", "items": [{"person_id": person}]}, headers=headers
    )
    assert (again.status_code, again.json()["code"], again.json()["findings"][0]["code"]) == (422, "TIM-024", "TIM-002")
    body = {"month": "2026-05", "reason": "Oubli", "items": [{"person_id": person}]}
    reopened = await client.post(f"{BULK}/reopenings", json=body, headers=headers)
    assert [one["status"] for one in reopened.json()["items"]] == ["done"]
    for path in ("approvals", "reopenings"):
        own = await client.post(f"{BULK}/{path}", json=body, headers=territory.facilitator.headers)
        assert own.status_code in (400, 403)


async def test_a_month_without_a_claim_is_not_corrected(client: httpx.AsyncClient, territory: Territory) -> None:
    await an_employment(territory.manager, territory.facilitator)
    await a_signed_month(territory.facilitator, "2026-05", {None: "7.00"})
    await client.post(f"{path_of(territory)}/approve", headers=territory.manager.headers)
    refused = await client.post(
        f"{path_of(territory)}/correct", json={"reason": "Oubli"}, headers=territory.manager.headers
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "TIM-020")


async def test_the_file_of_an_approved_month_is_the_same_each_time(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    await an_employment(territory.manager, territory.facilitator)
    await a_signed_month(territory.facilitator, "2026-05", {None: "7.00"})
    await client.post(f"{path_of(territory)}/approve", headers=territory.manager.headers)
    headers = territory.facilitator.headers
    assert (await client.get(f"{path_of(territory)}/pdf", headers=headers)).status_code == 409
    await identity.set_identity(territory.manager.context.actor)
    job_id: UUID = await sql.fetch_value("SELECT id FROM job WHERE kind = 'render_timesheet'")
    await timesheet_documents.render_timesheet(NOW, job_id)
    first, again = [await client.get(f"{path_of(territory)}/pdf", headers=headers) for _ in range(2)]
    assert (first.status_code, first.content, first.headers["etag"]) == (200, again.content, again.headers["etag"])
    assert first.content.startswith(b"%PDF-")
    foreign = await client.get(f"{path_of(territory)}/pdf", headers=territory.other_manager.headers)
    assert (foreign.status_code, foreign.json()["code"]) == (404, "TIM-023")
