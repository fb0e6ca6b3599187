"""Proofs of a ground: the one that was seen, the copies kept, and each look at them."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.actors import Scope
from clause.domain.eligibility import Proof
from clause.domain.errors import ClauseError
from clause.domain.proof_documents import EXTENSIONS
from clause.edge.request_context import AnyRequest, needs
from clause.services import eligibility, proof_documents
from clause.services.context import Context
from clause.text import formats
from clause.web.eligibility import PERSON, eligibility_page
from clause.web.eligibility_new import LARGEST_FORM_BYTES, sent_file
from clause.web.forms import Line, read_form, refused
from clause.web.notes import done
from clause.web.page import problems_of

WRITE = needs(Scope.CONTRACTS_WRITE)


class ProofForm(BaseModel):
    """The document that was seen."""

    proof_kind: Line = Field(title="Justificatif")
    proof_issued_on: date = Field(title="Émis le")
    proof_valid_until: date | None = Field(default=None, title="Valable jusqu’au")
    assessed_on: date | None = Field(default=None, title="Examiné le")


class LookForm(BaseModel):
    """Why somebody looks at a copy."""

    purpose: Line = Field(title="Pourquoi vous l’ouvrez")


def _path(eligibility_id: UUID) -> str:
    return f"/eligibility/{eligibility_id}?back=person"


@post("/eligibility/{eligibility_id:uuid}/proof", guards=[WRITE], status_code=303)
async def note_proof(
    request: AnyRequest, context: NamedDependency[Context], eligibility_id: FromPath[UUID]
) -> Response[Any]:
    """Note the proof that was missing, or a fresher one."""
    try:
        form = await read_form(request, ProofForm)
        proof = Proof(kind=form.proof_kind, issued_on=form.proof_issued_on, valid_until=form.proof_valid_until)
        await eligibility.add_proof(context, eligibility_id, proof, form.assessed_on)
    except ClauseError as error:
        return await _again(request, context, eligibility_id, error)
    return done(_path(eligibility_id), "proof_noted")


@post(
    "/eligibility/{eligibility_id:uuid}/proof-documents",
    guards=[WRITE],
    status_code=303,
    request_max_body_size=LARGEST_FORM_BYTES,
)
async def keep_copy(
    request: AnyRequest, context: NamedDependency[Context], eligibility_id: FromPath[UUID]
) -> Response[Any]:
    """Keep a copy of a proof."""
    try:
        kept = await proof_documents.keep_proof(context, eligibility_id, await sent_file(request))
    except ClauseError as error:
        return await _again(request, context, eligibility_id, error)
    return done(_path(eligibility_id), "copy_kept", until=formats.day(kept.keep_until))


async def _again(request: AnyRequest, context: Context, eligibility_id: UUID, error: ClauseError) -> Template:
    shown = {**await refused(request, error), "problems": problems_of(error)}
    return await eligibility_page(request, context, eligibility_id, PERSON, **shown)


@post("/proof-documents/{proof_document_id:uuid}/views", guards=[WRITE], status_code=200)
async def look(
    request: AnyRequest, context: NamedDependency[Context], proof_document_id: FromPath[UUID]
) -> Response[bytes]:
    """The copy itself, once the look and its purpose are recorded."""
    form = await read_form(request, LookForm)
    viewed = await proof_documents.view_proof(context, proof_document_id, form.purpose)
    headers = {
        "cache-control": "no-store",
        "content-disposition": f'inline; filename="justificatif.{EXTENSIONS[viewed.media_type]}"',
        "x-content-type-options": "nosniff",
    }
    return Response(viewed.content, media_type=viewed.media_type, headers=headers)


HANDLERS: list[ControllerRouterHandler] = [note_proof, keep_copy, look]
