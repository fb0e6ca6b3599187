"""An instant in an address, and the filter that asks for what changed since."""

from datetime import datetime
from typing import Annotated

from litestar.params import QueryParameter

from clause.domain.errors import Unreadable

Since = Annotated[
    str | None,
    QueryParameter(description="Only what changed at or after this instant (RFC 3339, with its offset)", max_length=40),
]


def instant_of(text: str | None) -> datetime | None:
    """The instant written with its offset (Unreadable OIB-004 for anything else)."""
    if text is None:
        return None
    try:
        # A plus sign that was not escaped in the address arrives as a space.
        instant = datetime.fromisoformat(text.strip().replace(" ", "+"))
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise Unreadable("OIB-004", raw=text)
    return instant
