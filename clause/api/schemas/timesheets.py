"""Bodies about months of time."""

from datetime import date
from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field

from clause.api.problems import findings_as_json
from clause.api.schemas.base import FindingOut, HoursIn, HoursOut, InstantOut, MonthOut, Schema, Text
from clause.domain.timesheets import Activity, TimeEntry, TimesheetTotals, TypedEntry
from clause.services.timesheets import SheetView

MOST_ENTRIES = 500


class TimeEntryIn(Schema):
    """Hours of one day on one activity."""

    day: date
    operation_id: UUID | None = Field(default=None, description="The operation that the time was for; null for none")
    activity: Activity
    hours: HoursIn = Field(description="A whole number of minutes: steps of 0.05")
    description: Text | None = Field(default=None, description="What was done; no name of a participant")

    def to_domain(self) -> TypedEntry:
        """As the service takes it."""
        return TypedEntry(**dict(self))


class TimeEntriesIn(Schema):
    """All the time worked in a month, for operations and for anything else."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "entries": [
                        {
                            "day": "2026-05-04",
                            "operation_id": "0190a1b2-0000-7000-8000-000000000002",
                            "activity": "COMPANY_SUPPORT",
                            "hours": "3.50",
                            "description": "Réunion de lancement du lot 2",
                        },
                        {"day": "2026-05-04", "activity": "INTERNAL", "hours": "3.50"},
                    ]
                }
            ]
        }
    )

    entries: list[TimeEntryIn] = Field(max_length=MOST_ENTRIES)


class SignatureIn(Schema):
    """What goes with the person's signature."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"nothing_worked": False}]})

    nothing_worked: bool = Field(default=False, description="True to sign a month without any time")
    late_reason: Text | None = Field(default=None, description="Needed once the delay for signing has passed")


class ReopeningIn(Schema):
    """Why a month is opened again."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "Le 12 mai était un congé"}]})

    reason: Text


class TimeEntryOut(Schema):
    """Hours of one day on one activity."""

    day: date
    operation_id: UUID | None
    activity: Activity
    hours: HoursOut
    minutes: int
    description: str | None

    @classmethod
    def of(cls, entry: TimeEntry) -> Self:
        """As the API shows it."""
        return cls(**dict(entry), hours=entry.hours)


class OperationHoursOut(Schema):
    """Hours of a month for one operation, or for none."""

    operation_id: UUID | None
    hours: HoursOut


class ActivityHoursOut(Schema):
    """Hours of a month on one activity."""

    activity: Activity
    hours: HoursOut


class TotalsOut(Schema):
    """What the entries of a month add up to."""

    hours_worked: HoursOut
    by_operation: list[OperationHoursOut]
    by_activity: list[ActivityHoursOut]

    @classmethod
    def of(cls, totals: TimesheetTotals) -> Self:
        """As the API shows it."""
        return cls(
            hours_worked=totals.hours_worked,
            by_operation=[
                OperationHoursOut(operation_id=key, hours=hours) for key, hours in totals.by_operation.items()
            ],
            by_activity=[ActivityHoursOut(activity=key, hours=hours) for key, hours in totals.by_activity.items()],
        )


class TimesheetOut(Schema):
    """A month of time; ``id`` is null and ``version`` 0 while nothing was recorded."""

    id: UUID | None
    employment_id: UUID
    person_id: UUID
    staff_number: str
    month: MonthOut
    state: str = Field(description="open, signed or approved")
    entries: list[TimeEntryOut]
    totals: TotalsOut
    findings: list[FindingOut]
    content_hash: str | None = Field(description="SHA-256 of the entries as they were signed")
    signed_by: UUID | None
    signed_at: InstantOut | None
    approved_by: UUID | None
    approved_at: InstantOut | None
    reopened_reason: str | None
    version: int

    @classmethod
    def of(cls, view: SheetView) -> Self:
        """As the API shows it."""
        sheet = view.sheet
        return cls(
            id=sheet.id if sheet else None,
            employment_id=view.employment.id,
            person_id=view.employment.person_id,
            staff_number=view.employment.staff_number,
            month=view.month,
            state=view.state.value,
            entries=[TimeEntryOut.of(entry) for entry in view.entries],
            totals=TotalsOut.of(view.totals),
            findings=[FindingOut(**finding) for finding in findings_as_json(view.findings)],
            content_hash=sheet.content_hash if sheet else None,
            signed_by=sheet.signed_by if sheet else None,
            signed_at=sheet.signed_at if sheet else None,
            approved_by=sheet.approved_by if sheet else None,
            approved_at=sheet.approved_at if sheet else None,
            reopened_reason=sheet.reopened_reason if sheet else None,
            version=view.version,
        )
