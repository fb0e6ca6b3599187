"""Tokens that a process knows: never trusted, proved with the first thing that is done in their name."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from clause.db import sql
from clause.domain.actors import Proof
from clause.domain.errors import Unauthenticated
from clause.services import compliance
from clause.services.context import Context
from tests.builders.territory import NOW, Territory

FOREIGN = "00000000-0000-7000-8000-000000000001"


async def _revoke_all(territory: Territory) -> None:
    """As another process would: this one hears nothing of it."""
    await sql.connection().execute("SELECT set_config('clause.scope', 'system', true)")
    await sql.connection().execute("UPDATE api_client SET revoked_at = $1", datetime(2020, 1, 1, tzinfo=UTC))


@pytest.fixture
async def headers(client: httpx.AsyncClient, territory: Territory) -> dict[str, str]:
    """Of a program that this process has just served."""
    headers = territory.facilitator_client.headers
    assert (await client.get("/api/v1/contracts", headers=headers)).status_code == 200
    return headers


async def _asked(call: Any) -> list[str]:
    said: list[str] = []
    connection = sql.connection()

    def note(record: Any) -> None:
        said.append(record.query)

    connection.add_query_logger(note)
    await call
    connection.remove_query_logger(note)
    return said


async def test_a_known_token_is_proved_in_the_message_that_its_work_begins_with(
    client: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    said = await _asked(client.get("/api/v1/contracts", headers=headers))
    assert sum("clause_require_token" in query for query in said) == 1
    assert not any("clause_token_actor" in query for query in said)


@pytest.mark.parametrize("path", ["/api/v1/contracts", "/api/v1/me", f"/api/v1/lots/{FOREIGN}/compliance", "/api/v1/x"])
async def test_a_revoked_token_is_refused_at_once_whatever_it_asks(
    client: httpx.AsyncClient, headers: dict[str, str], territory: Territory, path: str
) -> None:
    await _revoke_all(territory)
    for _ in range(2):
        answer = await client.get(path, headers=headers)
        assert answer.status_code == (404 if path.endswith("/x") else 401)
        assert answer.status_code == 404 or answer.json()["code"] == "ACC-010"


async def test_nothing_is_written_under_a_revoked_token(
    client: httpx.AsyncClient, headers: dict[str, str], territory: Territory
) -> None:
    async def added(siret: str) -> bool:
        said = await _asked(
            client.post("/api/v1/companies", json={"name": "Entreprise", "siret": siret}, headers=headers)
        )
        return any("INSERT INTO organisation" in query for query in said)

    assert await added("73282932000074")
    await _revoke_all(territory)
    assert not await added("35600000000048")


async def test_a_proof_is_asked_for_once(client: httpx.AsyncClient, territory: Territory) -> None:
    known = territory.facilitator.context.actor.model_copy(update={"proof": Proof("no such token")})
    with pytest.raises(Unauthenticated) as refused:
        await compliance.list_compliance(Context(known, NOW))
    assert refused.value.code == "ACC-010"
    assert known.proof is not None
    assert not known.proof.is_given
    known.proof.is_given = True
    assert not any(
        "clause_require_token" in query for query in await _asked(compliance.list_compliance(Context(known, NOW)))
    )
