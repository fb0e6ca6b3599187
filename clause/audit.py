"""``clause audit``: every journal verified line by line against its chain, its seals and heads kept elsewhere."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
from pydantic import ValidationError

from clause.db.queries import journal_audit
from clause.domain.errors import Unreadable
from clause.domain.journal_chain import Audit, Damage, Head, Part, Seal, split
from clause.gateways.key_files import read_key
from clause.gateways.seal_key import key_id, own_key, signer
from clause.settings import Settings

SPLIT_FROM = 50_000
"""Lines. Fewer are read before a second process has started."""

Mark = tuple[Head, Damage]


@asynccontextmanager
async def _snapshot(settings: Settings, shared: str | None = None) -> AsyncIterator[Any]:
    """A connection of the tables' owner that sees one instant, for reading only; with ``shared``, that of another."""
    connection = await asyncpg.connect(**settings.asyncpg_owner_config())
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            if shared is not None:
                await connection.execute(f"SET TRANSACTION SNAPSHOT '{shared}'")
            yield connection
    finally:
        await connection.close()


async def verify(settings: Settings, kept: Sequence[Seal], keys: Sequence[Path]) -> tuple[Audit, int]:
    """Every line followed, and how many seals were checked.

    ``kept`` are seals exported before: what they say must still be so, whatever the database says of its own.
    ``keys`` are files of keys beside that of the data folder. Unreadable AUD-011.
    """
    signers = {key_id(key): signer(key) for key in _read_keys(settings, keys)}
    async with _snapshot(settings) as connection:
        seals = await journal_audit.read_seals(connection)
        marks = [(Head(seal.org_id, seal.seq, seal.hash), Damage.SEAL_NOT_HELD) for seal in seals]
        marks += [(Head(seal.org_id, seal.seq, seal.hash), Damage.KEPT_NOT_HELD) for seal in kept]
        audit = await _follow(settings, connection, await journal_audit.read_heads(connection), marks)
    audit.check_seals(seals, signers)
    return audit, len(seals)


async def _follow(settings: Settings, connection: Any, heads: Sequence[Head], marks: Sequence[Mark]) -> Audit:
    """Every chain followed, by as many processes as there are processors when there is much to read."""
    count = os.cpu_count() or 1 if sum(head.seq for head in heads) >= SPLIT_FROM else 1
    parts = split(heads, count)
    if len(parts) == 1:
        return await _follow_part(connection, parts[0], heads, marks)
    shared = await connection.fetchval("SELECT pg_export_snapshot()")
    whole, loop = Audit((), ()), asyncio.get_running_loop()
    with ProcessPoolExecutor(len(parts), mp_context=get_context("spawn")) as pool:
        work = [loop.run_in_executor(pool, _follow_alone, settings, shared, part, heads, marks) for part in parts]
        for found in await asyncio.gather(*work):
            whole.take(found)
    return whole


def _follow_alone(settings: Settings, shared: str, part: Part, heads: Sequence[Head], marks: Sequence[Mark]) -> Audit:
    """One part, in a process and on a connection of its own, at the same instant as the others."""

    async def follow() -> Audit:
        async with _snapshot(settings, shared) as connection:
            return await _follow_part(connection, part, heads, marks)

    return asyncio.run(follow())


async def _follow_part(connection: Any, part: Part, heads: Sequence[Head], marks: Sequence[Mark]) -> Audit:
    audit = Audit(
        (head for head in heads if part.holds(head.org_id)), (mark for mark in marks if part.holds(mark[0].org_id))
    )
    async for line in journal_audit.read_lines(connection, part):
        audit.follow(line)
    audit.end()
    return audit


def _read_keys(settings: Settings, given: Iterable[Path]) -> list[bytes]:
    own = own_key(settings.data_dir)
    paths = [*([own] if own.exists() else []), *given]
    try:
        return [read_key(path) for path in paths]
    except (OSError, ValueError) as error:
        raise Unreadable("AUD-011") from error


async def list_seals(settings: Settings, since: datetime | None, org_id: UUID | None) -> list[Seal]:
    """The seals to keep elsewhere."""
    async with _snapshot(settings) as connection:
        return await journal_audit.read_seals(connection, since=since, org_id=org_id)


def read_kept(path: Path) -> list[Seal]:
    """The seals of an exported file. Unreadable AUD-010."""
    try:
        lines = path.read_text().splitlines()
        return [Seal.model_validate_json(line) for line in lines if line.strip()]
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        raise Unreadable("AUD-010", file=path.name) from error
