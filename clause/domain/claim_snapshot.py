"""A claim as it was submitted: frozen as canonical bytes, hashed, served as it is, printed from nothing else.

People stand in it as a staff number and a function; the one name is the signatory's.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, PlainSerializer

from clause.domain.accounts import Organisation
from clause.domain.agreements import GrantAgreement
from clause.domain.certificates import ExactRate, FrozenContent, Party, RateFraction, ShownText, TwoDecimals
from clause.domain.claim_document import (
    ClaimAgreement,
    ClaimDocument,
    ClaimOperation,
    ClaimSignature,
    DueBounds,
    StaffMonthLine,
)
from clause.domain.claim_document import ClaimKind as PrintedKind
from clause.domain.claims import Claim, ClaimKind, ClaimLine, ClaimLineKind, canonical_json, parameters_used
from clause.domain.findings import Finding
from clause.domain.operations import Assignment, Operation
from clause.rules.calendar import Month
from clause.rules.codes import RegionCategory
from clause.rules.cofinancing import DueTerm
from clause.rules.cost_codes import CostMethod, CostPlan
from clause.rules.trace import ParameterUse, Trace

ONLY_VERSION = 1
"""A claim that was withdrawn is replaced by one with another number, so each number has one version."""


def _plain(value: Decimal) -> str:
    return format(value, "f")


PlainRate = Annotated[ExactRate, PlainSerializer(_plain)]


class LineEvidence(FrozenContent):
    """What stands behind a staff line: the signed time record, and the version of the payroll."""

    timesheet_hash: str
    timesheet_signed_at: datetime
    timesheet_approved_at: datetime
    payroll_version_no: int


class SnapshotOperation(ClaimOperation):
    """The operation with its id and category of region."""

    id: UUID
    region_category: RegionCategory


class SnapshotParty(Party):
    """An organisation with its id."""

    id: UUID


class SnapshotAgreement(FrozenContent):
    """The version of the agreement that was computed with."""

    id: UUID
    version_no: int
    reference: ShownText
    signed_on: date
    planned_total_cost: TwoDecimals
    grant_amount: TwoDecimals
    rate: PlainRate
    rate_decimals: int
    cost_plan: CostPlan


class SnapshotAssignment(FrozenContent):
    """A mission letter of someone who stands in the claim."""

    id: UUID
    staff_number: ShownText
    version_no: int
    method: CostMethod
    first_day: date
    last_day: date | None
    issued_on: date


class SnapshotLine(FrozenContent):
    """A cost line; the fields of a person's month are null on the line of the flat rate."""

    position: int
    kind: ClaimLineKind
    staff_number: ShownText | None = None
    function: ShownText | None = None
    month: Month | None = None
    method: CostMethod | None = None
    employer_cost: TwoDecimals | None = None
    hours_on_operation: TwoDecimals | None = None
    hours_worked: TwoDecimals | None = None
    amount: TwoDecimals
    employment_id: UUID | None = None
    timesheet_id: UUID | None = None
    payroll_month_id: UUID | None = None
    evidence: LineEvidence | None = None
    trace: Trace


class SnapshotAmounts(FrozenContent):
    """The amounts in euros; from ``cost_to_date`` on they run since the start of the operation."""

    staff_cost: TwoDecimals
    flat_rate: RateFraction
    flat_rate_amount: TwoDecimals
    total_cost: TwoDecimals
    cost_claimed_before: TwoDecimals
    cost_to_date: TwoDecimals
    other_resources: TwoDecimals
    by_grant: TwoDecimals
    by_rate: TwoDecimals
    by_resources: TwoDecimals | None
    binding: DueTerm
    amount_due: TwoDecimals
    already_paid: TwoDecimals
    requested_before: TwoDecimals
    amount_requested: TwoDecimals
    own_funds: TwoDecimals


class SnapshotSignature(ClaimSignature):
    """Who declared the claim true, and the instant."""

    signed_at: datetime


class ClaimSnapshot(FrozenContent):
    """Everything that is handed over to the intermediate body."""

    format: Literal["clause-claim/1"] = "clause-claim/1"
    claim_id: UUID
    number: int
    version: int = ONLY_VERSION
    kind: ClaimKind
    first_month: Month
    last_month: Month
    operation: SnapshotOperation
    beneficiary: SnapshotParty
    intermediate_body: SnapshotParty
    agreement: SnapshotAgreement
    assignments: tuple[SnapshotAssignment, ...]
    lines: tuple[SnapshotLine, ...]
    amounts: SnapshotAmounts
    traces: dict[str, Trace]
    parameters: tuple[ParameterUse, ...]
    findings: tuple[Finding, ...]
    declarations: tuple[ShownText, ...]
    signature: SnapshotSignature
    submitted_at: datetime
    eu_mention: ShownText = Field(default="Cofinancé par l’Union européenne")

    def canonical_bytes(self) -> bytes:
        """The bytes that are stored, hashed and served; read back they give the same snapshot."""
        return canonical_json(self.model_dump(mode="json"))


