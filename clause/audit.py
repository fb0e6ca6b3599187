"""``clause audit``: every journal verified line by line against its chain, its seals and heads kept elsewhere."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
from pydantic import ValidationError

from clause.db.queries import journal_audit
from clause.domain.errors import Unreadable
from clause.domain.journal_chain import Audit, Damage, Head, Seal
from clause.gateways.seal_key import key_id, own_key, read_key, signer
from clause.settings import Settings


@asynccontextmanager
async def _snapshot(settings: Settings) -> AsyncIterator[Any]:
    """A connection of the tables' owner that sees one instant, for reading only."""
    connection = await asyncpg.connect(**settings.asyncpg_owner_config())
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
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
        audit = Audit(await journal_audit.read_heads(connection), marks)
        async for line in journal_audit.read_lines(connection):
            audit.follow(line)
        audit.end()
    audit.check_seals(seals, signers)
    return audit, len(seals)


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
