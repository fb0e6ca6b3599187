"""``/schema``: the description of the API, to read and for programs.

Drawing it leaves fifty mebibytes in the process that does it. Where the service runs as copies of one process, one
more copy draws it, writes it into a file without a name that all of them hold, and ends (decision 0052).
"""

import asyncio
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from litestar import Litestar, Response, get
from litestar.enums import MediaType, OpenAPIMediaType
from litestar.handlers import HTTPRouteHandler
from litestar.serialization import encode_json, get_serializer

from clause.edge.documentation import readable_page
from clause.edge.openapi import document_of
from clause.edge.request_context import AnyRequest, open_to_all

PRINTED = "printed"
"""Where the state of the application holds the file in which another process writes the description, if one does."""
_LONGEST_WAIT_SECONDS = 20.0
_PAUSE_SECONDS = 0.05
_LENGTH_BYTES = 8


@dataclass(frozen=True)
class Description:
    """What is answered: the page, and the OpenAPI document as JSON."""

    page: bytes
    document: bytes


class Printed:
    """A description written by one process and read by others, each as often as it likes."""

    def __init__(self, folder: Path) -> None:
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - as long as the service

    def fileno(self) -> int:
        """Its number among the open files."""
        return self._file.fileno()

    def close(self) -> None:
        """Let go of the file here; whoever else holds it goes on reading."""
        self._file.close()

    def write(self, description: Description) -> None:
        """Put the description into the file; the lengths come last, and say that it is whole."""
        number, lengths = self.fileno(), [len(description.page), len(description.document)]
        os.pwrite(number, description.page, 2 * _LENGTH_BYTES)
        os.pwrite(number, description.document, 2 * _LENGTH_BYTES + lengths[0])
        os.pwrite(number, b"".join(length.to_bytes(_LENGTH_BYTES, "big") for length in lengths), 0)

    def read(self) -> Description | None:
        """The description, None until it is whole."""
        head = os.pread(self.fileno(), 2 * _LENGTH_BYTES, 0)
        page, document = (int.from_bytes(part, "big") for part in (head[:_LENGTH_BYTES], head[_LENGTH_BYTES:]))
        if not document:
            return None
        both = os.pread(self.fileno(), page + document, 2 * _LENGTH_BYTES)
        return Description(both[:page], both[page:])


def describe(app: Litestar, files: dict[str, str]) -> Description:
    """The description of the application's API; ``files`` are the addresses of its style sheet and its icon."""
    document = document_of(app)
    encoded = encode_json(document, serializer=get_serializer(app.type_encoders))
    return Description(readable_page(document, files).encode(), encoded)


class Describing:
    """Answers with what was printed; where nobody prints, draws it once, at the first call."""

    def __init__(self, files: dict[str, str]) -> None:
        self._files = files
        self._drawn: Description | None = None
        self._one_at_a_time = asyncio.Lock()

    async def _description(self, app: Litestar) -> Description:
        printed: Printed | None = app.state.get(PRINTED)
        end = time.monotonic() + _LONGEST_WAIT_SECONDS
        while printed:
            if description := printed.read():
                return description
            if self._drawn or time.monotonic() > end:
                break
            await asyncio.sleep(_PAUSE_SECONDS)
        async with self._one_at_a_time:
            if self._drawn is None:
                self._drawn = await asyncio.to_thread(describe, app, self._files)
        return self._drawn

    def handlers(self) -> list[HTTPRouteHandler]:
        """The two routes; neither is part of what they describe."""

        @get("/schema", guards=[open_to_all], include_in_schema=False, media_type=MediaType.HTML)
        async def page(request: AnyRequest) -> Response[Any]:
            return Response((await self._description(request.app)).page, media_type=MediaType.HTML)

        @get("/schema/openapi.json", guards=[open_to_all], include_in_schema=False)
        async def document(request: AnyRequest) -> Response[Any]:
            description = await self._description(request.app)
            return Response(description.document, media_type=OpenAPIMediaType.OPENAPI_JSON)

        return [page, document]
