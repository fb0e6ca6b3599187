"""Advances, payments of claims, what is paid back, and reversals; both sides read them."""

from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown
from clause.api.schemas.payments import AdvanceIn, ClaimPaymentIn, PaymentAccountOut, PaymentOut, ReversalIn
from clause.domain.actors import Scope
from clause.edge.request_context import AnyRequest, needs
from clause.services import payments
from clause.services.context import Context

READ, OI_READ, VERIFY = [needs(Scope.CLAIMS_READ)], [needs(Scope.OI_READ)], [needs(Scope.OI_VERIFY)]
TAGS = ["Payments"]
OF_CLAIM, OF_OPERATION = "/claims/{claim_id:uuid}/payments", "/operations/{operation_id:uuid}/payments"


@post(f"/oi{OF_CLAIM}", guards=VERIFY, summary="Record a payment of a claim", tags=TAGS)
async def pay_claim(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID], data: JSONBody[ClaimPaymentIn]
) -> Response[PaymentOut]:
    """Or money paid back, in one or several times until nothing is left to settle.

    Errors: 404, 409 in any other state or for a reference already used, 422 with a finding for the amount or the day.
    """
    return await change(
        request,
        context,
        lambda ctx: payments.pay_claim(ctx, claim_id, data.to_domain()),
        PaymentOut.of,
        status=201,
        location=lambda _: f"/oi/claims/{claim_id}/payments",
    )


@post(f"/oi{OF_OPERATION}", guards=VERIFY, summary="Record an advance", tags=TAGS)
async def pay_advance(
    request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID], data: JSONBody[AdvanceIn]
) -> Response[PaymentOut]:
    """On the grant, once the operation has started; some kinds of beneficiaries get none.

    Errors: 404, 409 for an operation not in force or after its final claim, 422 above what the agreement allows.
    """
    return await change(
        request,
        context,
        lambda ctx: payments.pay_advance(ctx, operation_id, data.to_domain()),
        PaymentOut.of,
        status=201,
        location=lambda _: f"/oi/operations/{operation_id}/payments",
    )


@post("/oi/payments/{payment_id:uuid}/reversal", guards=VERIFY, summary="Undo a payment recorded by mistake", tags=TAGS)
async def reverse_payment(
    request: AnyRequest, context: NamedDependency[Context], payment_id: FromPath[UUID], data: JSONBody[ReversalIn]
) -> Response[PaymentOut]:
    """By a contrary row with its reason. Errors: 404, 409 for a row already undone, 422 for a reversal itself."""
    return await change(
        request,
        context,
        lambda ctx: payments.reverse_payment(ctx, payment_id, data.to_domain()),
        PaymentOut.of,
        status=201,
        location=lambda found: f"/oi/operations/{found.operation_id}/payments",
    )


@get(f"/oi{OF_CLAIM}", guards=OI_READ, summary="The payments of a claim", tags=TAGS)
async def list_oi_claim_payments(
    context: NamedDependency[Context], claim_id: FromPath[UUID]
) -> Response[PaymentAccountOut]:
    """All of them on one page, with what is left to settle."""
    return shown(PaymentAccountOut.of(await payments.list_claim_payments(context, claim_id)))


@get(f"/oi{OF_OPERATION}", guards=OI_READ, summary="The payments of an operation", tags=TAGS)
async def list_oi_payments(
    context: NamedDependency[Context], operation_id: FromPath[UUID]
) -> Response[PaymentAccountOut]:
    """All of them on one page, advance included."""
    return shown(PaymentAccountOut.of(await payments.list_operation_payments(context, operation_id)))


@get(OF_CLAIM, guards=READ, summary="The payments of a claim", tags=TAGS)
async def list_claim_payments(
    context: NamedDependency[Context], claim_id: FromPath[UUID]
) -> Response[PaymentAccountOut]:
    """All of them on one page, with what is left to settle."""
    return shown(PaymentAccountOut.of(await payments.list_claim_payments(context, claim_id)))


@get(OF_OPERATION, guards=READ, summary="The payments of an operation", tags=TAGS)
async def list_payments(context: NamedDependency[Context], operation_id: FromPath[UUID]) -> Response[PaymentAccountOut]:
    """All of them on one page, advance included."""
    return shown(PaymentAccountOut.of(await payments.list_operation_payments(context, operation_id)))


HANDLERS: list[ControllerRouterHandler] = [
    pay_claim,
    pay_advance,
    reverse_payment,
    list_oi_claim_payments,
    list_oi_payments,
    list_claim_payments,
    list_payments,
]
