"""Long answers that leave while they are being read: the reader's pace is the database's, and little is held between.

What refuses the call before the first piece is raised before the answer begins, so that it is answered as a problem.
What fails later can only break the answer off: it ends without its last chunk, browsers and programs tell that the
download failed, a line of the log and a counter say that it was us.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from typing import Any, TypeAlias

import structlog

from clause.edge import traffic

log = structlog.get_logger("clause.streams")

Send: TypeAlias = Callable[[bytes], Awaitable[None]]
_PIECES_HELD = 4


async def streamed(work: Callable[[Send], Coroutine[Any, Any, None]]) -> AsyncIterator[bytes]:
    """The pieces that ``work`` sends, once the first one is there; stopping to read them stops the work."""
    pieces: asyncio.Queue[bytes | None] = asyncio.Queue(_PIECES_HELD)

    async def run() -> None:
        try:
            await work(pieces.put)
        finally:
            # Nobody may be left to read: then the task is cancelled, and there is nothing to tell.
            if not task.cancelling():
                await pieces.put(None)

    task = asyncio.create_task(run())
    first = await pieces.get()
    if first is None:
        await task
    return _pieces(first, pieces, task)


async def _pieces(
    first: bytes | None, pieces: asyncio.Queue[bytes | None], task: asyncio.Task[None]
) -> AsyncIterator[bytes]:
    octets, piece = 0, first
    try:
        while piece is not None:
            octets += len(piece)
            yield piece
            piece = await pieces.get()
        await _told_if_broken(task, octets)
    finally:
        task.cancel()


async def _told_if_broken(task: asyncio.Task[None], octets: int) -> None:
    try:
        await task
    except Exception as error:
        traffic.break_off()
        log.error("answer_broken_off", octets=octets, error=type(error).__name__)
        raise
