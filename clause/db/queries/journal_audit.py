"""The whole journal read in order, on a connection of the tables' owner, for who verifies it.

The text of a line is made of PostgreSQL's own functions here: those of Clause in the database could have been changed.
"""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any
from uuid import UUID

from clause.domain.journal_chain import ChainLine, Head, Part, Seal

_ROWS = 1_000
EVERYTHING = Part()
_LINES = """
SELECT org_id, seq, previous_hash, hash,
  CASE format WHEN 1 THEN jsonb_build_object(
    'at', extract(epoch FROM at), 'actor_kind', actor_kind, 'actor_id', actor_id, 'actor_org_id', actor_org_id,
    'action', action, 'subject_kind', subject_kind, 'subject_id', subject_id, 'data', data, 'reason', reason)
  ELSE jsonb_build_object(
    'at', extract(epoch FROM at), 'actor_kind', actor_kind, 'actor_id', actor_id, 'actor_org_id', actor_org_id,
    'action', action, 'subject_kind', subject_kind, 'subject_id', subject_id, 'data', data,
    'format', format, 'id', id, 'org_id', org_id, 'reason_digest', reason_digest)
  END::text,
  CASE WHEN format = 1 THEN reason_digest IS NULL AND reason_salt IS NULL
    WHEN reason IS NULL THEN reason_salt IS NULL
    ELSE coalesce(reason_digest = encode(sha256(convert_to(reason_salt || reason, 'UTF8')), 'hex'), false) END,
  reason IS NULL AND reason_digest IS NOT NULL,
  CASE action WHEN 'participant.purged' THEN data ->> 'journal_lines' END
FROM journal WHERE ($1::uuid IS NULL OR org_id >= $1) AND ($2::uuid IS NULL OR org_id < $2) ORDER BY org_id, seq
"""


async def read_lines(connection: Any, part: Part = EVERYTHING) -> AsyncIterator[ChainLine]:
    """Every line of these chains, by organisation and number; needs a transaction."""
    cursor = await connection.cursor(_LINES, *part)
    while rows := await cursor.fetch(_ROWS):
        for row in rows:
            yield ChainLine(*row)


async def read_heads(connection: Any) -> list[Head]:
    """The last link of every chain."""
    return [Head(*row) for row in await connection.fetch("SELECT org_id, seq, hash FROM journal_head")]


async def read_seals(connection: Any, *, since: datetime | None = None, org_id: UUID | None = None) -> list[Seal]:
    """Seals by number; of one organisation, or made since an instant, when it is given."""
    rows = await connection.fetch(
        "SELECT number, previous, org_id, seq, hash, sealed_at, key_id, signature FROM journal_seal"
        " WHERE ($1::timestamptz IS NULL OR sealed_at >= $1) AND ($2::uuid IS NULL OR org_id = $2) ORDER BY number",
        since,
        org_id,
    )
    return [Seal.model_validate(dict(row)) for row in rows]
