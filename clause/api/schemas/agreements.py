"""Bodies about agreements and what they fix."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, StringConstraints
from pydantic.config import JsonDict

from clause.api.schemas.base import EurosIn, EurosOut, RateIn, RateOut, Schema, ShortText
from clause.domain.agreements import (
    AgreementOptions,
    AgreementTerms,
    BudgetLine,
    Deliverable,
    GrantAgreement,
    UnitValue,
)
from clause.domain.operations import MOST_RATE_DECIMALS
from clause.rules.cost_codes import AdvanceRecovery, CostPlan, CostPost, KeyPeriod, PenaltyBase, RateBasis

_NO_CONTROL = r"^[^\x00-\x1f]+$"
Reference = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80, pattern=_NO_CONTROL)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,40}$")]
Days = Annotated[int, Field(ge=1, le=365)]


class BudgetLineIn(Schema):
    """What is planned for a post of costs."""

    post: CostPost
    amount: EurosIn


class UnitValueIn(Schema):
    """What one unit is worth."""

    code: Code
    label: ShortText
    value: EurosIn


class DeliverableIn(Schema):
    """A lump sum for something delivered: all or nothing."""

    code: Code
    label: ShortText
    amount: EurosIn


class OptionsIn(Schema):
    """What an agreement fixes beside its figures; what is left out follows the dated parameters."""

    rate_basis: RateBasis = Field(default=RateBasis.PRINTED, description="EXACT: grant ÷ planned cost is computed with")
    key_period: KeyPeriod = KeyPeriod.MONTH
    calculated_flat_rate: RateIn | None = Field(default=None, description="Plan P25 only, at most 0.25")
    state_aid: bool = False
    contracts_above_eu_thresholds: bool = Field(default=False, description="True excludes plan P20")
    draft_budget_agreed_on: date | None = None
    budget: list[BudgetLineIn] = Field(default=[], max_length=8)
    unit_values: list[UnitValueIn] = Field(default=[], max_length=50)
    deliverables: list[DeliverableIn] = Field(default=[], max_length=50)
    interim_claims_due_on: list[date] = Field(default=[], max_length=12)
    advance_rate: RateIn | None = None
    advance_cap: EurosIn | None = None
    advance_recovery: AdvanceRecovery | None = None
    max_before_balance_rate: RateIn | None = None
    resource_test_on_interim: bool | None = None
    publicity_penalty_base: PenaltyBase | None = None
    contradictory_days: Days | None = None
    clarification_days: Days | None = None
    min_time_share: RateIn | None = None
    salary_cap_hourly: EurosIn | None = None
    salary_cap_annual: EurosIn | None = None
    min_grant_per_year: EurosIn | None = None

    def to_domain(self) -> AgreementOptions:
        """As the service takes it."""
        lists = {
            "budget": tuple(BudgetLine(**dict(line)) for line in self.budget),
            "unit_values": tuple(UnitValue(**dict(unit)) for unit in self.unit_values),
            "deliverables": tuple(Deliverable(**dict(lump)) for lump in self.deliverables),
            "interim_claims_due_on": tuple(self.interim_claims_due_on),
        }
        return AgreementOptions(**{**dict(self), **lists})


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
    options: OptionsIn = OptionsIn()

    def to_domain(self) -> AgreementTerms:
        """As the service takes it."""
        return AgreementTerms(**{**dict(self), "options": self.options.to_domain()})


class BudgetLineOut(Schema):
    """What is planned for a post of costs."""

    post: CostPost
    amount: EurosOut


class UnitValueOut(Schema):
    """What one unit is worth."""

    code: str
    label: str
    value: EurosOut


class DeliverableOut(Schema):
    """A lump sum for something delivered."""

    code: str
    label: str
    amount: EurosOut


class OptionsOut(Schema):
    """What an agreement fixes beside its figures; null leaves a dated parameter to speak."""

    rate_basis: RateBasis
    key_period: KeyPeriod
    calculated_flat_rate: RateOut | None
    state_aid: bool
    contracts_above_eu_thresholds: bool
    draft_budget_agreed_on: date | None
    budget: list[BudgetLineOut]
    unit_values: list[UnitValueOut]
    deliverables: list[DeliverableOut]
    interim_claims_due_on: list[date]
    advance_rate: RateOut | None
    advance_cap: EurosOut | None
    advance_recovery: AdvanceRecovery | None
    max_before_balance_rate: RateOut | None
    resource_test_on_interim: bool | None
    publicity_penalty_base: PenaltyBase | None
    contradictory_days: int | None
    clarification_days: int | None
    min_time_share: RateOut | None
    salary_cap_hourly: EurosOut | None
    salary_cap_annual: EurosOut | None
    min_grant_per_year: EurosOut | None

    @classmethod
    def of(cls, options: AgreementOptions) -> Self:
        """As the API shows it."""
        lists = {
            "budget": [BudgetLineOut(**dict(line)) for line in options.budget],
            "unit_values": [UnitValueOut(**dict(unit)) for unit in options.unit_values],
            "deliverables": [DeliverableOut(**dict(lump)) for lump in options.deliverables],
            "interim_claims_due_on": list(options.interim_claims_due_on),
        }
        return cls(**{**dict(options), **lists})


class AgreementOut(Schema):
    """A version of an agreement."""

    id: UUID
    version_no: int
    reference: str
    signed_on: date
    planned_total_cost: EurosOut
    grant_amount: EurosOut
    rate: RateOut
    rate_decimals: int
    cost_plan: CostPlan
    options: OptionsOut
    effective_on: date | None = Field(description="From when an amendment holds; null for the first version")
    reason: str | None

    @classmethod
    def of(cls, agreement: GrantAgreement) -> Self:
        """As the API shows it."""
        fields = {name: getattr(agreement, name) for name in cls.model_fields}
        return cls(**{**fields, "options": OptionsOut.of(agreement.options)})


EXAMPLE_AGREEMENT: JsonDict = {
    "reference": "CONV-2026-018",
    "signed_on": "2025-12-15",
    "planned_total_cost": "60000.00",
    "grant_amount": "36000.00",
    "rate": "0.6000",
    "rate_decimals": 2,
    "cost_plan": "P40",
}
