"""A file as an answer: its name, its hash as ETag, and 304 for who has it already."""

from typing import Any

from litestar import Response

from clause.domain.documents import StoredFile
from clause.edge.request_context import AnyRequest


def file_response(request: AnyRequest, file: StoredFile) -> Response[Any]:
    """The file to be saved under its name; its bytes never change, so that its SHA-256 is its ETag."""
    etag = f'"{file.sha256}"'
    headers = {"etag": etag, "cache-control": "private, no-cache"}
    if etag in known_etags(request):
        return Response(b"", status_code=304, headers=headers, media_type=file.media_type)
    headers["content-disposition"] = f'attachment; filename="{file.file_name}"'
    return Response(file.content, headers=headers, media_type=file.media_type)


def known_etags(request: AnyRequest) -> list[str]:
    """The ETags that the caller says it has."""
    return [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]
