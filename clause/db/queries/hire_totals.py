"""Totals of hires, counted from the ledger."""

from clause.db import sql


async def count_hires(limit: int) -> int:
    """Count anew hires of any organisation whose ledger has grown, ``limit`` at most; how many were counted.

    0 when none is left, while another worker is at it, and for anybody but the service itself.
    """
    return int(await sql.fetch_value("SELECT clause_count_hires($1)", limit))
