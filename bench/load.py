"""A small load generator in a process of its own: keep-alive connections, one request in flight on each.

Not a library because none of the usual ones comes as a wheel; it counts what was answered and how long it took.
"""

import asyncio
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Measure:
    """One round: answers a second, 95th percentile in milliseconds, and answers by status."""

    per_second: float
    p95_ms: float
    statuses: dict[int, int]


async def _read_answer(reader: asyncio.StreamReader) -> int:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    status = int(head.split(" ", 2)[1])
    length = next((int(line.split(":")[1]) for line in head.split("\r\n") if line.startswith("content-length:")), 0)
    await reader.readexactly(length)
    return status


async def _one_connection(
    host: str, port: int, requests: Iterator[bytes], until: float, seen: list[tuple[int, float]]
) -> None:
    reader, writer = await asyncio.open_connection(host, port)
    try:
        for request in requests:
            started = time.perf_counter()
            if started >= until:
                return
            writer.write(request)
            await writer.drain()
            seen.append((await _read_answer(reader), time.perf_counter() - started))
    finally:
        writer.close()
        await writer.wait_closed()


async def measure(host: str, port: int, requests: Iterator[bytes], *, connections: int, seconds: float) -> Measure:
    """Send requests for that long, from that many connections, each taking the next request of one iterator."""
    seen: list[tuple[int, float]] = []
    started = time.perf_counter()
    await asyncio.gather(
        *(_one_connection(host, port, requests, started + seconds, seen) for _ in range(connections))
    )
    elapsed = time.perf_counter() - started
    statuses: dict[int, int] = {}
    for status, _ in seen:
        statuses[status] = statuses.get(status, 0) + 1
    durations = sorted(duration for _, duration in seen)
    p95 = statistics.quantiles(durations, n=20)[-1] * 1000 if len(durations) > 1 else 0.0
    return Measure(len(seen) / elapsed, p95, statuses)


def request_bytes(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """An HTTP/1.1 request to the letter."""
    lines = [f"{method} {path} HTTP/1.1", "host: bench", *(f"{name}: {value}" for name, value in headers.items())]
    if body:
        lines += ["content-type: application/json", f"content-length: {len(body)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def main(make_requests: Callable[[dict[str, object]], Iterator[bytes]]) -> None:
    """Read a plan as JSON on standard input, measure, write the measure as JSON on standard output."""
    plan = json.load(sys.stdin)
    found = asyncio.run(
        measure(
            plan["host"],
            plan["port"],
            make_requests(plan),
            connections=plan["connections"],
            seconds=plan["seconds"],
        )
    )
    json.dump(asdict(found), sys.stdout)
