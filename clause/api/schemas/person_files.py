"""Bodies about the whole file of a person."""

from datetime import date
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from clause.api.problems import findings_as_json
from clause.api.schemas.base import FindingOut, Schema
from clause.api.schemas.participants import ParticipantOut
from clause.domain.person_files import FileView, PurgeCause, Purged


class PersonFileOut(Schema):
    """All that is told of a person."""

    person: ParticipantOut
    keep_until: date = Field(description="The day from which the file may be purged unasked")
    hindrances: list[FindingOut] = Field(description="What keeps the file from being purged now")
    rows: dict[str, list[dict[str, Any]]] = Field(description="Every row that tells of the person, by table")

    @classmethod
    def of(cls, view: FileView) -> Self:
        """As the API shows it."""
        return cls(
            person=ParticipantOut.of(view.person),
            keep_until=view.keep_until,
            hindrances=[FindingOut.model_validate(one) for one in findings_as_json(view.hindrances)],
            rows=view.rows,
        )


class PurgeIn(Schema):
    """A decision to purge a file for good."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"cause": "REQUEST", "last_name": "Berthier"}]})

    cause: PurgeCause = Field(description="REQUEST of the person, RETENTION over, or MISTAKE: opened by mistake")
    last_name: Annotated[str, StringConstraints(min_length=1, max_length=100)] = Field(
        description="The person's last name, to confirm"
    )


class PurgedOut(Schema):
    """What a purge did."""

    participant_id: UUID
    rows: int = Field(description="Rows emptied or removed")
    journal_lines: list[int] = Field(description="Journal lines whose reason was emptied; the chain still verifies")

    @classmethod
    def of(cls, purged: Purged) -> Self:
        """As the API shows it."""
        return cls(**{**dict(purged), "journal_lines": list(purged.journal_lines)})
