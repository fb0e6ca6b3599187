"""What makes the hours of a lot follow the work: invoices, purchase orders, and hours worked in all."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field, StringConstraints

from clause.domain.actors import Scope
from clause.domain.errors import ClauseError
from clause.domain.invoices import Invoice, InvoiceKind, NewInvoice, NewPurchaseOrder, PurchaseOrder
from clause.domain.tables import CellKind, Column
from clause.domain.worked_hours import NewWorkedHours, WorkedHours
from clause.edge.request_context import AnyRequest, needs
from clause.services import invoices, worked_hours
from clause.services.context import Context
from clause.text.labels import LABELS, label
from clause.web.forms import MonthField, Quantity, read_form
from clause.web.listing import MOST_ROWS, Empty
from clause.web.lot_records import Records, recorded, records_page, told_in_words
from clause.web.notes import done

READ, WRITE = needs(Scope.CONTRACTS_READ), needs(Scope.CONTRACTS_WRITE)
Number = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
TOGETHER = (
    ("/invoices", "Factures"),
    ("/purchase-orders", "Bons de commande"),
    ("/worked-hours", "Heures travaillées"),
)


class InvoiceForm(BaseModel):
    """An invoice or a credit note."""

    kind: InvoiceKind = Field(title="Nature")
    number: Number = Field(title="Numéro")
    issued_on: date = Field(title="Datée du")
    amount_excl_vat: Quantity = Field(ge=0, title="Montant hors taxes")


class PurchaseOrderForm(BaseModel):
    """A purchase order."""

    number: Number = Field(title="Numéro")
    ordered_on: date = Field(title="Commandé le")
    amount_excl_vat: Quantity = Field(ge=0, title="Montant hors taxes")
    first_day: date = Field(title="Premier jour")
    last_day: date = Field(title="Dernier jour")


class WorkedHoursForm(BaseModel):
    """All hours worked in a month."""

    month: MonthField = Field(title="Mois")
    hours_worked: Quantity = Field(ge=0, title="Heures travaillées")


INVOICES = Records[Invoice](
    end="/invoices",
    title="Factures et avoirs",
    name="factures",
    columns=(
        Column("number", "Numéro", lambda row: row.number),
        Column("kind", "Nature", lambda row: label("invoice_kind", row.kind)),
        Column("issued", "Datée du", lambda row: row.issued_on, CellKind.DAY),
        Column("amount", "Montant HT", lambda row: row.amount_excl_vat, CellKind.EUROS),
        Column("recorded", "Enregistrée le", lambda row: row.recorded_at, CellKind.MOMENT),
    ),
    empty=Empty("Aucune facture sur ce lot.", "Elles comptent quand les heures dues suivent le montant facturé."),
    form="lots/invoice_form.html",
    form_title="Ajouter une facture ou un avoir",
    lead="Quand l’engagement suit les factures, chacune rend des heures dues à partir de sa date.",
    siblings=TOGETHER,
)
ORDERS = Records[PurchaseOrder](
    end="/purchase-orders",
    title="Bons de commande",
    name="bons-de-commande",
    columns=(
        Column("number", "Numéro", lambda row: row.number),
        Column("ordered", "Commandé le", lambda row: row.ordered_on, CellKind.DAY),
        Column("amount", "Montant HT", lambda row: row.amount_excl_vat, CellKind.EUROS),
        Column("first", "Du", lambda row: row.first_day, CellKind.DAY),
        Column("last", "au", lambda row: row.last_day, CellKind.DAY),
    ),
    empty=Empty("Aucun bon de commande sur ce lot.", "Ils servent à prévoir, jamais à rendre des heures dues."),
    form="lots/order_form.html",
    form_title="Ajouter un bon de commande",
    lead="Les bons de commande servent à la prévision : les heures deviennent dues avec les factures.",
    siblings=TOGETHER,
)
WORKED = Records[WorkedHours](
    end="/worked-hours",
    title="Heures travaillées en tout",
    name="heures-travaillees",
    columns=(
        Column("month", "Mois", lambda row: row.month.first_day, CellKind.MONTH),
        Column("hours", "Heures travaillées", lambda row: row.hours_worked, CellKind.HOURS),
        Column("version", "Version", lambda row: row.version_no, CellKind.COUNT),
        Column("recorded", "Enregistrées le", lambda row: row.recorded_at, CellKind.MOMENT),
    ),
    empty=Empty("Aucun mois déclaré.", "Ils comptent quand l’engagement est une part des heures travaillées."),
    form="lots/worked_form.html",
    form_title="Déclarer un mois",
    lead="Toutes les heures travaillées sur le lot, par tout le monde. Déclarer de nouveau un mois remplace son total.",
    siblings=TOGETHER,
)


@get("/lots/{lot_id:uuid}/invoices", guards=[READ])
async def show_invoices(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID]
) -> Response[Any]:
    """The invoices and credit notes of a lot, and the form of another."""
    return await _invoices_page(request, context, lot_id)


async def _invoices_page(request: AnyRequest, context: Context, lot_id: UUID, **refusal: Any) -> Response[Any]:
    rows = await invoices.list_invoices(context, lot_id, limit=MOST_ROWS)
    kinds = tuple(LABELS["invoice_kind"].items())
    return await records_page(request, context, lot_id, INVOICES, rows, kinds=kinds, **refusal)


@post("/lots/{lot_id:uuid}/invoices", guards=[WRITE], status_code=303)
async def add_invoice(request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID]) -> Response[Any]:
    """Record an invoice or a credit note, and say what is owed since."""
    try:
        form = await read_form(request, InvoiceForm)
        made = await invoices.add_invoice(context, lot_id, NewInvoice(**dict(form)))
    except ClauseError as error:
        return await _invoices_page(request, context, lot_id, **await told_in_words(request, error, InvoiceForm))
    return recorded(f"/lots/{lot_id}/invoices", "invoice_added", made.versions)


@get("/lots/{lot_id:uuid}/purchase-orders", guards=[READ])
async def show_orders(request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID]) -> Response[Any]:
    """The purchase orders of a lot, and the form of another."""
    rows = await invoices.list_purchase_orders(context, lot_id, limit=MOST_ROWS)
    return await records_page(request, context, lot_id, ORDERS, rows)


@post("/lots/{lot_id:uuid}/purchase-orders", guards=[WRITE], status_code=303)
async def add_order(request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID]) -> Response[Any]:
    """Record a purchase order."""
    try:
        form = await read_form(request, PurchaseOrderForm)
        await invoices.add_purchase_order(context, lot_id, NewPurchaseOrder(**dict(form)))
    except ClauseError as error:
        rows = await invoices.list_purchase_orders(context, lot_id, limit=MOST_ROWS)
        refusal = await told_in_words(request, error, PurchaseOrderForm)
        return await records_page(request, context, lot_id, ORDERS, rows, **refusal)
    return done(f"/lots/{lot_id}/purchase-orders", "purchase_order_added")


@get("/lots/{lot_id:uuid}/worked-hours", guards=[READ])
async def show_worked_hours(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID]
) -> Response[Any]:
    """All hours worked on a lot, month by month, and the form of another month."""
    rows = await worked_hours.list_worked_hours(context, lot_id, limit=MOST_ROWS)
    return await records_page(request, context, lot_id, WORKED, rows)


@post("/lots/{lot_id:uuid}/worked-hours", guards=[WRITE], status_code=303)
async def report_worked_hours(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID]
) -> Response[Any]:
    """Record a month, and say what is owed since."""
    try:
        form = await read_form(request, WorkedHoursForm)
        made = await worked_hours.report_worked_hours(context, lot_id, NewWorkedHours.model_validate(dict(form)))
    except ClauseError as error:
        rows = await worked_hours.list_worked_hours(context, lot_id, limit=MOST_ROWS)
        refusal = await told_in_words(request, error, WorkedHoursForm)
        return await records_page(request, context, lot_id, WORKED, rows, **refusal)
    return recorded(f"/lots/{lot_id}/worked-hours", "worked_hours_reported", made.versions)


HANDLERS: list[ControllerRouterHandler] = [
    show_invoices,
    add_invoice,
    show_orders,
    add_order,
    show_worked_hours,
    report_worked_hours,
]
