"""Pages by cursor: an opaque mark of the last item shown, so that a list never shifts under the reader."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Annotated, TypeAlias, TypeVar
from uuid import UUID

from litestar.params import QueryParameter

from clause.domain.errors import Unreadable

T = TypeVar("T")

DEFAULT_LIMIT = 50
LARGEST_LIMIT = 200

Limit = Annotated[int, QueryParameter(ge=1, le=LARGEST_LIMIT, description="Items a page, at most 200")]
After = Annotated[str | None, QueryParameter(description="The `next` of the page before")]


Mark: TypeAlias = UUID | int | tuple[UUID, int]
"""What tells an item of a list: its id, its number, or the id of its group and its number in it."""


def cursor_of(mark: Mark) -> str:
    """The opaque mark of an item."""
    return base64.urlsafe_b64encode(_raw(mark)).decode().rstrip("=")


def _raw(mark: Mark) -> bytes:
    if isinstance(mark, tuple):
        return _raw(mark[0]) + _raw(mark[1])
    return mark.bytes if isinstance(mark, UUID) else mark.to_bytes(8, "big")


def _bytes_of(cursor: str, length: int) -> bytes:
    try:
        raw = base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != length:
        raise Unreadable("API-003")
    return raw


def id_after(cursor: str | None) -> UUID | None:
    """The id that an opaque mark hides (Unreadable API-003 for a mark that is not ours)."""
    return UUID(bytes=_bytes_of(cursor, 16)) if cursor else None


def number_after(cursor: str | None) -> int:
    """The number that an opaque mark hides; 0 without one."""
    return int.from_bytes(_bytes_of(cursor, 8), "big") if cursor else 0


def pair_after(cursor: str | None) -> tuple[UUID, int] | None:
    """The group and the number in it that an opaque mark hides, or None without one."""
    if not cursor:
        return None
    raw = _bytes_of(cursor, 24)
    return UUID(bytes=raw[:16]), int.from_bytes(raw[16:], "big")


def cut(items: Sequence[T], limit: int, mark: Callable[[T], Mark]) -> tuple[list[T], str | None]:
    """The page and its ``next``, from up to ``limit + 1`` items that were read."""
    shown = list(items[:limit])
    return shown, cursor_of(mark(shown[-1])) if len(items) > limit and shown else None
