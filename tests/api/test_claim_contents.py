"""What a claim tells beside its figures, over HTTP."""

import httpx
import pytest

from tests.builders.claims import a_claim, a_ready_operation, a_submitted_claim
from tests.builders.territory import Territory


@pytest.fixture
async def path(territory: Territory) -> str:
    """A computed claim."""
    operation = await a_ready_operation(territory.manager, territory.facilitator, territory, ("2026-01",))
    claim = await a_claim(territory.manager, operation, "2026-01", "2026-01")
    return f"/api/v1/claims/{claim.id}"


async def test_a_claim_is_told_signed_filed_and_its_history_read(
    client: httpx.AsyncClient, territory: Territory, path: str
) -> None:
    headers = territory.manager.headers
    etag = (await client.get(path, headers=headers)).headers["etag"]
    action = {"title": "Marchés", "planned": "12", "achieved": "14"}
    body = {"actions": [action], "publicity": "Affiche A3"}
    assert (await client.patch(f"{path}/narrative", json=body, headers=headers)).status_code == 400
    told = await client.patch(f"{path}/narrative", json=body, headers=headers | {"if-match": etag})
    assert told.status_code == 200, told.text
    assert told.json()["narrative"]["actions"][0]["achieved"] == "14"
    stale = await client.patch(f"{path}/narrative", json=body, headers=headers | {"if-match": etag})
    assert (stale.status_code, stale.json()["code"]) == (412, "CLM-017")
    assert (await client.post(f"{path}/sign", headers=headers)).status_code == 200
    filing = {"number": "BIL-2026-0042", "filed_on": "2026-06-15", "receipt_reference": "AR-1"}
    filed = await client.post(f"{path}/filing", json=filing, headers=headers)
    assert (filed.status_code, filed.json()["filed_as"]["number"]) == (200, "BIL-2026-0042")
    events = (await client.get(f"{path}/events", headers=headers)).json()["items"]
    assert [event["action"] for event in events] == ["start", "compute", "sign"]
    assert (await client.get(f"{path}/events", headers=territory.other_manager.headers)).status_code == 404
    claim = (await client.get(path, headers=headers)).json()
    assert "NO_DOUBLE_FUNDING" in claim["declarations"]
    assert claim["facilitation"]["hours_validated"] == "0.00"


@pytest.mark.parametrize(
    "body",
    [{"actions": [{"title": "Sans suite"}]}, {"publicity": ""}, {"unknown": "x"}, {"publicity": 7}, []],
)
async def test_a_narrative_that_cannot_be_read_changes_nothing(
    client: httpx.AsyncClient, territory: Territory, path: str, body: object
) -> None:
    headers = territory.manager.headers
    before = await client.get(path, headers=headers)
    wrong = await client.patch(f"{path}/narrative", json=body, headers=headers | {"if-match": before.headers["etag"]})
    assert wrong.status_code in (400, 422), wrong.text
    assert (await client.get(path, headers=headers)).json() == before.json()


async def test_a_claim_that_stands_is_not_done_again(client: httpx.AsyncClient, territory: Territory) -> None:
    operation = await a_ready_operation(territory.manager, territory.facilitator, territory, ("2026-01",))
    claim = await a_submitted_claim(
        territory.manager, await a_claim(territory.manager, operation, "2026-01", "2026-01")
    )
    path, headers = f"/api/v1/claims/{claim.id}", territory.manager.headers
    assert (await client.post(f"{path}/redo", headers=headers)).json()["code"] == "CLM-002"
    back = await client.post(
        f"/api/v1/oi/claims/{claim.id}/inadmissible",
        json={"reason": "Période erronée"},
        headers=territory.oi_officer.headers,
    )
    assert back.status_code in (200, 201), back.text
    again = await client.post(f"{path}/redo", headers=headers)
    assert (again.status_code, again.json()["replaces_id"]) == (202, str(claim.id))


async def test_a_finding_about_money_is_not_let_pass(client: httpx.AsyncClient, territory: Territory) -> None:
    operation = await a_ready_operation(territory.manager, territory.facilitator, territory, ("2026-01",))
    claim = await a_claim(territory.manager, operation, "2026-01", "2026-02")
    blocking = next(finding for finding in claim.findings if finding.severity == "blocking")
    body = {"code": blocking.code, "field": blocking.field, "reason": "Tant pis"}
    answer = await client.post(f"/api/v1/claims/{claim.id}/waivers", json=body, headers=territory.manager.headers)
    assert (answer.status_code, answer.json()["code"]) == (422, "CLM-018")
