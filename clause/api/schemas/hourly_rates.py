"""Bodies about hourly rates."""

from datetime import date
from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field

from clause.api.problems import findings_as_json
from clause.api.schemas.base import (
    EurosIn,
    EurosOut,
    FindingOut,
    HoursOut,
    InstantOut,
    MonthIn,
    MonthOut,
    Schema,
    Text,
)
from clause.domain.hourly_rate_making import RateTerms
from clause.rules.cost_codes import CostMethod
from clause.rules.trace import Trace
from clause.services.hourly_rates import RateView


class HourlyRateIn(Schema):
    """What an hourly rate is made from."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "employment_id": "0190a1b2-0000-7000-8000-000000000001",
                    "method": "M3a",
                    "first_month": "2025-01",
                    "last_month": "2025-12",
                    "effective_on": "2026-01-01",
                    "employer_cost": "48000.00",
                    "document_id": "0190a1b2-0000-7000-8000-000000000002",
                }
            ]
        }
    )

    employment_id: UUID
    method: CostMethod = Field(description="M3a: a year's cost by 1720 h; M3b: a month's cost by the month's hours")
    first_month: MonthIn = Field(description="The months that document the cost: twelve in a row, or one for M3b")
    last_month: MonthIn
    effective_on: date = Field(description="From when it holds; the first of a month for a change")
    employer_cost: EurosIn | None = Field(
        default=None,
        description="Of a year (M3a) or a month (M3b), with the document that shows it; null: the recorded payroll",
    )
    other_pay_of_the_year: EurosIn = Field(
        default="0.00",
        validate_default=True,
        description="With fewer than twelve months: what they do not show (holiday pay, thirteenth month)",
    )
    document_id: UUID | None = Field(default=None, description="The calculation or cost document, a piece of evidence")
    reason: Text | None = Field(default=None, description="Why it changes")

    def to_domain(self) -> RateTerms:
        """As the service takes it."""
        return RateTerms(**dict(self))


class HourlyRateOut(Schema):
    """An hourly rate; fixed, a change is a new version."""

    id: UUID
    operation_id: UUID
    employment_id: UUID
    version_no: int
    method: CostMethod
    hourly_rate: EurosOut
    hours_cap: HoursOut = Field(description="Hours paid at most: a year (M3a) or a month (M3b)")
    employer_cost: EurosOut
    first_month: MonthOut
    last_month: MonthOut
    documented_months: int
    effective_on: date
    reason: str | None
    trace: Trace
    document_id: UUID | None
    document_sha256: str | None
    recorded_by: UUID | None
    recorded_at: InstantOut
    findings: list[FindingOut] = Field(description="Ceilings on pay of the agreement that it is above")

    @classmethod
    def of(cls, view: RateView) -> Self:
        """As the API shows it."""
        findings = [FindingOut(**found) for found in findings_as_json(view.findings)]
        return cls(**dict(view.rate), findings=findings)
