"""A person's employment at a facilitator organisation: one contract with one employer, under one working time."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.rules.calendar import Period
from clause.rules.holiday_zones import HolidayZone
from clause.rules.quantities import Hours, Rate

FAR_FUTURE = date(9999, 12, 31)
"""The last day of what has no end yet; only to compare, never stored or shown."""
WORKING_WEEK = "12345"
"""Monday to Friday."""


class EmploymentTerms(BaseModel):
    """What a contract of employment says; ``working_time_share`` is 1 for full time."""

    model_config = ConfigDict(frozen=True)

    person_id: UUID
    staff_number: str
    job_title: str
    working_time_share: Rate
    weekly_hours: Hours
    first_day: date
    last_day: date | None
    working_weekdays: str = WORKING_WEEK
    """The days usually worked, 1 for Monday to 7 for Sunday, in order, each once."""
    holiday_zone: HolidayZone = HolidayZone.METROPOLE

    @property
    def period(self) -> Period:
        """The days of the employment; one that has no end yet runs on."""
        return Period(self.first_day, self.last_day or FAR_FUTURE)


class Employment(EmploymentTerms):
    """An employment as recorded; ``person_name`` is None once the person has left the organisation."""

    id: UUID
    facilitator_org_id: UUID
    person_name: str | None
    created_at: datetime
    version: int
