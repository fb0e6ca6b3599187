"""Rounds of calls on Clause and on the peer, and of their twins in pgbench, with the processor time of each."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bench.data import Prepared
from bench.load import CONNECTIONS, Measure, measure_elsewhere, request_text
from bench.peers.data import Ground
from bench.peers.service import Web
from bench.plan import HOURS_OF_A_MONTH, Call, Kind, Plan, made_id
from bench.processes import processor_seconds, with_descendants
from bench.stage import Servers
from bench.works import CALLS_A_SECOND_AT_MOST, Work

_ORGANISATION = 0


@dataclass(frozen=True)
class Sample:
    """One round of one service."""

    measure: Measure
    web_ms: float
    """Processor time of its web processes for one call, in milliseconds."""
    database_ms: float
    """The same of PostgreSQL."""
    busiest: float
    """The busiest web process' part of the time of all of them: 0.5 when two are evenly busy."""


@dataclass
class Kind3:
    """One kind of call on the three of them, with its samples; the first of each list is the warm-up."""

    work: Work
    of_peer: Callable[[int], Call] | None
    """The peer's call with this number, which takes the same pairs as Clause's; None for the twin alone."""
    peer_pair: int = 0
    clause: list[Sample] = field(default_factory=list)
    pgbench: list[Sample] = field(default_factory=list)
    peer: list[Sample] = field(default_factory=list)


class Watch:
    """Watches the processor time of web processes and of PostgreSQL while something is measured."""

    def __init__(self, servers: Servers) -> None:
        self._servers = servers

    def sample(self, measured: Callable[[], Measure], web: Web | None = None) -> Sample:
        """What was measured, with the processor time that it took."""
        pids = web.pids if web else []
        web_before, database_before = [processor_seconds(pid) for pid in pids], self._database()
        measure = measured()
        spent = [processor_seconds(pid) - before for pid, before in zip(pids, web_before, strict=True)]
        database, calls = self._database() - database_before, max(measure.count, 1)
        busiest = max(spent) / sum(spent) if sum(spent) else 0.0
        return Sample(measure, sum(spent) * 1000 / calls, database * 1000 / calls, busiest)

    def _database(self) -> float:
        return sum(processor_seconds(pid) for pid in with_descendants(self._servers.postgres.pid))


def peer_calls(plan: Plan) -> list[Callable[[int], Call] | None]:
    """The peer's calls for the works of ``listen_beside``, in their order."""

    def declare(number: int) -> Call:
        organisation = 1 + number % (plan.sizes.organisations - 1)
        hire = plan.hire_of(organisation, plan.company_of(number))
        body = {
            "hire": str(made_id(Kind.HIRE, hire)),
            "month": str(plan.month_of(number).first_day),
            "hours_declared": HOURS_OF_A_MONTH,
        }
        return Call("POST", "/api/hours/", organisation, json.dumps(body))

    def list_hours(number: int) -> Call:
        lot = made_id(Kind.LOT, plan.lot_of(_ORGANISATION, number % plan.sizes.lots))
        return Call("GET", f"/api/hours/?lot={lot}", _ORGANISATION)

    def compliance(number: int) -> Call:
        lot = made_id(Kind.LOT, plan.lot_of(_ORGANISATION, number % plan.sizes.lots))
        return Call("GET", f"/api/lots/{lot}/compliance/", _ORGANISATION)

    return [declare, list_hours, compliance, None]


def peer_headers(call: Call) -> dict[str, str]:
    """The headers of a call of the peer."""
    headers = {"authorization": f"Token bench-{call.organisation}"}
    return {**headers, "content-type": "application/json"} if call.body else headers


def measure_peer(kind: Kind3, web: Web, seconds: float) -> Measure:
    """Calls of the peer for that long."""
    if kind.of_peer is None:
        raise RuntimeError("there is nothing to call")
    is_post = kind.work.is_post
    count = round(CALLS_A_SECOND_AT_MOST * seconds) if is_post else CONNECTIONS
    calls = [kind.of_peer(kind.peer_pair + number) for number in range(count)]
    requests = [request_text(call.method, call.path, peer_headers(call), call.body) for call in calls]
    found = measure_elsewhere(*web.address, requests, again=not is_post, seconds=seconds)
    kind.peer_pair += found.count if is_post else 0
    return found


@dataclass(frozen=True)
class Stands:
    """What runs during the rounds."""

    servers: Servers
    prepared: Prepared
    clause: Web
    peer: Web


def one_round(kinds: Sequence[Kind3], stands: Stands, seconds: float, *, backwards: bool) -> None:
    """Each kind on each of the three, one after the other; in the opposite order when ``backwards``."""
    watch = Watch(stands.servers)

    def of_clause(kind: Kind3) -> None:
        measured = watch.sample(
            lambda: kind.work.measure_clause(stands.prepared, stands.clause.address, seconds), stands.clause
        )
        kind.clause.append(measured)

    def of_pgbench(kind: Kind3) -> None:
        measured = watch.sample(lambda: kind.work.measure_pgbench(stands.prepared, stands.servers, seconds))
        kind.pgbench.append(measured)

    def of_peer(kind: Kind3) -> None:
        kind.peer.append(watch.sample(lambda: measure_peer(kind, stands.peer, seconds), stands.peer))

    for kind in reversed(kinds) if backwards else kinds:
        steps = [of_pgbench] if kind.of_peer is None else [of_pgbench, of_clause, of_peer]
        for step in reversed(steps) if backwards else steps:
            step(kind)


def measure_limited(ground: Ground, work: Work, web: Web, servers: Servers, seconds: float) -> Sample:
    """Calls of a reading work, each under the token of another program of the organisation in turn."""
    call = work.call
    if call is None:
        raise RuntimeError("there is nothing to call")
    requests = [
        request_text("GET", call(number).path, {"authorization": f"Bearer {token}"})
        for number, token in enumerate(ground.further)
    ]
    return Watch(servers).sample(lambda: measure_elsewhere(*web.address, requests, again=True, seconds=seconds), web)
