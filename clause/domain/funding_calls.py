"""What operations come from: schemes of intermediate bodies, and their calls for projects."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.errors import Refused
from clause.domain.findings import Finding
from clause.rules.cost_codes import CostPlan
from clause.rules.quantities import Euros, Rate


class SchemeTerms(BaseModel):
    """A scheme (dispositif) of an intermediate body, with the global grant (subvention globale) that pays for it."""

    model_config = ConfigDict(frozen=True)

    intermediate_body_id: UUID
    reference: str
    title: str
    programme_cci: str
    priority: str
    specific_objective: str
    global_grant_reference: str | None = None


class Scheme(SchemeTerms):
    """A scheme as recorded."""

    id: UUID
    facilitator_org_id: UUID
    created_at: datetime
    version: int


class CallTerms(BaseModel):
    """A call for projects: when it is open, and what it names (regulation (EU) 2021/1060, art. 73(3)).

    ``cost_plans`` are those that it admits, ``max_rate`` its own ceiling of the co-financing rate,
    ``calculated_flat_rate`` the rate of plan P25.
    """

    model_config = ConfigDict(frozen=True)

    reference: str
    title: str
    opens_on: date
    closes_on: date
    cost_plans: tuple[CostPlan, ...]
    max_rate: Rate | None = None
    calculated_flat_rate: Rate | None = None
    min_time_share: Rate | None = None
    min_grant_per_year: Euros | None = None

    def is_open_on(self, day: date) -> bool:
        """True from its opening to its closing, both days included."""
        return self.opens_on <= day <= self.closes_on


class Call(CallTerms):
    """A call as recorded, under its scheme."""

    id: UUID
    facilitator_org_id: UUID
    intermediate_body_id: UUID
    scheme_id: UUID
    created_at: datetime
    version: int


def check_call(terms: CallTerms) -> None:
    """Refuses a call that cannot be, all reasons at once (Refused CAL-001 with its findings)."""
    findings = []
    if terms.closes_on < terms.opens_on:
        findings.append(Finding(code="CAL-101", field="closes_on", raw=terms.closes_on.isoformat()))
    if not terms.cost_plans:
        findings.append(Finding(code="CAL-102", field="cost_plans"))
    findings += _doubled(terms.cost_plans)
    if (terms.calculated_flat_rate is not None) != (CostPlan.P25 in terms.cost_plans):
        findings.append(Finding(code="CAL-104", field="calculated_flat_rate"))
    if findings:
        raise Refused("CAL-001", findings=tuple(findings))


def _doubled(plans: Iterable[CostPlan]) -> list[Finding]:
    seen: set[CostPlan] = set()
    found = []
    for index, plan in enumerate(plans):
        if plan in seen:
            found.append(Finding(code="CAL-103", field=f"cost_plans[{index}]", raw=plan.value))
        seen.add(plan)
    return found
