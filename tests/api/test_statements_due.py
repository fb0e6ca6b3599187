"""What is due, what is late, and reminders, over HTTP."""

from datetime import date

import httpx
import pytest

from clause.domain.hires import NamedHire
from tests.builders.contracts import a_lot
from tests.builders.people import a_hire
from tests.builders.territory import Territory

BASE = "/api/v1"


@pytest.fixture
async def hire(territory: Territory, client: httpx.AsyncClient) -> NamedHire:
    lot = await a_lot(territory.facilitator, territory)
    return await a_hire(territory.facilitator, territory, lot, first_day=date(2026, 3, 9))


def reminder(territory: Territory, month: str = "2026-03", **more: object) -> dict[str, object]:
    period = {"first_month": month, "last_month": month}
    return {"company_id": str(territory.company.id), "period": period, **more}


async def test_late_statements_are_listed_and_reminded_of(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire
) -> None:
    headers = territory.facilitator.headers
    late = await client.get(f"{BASE}/statements-due?state=LATE", headers=headers)
    assert late.status_code == 200, late.text
    assert [(item["period"]["first_month"], item["due_on"], item["state"]) for item in late.json()["items"]] == [
        ("2026-03", "2026-04-15", "LATE"),
        ("2026-04", "2026-05-15", "LATE"),
    ]
    due = await client.get(f"{BASE}/statements-due?state=DUE", headers=headers)
    assert [item["due_on"] for item in due.json()["items"]] == ["2026-06-15"]
    assert late.json()["items"][0]["lots"][0]["lot_id"] == str(hire.lot_id)
    asked = reminder(territory, level="FIRST", contact={"name": "Service paie", "email": "paie@b.example"})
    issued = await client.post(f"{BASE}/statements-due/reminders", json={"reminders": [asked]}, headers=headers)
    assert issued.status_code == 201, issued.text
    [item] = issued.json()["items"]
    assert (item["level"], item["state"], item["contact"]["email"]) == ("FIRST", "ISSUED", "paie@b.example")
    assert "mars 2026" in item["body"]
    seen = await client.get(f"{BASE}/statement-reminders", headers=territory.company_client.headers)
    assert seen.json()["items"] == [item]
    again = await client.post(f"{BASE}/statements-due/reminders", json={"reminders": [asked]}, headers=headers)
    assert (again.status_code, again.json()["code"]) == (422, "DUE-001")
    assert [(one["code"], one["field"]) for one in again.json()["findings"]] == [("DUE-004", "reminders[0].level")]


async def test_a_company_reads_its_own_list_and_pages_through_it(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire
) -> None:
    headers = territory.company_client.headers
    first = (await client.get(f"{BASE}/statements-due?limit=2", headers=headers)).json()
    rest = (await client.get(f"{BASE}/statements-due?limit=2&after={first['next']}", headers=headers)).json()
    months = [item["period"]["first_month"] for item in first["items"] + rest["items"]]
    assert (months, rest["next"]) == (["2026-03", "2026-04", "2026-05"], None)
    other = await client.get(f"{BASE}/statements-due", headers=territory.other_company_agent.headers)
    assert other.json()["items"] == []


async def test_who_may_not_is_refused(client: httpx.AsyncClient, territory: Territory, hire: NamedHire) -> None:
    body = {"reminders": [reminder(territory)]}
    for caller in (territory.company_client, territory.buyer_agent):
        answer = await client.post(f"{BASE}/statements-due/reminders", json=body, headers=caller.headers)
        assert answer.status_code == 403
    assert (await client.get(f"{BASE}/statements-due", headers=territory.buyer_agent.headers)).status_code == 403
    foreign = territory.other_facilitator.headers
    answer = await client.post(f"{BASE}/statements-due/reminders", json=body, headers=foreign)
    assert [one["code"] for one in answer.json()["findings"]] == ["DUE-002"]


@pytest.mark.parametrize(
    "change",
    [
        {"level": "THIRD"},
        {"contact": {"email": "nobody"}},
        {"period": {"first_month": "2026-04", "last_month": "2026-03"}},
        {"period": {"first_month": "2026-13", "last_month": "2026-13"}},
        {"company_id": "x"},
        {"text": "x"},
    ],
)
async def test_what_cannot_be_read_is_refused(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire, change: dict[str, object]
) -> None:
    body = {"reminders": [reminder(territory) | change]}
    answer = await client.post(f"{BASE}/statements-due/reminders", json=body, headers=territory.facilitator.headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "API-002")


@pytest.mark.parametrize(
    ("query", "status"),
    [("on=2026-02-30", 400), ("state=OPEN", 400), ("company=x", 400), ("after=x", 400), ("on=0001-01-01", 422),
     ("on=2003-06-01", 200), ("on=9999-12-31", 200)],
)  # fmt: skip
async def test_no_filter_breaks_the_list(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire, query: str, status: int
) -> None:
    answer = await client.get(f"{BASE}/statements-due?{query}", headers=territory.facilitator.headers)
    assert answer.status_code == status, answer.text


async def test_the_same_key_issues_once(client: httpx.AsyncClient, territory: Territory, hire: NamedHire) -> None:
    headers = {**territory.facilitator.headers, "idempotency-key": "rappel-mars"}
    body = {"reminders": [reminder(territory)]}
    first = await client.post(f"{BASE}/statements-due/reminders", json=body, headers=headers)
    again = await client.post(f"{BASE}/statements-due/reminders", json=body, headers=headers)
    assert first.status_code == again.status_code == 201
    assert first.content == again.content
