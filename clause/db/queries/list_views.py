"""The columns that a person chose for a list."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from clause.db import sql


async def find_columns(user_id: UUID, list_name: str) -> tuple[str, ...] | None:
    """The keys chosen, or None for who has chosen nothing."""
    query = "SELECT columns FROM list_view WHERE user_id = $1 AND list_name = $2"
    found = await sql.fetch_value(query, user_id, list_name)
    return None if found is None else tuple(found)


async def save_columns(row_id: UUID, user_id: UUID, list_name: str, columns: Sequence[str], now: datetime) -> None:
    """Keep a choice, in the place of the one before."""
    await sql.execute(
        "INSERT INTO list_view (id, user_id, list_name, columns, chosen_at) VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT (user_id, list_name) DO UPDATE SET columns = EXCLUDED.columns, chosen_at = EXCLUDED.chosen_at",
        row_id,
        user_id,
        list_name,
        list(columns),
        now,
    )


async def forget_columns(user_id: UUID, list_name: str) -> None:
    """Forget what was chosen."""
    await sql.execute("DELETE FROM list_view WHERE user_id = $1 AND list_name = $2", user_id, list_name)
