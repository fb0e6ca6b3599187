"""Imports that are interrupted, or treated by two workers at once: committed data, real connections, real processes."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest

from clause.domain.contracts import LotFilters
from clause.domain.imports import ImportKind, ImportReport
from clause.services import contracts, imports
from clause.services.context import Context
from clause.settings import Settings
from tests.builders.committed import committed_territory
from tests.builders.decp import MARCHE
from tests.builders.imports import a_file, states
from tests.builders.territory import NOW, Territory

RECORDS = imports.RECORDS_A_STEP * 4 + 7
# Dies of its own hand in the middle of its second step: who watches from outside may be held up until the file is done.
WORKER = """
import asyncio, os, signal, sys
from datetime import datetime
from uuid import UUID
from clause.runtime import open_runtime
from clause.services import imports
from clause.settings import load_settings

async def work():
    async with open_runtime(load_settings()):
        now, job_id = datetime.fromisoformat(sys.argv[1]), UUID(sys.argv[2])
        await imports.import_chunk(now, job_id)
        asyncio.get_running_loop().call_later(0.05, os.kill, os.getpid(), signal.SIGKILL)
        while True:
            await imports.import_chunk(now, job_id)

asyncio.run(work())
"""


@pytest.fixture
async def own(territory: Territory, settings: Settings) -> AsyncIterator[Territory]:
    """A territory of the test alone, committed, and taken away at its end."""
    async with committed_territory(territory, settings) as committed:
        yield committed


def _records(territory: Territory) -> list[dict[str, Any]]:
    """Contracts between organisations that exist already, one of them twice in the last step."""
    holder = {"titulaire": {"typeIdentifiant": "SIRET", "id": territory.company.identifier}}
    base = {**MARCHE, "acheteur": {"id": territory.buyer.identifier}, "titulaires": [holder]}
    records = [{**base, "id": f"2025{rank:05d}"} for rank in range(RECORDS - 1)]
    return [*records, records[0]]


async def _check(context: Context, import_id: UUID) -> ImportReport:
    report = await imports.load_import(context, import_id)
    assert states(report) == {"imported": RECORDS - 1, "already_known": 1}
    rows = await imports.list_rows(context, import_id, limit=RECORDS * 2)
    assert [row.position for row in rows] == list(range(1, RECORDS + 1))
    lots = await contracts.list_lots(context, LotFilters(), limit=RECORDS * 2)
    assert len({row.lot_id for row in rows}) == len(lots) == RECORDS - 1
    return report


async def test_two_workers_on_one_file_treat_each_record_once(own: Territory) -> None:
    context = own.facilitator.context
    run = await imports.start_import(context, ImportKind.DECP, "decp.json", a_file(*_records(own)))

    async def work() -> int:
        steps = 0
        while (await imports.load_import(context, run.id)).job.finished_at is None:
            steps += await imports.import_chunk(NOW, run.job_id) is not None
            await asyncio.sleep(0)
        return steps

    assert sum(await asyncio.gather(work(), work())) == 5
    await _check(context, run.id)


async def test_the_same_file_sent_twice_at_once_makes_each_lot_once(own: Territory) -> None:
    context = own.facilitator.context
    content = a_file(*_records(own))
    runs = [await imports.start_import(context, ImportKind.DECP, "decp.json", content) for _ in range(2)]

    async def work(job_id: UUID) -> None:
        while (outcome := await imports.import_chunk(NOW, job_id)) is not None and not outcome.done:
            pass

    await asyncio.gather(*(work(run.job_id) for run in runs))
    reports = [await imports.load_import(context, run.id) for run in runs]
    assert sum(report.counts[status] for report in reports for status in report.counts) == RECORDS * 2
    lots = await contracts.list_lots(context, LotFilters(), limit=RECORDS * 2)
    assert len(lots) == RECORDS - 1


@pytest.mark.real_processes
async def test_a_worker_killed_in_the_middle_of_a_file_loses_and_doubles_nothing(
    own: Territory, settings: Settings
) -> None:
    context = own.facilitator.context
    run = await imports.start_import(context, ImportKind.DECP, "decp.json", a_file(*_records(own)))
    environment = {**os.environ, "CLAUSE_DATA_DIR": str(settings.data_dir)}
    worker = await asyncio.create_subprocess_exec(
        sys.executable, "-c", WORKER, NOW.isoformat(), str(run.job_id), env=environment
    )
    assert await worker.wait() == -signal.SIGKILL
    left = RECORDS - sum((await imports.load_import(context, run.id)).counts.values())
    assert 0 < left < RECORDS, "killed in the middle"

    async def go_on() -> None:
        while (await imports.load_import(context, run.id)).job.finished_at is None:
            # The database frees the job's row as soon as it sees that the dead worker's connection is gone.
            if await imports.import_chunk(NOW, run.job_id) is None:
                await asyncio.sleep(0.05)

    await asyncio.wait_for(go_on(), timeout=240)
    await _check(context, run.id)
