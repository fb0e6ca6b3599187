"""Bodies about programmes, schemes and calls for projects."""

from datetime import date
from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field

from clause.api.schemas.agreements import Reference
from clause.api.schemas.base import EurosIn, EurosOut, InstantOut, RateIn, RateOut, Schema
from clause.api.schemas.operations import Cci, Number, Title
from clause.domain.funding_calls import Call, CallTerms, Scheme, SchemeTerms
from clause.rules.codes import RegionCategory
from clause.rules.cost_codes import CostPlan
from clause.rules.parameter import value_in_force
from clause.rules.programmes import Programme
from clause.rules.quantities import Unit


class CeilingOut(Schema):
    """A highest co-financing rate, with the parameter that holds it."""

    region_category: RegionCategory | None = Field(description="Null: whatever the region")
    rate: RateOut
    parameter: str
    confidence: str


class PriorityOut(Schema):
    """A priority of a programme."""

    code: str
    label: str
    objectives: list[str]
    ceiling: CeilingOut | None = Field(description="Its own, instead of the region's")
    confidence: str


class ProgrammeOut(Schema):
    """A programme: its window of eligible days, priorities and ceilings, as far as each is known."""

    code: str
    cci: str
    name: str
    first_day: date
    last_day: date
    simplified_costs: bool = Field(description="False: only real costs, for older rules are not carried over")
    confidence: str
    source: str
    ceilings: list[CeilingOut]
    priorities: list[PriorityOut]

    @classmethod
    def of(cls, programme: Programme) -> Self:
        """As the API shows it."""
        names = ("code", "cci", "name", "first_day", "last_day", "simplified_costs")
        on = programme.first_day
        return cls(
            **{name: getattr(programme, name) for name in names},
            confidence=programme.confidence.value,
            source=programme.reference.text,
            ceilings=[_ceiling(name, category, on) for category, name in programme.ceilings.items()],
            priorities=[
                PriorityOut(
                    code=priority.code,
                    label=priority.label,
                    objectives=list(programme.objectives_of(priority)),
                    ceiling=_ceiling(priority.ceiling, None, on) if priority.ceiling else None,
                    confidence=priority.confidence.value,
                )
                for priority in programme.priorities
            ],
        )


def _ceiling(name: str, category: RegionCategory | None, on: date) -> CeilingOut:
    value = value_in_force(name, on)
    return CeilingOut(
        region_category=category,
        rate=value.decimal(Unit.RATE),
        parameter=name,
        confidence=value.confidence.value,
    )


class SchemeIn(Schema):
    """A scheme (dispositif) of an intermediate body."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "intermediate_body_id": "0190a1b2-0000-7000-8000-000000000007",
                    "reference": "DISP-2026-H-03",
                    "title": "Coordonner l'offre d'insertion et développer les clauses sociales",
                    "priority": "1",
                    "specific_objective": "H",
                    "global_grant_reference": "SG-2022-29",
                }
            ]
        }
    )

    intermediate_body_id: UUID
    reference: Reference
    title: Title
    programme_cci: Cci = "2021FR05SFPR001"
    priority: Number
    specific_objective: Number
    global_grant_reference: Reference | None = Field(default=None, description="Subvention globale")

    def to_domain(self) -> SchemeTerms:
        """As the service takes it."""
        return SchemeTerms(**dict(self))


class SchemeChangeIn(Schema):
    """What of a scheme may be corrected."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"title": "Développer les clauses sociales", "global_grant_reference": None}]}
    )

    title: Title
    global_grant_reference: Reference | None


class SchemeOut(Schema):
    """A scheme as recorded."""

    id: UUID
    facilitator_org_id: UUID
    intermediate_body_id: UUID
    reference: str
    title: str
    programme_cci: str
    priority: str
    specific_objective: str
    global_grant_reference: str | None
    created_at: InstantOut
    version: int

    @classmethod
    def of(cls, scheme: Scheme) -> Self:
        """As the API shows it."""
        return cls(**dict(scheme))


class CallIn(Schema):
    """A call for projects: when it is open, and what it names."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "reference": "AAP-2026-01",
                    "title": "Appel à projets clauses sociales 2026",
                    "opens_on": "2025-09-01",
                    "closes_on": "2025-11-30",
                    "cost_plans": ["P40"],
                    "max_rate": "0.6000",
                    "min_grant_per_year": "10000.00",
                }
            ]
        }
    )

    reference: Reference
    title: Title
    opens_on: date
    closes_on: date
    cost_plans: list[CostPlan] = Field(max_length=10, description="The plans that it admits")
    max_rate: RateIn | None = Field(default=None, description="Its own ceiling of the co-financing rate")
    calculated_flat_rate: RateIn | None = Field(default=None, description="With plan P25")
    min_time_share: RateIn | None = None
    min_grant_per_year: EurosIn | None = None

    def to_domain(self) -> CallTerms:
        """As the service takes it."""
        return CallTerms(**{**dict(self), "cost_plans": tuple(self.cost_plans)})


class CallOut(Schema):
    """A call as recorded."""

    id: UUID
    scheme_id: UUID
    facilitator_org_id: UUID
    intermediate_body_id: UUID
    reference: str
    title: str
    opens_on: date
    closes_on: date
    cost_plans: list[CostPlan]
    max_rate: RateOut | None
    calculated_flat_rate: RateOut | None
    min_time_share: RateOut | None
    min_grant_per_year: EurosOut | None
    created_at: InstantOut
    version: int

    @classmethod
    def of(cls, call: Call) -> Self:
        """As the API shows it."""
        return cls(**{**dict(call), "cost_plans": list(call.cost_plans)})
