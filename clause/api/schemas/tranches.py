"""Bodies about tranches and renewals."""

from datetime import date
from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field

from clause.api.problems import findings_as_json
from clause.api.schemas.base import DayIn, FindingOut, HoursIn, HoursOut, InstantOut, Schema, ShortText
from clause.api.schemas.obligations import VersionRef
from clause.domain.tranches import NewTranche, Tranche, TrancheKind
from clause.services.tranches import TrancheAffirmed


class TrancheIn(Schema):
    """A tranche or a renewal as the contract foresees it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "OPTIONAL",
                    "label": "Tranche optionnelle 1 : aile nord",
                    "hours": "320.00",
                    "planned_first_day": "2026-09-01",
                    "planned_last_day": "2027-02-28",
                }
            ]
        }
    )

    kind: TrancheKind = Field(description="The hours of a FIRM one are those of the decision; it adds none")
    label: ShortText
    hours: HoursIn = Field(description="Owed once the tranche is affirmed")
    planned_first_day: DayIn | None = None
    planned_last_day: DayIn | None = None

    def to_domain(self) -> NewTranche:
        """As the service takes it."""
        return NewTranche(**dict(self))


class TrancheOut(Schema):
    """A tranche or a renewal."""

    id: UUID
    lot_id: UUID
    kind: TrancheKind
    label: str
    hours: HoursOut
    planned_first_day: date | None
    planned_last_day: date | None
    affirmed_on: date | None = Field(description="null as long as it is not affirmed")
    recorded_by: UUID | None
    recorded_at: InstantOut

    @classmethod
    def of(cls, tranche: Tranche) -> Self:
        """As the API shows it."""
        return cls(**dict(tranche))


class AffirmationIn(Schema):
    """The buyer carries out the tranche."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"affirmed_on": "2026-06-01", "new_last_day": "2027-02-28"}]}
    )

    affirmed_on: DayIn = Field(description="From this day on its hours are owed")
    new_last_day: DayIn | None = Field(None, description="The lot's last day from now on, when it changes")


class TrancheAffirmedOut(TrancheOut):
    """The tranche just affirmed, the versions of the hours owed that followed, and what deserves a look."""

    versions: list[VersionRef]
    findings: list[FindingOut]

    @classmethod
    def of_affirmed(cls, made: TrancheAffirmed) -> Self:
        """As the API shows it."""
        return cls(
            **dict(made.tranche),
            versions=[VersionRef.of(version) for version in made.versions],
            findings=[FindingOut(**found) for found in findings_as_json(made.findings)],
        )
