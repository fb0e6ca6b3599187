"""Invoices and purchase orders of a framework agreement: what makes hours due, and what lets expect them."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from clause.domain.errors import Refused
from clause.domain.lot_records import LotRecord


class InvoiceKind(StrEnum):
    """An invoice adds its amount, a credit note takes it off."""

    INVOICE = "INVOICE"
    CREDIT_NOTE = "CREDIT_NOTE"


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class NewInvoice(_Frozen):
    """An invoice or a credit note as typed, without VAT; the amount is never negative."""

    kind: InvoiceKind
    number: str
    issued_on: date
    amount_excl_vat: Decimal


class Invoice(LotRecord, NewInvoice):
    """An invoice or a credit note as recorded."""


class NewPurchaseOrder(_Frozen):
    """A purchase order as typed, without VAT, with the days over which it is carried out, both included."""

    number: str
    ordered_on: date
    amount_excl_vat: Decimal
    first_day: date
    last_day: date


class PurchaseOrder(LotRecord, NewPurchaseOrder):
    """A purchase order as recorded."""


def check_invoice(new: NewInvoice, today: date) -> None:
    """Raises Refused OBL-101 for an invoice dated after today: only what is really issued makes hours due."""
    if new.issued_on > today:
        raise Refused("OBL-101", issued_on=new.issued_on.isoformat(), today=today.isoformat())


def check_order(new: NewPurchaseOrder) -> None:
    """Raises Refused OBL-102 for an order whose last day comes before its first."""
    if new.last_day < new.first_day:
        raise Refused("OBL-102", first_day=new.first_day.isoformat(), last_day=new.last_day.isoformat())
