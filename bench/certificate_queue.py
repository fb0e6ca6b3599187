"""A thousand certificates asked for, then drawn, sealed and stored by a worker from the queue: ``certificates``."""

import asyncio
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg

from bench.imports import COMPANIES, prepare
from bench.stage import Servers, own_folder, processor_seconds, running_servers
from clause.children import command, environment
from clause.db.migrate import migrate
from clause.domain.certificate_register import YearlyOrder
from clause.embedded.processes import Launch, launched, spawn, stop
from clause.runtime import open_runtime
from clause.services import certificate_orders

PROMISED_SECONDS = 15.0
LONGEST_SECONDS = 300.0
_PUBLIC_URL = "https://clause.example.fr"
_STATE = "SELECT count(*) FILTER (WHERE document_id IS NOT NULL) AS stored, count(*) AS asked FROM certificate"


def measure(count: int) -> int:
    """Ask, let a worker loose, print; the status is 0 when all were stored within the promise."""
    with own_folder(None), running_servers() as servers:
        asyncio.run(_asked(servers, count))
        with _running_worker(servers) as worker:
            stored, seconds, processor = asyncio.run(_stored(servers, worker, count))
    print(f"{stored} of {count} certificates of a year drawn, sealed and stored by one worker: {seconds:.1f} s,")
    print(f"from its first to its last; {processor:.1f} s of its processor, its start included")
    return 0 if stored == count and seconds * 1000 / count <= PROMISED_SECONDS else 1


async def _asked(servers: Servers, count: int) -> None:
    await migrate(servers.settings.asyncpg_owner_config())
    async with open_runtime(servers.settings):
        ground = await prepare(servers, COMPANIES)
        connection = await asyncpg.connect(**servers.superuser())
        try:
            rows = await connection.fetch("SELECT id FROM organisation WHERE identifier = ANY($1)", ground.sirets)
        finally:
            await connection.close()
        for number in range(count):
            company_id = rows[number % len(rows)]["id"]
            order = YearlyOrder(year=ground.context.today.year)
            await certificate_orders.request_yearly_certificate(ground.context, company_id, order, _PUBLIC_URL)


@contextmanager
def _running_worker(servers: Servers) -> Iterator[int]:
    settings = servers.settings
    with (settings.data_dir / "worker.log").open("wb") as output:
        arguments = launched(Launch(), command(settings, "worker"), dies_by=signal.SIGTERM)
        process = spawn(arguments, output=output, environ=environment(settings))
        try:
            yield process.pid
        finally:
            stop(process, [(signal.SIGTERM, 30.0)])


async def _stored(servers: Servers, worker: int, count: int) -> tuple[int, float, float]:
    """How many were stored, the seconds from the first to the last, and those of processor of the worker."""
    connection = await asyncpg.connect(**servers.superuser())
    try:
        ends = time.monotonic() + LONGEST_SECONDS
        first: float | None = None
        row = await connection.fetchrow(_STATE)
        while row is not None and row["stored"] < count and time.monotonic() < ends:
            await asyncio.sleep(0.05)
            row = await connection.fetchrow(_STATE)
            if first is None and row is not None and row["stored"]:
                first = time.monotonic()
        seconds = time.monotonic() - (first or time.monotonic())
        return (row["stored"] if row else 0), seconds, processor_seconds(worker)
    finally:
        await connection.close()
