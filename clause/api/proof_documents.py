"""Copies of proofs: sent, listed, looked at for a purpose."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, MultipartBody
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, id_after
from clause.api.schemas.base import Page
from clause.api.schemas.proof_documents import (
    ProofDocumentIn,
    ProofDocumentOut,
    ProofViewIn,
    ProofViewOut,
    SentProofOut,
)
from clause.domain.actors import Scope
from clause.domain.proof_documents import EXTENSIONS
from clause.edge.openapi_answers import ANSWERS
from clause.edge.request_context import AnyRequest, needs
from clause.services import proof_documents
from clause.services.context import Context

LARGEST_PROOF_BYTES = 10_000_000
READ = [needs(Scope.CONTRACTS_READ)]
WRITE = [needs(Scope.CONTRACTS_WRITE)]
TAGS = ["Eligibility"]


@post(
    "/eligibility/{eligibility_id:uuid}/proof-documents",
    guards=WRITE,
    summary="Keep a copy of a proof",
    tags=TAGS,
    request_max_body_size=LARGEST_PROOF_BYTES,
)
async def keep_proof(
    request: AnyRequest,
    context: NamedDependency[Context],
    eligibility_id: FromPath[UUID],
    data: MultipartBody[ProofDocumentIn],
) -> Response[ProofDocumentOut]:
    """A PDF, JPEG or PNG of 10 MB at most, judged by its bytes; erased some time after the decision.

    Errors: 413 above the limit, 422 for a file that is something else than it says.
    """
    sent = await data.sent()
    return await change(
        request,
        context,
        lambda ctx: proof_documents.keep_proof(ctx, eligibility_id, sent),
        ProofDocumentOut.of,
        status=201,
        location=lambda made: f"/eligibility/{made.eligibility_id}/proof-documents",
        covers=(sent.content,) if sent else (),
    )


@get("/eligibility/{eligibility_id:uuid}/proof-documents", guards=READ, summary="Copies of proofs", tags=TAGS)
async def list_documents(
    context: NamedDependency[Context], eligibility_id: FromPath[UUID], after: After = None, limit: Limit = DEFAULT_LIMIT
) -> Response[Page[ProofDocumentOut]]:
    """What is known of each, never its bytes; the hash and the dates stay once those are erased."""
    found = await proof_documents.list_documents(context, eligibility_id, after=id_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.id)
    return shown(Page[ProofDocumentOut](items=[ProofDocumentOut.of(item) for item in items], next=following))


@post(
    "/proof-documents/{proof_document_id:uuid}/views",
    guards=WRITE,
    status_code=200,
    summary="Look at a copy of a proof",
    tags=TAGS,
    opt={ANSWERS: tuple(EXTENSIONS)},
)
async def view_proof(
    context: NamedDependency[Context], proof_document_id: FromPath[UUID], data: JSONBody[ProofViewIn]
) -> Response[bytes]:
    """The bytes, once the look and its purpose are recorded. 409 when they are erased.

    Each call is a look of its own: an ``Idempotency-Key`` is not used here, for its answer would keep the bytes.
    """
    viewed = await proof_documents.view_proof(context, proof_document_id, data.purpose)
    headers = {
        "cache-control": "no-store",
        "content-disposition": f'attachment; filename="justificatif.{EXTENSIONS[viewed.media_type]}"',
        "x-content-type-options": "nosniff",
    }
    return Response(viewed.content, media_type=viewed.media_type, headers=headers)


@get("/proof-documents/{proof_document_id:uuid}/views", guards=READ, summary="Who looked at a copy", tags=TAGS)
async def list_views(
    context: NamedDependency[Context],
    proof_document_id: FromPath[UUID],
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Response[Page[ProofViewOut]]:
    """Each look with its purpose, oldest first."""
    found = await proof_documents.list_views(context, proof_document_id, after=id_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.id)
    return shown(Page[ProofViewOut](items=[ProofViewOut.of(item) for item in items], next=following))


@post(
    "/hires/{hire_id:uuid}/proof-documents",
    guards=[needs(Scope.HOURS_DECLARE)],
    summary="Send a copy of a proof for a person employed",
    tags=TAGS,
    request_max_body_size=LARGEST_PROOF_BYTES,
)
async def send_proof(
    request: AnyRequest,
    context: NamedDependency[Context],
    hire_id: FromPath[UUID],
    data: MultipartBody[ProofDocumentIn],
) -> Response[SentProofOut]:
    """For the company that employs; it sees again that the copy came, never the ground nor the decision."""
    sent = await data.sent()
    return await change(
        request,
        context,
        lambda ctx: proof_documents.send_proof(ctx, hire_id, sent),
        SentProofOut.of,
        status=201,
        location=lambda made: f"/hires/{made.hire_id}/proof-documents",
        covers=(sent.content,) if sent else (),
    )


@get(
    "/hires/{hire_id:uuid}/proof-documents",
    guards=[needs(Scope.HOURS_DECLARE)],
    summary="Copies of proofs that a company sent",
    tags=TAGS,
)
async def list_sent_proofs(context: NamedDependency[Context], hire_id: FromPath[UUID]) -> Response[Page[SentProofOut]]:
    """Those of the calling company for one person it employs, oldest first, all in one page."""
    found = await proof_documents.list_sent_proofs(context, hire_id)
    return shown(Page[SentProofOut](items=[SentProofOut.of(item) for item in found], next=None))


HANDLERS: list[ControllerRouterHandler] = [
    keep_proof,
    list_documents,
    view_proof,
    list_views,
    send_proof,
    list_sent_proofs,
]
