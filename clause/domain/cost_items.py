"""Costs other than staff: what was bought and paid, units delivered, deliverables; corrected by rows that replace."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.rules.cost_codes import CostPost
from clause.rules.quantities import Euros
from clause.rules.trace import Trace


class CostItemKind(StrEnum):
    """What a cost item is worth: what was paid, units at their agreed value, or a lump sum."""

    REAL = "REAL"
    UNITS = "UNITS"
    DELIVERABLE = "DELIVERABLE"


class CostFlag(StrEnum):
    """What whoever checks a cost looks for."""

    SPECIAL_DATA = "contains_special_data"
    VAT = "vat"
    IN_KIND = "in_kind"
    LAND = "land"
    OUTSIDE_AREA = "outside_area"


class CostDetails(BaseModel):
    """What is said of a cost beside its columns."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    flags: tuple[CostFlag, ...] = ()
    trace: Trace | None = None
    """How the amount of units or of a deliverable comes from the agreement."""


class CostItemTerms(BaseModel):
    """What is said of a cost; amounts in euros of the document, and of what is declared for the operation."""

    model_config = ConfigDict(frozen=True)

    post: CostPost
    label: str
    incurred_on: date
    amount_declared: Euros | None = None
    """None for units and deliverables: what the agreement says."""
    supplier: str | None = None
    supplier_identifier: str | None = None
    document_reference: str | None = None
    document_on: date | None = None
    amount_document: Euros | None = None
    amount_vat: Euros | None = None
    vat_recoverable: bool | None = None
    allocation_key: str | None = None
    paid_on: date | None = None
    payment_reference: str | None = None
    accounting_code: str | None = None
    internal_reference: str | None = None
    unit_code: str | None = None
    units: Euros | None = None
    """How many, with two decimals."""
    deliverable_code: str | None = None
    document_id: UUID | None = None
    details: CostDetails = CostDetails()

    @property
    def kind(self) -> CostItemKind:
        """What it is worth, by what it names."""
        if self.unit_code is not None:
            return CostItemKind.UNITS
        return CostItemKind.REAL if self.deliverable_code is None else CostItemKind.DELIVERABLE

    @property
    def most_declared(self) -> Euros | None:
        """The document's amount without the VAT that is recovered; None without a document."""
        if self.amount_document is None:
            return None
        recovered = self.amount_vat if self.vat_recoverable and self.amount_vat is not None else Euros("0.00")
        return self.amount_document - recovered


class CostItem(CostItemTerms):
    """A cost as recorded; ``replaces_id`` is the row that it corrects, ``cancelled`` when nothing takes its place."""

    amount_declared: Euros
    id: UUID
    operation_id: UUID
    document_sha256: str | None
    replaces_id: UUID | None
    cancelled: bool
    reason: str | None
    recorded_by: UUID | None
    recorded_at: datetime
