"""Calls drawn by schemathesis from the OpenAPI document, made inside this process, and what their answers break.

Inside, because a call over HTTP costs three times as much processor time as the answer itself.
"""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from itertools import islice
from typing import Any
from urllib.parse import unquote, urlsplit

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from bench.fuzz_cases import Cases

ADDRESS = "http://clause.test"
LONGEST_ANSWER_SECONDS = 2
SLOW = "Slow"
"""What is told of an answer that took longer; a machine that was held up makes one too."""
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
LONGEST_TOLD = 160

Case = schemathesis.Case[Any]

Application = Callable[[MutableMapping[str, Any], Any, Any], Awaitable[None]]
Headers = dict[str, str]


def drawn(document: dict[str, Any], limits: int, examples: int, only: str = "") -> Iterator[Case]:
    """Cases of every operation: at most ``limits`` at the limits of its document, and ``examples`` at random.

    Both keep to the document for one part, and break it for the other. One of each operation comes after the other, so
    that a run which is stopped has seen them all. They are the same each time.
    """
    schema: Any = schemathesis.openapi.from_dict(document)
    if only:
        schema = schema.include(path_regex=only)
    waiting = [_of_one(schema, result.ok(), limits, examples) for result in schema.get_all_operations()]
    while waiting:
        for cases in list(waiting):
            case = next(cases, None)
            if case is None:
                waiting.remove(cases)
            else:
                yield case


def _of_one(schema: Any, operation: Any, limits: int, examples: int) -> Iterator[Case]:
    config = schema.config.generation_for(operation=operation)
    at_limits = schema.iter_coverage_cases(operation, generation_modes=list(GenerationMode), generation_config=config)
    yield from islice(at_limits, limits)
    for mode in GenerationMode if examples else ():
        yield from _at_random(operation, mode, max(1, examples // 2))


def _at_random(operation: Any, mode: GenerationMode, count: int) -> list[Case]:
    found: list[Case] = []

    @settings(
        max_examples=count, phases=[Phase.generate], database=None, derandomize=True, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(operation.as_strategy(generation_mode=mode))
    def draw(case: Case) -> None:
        found.append(case)

    with contextlib.suppress(Unsatisfiable):  # of what cannot be broken there is no broken case
        draw()
    return found[:count]


async def call(app: Application, case: Case, headers: Headers, cases: Cases) -> None:
    """Make one call in the name of who has these headers, and note its answer."""
    try:
        wanted = case.as_transport_kwargs(base_url=ADDRESS, headers=headers)
        request = requests.Request(**{name: wanted[name] for name in _PARTS if name in wanted}).prepare()
    except (UnicodeError, ValueError):
        cases.unsendable += 1
        return
    used = time.process_time()
    response = await _answer(app, request)
    used = time.process_time() - used
    cases.count += 1
    cases.statuses[response.status_code] += 1
    cases.slowest_ms = max(cases.slowest_ms, round(1000 * response.elapsed))
    if response.elapsed > LONGEST_ANSWER_SECONDS:
        told = f"{response.elapsed:.1f} s, of which {used:.2f} s of processor here"
        cases.wrong[case.operation.label, SLOW, told] += 1
    try:
        case.validate_response(response, checks=CHECKS)
    except FailureGroup as group:
        for failure in group.exceptions:
            cases.wrong[_told(case, failure)] += 1


_PARTS = ("method", "url", "headers", "data", "json", "params", "files", "cookies")


def _told(case: Case, failure: Exception) -> tuple[str, str, str]:
    title = failure.title if isinstance(failure, Failure) else type(failure).__name__
    message = failure.message if isinstance(failure, Failure) else str(failure)
    return case.operation.label, title, " ".join(message.split())[:LONGEST_TOLD]


async def _answer(app: Application, request: requests.PreparedRequest) -> Response:
    parts, sent = urlsplit(request.url or ""), False
    body = request.body.encode() if isinstance(request.body, str) else request.body or b""
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": request.method, "scheme": "http",
        "path": unquote(parts.path), "raw_path": parts.path.encode(), "query_string": parts.query.encode(),
        "root_path": "", "server": ("clause.test", 80), "client": ("127.0.0.1", 1),
        "headers": [(name.lower().encode("latin-1"), _bytes(value)) for name, value in request.headers.items()],
    }  # fmt: skip
    headers: dict[str, list[str]] = {}
    status, content, answered = 0, bytearray(), asyncio.Event()

    async def receive() -> dict[str, Any]:
        nonlocal sent
        if sent:
            await answered.wait()  # who goes away before would break off what is streamed
            return {"type": "http.disconnect"}
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
            for name, value in message["headers"]:
                headers.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
        else:
            content.extend(message.get("body", b""))
            if not message.get("more_body"):
                answered.set()

    started = time.perf_counter()
    await app(scope, receive, send)
    elapsed = time.perf_counter() - started
    return Response(
        status_code=status, headers=headers, content=bytes(content), request=request, elapsed=elapsed, verify=False,
        http_version="1.1",
    )  # fmt: skip


def _bytes(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else value.encode("utf-8")
