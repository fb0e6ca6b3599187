"""What is seen of a request: its id, the headers of every answer, and the figures under ``/metrics``."""

import httpx
import pytest

from tests.builders.territory import Territory


async def _count(client: httpx.AsyncClient, name: str, *labels: str) -> float:
    lines = (await client.get("/metrics")).text.splitlines()
    found = [line for line in lines if line.startswith(name + "{") and all(label in line for label in labels)]
    return sum(float(line.rsplit(" ", 1)[1]) for line in found)


async def test_requests_are_counted_by_template_and_status(client: httpx.AsyncClient, territory: Territory) -> None:
    labels = 'method="GET"', 'path="/api/v1/contracts/{contract_id}"', 'status_code="404"'
    before = await _count(client, "clause_requests_total", *labels)
    path = "/api/v1/contracts/00000000-0000-7000-8000-000000000001"
    assert (await client.get(path, headers=territory.facilitator_client.headers)).status_code == 404
    assert await _count(client, "clause_requests_total", *labels) == before + 1
    assert await _count(client, "clause_request_duration_seconds_count", *labels) == before + 1
    assert await _count(client, "clause_requests_in_progress", 'path="/metrics"') == 1


@pytest.mark.parametrize("given", ["abc123", "", "a b", "é", "x" * 65])
async def test_an_id_that_looks_like_one_is_kept_another_is_replaced(client: httpx.AsyncClient, given: str) -> None:
    answer = await client.get("/health/live", headers={b"x-request-id": given.encode()})
    told = answer.headers.get_list("x-request-id")
    assert len(told) == 1
    assert (told[0] == given) is (given == "abc123")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers.get_list("content-security-policy") == [answer.headers["content-security-policy"]]
