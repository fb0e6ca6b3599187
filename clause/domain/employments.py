"""A person's employment at a facilitator organisation, and what each of its months cost the employer."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.rules.calendar import Month, Period
from clause.rules.quantities import Euros, Hours, Rate

FAR_FUTURE = date(9999, 12, 31)
"""The last day of what has no end yet; only to compare, never stored or shown."""


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


class PayrollMonth(BaseModel):
    """What one month of an employment cost the employer; a correction is a new version, the latest one holds."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    employment_id: UUID
    month: Month
    version_no: int
    employer_cost: Euros
    reason: str | None
    recorded_by: UUID | None
    recorded_at: datetime
