"""FSE+ operations: recorded, moved, and where each one stands."""

from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown, single
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, id_after
from clause.api.schemas.base import Page
from clause.api.schemas.operations import CourseOut, MoveIn, OperationEventOut, OperationIn, OperationOut
from clause.domain.actors import Scope
from clause.domain.operations import OperationRecord, OperationState
from clause.edge.request_context import AnyRequest, needs
from clause.services import operation_moves, operations
from clause.services.context import Context

READ = [needs(Scope.CLAIMS_READ)]
WRITE = [needs(Scope.CLAIMS_WRITE)]
TAGS = ["Operations"]

StateFilter = Annotated[OperationState | None, QueryParameter(name="state", description="Only those in this state")]


@post("/operations", guards=WRITE, summary="Add an operation, or begin an application", tags=TAGS)
async def add_operation(
    request: AnyRequest, context: NamedDependency[Context], data: JSONBody[OperationIn]
) -> Response[OperationOut]:
    """With its agreement it is in force; without one it is an application in answer to the call that it names.

    Errors: 409 for a number used before, 422 with a finding for each thing that does not fit: programme and window,
    ceiling of the rate, cost plan and what it needs, the call.
    """

    async def add(ctx: Context) -> OperationRecord:
        if data.agreement is None:
            return await operations.apply(ctx, data.to_domain(), data.at)
        return await operations.add_operation(ctx, data.to_domain(), data.agreement.to_domain())

    return await change(
        request,
        context,
        add,
        OperationOut.of,
        status=201,
        location=lambda found: f"/operations/{found.id}",
        version=lambda found: found.version,
    )


@get("/operations", guards=READ, summary="List operations", tags=TAGS)
async def list_operations(
    context: NamedDependency[Context],
    in_state: StateFilter = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Response[Page[OperationOut]]:
    """The organisation's own, applications included, oldest first."""
    found = await operations.list_records(context, state=in_state, after=id_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.id)
    return shown(Page[OperationOut](items=[OperationOut.of(item) for item in items], next=following))


@get("/operations/{operation_id:uuid}", guards=READ, summary="One operation", tags=TAGS)
async def get_operation(
    request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID]
) -> Response[CourseOut]:
    """An operation with its ETag, the days that count in its state, and what may be recorded next. Errors: 404."""
    found = await operation_moves.load_course(context, operation_id)
    return single(request, CourseOut.of_course(found), found.record.version)


@post(
    "/operations/{operation_id:uuid}/moves",
    guards=WRITE,
    status_code=200,
    summary="Record a move of an operation",
    tags=TAGS,
)
async def move(
    request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID], data: JSONBody[MoveIn]
) -> Response[CourseOut]:
    """From the filing to the agreement in force, the certificate of start, what holds the file.

    Errors: 404, 409 where the state forbids it, 422 with a finding for each thing that it lacks.
    """
    return await change(
        request,
        context,
        lambda ctx: operation_moves.move(ctx, operation_id, data.to_domain(ctx.now)),
        CourseOut.of_course,
        version=lambda course: course.record.version,
    )


@post(
    "/oi/operations/{operation_id:uuid}/moves",
    guards=[needs(Scope.OI_VERIFY)],
    status_code=200,
    summary="Record a move of an operation",
    tags=["Intermediate body"],
)
async def move_by_body(
    request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID], data: JSONBody[MoveIn]
) -> Response[CourseOut]:
    """What the intermediate body decides: admissibility, appraisal, committee, agreement, holds.

    Errors: 403 for what is the beneficiary's to do, 404, 409 where the state forbids it, 422.
    """
    return await change(
        request,
        context,
        lambda ctx: operation_moves.move(ctx, operation_id, data.to_domain(ctx.now)),
        CourseOut.of_course,
        version=lambda course: course.record.version,
    )


@get("/operations/{operation_id:uuid}/events", guards=READ, summary="The moves of an operation", tags=TAGS)
async def list_events(
    context: NamedDependency[Context], operation_id: FromPath[UUID]
) -> Response[Page[OperationEventOut]]:
    """All of them, first to last, with who recorded each and when; none is ever changed. Errors: 404."""
    course = await operation_moves.load_course(context, operation_id)
    return shown(Page[OperationEventOut](items=[OperationEventOut.of(event) for event in course.events], next=None))


HANDLERS: list[ControllerRouterHandler] = [
    add_operation,
    list_operations,
    get_operation,
    move,
    move_by_body,
    list_events,
]
