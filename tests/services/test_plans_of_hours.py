"""What stands elsewhere for a hire is found by the hire, however many statements are open."""

from uuid import UUID

import pytest

from clause.db import sql
from clause.db.queries import hours, hours_imports
from clause.domain.hours import StatementState

OPEN = {StatementState.DRAFT, StatementState.SUBMITTED, StatementState.CORRECTION_REQUESTED}


def test_what_is_neither_validated_nor_rejected_is_open() -> None:
    assert set(StatementState) - {StatementState.VALIDATED, StatementState.REJECTED} == OPEN


@pytest.mark.parametrize("setting", ["enable_seqscan", "enable_bitmapscan"])
@pytest.mark.parametrize(
    ("statement", "types", "values"),
    [
        (hours._ELSEWHERE, "uuid[], date, uuid, uuid, date", "'{}', '2026-06-01', NULL, NULL, '2026-06-30'"),
        (hours_imports._OPEN, "uuid, uuid[], date, date", f"'{UUID(int=1)}', '{{}}', '2026-06-01', '2026-06-01'"),
        (hours_imports._STANDING, "uuid[], date, date, uuid[]", "'{}', '2026-06-01', '2026-06-30', '{}'"),
    ],
    ids=["elsewhere", "open", "standing"],
)
async def test_no_plan_goes_through_all_open_statements(
    transaction: None, setting: str, statement: str, types: str, values: str
) -> None:
    await sql.execute(f"SET LOCAL {setting} = off")
    await sql.execute("SET LOCAL plan_cache_mode = force_generic_plan")
    await sql.execute(f"PREPARE planned ({types}) AS {statement}")
    plan = await sql.fetch(f"EXPLAIN EXECUTE planned ({values})")
    await sql.execute("DEALLOCATE planned")
    assert not any("hours_statement_state" in line["QUERY PLAN"] for line in plan)
