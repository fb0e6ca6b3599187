"""What an intermediate body reads of the operations it co-finances. Reading leaves a line in the access log."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.types import ControllerRouterHandler

from clause.api.answers import hashed, shown
from clause.api.instants import Since, instant_of
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, id_after
from clause.api.schemas.base import Page
from clause.api.schemas.oi_operations import DoubleFundingOut, HandedOperationOut
from clause.domain.actors import Scope
from clause.domain.intermediate_body import OperationsAsked
from clause.domain.operations import OperationState
from clause.edge.files import file_response
from clause.edge.request_context import AnyRequest, needs
from clause.services import oi_operations
from clause.services.context import Context

READ = [needs(Scope.OI_READ)]
TAGS = ["Intermediate body"]
OPERATION = "/oi/operations/{operation_id:uuid}"

CallFilter = Annotated[UUID | None, QueryParameter(name="call", description="Id of the call for projects")]
StatusFilter = Annotated[OperationState | None, QueryParameter(name="status", description="State of the operation")]


@get("/oi/operations", guards=READ, summary="The operations co-financed", tags=TAGS)
async def list_oi_operations(
    context: NamedDependency[Context],
    call_id: CallFilter = None,
    status: StatusFilter = None,
    updated_since: Since = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Response[Page[HandedOperationOut]]:
    """Those whose agreement names the caller as intermediate body, oldest first."""
    asked = OperationsAsked(call_id=call_id, state=status, updated_since=instant_of(updated_since))
    found = await oi_operations.list_operations(context, asked, after=id_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.operation.id)
    return shown(Page[HandedOperationOut](items=[HandedOperationOut.handed(item) for item in items], next=following))


@get(OPERATION, guards=READ, summary="One operation co-financed", tags=TAGS)
async def get_oi_operation(
    request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID]
) -> Response[HandedOperationOut]:
    """With the latest version of its agreement: plan, grant, rate and the decimals it is printed with."""
    found = await oi_operations.load_operation(context, operation_id)
    return hashed(request, HandedOperationOut.handed(found).model_dump_json().encode())


@get(f"{OPERATION}/double-funding", guards=READ, summary="Who else claims these months", tags=TAGS)
async def get_double_funding(
    context: NamedDependency[Context], operation_id: FromPath[UUID]
) -> Response[DoubleFundingOut]:
    """The shares of each person's month over all operations of the employer, and pay documents used more than once.

    From standing claims. Operations of the caller are named; those of another intermediate body are `other-1`,
    `other-2`… Source: regulation (EU) 2021/1060, art. 63(9).
    """
    return shown(DoubleFundingOut.of(await oi_operations.load_double_funding(context, operation_id)))


@get(
    "/oi/exports/operations-kohesio.csv",
    guards=READ,
    summary="The list of operations to publish",
    tags=TAGS,
    media_type="text/csv",
)
async def export_kohesio(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """CSV after RFC 4180 with the columns of Kohesio: what regulation (EU) 2021/1060, art. 49(3) asks to publish.

    Errors: 422 while there is no signed operation.
    """
    return file_response(request, await oi_operations.export_kohesio(context))


HANDLERS: list[ControllerRouterHandler] = [list_oi_operations, get_oi_operation, get_double_funding, export_kohesio]
