"""Bodies about who takes part in an operation."""

from datetime import date
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from clause.api.schemas.base import DayIn, InstantOut, Schema
from clause.domain.operation_participants import (
    ContactData,
    EntryData,
    ExitData,
    FollowUpData,
    OperationParticipant,
    RecordTerms,
)
from clause.rules.indicator_codes import Answer, Attainment, LabourStatus, NotGiven

Phone = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^\+?[0-9 .]{6,20}$")]
Email = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]

EXAMPLE: dict[str, Any] = {
    "entry_on": "2026-02-02",
    "exit_on": None,
    "questionnaire_on": "2026-02-02",
    "special_consent_on": None,
    "contact": {"phone": "06 00 00 00 00"},
    "entry": {
        "labour_status": "UNEMPLOYED",
        "unemployed_since": "2024-11-04",
        "attainment": "ISCED_0_2",
        "disability": "REFUSED",
        "third_country": "NO",
        "foreign_background": "NO",
        "minority": "REFUSED",
        "homeless": "NO",
        "rural": "NO",
    },
}


class ContactIn(Schema):
    """How the person, or a referent, is reached; one phone number or e-mail address at least makes it complete."""

    phone: Phone | None = None
    email: Email | None = None
    referent_phone: Phone | None = None
    referent_email: Email | None = None


class EntryIn(Schema):
    """Answers on entry; null is a gap, UNKNOWN and REFUSED are answers."""

    labour_status: LabourStatus | None = None
    unemployed_since: DayIn | NotGiven | None = Field(
        default=None, description="First day of the unemployment without interruption until the entry"
    )
    attainment: Attainment | None = None
    disability: Answer | None = Field(default=None, description="YES and NO need special_consent_on")
    third_country: Answer | None = Field(default=None, description="National of a country outside the Union")
    foreign_background: Answer | None = None
    minority: Answer | None = Field(default=None, description="YES and NO need special_consent_on")
    homeless: Answer | None = Field(default=None, description="Homeless or affected by housing exclusion")
    rural: Answer | None = Field(default=None, description="Lives in a rural area")


class ExitIn(Schema):
    """The situation in the four weeks after leaving."""

    observed_on: DayIn
    job_search: Answer | None = None
    training: Answer | None = None
    qualification: Answer | None = None
    employment: Answer | None = None


class FollowUpIn(Schema):
    """The situation six months after leaving."""

    observed_on: DayIn
    employment: Answer | None = None
    improvement: Answer | None = None


class RecordIn(Schema):
    """What is known of a person's part in an operation, as a whole: what is left out is not known."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    **EXAMPLE,
                    "exit_on": "2026-05-29",
                    "exit": {
                        "observed_on": "2026-06-01",
                        "job_search": "NO",
                        "training": "NO",
                        "qualification": "NO",
                        "employment": "YES",
                    },
                }
            ]
        }
    )

    entry_on: DayIn = Field(description="The first action")
    exit_on: DayIn | None = Field(default=None, description="The last action; null again when the person comes back")
    questionnaire_on: DayIn | None = Field(default=None, description="The day the entry questionnaire was signed")
    special_consent_on: DayIn | None = None
    contact: ContactIn = ContactIn()
    entry: EntryIn = EntryIn()
    exit: ExitIn | None = None
    follow_up: FollowUpIn | None = None

    def terms(self) -> RecordTerms:
        """As the domain knows them."""
        return RecordTerms(
            entry_on=self.entry_on,
            exit_on=self.exit_on,
            questionnaire_on=self.questionnaire_on,
            special_consent_on=self.special_consent_on,
            contact=ContactData(**dict(self.contact)),
            entry=EntryData(**dict(self.entry)),
            exit=ExitData(**dict(self.exit)) if self.exit else None,
            follow_up=FollowUpData(**dict(self.follow_up)) if self.follow_up else None,
        )


class OperationParticipantIn(RecordIn):
    """A person who takes part in an operation."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"participant_id": "0190a1b2-0000-7000-8000-000000000004", **EXAMPLE}]}
    )

    participant_id: UUID


class OperationParticipantOut(Schema):
    """A record as kept."""

    id: UUID
    operation_id: UUID
    participant_id: UUID
    entry_on: date
    exit_on: date | None
    questionnaire_on: date | None
    special_consent_on: date | None
    contact: ContactIn
    entry: EntryIn
    exit: ExitIn | None
    follow_up: FollowUpIn | None
    created_at: InstantOut
    version: int

    @classmethod
    def of(cls, record: OperationParticipant) -> Self:
        """As the API shows it."""
        return cls.model_validate(record.model_dump(exclude={"facilitator_org_id"}))


class RecordLine(Schema):
    """A record in a list: neither contact nor answers."""

    id: UUID
    participant_id: UUID
    entry_on: date
    exit_on: date | None
    questionnaire_on: date | None
    exit_recorded: bool
    follow_up_recorded: bool
    version: int

    @classmethod
    def of(cls, record: OperationParticipant) -> Self:
        """As the API shows it."""
        shown = {name: value for name, value in record if name in cls.model_fields}
        later = {"exit_recorded": record.exit is not None, "follow_up_recorded": record.follow_up is not None}
        return cls(**shown, **later)
