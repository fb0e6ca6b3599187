"""Machine clients of an organisation, as its people see them."""

from datetime import datetime
from uuid import UUID

from clause.db import sql
from clause.domain.clients import ApiClient

_CLIENT = ", ".join(ApiClient.model_fields)


async def list_clients() -> list[ApiClient]:
    """The clients of the caller's organisation, those in use first, the newest first."""
    rows = await sql.fetch(f"SELECT {_CLIENT} FROM api_client ORDER BY revoked_at IS NOT NULL, id DESC")  # noqa: S608
    return [ApiClient.model_validate(row) for row in rows]


async def revoke_client(client_id: UUID, org_id: UUID, now: datetime) -> bool:
    """Let a client of this organisation in no more, tokens included; False when there is none to revoke."""
    changed = await sql.execute(
        "UPDATE api_client SET revoked_at = $3 WHERE id = $1 AND org_id = $2 AND revoked_at IS NULL",
        client_id,
        org_id,
        now,
    )
    return changed == 1


async def note_use(client_id: UUID, now: datetime) -> None:
    """Note when a client last asked for a token."""
    await sql.execute("UPDATE api_client SET last_used_at = $2 WHERE id = $1", client_id, now)
