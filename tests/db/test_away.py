"""A database that goes away between two statements: no connection is lost, and every caller gets the same word."""

import asyncpg
import pytest

from clause.db import sql
from clause.db.engine import ClauseTransaction, build_engine
from clause.domain.errors import Unavailable
from clause.settings import Settings


async def test_a_transaction_that_cannot_begin_gives_its_connection_back(
    database: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone(_: ClauseTransaction) -> None:
        raise asyncpg.ConnectionDoesNotExistError("the server closed the connection")

    engine = build_engine(settings.asyncpg_config())
    await engine.start_connection_pool(min_size=1, max_size=1)
    try:
        with monkeypatch.context() as broken:
            broken.setattr(ClauseTransaction, "begin", gone)
            with pytest.raises(asyncpg.ConnectionDoesNotExistError):
                async with engine.transaction():
                    pytest.fail("it has begun")
        assert engine.pool is not None
        assert engine.pool.get_idle_size() == 1
        async with engine.transaction():
            assert engine.transaction_exists()
    finally:
        await engine.close_connection_pool()


class _Away:
    """A pool whose server has gone."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    async def fetch(self, query: str, *arguments: object) -> list[object]:
        raise self._error


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ConnectionRefusedError(), "DBC-730"),
        (asyncpg.InterfaceError("the underlying connection is closed"), "DBC-730"),
        (asyncpg.InternalClientError("cannot switch to state 11; another operation (2) is in progress"), "DBC-730"),
        (asyncpg.CannotConnectNowError("the database system is starting up"), "DBC-205"),
        (asyncpg.ConnectionDoesNotExistError("connection was closed in the middle of operation"), "DBC-205"),
    ],
)
async def test_who_is_calling_cannot_be_read_while_the_database_is_away(
    error: Exception, code: str, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = build_engine(settings.asyncpg_config())
    monkeypatch.setattr(engine, "pool", _Away(error))
    monkeypatch.setattr(sql, "engine", lambda: engine)
    with pytest.raises(Unavailable) as refusal:
        await sql.fetch_without_identity("SELECT 1")
    assert refusal.value.code == code
