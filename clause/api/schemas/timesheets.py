"""Bodies about months of time."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, WithJsonSchema

from clause.api.problems import findings_as_json
from clause.api.schemas.base import (
    FindingOut,
    HoursIn,
    HoursOut,
    InstantOut,
    MonthOut,
    RateOut,
    Schema,
    ShortText,
    Text,
)
from clause.domain.timesheets import (
    AbsenceCategory,
    Activity,
    EntrySource,
    LinkedKind,
    TimeAbsence,
    TimeEntry,
    TimesheetTotals,
    TypedAbsence,
    TypedEntry,
)
from clause.rules.limits import is_late_entry
from clause.rules.quantities import Hours, ratio_4dp
from clause.services.timesheets import SheetView

MOST_ENTRIES = 500
MOST_ABSENCES = 100


PlaceText = Annotated[ShortText, StringConstraints(max_length=120)]
CLOCK_PATTERN = r"^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$"


def _minute_of_day(value: str) -> int:
    hours, minutes = value.split(":")
    return int(hours) * 60 + int(minutes)


def _clock(minute: int | None) -> str | None:
    return None if minute is None else f"{minute // 60:02d}:{minute % 60:02d}"


ClockIn = Annotated[
    str,
    StringConstraints(pattern=CLOCK_PATTERN),
    AfterValidator(_minute_of_day),
    WithJsonSchema({"type": "string", "pattern": CLOCK_PATTERN, "examples": ["09:30"]}),
]


class TimeEntryIn(Schema):
    """Hours of one day on one activity."""

    day: date
    operation_id: UUID | None = Field(default=None, description="The operation that the time was for; null for none")
    activity: Activity
    hours: HoursIn = Field(description="A whole number of minutes: steps of 0.05")
    description: Text | None = Field(default=None, description="What was done; no name of a participant")
    start: ClockIn | None = Field(default=None, description="With ``end``, and as long as ``hours`` says")
    end: ClockIn | None = None
    place: PlaceText | None = None
    linked_kind: LinkedKind | None = Field(default=None, description="What the time was about")
    linked_id: UUID | None = Field(default=None, description="Its id in Clause; of a participant never the name")
    source: EntrySource = Field(default=EntrySource.DECLARED, description="declared, derived or imported")
    other_funding: PlaceText | None = Field(default=None, description="Who else funds the time, without an operation")
    is_travel: bool = False

    def to_domain(self) -> TypedEntry:
        """As the service takes it."""
        fields = {key: value for key, value in dict(self).items() if key not in ("start", "end")}
        return TypedEntry(**fields, start_minute=self.start, end_minute=self.end)


class AbsenceIn(Schema):
    """Hours of one day that were not worked, by category: the reason is never asked."""

    day: date
    category: AbsenceCategory
    hours: HoursIn | None = Field(default=None, description="The whole working day when left out")

    def to_domain(self) -> TypedAbsence:
        """As the service takes it."""
        return TypedAbsence(**dict(self))


class TimeEntriesIn(Schema):
    """All the time worked in a month, for operations and for anything else, and all the time off."""

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
                            "start": "09:00",
                            "end": "12:30",
                            "place": "Brisemer",
                            "description": "Réunion de lancement du lot 2",
                        },
                        {"day": "2026-05-04", "activity": "INTERNAL", "hours": "3.50"},
                    ],
                    "absences": [{"day": "2026-05-05", "category": "leave"}],
                    "difference_reason": None,
                }
            ]
        }
    )

    entries: list[TimeEntryIn] = Field(max_length=MOST_ENTRIES)
    absences: list[AbsenceIn] = Field(default_factory=list, max_length=MOST_ABSENCES)
    difference_reason: Text | None = Field(
        default=None, description="Explains days left out, work on days off, and hours that differ from the payroll"
    )


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
    start: str | None
    end: str | None
    place: str | None
    linked_kind: LinkedKind | None
    linked_id: UUID | None
    source: EntrySource
    other_funding: str | None
    is_travel: bool
    entered_on: date | None = Field(description="The day on which the line was first written as it is")
    late_entry: bool = Field(description="True when it was written long after the day of work")

    @classmethod
    def of(cls, entry: TimeEntry) -> Self:
        """As the API shows it."""
        fields = {key: value for key, value in dict(entry).items() if key not in ("start_minute", "end_minute")}
        return cls(
            **fields,
            hours=entry.hours,
            start=_clock(entry.start_minute),
            end=_clock(entry.end_minute),
            late_entry=is_late_entry(entry.day, entry.entered_on),
        )


class AbsenceOut(Schema):
    """Hours of one day that were not worked."""

    day: date
    category: AbsenceCategory
    hours: HoursOut
    minutes: int

    @classmethod
    def of(cls, absence: TimeAbsence) -> Self:
        """As the API shows it."""
        return cls(**dict(absence), hours=absence.hours)


class OperationHoursOut(Schema):
    """Hours of a month for one operation, or for none."""

    operation_id: UUID | None
    hours: HoursOut
    share: RateOut = Field(description="Of the hours worked, to four decimals: to show, never to compute with")


class OtherFundingHoursOut(Schema):
    """Hours of a month that somebody else funds."""

    other_funding: str
    hours: HoursOut


class AbsenceHoursOut(Schema):
    """Hours of a month that were not worked, of one category."""

    category: AbsenceCategory
    hours: HoursOut


class ActivityHoursOut(Schema):
    """Hours of a month on one activity."""

    activity: Activity
    hours: HoursOut


class TotalsOut(Schema):
    """The whole picture of a month: worked, on what and for whom, not worked and why, and what the contract says."""

    hours_worked: HoursOut
    by_operation: list[OperationHoursOut]
    by_activity: list[ActivityHoursOut]
    by_other_funding: list[OtherFundingHoursOut]
    hours_not_worked: HoursOut
    by_absence: list[AbsenceHoursOut]
    theoretical_hours: HoursOut

    @classmethod
    def of(cls, totals: TimesheetTotals, theoretical_hours: Hours) -> Self:
        """As the API shows it."""
        return cls(
            hours_worked=totals.hours_worked,
            by_operation=[
                OperationHoursOut(operation_id=key, hours=hours, share=ratio_4dp(totals.share_of(key)))
                for key, hours in totals.by_operation.items()
            ],
            by_activity=[ActivityHoursOut(activity=key, hours=hours) for key, hours in totals.by_activity.items()],
            by_other_funding=[
                OtherFundingHoursOut(other_funding=key, hours=hours) for key, hours in totals.by_other_funding.items()
            ],
            hours_not_worked=totals.hours_not_worked,
            by_absence=[AbsenceHoursOut(category=key, hours=hours) for key, hours in totals.by_absence.items()],
            theoretical_hours=theoretical_hours,
        )


class TimesheetOut(Schema):
    """A month of time; ``id`` is null and ``version`` 0 while nothing was recorded."""

    id: UUID | None
    employment_id: UUID
    person_id: UUID
    staff_number: str
    month: MonthOut
    revision: int = Field(description="One more for each correction of a month that a claim holds")
    state: str = Field(description="open, signed or approved")
    entries: list[TimeEntryOut]
    absences: list[AbsenceOut]
    totals: TotalsOut
    missing_days: list[date] = Field(description="Working days of which nothing is said")
    findings: list[FindingOut]
    content_hash: str | None = Field(description="SHA-256 of what was signed")
    signed_by: UUID | None
    signed_at: InstantOut | None
    approved_by: UUID | None
    approved_at: InstantOut | None
    reopened_reason: str | None
    nothing_worked: bool
    late_reason: str | None
    difference_reason: str | None
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
            revision=sheet.revision if sheet else 1,
            state=view.state.value,
            entries=[TimeEntryOut.of(entry) for entry in view.entries],
            absences=[AbsenceOut.of(absence) for absence in view.absences],
            totals=TotalsOut.of(view.totals, view.theoretical_hours),
            missing_days=list(view.missing_days),
            findings=[FindingOut(**finding) for finding in findings_as_json(view.findings)],
            content_hash=sheet.content_hash if sheet else None,
            signed_by=sheet.signed_by if sheet else None,
            signed_at=sheet.signed_at if sheet else None,
            approved_by=sheet.approved_by if sheet else None,
            approved_at=sheet.approved_at if sheet else None,
            reopened_reason=sheet.reopened_reason if sheet else None,
            nothing_worked=sheet.nothing_worked if sheet else False,
            late_reason=sheet.late_reason if sheet else None,
            difference_reason=sheet.difference_reason if sheet else None,
            version=view.version,
        )
