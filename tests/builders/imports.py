"""Files imported to their end, through the services."""

import json
from collections import Counter
from typing import Any

import pytest

from clause.domain.imports import ImportKind, ImportReport, ImportRow, RowStatus
from clause.services import imports
from tests.builders.decp import SHARED
from tests.builders.territory import Caller


async def import_to_the_end(caller: Caller, content: bytes, file_name: str = "decp.json") -> ImportReport:
    """A file received and treated, step after step, as the worker does."""
    run = await imports.start_import(caller.context, ImportKind.DECP, file_name, content)
    while True:
        outcome = await imports.import_chunk(caller.context.now, run.job_id)
        if outcome is None or outcome.done:
            return await imports.load_import(caller.context, run.id)


async def rows_of(caller: Caller, report: ImportReport) -> list[ImportRow]:
    """Every row of a file."""
    return await imports.list_rows(caller.context, report.run.id, limit=100_000)


def states(report: ImportReport) -> dict[str, int]:
    """How many records ended in each state, those with none left out."""
    return {status.value: count for status, count in report.counts.items() if count}


def statuses(rows: list[ImportRow]) -> Counter[RowStatus]:
    """How often each state occurs."""
    return Counter(row.status for row in rows)


def shared_bytes(name: str) -> bytes:
    """A file of the shared data as it is; skips, saying so, where the folder is absent."""
    if not SHARED.exists():
        pytest.skip(f"shared data absent: {name}")
    return (SHARED / name).read_bytes()


def a_file(*records: dict[str, Any]) -> bytes:
    """A file of format 2.0 with these contracts."""
    return json.dumps({"marches": {"marche": list(records), "contrat-concession": []}}).encode()
