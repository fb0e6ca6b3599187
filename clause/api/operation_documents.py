"""Papers of operations: sent once, named by mission letters and resources, read by the intermediate body."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, MultipartBody
from litestar.types import ControllerRouterHandler

from clause.api.answers import change
from clause.api.schemas.operation_documents import OperationDocumentIn, OperationDocumentOut
from clause.domain.actors import Scope
from clause.edge.files import file_response
from clause.edge.request_context import AnyRequest, needs
from clause.services import operation_documents
from clause.services.context import Context

LARGEST_DOCUMENT_BYTES = 10_000_000
TAGS = ["Operations"]


@post(
    "/operations/{operation_id:uuid}/documents",
    guards=[needs(Scope.CLAIMS_WRITE)],
    summary="Keep a paper of an operation",
    tags=TAGS,
    request_max_body_size=LARGEST_DOCUMENT_BYTES,
)
async def keep_document(
    request: AnyRequest,
    context: NamedDependency[Context],
    operation_id: FromPath[UUID],
    data: MultipartBody[OperationDocumentIn],
) -> Response[OperationDocumentOut]:
    """A mission letter, an attestation of co-financing, an act: PDF, JPEG or PNG of 10 MB at most.

    Errors: 413 above the limit, 422 for a file that is something else than it says.
    """
    sent = await data.sent()
    return await change(
        request,
        context,
        lambda ctx: operation_documents.keep_document(ctx, operation_id, sent),
        OperationDocumentOut.of,
        status=201,
        location=lambda made: f"/operation-documents/{made.id}",
        covers=sent.content if sent else b"",
    )


@get(
    "/operation-documents/{document_id:uuid}",
    guards=[needs(Scope.CLAIMS_READ, Scope.OI_READ)],
    summary="A paper of an operation",
    tags=TAGS,
)
async def get_document(
    request: AnyRequest, context: NamedDependency[Context], document_id: FromPath[UUID]
) -> Response[Any]:
    """The same bytes every time, with their SHA-256 as ETag. Errors: 404."""
    return file_response(request, await operation_documents.load_document(context, document_id))


HANDLERS: list[ControllerRouterHandler] = [keep_document, get_document]
