"""Bodies of what an intermediate body pulls."""

from typing import Any, Self
from uuid import UUID

from pydantic import ConfigDict, Field

from clause.api.pagination import cursor_of
from clause.api.schemas.base import EurosOut, InstantOut, MonthOut, Schema, Text, Text80
from clause.domain.claims import ClaimKind, ClaimReceipt
from clause.domain.intermediate_body import HandedClaim
from clause.rules.trace import ParameterUse, Trace


class HandedOperationOut(Schema):
    """The operation of a claim."""

    id: UUID
    number: str
    title: str


class BeneficiaryOut(Schema):
    """Who claims."""

    id: UUID
    name: str
    identifier: str


class HandedClaimOut(Schema):
    """A claim in the list; its content is under ``/oi/claims/{id}``."""

    id: UUID
    cursor: str = Field(description="Goes into `after` to read what came later; keep the last one between two pulls")
    operation: HandedOperationOut
    beneficiary: BeneficiaryOut
    number: int
    kind: ClaimKind
    first_month: MonthOut
    last_month: MonthOut
    state: str = Field(description="submitted or withdrawn")
    total_cost: EurosOut
    amount_requested: EurosOut
    snapshot_hash: str
    has_pdf: bool
    receipt_reference: str | None
    received_at: InstantOut | None
    submitted_at: InstantOut
    updated_at: InstantOut

    @classmethod
    def of(cls, claim: HandedClaim) -> Self:
        """As the API shows it."""
        return cls(
            **{name: getattr(claim, name) for name in cls.model_fields if name not in _MADE},
            cursor=cursor_of(claim.sequence),
            operation=HandedOperationOut(
                id=claim.operation_id, number=claim.operation_number, title=claim.operation_title
            ),
            beneficiary=BeneficiaryOut(
                id=claim.facilitator_org_id, name=claim.beneficiary_name, identifier=claim.beneficiary_identifier
            ),
            has_pdf=claim.document_id is not None,
        )


_MADE = {"cursor", "operation", "beneficiary", "has_pdf"}


class ClaimIndicatorsOut(Schema):
    """The indicators of a claim, null for an operation without participants."""

    claim_id: UUID
    indicators: dict[str, Any] | None


class EvidenceHashesOut(Schema):
    """SHA-256 of what stands behind a line, null for what it has none of."""

    timesheet_hash: str | None
    payslip_sha256: str | None
    cost_item_sha256: str | None
    hourly_rate_sha256: str | None


class TracedLineOut(Schema):
    """A line with its account and its evidence."""

    position: int
    kind: str
    amount: EurosOut
    trace: Trace
    evidence: EvidenceHashesOut


class FrozenTraceOut(Schema):
    """How every amount of a frozen claim came about: the totals under their names, and each line."""

    format: str = Field(description="clause-trace/1")
    claim_id: UUID
    claim_sha256: str = Field(description="SHA-256 of the frozen claim")
    rule_set_id: str | None
    parameters: list[ParameterUse]
    figures: dict[str, Trace]
    lines: list[TracedLineOut]


class ReceiptIn(Schema):
    """The intermediate body's word that it has a claim."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reference": "AR-2026-0042", "comment": "Bien reçu"}]})

    reference: Text80
    comment: Text | None = None


class ReceiptOut(Schema):
    """A receipt as recorded."""

    id: UUID
    claim_id: UUID
    reference: str
    comment: str | None
    received_at: InstantOut

    @classmethod
    def of(cls, receipt: ClaimReceipt) -> Self:
        """As the API shows it."""
        return cls(**receipt.model_dump(exclude={"recorded_by"}))
