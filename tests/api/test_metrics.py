"""Figures for whoever runs the service: who may read them, what they say, and that they name nobody."""

import base64
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, cast

import httpx
import pytest
from litestar import Litestar

from clause.domain.jobs import JobKind
from clause.services.context import Context
from clause.services.unit_of_work import UnitOfWork, writing
from clause.settings import BadSettings, load_settings
from tests.builders.territory import Territory

TOKEN = "sixteen-characters-and-more"
_EMAIL = re.compile(r"[\w.]+@[\w.]+")
_IDENTIFIER = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-|\b\d{14}\b")


@pytest.fixture
def token(app: Litestar) -> Iterator[str]:
    """A token that the settings name."""
    before = app.state["settings"]
    app.state["settings"] = before.model_copy(update={"metrics_token": TOKEN})
    yield TOKEN
    app.state["settings"] = before


@writing()
async def _leave_work(uow: UnitOfWork) -> None:
    await uow.add_job(JobKind.EXPIRE_ELIGIBILITIES)


def _basic(password: str) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(f"prometheus:{password}".encode()).decode()}


def _value(text: str, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    assert found, name
    return float(found[1])


async def test_work_that_waits_is_counted_with_its_age(client: httpx.AsyncClient, territory: Territory) -> None:
    kind = f'{{kind="{JobKind.EXPIRE_ELIGIBILITIES.value}"}}'
    earlier = territory.facilitator.context
    await _leave_work(Context(earlier.actor, earlier.now - timedelta(minutes=5)))
    said = (await client.get("/metrics")).text
    assert _value(said, "clause_database_up") == 1
    assert _value(said, f"clause_jobs_waiting{kind}") >= 1
    assert _value(said, f"clause_jobs_oldest_seconds{kind}") >= 300
    assert _value(said, "clause_jobs_failed_recently") >= 0
    assert _value(said, "clause_journals") >= 1
    assert _value(said, "clause_journal_lines") >= 1


async def test_requests_are_counted_by_route_and_nobody_is_named(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    headers = territory.facilitator.headers
    await client.get(f"/api/v1/jobs/{territory.facilitator.context.actor.org_id}", headers=headers)
    await client.get("/api/v1/participants?search=Berthier", headers=headers)
    said = (await client.get("/metrics")).text
    labels = [line.partition(" ")[0] for line in said.splitlines() if not line.startswith("#")]
    assert any('path="/api/v1/jobs/{' in label for label in labels)
    assert not [label for label in labels if "Berthier" in label or _EMAIL.search(label) or _IDENTIFIER.search(label)]


async def test_with_a_token_the_figures_are_for_who_shows_it(client: httpx.AsyncClient, token: str) -> None:
    assert (await client.get("/metrics", headers=_basic(token))).status_code == 200
    for headers in ({}, _basic("another"), {"authorization": "Basic ~"}):
        assert (await client.get("/metrics", headers=headers)).status_code == 404


async def test_without_a_token_they_are_for_this_machine_only(app: Litestar, client: httpx.AsyncClient) -> None:
    assert (await client.get("/metrics")).status_code == 200
    elsewhere = httpx.ASGITransport(cast(Any, app), client=("192.0.2.7", 4000))
    async with httpx.AsyncClient(transport=elsewhere, base_url="http://test") as stranger:
        assert (await stranger.get("/metrics")).status_code == 404


def test_a_token_that_can_be_guessed_is_refused() -> None:
    with pytest.raises(BadSettings) as refused:
        load_settings({"CLAUSE_METRICS_TOKEN": "short"})
    assert [(finding.code, finding.raw) for finding in refused.value.findings] == [("SET-761", None)]
