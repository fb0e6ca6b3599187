"""Pooling agreements: made, consented to, ended, read."""

from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown, single
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, id_after
from clause.api.schemas.base import Page
from clause.api.schemas.pooling import ConsentIn, EndIn, PoolingAgreementIn, PoolingAgreementOut
from clause.domain.actors import Scope
from clause.edge.request_context import AnyRequest, needs
from clause.services import pooling
from clause.services.context import Context

TAGS = ["Pooling"]
VALIDATE = needs(Scope.HOURS_VALIDATE)
READ = needs(Scope.HOURS_VALIDATE, Scope.HOURS_DECLARE, Scope.CONTRACTS_READ)

CompanyFilter = Annotated[UUID | None, QueryParameter(name="company", description="Id of the company")]
LotFilter = Annotated[UUID | None, QueryParameter(name="lot", description="Id of a lot covered")]


@post("/pooling-agreements", guards=[VALIDATE], summary="Record a pooling agreement", tags=TAGS)
async def add_agreement(
    request: AnyRequest, context: NamedDependency[Context], data: JSONBody[PoolingAgreementIn]
) -> Response[PoolingAgreementOut]:
    """It lets hours done on one lot be credited to another once every buyer concerned has consented.

    Errors: 422 with a finding per lot that cannot be covered (unknown, not followed, not held by the company).
    """
    return await change(
        request,
        context,
        lambda ctx: pooling.add_agreement(ctx, data.terms()),
        PoolingAgreementOut.of,
        status=201,
        location=lambda agreement: f"/pooling-agreements/{agreement.id}",
        version=lambda agreement: agreement.version,
    )


@get("/pooling-agreements", guards=[READ], summary="List pooling agreements", tags=TAGS)
async def list_agreements(
    context: NamedDependency[Context],
    company_id: CompanyFilter = None,
    lot_id: LotFilter = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Response[Page[PoolingAgreementOut]]:
    """Oldest first: the facilitator organisation's, a company's own, or those over a lot of the buyer."""
    found = await pooling.list_agreements(
        context, company_id=company_id, lot_id=lot_id, after=id_after(after), limit=limit + 1
    )
    items, following = cut(found, limit, lambda item: item.id)
    return shown(Page[PoolingAgreementOut](items=[PoolingAgreementOut.of(item) for item in items], next=following))


@get("/pooling-agreements/{agreement_id:uuid}", guards=[READ], summary="A pooling agreement", tags=TAGS)
async def get_agreement(
    request: AnyRequest, context: NamedDependency[Context], agreement_id: FromPath[UUID]
) -> Response[PoolingAgreementOut]:
    """With its lots, the consents given and those awaited. Errors: 404."""
    agreement = await pooling.load_agreement(context, agreement_id)
    return single(request, PoolingAgreementOut.of(agreement), agreement.version)


@post(
    "/pooling-agreements/{agreement_id:uuid}/consents",
    guards=[VALIDATE],
    summary="Record the consent of a buyer",
    tags=TAGS,
)
async def record_consent(
    request: AnyRequest, context: NamedDependency[Context], agreement_id: FromPath[UUID], data: JSONBody[ConsentIn]
) -> Response[PoolingAgreementOut]:
    """Errors: 404, 409 when the buyer has consented or the agreement has ended, 422 for a buyer not concerned."""
    return await change(
        request,
        context,
        lambda ctx: pooling.record_consent(ctx, agreement_id, data.buyer_id, data.given_on, data.reference),
        PoolingAgreementOut.of,
        status=201,
        version=lambda agreement: agreement.version,
    )


@post(
    "/pooling-agreements/{agreement_id:uuid}/end",
    guards=[VALIDATE],
    summary="End a pooling agreement before its last day",
    tags=TAGS,
)
async def end_agreement(
    request: AnyRequest, context: NamedDependency[Context], agreement_id: FromPath[UUID], data: JSONBody[EndIn]
) -> Response[PoolingAgreementOut]:
    """What was pooled stays. Errors: 404, 409 when it has ended, 422 for a day before work that was pooled."""
    return await change(
        request,
        context,
        lambda ctx: pooling.end_agreement(ctx, agreement_id, data.ended_on, data.reason),
        PoolingAgreementOut.of,
        status=201,
        version=lambda agreement: agreement.version,
    )


HANDLERS: list[ControllerRouterHandler] = [
    add_agreement,
    list_agreements,
    get_agreement,
    record_consent,
    end_agreement,
]
