"""Bodies about costs other than staff."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from pydantic import ConfigDict, Field, JsonValue, StringConstraints

from clause.api.problems import findings_as_json
from clause.api.schemas.base import (
    EurosIn,
    EurosOut,
    FindingOut,
    HoursIn,
    HoursOut,
    InstantOut,
    Schema,
    ShortText,
    Text,
)
from clause.domain.cost_items import CostDetails, CostFlag, CostItemKind, CostItemTerms
from clause.rules.cost_codes import CostPost
from clause.rules.trace import Trace
from clause.services.cost_items import CostView

Code = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
Reference = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]

_EXAMPLE: dict[str, JsonValue] = {
    "post": "PARTICIPANTS",
    "label": "Frais de déplacement des participants, mai 2026",
    "incurred_on": "2026-05-11",
    "amount_declared": "120.00",
    "supplier": "Transports de la Baie",
    "supplier_identifier": "13002526500013",
    "document_reference": "F-2026-118",
    "document_on": "2026-05-12",
    "amount_document": "240.00",
    "amount_vat": "40.00",
    "vat_recoverable": False,
    "allocation_key": "Six participants de l'opération sur douze",
    "paid_on": "2026-05-28",
    "flags": ["vat"],
}


class CostItemIn(Schema):
    """A cost: bought and paid, units delivered, or a deliverable."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    post: CostPost = Field(description="UNITS and DELIVERABLES for simplified costs; never STAFF")
    label: ShortText
    incurred_on: date
    amount_declared: EurosIn | None = Field(default=None, description="Null for units and deliverables")
    supplier: ShortText | None = None
    supplier_identifier: Annotated[str, StringConstraints(max_length=30)] | None = Field(
        default=None, description="SIRET or VAT number"
    )
    document_reference: Reference | None = Field(default=None, description="Number of the invoice")
    document_on: date | None = None
    amount_document: EurosIn | None = Field(default=None, description="Of the whole document, VAT included")
    amount_vat: EurosIn | None = None
    vat_recoverable: bool | None = None
    allocation_key: Text | None = Field(default=None, description="Needed when a part of the document is declared")
    paid_on: date | None = None
    payment_reference: Reference | None = None
    accounting_code: Code | None = None
    internal_reference: Reference | None = None
    unit_code: Code | None = Field(default=None, description="A unit of the agreement")
    units: HoursIn | None = Field(default=None, description="How many, with two decimals at most")
    deliverable_code: Code | None = Field(default=None, description="A deliverable of the agreement")
    flags: list[CostFlag] = Field(default=[], max_length=5)
    document_id: UUID | None = Field(default=None, description="A piece of evidence")

    def to_domain(self) -> CostItemTerms:
        """As the service takes it."""
        values = {name: value for name, value in self if name in CostItemTerms.model_fields}
        return CostItemTerms(**values, details=CostDetails(flags=tuple(sorted(set(self.flags)))))


class CostCorrectionIn(CostItemIn):
    """The cost as it should be, and why."""

    model_config = ConfigDict(json_schema_extra={"examples": [{**_EXAMPLE, "reason": "Clé de répartition corrigée"}]})

    reason: Text


class CostCancellationIn(Schema):
    """Why a cost is taken back."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "Facture saisie deux fois"}]})

    reason: Text


class CostItemOut(Schema):
    """A cost as recorded; a correction or a cancellation is another row that replaces it."""

    id: UUID
    operation_id: UUID
    kind: CostItemKind
    post: CostPost
    label: str
    incurred_on: date
    amount_declared: EurosOut
    supplier: str | None
    supplier_identifier: str | None
    document_reference: str | None
    document_on: date | None
    amount_document: EurosOut | None
    amount_vat: EurosOut | None
    vat_recoverable: bool | None
    allocation_key: str | None
    paid_on: date | None
    payment_reference: str | None
    accounting_code: str | None
    internal_reference: str | None
    unit_code: str | None
    units: HoursOut | None
    deliverable_code: str | None
    flags: list[CostFlag]
    trace: Trace | None = Field(description="How the amount of units or of a deliverable comes from the agreement")
    document_id: UUID | None
    document_sha256: str | None
    replaces_id: UUID | None
    replaced_by: UUID | None
    cancelled: bool
    reason: str | None
    recorded_by: UUID | None
    recorded_at: InstantOut
    findings: list[FindingOut]

    @classmethod
    def of(cls, view: CostView) -> Self:
        """As the API shows it."""
        item = view.item
        shown = {name: value for name, value in item if name in cls.model_fields}
        return cls(
            **shown,
            kind=item.kind,
            flags=list(item.details.flags),
            trace=item.details.trace,
            replaced_by=view.replaced_by,
            findings=[FindingOut(**found) for found in findings_as_json(view.findings)],
        )
