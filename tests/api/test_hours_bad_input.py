"""Hours that cannot be: a clear answer each time that names the field, and nothing changed."""

from datetime import date
from typing import Any

import httpx
import pytest

from clause.domain.hires import NamedHire
from clause.services import hires
from tests.builders.contracts import a_lot
from tests.builders.people import a_hire, a_participant, an_eligibility
from tests.builders.territory import Territory

PATH = "/api/v1/hours-statements"
Body = dict[str, Any]
Found = list[tuple[str, str]]


@pytest.fixture
async def hire(territory: Territory, client: httpx.AsyncClient) -> NamedHire:
    """A person under contract from 9 March to 20 May 2026."""
    lot = await a_lot(territory.facilitator, territory)
    made = await a_hire(territory.facilitator, territory, lot, first_day=date(2026, 3, 9))
    return await hires.end_hire(
        territory.facilitator.context, made.id, date(2026, 5, 20), "Fin de chantier", made.version
    )


async def refused(
    client: httpx.AsyncClient, territory: Territory, lines: list[Body], *, status: int = 422, **body: Any
) -> Found:
    """The codes and fields of the answer; and nothing was kept."""
    headers = territory.company_client.headers
    answer = await client.post(PATH, json={"month": "2026-03", "lines": lines, **body}, headers=headers)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert all(finding["detail"] and "…" not in finding["detail"] for finding in answer.json()["findings"])
    assert (await client.get(PATH, headers=headers)).json()["items"] == []
    return [(finding["code"], finding["field"]) for finding in answer.json()["findings"]]


def line(hire: NamedHire, hours: str = "100.00", **more: str) -> Body:
    return {"hire_id": str(hire.id), "hours_declared": hours, **more}


async def test_a_month_of_400_hours(client: httpx.AsyncClient, territory: Territory, hire: NamedHire) -> None:
    codes = await refused(client, territory, [line(hire, "400.00")], month="2026-04")
    assert ("HRS-020", "lines[0].hours_declared") in codes


async def test_negative_hours(client: httpx.AsyncClient, territory: Territory, hire: NamedHire) -> None:
    [(_, field)] = await refused(client, territory, [line(hire, "-7.00")], status=400)
    assert field == "lines[0].hours_declared"


async def test_three_decimals(client: httpx.AsyncClient, territory: Territory, hire: NamedHire) -> None:
    [(_, field)] = await refused(client, territory, [line(hire, "7.125")], status=400)
    assert field == "lines[0].hours_declared"


async def test_no_hour_at_all(client: httpx.AsyncClient, territory: Territory, hire: NamedHire) -> None:
    assert await refused(client, territory, [line(hire, "0.00")]) == [("HRS-014", "lines[0].hours_declared")]


async def test_hours_before_the_hire(client: httpx.AsyncClient, territory: Territory, hire: NamedHire) -> None:
    before = line(hire, "7.00", first_day="2026-03-06", last_day="2026-03-06")
    assert await refused(client, territory, [before]) == [
        ("HRS-017", "lines[0].first_day"),
        ("HRS-017", "lines[0].last_day"),
    ]


async def test_hours_after_the_end_of_the_contract(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire
) -> None:
    after = line(hire, "70.00", first_day="2026-05-11", last_day="2026-05-21")
    assert await refused(client, territory, [after], month="2026-05") == [("HRS-017", "lines[0].last_day")]


async def test_a_month_to_come(client: httpx.AsyncClient, territory: Territory, hire: NamedHire) -> None:
    codes = await refused(client, territory, [line(hire)], month="2026-07")
    assert ("HRS-010", "month") in codes


async def test_a_period_whose_end_is_to_come(client: httpx.AsyncClient, territory: Territory, hire: NamedHire) -> None:
    period = {"first_month": "2026-04", "last_month": "2026-09"}
    codes = await refused(client, territory, [line(hire, month="2026-04")], month=None, period=period)
    assert ("HRS-010", "period.last_month") in codes


async def test_a_day_to_come(client: httpx.AsyncClient, territory: Territory) -> None:
    lot = await a_lot(territory.facilitator, territory)
    hire = await a_hire(territory.facilitator, territory, lot)
    tomorrow = line(hire, "7.00", first_day="2026-06-16", last_day="2026-06-16")
    assert await refused(client, territory, [tomorrow], month="2026-06") == [("HRS-018", "lines[0].last_day")]


async def test_the_hire_of_another_company(client: httpx.AsyncClient, territory: Territory) -> None:
    other = territory.other_company
    lot = await a_lot(territory.facilitator, territory, company=other)
    foreign = await a_hire(territory.facilitator, territory, lot, company=other)
    assert await refused(client, territory, [line(foreign)]) == [("HRS-011", "lines[0].hire_id")]


async def test_a_person_on_two_sites_at_the_same_hour(client: httpx.AsyncClient, territory: Territory) -> None:
    facilitator = territory.facilitator
    person = await a_participant(facilitator)
    ground = await an_eligibility(facilitator, person.id)
    day = {"first_day": "2026-03-10", "last_day": "2026-03-10"}
    lines = []
    for _ in range(2):
        lot = await a_lot(facilitator, territory)
        hire = await a_hire(facilitator, territory, lot, participant=person, eligibility=ground)
        lines.append(line(hire, "8.00", **day))
    assert await refused(client, territory, lines) == [("HRS-039", "lines[1].hours_declared")]


@pytest.mark.parametrize(
    ("body", "status", "expected"),
    [
        ({"month": None}, 400, None),
        ({"period": {"first_month": "2026-03", "last_month": "2026-03"}}, 400, None),
        ({"month": None, "period": {"first_month": "2026-04", "last_month": "2026-03"}}, 400, None),
        ({"month": None, "period": {"first_month": "2026-03"}}, 400, None),
        ({"nothing_worked": True}, 422, ("HRS-036", "nothing_worked")),
        ({"evidence": "PHOTO"}, 400, None),
    ],
)
async def test_a_statement_that_says_two_things_or_none(
    client: httpx.AsyncClient,
    territory: Territory,
    hire: NamedHire,
    body: Body,
    status: int,
    expected: tuple[str, str] | None,
) -> None:
    if "nothing_worked" in body:
        body = {**body, "facilitator_org_id": str(territory.facilitator_org.id)}
    codes = await refused(client, territory, [line(hire)], status=status, **body)
    assert expected is None or expected in codes


async def test_a_line_of_a_quarter_without_a_month(
    client: httpx.AsyncClient, territory: Territory, hire: NamedHire
) -> None:
    quarter = {"first_month": "2026-01", "last_month": "2026-03"}
    assert await refused(client, territory, [line(hire)], month=None, period=quarter) == [("HRS-034", "lines[0].month")]


async def test_a_statement_of_seven_months(client: httpx.AsyncClient, territory: Territory, hire: NamedHire) -> None:
    period = {"first_month": "2025-12", "last_month": "2026-06"}
    codes = await refused(client, territory, [line(hire, month="2026-04")], month=None, period=period)
    assert ("HRS-037", "period.last_month") in codes
