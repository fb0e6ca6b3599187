"""Payments of an intermediate body: those of a claim, those of all operations, a new one, one undone."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.actors import Scope
from clause.domain.claims import ClaimState
from clause.domain.errors import ClauseError
from clause.domain.payments import ListedPayment, PaymentKind, PaymentTerms, ReversalTerms
from clause.domain.tables import CellKind, Column
from clause.edge.request_context import AnyRequest, needs
from clause.services import payments
from clause.services.context import Context
from clause.text.labels import label
from clause.web.forms import FreeText, Line, Quantity, read_form, refused
from clause.web.listing import MOST_ROWS, Empty, Filter, Listing, chosen, listing, searched
from clause.web.notes import done
from clause.web.oi_claims import CLAIM, framed
from clause.web.page import page

READ, VERIFY = needs(Scope.OI_READ), needs(Scope.OI_VERIFY)
KINDS = tuple((kind.value, label("payment_kind", kind.value)) for kind in PaymentKind)
SETTLING = (ClaimState.PAYABLE, ClaimState.RECOVERY_DUE)

Text = Annotated[str, QueryParameter(name="q", description="Part of a reference, a number or a beneficiary's name")]
Kind = Annotated[str, QueryParameter(name="kind", description="Kind of movement")]


class MovementForm(BaseModel):
    """A movement of money as it was made."""

    amount: Quantity = Field(title="Montant")
    paid_on: date = Field(title="Date du paiement")
    reference: Line = Field(title="Référence", max_length=80)
    comment: FreeText | None = Field(default=None, title="Observation")

    def to_domain(self, kind: PaymentKind) -> PaymentTerms:
        """As the service takes it."""
        return PaymentTerms(kind=kind, **dict(self))


class ClaimMovementForm(MovementForm):
    """A payment of a claim, or money that came back for it."""

    kind: Literal["PAYMENT", "RECOVERY"] = Field(title="Nature")

    def of_claim(self) -> PaymentTerms:
        """As the service takes it."""
        return PaymentTerms(**{**dict(self), "kind": PaymentKind(self.kind)})


class ReversalForm(BaseModel):
    """Why a movement is undone."""

    reference: Line = Field(title="Référence de l’annulation", max_length=80)
    reason: FreeText = Field(title="Motif")


@get(f"{CLAIM}/payments", guards=[READ])
async def show_claim_payments(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]
) -> Template:
    """What was paid for a claim, what is left, and a form for the next movement."""
    return await _claim_page(request, context, claim_id)


async def _claim_page(request: AnyRequest, context: Context, claim_id: UUID, **refusal: Any) -> Template:
    frame = await framed(context, claim_id)
    may_verify = context.actor.may(Scope.OI_VERIFY)
    return page(
        request,
        "oi/payments.html",
        title=f"Paiements – {frame.name}",
        **frame.values,
        account=await payments.list_claim_payments(context, claim_id),
        may_pay=may_verify and frame.claim.state in SETTLING,
        may_reverse=may_verify,
        today=context.today.isoformat(),
        **refusal,
    )


@post(f"{CLAIM}/payments", guards=[VERIFY], status_code=303)
async def pay(request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]) -> Response[Any]:
    """Record a payment of the claim, or money paid back for it."""
    try:
        form = await read_form(request, ClaimMovementForm)
        await payments.pay_claim(context, claim_id, form.of_claim())
    except ClauseError as error:
        return await _claim_page(request, context, claim_id, **await refused(request, error))
    code = "payment_recorded" if form.kind == PaymentKind.PAYMENT else "recovery_recorded"
    return done(f"/oi/claims/{claim_id}/payments", code, reference=form.reference)


COLUMNS: tuple[Column[ListedPayment], ...] = (
    Column("reference", "Référence", lambda row: row.reference),
    Column("kind", "Nature", lambda row: label("payment_kind", row.kind.value)),
    Column("paid_on", "Date", lambda row: row.paid_on, CellKind.DAY),
    Column("amount", "Montant", lambda row: row.amount, CellKind.EUROS),
    Column("beneficiary", "Bénéficiaire", lambda row: row.beneficiary_name),
    Column(
        "operation",
        "Opération",
        lambda row: row.operation_number,
        link=lambda row: f"/oi/operations/{row.operation_id}",
    ),
    Column(
        "claim",
        "Bilan",
        lambda row: f"n° {row.claim_number}" if row.claim_number else None,
        link=lambda row: f"/oi/claims/{row.claim_id}/payments" if row.claim_id else None,
    ),
    Column("reversed", "Situation", lambda row: "Annulé" if row.is_reversed else None, tone=lambda _: "bad"),
    Column("comment", "Observation", lambda row: row.comment, only_in_file=True),
)


@get("/oi/payments", guards=[READ])
async def show_all_payments(
    request: AnyRequest, context: NamedDependency[Context], text: Text = "", kind: Kind = ""
) -> Response[Any]:
    """Every movement over all operations, the latest first."""
    wanted = chosen(kind, KINDS)
    found = await payments.list_all_payments(
        context, kind=PaymentKind(wanted) if wanted else None, text=searched(text), limit=MOST_ROWS
    )
    return await listing(
        request,
        context,
        Listing(
            title="Paiements",
            path="/oi/payments",
            name="paiements",
            columns=COLUMNS,
            rows=found,
            order="-paid_on",
            filters=(
                Filter("q", "Rechercher", searched(text) or "", hint="Référence, bénéficiaire, n° d’opération"),
                Filter("kind", "Nature", wanted, KINDS, every="Toutes"),
            ),
            empty=Empty(
                "Aucun paiement enregistré.",
                "Un paiement s’enregistre depuis un bilan à payer ; une avance, depuis une opération.",
            ),
        ),
    )


@get("/oi/payments/{payment_id:uuid}/reversal", guards=[READ])
async def show_reversal(request: AnyRequest, context: NamedDependency[Context], payment_id: FromPath[UUID]) -> Template:
    """A movement, and the form that undoes it."""
    return await _reversal_page(request, context, payment_id)


async def _reversal_page(request: AnyRequest, context: Context, payment_id: UUID, **refusal: Any) -> Template:
    found = await payments.load_payment(context, payment_id)
    return page(
        request,
        "oi/reversal.html",
        title=f"Annuler « {found.reference} »",
        payment=found,
        may_reverse=context.actor.may(Scope.OI_VERIFY)
        and not found.is_reversed
        and found.kind is not PaymentKind.REVERSAL,
        **refusal,
    )


@post("/oi/payments/{payment_id:uuid}/reversal", guards=[VERIFY], status_code=303)
async def reverse(request: AnyRequest, context: NamedDependency[Context], payment_id: FromPath[UUID]) -> Response[Any]:
    """Undo a movement by a contrary row."""
    try:
        form = await read_form(request, ReversalForm)
        row = await payments.reverse_payment(
            context, payment_id, ReversalTerms(reference=form.reference, reason=form.reason)
        )
    except ClauseError as error:
        return await _reversal_page(request, context, payment_id, **await refused(request, error))
    back = f"/oi/claims/{row.claim_id}/payments" if row.claim_id else f"/oi/operations/{row.operation_id}"
    return done(back, "payment_reversed")


HANDLERS: list[ControllerRouterHandler] = [
    show_claim_payments,
    pay,
    show_all_payments,
    show_reversal,
    reverse,
]
