"""The calls that are timed, each with its twin in pgbench."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

import asyncpg

from bench.capture import Heard, Listener, headers_of, listening
from bench.data import Prepared
from bench.load import CONNECTIONS, Measure, measure_elsewhere, request_text
from bench.pgbench import Script, run, script_of_call, script_of_calls
from bench.plan import Call
from bench.stage import Servers
from clause.settings import SERVICE_ROLE

ITEMS = 50
CALLS_A_SECOND_AT_MOST = 4000
_LINE, _BARE = "hours_statement_line", "bench_bare_line"
# The first call finds caches empty; the two after it are compared.
_CALLS_HEARD = 3


@dataclass
class Work:
    """One kind of call. POSTs take pairs from ``next_pair`` on and leave the next free one there."""

    title: str
    scripts: list[Script]
    queries: tuple[str, ...]
    given_back: int = 0
    """How often a connection goes back to the pool for one call; each time costs a round trip that pgbench spares."""
    call: Callable[[int], Call] | None = None
    """The call with this number; None when there is only the twin."""
    status: str = ""
    """The answer of a call that does what it should."""
    is_post: bool = False
    next_pair: int = 0

    def measure_clause(self, prepared: Prepared, address: tuple[str, int], seconds: float) -> Measure:
        """Calls of the service for that long."""
        if self.call is None:
            raise RuntimeError("there is nothing to call")
        count = round(CALLS_A_SECOND_AT_MOST * seconds) if self.is_post else CONNECTIONS
        calls = [self.call(self.next_pair + number) for number in range(count)]
        requests = [
            request_text(call.method, call.path, headers_of(call, prepared.tokens), call.body) for call in calls
        ]
        found = measure_elsewhere(*address, requests, again=not self.is_post, seconds=seconds)
        self._take(prepared, found.count)
        return found

    def measure_pgbench(self, prepared: Prepared, servers: Servers, seconds: float) -> Measure:
        """The same statements for that long, straight from pgbench."""
        found = run(servers, self.scripts, seconds=seconds, first_pair=self.next_pair)
        self._take(prepared, found.next_pair - self.next_pair)
        return found.measure

    def _take(self, prepared: Prepared, pairs: int) -> None:
        self.next_pair += pairs if self.is_post else 0
        if self.call is not None and self.next_pair > prepared.plan.sizes.pairs:
            raise RuntimeError("every month of every company is declared: prepare more companies (--companies)")


def listen(servers: Servers, prepared: Prepared, run_name: str) -> list[Work]:
    """What is timed, with the statements that the service sends today for each call."""
    return asyncio.run(_listen(servers, prepared, run_name))


def listen_beside(servers: Servers, prepared: Prepared, run_name: str) -> list[Work]:
    """The works that other services do as well: a row added, 50 listed, a lot's compliance; last the bare INSERT."""
    return asyncio.run(_listen_beside(servers, prepared, run_name))


async def _listen_beside(servers: Servers, prepared: Prepared, run_name: str) -> list[Work]:
    plan = prepared.plan
    others = range(1, plan.sizes.organisations)
    async with listening(servers.settings, prepared.tokens) as listener:
        declared = {number: await _hear_declaration(listener, prepared, number, run_name) for number in others}
        works = [
            _declaring(f"POST one hours row, to {len(others)} organisations", declared, others),
            await _listing(listener, "GET 50 ledger entries of a lot", "entries", plan.list_entries),
            await _reading(listener, "GET the compliance of a lot", "compliance", plan.lot_compliance),
        ]
    return [*works, await _bare_insert(servers, declared[1])]


async def _listen(servers: Servers, prepared: Prepared, run_name: str) -> list[Work]:
    plan = prepared.plan
    others = range(1, plan.sizes.organisations)
    async with listening(servers.settings, prepared.tokens) as listener:
        declared = {
            organisation: await _hear_declaration(listener, prepared, organisation, run_name)
            for organisation in range(plan.sizes.organisations)
        }
        works = [
            _declaring("POST one hours row, to one organisation", declared, [0]),
            _declaring(f"POST one hours row, to {len(others)} organisations", declared, others),
            await _listing(listener, "GET 50 hours statements of a month", "statements", plan.list_statements),
            await _listing(listener, "GET 50 ledger entries of a lot", "entries", plan.list_entries),
        ]
    return [*works, await _bare_insert(servers, declared[0])]


@dataclass(frozen=True)
class _Declared:
    """Two declarations to one organisation as heard, and how to make others."""

    first: Heard
    second: Heard
    expressions: dict[object, str]
    variables: list[str]
    call: Callable[[int], Call]

    def script(self, name: str, only: str = "", instead: str = "") -> Script:
        """Declarations without end; or ``only`` the statement with these words, with others ``instead`` of them."""
        first, second = (
            [statement.replaced(only, instead) for statement in heard.statements if only in statement.query]
            for heard in (self.first, self.second)
        )
        return script_of_calls(name, first, second, self.expressions, self.variables)


async def _hear_declaration(listener: Listener, prepared: Prepared, organisation: int, run_name: str) -> _Declared:
    plan = prepared.plan

    def call(pair: int) -> Call:
        return plan.declare(organisation, pair, run_name)

    heard = [await listener.hear(call(pair)) for pair in range(_CALLS_HEARD)]
    expressions = plan.expressions(organisation, _CALLS_HEARD - 2, run_name)
    return _Declared(heard[-2], heard[-1], expressions, plan.variables(), call)


def _declaring(title: str, declared: Mapping[int, _Declared], organisations: Sequence[int]) -> Work:
    """Declarations to organisations drawn at random, as pgbench draws a script for each transaction."""
    some = [declared[organisation] for organisation in organisations]
    return Work(
        title=title,
        scripts=[declared[organisation].script(f"declare_{organisation}") for organisation in organisations],
        queries=some[0].first.queries,
        given_back=some[0].first.given_back,
        call=lambda number: Random(number).choice(some).call(number),
        status="201",
        is_post=True,
        next_pair=_CALLS_HEARD,
    )


async def _listing(listener: Listener, title: str, name: str, call: Callable[[int], Call]) -> Work:
    """Lists, a few different ones in turn, one script for each."""
    return await _reading(listener, title, name, call, items=ITEMS)


async def _reading(
    listener: Listener, title: str, name: str, call: Callable[[int], Call], items: int | None = None
) -> Work:
    """Some things in turn, one script for each; lists must have so many ``items``."""
    heard = [await listener.hear(call(number)) for number in range(CONNECTIONS)]
    short = [len(one.answer["items"]) for one in heard if items is not None and len(one.answer["items"]) != items]
    if short:
        raise RuntimeError(f"lists of {short} items instead of {items}: prepare more companies (--companies)")
    return Work(
        title=title,
        scripts=[script_of_call(f"{name}_{number}", one.statements) for number, one in enumerate(heard)],
        queries=heard[-1].queries,
        given_back=heard[-1].given_back,
        call=call,
        status="200",
    )


async def _bare_insert(servers: Servers, declared: _Declared) -> Work:
    """The insertion of the line alone, into a table with the same columns and indexes and nothing that guards it."""
    connection = await asyncpg.connect(**servers.superuser())
    try:
        await connection.execute(f"CREATE TABLE {_BARE} (LIKE {_LINE} INCLUDING ALL)")
        await connection.execute(f"GRANT INSERT ON {_BARE} TO {SERVICE_ROLE}")
    finally:
        await connection.close()
    script = declared.script("bare", f"INSERT INTO {_LINE} ", f"INSERT INTO {_BARE} ")
    return Work(title="bare INSERT of the line", scripts=[script], queries=("INSERT",), is_post=True)
