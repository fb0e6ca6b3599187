"""New connections are shared among the processes that wait on one socket."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from clause.accepting import Acceptor, Balance

FOR_EVER = 3600.0


class _Taken(asyncio.Protocol):
    """A connection that a process took: its end is told."""

    def __init__(self, ended: Callable[[], None], taken: set["_Taken"]) -> None:
        self._ended, self._taken = ended, taken

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self._taken.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._taken.discard(self)
        self._ended()


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """What several processes wait on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


@asynccontextmanager
async def accepting(
    listener: socket.socket, balance: Balance, place: int, patience: float = FOR_EVER
) -> AsyncIterator[set[_Taken]]:
    """The connections that a process at this place takes."""
    taken: set[_Taken] = set()
    with listener.dup() as own:
        acceptor = Acceptor(own, balance, place, lambda ended: _Taken(ended, taken), patience)
        try:
            yield taken
        finally:
            acceptor.close()
            await acceptor.wait_closed()
            for one in taken:
                one.transport.close()


async def until(condition: Callable[[], bool]) -> None:
    """The loop goes on until it is so."""
    while not condition():  # noqa: ASYNC110 - sockets tell nobody else
        await asyncio.sleep(0.001)


async def connect(listener: socket.socket, count: int, at_the_end: AsyncExitStack) -> list[asyncio.StreamWriter]:
    """So many connections, opened one after the other."""
    made = [(await asyncio.open_connection(*listener.getsockname()))[1] for _ in range(count)]
    for writer in made:
        at_the_end.callback(writer.close)
    return made


@pytest.mark.parametrize("processes", [2, 3])
async def test_each_takes_as_many_as_the_others(listener: socket.socket, processes: int) -> None:
    balance = Balance(processes)
    async with AsyncExitStack() as at_the_end:
        taken = [
            await at_the_end.enter_async_context(accepting(listener, balance, place)) for place in range(processes)
        ]
        await connect(listener, 4 * processes, at_the_end)
        await until(lambda: sum(map(len, taken)) == 4 * processes)
        assert [len(one) for one in taken] == [4] * processes


async def test_who_lost_connections_takes_the_next(listener: socket.socket) -> None:
    balance = Balance(2)
    async with AsyncExitStack() as at_the_end:
        first = await at_the_end.enter_async_context(accepting(listener, balance, 0))
        second = await at_the_end.enter_async_context(accepting(listener, balance, 1))
        await connect(listener, 8, at_the_end)
        await until(lambda: len(first) + len(second) == 8)
        for one in list(second):
            one.transport.close()
        await until(lambda: not second)
        await connect(listener, 4, at_the_end)
        await until(lambda: len(first) + len(second) == 8)
        assert (len(first), len(second)) == (4, 4)


async def test_nobody_waits_for_a_process_that_is_not_there(listener: socket.socket) -> None:
    balance = Balance(2)
    async with AsyncExitStack() as at_the_end:
        first = await at_the_end.enter_async_context(accepting(listener, balance, 0))
        await connect(listener, 3, at_the_end)
        await until(lambda: len(first) == 3)
        async with accepting(listener, balance, 1):
            pass
        await connect(listener, 1, at_the_end)
        await until(lambda: len(first) == 4)


async def test_what_a_dead_process_does_not_take_is_taken(listener: socket.socket) -> None:
    balance = Balance(2)
    balance.tell(1, 0)
    async with AsyncExitStack() as at_the_end:
        first = await at_the_end.enter_async_context(accepting(listener, balance, 0, patience=0.01))
        await connect(listener, 5, at_the_end)
        await until(lambda: len(first) == 5)


async def test_a_process_alone_takes_all(listener: socket.socket) -> None:
    async with AsyncExitStack() as at_the_end:
        taken = await at_the_end.enter_async_context(accepting(listener, Balance(1), 0))
        await connect(listener, 5, at_the_end)
        await until(lambda: len(taken) == 5)


async def test_who_is_closed_takes_none_and_keeps_what_it_has(listener: socket.socket) -> None:
    balance = Balance(2)
    async with AsyncExitStack() as at_the_end:
        second = await at_the_end.enter_async_context(accepting(listener, balance, 1))
        taken: set[_Taken] = set()
        own = at_the_end.enter_context(listener.dup())
        acceptor = Acceptor(own, balance, 0, lambda ended: _Taken(ended, taken), FOR_EVER)
        await connect(listener, 4, at_the_end)
        await until(lambda: (len(taken), len(second)) == (2, 2))
        acceptor.close()
        for one in list(taken):
            one.transport.close()
        await until(lambda: not taken)
        await connect(listener, 3, at_the_end)
        await until(lambda: len(second) == 5)
        assert not balance.is_next(0)
