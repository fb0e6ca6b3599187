"""Invoices and purchase orders of framework agreements, and the hours that invoices make due."""

from dataclasses import dataclass, replace
from uuid import UUID

from clause.db.queries import lot_records as queries
from clause.db.queries.obligation_components import load_components, record_versions
from clause.db.queries.obligations import load_locked_lot_terms, load_lot_terms
from clause.domain.actors import Scope
from clause.domain.invoices import (
    Invoice,
    InvoiceKind,
    NewInvoice,
    NewPurchaseOrder,
    PurchaseOrder,
    check_invoice,
    check_order,
)
from clause.domain.obligation_timeline import Billed, Recording
from clause.domain.obligations import ObligationCause, ObligationVersion
from clause.services.unit_of_work import UnitOfWork, reading, writing


@dataclass(frozen=True)
class InvoiceRecorded:
    """An invoice just recorded, and the versions that followed; none where the obligation does not follow invoices."""

    invoice: Invoice
    versions: list[ObligationVersion]


@writing(Scope.CONTRACTS_WRITE)
async def add_invoice(uow: UnitOfWork, lot_id: UUID, new: NewInvoice) -> InvoiceRecorded:
    """Record an invoice or a credit note, whenever it was issued: a late one changes what is owed from its own day on.

    NotFound OBL-001, Refused OBL-101 (dated after today), WrongState DBC-050 (the number is known on the lot).
    """
    lot = await load_locked_lot_terms(lot_id)
    check_invoice(new, uow.today)
    before = await load_components(lot_id)
    invoice = Invoice(**dict(new), id=uow.new_id(), lot_id=lot_id, recorded_by=uow.actor.id, recorded_at=uow.now)
    await queries.insert_record("invoice", lot, invoice)
    billed = Billed(new.issued_on, new.amount_excl_vat, new.kind is InvoiceKind.CREDIT_NOTE)
    after = replace(before, billed=(*before.billed, billed))
    recording = Recording(new.issued_on, ObligationCause.INVOICE, invoice.id, None, uow.actor.id, uow.now)
    versions = await record_versions(lot, before, after, recording, uow.new_id)
    uow.record(
        "invoice.added",
        "lot",
        lot_id,
        org_id=lot.facilitator_org_id,
        invoice=invoice.id,
        kind=new.kind,
        issued_on=new.issued_on,
        amount_excl_vat=new.amount_excl_vat,
        versions=len(versions) or None,
    )
    return InvoiceRecorded(invoice, versions)


@reading(Scope.CONTRACTS_READ)
async def list_invoices(uow: UnitOfWork, lot_id: UUID, *, after: UUID | None = None, limit: int) -> list[Invoice]:
    """A page of the invoices of a lot, in the order in which they were recorded. NotFound OBL-003."""
    await load_lot_terms(lot_id)
    return await queries.list_records("invoice", Invoice, lot_id, after=after, limit=limit)


@writing(Scope.CONTRACTS_WRITE)
async def add_purchase_order(uow: UnitOfWork, lot_id: UUID, new: NewPurchaseOrder) -> PurchaseOrder:
    """Record a purchase order: it bears on the forecast, never on what is due.

    NotFound OBL-001, Refused OBL-102 (days in the wrong order), WrongState DBC-051 (the number is known on the lot).
    """
    lot = await load_locked_lot_terms(lot_id)
    check_order(new)
    order = PurchaseOrder(**dict(new), id=uow.new_id(), lot_id=lot_id, recorded_by=uow.actor.id, recorded_at=uow.now)
    await queries.insert_record("purchase_order", lot, order)
    uow.record(
        "purchase_order.added",
        "lot",
        lot_id,
        org_id=lot.facilitator_org_id,
        order=order.id,
        amount_excl_vat=new.amount_excl_vat,
        first_day=new.first_day,
        last_day=new.last_day,
    )
    return order


@reading(Scope.CONTRACTS_READ)
async def list_purchase_orders(
    uow: UnitOfWork, lot_id: UUID, *, after: UUID | None = None, limit: int
) -> list[PurchaseOrder]:
    """A page of the purchase orders of a lot, in the order in which they were recorded. NotFound OBL-003."""
    await load_lot_terms(lot_id)
    return await queries.list_records("purchase_order", PurchaseOrder, lot_id, after=after, limit=limit)
