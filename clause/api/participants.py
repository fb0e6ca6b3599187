"""People followed by a facilitator organisation."""

from typing import Annotated
from uuid import UUID

from litestar import Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, HeaderParameter, JSONBody
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown, single, version_asked
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, id_after
from clause.api.schemas.base import Page
from clause.api.schemas.participants import ParticipantIn, ParticipantKeptOut, ParticipantOut, ParticipantPatch
from clause.domain.actors import Scope
from clause.domain.errors import Unreadable
from clause.domain.header_texts import text_of_header
from clause.edge.request_context import AnyRequest, needs
from clause.services import participants
from clause.services.context import Context

PartOfName = Annotated[
    str | None,
    HeaderParameter(
        name="Clause-Name",
        description="Part of the first or last name, whatever its case, in UTF-8: names stand in no address",
        max_length=200,
    ),
]
READ = [needs(Scope.CONTRACTS_READ)]
WRITE = [needs(Scope.CONTRACTS_WRITE)]
PEOPLE = ["Participants"]


@post("/participants", guards=WRITE, summary="Add a person", tags=PEOPLE)
async def add_participant(
    request: AnyRequest, context: NamedDependency[Context], data: JSONBody[ParticipantIn]
) -> Response[ParticipantKeptOut]:
    """Someone of the same name born the same day is a probable duplicate: 422 unless ``confirm_duplicate`` is true."""
    return await change(
        request,
        context,
        lambda ctx: participants.add_participant(ctx, data.facts(), confirm_duplicate=data.confirm_duplicate),
        ParticipantKeptOut.of_kept,
        status=201,
        location=lambda kept: f"/participants/{kept.participant.id}",
        version=lambda kept: kept.participant.version,
    )


@get("/participants", guards=READ, summary="List the people followed", tags=PEOPLE)
async def list_participants(
    request: AnyRequest,
    context: NamedDependency[Context],
    part_of_name: PartOfName = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Response[Page[ParticipantOut]]:
    """Only the facilitator organisation's own people; 403 for buyers and companies. 400 with a name in the address."""
    if "q" in request.query_params:
        raise Unreadable("API-018")
    name = text_of_header(part_of_name) or None
    found = await participants.list_participants(context, name=name, after=id_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.id)
    return shown(Page[ParticipantOut](items=[ParticipantOut.of(item) for item in items], next=following))


@get("/participants/{participant_id:uuid}", guards=READ, summary="One person", tags=PEOPLE)
async def get_participant(
    request: AnyRequest, context: NamedDependency[Context], participant_id: FromPath[UUID]
) -> Response[ParticipantOut]:
    """Only for the facilitator organisation that follows the person: 403 for buyers and companies, 404 for others."""
    found = await participants.load_participant(context, participant_id)
    return single(request, ParticipantOut.of(found), found.version)


@patch("/participants/{participant_id:uuid}", guards=WRITE, summary="Correct a person's record", tags=PEOPLE)
async def correct_participant(
    request: AnyRequest,
    context: NamedDependency[Context],
    participant_id: FromPath[UUID],
    data: JSONBody[ParticipantPatch],
) -> Response[ParticipantKeptOut]:
    """Needs ``If-Match``: 412 when the record has moved on since it was read."""
    version = version_asked(request)
    return await change(
        request,
        context,
        lambda ctx: participants.correct_participant(
            ctx, participant_id, data.changes(), version, confirm_duplicate=data.confirm_duplicate
        ),
        ParticipantKeptOut.of_kept,
        version=lambda kept: kept.participant.version,
    )


HANDLERS: list[ControllerRouterHandler] = [add_participant, list_participants, get_participant, correct_participant]
