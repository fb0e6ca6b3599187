"""Idempotency keys: the first answer, kept in the transaction that earned it."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from clause.db import sql


async def reserve_key(key_id: UUID, caller: str, key: str, request_hash: str, now: datetime) -> bool:
    """Take the key; False when it is taken. Waits for a call under the same key that is still in progress."""
    taken = await sql.fetch_value(
        "INSERT INTO idempotency_key (id, caller, key, request_hash, created_at) VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT (caller, key) DO NOTHING RETURNING id",
        key_id,
        caller,
        key,
        request_hash,
        now,
    )
    return taken is not None


async def load_answer(caller: str, key: str) -> dict[str, Any]:
    """The stored answer of a key that is taken."""
    row = await sql.fetch_one(
        "SELECT request_hash, status, headers, body FROM idempotency_key WHERE caller = $1 AND key = $2", caller, key
    )
    if row is None:
        raise RuntimeError("the key was released while it was read")
    row["headers"] = json.loads(row["headers"]) if row["headers"] else {}
    return row


async def store_answer(key_id: UUID, status: int, headers: dict[str, str], body: bytes) -> None:
    """Keep the answer with the change it reports."""
    await sql.execute(
        "UPDATE idempotency_key SET status = $2, headers = $3::jsonb, body = $4 WHERE id = $1",
        key_id,
        status,
        json.dumps(headers),
        body,
    )


async def purge_keys(before: datetime) -> int:
    """Forget the keys older than the promised time; the result is how many."""
    return await sql.execute("DELETE FROM idempotency_key WHERE created_at < $1", before)
