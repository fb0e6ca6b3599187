"""Bodies about grounds of eligibility, their proofs and the decisions on them."""

from datetime import date
from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator

from clause.api.problems import findings_as_json
from clause.api.schemas.base import DayIn, FindingOut, InstantOut, Schema, ShortText, Text
from clause.domain.eligibility import (
    Eligibility,
    EligibilityState,
    EligibilityTerms,
    ExpiryCause,
    Opinion,
    Proof,
    assessment_findings,
)


class ProofIn(Schema):
    """A document that was seen, and the day it was looked at."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"proof_kind": "RSA_ATTESTATION", "proof_issued_on": "2026-01-05"}]}
    )

    proof_kind: ShortText = Field(description="One of the kinds that prove the ground")
    proof_issued_on: DayIn
    proof_valid_until: DayIn | None = Field(None, description="The last day on which a dated title is valid")
    assessed_on: DayIn | None = Field(None, description="Today when left out")

    def proof(self) -> Proof:
        """As the domain knows it."""
        return Proof(kind=self.proof_kind, issued_on=self.proof_issued_on, valid_until=self.proof_valid_until)


class OpinionIn(Schema):
    """A reasoned opinion: what was written, by whom and when."""

    text: Text
    author: ShortText = Field(description="Who wrote it, with the body: « M. Le Bihan, PLIE de Brest »")
    written_on: DayIn

    def opinion(self) -> Opinion:
        """As the domain knows it."""
        return Opinion.model_validate(dict(self))


class EligibilityIn(Schema):
    """A ground put forward for a person; without a proof it stays INCOMPLETE."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "ground": "RSA",
                    "proof_kind": "RSA_ATTESTATION",
                    "proof_issued_on": "2026-01-05",
                    "is_principal": True,
                    "assessed_on": "2026-01-12",
                }
            ]
        }
    )

    ground: ShortText = Field(description="The code of a ground, such as RSA, DELD, IAE_EI or REASONED_OPINION")
    proof_kind: ShortText | None = None
    proof_issued_on: DayIn | None = None
    proof_valid_until: DayIn | None = Field(None, description="The last day on which a dated title is valid")
    structure_id: UUID | None = Field(
        None, description="The structure that employs or accompanies the person, for IAE_AI, GEIQ, EA and the like"
    )
    opinion: OpinionIn | None = Field(None, description="For REASONED_OPINION; it is its own proof")
    is_principal: bool = Field(True, description="The one ground that statistics retain")
    assessed_on: DayIn = Field(description="The day on which the eligibility was looked at, before work starts")

    @model_validator(mode="after")
    def _proof_is_whole(self) -> Self:
        if (self.proof_kind is None) != (self.proof_issued_on is None):
            raise ValueError("proof_kind and proof_issued_on go together")
        if self.proof_valid_until is not None and self.proof_kind is None:
            raise ValueError("proof_valid_until goes with a proof")
        return self

    def terms(self) -> EligibilityTerms:
        """As the domain knows them."""
        proof = None
        if self.proof_kind is not None and self.proof_issued_on is not None:
            proof = Proof(kind=self.proof_kind, issued_on=self.proof_issued_on, valid_until=self.proof_valid_until)
        return EligibilityTerms(
            ground=self.ground,
            proof=proof,
            is_principal=self.is_principal,
            assessed_on=self.assessed_on,
            structure_id=self.structure_id,
            opinion=self.opinion.opinion() if self.opinion else None,
        )


class AcceptanceIn(Schema):
    """An acceptance; a reasoned opinion not given before comes with it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "Attestation vue le 12 janvier."}]})

    reason: Text | None = None
    opinion: OpinionIn | None = None

    def known_opinion(self) -> Opinion | None:
        """The opinion as the domain knows it, when there is one."""
        return self.opinion.opinion() if self.opinion else None


class RefusalIn(Schema):
    """A refusal, with its reason."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "Inscrite depuis 4 mois seulement."}]})

    reason: Text


class OpinionOut(Schema):
    """A reasoned opinion."""

    text: str
    author: str
    written_on: date


class EligibilityOut(Schema):
    """A ground of a person, its decision, and what deserves a look on the day of the assessment."""

    id: UUID
    participant_id: UUID
    ground: str
    is_principal: bool
    proof_kind: str | None
    proof_issued_on: date | None
    proof_valid_until: date | None
    proof_fresh_until: date | None = Field(description="The last day on which the proof proves; null without a limit")
    structure_id: UUID | None
    opinion: OpinionOut | None
    assessed_on: date
    state: EligibilityState
    expired_on: date | None
    expiry_cause: ExpiryCause | None
    decided_by: UUID | None
    decided_at: InstantOut | None
    decision_reason: str | None
    created_at: InstantOut
    version: int
    findings: list[FindingOut]

    @classmethod
    def of(cls, eligibility: Eligibility) -> Self:
        """As the API shows it."""
        shown = {name: value for name, value in eligibility if name in cls.model_fields}
        findings = findings_as_json(assessment_findings(eligibility))
        opinion = OpinionOut(**dict(eligibility.opinion)) if eligibility.opinion else None
        return cls(**shown, opinion=opinion, findings=[FindingOut(**found) for found in findings])
