"""Who takes part in an FSE+ operation, and the structures that it supports."""

from uuid import UUID

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown, single, version_asked
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, id_after
from clause.api.schemas.base import Page
from clause.api.schemas.operation_entities import EntityWithdrawalIn, OperationEntityIn, OperationEntityOut
from clause.api.schemas.operation_participants import (
    OperationParticipantIn,
    OperationParticipantOut,
    RecordIn,
    RecordLine,
)
from clause.domain.actors import Scope
from clause.edge.request_context import AnyRequest, needs
from clause.services import operation_entities, operation_participants
from clause.services.context import Context

READ = [needs(Scope.CLAIMS_READ)]
WRITE = [needs(Scope.CONTRACTS_WRITE)]
TAGS = ["Indicators"]


@post(
    "/operations/{operation_id:uuid}/participants",
    guards=WRITE,
    summary="Record that a person takes part in an operation",
    tags=TAGS,
)
async def add_operation_participant(
    request: AnyRequest,
    context: NamedDependency[Context],
    operation_id: FromPath[UUID],
    data: JSONBody[OperationParticipantIn],
) -> Response[OperationParticipantOut]:
    """One record per person and operation, even after leaving and coming back: 409 for a second one.

    Errors: 409 when the agreement foresees no participants or the operation lasts a day; 422 naming each field.
    """
    return await change(
        request,
        context,
        lambda ctx: operation_participants.add_participant(ctx, operation_id, data.participant_id, data.terms()),
        OperationParticipantOut.of,
        status=201,
        location=lambda made: f"/operations/{operation_id}/participants/{made.id}",
        version=lambda made: made.version,
    )


@get("/operations/{operation_id:uuid}/participants", guards=READ, summary="Who takes part", tags=TAGS)
async def list_operation_participants(
    context: NamedDependency[Context], operation_id: FromPath[UUID], after: After = None, limit: Limit = DEFAULT_LIMIT
) -> Response[Page[RecordLine]]:
    """Days only; the answers stand in each record."""
    found = await operation_participants.list_participants(
        context, operation_id, after=id_after(after), limit=limit + 1
    )
    items, following = cut(found, limit, lambda item: item.id)
    return shown(Page[RecordLine](items=[RecordLine.of(item) for item in items], next=following))


@get(
    "/operations/{operation_id:uuid}/participants/{record_id:uuid}",
    guards=[*READ, *WRITE],
    summary="A person's part in an operation",
    tags=TAGS,
)
async def get_operation_participant(
    request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID], record_id: FromPath[UUID]
) -> Response[OperationParticipantOut]:
    """With the answers, special categories included: for those who may write them."""
    found = await operation_participants.load_participant(context, operation_id, record_id)
    return single(request, OperationParticipantOut.of(found), found.version)


@put(
    "/operations/{operation_id:uuid}/participants/{record_id:uuid}",
    guards=WRITE,
    summary="Replace what is known of a person's part",
    tags=TAGS,
)
async def change_operation_participant(
    request: AnyRequest,
    context: NamedDependency[Context],
    operation_id: FromPath[UUID],
    record_id: FromPath[UUID],
    data: JSONBody[RecordIn],
) -> Response[OperationParticipantOut]:
    """The whole record. Needs ``If-Match``: 412 when it has moved on since it was read."""
    version = version_asked(request)
    return await change(
        request,
        context,
        lambda ctx: operation_participants.change_participant(ctx, operation_id, record_id, data.terms(), version),
        OperationParticipantOut.of,
        version=lambda kept: kept.version,
    )


@post(
    "/operations/{operation_id:uuid}/entities",
    guards=WRITE,
    summary="Record that an operation supports a structure",
    tags=TAGS,
)
async def add_operation_entity(
    request: AnyRequest,
    context: NamedDependency[Context],
    operation_id: FromPath[UUID],
    data: JSONBody[OperationEntityIn],
) -> Response[OperationEntityOut]:
    """Once per structure: 409 for one that is counted already, or when the agreement foresees none."""
    return await change(
        request,
        context,
        lambda ctx: operation_entities.add_entity(ctx, operation_id, data.terms()),
        OperationEntityOut.of,
        status=201,
        location=lambda made: f"/operations/{operation_id}/entities",
    )


@get("/operations/{operation_id:uuid}/entities", guards=READ, summary="Structures supported", tags=TAGS)
async def list_operation_entities(
    context: NamedDependency[Context], operation_id: FromPath[UUID], after: After = None, limit: Limit = DEFAULT_LIMIT
) -> Response[Page[OperationEntityOut]]:
    """Withdrawn ones included, oldest first."""
    found = await operation_entities.list_entities(context, operation_id, after=id_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.id)
    return shown(Page[OperationEntityOut](items=[OperationEntityOut.of(item) for item in items], next=following))


@post(
    "/operations/{operation_id:uuid}/entities/{entity_id:uuid}/withdraw",
    guards=WRITE,
    status_code=200,
    summary="Take a structure out of the count",
    tags=TAGS,
)
async def withdraw_operation_entity(
    request: AnyRequest,
    context: NamedDependency[Context],
    operation_id: FromPath[UUID],
    entity_id: FromPath[UUID],
    data: JSONBody[EntityWithdrawalIn],
) -> Response[OperationEntityOut]:
    """The row stays, with the reason. Errors: 409 when it is withdrawn already."""
    return await change(
        request,
        context,
        lambda ctx: operation_entities.withdraw_entity(ctx, operation_id, entity_id, data.reason),
        OperationEntityOut.of,
    )


HANDLERS: list[ControllerRouterHandler] = [
    add_operation_participant,
    list_operation_participants,
    get_operation_participant,
    change_operation_participant,
    add_operation_entity,
    list_operation_entities,
    withdraw_operation_entity,
]
