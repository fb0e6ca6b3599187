"""How many requests were answered, how and how fast, by route: counted in this process, told under ``/metrics``."""

from functools import cache

from prometheus_client import Counter, Gauge, Histogram

_APP = "clause"
_LABELS = ("method", "path", "status_code", "app_name")
_WORST = 500
_REQUESTS = Counter("clause_requests_total", "Total requests", _LABELS)
_ERRORS = Counter("clause_requests_error_total", "Total errors in requests", _LABELS)
_SECONDS = Histogram("clause_request_duration_seconds", "Request duration, in seconds", _LABELS)
_BROKEN_OFF = Counter("clause_answers_broken_off_total", "Long answers that failed after their first bytes had left")
_IN_PROGRESS = Gauge("clause_requests_in_progress", "Total requests currently in progress", ("method", "path"))


def begin(method: str, route: str) -> None:
    """A request has come for a route, named by its template: addresses are no labels."""
    _in_progress(method, route).inc()


def end(method: str, route: str, status: int, seconds: float) -> None:
    """It was answered."""
    _in_progress(method, route).dec()
    requests, duration = _answered(method, route, status)
    requests.inc()
    duration.observe(seconds)
    if status >= _WORST:
        _ERRORS.labels(method, route, str(status), _APP).inc()


def break_off() -> None:
    """A long answer failed after its status had left."""
    _BROKEN_OFF.inc()


# As many as there are routes and statuses: few.
@cache
def _in_progress(method: str, route: str) -> Gauge:
    return _IN_PROGRESS.labels(method, route)


@cache
def _answered(method: str, route: str, status: int) -> tuple[Counter, Histogram]:
    labels = (method, route, str(status), _APP)
    return _REQUESTS.labels(*labels), _SECONDS.labels(*labels)
