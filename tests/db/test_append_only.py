"""What is append-only is closed to the service by its rights too, not by the triggers alone."""

import contextlib

import asyncpg
import pytest

from clause.settings import Settings
from tests.db.test_constraints import APPEND_ONLY


@pytest.mark.parametrize("table", [*APPEND_ONLY, "journal_head", "counter"])
async def test_the_service_has_no_right_to_change_what_is_append_only(
    settings: Settings, database: None, table: str
) -> None:
    service = await asyncpg.connect(**settings.asyncpg_config())
    try:
        for change in (f"UPDATE {table} SET {'org_id = org_id' if table == 'journal_head' else 'id = id'}",
                       f"DELETE FROM {table}", f"TRUNCATE {table}"):  # fmt: skip
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await service.execute(change)
    finally:
        with contextlib.suppress(asyncpg.InterfaceError):
            await service.close()
