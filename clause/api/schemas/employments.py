"""Bodies about employments."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from clause.api.schemas.base import HoursIn, HoursOut, InstantOut, RateIn, RateOut, Schema, ShortText, Text
from clause.domain.employments import WORKING_WEEK, Employment, EmploymentTerms
from clause.rules.holiday_zones import HolidayZone

StaffNumber = Annotated[
    str,
    StringConstraints(strip_whitespace=True, pattern=r"^[0-9A-Za-z][0-9A-Za-z._/ -]{0,39}$"),
    Field(description="How claims name the person; letters, digits, and . _ / - space"),
]

Weekdays = Annotated[
    str,
    StringConstraints(pattern=r"^1?2?3?4?5?6?7?$", min_length=1),
    Field(description="Days usually worked, 1 for Monday to 7 for Sunday, in order", examples=["12345"]),
]


class EmploymentIn(Schema):
    """The employment of a member of the organisation."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "person_id": "0190a1b2-0000-7000-8000-000000000001",
                    "staff_number": "F-012",
                    "job_title": "Facilitatrice de la clause sociale",
                    "working_time_share": "1",
                    "weekly_hours": "35.00",
                    "first_day": "2025-09-01",
                    "working_weekdays": "12345",
                    "holiday_zone": "METROPOLE",
                }
            ]
        }
    )

    person_id: UUID
    staff_number: StaffNumber
    job_title: ShortText
    working_time_share: RateIn = Field(description="Fraction of a full time; 1 for a full time")
    weekly_hours: HoursIn
    first_day: date
    last_day: date | None = None
    working_weekdays: Weekdays = WORKING_WEEK
    holiday_zone: HolidayZone = Field(default=HolidayZone.METROPOLE, description="Whose public holidays they have")

    def to_domain(self) -> EmploymentTerms:
        """As the service takes it."""
        return EmploymentTerms(**dict(self))


class EmploymentEndIn(Schema):
    """The day on which an employment ends, or null for one that goes on."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"last_day": "2026-12-31", "reason": "Passage à temps partiel"}]}
    )

    last_day: date | None
    reason: Text | None = None


class EmploymentOut(Schema):
    """An employment."""

    id: UUID
    facilitator_org_id: UUID
    person_id: UUID
    person_name: str | None = Field(description="Null once the person has left the organisation")
    staff_number: str
    job_title: str
    working_time_share: RateOut
    weekly_hours: HoursOut
    first_day: date
    last_day: date | None
    working_weekdays: str
    holiday_zone: HolidayZone
    created_at: InstantOut
    version: int

    @classmethod
    def of(cls, employment: Employment) -> Self:
        """As the API shows it."""
        return cls(**dict(employment))
