"""A small load generator in a process of its own: keep-alive connections, one request in flight on each.

Not a library because none of the usual ones comes as a wheel. It reads its orders as JSON on standard input, the
requests made ready to the byte, and writes what it measured as JSON on standard output.
"""

import asyncio
import json
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import cycle
from pathlib import Path

import uvloop

CONNECTIONS = 16


@dataclass(frozen=True)
class Measure:
    """One round: how many calls, how many a second, 95th percentile in milliseconds, and answers by status."""

    count: int
    per_second: float
    p95_ms: float
    statuses: dict[str, int]


def p95(milliseconds: Sequence[float]) -> float:
    """The 95th percentile; 0 when there is nothing to rank."""
    return statistics.quantiles(milliseconds, n=20)[-1] if len(milliseconds) > 1 else 0.0


async def _read_answer(reader: asyncio.StreamReader) -> int:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    status = int(head[9:12])
    _, found, rest = head.partition(b"\r\ncontent-length:")
    if not found:
        raise ValueError("an answer without a length")
    await reader.readexactly(int(rest.partition(b"\r\n")[0]))
    return status


async def _one_connection(
    host: str, port: int, requests: Iterator[bytes], until: float, seen: list[tuple[int, float]]
) -> None:
    reader, writer = await asyncio.open_connection(host, port)
    try:
        while time.perf_counter() < until:
            request = next(requests, None)
            if request is None:
                raise RuntimeError("the requests that were made ready are used up: the round would be cut short")
            started = time.perf_counter()
            writer.write(request)
            seen.append((await _read_answer(reader), time.perf_counter() - started))
    finally:
        writer.close()
        await writer.wait_closed()


async def measure(host: str, port: int, requests: Iterator[bytes], seconds: float) -> Measure:
    """Send requests for that long, from all connections, each taking the next request of one iterator."""
    seen: list[tuple[int, float]] = []
    started = time.perf_counter()
    until = started + seconds
    await asyncio.gather(*(_one_connection(host, port, requests, until, seen) for _ in range(CONNECTIONS)))
    elapsed = time.perf_counter() - started
    statuses = Counter(str(status) for status, _ in seen)
    return Measure(len(seen), len(seen) / elapsed, p95([duration * 1000 for _, duration in seen]), dict(statuses))


def request_text(method: str, path: str, headers: dict[str, str], body: str = "") -> str:
    """An HTTP/1.1 request to the letter."""
    lines = [f"{method} {path} HTTP/1.1", "host: bench", *(f"{name}: {value}" for name, value in headers.items())]
    if body:
        lines += ["content-type: application/json", f"content-length: {len(body.encode())}"]
    return "\r\n".join(lines) + "\r\n\r\n" + body


def measure_elsewhere(host: str, port: int, requests: Sequence[str], *, again: bool, seconds: float) -> Measure:
    """The same in a second process; ``again`` starts over with the first request after the last."""
    orders = {"host": host, "port": port, "requests": requests, "again": again, "seconds": seconds}
    done = subprocess.run(
        [sys.executable, "-m", "bench.load"],
        input=json.dumps(orders),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        cwd=Path(__file__).parents[1],
    )
    return Measure(**json.loads(done.stdout))


def main() -> None:
    """Do what standard input orders."""
    orders = json.load(sys.stdin)
    ready = [request.encode() for request in orders["requests"]]
    requests = cycle(ready) if orders["again"] else iter(ready)
    found = uvloop.run(measure(orders["host"], orders["port"], requests, orders["seconds"]))
    json.dump(asdict(found), sys.stdout)


if __name__ == "__main__":
    main()
