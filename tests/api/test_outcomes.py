"""What became of people hired, over HTTP."""

from typing import Any

import httpx
import pytest

from tests.builders.contracts import a_lot
from tests.builders.outcomes import an_ended_hire
from tests.builders.people import a_hire
from tests.builders.territory import Territory


async def path_of_an_ended_hire(territory: Territory) -> str:
    who = territory.facilitator
    hire = await an_ended_hire(who, await a_hire(who, territory, await a_lot(who, territory)))
    return f"/api/v1/hires/{hire.id}/outcomes"


async def test_an_outcome_is_recorded_listed_and_no_longer_due(client: httpx.AsyncClient, territory: Territory) -> None:
    headers = territory.facilitator.headers
    path = await path_of_an_ended_hire(territory)
    before = (await client.get("/api/v1/outcomes-due?on=2026-06-15", headers=headers)).json()["items"]
    assert [item["points"] for item in before] == [[{"point": "EXIT", "due_on": "2026-05-29"}]]
    body = {"point": "EXIT", "outcome": "CDD_GT_6M", "observed_on": "2026-06-01"}
    made = await client.post(path, json=body, headers=headers)
    assert made.status_code == 201, made.text
    assert (made.json()["lasting"], made.json()["version_no"]) == (True, 1)
    listed = await client.get(made.headers["location"], headers=headers)
    assert listed.json()["items"] == [made.json()]
    assert (await client.get("/api/v1/outcomes-due", headers=headers)).json()["items"] == []
    later = (await client.get("/api/v1/outcomes-due?on=2026-08-29", headers=headers)).json()["items"]
    assert [item["points"] for item in later] == [[{"point": "M3", "due_on": "2026-08-29"}]]


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"outcome": "RETIRED"}, 400, "outcome"),
        ({"point": "M4"}, 400, "point"),
        ({"observed_on": "2026-13-01"}, 400, "observed_on"),
        ({"observed_on": "2026-05-28"}, 422, "observed_on"),
        ({"observed_on": "2027-06-01"}, 422, "observed_on"),
        ({"salary": "1"}, 400, "salary"),
    ],
)
async def test_a_wrong_outcome_names_its_field(
    client: httpx.AsyncClient, territory: Territory, change: dict[str, Any], status: int, field: str
) -> None:
    body = {"point": "EXIT", "outcome": "CDI", "observed_on": "2026-06-01", **change}
    answer = await client.post(await path_of_an_ended_hire(territory), json=body, headers=territory.facilitator.headers)
    assert (answer.status_code, answer.json()["findings"][0]["field"]) == (status, field)