def snapshot_hash(content: bytes) -> str:
    """SHA-256 of the bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True, slots=True)
class ClaimFile:
    """What is known of a claim when it is handed over; ``evidence`` by line id, ``letters`` with staff numbers."""

    claim: Claim
    operation: Operation
    beneficiary: Organisation
    intermediate_body: Organisation
    lines: tuple[ClaimLine, ...]
    evidence: Mapping[UUID, LineEvidence]
    letters: tuple[tuple[str, Assignment], ...]


def freeze(
    file: ClaimFile, signature: SnapshotSignature, declarations: tuple[str, ...], submitted_at: datetime
) -> ClaimSnapshot:
    """The claim as it is handed over. RuntimeError for a claim that was not computed."""
    claim, operation = file.claim, file.operation
    if claim.figures is None or claim.account is None:
        raise RuntimeError("a claim without figures cannot be submitted")
    lines = tuple(_line(line, file.evidence) for line in file.lines)
    traces = claim.account.figures
    people = {line.staff_number for line in lines if line.staff_number}
    return ClaimSnapshot(
        claim_id=claim.id,
        number=claim.number,
        kind=claim.kind,
        first_month=claim.first_month,
        last_month=claim.last_month,
        operation=SnapshotOperation(**_only(operation, SnapshotOperation)),
        beneficiary=_party(file.beneficiary),
        intermediate_body=_party(file.intermediate_body),
        agreement=_agreement(operation.agreement),
        assignments=tuple(_assignment(number, letter) for number, letter in file.letters if number in people),
        lines=lines,
        amounts=SnapshotAmounts(**dict(claim.figures), already_paid=claim.already_paid),
        traces=traces,
        parameters=tuple(parameters_used([*(line.trace for line in lines), *traces.values()])),
        findings=claim.findings,
        declarations=declarations,
        signature=signature,
        submitted_at=submitted_at,
    )


def document_of(content: bytes) -> ClaimDocument:
    """What the PDF shows, read from the stored bytes of a snapshot and from nothing else."""
    snapshot = ClaimSnapshot.model_validate_json(content)
    amounts, agreement = snapshot.amounts, snapshot.agreement
    return ClaimDocument(
        number=snapshot.number,
        version=snapshot.version,
        kind=PrintedKind[snapshot.kind.name],
        first_day=snapshot.first_month.first_day,
        last_day=snapshot.last_month.last_day,
        operation=ClaimOperation(**_only(snapshot.operation, ClaimOperation)),
        beneficiary=Party(**_only(snapshot.beneficiary, Party)),
        intermediate_body=snapshot.intermediate_body.name,
        agreement=ClaimAgreement(
            reference=agreement.reference,
            planned_total_cost=agreement.planned_total_cost,
            grant=agreement.grant_amount,
            rate=agreement.rate,
            rate_decimals=agreement.rate_decimals,
            cost_plan=agreement.cost_plan.value,
        ),
        lines=tuple(_printed_line(line) for line in snapshot.lines if line.kind is ClaimLineKind.STAFF),
        staff_cost=amounts.staff_cost,
        flat_rate=amounts.flat_rate,
        flat_rate_amount=amounts.flat_rate_amount,
        total_eligible_cost=amounts.total_cost,
        cost_claimed_before=amounts.cost_claimed_before,
        cost_to_date=amounts.cost_to_date,
        other_resources=amounts.other_resources,
        due=DueBounds(**_only(amounts, DueBounds)),
        requested_before=amounts.requested_before,
        amount_requested=amounts.amount_requested,
        own_funds=amounts.own_funds,
        declarations=snapshot.declarations,
        signature=ClaimSignature(**_only(snapshot.signature, ClaimSignature)),
        snapshot_hash=snapshot_hash(content),
        eu_mention=snapshot.eu_mention,
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


def _assignment(staff_number: str, letter: Assignment) -> SnapshotAssignment:
    fields = {name: getattr(letter, name) for name in SnapshotAssignment.model_fields if name != "staff_number"}
    return SnapshotAssignment(staff_number=staff_number, **fields)


def _line(line: ClaimLine, evidence: Mapping[UUID, LineEvidence]) -> SnapshotLine:
    return SnapshotLine(
        position=line.position,
        kind=line.kind,
        staff_number=line.staff_number,
        function=line.job_title,
        month=line.month,
        method=CostMethod(line.method) if line.method else None,
        employer_cost=line.employer_cost,
        hours_on_operation=line.hours_on_operation,
        hours_worked=line.hours_worked,
        amount=line.amount,
        employment_id=line.employment_id,
        timesheet_id=line.timesheet_id,
        payroll_month_id=line.payroll_month_id,
        evidence=evidence.get(line.id),
        trace=line.trace,
    )


def _printed_line(line: SnapshotLine) -> StaffMonthLine:
    fields = {name: getattr(line, name) for name in StaffMonthLine.model_fields if name not in ("person_ref", "method")}
    return StaffMonthLine(person_ref=line.staff_number, method=line.method.value if line.method else "", **fields)
