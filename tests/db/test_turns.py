"""Short reads: a few at once in a process, the others in the order in which they came."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import asyncpg
import pytest

from clause.db.engine import MOST_TURNS, ClauseEngine, ClauseTransaction, build_engine
from clause.settings import Settings

READS = MOST_TURNS + 2


@pytest.fixture
async def engine(database: None, settings: Settings) -> AsyncIterator[ClauseEngine]:
    """An engine whose pool has a connection more than there are turns."""
    made = build_engine(settings.asyncpg_config())
    await made.start_connection_pool(min_size=1, max_size=MOST_TURNS + 1)
    yield made
    await made.close_connection_pool()


async def test_a_few_read_at_once_and_the_others_in_their_order(engine: ClauseEngine) -> None:
    begun, ended = ([asyncio.Event() for _ in range(READS)] for _ in range(2))

    async def read(number: int) -> None:
        async with engine.transaction(in_turn=True):
            begun[number].set()
            await ended[number].wait()

    async with asyncio.TaskGroup() as reads, AsyncExitStack() as at_the_end:
        for event in ended:
            at_the_end.callback(event.set)
        for number in range(READS):
            reads.create_task(read(number))
        for event in begun[:MOST_TURNS]:
            await event.wait()
        async with engine.transaction():  # who takes no turn waits for none
            assert engine.transaction_exists()
        assert not begun[-2].is_set()
        ended[0].set()
        await begun[-2].wait()
        assert not begun[-1].is_set()
        ended[1].set()
        await begun[-1].wait()


async def test_a_turn_that_could_not_begin_is_given_back(engine: ClauseEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    async def gone(_: ClauseTransaction) -> None:
        raise asyncpg.ConnectionDoesNotExistError("the server closed the connection")

    for name in ("begin", "get_connection"):
        with monkeypatch.context() as broken:
            broken.setattr(ClauseTransaction, name, gone)
            for _ in range(MOST_TURNS):
                with pytest.raises(asyncpg.ConnectionDoesNotExistError):
                    async with engine.transaction(in_turn=True):
                        pytest.fail("it has begun")
    async with engine.transaction(in_turn=True):
        assert engine.transaction_exists()
