"""Bodies about the rules of lots."""

from datetime import date
from decimal import Decimal
from typing import Any, Self
from uuid import UUID

from pydantic import ConfigDict, Field, StrictBool, StrictInt, model_validator

from clause.api.schemas.base import DayIn, EurosIn, HoursIn, InstantOut, RateIn, Schema, ShortText, Text
from clause.domain.rule_sets import RuleInEffect, RuleSet, RuleSetTerms
from clause.rules.penalty_terms import AppliedAt, CountedFrom, DayCount, PenaltyKind, PenaltyTerms, ReferenceAmount
from clause.rules.quantities import Unit
from clause.rules.trace import ParameterUse, used


class PenaltyTermsIn(Schema):
    """A penalty as the contract words it: one price, and how it is counted."""

    kind: PenaltyKind
    rate_eur: EurosIn | None = Field(None, description="Euros for an hour, a day or an absence")
    multiplier: EurosIn | None = Field(None, description="Or this many times the reference amount")
    reference_amount: ReferenceAmount | None = None
    clause_amount_eur: EurosIn | None = Field(None, description="PRO_RATA: the price of the clause in the contract")
    days: DayCount = DayCount.CALENDAR
    counted_from: CountedFrom = CountedFrom.DUE_DATE
    notice_required: bool = Field(False, description="Nothing is due before a formal notice")
    applied_at: AppliedAt = AppliedAt.END
    exempt_hours: HoursIn | None = Field(None, description="Up to this many missing hours cost nothing")
    exempt_share: RateIn | None = Field(None, description="The same as a share of the hours owed")
    cap_eur: EurosIn | None = None
    article: ShortText | None = None

    @model_validator(mode="after")
    def _is_one_price(self) -> Self:
        self.terms()
        return self

    def terms(self) -> PenaltyTerms:
        """As the rules know them; ValueError without exactly one price."""
        return PenaltyTerms.model_validate(dict(self))


class RuleSetIn(Schema):
    """What a lot's documents fix; a rule left out follows the usual one. ``GET /lots/{id}/rules`` names them all."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "values": {"insertion_rate": "0.10", "eligibility_duration": 24, "statement_cadence": "QUARTERLY"},
                    "penalties": [{"kind": "MISSING_HOURS", "rate_eur": "200.00", "article": "CCAP 8.2.2"}],
                    "effective_on": "2026-01-15",
                    "reason": "Lecture du CCAP",
                }
            ]
        }
    )

    values: dict[ShortText, StrictBool | StrictInt | ShortText] = Field(
        default_factory=dict,
        max_length=50,
        description="By rule: decimals and codes as text, months and days as numbers",
    )
    penalties: list[PenaltyTermsIn] = Field(default_factory=list, max_length=20)
    effective_on: DayIn = Field(description="The day from which these rules hold")
    reason: Text | None = Field(None, description="Needed from the second version on")

    def terms(self) -> RuleSetTerms:
        """As the domain knows them."""
        return RuleSetTerms(
            values=self.values,
            penalties=tuple(penalty.terms() for penalty in self.penalties),
            effective_on=self.effective_on,
        )


class RuleSetOut(Schema):
    """A version of a lot's rules."""

    id: UUID
    lot_id: UUID
    version_no: int
    effective_on: date
    values: dict[str, str | int | bool]
    penalties: list[dict[str, Any]]
    reason: str | None
    decided_by: UUID | None
    recorded_at: InstantOut

    @classmethod
    def of(cls, rule_set: RuleSet) -> Self:
        """As the API shows it."""
        shown = {name: value for name, value in rule_set if name in cls.model_fields}
        shown["penalties"] = [penalty_out(terms) for terms in rule_set.penalties]
        return cls(**shown)


def penalty_out(terms: PenaltyTerms) -> dict[str, Any]:
    """A penalty as the API shows it: what is not said is left out."""
    values = {name: value for name, value in terms if value is not None}
    return {name: f"{value:.2f}" if isinstance(value, Decimal) else value for name, value in values.items()}


class RuleOut(Schema):
    """A rule of a lot on a day, with where its value comes from."""

    name: str
    unit: Unit
    meaning: str | None
    is_own: bool = Field(description="Fixed by the lot's own rules; false for the usual value")
    value: ParameterUse | None

    @classmethod
    def of(cls, rule: RuleInEffect) -> Self:
        """As the API shows it."""
        return cls(
            name=rule.name,
            unit=rule.unit,
            meaning=rule.meaning,
            is_own=rule.is_own,
            value=used(rule.value) if rule.value else None,
        )


class RulesOut(Schema):
    """Every rule of a lot on a day."""

    items: list[RuleOut]
