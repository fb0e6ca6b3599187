"""Headers that are added to an answer on its way out."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from litestar.types import Message

Lines: TypeAlias = Sequence[tuple[bytes, bytes]]


def lines(headers: Mapping[str, str]) -> Lines:
    """Headers, named in small letters, as they are sent."""
    return tuple((name.encode(), value.encode("latin-1")) for name, value in headers.items())


def add_missing(message: Message, further: Lines) -> None:
    """Add to the beginning of an answer those of the headers that it does not have."""
    if message["type"] != "http.response.start":
        return
    have = {name.lower() for name, _ in message["headers"]}
    message["headers"] = [*message["headers"], *(line for line in further if line[0] not in have)]
