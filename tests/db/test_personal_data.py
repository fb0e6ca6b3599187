"""Every table, and every column of those that tell of people followed, has its verdict."""

import pytest

from clause.db import sql
from clause.db.personal_data import HELD, NOT_HELD

COLUMNS = """
SELECT c.relname::text AS table_name, a.attname::text AS column_name FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
  AND a.attnum > 0 AND NOT a.attisdropped
"""
KEYS = """
SELECT conrelid::regclass::text AS child, confrelid::regclass::text AS parent FROM pg_constraint
WHERE contype = 'f' AND connamespace = 'public'::regnamespace
"""
ABOUT_PEOPLE = ("participant", "eligibility", "hire", "proof_document", "operation_participant")


async def _columns() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in await sql.fetch(COLUMNS):
        found.setdefault(row["table_name"], set()).add(row["column_name"])
    return found


async def test_every_table_has_its_verdict(transaction: None) -> None:
    assert set(HELD) & set(NOT_HELD) == set()
    assert set(await _columns()) == set(HELD) | set(NOT_HELD), "say in clause/db/personal_data.py what is told there"


@pytest.mark.parametrize("table", sorted(HELD))
async def test_every_column_that_tells_of_a_person_has_its_verdict(transaction: None, table: str) -> None:
    held = HELD[table]
    assert len(set(held.kept)) == len(held.kept)
    assert set(held.kept) & set(held.erased) == set()
    assert (await _columns())[table] == set(held.kept) | set(held.erased)
    assert set(held.hidden) <= set(held.kept) | set(held.erased)


async def test_what_hangs_on_a_person_by_a_key_tells_of_that_person(transaction: None) -> None:
    hanging = {row["child"] for row in await sql.fetch(KEYS) if row["parent"] in ABOUT_PEOPLE}
    assert hanging <= set(HELD)
