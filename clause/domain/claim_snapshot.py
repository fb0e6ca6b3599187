"""A claim as it was submitted: frozen as canonical bytes, hashed, served as it is, printed from nothing else.

Everything that is needed to compute every amount again stands in it. People stand in it as a staff number and a
function; the one name is the signatory's.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field

from clause.domain.accounts import Organisation
from clause.domain.agreements import GrantAgreement
from clause.domain.certificates import FrozenContent, ShownText
from clause.domain.claim_narrative import ClaimNarrative, Facilitation, FiledAs
from clause.domain.claim_snapshot_parts import (
    LineEvidence,
    SnapshotAgreement,
    SnapshotAmounts,
    SnapshotAssignment,
    SnapshotCostItem,
    SnapshotDeclared,
    SnapshotEarlierClaim,
    SnapshotHourlyRate,
    SnapshotHoursUsed,
    SnapshotLine,
    SnapshotOperation,
    SnapshotParty,
    SnapshotPayment,
    SnapshotPayroll,
    SnapshotResource,
    SnapshotReturned,
    SnapshotSignature,
    SnapshotTimesheet,
    SnapshotTyped,
    SnapshotWaiver,
)
from clause.domain.claims import Claim, ClaimKind, ClaimLine, canonical_json, parameters_used
from clause.domain.findings import Finding
from clause.domain.operations import Operation
from clause.rules.calendar import Month
from clause.rules.cost_codes import CostMethod
from clause.rules.trace import ParameterUse, Trace

ONLY_VERSION = 1
"""A claim that was withdrawn is replaced by one with another number, so each number has one version."""


class ClaimRecords(FrozenContent):
    """The records behind the amounts, as they are when the claim is handed over."""

    assignments: tuple[SnapshotAssignment, ...] = ()
    timesheets: tuple[SnapshotTimesheet, ...] = ()
    payroll: tuple[SnapshotPayroll, ...] = ()
    hourly_rates: tuple[SnapshotHourlyRate, ...] = ()
    cost_items: tuple[SnapshotCostItem, ...] = ()
    resources: tuple[SnapshotResource, ...] = ()
    payments: tuple[SnapshotPayment, ...] = ()
    earlier: tuple[SnapshotEarlierClaim, ...] = ()
    declared: tuple[SnapshotDeclared, ...] = ()
    returned: tuple[SnapshotReturned, ...] = ()
    hours_used: tuple[SnapshotHoursUsed, ...] = ()


class ClaimSnapshot(ClaimRecords):
    """Everything that is handed over to the intermediate body."""

    format: Literal["clause-claim/1", "clause-claim/2"] = "clause-claim/2"
    claim_id: UUID
    number: int
    version: int = ONLY_VERSION
    kind: ClaimKind
    first_month: Month
    last_month: Month
    replaces_id: UUID | None = None
    rule_set_id: str | None = None
    operation: SnapshotOperation
    beneficiary: SnapshotParty
    intermediate_body: SnapshotParty
    agreement: SnapshotAgreement
    lines: tuple[SnapshotLine, ...]
    amounts: SnapshotAmounts
    typed: SnapshotTyped = SnapshotTyped()
    traces: dict[str, Trace]
    parameters: tuple[ParameterUse, ...]
    findings: tuple[Finding, ...]
    waivers: tuple[SnapshotWaiver, ...] = ()
    narrative: ClaimNarrative | None = None
    facilitation: Facilitation | None = None
    indicators: dict[str, Any] | None = None
    filed_as: FiledAs | None = None
    declarations: tuple[ShownText, ...]
    signature: SnapshotSignature
    inputs_hash: str | None = None
    submitted_at: datetime
    eu_mention: ShownText = Field(default="Cofinancé par l’Union européenne")

    def canonical_bytes(self) -> bytes:
        """The bytes that are stored, hashed and served; read back they give the same snapshot."""
        return canonical_json(self.model_dump(mode="json"))


def read_snapshot(content: bytes) -> ClaimSnapshot:
    """The snapshot of either format; what ``clause-claim/1`` did not have is empty."""
    return ClaimSnapshot.model_validate_json(content)


def snapshot_hash(content: bytes) -> str:
    """SHA-256 of the bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True, slots=True)
class ClaimFile:
    """What is known of a claim when it is handed over; ``evidence`` by line id."""

    claim: Claim
    operation: Operation
    beneficiary: Organisation
    intermediate_body: Organisation
    lines: tuple[ClaimLine, ...]
    evidence: Mapping[UUID, LineEvidence]
    records: ClaimRecords
    inputs_hash: str | None = None
    """Of what the claim would be computed from now."""
    indicators: dict[str, Any] | None = None


def freeze(
    file: ClaimFile, signature: SnapshotSignature, declarations: tuple[str, ...], submitted_at: datetime
) -> ClaimSnapshot:
    """The claim as it is handed over. RuntimeError for a claim that was not computed."""
    claim, operation = file.claim, file.operation
    if claim.figures is None or claim.account is None:
        raise RuntimeError("a claim without figures cannot be submitted")
    lines = tuple(_line(line, file.evidence) for line in file.lines)
    traces = claim.account.figures
    return ClaimSnapshot(
        **dict(file.records),
        claim_id=claim.id,
        number=claim.number,
        kind=claim.kind,
        first_month=claim.first_month,
        last_month=claim.last_month,
        replaces_id=claim.replaces_id,
        rule_set_id=claim.rule_set_id,
        operation=SnapshotOperation(**_only(operation, SnapshotOperation)),
        beneficiary=_party(file.beneficiary),
        intermediate_body=_party(file.intermediate_body),
        agreement=_agreement(operation.agreement),
        lines=lines,
        typed=SnapshotTyped(other_resources=claim.other_resources, already_paid=claim.already_paid),
        amounts=SnapshotAmounts(**claim.figures.model_dump()),
        traces=traces,
        parameters=tuple(parameters_used([*(line.trace for line in lines), *traces.values()])),
        findings=claim.findings,
        waivers=tuple(SnapshotWaiver(**dict(waiver)) for waiver in claim.waivers),
        narrative=claim.narrative,
        facilitation=claim.facilitation,
        indicators=file.indicators,
        filed_as=claim.filed_as,
        declarations=declarations,
        signature=signature,
        inputs_hash=claim.account.inputs_hash,
        submitted_at=submitted_at,
    )


def _only(source: FrozenContent | Operation, target: type[FrozenContent]) -> dict[str, object]:
    """The fields of a model that another one has too."""
    return {name: getattr(source, name) for name in target.model_fields}


def _party(organisation: Organisation) -> SnapshotParty:
    return SnapshotParty(
        id=organisation.id,
        name=organisation.name,
        identifier=organisation.identifier,
        identifier_kind=organisation.identifier_kind,
    )


def _agreement(agreement: GrantAgreement) -> SnapshotAgreement:
    fields = {name: getattr(agreement, name) for name in SnapshotAgreement.model_fields}
    return SnapshotAgreement(**{**fields, "rate": agreement.printed_rate})


def _line(line: ClaimLine, evidence: Mapping[UUID, LineEvidence]) -> SnapshotLine:
    fields = {name: getattr(line, name) for name in SnapshotLine.model_fields if name not in _MADE}
    return SnapshotLine(
        **fields,
        function=line.job_title,
        method=CostMethod(line.method) if line.method else None,
        evidence=evidence.get(line.id),
    )


_MADE = {"function", "method", "evidence"}
