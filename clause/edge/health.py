"""Whether the service lives, and whether it can work."""

from litestar import Response, get

from clause.edge.request_context import open_to_all
from clause.services import health


@get("/health/live", guards=[open_to_all], summary="The process answers", tags=["Health"])
async def live() -> dict[str, str]:
    """Answers as long as the process lives."""
    return {"status": "ok"}


@get("/health/ready", guards=[open_to_all], summary="The database answers; the queue is reported", tags=["Health"])
async def ready() -> Response[dict[str, str]]:
    """200 when requests can be served; without the queue work is only slower, so it is reported and no more."""
    state = await health.readiness()
    return Response(
        {
            "status": "ok" if state.database else "unavailable",
            "database": _word(state.database),
            "queue": _word(state.queue),
        },
        status_code=200 if state.database else 503,
    )


def _word(answers: bool) -> str:
    return "ok" if answers else "absent"
