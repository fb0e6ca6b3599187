"""What a file is worth: open to anyone who holds it."""

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import MultipartBody
from litestar.types import ControllerRouterHandler

from clause.api.answers import shown
from clause.api.schemas.file_checks import FileIn
from clause.edge.request_context import AnyRequest, open_to_all
from clause.edge.verification import LARGEST_FORM_BYTES, FileCheckBody, count_file_check
from clause.services import file_checks
from clause.services.context import Context


@post(
    "/verify",
    guards=[open_to_all],
    status_code=200,
    summary="Check a document by its file",
    tags=["Certificates"],
    request_max_body_size=LARGEST_FORM_BYTES,
)
async def check_file(
    request: AnyRequest, context: NamedDependency[Context], data: MultipartBody[FileIn]
) -> Response[FileCheckBody]:
    """Open to anyone; also at `/verify`, as a page. The file is looked at, never opened, and not kept.

    A certificate, a claim or a signed month as PDF of at most 5 MB: whether it was made here, has changed since, and
    what it is worth today. Errors: 400 for what is no PDF, 413 above the limit, 429 for too many in a minute.
    """
    await count_file_check(request)
    return shown(FileCheckBody.of(await file_checks.check_file(context, await data.file.read())))


HANDLERS: list[ControllerRouterHandler] = [check_file]
