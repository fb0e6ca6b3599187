"""Questions of the intermediate body on a claim and the answers of its beneficiary, with the files sent with them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, MultipartBody
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown
from clause.api.schemas.base import Page
from clause.api.schemas.claim_messages import (
    AnswerIn,
    AnswerWithFilesIn,
    MessageOut,
    QuestionIn,
    QuestionWithFilesIn,
)
from clause.domain.actors import Scope
from clause.domain.evidence import LARGEST_EVIDENCE_BYTES
from clause.domain.message_files import MESSAGE_FILE_EXTENSIONS
from clause.domain.proof_documents import SentFile
from clause.edge.files import file_response
from clause.edge.openapi_answers import ANSWERS
from clause.edge.request_context import AnyRequest, needs
from clause.services import claim_messages
from clause.services.context import Context

READ, WRITE = [needs(Scope.CLAIMS_READ)], [needs(Scope.CLAIMS_WRITE)]
OI_READ, VERIFY = [needs(Scope.OI_READ)], [needs(Scope.OI_VERIFY)]
TAGS = ["Verification"]
CLAIM, OI_CLAIM = "/claims/{claim_id:uuid}", "/oi/claims/{claim_id:uuid}"
FILE = "messages/files/{message_file_id:uuid}"
KINDS = {ANSWERS: tuple(MESSAGE_FILE_EXTENSIONS)}


def _covered(said: Iterable[object], files: Iterable[SentFile]) -> list[bytes]:
    """What a form says, whatever separates its parts."""
    between = [piece for file in files for piece in (file.content, b"\n")]
    return ["\n".join(map(str, said)).encode(), *between[:-1]]


@post(f"{OI_CLAIM}/clarifications", guards=VERIFY, summary="Ask the beneficiary", tags=TAGS)
async def ask(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID], data: JSONBody[QuestionIn]
) -> Response[MessageOut]:
    """The clock of the payment stops until the answer. Errors: 403, 404, 409 in any other state, 422 for a past day."""
    return await change(
        request,
        context,
        lambda ctx: claim_messages.ask(ctx, claim_id, data.question, data.due_on),
        MessageOut.of,
        status=201,
        location=lambda _: f"/oi/claims/{claim_id}/messages",
    )


@post(
    f"{OI_CLAIM}/clarifications/with-files",
    guards=VERIFY,
    summary="Ask the beneficiary, with files",
    tags=TAGS,
    request_max_body_size=LARGEST_EVIDENCE_BYTES,
)
async def ask_with_files(
    request: AnyRequest,
    context: NamedDependency[Context],
    claim_id: FromPath[UUID],
    data: MultipartBody[QuestionWithFilesIn],
) -> Response[MessageOut]:
    """The same as a form with up to ten files: PDF, JPEG, PNG, XLSX or ODS by their bytes, 15 MB in all.

    Errors: 403, 404, 409 in any other state, 413 above the limit, 422 for a past day or another kind of file.
    """
    files = await data.sent()
    return await change(
        request,
        context,
        lambda ctx: claim_messages.ask(ctx, claim_id, data.question, data.due_on, files),
        MessageOut.of,
        status=201,
        location=lambda _: f"/oi/claims/{claim_id}/messages",
        covers=_covered((data.question, data.due_on), files),
    )


@get(f"{OI_CLAIM}/messages", guards=OI_READ, summary="Questions and answers on a claim", tags=TAGS)
async def list_oi_messages(context: NamedDependency[Context], claim_id: FromPath[UUID]) -> Response[Page[MessageOut]]:
    """All of them on one page, in their order."""
    found = await claim_messages.list_messages(context, claim_id)
    return shown(Page[MessageOut](items=[MessageOut.of(item) for item in found], next=None))


@get(f"{CLAIM}/messages", guards=READ, summary="Questions and answers on a claim", tags=TAGS)
async def list_messages(context: NamedDependency[Context], claim_id: FromPath[UUID]) -> Response[Page[MessageOut]]:
    """All of them on one page, in their order."""
    found = await claim_messages.list_messages(context, claim_id)
    return shown(Page[MessageOut](items=[MessageOut.of(item) for item in found], next=None))


@post(f"{CLAIM}/messages", guards=WRITE, summary="Answer the intermediate body", tags=TAGS)
async def answer(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID], data: JSONBody[AnswerIn]
) -> Response[MessageOut]:
    """The answer to a question, or observations on interim conclusions. Errors: 404, 409 when nothing was asked."""
    return await change(
        request,
        context,
        lambda ctx: claim_messages.answer(ctx, claim_id, data.text),
        MessageOut.of,
        status=201,
        location=lambda _: f"/claims/{claim_id}/messages",
    )


@post(
    f"{CLAIM}/messages/with-files",
    guards=WRITE,
    summary="Answer the intermediate body, with files",
    tags=TAGS,
    request_max_body_size=LARGEST_EVIDENCE_BYTES,
)
async def answer_with_files(
    request: AnyRequest,
    context: NamedDependency[Context],
    claim_id: FromPath[UUID],
    data: MultipartBody[AnswerWithFilesIn],
) -> Response[MessageOut]:
    """The same as a form with up to ten files: PDF, JPEG, PNG, XLSX or ODS by their bytes, 15 MB in all.

    They go to the intermediate body as they are: hide what it need not read first.
    Errors: 404, 409 when nothing was asked, 413 above the limit, 422 for another kind of file.
    """
    files = await data.sent()
    return await change(
        request,
        context,
        lambda ctx: claim_messages.answer(ctx, claim_id, data.text, files),
        MessageOut.of,
        status=201,
        location=lambda _: f"/claims/{claim_id}/messages",
        covers=_covered((data.text,), files),
    )


@get(f"{OI_CLAIM}/{FILE}", guards=OI_READ, summary="A file of a question or an answer", tags=TAGS, opt=KINDS)
async def get_oi_message_file(
    request: AnyRequest,
    context: NamedDependency[Context],
    claim_id: FromPath[UUID],
    message_file_id: FromPath[UUID],
) -> Response[Any]:
    """The bytes as they were sent; each reading is noted."""
    return file_response(request, await claim_messages.load_message_file(context, claim_id, message_file_id))


@get(f"{CLAIM}/{FILE}", guards=WRITE, summary="A file of a question or an answer", tags=TAGS, opt=KINDS)
async def get_message_file(
    request: AnyRequest,
    context: NamedDependency[Context],
    claim_id: FromPath[UUID],
    message_file_id: FromPath[UUID],
) -> Response[Any]:
    """The bytes as they were sent, for who draws up claims; each reading is noted."""
    return file_response(request, await claim_messages.load_message_file(context, claim_id, message_file_id))


HANDLERS: list[ControllerRouterHandler] = [
    ask,
    ask_with_files,
    list_oi_messages,
    list_messages,
    answer,
    answer_with_files,
    get_oi_message_file,
    get_message_file,
]
