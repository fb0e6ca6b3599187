"""One transaction a call: all or nothing, reads that cannot write, keys used once, a chained journal."""

import asyncio
import json
from dataclasses import replace
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from piccolo.engine.postgres import PostgresTransaction

from clause.db import sql
from clause.db.engine import ClauseEngine, build_engine
from clause.db.queries import journal
from clause.domain.accounts import Organisation
from clause.domain.actors import OrgKind, Scope
from clause.domain.errors import Forbidden, Refused, Unauthenticated
from clause.domain.jobs import JobKind
from clause.services import accounts
from clause.services.context import Answer, Context, IdempotencyRequest, anonymous_context
from clause.services.unit_of_work import Replay, UnitOfWork, reading, writing
from clause.settings import Settings
from tests.builders.territory import NOW, Territory, fictional_siret


class Interrupted(Exception):
    """Something unforeseen in the middle of a service."""


@writing(Scope.CONTRACTS_WRITE)
async def write_then_fail(uow: UnitOfWork, org_id: UUID) -> None:
    """A service that writes a journal line and a job, then fails."""
    await sql.execute("UPDATE organisation SET name = 'changed' WHERE id = $1", org_id)
    uow.record("test.done", "organisation", org_id)
    await uow.add_job(JobKind.RENDER_CLAIM)
    raise Interrupted


@reading()
async def read_that_writes(uow: UnitOfWork, org_id: UUID) -> None:
    """A service that breaks its promise to read only."""
    await sql.execute("UPDATE organisation SET name = 'changed' WHERE id = $1", org_id)


@writing(Scope.CONTRACTS_WRITE)
async def service_in_a_service(uow: UnitOfWork, context: Context) -> None:
    """A service that calls another one."""
    await accounts.list_organisations(context, OrgKind.BUYER, siret=None, name=None, after=None, limit=1)


@reading()
async def broken_link(uow: UnitOfWork, org_id: UUID) -> int | None:
    """The first broken link of an organisation's chain."""
    found: int | None = await sql.fetch_value("SELECT broken_seq FROM clause_journal_verify($1)", org_id)
    return found


@reading()
async def journal_of(uow: UnitOfWork, subject_id: UUID) -> list[dict[str, Any]]:
    """What the caller may see of a subject's history."""
    return await journal.list_lines(subject_id)


async def _name(context: Context, org_id: UUID, kind: OrgKind) -> str:
    return (await accounts.load_organisation(context, kind, org_id)).name


async def test_a_failure_leaves_nothing_of_what_was_written(territory: Territory, transaction: None) -> None:
    context = territory.facilitator.context
    before = await sql.fetch_value("SELECT count(*) FROM job")
    with pytest.raises(Interrupted):
        await write_then_fail(context, territory.facilitator_org.id)
    name = await _name(context, territory.facilitator_org.id, OrgKind.FACILITATOR_ORG)
    assert name == territory.facilitator_org.name
    assert await sql.fetch_value("SELECT count(*) FROM job") == before


async def test_a_read_that_writes_is_refused_by_the_database(territory: Territory, transaction: None) -> None:
    with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
        await read_that_writes(territory.facilitator.context, territory.facilitator_org.id)


async def test_a_service_inside_a_service_raises(territory: Territory, transaction: None) -> None:
    with pytest.raises(RuntimeError, match="inside another"):
        await service_in_a_service(territory.facilitator.context, territory.facilitator.context)


async def test_a_right_that_is_missing_is_named(territory: Territory, transaction: None) -> None:
    with pytest.raises(Forbidden) as refused:
        await service_in_a_service(territory.buyer_agent.context, territory.buyer_agent.context)
    assert refused.value.values == {"scope": "contracts:write"}
    with pytest.raises(Unauthenticated):
        await service_in_a_service(anonymous_context(NOW), anonymous_context(NOW))


def _wrong_siret(number: int) -> str:
    right = fictional_siret(number)
    return right[:-1] + str((int(right[-1]) + 1) % 10)


def _keyed(context: Context, key: str, request_hash: str = "h") -> Context:
    def render(result: Organisation) -> Answer:
        return Answer(201, {}, str(result.id).encode())

    return replace(context, idempotency=IdempotencyRequest(key, request_hash, render))


async def _add(context: Context, number: int) -> bytes:
    try:
        made = await accounts.add_organisation(context, OrgKind.BUYER, "Acheteur", fictional_siret(number))
    except Replay as replay:
        return replay.answer.body
    return str(made.id).encode()


async def test_five_calls_at_once_under_one_key_have_one_effect(territory: Territory) -> None:
    context = _keyed(territory.facilitator.context, "five-at-once")
    answers = await asyncio.gather(*(_add(context, 200) for _ in range(5)))
    assert len(set(answers)) == 1


