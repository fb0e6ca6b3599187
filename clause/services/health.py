"""Whether the servers that Clause needs answer."""

from dataclasses import dataclass

from clause.db.sql import fetch_without_identity
from clause.domain.errors import Unavailable
from clause.gateways.queue import queue


@dataclass(frozen=True)
class Readiness:
    """Which servers answer now."""

    database: bool
    queue: bool


async def readiness() -> Readiness:
    """Ask both servers; never raises."""
    try:
        await fetch_without_identity("SELECT 1")
        database = True
    except (Unavailable, RuntimeError):
        database = False
    return Readiness(database, await queue.answers())
