"""The pool of a process that starts before the database does."""

import asyncio
import tempfile
from pathlib import Path

import pytest

from clause.db.engine import build_engine
from clause.runtime import open_pool
from clause.settings import Settings


async def test_a_database_that_is_not_there_yet_is_waited_for(servers: None, settings: Settings) -> None:
    with tempfile.TemporaryDirectory() as place:
        address = f"postgresql://clause_app@/{settings.database_name}?host={place}"
        waiting, engine = settings.model_copy(update={"database_url": address}), build_engine({})
        opening = asyncio.create_task(open_pool(engine, waiting))
        await asyncio.sleep(0.05)
        assert not opening.done()
        (Path(place) / ".s.PGSQL.5432").symlink_to(settings.socket_dir / ".s.PGSQL.5432")
        await asyncio.wait_for(opening, 120.0)
        await engine.close_connection_pool()


async def test_a_database_that_never_comes_is_given_up(settings: Settings) -> None:
    with tempfile.TemporaryDirectory() as place:
        nowhere = settings.model_copy(update={"database_url": f"postgresql://clause_app@/clause?host={place}"})
        with pytest.raises(FileNotFoundError):
            await open_pool(build_engine({}), nowhere, patience_seconds=0.05)
