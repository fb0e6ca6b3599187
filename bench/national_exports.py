"""The whole ledger of an organisation taken away: as CSV beside COPY of the same query, and as a workbook."""

import asyncio
import statistics
import tempfile
import time
import zipfile
from typing import IO

import asyncpg
import httpx

from bench.processes import started_seconds
from bench.stage import Servers
from clause.edge.authentication import SESSION_COOKIE

_END_OF_ROW = b"</row>"
_ROWS_ABOVE = 3
"""On each page of a workbook: its title, the day, the headings."""
_COPIED = """
SELECT id, kind, reverses_id, company_id, lot_id, hire_id, statement_line_id, month, first_day, last_day, nature,
  hours_validated, not_credited_reason, booked_at FROM ledger_entry WHERE facilitator_org_id = $1 ORDER BY id
"""


def csv_beside_copy(servers: Servers, client: httpx.Client, cookie: str, org_id: str) -> None:
    """The largest organisation's whole ledger over HTTP beside COPY of the same query by the superuser."""
    over_http, first_bytes, by_copy, lines = [], [], [], 0
    for _ in range(3):
        by_copy.append(asyncio.run(_copy(servers, org_id)))
        started, lines = time.perf_counter(), -1
        headers = {"cookie": f"{SESSION_COOKIE}={cookie}"}
        with client.stream("GET", "/api/v1/ledger-entries.csv", headers=headers) as answer:
            for number, piece in enumerate(answer.iter_bytes()):
                if number == 0:
                    first_bytes.append((time.perf_counter() - started) * 1000)
                lines += piece.count(b"\n")
        over_http.append(time.perf_counter() - started)
    taken, floor = statistics.median(over_http), statistics.median(by_copy)
    print(f"\nCSV of {lines:,} lines: {taken:.2f} s, first byte after {statistics.median(first_bytes):.0f} ms;")
    print(f"COPY of the same by PostgreSQL alone: {floor:.2f} s; ratio {taken / floor:.2f}")


def workbook(client: httpx.Client, cookie: str) -> None:
    """The same ledger, with names, as the workbook of its page."""
    headers = {"cookie": f"{SESSION_COOKIE}={cookie}"}
    started, worked, first_byte = time.perf_counter(), started_seconds(), 0.0
    with tempfile.TemporaryFile() as file:
        with client.stream("GET", "/ledger-entries?format=xlsx", headers=headers) as answer:
            for piece in answer.iter_bytes():
                first_byte = first_byte or time.perf_counter() - started
                file.write(piece)
        taken, worked = time.perf_counter() - started, started_seconds() - worked
        pages, rows = _rows_of_workbook(file)
    print(
        f"\nWorkbook of {rows:,} lines on {pages} page(s): {taken:.1f} s, first byte after {first_byte * 1000:.0f} ms,"
    )
    print(f"{worked:.1f} s of processor, PostgreSQL's included")


def _rows_of_workbook(file: IO[bytes]) -> tuple[int, int]:
    """How many pages it has, and rows below the headings of each."""
    pages, rows = 0, 0
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/"):
                pages += 1
                rest = b""
                with archive.open(name) as page:
                    while piece := page.read(1 << 20):
                        rows += (rest + piece).count(_END_OF_ROW)
                        rest = piece[1 - len(_END_OF_ROW) :]
    return pages, rows - _ROWS_ABOVE * pages


async def _copy(servers: Servers, org_id: str) -> float:
    connection = await asyncpg.connect(**servers.superuser())
    try:
        started = time.perf_counter()
        await connection.copy_from_query(_COPIED, org_id, output=_drop, format="csv", header=True)
        return time.perf_counter() - started
    finally:
        await connection.close()


async def _drop(data: bytes) -> None:
    """What is copied goes nowhere."""
