"""Bodies about people followed."""

from datetime import date
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, field_validator

from clause.api.problems import findings_as_json
from clause.api.schemas.base import DayIn, FindingOut, InstantOut, Schema
from clause.domain.participants import Participant, ParticipantFacts, Sex
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
