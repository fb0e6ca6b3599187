"""From a service's result to the answer: bytes, ETag, Location, and the replay of an idempotent call."""

import hashlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar
from uuid import UUID

from litestar import Response
from pydantic import BaseModel

from clause.domain.errors import Unreadable
from clause.edge.files import known_etags
from clause.edge.request_context import AnyRequest
from clause.services.context import Answer, Context, IdempotencyRequest
from clause.services.unit_of_work import Replay

R = TypeVar("R")

BASE = "/api/v1"
JSON = "application/json"
IDEMPOTENCY_HEADER = "idempotency-key"
LONGEST_KEY = 255


def etag_of(version: int) -> str:
    """The ETag of a single resource."""
    return f'"{version}"'


def version_asked(request: AnyRequest) -> int:
    """The version that ``If-Match`` names (Unreadable API-006 when it is missing or not one of ours)."""
    given = request.headers.get("if-match", "").strip().removeprefix("W/").strip('"')
    if not given.isdecimal() or len(given) > 9:
        raise Unreadable("API-006")
    return int(given)


def _key(request: AnyRequest) -> str | None:
    key = request.headers.get(IDEMPOTENCY_HEADER)
    if key is None:
        return None
    if not 1 <= len(key) <= LONGEST_KEY or not key.isprintable():
        raise Unreadable("API-007")
    return key


async def _with_idempotency(
    request: AnyRequest, context: Context, render: Callable[[Any], Answer], covers: Sequence[bytes] | None
) -> Context:
    key = _key(request)
    if key is None:
        return context
    covered = hashlib.sha256(f"{request.method} {request.url.path}\n".encode())
    for part in [await request.body()] if covers is None else covers:
        covered.update(part)
    return replace(context, idempotency=IdempotencyRequest(key, covered.hexdigest(), render))


def _response(answer: Answer) -> Response[Any]:
    return Response(answer.body, status_code=answer.status, headers=answer.headers, media_type=JSON)


async def change(
    request: AnyRequest,
    context: Context,
    call: Callable[[Context], Awaitable[R]],
    show: Callable[[R], BaseModel],
    *,
    status: int = 200,
    location: Callable[[R], str] | None = None,
    version: Callable[[R], int] | None = None,
    covers: Sequence[bytes] | None = None,
) -> Response[Any]:
    """The answer of a call that creates or moves something; the same to the byte for the same ``Idempotency-Key``.

    ``location`` gives the path of what was made, below ``/api/v1``. ``covers`` is what the key stands for when that is
    not the body to the letter, in pieces: a form in several parts comes with another boundary at each try.
    """

    made: list[Answer] = []

    def render(result: R) -> Answer:
        # Kept under the key first, sent then: the same to the byte, so written once.
        if made:
            return made[0]
        headers: dict[str, str] = {}
        if location is not None:
            headers["location"] = BASE + location(result)
        if version is not None:
            headers["etag"] = etag_of(version(result))
        made.append(Answer(status, headers, show(result).model_dump_json().encode()))
        return made[0]

    try:
        return _response(render(await call(await _with_idempotency(request, context, render, covers))))
    except Replay as replay:
        return _response(replay.answer)


def single(request: AnyRequest, body: BaseModel, version: int) -> Response[Any]:
    """One resource with its ETag; 304 without a body when the caller has this version already."""
    etag = etag_of(version)
    if etag in [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]:
        return Response(b"", status_code=304, headers={"etag": etag}, media_type=JSON)
    return Response(body.model_dump_json().encode(), headers={"etag": etag}, media_type=JSON)


def shown(body: BaseModel) -> Response[Any]:
    """A body without a version: a computed view."""
    return Response(body.model_dump_json().encode(), media_type=JSON)


def hashed(request: AnyRequest, content: bytes) -> Response[Any]:
    """JSON whose SHA-256 is its ETag: the same bytes at each pull, 304 without them for who has them already."""
    etag = f'"{hashlib.sha256(content).hexdigest()}"'
    headers = {"etag": etag, "cache-control": "private, no-cache"}
    if etag in known_etags(request):
        return Response(b"", status_code=304, headers=headers, media_type=JSON)
    return Response(content, headers=headers, media_type=JSON)


def job_location(job_id: UUID) -> str:
    """Where a job is followed, below ``/api/v1``."""
    return f"/jobs/{job_id}"
