"""The one engine of Clause: Piccolo's PostgreSQL engine with a transaction that always gives its connection back.

Three behaviours of the stock transaction would lose data or connections: when BEGIN fails (the server died since the
connection was taken) or COMMIT (a deferred constraint) the connection is never returned to the pool, and a transaction
opened inside another is silently the same one, so that an error caught between the two leaves the inner rows in place.
Here a nested transaction is a savepoint.
"""

from types import TracebackType
from typing import Any

from piccolo.engine.postgres import PostgresEngine, PostgresTransaction, Savepoint


class ClauseTransaction(PostgresTransaction):
    """A transaction whose end always releases the connection; inside another one it is a savepoint."""

    __slots__ = ("_nested",)

    async def __aenter__(self) -> PostgresTransaction:
        self._nested: Savepoint | None = None
        if self._parent is not None:
            self._nested = await self._parent.savepoint()
            return self._parent
        self.connection = await self.get_connection()  # type: ignore[no-untyped-call]
        self.transaction = self.connection.transaction()
        try:
            await self.begin()  # type: ignore[no-untyped-call]
        except BaseException:
            await self._give_back()
            raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def __aexit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        if self._nested is not None:
            if exception is not None:
                await self._nested.rollback_to()  # type: ignore[no-untyped-call]
            await self._nested.release()  # type: ignore[no-untyped-call]
            return False
        try:
            if exception is not None:
                if not self._rolled_back:
                    await self.rollback()  # type: ignore[no-untyped-call]
            elif not self._committed and not self._rolled_back:
                await self.commit()  # type: ignore[no-untyped-call]
        finally:
            self.engine.current_transaction.reset(self.context)
            await self._give_back()
        return False

    async def _give_back(self) -> None:
        if self.engine.pool:
            await self.engine.pool.release(self.connection)
        else:
            await self.connection.close()


class ClauseEngine(PostgresEngine):
    """Piccolo's engine with :class:`ClauseTransaction` in place of the stock transaction."""

    def transaction(self, allow_nested: bool = True) -> ClauseTransaction:
        return ClauseTransaction(engine=self, allow_nested=allow_nested)

    async def check_version(self) -> None:
        """The server's version is checked by ``clause doctor``; importing this module opens no connection."""

    async def prep_database(self) -> None:
        """Nothing to prepare: Clause uses no extension."""


def build_engine(config: dict[str, Any]) -> ClauseEngine:
    """An engine for these asyncpg arguments; its pool is opened by ``clause.runtime``."""
    return ClauseEngine(config=config)
