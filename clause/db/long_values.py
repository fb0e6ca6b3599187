"""Files that are long for a statement: the driver copies each argument three times on its way."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from clause.db import sql

PIECE_BYTES = 1_000_000


@asynccontextmanager
async def given_as(place: str, content: bytes) -> AsyncIterator[tuple[str, object]]:
    """What stands at this place (``$6``) of a statement made inside the block to mean these bytes, and its argument.

    Up to a megabyte these are the place and the bytes. More goes to the server beforehand, piece by piece, as a large
    object of this transaction, gone at the end of the block: 60 MB take 60 more here, and not 240.
    """
    if len(content) <= PIECE_BYTES:
        yield place, content
        return
    number = await sql.fetch_value("SELECT lo_create(0)")
    for start in range(0, len(content), PIECE_BYTES):
        await sql.execute("SELECT lo_put($1, $2, $3)", number, start, content[start : start + PIECE_BYTES])
    yield f"lo_get({place})", number
    await sql.execute("SELECT lo_unlink($1)", number)