async def test_a_key_belongs_to_its_caller(territory: Territory) -> None:
    first = await _add(_keyed(territory.facilitator.context, "shared-key"), 201)
    other = await _add(_keyed(territory.other_facilitator.context, "shared-key"), 202)
    assert first != other


async def test_a_refused_call_frees_its_key(territory: Territory, transaction: None) -> None:
    context = _keyed(territory.facilitator.context, "refused-first")
    with pytest.raises(Refused):
        await accounts.add_organisation(context, OrgKind.BUYER, "Acheteur", _wrong_siret(203))
    assert await _add(context, 203)


async def test_a_change_writes_one_line_in_the_chain_of_its_organisation(territory: Territory) -> None:
    context = territory.facilitator.context
    made = await accounts.add_organisation(context, OrgKind.BUYER, "Acheteur du journal", fictional_siret(204))
    lines = await journal_of(context, made.id)
    assert [line["action"] for line in lines] == ["organisation.added"]
    assert lines[0]["actor_id"] == context.actor.id
    assert json.loads(lines[0]["data"])["siret"] == fictional_siret(204)
    assert await journal_of(territory.other_facilitator.context, made.id) == []
    assert await broken_link(context, territory.facilitator_org.id) is None


async def test_a_changed_line_breaks_the_chain_where_it_was_changed(territory: Territory, settings: Settings) -> None:
    context = territory.other_manager.context
    for number in (205, 206, 207):
        await accounts.add_organisation(context, OrgKind.BUYER, f"Acheteur {number}", fictional_siret(number))
    org_id = territory.other_facilitator_org.id
    owner = await asyncpg.connect(**settings.asyncpg_owner_config())
    try:
        async with owner.transaction():
            await owner.execute("ALTER TABLE journal DISABLE TRIGGER journal_append_only")
            seq = await owner.fetchval("SELECT max(seq) - 1 FROM journal WHERE org_id = $1", org_id)
            await owner.execute("UPDATE journal SET reason = 'x' WHERE org_id = $1 AND seq = $2", org_id, seq)
            assert await owner.fetchval("SELECT broken_seq FROM clause_journal_verify($1)", org_id) == seq
            raise Interrupted
    except Interrupted:
        pass
    finally:
        await owner.close()
    assert await broken_link(context, org_id) is None


async def _fail_at_commit(engine: ClauseEngine) -> None:
    async with engine.transaction() as transaction:
        await transaction.connection.execute(
            "CREATE TEMP TABLE deferred (a int UNIQUE DEFERRABLE INITIALLY DEFERRED) ON COMMIT DROP"
        )
        await transaction.connection.execute("INSERT INTO deferred VALUES (1), (1)")


async def _fail_inside(engine: ClauseEngine, outer: PostgresTransaction) -> None:
    async with engine.transaction():
        await outer.connection.execute("INSERT INTO nested VALUES (1)")
        raise Interrupted


async def test_a_commit_that_fails_gives_its_connection_back(database: None, settings: Settings) -> None:
    engine = build_engine(dict(settings.asyncpg_owner_config()))
    await engine.start_connection_pool(min_size=1, max_size=1)
    try:
        for _ in range(3):
            with pytest.raises(asyncpg.UniqueViolationError):
                await _fail_at_commit(engine)
            assert not engine.transaction_exists()
        assert engine.pool is not None
        assert await engine.pool.fetchval("SELECT 1") == 1
    finally:
        await asyncio.wait_for(engine.close_connection_pool(), 60)


async def test_an_error_inside_a_nested_transaction_leaves_nothing_of_it(database: None, settings: Settings) -> None:
    engine = build_engine(dict(settings.asyncpg_owner_config()))
    async with engine.transaction() as outer:
        await outer.connection.execute("CREATE TEMP TABLE nested (a int) ON COMMIT DROP")
        with pytest.raises(Interrupted):
            await _fail_inside(engine, outer)
        await outer.connection.execute("INSERT INTO nested VALUES (2)")
        assert await outer.connection.fetchval("SELECT sum(a) FROM nested") == 2


@reading(planned_once=True)
async def plans_kept(uow: UnitOfWork) -> str:
    """How the database plans inside a service of which each statement goes by keys."""
    return str(await sql.fetch_value("SELECT current_setting('plan_cache_mode')"))


async def test_plans_are_kept_where_a_service_says_so_and_nowhere_else(territory: Territory) -> None:
    assert await plans_kept(anonymous_context(NOW)) == "force_generic_plan"
    pool = sql.engine().pool
    assert pool is None or await pool.fetchval("SELECT current_setting('plan_cache_mode')") == "auto"
