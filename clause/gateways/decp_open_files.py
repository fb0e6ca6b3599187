"""Files of public contract data kept open between the steps of an import.

An import treats a file in many short transactions. Reading 60 MB again for each of them would cost more than the work,
so the last files read stay in memory; a process that starts anew reads its file once more.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from uuid import UUID

from clause.domain.decp import Reading
from clause.domain.imports import GroupKey, group_of
from clause.gateways.decp import DecpFile, read_decp

FILES_KEPT = 2


@dataclass
class PublishedGroup:
    """What a file publishes under one buyer and number."""

    objects: list[str] = field(default_factory=list)
    contents: set[str] = field(default_factory=set)


class OpenFile:
    """A file as read, with its records also gathered by contract; refused records belong to none."""

    def __init__(self, content: bytes) -> None:
        self.file: DecpFile = read_decp(content)
        self.groups: dict[GroupKey, PublishedGroup] = {}
        for record in self.file.records:
            if record.reading is Reading.REFUSED:
                continue
            group = self.groups.setdefault(group_of(record), PublishedGroup())
            group.contents.add(record.content_hash)
            if record.object is not None:
                group.objects.append(record.object)


_kept: OrderedDict[UUID, OpenFile] = OrderedDict()


async def open_decp(import_id: UUID, load: Callable[[], Awaitable[bytes]]) -> OpenFile:
    """The file of an import, read in a thread at its first use; ``load`` gives its bytes. Raises as ``read_decp``."""
    found = _kept.get(import_id)
    if found is None:
        found = await asyncio.to_thread(OpenFile, await load())
        _kept[import_id] = found
        while len(_kept) > FILES_KEPT:
            _kept.popitem(last=False)
    return found


def close_decp(import_id: UUID) -> None:
    """Forget a file whose import is over."""
    _kept.pop(import_id, None)
