"""Idempotency keys: the first answer, kept in the transaction that earned it."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from clause.db import sql

RESERVED = "INSERT 0 1"
"""What the database says of a key that was free."""


def reserving(key_id: UUID, caller: str, key: str, request_hash: str, now: datetime) -> str:
    """The statement that takes a key, to be said with the beginning of the transaction.

    It waits for a call under the same key that is still in progress; what is said of it tells whether the key was free.
    """
    return sql.written_out(
        "INSERT INTO idempotency_key (id, caller, key, request_hash, created_at) VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT (caller, key) DO NOTHING",
        key_id,
        caller,
        key,
        request_hash,
        now,
    )


async def load_answer(caller: str, key: str) -> dict[str, Any]:
    """The stored answer of a key that is taken."""
    row = await sql.fetch_one(
        "SELECT request_hash, status, headers, body FROM idempotency_key WHERE caller = $1 AND key = $2", caller, key
    )
    if row is None:
        raise RuntimeError("the key was released while it was read")
    row["headers"] = json.loads(row["headers"]) if row["headers"] else {}
    return row


def storing(key_id: UUID, status: int, headers: dict[str, str], body: bytes) -> str:
    """The statement that keeps the answer with the change it reports, to be said with the end of the transaction."""
    return sql.written_out(
        "UPDATE idempotency_key SET status = $2, headers = $3::jsonb, body = $4 WHERE id = $1",
        key_id,
        status,
        json.dumps(headers),
        body,
    )


async def purge_keys(before: datetime) -> int:
    """Forget the keys older than the promised time; the result is how many."""
    return await sql.execute("DELETE FROM idempotency_key WHERE created_at < $1", before)
