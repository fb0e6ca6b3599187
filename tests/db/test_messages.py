"""Statements said in one message with BEGIN or COMMIT: values arrive as they are, what fails leaves nothing."""

import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID

import asyncpg
import pytest
import pytest_asyncio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from clause.db import sql
from clause.db.engine import ClauseEngine, build_engine
from clause.settings import Settings

NASTY = ["", "plain", "d'Artagnan", "\\", "\\'; DROP TABLE hire; --", "é€😀", "a\nb\t\x01", "$1", "'", '"', "%s", ";"]


@pytest_asyncio.fixture(loop_scope="session")
async def engine(database: None, settings: Settings) -> AsyncIterator[ClauseEngine]:
    """An engine of its own, with one connection."""
    found = build_engine(dict(settings.asyncpg_owner_config()))
    await found.start_connection_pool(min_size=1, max_size=1)
    yield found
    await found.close_connection_pool()


async def _ending_badly(engine: ClauseEngine, inside: str) -> None:
    transaction = engine.transaction()
    async with transaction as entered:
        await entered.connection.execute(inside)
        transaction.closing.append("SELECT 1 / 0")


async def _swallowing(engine: ClauseEngine) -> None:
    async with engine.transaction() as transaction:
        with contextlib.suppress(asyncpg.DivisionByZeroError):
            await transaction.connection.execute("SELECT 1 / 0")


@pytest.mark.parametrize("text", NASTY)
async def test_a_text_written_out_is_the_text(text: str, transaction: None) -> None:
    assert await sql.fetch_value(sql.written_out("SELECT $1", text)) == text


@settings(max_examples=50, suppress_health_check=list(HealthCheck), deadline=None)
@given(text=some.text(some.characters(codec="utf-8", exclude_characters="\0"), max_size=40))
async def test_any_text_written_out_is_the_text(text: str, transaction: None) -> None:
    assert await sql.fetch_value(sql.written_out("SELECT $1", text)) == text


async def test_other_values_written_out_are_the_values(transaction: None) -> None:
    at, known = datetime(2026, 2, 3, 4, 5, 6, 789012, tzinfo=UTC), UUID(int=7)
    written = sql.written_out(
        "SELECT $1::bytea AS b, $2::timestamptz AS t, $3::uuid AS u, $4::int AS i, $5::text AS n, $1::bytea AS again",
        b"\x00'\\\xff",
        at,
        known,
        -42,
        None,
    )
    assert await sql.fetch_one(written) == {
        "b": b"\x00'\\\xff",
        "t": at,
        "u": known,
        "i": -42,
        "n": None,
        "again": b"\x00'\\\xff",
    }


def test_what_has_no_literal_is_refused() -> None:
    with pytest.raises(TypeError, match="list"):
        sql.written_out("SELECT $1", ["a"])


async def test_what_opens_and_closes_is_in_the_transaction(engine: ClauseEngine) -> None:
    transaction = engine.transaction(opening=["SELECT set_config('clause.user_id', 'somebody', true)"])
    async with transaction:
        assert transaction.opened == "SELECT 1"
        assert await transaction.connection.fetchval("SELECT current_setting('clause.user_id', true)") == "somebody"
        transaction.closing.append("CREATE TEMPORARY TABLE closed AS SELECT 1 AS one")
    async with engine.transaction() as after:
        assert await after.connection.fetchval("SELECT current_setting('clause.user_id', true)") == ""
        assert await after.connection.fetchval("SELECT one FROM closed") == 1


async def test_what_cannot_open_gives_its_connection_back_clean(engine: ClauseEngine) -> None:
    with pytest.raises(asyncpg.DivisionByZeroError):
        async with engine.transaction(opening=["SELECT 1 / 0"]):
            pytest.fail("it has begun")
    async with engine.transaction() as after:
        assert await after.connection.fetchval("SELECT 1") == 1


async def test_what_cannot_close_undoes_everything(engine: ClauseEngine) -> None:
    with pytest.raises(asyncpg.DivisionByZeroError):
        await _ending_badly(engine, "CREATE TEMPORARY TABLE kept (one int)")
    async with engine.transaction() as after:
        assert await after.connection.fetchval("SELECT to_regclass('kept')") is None


async def test_a_swallowed_error_is_told_at_the_end(engine: ClauseEngine) -> None:
    with pytest.raises(RuntimeError, match="undone"):
        await _swallowing(engine)


async def test_inside_another_both_are_in_the_savepoint(engine: ClauseEngine) -> None:
    async with engine.transaction() as outer:
        await outer.connection.execute("CREATE TEMPORARY TABLE told (word text)")
        with pytest.raises(asyncpg.DivisionByZeroError):
            async with engine.transaction(opening=["INSERT INTO told VALUES ('opened')"]) as inner:
                await inner.connection.execute("SELECT 1 / 0")
        with pytest.raises(asyncpg.DivisionByZeroError):
            async with engine.transaction(opening=["INSERT INTO told VALUES ('opened')", "SELECT 1 / 0"]):
                pytest.fail("it has begun")
        second = engine.transaction(opening=["INSERT INTO told VALUES ('opened')"])
        async with second:
            second.closing.append("INSERT INTO told VALUES ('closed')")
        assert second.opened == "INSERT 0 1"
        with pytest.raises(asyncpg.DivisionByZeroError):
            await _ending_badly(engine, "INSERT INTO told VALUES ('inside')")
        assert [row["word"] for row in await outer.connection.fetch("SELECT word FROM told")] == ["opened", "closed"]


def test_only_what_is_given_is_asked() -> None:
    assert sql.given({"a = {}": None, "b > {}": 3, "c = ANY({})": [1]}, ("x",)) == (
        "true AND b > $2 AND c = ANY($3)",
        ["x", 3, [1]],
    )
    assert sql.given({"a = {}": None}) == ("true", [])
