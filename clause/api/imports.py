"""Files of public contract data: sent, followed, read record by record."""

from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, MultipartBody, QueryParameter
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, job_location, shown
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, number_after
from clause.api.schemas.base import Page
from clause.api.schemas.imports import ImportIn, ImportOut, ImportRowOut, ImportStarted
from clause.domain.actors import Scope
from clause.domain.imports import RowStatus
from clause.edge.request_context import AnyRequest, needs
from clause.services import imports
from clause.services.context import Context

LARGEST_FILE_BYTES = 60_000_000
TAGS = ["Imports"]

StatusFilter = Annotated[RowStatus | None, QueryParameter(description="imported, already_known, to_review or refused")]


@post(
    "/imports",
    guards=[needs(Scope.CONTRACTS_WRITE)],
    status_code=202,
    summary="Import a file",
    tags=TAGS,
    request_max_body_size=LARGEST_FILE_BYTES,
)
async def start_import(
    request: AnyRequest, context: NamedDependency[Context], data: MultipartBody[ImportIn]
) -> Response[ImportStarted]:
    """Public contract data (DECP) in JSON, 1.5.0 or 2.0, at most 60 MB; the same file again changes nothing."""
    content = await data.file.read()
    return await change(
        request,
        context,
        lambda ctx: imports.start_import(ctx, data.kind, data.file.filename, content),
        ImportStarted.of,
        status=202,
        location=lambda run: job_location(run.job_id),
        covers=f"{data.kind}\n{data.file.filename}\n".encode() + content,
    )


@get("/imports/{import_id:uuid}", guards=[needs(Scope.CONTRACTS_WRITE)], summary="What became of a file", tags=TAGS)
async def get_import(context: NamedDependency[Context], import_id: FromPath[UUID]) -> Response[ImportOut]:
    """How many records ended in each state so far, and where the job stands."""
    return shown(ImportOut.of(await imports.load_import(context, import_id)))


@get(
    "/imports/{import_id:uuid}/rows",
    guards=[needs(Scope.CONTRACTS_WRITE)],
    summary="What became of each record of a file",
    tags=TAGS,
)
async def list_import_rows(
    context: NamedDependency[Context],
    import_id: FromPath[UUID],
    status: StatusFilter = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Response[Page[ImportRowOut]]:
    """In the order of the file: field, value as read and reason of each finding, and the raw record."""
    found = await imports.list_rows(context, import_id, status=status, after=number_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.position)
    return shown(Page[ImportRowOut](items=[ImportRowOut.of(item) for item in items], next=following))


HANDLERS: list[ControllerRouterHandler] = [start_import, get_import, list_import_rows]
