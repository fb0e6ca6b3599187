"""Bodies about employments and payroll."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from clause.api.schemas.base import (
    EurosIn,
    EurosOut,
    HoursIn,
    HoursOut,
    InstantOut,
    MonthOut,
    RateIn,
    RateOut,
    Schema,
    ShortText,
    Text,
)
from clause.domain.employments import Employment, EmploymentTerms, PayrollMonth
from clause.services.employments import Payroll

StaffNumber = Annotated[
    str,
    StringConstraints(strip_whitespace=True, pattern=r"^[0-9A-Za-z][0-9A-Za-z._/ -]{0,39}$"),
    Field(description="How claims name the person; letters, digits, and . _ / - space"),
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

    def to_domain(self) -> EmploymentTerms:
        """As the service takes it."""
        return EmploymentTerms(**dict(self))


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
    created_at: InstantOut
    version: int

    @classmethod
    def of(cls, employment: Employment) -> Self:
        """As the API shows it."""
        return cls(**dict(employment))


class PayrollIn(Schema):
    """What a month cost the employer."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"employer_cost": "3912.37", "reason": "Régularisation de la prime"}]}
    )

    employer_cost: EurosIn = Field(
        description="Gross pay, employer's contributions and taxes on pay, less refunds and aids received"
    )
    reason: Text | None = Field(default=None, description="Why it is corrected")


class PayrollVersionOut(Schema):
    """One version of a month's payroll."""

    id: UUID
    version_no: int
    employer_cost: EurosOut
    reason: str | None
    recorded_by: UUID | None
    recorded_at: InstantOut

    @classmethod
    def of(cls, payroll: PayrollMonth) -> Self:
        """As the API shows it."""
        return cls(**payroll.model_dump(exclude={"employment_id", "month"}))


class PayrollOut(Schema):
    """A month's payroll: the version that holds, and all of them, the latest first."""

    employment_id: UUID
    month: MonthOut
    employer_cost: EurosOut
    version: int
    versions: list[PayrollVersionOut]

    @classmethod
    def of(cls, payroll: Payroll) -> Self:
        """As the API shows it."""
        latest = payroll.latest
        return cls(
            employment_id=latest.employment_id,
            month=latest.month,
            employer_cost=latest.employer_cost,
            version=latest.version_no,
            versions=[PayrollVersionOut.of(version) for version in payroll.versions],
        )
