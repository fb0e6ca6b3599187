"""Figures for whoever runs the service, in the format of Prometheus: requests by route, and the work behind them.

No label names a person or an organisation: routes are templates, kinds are codes.
"""

import base64
import binascii
import hmac
import ipaddress
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from litestar import Response, get
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric

from clause.domain.errors import NotFound, Unavailable
from clause.domain.monitoring import WorkBehind
from clause.edge.request_context import AnyRequest
from clause.services import monitoring
from clause.services.context import worker_context


async def for_who_watches(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """A guard: with the token as a password (Basic), or without any token from this very machine. NotFound MON-001.

    Whoever may not read the figures is not told either that there are any.
    """
    token = connection.app.state["settings"].metrics_token
    allowed = _shows(connection, token) if token else _comes_from_here(connection)
    if not allowed:
        raise NotFound("MON-001")


def _shows(connection: ASGIConnection[Any, Any, Any, Any], token: str) -> bool:
    kind, _, shown = connection.headers.get("authorization", "").partition(" ")
    try:
        password = base64.b64decode(shown, validate=True).partition(b":")[2]
    except (binascii.Error, ValueError):
        return False
    return kind.lower() == "basic" and hmac.compare_digest(password, token.encode())


def _comes_from_here(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    try:
        return connection.client is not None and ipaddress.ip_address(connection.client.host).is_loopback
    except ValueError:
        return False


@get("/metrics", guards=[for_who_watches], include_in_schema=False)
async def metrics(request: AnyRequest) -> Response[bytes]:
    """Requests of this process, and the work behind all of them; the latter is left out while the database is away."""
    registry = CollectorRegistry(auto_describe=False)
    now = request.app.state["clock"]()
    try:
        work = await monitoring.measure_work(worker_context(now))
    except Unavailable:
        families = [_gauge("clause_database_up", "Whether the database answered", 0)]
    else:
        families = [_gauge("clause_database_up", "Whether the database answered", 1), *_families(work, now)]
    registry.register(_Families(families))
    return Response(
        generate_latest(REGISTRY) + generate_latest(registry), headers={"content-type": CONTENT_TYPE_LATEST}
    )


class _Families:
    """What was measured, as a registry wants it."""

    def __init__(self, families: list[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterator[Metric]:
        return iter(self._families)


def _gauge(name: str, text: str, value: float) -> Metric:
    return GaugeMetricFamily(name, text, value=value)


def _families(work: WorkBehind, now: datetime) -> Iterator[Metric]:
    jobs = GaugeMetricFamily("clause_jobs_waiting", "Background jobs whose time has come", labels=["kind"])
    age = GaugeMetricFamily("clause_jobs_oldest_seconds", "How long the oldest of them waits", labels=["kind"])
    for waiting in work.waiting:
        jobs.add_metric([waiting.kind], waiting.jobs)
        age.add_metric([waiting.kind], (now - waiting.oldest_due).total_seconds())
    yield from (jobs, age)
    yield _gauge("clause_jobs_failed_recently", "Jobs given up, among the last thousand", work.recent_failures)
    if work.last_finished:
        yield _gauge("clause_job_last_finished", "When a job was last finished (epoch)", work.last_finished.timestamp())
    yield _gauge("clause_journals", "Organisations with a journal", work.journals)
    yield _gauge("clause_journal_lines", "Lines of all journals", work.journal_lines)
    if work.last_seal:
        yield _gauge("clause_journal_last_seal", "When a journal was last sealed (epoch)", work.last_seal.timestamp())
