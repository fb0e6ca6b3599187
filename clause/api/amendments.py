"""Amendments of agreements, and the versions that they made."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown
from clause.api.schemas.agreements import AgreementOut
from clause.api.schemas.amendments import AmendmentIn, AmendmentOut, AmendmentSignatureIn, AmendmentWithdrawalIn
from clause.api.schemas.base import Page
from clause.domain.actors import Scope
from clause.edge.request_context import AnyRequest, needs
from clause.services import amendments
from clause.services.context import Context

READ = [needs(Scope.CLAIMS_READ, Scope.OI_READ)]
WRITE = [needs(Scope.CLAIMS_WRITE)]
TAGS = ["Operations"]


@post("/operations/{operation_id:uuid}/amendments", guards=WRITE, summary="Propose an amendment", tags=TAGS)
async def propose(
    request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID], data: JSONBody[AmendmentIn]
) -> Response[AmendmentOut]:
    """One at a time; the operation waits for it. Errors: 404, 409 unless the agreement is in force, 422."""
    return await change(
        request,
        context,
        lambda ctx: amendments.propose(ctx, operation_id, data.to_domain()),
        AmendmentOut.of,
        status=201,
        location=lambda made: f"/operations/{made.operation_id}/amendments",
        version=lambda made: made.version,
    )


@get("/operations/{operation_id:uuid}/amendments", guards=READ, summary="Amendments", tags=TAGS)
async def list_amendments(
    context: NamedDependency[Context], operation_id: FromPath[UUID]
) -> Response[Page[AmendmentOut]]:
    """By number, with how each ended. Errors: 404."""
    found = await amendments.list_amendments(context, operation_id)
    return shown(Page[AmendmentOut](items=[AmendmentOut.of(item) for item in found], next=None))


@get("/operations/{operation_id:uuid}/agreements", guards=READ, summary="Versions of the agreement", tags=TAGS)
async def list_agreements(
    context: NamedDependency[Context], operation_id: FromPath[UUID]
) -> Response[Page[AgreementOut]]:
    """First to last; none is ever overwritten. Errors: 404."""
    found = await amendments.list_agreements(context, operation_id)
    return shown(Page[AgreementOut](items=[AgreementOut.of(item) for item in found], next=None))


@post(
    "/amendments/{amendment_id:uuid}/sign",
    guards=WRITE,
    status_code=200,
    summary="Record an amendment's signatures",
    tags=TAGS,
)
async def sign(
    request: AnyRequest,
    context: NamedDependency[Context],
    amendment_id: FromPath[UUID],
    data: JSONBody[AmendmentSignatureIn],
) -> Response[AmendmentOut]:
    """Makes a further version of the agreement. Errors: 404, 409 unless it is pending, 422 out of the validity."""
    return await change(
        request,
        context,
        lambda ctx: amendments.sign(ctx, amendment_id, data.signed_on, data.reference),
        AmendmentOut.of,
        version=lambda made: made.version,
    )


@post(
    "/amendments/{amendment_id:uuid}/withdraw", guards=WRITE, status_code=200, summary="Give an amendment up", tags=TAGS
)
async def withdraw(
    request: AnyRequest,
    context: NamedDependency[Context],
    amendment_id: FromPath[UUID],
    data: JSONBody[AmendmentWithdrawalIn],
) -> Response[AmendmentOut]:
    """The agreement stays as it was. Errors: 404, 409 unless it is pending."""
    return await change(
        request,
        context,
        lambda ctx: amendments.withdraw(ctx, amendment_id, data.reason),
        AmendmentOut.of,
        version=lambda made: made.version,
    )


HANDLERS: list[ControllerRouterHandler] = [propose, list_amendments, list_agreements, sign, withdraw]
