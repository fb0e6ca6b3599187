"""Bodies about mission letters."""

from datetime import date
from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field

from clause.api.schemas.agreements import Reference
from clause.api.schemas.base import InstantOut, RateIn, RateOut, Schema, ShortText, Text
from clause.domain.assignments import AssignmentDecision, AssignmentOutcome, AssignmentState, DecisionTerms
from clause.domain.operations import Assignment, AssignmentTerms
from clause.rules.cost_codes import CostMethod
from clause.services.assignments import LetterView


class AssignmentIn(Schema):
    """A mission letter."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "employment_id": "0190a1b2-0000-7000-8000-000000000009",
                    "method": "M2",
                    "first_day": "2026-01-01",
                    "last_day": "2026-12-31",
                    "issued_on": "2025-12-20",
                },
                {
                    "employment_id": "0190a1b2-0000-7000-8000-000000000009",
                    "method": "M1",
                    "first_day": "2026-01-01",
                    "issued_on": "2025-12-20",
                    "time_share": "0.6000",
                    "missions": "Suivi des clauses et accompagnement des entreprises.",
                },
            ]
        }
    )

    employment_id: UUID
    method: CostMethod = Field(
        description="M1: a fixed share of the time; M2: real cost by the time worked; M3a, M3b: hourly rate"
    )
    first_day: date
    last_day: date | None = Field(default=None, description="Null: until the operation or the employment ends")
    issued_on: date
    time_share: RateIn | None = Field(default=None, description="M1 only: the share of the time, each month")
    missions: Text | None = None
    document_id: UUID | None = Field(default=None, description="The signed letter (POST /evidence-files)")
    stands_in_for_id: UUID | None = Field(default=None, description="Employment of who is replaced during leave")
    overlap_reason: ShortText | None = Field(default=None, description="Why both hold the post on the same days")

    def to_domain(self) -> AssignmentTerms:
        """As the service takes it."""
        return AssignmentTerms(**dict(self))


class AcceptanceIn(Schema):
    """What the intermediate body says of a mission letter."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"outcome": "accepted", "decided_on": "2026-01-12", "reference": "OI-2026-0042"}]
        }
    )

    outcome: AssignmentOutcome
    decided_on: date
    reference: Reference | None = Field(default=None, description="Needed when the beneficiary writes it down")
    comment: Text | None = Field(default=None, description="Needed for a rejection")

    def to_domain(self) -> DecisionTerms:
        """As the service takes it."""
        return DecisionTerms(**dict(self))


class AcceptanceOut(Schema):
    """A word on a mission letter; the latest one holds."""

    id: UUID
    outcome: AssignmentOutcome
    reference: str | None
    comment: str | None
    decided_on: date
    recorded_at: InstantOut

    @classmethod
    def of(cls, decision: AssignmentDecision) -> Self:
        """As the API shows it."""
        return cls(**{name: getattr(decision, name) for name in cls.model_fields})


class AssignmentOut(Schema):
    """A mission letter; the latest one that has begun is in force."""

    id: UUID
    operation_id: UUID
    employment_id: UUID
    version_no: int
    method: CostMethod
    first_day: date
    last_day: date | None
    issued_on: date
    time_share: RateOut | None
    missions: str | None
    document_id: UUID | None
    stands_in_for_id: UUID | None
    overlap_reason: str | None
    created_at: InstantOut

    @classmethod
    def of(cls, assignment: Assignment) -> Self:
        """As the API shows it."""
        return cls(**{name: getattr(assignment, name) for name in cls.model_fields})


class LetterOut(AssignmentOut):
    """A mission letter with what is said of it, and where it stands today."""

    staff_number: str = Field(description="Whom it is for, never by name")
    job_title: str
    state: AssignmentState
    acceptances: list[AcceptanceOut]

    @classmethod
    def of_view(cls, view: LetterView) -> Self:
        """As the API shows it."""
        fields = {name: getattr(view.letter, name) for name in AssignmentOut.model_fields}
        said = [AcceptanceOut.of(decision) for decision in view.decisions]
        who = {"staff_number": view.person.staff_number, "job_title": view.person.job_title}
        return cls(**fields, **who, state=view.state, acceptances=said)
