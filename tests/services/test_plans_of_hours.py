"""What stands elsewhere for a hire is found by the hire, however many statements are open."""

import pytest

from clause.db import sql
from clause.db.queries import hours
from clause.domain.hours import StatementState

OPEN = {StatementState.DRAFT, StatementState.SUBMITTED, StatementState.CORRECTION_REQUESTED}


def test_what_is_neither_validated_nor_rejected_is_open() -> None:
    assert set(StatementState) - {StatementState.VALIDATED, StatementState.REJECTED} == OPEN


@pytest.mark.parametrize("setting", ["enable_seqscan", "enable_bitmapscan"])
async def test_no_plan_goes_through_all_open_statements(transaction: None, setting: str) -> None:
    await sql.execute(f"SET LOCAL {setting} = off")
    await sql.execute("SET LOCAL plan_cache_mode = force_generic_plan")
    await sql.execute(f"PREPARE elsewhere (uuid[], date, uuid, uuid, date) AS {hours._ELSEWHERE}")
    plan = await sql.fetch("EXPLAIN EXECUTE elsewhere ('{}', '2026-06-01', NULL, NULL, '2026-06-30')")
    await sql.execute("DEALLOCATE elsewhere")
    assert not any("hours_statement_state" in line["QUERY PLAN"] for line in plan)
