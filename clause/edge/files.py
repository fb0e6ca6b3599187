"""A file as an answer: its name, its hash as ETag, and 304 for who has it already."""

from typing import Any

from litestar import Response

from clause.domain.documents import StoredFile
from clause.edge.request_context import AnyRequest

SHOWN_IN_THE_BROWSER = frozenset({"application/pdf", "image/png", "image/jpeg"})
"""What a browser shows without running anything of it."""


def file_response(request: AnyRequest, file: StoredFile, *, to_read: bool = False) -> Response[Any]:
    """The file to be saved under its name; its bytes never change, so that its SHA-256 is its ETag.

    ``to_read`` lets the browser show a document or a picture instead of saving it.
    """
    etag = f'"{file.sha256}"'
    headers = {"etag": etag, "cache-control": "private, no-cache"}
    if etag in known_etags(request):
        return Response(b"", status_code=304, headers=headers, media_type=file.media_type)
    is_shown = to_read and file.media_type in SHOWN_IN_THE_BROWSER
    headers["content-disposition"] = f'{"inline" if is_shown else "attachment"}; filename="{file.file_name}"'
    return Response(file.content, headers=headers, media_type=file.media_type)


def known_etags(request: AnyRequest) -> list[str]:
    """The ETags that the caller says it has."""
    return [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]
