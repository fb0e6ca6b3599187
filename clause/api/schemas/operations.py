"""Bodies about operations and agreements."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from clause.api.schemas.base import EurosIn, EurosOut, InstantOut, RateIn, RateOut, Schema
from clause.domain.agreements import AgreementTerms, GrantAgreement
from clause.domain.operations import MOST_RATE_DECIMALS, Operation, OperationTerms
from clause.rules.codes import RegionCategory
from clause.rules.cost_codes import CostPlan

_NO_CONTROL = r"^[^\x00-\x1f]+$"


Reference = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80, pattern=_NO_CONTROL)]
Number = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40, pattern=_NO_CONTROL)]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300, pattern=_NO_CONTROL)]
Cci = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{5,20}$")]


class AgreementIn(Schema):
    """What was agreed for an operation."""

    reference: Reference
    signed_on: date
    planned_total_cost: EurosIn
    grant_amount: EurosIn
    rate: RateIn = Field(description="As printed: 43,86 % is 0.4386 with rate_decimals 2")
    rate_decimals: int = Field(
        default=2, ge=0, le=MOST_RATE_DECIMALS, description="Decimals of the percentage in the agreement"
    )
    cost_plan: CostPlan = Field(description="P40: staff costs and 40 % of them for all else")

    def to_domain(self) -> AgreementTerms:
        """As the service takes it."""
        return AgreementTerms(**dict(self))


class OperationIn(Schema):
    """An operation with its agreement."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "intermediate_body_id": "0190a1b2-0000-7000-8000-000000000007",
                    "number": "202500123",
                    "title": "Animation de la clause sociale 2026",
                    "priority": "1",
                    "specific_objective": "H",
                    "region_category": "TRANSITION",
                    "first_day": "2026-01-01",
                    "last_day": "2026-12-31",
                    "agreement": {
                        "reference": "CONV-2026-018",
                        "signed_on": "2025-12-15",
                        "planned_total_cost": "60000.00",
                        "grant_amount": "36000.00",
                        "rate": "0.6000",
                        "rate_decimals": 2,
                        "cost_plan": "P40",
                    },
                }
            ]
        }
    )

    intermediate_body_id: UUID
    number: Number = Field(description="Number of the operation in the fund's own system")
    title: Title
    programme_cci: Cci = "2021FR05SFPR001"
    priority: Number
    specific_objective: Number
    region_category: RegionCategory
    first_day: date
    last_day: date
    agreement: AgreementIn

    def to_domain(self) -> OperationTerms:
        """As the service takes it, without the agreement."""
        return OperationTerms(**{name: value for name, value in self if name != "agreement"})


class AgreementOut(Schema):
    """The latest version of an agreement."""

    id: UUID
    version_no: int
    reference: str
    signed_on: date
    planned_total_cost: EurosOut
    grant_amount: EurosOut
    rate: RateOut
    rate_decimals: int
    cost_plan: CostPlan

    @classmethod
    def of(cls, agreement: GrantAgreement) -> Self:
        """As the API shows it."""
        return cls(**{name: getattr(agreement, name) for name in cls.model_fields})


class OperationOut(Schema):
    """An operation with the latest version of its agreement."""

    id: UUID
    facilitator_org_id: UUID
    intermediate_body_id: UUID
    number: str
    title: str
    programme_cci: str
    priority: str
    specific_objective: str
    region_category: RegionCategory
    first_day: date
    last_day: date
    state: str
    agreement: AgreementOut
    created_at: InstantOut
    version: int

    @classmethod
    def of(cls, operation: Operation) -> Self:
        """As the API shows it."""
        fields = {name: getattr(operation, name) for name in cls.model_fields}
        return cls(**{**fields, "agreement": AgreementOut.of(operation.agreement)})
