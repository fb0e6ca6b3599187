"""Heads of the journals and their seals; seen by the service itself alone."""

from uuid import UUID

from clause.db import sql
from clause.domain.journal_chain import Head, Seal

# Any fixed number will do; it keeps two workers from sealing at the same time.
_LOCK = 7_262_784
_SEAL = "number, previous, org_id, seq, hash, sealed_at, key_id, signature"


async def lock_seals() -> None:
    """Nobody else seals until the transaction ends."""
    await sql.execute("SELECT pg_advisory_xact_lock($1)", _LOCK)


async def list_unsealed_heads() -> list[Head]:
    """The last link of every chain that has grown since it was last sealed."""
    rows = await sql.fetch(
        "SELECT h.org_id, h.seq, h.hash FROM clause_journal_heads() h WHERE NOT EXISTS"
        " (SELECT FROM journal_seal s WHERE s.org_id = h.org_id AND s.seq = h.seq) ORDER BY h.org_id"
    )
    return [Head(**row) for row in rows]


async def find_last_seal() -> Seal | None:
    """The seal with the highest number, or None."""
    row = await sql.fetch_one(f"SELECT {_SEAL} FROM journal_seal ORDER BY number DESC LIMIT 1")  # noqa: S608
    return Seal.model_validate(row) if row else None


async def insert_seals(seals: list[tuple[UUID, Seal]]) -> None:
    """Add seals, each with its id."""
    await sql.execute_many(
        f"INSERT INTO journal_seal (id, {_SEAL}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",  # noqa: S608
        [(seal_id, *dict(seal).values()) for seal_id, seal in seals],
    )
