"""Questions and answers on a claim with their files: the intermediate body asks, the beneficiary answers."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.actors import Scope
from clause.domain.claims import MOVES, ClaimState
from clause.domain.errors import ClauseError
from clause.domain.evidence import LARGEST_EVIDENCE_BYTES
from clause.edge.files import file_response
from clause.edge.request_context import AnyRequest, needs
from clause.services import claim_messages
from clause.services.context import Context
from clause.web.claim_after import BENEFICIARY_CLAIM, handed_over
from clause.web.evidence import sent_files
from clause.web.forms import FreeText, read_form, refused
from clause.web.notes import done
from clause.web.oi_claims import CLAIM, framed
from clause.web.page import page

SENT = "messages/files/{message_file_id:uuid}"


class QuestionForm(BaseModel):
    """What is asked, and until when; None for the days of the agreement."""

    question: FreeText = Field(title="Question")
    due_on: date | None = Field(default=None, title="Réponse attendue jusqu’au")


class AnswerForm(BaseModel):
    """What is answered."""

    text: FreeText = Field(title="Réponse")


@get(f"{CLAIM}/messages", guards=[needs(Scope.OI_READ)])
async def show_questions(request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]) -> Template:
    """The exchange, and a question where one may be asked."""
    return await _of_body(request, context, claim_id)


async def _of_body(request: AnyRequest, context: Context, claim_id: UUID, **refusal: Any) -> Template:
    frame = await framed(context, claim_id)
    return page(
        request,
        "oi/messages.html",
        title=f"Échanges – {frame.name}",
        **frame.values,
        messages=await claim_messages.list_messages(context, claim_id),
        files_base=f"/oi/claims/{claim_id}/messages/files",
        may_ask=context.actor.may(Scope.OI_VERIFY) and frame.claim.state in MOVES.moves["ask"],
        **refusal,
    )


@post(
    f"{CLAIM}/clarifications",
    guards=[needs(Scope.OI_VERIFY)],
    status_code=303,
    request_max_body_size=LARGEST_EVIDENCE_BYTES,
)
async def ask(request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]) -> Response[Any]:
    """Ask the beneficiary; the clock of the payment stops."""
    try:
        form = await read_form(request, QuestionForm)
        await claim_messages.ask(context, claim_id, form.question, form.due_on, await sent_files(request))
    except ClauseError as error:
        return await _of_body(request, context, claim_id, **await refused(request, error))
    return done(f"/oi/claims/{claim_id}/messages", "question_asked")


@get(f"{BENEFICIARY_CLAIM}/messages", guards=[needs(Scope.CLAIMS_READ)])
async def show_messages(request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]) -> Template:
    """The exchange, and an answer where one is expected."""
    return await _of_beneficiary(request, context, claim_id)


async def _of_beneficiary(request: AnyRequest, context: Context, claim_id: UUID, **refusal: Any) -> Template:
    after = await handed_over(context, claim_id)
    expected = after.claim.state in (ClaimState.CLARIFICATION, ClaimState.CONTRADICTORY)
    return page(
        request,
        "claim_after/messages.html",
        title=f"Échanges – {after.name}",
        **after.values,
        messages=await claim_messages.list_messages(context, claim_id),
        # A facilitator reads what was written; the files may be pay, which is for who draws up claims.
        files_base=f"/claims/{claim_id}/messages/files" if context.actor.may(Scope.CLAIMS_WRITE) else None,
        may_answer=expected and context.actor.may(Scope.CLAIMS_WRITE),
        **refusal,
    )


@post(
    f"{BENEFICIARY_CLAIM}/messages",
    guards=[needs(Scope.CLAIMS_WRITE)],
    status_code=303,
    request_max_body_size=LARGEST_EVIDENCE_BYTES,
)
async def answer(request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]) -> Response[Any]:
    """Answer the question, or the interim conclusions."""
    try:
        form = await read_form(request, AnswerForm)
        await claim_messages.answer(context, claim_id, form.text, await sent_files(request))
    except ClauseError as error:
        return await _of_beneficiary(request, context, claim_id, **await refused(request, error))
    return done(f"/claims/{claim_id}/messages", "answer_sent")


@get(f"{CLAIM}/{SENT}", guards=[needs(Scope.OI_READ)])
async def download_for_the_body(
    request: AnyRequest,
    context: NamedDependency[Context],
    claim_id: FromPath[UUID],
    message_file_id: FromPath[UUID],
) -> Response[Any]:
    """A file as it was sent."""
    return file_response(
        request, await claim_messages.load_message_file(context, claim_id, message_file_id), to_read=True
    )


@get(f"{BENEFICIARY_CLAIM}/{SENT}", guards=[needs(Scope.CLAIMS_WRITE)])
async def download_for_the_beneficiary(
    request: AnyRequest,
    context: NamedDependency[Context],
    claim_id: FromPath[UUID],
    message_file_id: FromPath[UUID],
) -> Response[Any]:
    """A file as it was sent."""
    return file_response(
        request, await claim_messages.load_message_file(context, claim_id, message_file_id), to_read=True
    )


HANDLERS: list[ControllerRouterHandler] = [
    show_questions,
    ask,
    show_messages,
    answer,
    download_for_the_body,
    download_for_the_beneficiary,
]
