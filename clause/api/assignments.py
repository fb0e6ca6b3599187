"""Mission letters: issued by the employer, accepted or rejected by the intermediate body."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown
from clause.api.schemas.assignments import AcceptanceIn, AssignmentIn, AssignmentOut, LetterOut
from clause.api.schemas.base import Page
from clause.domain.actors import Scope
from clause.edge.request_context import AnyRequest, needs
from clause.services import assignments
from clause.services.context import Context

READ = [needs(Scope.CLAIMS_READ)]
WRITE = [needs(Scope.CLAIMS_WRITE)]
TAGS = ["Operations"]
OI_TAGS = ["Intermediate body"]


@post("/operations/{operation_id:uuid}/assignments", guards=WRITE, summary="Issue a mission letter", tags=TAGS)
async def assign(
    request: AnyRequest,
    context: NamedDependency[Context],
    operation_id: FromPath[UUID],
    data: JSONBody[AssignmentIn],
) -> Response[AssignmentOut]:
    """A further letter for the same person replaces the earlier ones from its first day on.

    Errors: 404, 422 with a finding for each thing that stands against it: days, share, shares of the person above the
    whole, fixed and variable time in one month, what is signed already.
    """
    return await change(
        request,
        context,
        lambda ctx: assignments.assign(ctx, operation_id, data.to_domain()),
        AssignmentOut.of,
        status=201,
        location=lambda found: f"/operations/{found.operation_id}/assignments",
    )


@get("/operations/{operation_id:uuid}/assignments", guards=READ, summary="The mission letters", tags=TAGS)
async def list_assignments(
    context: NamedDependency[Context], operation_id: FromPath[UUID]
) -> Response[Page[LetterOut]]:
    """All of them on one page, by person and version, with the word of the intermediate body and the state today."""
    found = await assignments.list_letters(context, operation_id)
    return shown(Page[LetterOut](items=[LetterOut.of_view(item) for item in found], next=None))


@post(
    "/assignments/{assignment_id:uuid}/acceptance",
    guards=WRITE,
    summary="Write down an acceptance by letter",
    tags=TAGS,
)
async def record_acceptance(
    request: AnyRequest, context: NamedDependency[Context], assignment_id: FromPath[UUID], data: JSONBody[AcceptanceIn]
) -> Response[LetterOut]:
    """What the intermediate body wrote, with the reference of its letter; a later word holds instead.

    Errors: 404, 422 without a reference, for a day before the letter or to come, for a rejection without its reason.
    """
    return await change(
        request,
        context,
        lambda ctx: assignments.decide(ctx, assignment_id, data.to_domain()),
        LetterOut.of_view,
        status=201,
    )


@get(
    "/oi/operations/{operation_id:uuid}/assignments",
    guards=[needs(Scope.OI_READ)],
    summary="The mission letters of an operation",
    tags=OI_TAGS,
)
async def list_oi_assignments(
    context: NamedDependency[Context], operation_id: FromPath[UUID]
) -> Response[Page[LetterOut]]:
    """All versions, by person, with the words on each and the state today. Errors: 404."""
    found = await assignments.list_letters(context, operation_id)
    return shown(Page[LetterOut](items=[LetterOut.of_view(item) for item in found], next=None))


@post(
    "/oi/assignments/{assignment_id:uuid}/acceptance",
    guards=[needs(Scope.OI_VERIFY)],
    summary="Accept or reject a mission letter",
    tags=OI_TAGS,
)
async def accept(
    request: AnyRequest, context: NamedDependency[Context], assignment_id: FromPath[UUID], data: JSONBody[AcceptanceIn]
) -> Response[LetterOut]:
    """A letter of fixed time counts in a claim once it is accepted; a later word holds instead. Errors: 404, 422."""
    return await change(
        request,
        context,
        lambda ctx: assignments.decide(ctx, assignment_id, data.to_domain()),
        LetterOut.of_view,
        status=201,
    )


HANDLERS: list[ControllerRouterHandler] = [
    assign,
    list_assignments,
    record_acceptance,
    list_oi_assignments,
    accept,
]
