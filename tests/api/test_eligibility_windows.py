"""Windows of people, over HTTP."""

from typing import Any

import httpx
import pytest

from tests.builders.contracts import a_lot
from tests.builders.people import a_hire
from tests.builders.territory import Territory

BASE = "/api/v1"


async def path_of_a_person_hired(territory: Territory) -> str:
    who = territory.facilitator
    hire = await a_hire(who, territory, await a_lot(who, territory))
    return f"{BASE}/participants/{hire.participant_id}"


async def test_a_window_is_shown_with_its_account_its_suspensions_and_its_decisions(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    path, headers = await path_of_a_person_hired(territory), territory.facilitator.headers
    start = (await client.get(f"{path}/eligibility-window?on=2028-01-01", headers=headers)).json()
    assert (start["first_clause_start"], start["last_day"], start["suspended"]) == ("2026-01-05", "2028-01-04", False)
    assert start["hires"][0]["remaining_days"] == 4
    assert start["hires"][0]["trace"]["formula_id"] == "ELG-WINDOW"
    made = await client.post(
        f"{path}/suspensions", json={"first_day": "2026-03-01", "reason": "Demande du référent"}, headers=headers
    )
    assert made.status_code == 201, made.text
    open_still = (await client.get(f"{path}/eligibility-window?on=2026-04-01", headers=headers)).json()
    assert (open_still["suspended"], open_still["hires"][0]["remaining_days"]) == (True, 675)
    end = f"{BASE}/eligibility-suspensions/{made.json()['id']}/end"
    ended = await client.post(end, json={"last_day": "2026-03-31"}, headers=headers)
    assert (ended.status_code, ended.json()["last_day"]) == (200, "2026-03-31")
    again = await client.post(end, json={"last_day": "2026-03-31"}, headers=headers)
    assert (again.status_code, again.json()["code"]) == (409, "ELG-031")
    decided = await client.post(
        f"{path}/window-overrides", json={"last_day": "2028-06-30", "reason": "Formation en cours"}, headers=headers
    )
    assert decided.status_code == 201, decided.text
    shown = (await client.get(decided.headers["location"], headers=headers)).json()
    assert (shown["last_day"], len(shown["suspensions"]), len(shown["overrides"])) == ("2028-06-30", 1, 1)
    trace = shown["hires"][0]["trace"]
    formulas = [trace["formula_id"], trace["steps"][0]["formula_id"], trace["steps"][0]["steps"][0]["formula_id"]]
    assert formulas == ["ELG-WINDOW-DECIDED", "ELG-WINDOW-SUSPENDED", "ELG-WINDOW"]


@pytest.mark.parametrize(
    ("path", "body", "status", "field"),
    [
        ("suspensions", {"first_day": "2026-03-02", "last_day": "2026-03-01", "reason": "x"}, 422, "last_day"),
        ("suspensions", {"first_day": "2026-02-30", "reason": "x"}, 400, "first_day"),
        ("suspensions", {"first_day": "2026-03-02"}, 400, "reason"),
        ("suspensions", {"first_day": "2026-03-02", "reason": "x", "person": "y"}, 400, "person"),
        ("window-overrides", {"last_day": "2026-01-04", "reason": "x"}, 422, "last_day"),
        ("window-overrides", {"reason": "x"}, 400, "last_day"),
        ("window-overrides", {"last_day": "2028-01-01", "reason": " "}, 400, "reason"),
    ],
)
async def test_a_wrong_day_or_no_reason_is_named(
    client: httpx.AsyncClient, territory: Territory, path: str, body: dict[str, Any], status: int, field: str
) -> None:
    person = await path_of_a_person_hired(territory)
    answer = await client.post(f"{person}/{path}", json=body, headers=territory.facilitator.headers)
    assert (answer.status_code, answer.json()["findings"][0]["field"]) == (status, field), answer.text


@pytest.mark.parametrize("on", ["0001-01-01", "9999-12-31"])
async def test_any_day_may_be_asked(client: httpx.AsyncClient, territory: Territory, on: str) -> None:
    person, headers = await path_of_a_person_hired(territory), territory.facilitator.headers
    for path in (f"{person}/eligibility-window", f"{BASE}/eligibility-alerts", f"{BASE}/outcomes-due"):
        answer = await client.get(f"{path}?on={on}", headers=headers)
        assert answer.status_code in (200, 422), answer.text


async def test_alerts_are_paged_and_for_the_facilitator_alone(client: httpx.AsyncClient, territory: Territory) -> None:
    people = [await path_of_a_person_hired(territory) for _ in range(3)]
    headers, path = territory.facilitator.headers, f"{BASE}/eligibility-alerts?on=2027-12-01"
    first = (await client.get(f"{path}&limit=2", headers=headers)).json()
    rest = (await client.get(f"{path}&limit=2&after={first['next']}", headers=headers)).json()
    told = [item["participant"]["id"] for item in first["items"] + rest["items"]]
    assert [f"{BASE}/participants/{one}" for one in told] == people
    assert first["items"][0]["windows"][0]["last_day"] == "2028-01-04"
    for name in ("buyer_agent", "company_agent"):
        answer = await client.get(path, headers=territory.callers()[name].headers)
        assert answer.status_code == 403
