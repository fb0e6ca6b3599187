"""Bodies about invoices and purchase orders."""

from datetime import date
from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field

from clause.api.schemas.base import DayIn, EurosIn, EurosOut, InstantOut, Schema, Text80
from clause.api.schemas.obligations import VersionRef
from clause.domain.invoices import Invoice, InvoiceKind, NewInvoice, NewPurchaseOrder, PurchaseOrder
from clause.services.invoices import InvoiceRecorded


class InvoiceIn(Schema):
    """An invoice or a credit note of a lot, without VAT."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"kind": "INVOICE", "number": "F-2026-031", "issued_on": "2026-03-31", "amount_excl_vat": "48250.00"}
            ]
        }
    )

    kind: InvoiceKind = InvoiceKind.INVOICE
    number: Text80 = Field(description="Unique on the lot, credit notes included")
    issued_on: DayIn = Field(description="Not after today")
    amount_excl_vat: EurosIn = Field(description="Never negative: a credit note takes its amount off")

    def to_domain(self) -> NewInvoice:
        """As the service takes it."""
        return NewInvoice(**dict(self))


class InvoiceOut(Schema):
    """An invoice or a credit note as recorded."""

    id: UUID
    lot_id: UUID
    kind: InvoiceKind
    number: str
    issued_on: date
    amount_excl_vat: EurosOut
    recorded_by: UUID | None
    recorded_at: InstantOut

    @classmethod
    def of(cls, invoice: Invoice) -> Self:
        """As the API shows it."""
        return cls(**dict(invoice))


class InvoiceRecordedOut(InvoiceOut):
    """The invoice just recorded, and the versions of the hours owed that followed."""

    versions: list[VersionRef]

    @classmethod
    def of_recorded(cls, made: InvoiceRecorded) -> Self:
        """As the API shows it."""
        return cls(**dict(made.invoice), versions=[VersionRef.of(version) for version in made.versions])


class PurchaseOrderIn(Schema):
    """A purchase order of a lot, without VAT."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "number": "BC-12",
                    "ordered_on": "2026-02-20",
                    "amount_excl_vat": "120000.00",
                    "first_day": "2026-03-01",
                    "last_day": "2026-08-31",
                }
            ]
        }
    )

    number: Text80 = Field(description="Unique on the lot")
    ordered_on: DayIn
    amount_excl_vat: EurosIn
    first_day: DayIn = Field(description="First day of what is ordered")
    last_day: DayIn = Field(description="Last day of what is ordered, included")

    def to_domain(self) -> NewPurchaseOrder:
        """As the service takes it."""
        return NewPurchaseOrder(**dict(self))


class PurchaseOrderOut(Schema):
    """A purchase order as recorded."""

    id: UUID
    lot_id: UUID
    number: str
    ordered_on: date
    amount_excl_vat: EurosOut
    first_day: date
    last_day: date
    recorded_by: UUID | None
    recorded_at: InstantOut

    @classmethod
    def of(cls, order: PurchaseOrder) -> Self:
        """As the API shows it."""
        return cls(**dict(order))
