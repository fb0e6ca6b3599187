"""Bodies about people followed and their eligibility."""

from datetime import date
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, field_validator, model_validator

from clause.api.problems import findings_as_json
from clause.api.schemas.base import DayIn, FindingOut, InstantOut, Schema, ShortText, Text
from clause.domain.participants import (
    Eligibility,
    EligibilityState,
    EligibilityTerms,
    Participant,
    ParticipantFacts,
    Proof,
    Sex,
    proof_findings,
)
from clause.services.participants import ParticipantKept


def _has_a_letter(value: str) -> str:
    if not any(character.isalpha() for character in value):
        raise ValueError("no letter")
    return value


Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$"),
    AfterValidator(_has_a_letter),
]
PostalCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{5}$")]
ConfirmDuplicate = Annotated[
    bool, Field(description="True to keep the person although someone of the same name was born the same day")
]


class ParticipantIn(Schema):
    """A person to follow."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "first_name": "Amina",
                    "last_name": "Berthier",
                    "birth_date": "1994-03-08",
                    "sex": "F",
                    "postal_code": "29200",
                }
            ]
        }
    )

    first_name: Name
    last_name: Name
    birth_date: DayIn
    sex: Sex = Field(Sex.U, description="F, M, X, or U when it was not asked")
    postal_code: PostalCode | None = None
    confirm_duplicate: ConfirmDuplicate = False

    def facts(self) -> ParticipantFacts:
        """As the domain knows them."""
        return ParticipantFacts.model_validate(dict(self))


class ParticipantPatch(Schema):
    """What may be corrected of a person; a field left out stays as it is, and only the postal code may become null."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"postal_code": "29000"}]})

    first_name: Name | None = None
    last_name: Name | None = None
    birth_date: DayIn | None = None
    sex: Sex | None = None
    postal_code: PostalCode | None = None
    confirm_duplicate: ConfirmDuplicate = False

    @field_validator("first_name", "last_name", "birth_date", "sex")
    @classmethod
    def _given(cls, value: object) -> object:
        if value is None:
            raise ValueError("null")
        return value

    def changes(self) -> dict[str, Any]:
        """The fields that were given."""
        return {name: getattr(self, name) for name in self.model_fields_set - {"confirm_duplicate"}}


class ParticipantOut(Schema):
    """A person as recorded."""

    id: UUID
    first_name: str
    last_name: str
    birth_date: date
    sex: Sex
    postal_code: str | None
    created_at: InstantOut
    version: int

    @classmethod
    def of(cls, participant: Participant) -> Self:
        """As the API shows it."""
        return cls(**{name: value for name, value in participant if name in cls.model_fields})


class ParticipantKeptOut(ParticipantOut):
    """A person just recorded or corrected, with what deserves a look."""

    findings: list[FindingOut]

    @classmethod
    def of_kept(cls, kept: ParticipantKept) -> Self:
        """As the API shows it."""
        shown = dict(ParticipantOut.of(kept.participant))
        return cls(**shown, findings=[FindingOut(**found) for found in findings_as_json(kept.findings)])


class ProofIn(Schema):
    """A document that was seen, and the day it was looked at."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"proof_kind": "RSA_ATTESTATION", "proof_issued_on": "2026-01-05"}]}
    )

    proof_kind: ShortText = Field(description="One of the kinds that prove the ground")
    proof_issued_on: DayIn
    assessed_on: DayIn | None = Field(None, description="Today when left out")

    def proof(self) -> Proof:
        """As the domain knows it."""
        return Proof(kind=self.proof_kind, issued_on=self.proof_issued_on)


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
    is_principal: bool = Field(True, description="The one ground that statistics retain")
    assessed_on: DayIn = Field(description="The day on which the eligibility was looked at, before work starts")

    @model_validator(mode="after")
    def _proof_is_whole(self) -> Self:
        if (self.proof_kind is None) != (self.proof_issued_on is None):
            raise ValueError("proof_kind and proof_issued_on go together")
        return self

    def terms(self) -> EligibilityTerms:
        """As the domain knows them."""
        proof = None
        if self.proof_kind is not None and self.proof_issued_on is not None:
            proof = Proof(kind=self.proof_kind, issued_on=self.proof_issued_on)
        return EligibilityTerms(
            ground=self.ground, proof=proof, is_principal=self.is_principal, assessed_on=self.assessed_on
        )


class AcceptanceIn(Schema):
    """An acceptance; the text of a reasoned opinion stands in ``reason``."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "Attestation vue le 12 janvier."}]})

    reason: Text | None = None


class RefusalIn(Schema):
    """A refusal, with its reason."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "Inscrite depuis 4 mois seulement."}]})

    reason: Text


class EligibilityOut(Schema):
    """A ground of a person, its decision, and what is wrong with its proof on the day of the assessment."""

    id: UUID
    participant_id: UUID
    ground: str
    is_principal: bool
    proof_kind: str | None
    proof_issued_on: date | None
    assessed_on: date
    state: EligibilityState
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
        findings = findings_as_json(proof_findings(eligibility))
        return cls(**shown, findings=[FindingOut(**found) for found in findings])
