"""Bodies about hours worked on lots."""

from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field

from clause.api.schemas.base import HoursIn, HoursOut, InstantOut, MonthIn, MonthOut, Schema
from clause.api.schemas.obligations import VersionRef
from clause.domain.worked_hours import NewWorkedHours, WorkedHours
from clause.services.worked_hours import WorkedHoursRecorded


class WorkedHoursIn(Schema):
    """All hours worked on the lot in a month, by whoever worked there."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"month": "2026-03", "hours_worked": "4120.50"}]})

    month: MonthIn
    hours_worked: HoursIn = Field(description="The month's total; it replaces what was reported of it earlier")

    def to_domain(self) -> NewWorkedHours:
        """As the service takes it."""
        return NewWorkedHours.model_validate(dict(self))


class WorkedHoursOut(Schema):
    """A report of a month; the version with the highest number speaks for the month."""

    id: UUID
    lot_id: UUID
    month: MonthOut
    version_no: int
    hours_worked: HoursOut
    recorded_by: UUID | None
    recorded_at: InstantOut

    @classmethod
    def of(cls, report: WorkedHours) -> Self:
        """As the API shows it."""
        return cls(**dict(report))


class WorkedHoursRecordedOut(WorkedHoursOut):
    """The report just recorded, and the versions of the hours owed that followed."""

    versions: list[VersionRef]

    @classmethod
    def of_recorded(cls, made: WorkedHoursRecorded) -> Self:
        """As the API shows it."""
        return cls(**dict(made.report), versions=[VersionRef.of(version) for version in made.versions])
