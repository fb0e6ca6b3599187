"""Counts for monitoring, each from few rows: they are asked for every few seconds."""

from datetime import datetime

from clause.db import sql
from clause.domain.monitoring import WaitingWork, WorkBehind

_RECENT_JOBS = 1000

_WAITING = """
SELECT kind, count(*) AS jobs, min(run_at) AS oldest_due FROM job
 WHERE state IN ('queued', 'running') AND run_at <= $1 GROUP BY kind ORDER BY kind
"""
_RECENT = """
SELECT count(*) FILTER (WHERE state = 'failed') AS recent_failures, max(finished_at) AS last_finished
  FROM (SELECT state, finished_at FROM job ORDER BY id DESC LIMIT $1) recent
"""
_JOURNALS = """
SELECT count(*) AS journals, coalesce(sum(seq), 0)::bigint AS journal_lines,
       (SELECT sealed_at FROM journal_seal ORDER BY number DESC LIMIT 1) AS last_seal
  FROM clause_journal_heads()
"""


async def measure_work(now: datetime) -> WorkBehind:
    """The state of background work and of the journals, over all organisations."""
    waiting = await sql.fetch(_WAITING, now)
    recent, journals = await sql.fetch_one(_RECENT, _RECENT_JOBS), await sql.fetch_one(_JOURNALS)
    values = {"waiting": tuple(WaitingWork.model_validate(row) for row in waiting)}
    return WorkBehind.model_validate({**values, **(recent or {}), **(journals or {})})
