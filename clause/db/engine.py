"""The one engine of Clause: Piccolo's PostgreSQL engine with a transaction that always gives its connection back.

Three behaviours of the stock transaction would lose data or connections: when BEGIN fails (the server died since the
connection was taken) or COMMIT (a deferred constraint) the connection is never returned to the pool, and a transaction
opened inside another is silently the same one, so that an error caught between the two leaves the inner rows in place.
Here a nested transaction is a savepoint. And what begins a transaction goes to the server in one message with BEGIN,
what ends it in one with COMMIT: each message that is waited for costs more than most statements, and what is locked by
the last statements is held no longer than the server needs.
"""

import asyncio
from collections.abc import Sequence
from types import TracebackType
from typing import Any

from piccolo.engine.postgres import PostgresEngine, PostgresTransaction, Savepoint

MOST_TURNS = 4
"""How many short reads a process asks at once. One processor cannot follow the answers of more, and each further
connection has plans and caches of its own, which push those of the others out of the processor's."""


class ClauseTransaction(PostgresTransaction):
    """A transaction whose end always releases the connection; inside another one it is a savepoint.

    ``opening`` are statements without places that it begins with, ``closing`` those that it ends with. One that takes
    ``turns`` waits until it may, in the order in which they came.
    """

    __slots__ = ("_nested", "_opening", "_turns", "closing", "opened")

    def __init__(
        self,
        engine: PostgresEngine,
        allow_nested: bool = True,
        opening: Sequence[str] = (),
        turns: asyncio.Semaphore | None = None,
    ) -> None:
        super().__init__(engine, allow_nested)
        self._nested: Savepoint | None = None
        self._opening = opening
        self._turns = turns
        self.closing: list[str] = []
        self.opened = ""
        """What the server said of the last statement that it began with."""

    async def __aenter__(self) -> PostgresTransaction:
        if self._parent is not None:
            await self._enter_savepoint(self._parent)
            return self._parent
        if self._turns is not None:
            await self._turns.acquire()
        try:
            self.connection = await self.get_connection()  # type: ignore[no-untyped-call]
        except BaseException:
            self._end_turn()
            raise
        try:
            await self.begin()
        except BaseException:
            await self._give_back()
            raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def _enter_savepoint(self, parent: PostgresTransaction) -> None:
        savepoint = await parent.savepoint()
        try:
            if self._opening:
                self.opened = await parent.connection.execute("; ".join(self._opening))
        except BaseException:
            await savepoint.rollback_to()  # type: ignore[no-untyped-call]
            await savepoint.release()  # type: ignore[no-untyped-call]
            raise
        self._nested = savepoint

    async def begin(self) -> None:
        """Begin, with what it begins with."""
        self.opened = await self.connection.execute("; ".join(["BEGIN", *self._opening]))

    async def commit(self) -> None:
        """End, with what it ends with: all of it is certain, or nothing.

        RuntimeError when an error inside was swallowed: the server undoes the transaction then.
        """
        try:
            done = await self.connection.execute("; ".join([*self.closing, "COMMIT"]))
        except BaseException:
            if self.connection.is_in_transaction():
                await self.rollback()
            raise
        if done != "COMMIT":
            raise RuntimeError("the transaction was undone")
        self._committed = True

    async def rollback(self) -> None:
        """Undo."""
        await self.connection.execute("ROLLBACK")
        self._rolled_back = True

    async def __aexit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        if self._nested is not None:
            await self._leave_savepoint(self._nested, undo=exception is not None)
            return False
        try:
            if exception is not None:
                if not self._rolled_back:
                    await self.rollback()
            elif not self._committed and not self._rolled_back:
                await self.commit()
        finally:
            self.engine.current_transaction.reset(self.context)
            await self._give_back()
        return False

    async def _leave_savepoint(self, savepoint: Savepoint, *, undo: bool) -> None:
        try:
            if not undo and self.closing:
                await savepoint.transaction.connection.execute("; ".join(self.closing))
        except BaseException:
            undo = True
            raise
        finally:
            if undo:
                await savepoint.rollback_to()  # type: ignore[no-untyped-call]
            await savepoint.release()  # type: ignore[no-untyped-call]

    async def _give_back(self) -> None:
        try:
            # One whose end could not be told to the server would hand what it holds to whoever takes it next.
            if self.connection.is_in_transaction():
                self.connection.terminate()
            if self.engine.pool:
                await self.engine.pool.release(self.connection)
            else:
                await self.connection.close()
        finally:
            self._end_turn()

    def _end_turn(self) -> None:
        if self._turns is not None:
            self._turns.release()


class ClauseEngine(PostgresEngine):
    """Piccolo's engine with :class:`ClauseTransaction` in place of the stock transaction."""

    _turns: tuple[asyncio.AbstractEventLoop, asyncio.Semaphore] | None = None

    def transaction(
        self, allow_nested: bool = True, opening: Sequence[str] = (), *, in_turn: bool = False
    ) -> ClauseTransaction:
        """``in_turn``: a few at once, for reads that are short and never wait for anybody's lock."""
        return ClauseTransaction(self, allow_nested, opening, self._turns_here() if in_turn else None)

    def _turns_here(self) -> asyncio.Semaphore:
        loop = asyncio.get_running_loop()
        if self._turns is None or self._turns[0] is not loop:
            self._turns = loop, asyncio.Semaphore(MOST_TURNS)
        return self._turns[1]

    async def check_version(self) -> None:
        """The server's version is checked by ``clause doctor``; importing this module opens no connection."""

    async def prep_database(self) -> None:
        """Nothing to prepare: Clause uses no extension."""


def build_engine(config: dict[str, Any]) -> ClauseEngine:
    """An engine for these asyncpg arguments; its pool is opened by ``clause.runtime``."""
    return ClauseEngine(config=config)
