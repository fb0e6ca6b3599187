"""Bodies about operations, their moves and their deadlines."""

from datetime import date, datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import AwareDatetime, ConfigDict, Field, StringConstraints
from pydantic.config import JsonDict

from clause.api.schemas.agreements import EXAMPLE_AGREEMENT, AgreementIn, AgreementOut
from clause.api.schemas.base import InstantOut, Schema, Text, Text40, Text120
from clause.domain.operation_moves import MoveTerms, OperationAction, OperationEvent
from clause.domain.operations import OperationRecord, OperationState, OperationTerms
from clause.rules.codes import RegionCategory
from clause.rules.cost_codes import BeneficiaryKind, CostPlan, ParticipantMode
from clause.services.operation_moves import Course

_NO_CONTROL = r"^[^\x00-\x1f]+$"

Number = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40, pattern=_NO_CONTROL)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300, pattern=_NO_CONTROL)]
Cci = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{5,20}$")]
Nuts = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}[A-Z0-9]{0,3}$")]

_EXAMPLE: JsonDict = {
    "intermediate_body_id": "0190a1b2-0000-7000-8000-000000000007",
    "number": "202500137",
    "title": "Animation de la clause sociale 2026",
    "priority": "1",
    "specific_objective": "H",
    "region_category": "TRANSITION",
    "first_day": "2026-01-01",
    "last_day": "2026-12-31",
}


class OperationIn(Schema):
    """An operation with its agreement; without one, an application in answer to a call."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {**_EXAMPLE, "agreement": EXAMPLE_AGREEMENT},
                {**_EXAMPLE, "call_id": "0190a1b2-0000-7000-8000-000000000010"},
            ]
        }
    )

    intermediate_body_id: UUID
    number: Number = Field(description="Number of the operation in the fund's own system")
    title: Title
    programme_cci: Cci = "2021FR05SFPR001"
    priority: Number
    specific_objective: Number
    region_category: RegionCategory = Field(description="NATIONAL: a project managed nationally")
    first_day: date
    last_day: date
    call_id: UUID | None = None
    participant_mode: ParticipantMode = ParticipantMode.NONE
    beneficiary_kind: BeneficiaryKind = BeneficiaryKind.OTHER
    accounting_code: Text40 | None = None
    description: Text | None = None
    nuts: Nuts | None = None
    agreement: AgreementIn | None = Field(default=None, description="Null: an application, which names its call")
    at: AwareDatetime | None = Field(default=None, description="When an application was begun; now when left out")

    def to_domain(self) -> OperationTerms:
        """As the service takes it, without the agreement."""
        return OperationTerms(**{name: value for name, value in self if name not in ("agreement", "at")})


class OperationOut(Schema):
    """An operation with the latest version of its agreement, null while it is an application."""

    id: UUID
    facilitator_org_id: UUID
    intermediate_body_id: UUID
    number: str
    title: str
    programme_cci: str
    priority: str
    specific_objective: str
    region_category: RegionCategory
    first_day: date
    last_day: date
    call_id: UUID | None
    participant_mode: ParticipantMode
    beneficiary_kind: BeneficiaryKind
    accounting_code: str | None
    description: str | None
    nuts: str | None
    state: str
    settled_on: date | None
    agreement: AgreementOut | None
    created_at: InstantOut
    version: int

    @classmethod
    def of(cls, operation: OperationRecord) -> Self:
        """As the API shows it."""
        return cls(**_fields(operation))


def _fields(operation: OperationRecord) -> dict[str, Any]:
    fields = {name: getattr(operation, name) for name in OperationOut.model_fields}
    return {**fields, "agreement": AgreementOut.of(operation.agreement) if operation.agreement else None}


class DeadlinesOut(Schema):
    """The days that count in the present state; null where one does not."""

    file_until: date | None = Field(description="Closing of the call")
    agreement_expires_at: InstantOut | None = Field(description="Both signatures by then, or the round begins again")
    amend_until: date | None
    final_claim_due_on: date | None
    keep_until: date | None = Field(description="Last day of retention")


class CourseOut(OperationOut):
    """An operation, the days that count, and what may be recorded next."""

    deadlines: DeadlinesOut
    next_actions: list[OperationAction]
    start_certified_on: date | None = Field(description="Certificate of start, which an advance needs")
    is_held: bool = Field(description="Legal proceedings or a request of the Commission hold the file")

    @classmethod
    def of_course(cls, course: Course) -> Self:
        """As the API shows it."""
        return cls(
            **_fields(course.record),
            deadlines=DeadlinesOut(**dict(course.deadlines)),
            next_actions=list(course.next_actions),
            start_certified_on=course.start_certified_on,
            is_held=course.is_held,
        )


class MoveIn(Schema):
    """A move of an operation (O2 to O17) and what it needs."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"action": "certify_start", "at": "2026-02-02T08:00:00Z", "reference": "Attestation de démarrage"},
                {"action": "programme", "at": "2025-11-20T14:00:00Z", "reason": "Avis favorable du comité."},
                {"action": "open_appraisal", "cost_plan": "P40"},
            ]
        }
    )

    action: OperationAction
    at: AwareDatetime | None = Field(default=None, description="When it happened; now when left out")
    reference: Text120 | None = Field(default=None, description="The paper that says so")
    reason: Text | None = Field(default=None, description="The opinion, or why")
    cost_plan: CostPlan | None = Field(default=None, description="With open_appraisal, which fixes it")
    agreement: AgreementIn | None = Field(default=None, description="With sign_agreement")

    def to_domain(self, now: datetime) -> MoveTerms:
        """As the service takes it."""
        agreement = self.agreement.to_domain() if self.agreement else None
        return MoveTerms(**{**dict(self), "at": self.at or now, "agreement": agreement})


class OperationEventOut(Schema):
    """One move, as it is kept."""

    id: UUID
    seq: int
    action: OperationAction
    state_before: OperationState | None
    state_after: OperationState
    happened_at: InstantOut
    reference: str | None
    reason: str | None
    details: dict[str, Any]
    recorded_by: UUID | None
    recorded_by_kind: str
    recorded_at: InstantOut

    @classmethod
    def of(cls, event: OperationEvent) -> Self:
        """As the API shows it."""
        return cls(**{name: getattr(event, name) for name in cls.model_fields})
