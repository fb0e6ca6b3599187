"""People, structures and indicators of operations, over HTTP."""

from typing import Any

import httpx
import pytest

from clause.rules.cost_codes import ParticipantMode
from tests.builders.operation_participants import an_operation_with_participants
from tests.builders.people import a_participant
from tests.builders.territory import Territory

ENTRY = {
    "labour_status": "UNEMPLOYED", "unemployed_since": "unknown", "attainment": "ISCED_0_2", "disability": "REFUSED",
    "third_country": "NO", "foreign_background": "NO", "minority": "REFUSED", "homeless": "NO", "rural": "YES",
}  # fmt: skip
RECORD: dict[str, Any] = {
    "entry_on": "2026-02-02", "questionnaire_on": "2026-02-02", "contact": {"phone": "06 00 00 00 00"},
    "entry": {**ENTRY, "unemployed_since": "UNKNOWN"},
}  # fmt: skip
LEFT = {
    "observed_on": "2026-05-04", "job_search": "NO", "training": "NO", "qualification": "NO", "employment": "YES",
}  # fmt: skip


async def paths_of(territory: Territory, **changes: Any) -> tuple[str, str]:
    """The path of an operation, and the id of a person."""
    operation = await an_operation_with_participants(territory, **changes)
    return f"/api/v1/operations/{operation.id}", str((await a_participant(territory.facilitator)).id)


async def test_a_person_enters_leaves_and_stands_in_the_indicators(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    headers = territory.facilitator.headers
    path, person = await paths_of(territory)
    made = await client.post(f"{path}/participants", json={"participant_id": person, **RECORD}, headers=headers)
    assert made.status_code == 201, made.text
    one = await client.get(made.headers["location"], headers=headers)
    assert one.json() == made.json()
    change = {**RECORD, "exit_on": "2026-05-04", "exit": LEFT}
    kept = await client.put(
        made.headers["location"], json=change, headers={**headers, "if-match": made.headers["etag"]}
    )
    assert (kept.status_code, kept.json()["exit"], kept.headers["etag"]) == (200, LEFT, '"2"')
    listed = (await client.get(f"{path}/participants", headers=headers)).json()["items"]
    assert [(line["exit_on"], line["exit_recorded"]) for line in listed] == [("2026-05-04", True)]
    assert "entry" not in listed[0]
    found = (await client.get(f"{path}/indicators?on=2026-06-01", headers=headers)).json()
    totals = {row["code"]: row["total"] for row in found["indicators"]}
    assert (totals["EECO01"], totals["EECO02"], totals["EECO17"], totals["EECR04"]) == (1, 1, 1, 1)
    # The person's gender was not asked: the record is incomplete, and one of one is more than 35 %.
    assert (found["incomplete"], found["incomplete_share"], found["exposed"]) == (1, "1.0000", True)


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"entry_on": "2026-02-30"}, 400, "entry_on"),
        ({"entry": {"labour_status": "IDLE"}}, 400, "entry.labour_status"),
        ({"entry": {"income": "1"}}, 400, "entry.income"),
        ({"contact": {"email": "nowhere"}}, 400, "contact.email"),
        ({"entry_on": "2025-12-31"}, 422, "entry_on"),
        ({"entry": {**RECORD["entry"], "disability": "YES"}}, 422, "entry.disability"),
        ({"exit": LEFT}, 422, "exit_on"),
    ],
)
async def test_a_wrong_record_names_its_field(
    client: httpx.AsyncClient, territory: Territory, change: dict[str, Any], status: int, field: str
) -> None:
    path, person = await paths_of(territory)
    body = {"participant_id": person, **RECORD, **change}
    answer = await client.post(f"{path}/participants", json=body, headers=territory.facilitator.headers)
    assert (answer.status_code, answer.json()["findings"][0]["field"]) == (status, field)
    listed = await client.get(f"{path}/participants", headers=territory.facilitator.headers)
    assert listed.json()["items"] == []


async def test_a_change_needs_the_version_that_was_read(client: httpx.AsyncClient, territory: Territory) -> None:
    headers = territory.facilitator.headers
    path, person = await paths_of(territory)
    made = await client.post(f"{path}/participants", json={"participant_id": person, **RECORD}, headers=headers)
    location = made.headers["location"]
    assert (await client.put(location, json=RECORD, headers=headers)).status_code == 400
    stale = await client.put(location, json=RECORD, headers={**headers, "if-match": '"7"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "IND-007")


async def test_a_program_that_only_reads_claims_sees_no_answers(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    headers = territory.facilitator.headers
    path, person = await paths_of(territory)
    made = await client.post(f"{path}/participants", json={"participant_id": person, **RECORD}, headers=headers)
    body = territory.callers()["oi_officer"].headers
    assert (await client.get(made.headers["location"], headers=body)).status_code == 403


async def test_structures_are_recorded_withdrawn_and_counted(client: httpx.AsyncClient, territory: Territory) -> None:
    headers = territory.facilitator.headers
    path, _ = await paths_of(territory, participant_mode=ParticipantMode.ENTITIES)
    body = {"organisation_id": str(territory.buyer.id), "kind": "PUBLIC_SERVICE", "supported_on": "2026-03-10"}
    made = await client.post(f"{path}/entities", json=body, headers=headers)
    assert made.status_code == 201, made.text
    found = (await client.get(f"{path}/indicators", headers=headers)).json()
    assert found["indicators"] == [
        {"code": "EECO18", "total": 1, "by_gender": None},
        {"code": "EECO19", "total": 0, "by_gender": None},
    ]
    gone = await client.post(
        f"{path}/entities/{made.json()['id']}/withdraw", json={"reason": "Doublon"}, headers=headers
    )
    assert (gone.status_code, gone.json()["withdrawal_reason"]) == (200, "Doublon")
    listed = (await client.get(f"{path}/entities", headers=headers)).json()["items"]
    assert listed == [gone.json()]
