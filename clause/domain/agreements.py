"""Grant agreements: what was agreed, and what the agreement fixes beside the figures; an amendment is a new version."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.rules.cofinancing import exact_rate, rate_at_printed_precision
from clause.rules.cost_codes import AdvanceRecovery, CostPlan, CostPost, KeyPeriod, PenaltyBase, RateBasis
from clause.rules.quantities import Euros, Exact, Rate


class UnitValue(BaseModel):
    """What one unit is worth, as agreed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    label: str
    value: Euros


class Deliverable(BaseModel):
    """A lump sum for something delivered: all or nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    label: str
    amount: Euros


class BudgetLine(BaseModel):
    """What the agreement plans for a post of costs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    post: CostPost
    amount: Euros


class AgreementOptions(BaseModel):
    """What an agreement fixes beside its figures; None leaves a dated parameter to speak."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rate_basis: RateBasis = RateBasis.PRINTED
    key_period: KeyPeriod = KeyPeriod.MONTH
    calculated_flat_rate: Rate | None = None
    """The rate of plan P25, at most 0.25."""
    state_aid: bool = False
    contracts_above_eu_thresholds: bool = False
    """True when public contracts above the European thresholds are among the direct costs: no plan P20 then."""
    draft_budget_agreed_on: date | None = None
    """When the draft budget that a simplified cost rests on was agreed, where it rests on one (CR-04)."""
    budget: tuple[BudgetLine, ...] = ()
    unit_values: tuple[UnitValue, ...] = ()
    deliverables: tuple[Deliverable, ...] = ()
    interim_claims_due_on: tuple[date, ...] = ()
    advance_rate: Rate | None = None
    advance_cap: Euros | None = None
    advance_recovery: AdvanceRecovery | None = None
    max_before_balance_rate: Rate | None = None
    resource_test_on_interim: bool | None = None
    publicity_penalty_base: PenaltyBase | None = None
    contradictory_days: int | None = None
    clarification_days: int | None = None
    min_time_share: Rate | None = None
    salary_cap_hourly: Euros | None = None
    salary_cap_annual: Euros | None = None
    min_grant_per_year: Euros | None = None


class AgreementTerms(BaseModel):
    """What was agreed. ``rate_decimals``: decimals of the percentage as the agreement prints it (2 for 43,86 %)."""

    model_config = ConfigDict(frozen=True)

    reference: str
    signed_on: date
    planned_total_cost: Euros
    grant_amount: Euros
    rate: Rate
    rate_decimals: int
    cost_plan: CostPlan
    options: AgreementOptions = AgreementOptions()
    effective_on: date | None = None
    """From when an amendment holds; None for the first version, which holds from the start."""
    reason: str | None = None

    @property
    def printed_rate(self) -> Decimal:
        """The rate with the decimals it was agreed with."""
        return rate_at_printed_precision(self.rate, self.rate_decimals).value

    @property
    def applied_rate(self) -> Exact:
        """What is computed with: the printed rate, or the exact one where the agreement says so."""
        if self.options.rate_basis is RateBasis.EXACT:
            return exact_rate(self.grant_amount, self.planned_total_cost)
        return self.printed_rate


class GrantAgreement(AgreementTerms):
    """An agreement as recorded; an amendment is a new version."""

    id: UUID
    version_no: int
