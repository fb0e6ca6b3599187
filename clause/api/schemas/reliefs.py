"""Bodies about holders in difficulty: notices, and what the buyer decides."""

from datetime import date
from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field

from clause.api.schemas.base import DayIn, HoursIn, HoursOut, InstantOut, Schema, ShortText, Text
from clause.api.schemas.obligations import VersionRef
from clause.domain.reliefs import (
    DifficultyNotice,
    NewDifficultyNotice,
    NewRelief,
    Relief,
    ReliefGround,
    ReliefKind,
)
from clause.services.reliefs import ReliefRecorded


class ReliefIn(Schema):
    """What the buyer decided; the facilitator advises, and writes it down."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "REDUCTION",
                    "hours_delta": "100.00",
                    "first_day": "2026-05-01",
                    "ground": "SHORT_TIME_WORK",
                    "decided_by_name": "Direction des bâtiments",
                    "decided_on": "2026-04-28",
                    "facilitator_advice": "Favorable : activité partielle depuis mars",
                    "document_reference": "Courrier du 28 avril 2026",
                }
            ]
        }
    )

    kind: ReliefKind
    hours_delta: HoursIn | None = Field(None, description="REDUCTION: the hours taken off, above zero")
    hours_kept: HoursIn | None = Field(None, description="WAIVER: the total that stays owed; nothing when left out")
    first_day: DayIn
    last_day: DayIn | None = Field(None, description="SUSPENSION: its last day, included; left out while it lasts")
    ground: ReliefGround
    ground_text: Text | None = Field(None, description="Needed for OTHER")
    decided_by_name: ShortText = Field(description="Who decided, for the buyer")
    decided_on: DayIn
    facilitator_advice: Text | None = None
    document_reference: ShortText | None = None

    def to_domain(self) -> NewRelief:
        """As the service takes it."""
        return NewRelief(**dict(self))


class ReliefOut(Schema):
    """A decision of the buyer."""

    id: UUID
    lot_id: UUID
    kind: ReliefKind
    hours_delta: HoursOut | None
    hours_kept: HoursOut | None
    first_day: date
    last_day: date | None
    ground: ReliefGround
    ground_text: str | None
    decided_by_name: str
    decided_on: date
    facilitator_advice: str | None
    document_reference: str | None
    recorded_by: UUID | None
    recorded_at: InstantOut

    @classmethod
    def of(cls, relief: Relief) -> Self:
        """As the API shows it."""
        return cls(**dict(relief))


class ReliefRecordedOut(ReliefOut):
    """The decision just recorded, and the versions of the hours owed that followed."""

    versions: list[VersionRef]

    @classmethod
    def of_recorded(cls, made: ReliefRecorded) -> Self:
        """As the API shows it."""
        return cls(**dict(made.relief), versions=[VersionRef.of(version) for version in made.versions])


class DifficultyNoticeIn(Schema):
    """What the holder wrote about its difficulty."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "received_on": "2026-04-15",
                    "is_registered_letter": True,
                    "content": "Activité partielle sur le chantier depuis le 9 mars",
                    "attempts": "Deux agences d'intérim d'insertion et le GEIQ sollicités, sans candidat",
                }
            ]
        }
    )

    received_on: DayIn = Field(description="Not after today")
    is_registered_letter: bool
    content: Text
    attempts: Text | None = Field(None, description="What the holder tried before writing")

    def to_domain(self) -> NewDifficultyNotice:
        """As the service takes it."""
        return NewDifficultyNotice(**dict(self))


class DifficultyNoticeOut(Schema):
    """A notice as recorded."""

    id: UUID
    lot_id: UUID
    received_on: date
    is_registered_letter: bool
    content: str
    attempts: str | None
    recorded_by: UUID | None
    recorded_at: InstantOut

    @classmethod
    def of(cls, notice: DifficultyNotice) -> Self:
        """As the API shows it."""
        return cls(**dict(notice))
