"""A connection on which a country is put in, and taken back."""

import contextlib
from collections.abc import AsyncIterator

import pytest

from clause.db import bulk, sql
from clause.settings import Settings


class _TakenBack(Exception):
    """Ends the transaction of a test."""


@pytest.fixture
async def owner(database: None, settings: Settings) -> AsyncIterator[bulk.Connection]:
    """The owner's connection, on which services run too; all that is done on it is taken back."""
    engine = sql.engine()
    config, pool = engine.config, engine.pool
    engine.config, engine.pool = settings.asyncpg_owner_config(), None
    try:
        with contextlib.suppress(_TakenBack):
            async with engine.transaction():
                yield sql.connection()
                raise _TakenBack
    finally:
        engine.config, engine.pool = config, pool
