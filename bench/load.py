"""A small load generator in a process of its own: keep-alive connections, one request in flight on each.

Not a library because none of the usual ones comes as a wheel. It reads its orders as JSON on standard input, the
requests made ready to the byte, and writes what it measured as JSON on standard output.
"""

import asyncio
import json
import re
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import cycle
from pathlib import Path
from typing import cast

import uvloop

CONNECTIONS = 16
_LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)\r\n", re.IGNORECASE)


@dataclass(frozen=True)
class Measure:
    """One round: how many calls, how many a second, 95th percentile in milliseconds, and answers by status.

    ``own_share`` is the processor time that the load generator itself took, as a share of one processor.
    """

    count: int
    per_second: float
    p95_ms: float
    statuses: dict[str, int]
    own_share: float = 0.0


def p95(milliseconds: Sequence[float]) -> float:
    """The 95th percentile; 0 when there is nothing to rank."""
    return statistics.quantiles(milliseconds, n=20)[-1] if len(milliseconds) > 1 else 0.0


class _Round:
    """One round: the requests still to be sent, when it ends, and what was answered."""

    def __init__(self, requests: Iterator[bytes], until: float) -> None:
        self.requests = requests
        self.until = until
        self.seen: list[tuple[int, float]] = []


class _Connection(asyncio.Protocol):
    """A connection that sends its next request once it has the whole answer to the one before."""

    def __init__(self, of_round: _Round) -> None:
        self._round = of_round
        self._received = bytearray()
        self._length = 0
        self._started = 0.0
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.WriteTransport, transport)
        self._send()

    def data_received(self, data: bytes) -> None:
        self._received += data
        if not self._length:
            head = self._received.find(b"\r\n\r\n")
            if head < 0:
                return
            found = _LENGTH.search(self._received, 0, head + 2)
            if found is None:
                self._end(ValueError(f"an answer without a length: {bytes(self._received[:head])!r}"))
                return
            self._length = head + 4 + int(found[1])
        if len(self._received) >= self._length:
            status = int(self._received[9:12])
            self._round.seen.append((status, time.perf_counter() - self._started))
            self._received.clear()
            self._length = 0
            self._send()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end(exc or ConnectionError("the service closed a connection"))

    def _send(self) -> None:
        self._started = time.perf_counter()
        if self._started >= self._round.until:
            self._end(None)
            return
        request = next(self._round.requests, None)
        if request is None:
            self._end(RuntimeError("the requests that were made ready are used up: the round would be cut short"))
            return
        self._transport.write(request)

    def _end(self, error: Exception | None) -> None:
        if self.ended.done():
            return
        if error is None:
            self.ended.set_result(None)
        else:
            self.ended.set_exception(error)
        self._transport.close()


async def measure(host: str, port: int, requests: Iterator[bytes], seconds: float) -> Measure:
    """Send requests for that long, from all connections, each taking the next request of one iterator."""
    loop, started, own = asyncio.get_running_loop(), time.perf_counter(), time.process_time()
    this = _Round(requests, started + seconds)
    made = [await loop.create_connection(lambda: _Connection(this), host, port) for _ in range(CONNECTIONS)]
    await asyncio.gather(*(connection.ended for _, connection in made))
    elapsed = time.perf_counter() - started
    statuses = Counter(str(status) for status, _ in this.seen)
    durations = [duration * 1000 for _, duration in this.seen]
    own_share = (time.process_time() - own) / elapsed
    return Measure(len(this.seen), len(this.seen) / elapsed, p95(durations), dict(statuses), own_share)


def request_text(method: str, path: str, headers: dict[str, str], body: str = "") -> str:
    """An HTTP/1.1 request to the letter."""
    lines = [f"{method} {path} HTTP/1.1", "host: bench", *(f"{name}: {value}" for name, value in headers.items())]
    if body:
        lines.append(f"content-length: {len(body.encode())}")
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
