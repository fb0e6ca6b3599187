"""Pieces of evidence for claims: sent, listed, read again."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, MultipartBody, QueryParameter
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, id_after
from clause.api.schemas.base import Page
from clause.api.schemas.evidence import EvidenceIn, EvidenceOut
from clause.domain.actors import Scope
from clause.domain.evidence import LARGEST_EVIDENCE_BYTES, EvidenceKind
from clause.domain.proof_documents import EXTENSIONS
from clause.edge.files import file_response
from clause.edge.openapi_answers import ANSWERS
from clause.edge.request_context import AnyRequest, needs
from clause.services import evidence
from clause.services.context import Context

READ = [needs(Scope.CLAIMS_READ)]
WRITE = [needs(Scope.CLAIMS_WRITE)]
TAGS = ["Evidence"]

KindFilter = Annotated[EvidenceKind | None, QueryParameter(name="kind", description="What the files are")]


@post(
    "/evidence-files",
    guards=WRITE,
    summary="Keep a piece of evidence",
    tags=TAGS,
    request_max_body_size=LARGEST_EVIDENCE_BYTES,
)
async def keep_file(
    request: AnyRequest, context: NamedDependency[Context], data: MultipartBody[EvidenceIn]
) -> Response[EvidenceOut]:
    """A PDF, JPEG or PNG of 15 MB at most, judged by its bytes. The same file again gives the first receipt.

    Payslips, payroll journals and contracts of employment never leave the organisation as they are: send the redacted
    copy as a second file that names the original in ``redacts_id``; the bundle holds that copy, or none.
    Errors: 413 above the limit, 422 for another kind of file, an original of someone else, a copy of a copy.
    """
    sent = await data.sent()
    form = f"{data.kind}\n{data.redacts_id or ''}\n"
    return await change(
        request,
        context,
        lambda ctx: evidence.keep_file(ctx, sent, data.kind, data.redacts_id),
        EvidenceOut.of,
        status=201,
        location=lambda made: f"/evidence-files/{made.id}",
        covers=(form.encode(), sent.content if sent else b""),
    )


@get("/evidence-files", guards=READ, summary="List pieces of evidence", tags=TAGS)
async def list_files(
    context: NamedDependency[Context], kind: KindFilter = None, after: After = None, limit: Limit = DEFAULT_LIMIT
) -> Response[Page[EvidenceOut]]:
    """The organisation's own, oldest first; never their bytes."""
    found = await evidence.list_files(context, kind=kind, after=id_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.id)
    return shown(Page[EvidenceOut](items=[EvidenceOut.of(item) for item in items], next=following))


@get("/evidence-files/{evidence_file_id:uuid}", guards=READ, summary="One piece of evidence", tags=TAGS)
async def get_file(context: NamedDependency[Context], evidence_file_id: FromPath[UUID]) -> Response[EvidenceOut]:
    """What is known of it, without its bytes."""
    return shown(EvidenceOut.of(await evidence.load_file(context, evidence_file_id)))


@get(
    "/evidence-files/{evidence_file_id:uuid}/content",
    guards=WRITE,
    summary="The file of a piece of evidence",
    tags=TAGS,
    opt={ANSWERS: tuple(EXTENSIONS)},
)
async def get_content(
    request: AnyRequest, context: NamedDependency[Context], evidence_file_id: FromPath[UUID]
) -> Response[Any]:
    """The bytes as they were sent, for the organisation that keeps them."""
    return file_response(request, await evidence.load_content(context, evidence_file_id))


HANDLERS: list[ControllerRouterHandler] = [keep_file, list_files, get_file, get_content]
