"""Every page, and every reading of the API, that each reader can reach by following links: what one call costs.

A page is walked once for each address of its own: the route, and the filters and the order in its address. Ids that
pages lead to are then put in the routes of the API.
"""

import asyncio
import html
import re
import sys
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

import httpx
from asyncpg.connection import LoggedQuery
from litestar import Litestar

from bench.capture import served_here
from bench.processes import started_seconds
from clause.edge.authentication import SESSION_COOKIE
from clause.settings import Settings

MOST_MS = 300
"""Processor time that a page may take, the service and the database together."""
_SURE_MS = 150
"""What seems to take more is called again, and the median is told."""
_AGAIN = 2
_PLACES_A_ROUTE = 2
"""So many different things of one kind are opened: the first are those that were asked for."""
_FAILED, _BROKEN = 400, 500
"""Of the API, what is refused to a reader is none of theirs; of pages, nothing that is linked is refused."""
_OF_OTHERS = "/mails/preview/"
"""Shows a mail as those get it whom it is for: its links lead where they may go."""
_FILES = ("format=", "/api/v1/ledger-entries.csv")
_LINK = re.compile(r'<a\b[^>]*?\shref="(/[^"#]*)"')
_PARAMETER = re.compile(r"\{(\w+)(?::\w+)?\}")


@dataclass(frozen=True)
class Walker:
    """Someone signed in, and where their walk starts."""

    name: str
    cookie: str
    starts: Sequence[str]


@dataclass(frozen=True)
class Visit:
    """One address, opened by one reader: processor time of the service and of the database, in milliseconds."""

    reader: str
    address: str
    status: int
    web_ms: float
    database_ms: float
    statements: int
    kilobytes: float

    @property
    def whole_ms(self) -> float:
        """Both together."""
        return self.web_ms + self.database_ms


@dataclass
class _Route:
    """A GET route: what matches its addresses, and the names of what stands in them."""

    path: str
    pattern: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        self.pattern = re.compile(_PARAMETER.sub(lambda found: f"(?P<{found[1]}>[^/]+)", self.path) + "$")

    def filled(self, known: Mapping[str, str]) -> str | None:
        """Its address with what is known; None when something is not."""
        names = _PARAMETER.findall(self.path)
        if any(name not in known for name in names):
            return None
        return _PARAMETER.sub(lambda found: known[found[1]], self.path)


class _Walk:
    def __init__(self, app: Litestar, http: httpx.AsyncClient, heard: list[LoggedQuery]) -> None:
        self._http, self._heard = http, heard
        paths = {one.path for one in app.routes if "GET" in getattr(one, "methods", ())}
        # What is written in full comes before what only has the same shape.
        self._routes = [_Route(path) for path in sorted(paths, key=lambda path: (path.count("{"), path))]

    async def of(self, reader: Walker) -> list[Visit]:
        """Everything that one reader gets to."""
        seen: dict[str, int] = {}
        known: dict[str, str] = {}
        found: list[Visit] = []
        waiting = deque((start, "") for start in reader.starts)
        while waiting:
            address, linked_from = waiting.popleft()
            if (shape := self._shape(address, known)) is None or seen.get(shape, 0) >= _places(shape):
                continue
            seen[shape] = seen.get(shape, 0) + 1
            text, visit = await self._visit(reader, address)
            found.append(visit)
            if visit.status >= _FAILED:
                print(f"{reader.name}: {address}, a link of {linked_from}: {visit.status}", file=sys.stderr, flush=True)
            if not address.startswith(_OF_OTHERS):
                waiting.extend((link, address) for link in _links(text))
        for route in self._routes:
            if route.path.startswith("/api/v1") and (path := route.filled(known)) and not _is_file(path):
                _, visit = await self._visit(reader, path)
                found += [visit] if visit.status < _FAILED or visit.status >= _BROKEN else []
        return found

    def _shape(self, address: str, known: dict[str, str]) -> str | None:
        """What addresses of the same kind share; None for a file, or what no route answers."""
        parts = urlsplit(address)
        for route in self._routes:
            if not _is_file(address) and (found := route.pattern.match(parts.path)):
                for name, value in found.groupdict().items():
                    known.setdefault(name, value)
                asked = [f"sort={value}" if key == "sort" else key for key, value in parse_qsl(parts.query)]
                # A further page of each order and filter costs what that of the list does.
                others = [one for one in asked if one != "page"] or asked
                return f"{route.path}?{'&'.join(sorted(others))}"
        return None

    async def _visit(self, reader: Walker, address: str) -> tuple[str, Visit]:
        answer, _ = await self._call(reader, address)
        took = [(await self._call(reader, address))[1]]
        if sum(took[0]) > _SURE_MS:
            took += [(await self._call(reader, address))[1] for _ in range(_AGAIN)]
        web_ms, database_ms = sorted(took, key=sum)[len(took) // 2]
        is_page = answer.headers.get("content-type", "").startswith("text/html")
        kilobytes = len(answer.content) / 1000
        visit = Visit(reader.name, address, answer.status_code, web_ms, database_ms, len(self._heard), kilobytes)
        if visit.whole_ms > MOST_MS:
            print(f"{visit.reader}: {address}, {visit.whole_ms:.0f} ms", file=sys.stderr, flush=True)
        return answer.text if is_page else "", visit

    async def _call(self, reader: Walker, address: str) -> tuple[httpx.Response, tuple[float, float]]:
        self._heard.clear()
        web, database = time.process_time(), started_seconds()
        headers = {"cookie": f"{SESSION_COOKIE}={reader.cookie}"}
        answer = await self._http.get(address, headers=headers, follow_redirects=True)
        await asyncio.sleep(0)  # the driver reports a statement in the next turn of the loop
        return answer, ((time.process_time() - web) * 1000, (started_seconds() - database) * 1000)


def _places(shape: str) -> int:
    return _PLACES_A_ROUTE if "{" in shape and shape.endswith("?") else 1


def _is_file(address: str) -> bool:
    return any(mark in address for mark in _FILES)


def _links(text: str) -> Iterator[str]:
    return (html.unescape(found) for found in _LINK.findall(text))


async def walk(settings: Settings, walkers: Sequence[Walker]) -> list[Visit]:
    """What every reader gets to; the service runs inside this process, its database is a child of it."""
    heard: list[LoggedQuery] = []
    async with served_here(settings, heard.append) as (app, http):
        walked = _Walk(app, http, heard)
        return [visit for walker in walkers for visit in await walked.of(walker)]


def print_visits(visits: Sequence[Visit], shown: int) -> bool:
    """The dearest first; whether all were answered and none takes more than ``MOST_MS``."""
    by_cost = sorted(visits, key=lambda visit: visit.whole_ms, reverse=True)
    dear = sum(visit.whole_ms > MOST_MS for visit in visits)
    failed = [visit for visit in visits if visit.status >= _FAILED]
    print(f"\n{'who':<26} {'address':<64} {'status':>6} {'web ms':>7} {'SQL ms':>7} {'statements':>10} {'kB':>6}")
    for visit in [*failed, *by_cost[: max(shown, dear)]]:
        print(
            f"{visit.reader:<26} {visit.address[:64]:<64} {visit.status:>6} {visit.web_ms:>7.0f}"
            f" {visit.database_ms:>7.0f} {visit.statements:>10} {visit.kilobytes:>6.0f}"
        )
    print(
        f"{len(visits)} addresses walked: {dear} above {MOST_MS} ms of processor, {len(failed)} not answered",
        flush=True,
    )
    return not dear and not failed
