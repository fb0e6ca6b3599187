"""What an operation and its agreement must satisfy when they are recorded: programme, ceiling, cost plan, options."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from clause.domain.agreements import AgreementTerms
from clause.domain.errors import Refused
from clause.domain.findings import Finding
from clause.domain.funding_calls import Call, Scheme, SchemeTerms
from clause.domain.operations import OperationTerms
from clause.rules.calendar import Period
from clause.rules.cost_codes import CostPlan, CostPost
from clause.rules.errors import RuleError
from clause.rules.parameter import value_in_force
from clause.rules.plan_checks import (
    covered_by_flat_rate,
    draft_budget_is_allowed,
    plan_is_agreed,
    plan_is_allowed,
    real_cost_is_allowed,
)
from clause.rules.programmes import Programme, programme_ceiling, programme_of, programmes_of
from clause.rules.quantities import Euros, Unit, exact

_WITH_UNITS = (CostPlan.UC, CostPlan.UC_P40)
_AGREEMENT = "agreement"
_OPTIONS = "agreement.options"


def check_application(terms: OperationTerms, call: Call | None) -> None:
    """Refuses what cannot be an application, all reasons at once (Refused OPE-011 with its findings)."""
    findings = _operation_findings(terms)
    if call is None:
        findings.append(_finding("OPE-142", "call_id"))
    if findings:
        raise Refused("OPE-011", findings=tuple(findings))


def check_operation(terms: OperationTerms, agreement: AgreementTerms, call: Call | None = None) -> None:
    """Refuses what cannot be an operation with its agreement, all reasons at once (Refused OPE-002 with its findings).

    The days in order and inside the programme's window (CR-40), a priority and an objective of the programme, the rate
    within its ceiling and with no more decimals than are printed, the grant not above the planned cost, a cost plan
    that may be had (CR-01 to CR-07) with what it needs.
    """
    findings = _operation_findings(terms)
    programme = programme_of(terms.programme_cci, terms.priority)
    if programme is not None and programme.window.contains(terms.first_day):
        findings += _rate_findings(terms, agreement, programme, call)
    findings += _grant_findings(terms, agreement, call)
    if terms.first_day <= terms.last_day and programme is not None:
        findings += agreement_findings(terms, agreement, programme, call)
    if findings:
        raise Refused("OPE-002", findings=tuple(findings))


def check_scheme(terms: SchemeTerms) -> None:
    """Refuses a scheme under a programme, priority or objective that is not known (Refused CAL-003)."""
    findings = _place_findings(terms)
    if findings:
        raise Refused("CAL-003", findings=tuple(findings))


def call_findings(terms: OperationTerms, scheme: Scheme) -> list[Finding]:
    """What of an operation does not agree with the scheme of the call that it names."""
    findings = []
    if terms.intermediate_body_id != scheme.intermediate_body_id:
        findings.append(_finding("OPE-143", "call_id", str(terms.call_id)))
    for field in ("programme_cci", "priority", "specific_objective"):
        if getattr(terms, field) != getattr(scheme, field):
            findings.append(_finding("OPE-144", field, getattr(terms, field), named=getattr(scheme, field)))
    return findings


def agreement_findings(
    terms: OperationTerms, agreement: AgreementTerms, programme: Programme, call: Call | None
) -> list[Finding]:
    """What stands against the cost plan and the options of an agreement; nothing for most."""
    if not programme.simplified_costs:
        is_real = agreement.cost_plan is CostPlan.REAL
        return [] if is_real else [_finding("AGR-107", f"{_AGREEMENT}.cost_plan", agreement.cost_plan.value)]
    on = max(terms.first_day, programme.first_day)
    return [
        *_plan_findings(agreement, call, on),
        *_budget_findings(agreement, on),
        *_flat_rate_findings(agreement, call, on),
        *_delivery_findings(agreement),
        *_day_findings(terms, agreement, on),
    ]


def _operation_findings(terms: OperationTerms) -> list[Finding]:
    findings = _place_findings(terms)
    if terms.last_day < terms.first_day:
        findings.append(_finding("OPE-101", "last_day", terms.last_day.isoformat()))
    programme = programme_of(terms.programme_cci, terms.priority)
    if programme is None:
        return findings
    window = {"first_day": programme.first_day.isoformat(), "last_day": programme.last_day.isoformat()}
    for field, day in (("first_day", terms.first_day), ("last_day", terms.last_day)):
        if not programme.window.contains(day):
            findings.append(_finding("CAL-113", field, day.isoformat(), **window))
    return findings


def _place_findings(terms: OperationTerms | SchemeTerms) -> list[Finding]:
    known = programmes_of(terms.programme_cci)
    if not known:
        return [_finding("CAL-110", "programme_cci", terms.programme_cci)]
    programme = programme_of(terms.programme_cci, terms.priority)
    priority = programme.priority(terms.priority) if programme else None
    if programme is None or priority is None:
        return [_finding("CAL-111", "priority", terms.priority, programme=known[0].name)]
    objectives = programme.objectives_of(priority)
    if terms.specific_objective in objectives:
        return []
    return [_finding("CAL-112", "specific_objective", terms.specific_objective, known=", ".join(objectives))]


def _rate_findings(
    terms: OperationTerms, agreement: AgreementTerms, programme: Programme, call: Call | None
) -> list[Finding]:
    field, raw = f"{_AGREEMENT}.rate", format(agreement.rate, "f")
    priority = programme.priority(terms.priority)
    category = terms.region_category
    findings = []
    try:
        ceiling = programme_ceiling(programme, priority, category, terms.first_day) if priority else None
        if ceiling is None:
            return [_finding("AGR-101", "region_category", category.value)]
        if exact(agreement.rate) > exact(ceiling.decimal(Unit.RATE)):
            highest = format(ceiling.decimal(Unit.RATE), "f")
            findings.append(_finding("OPE-102", field, raw, ceiling=highest, region_category=category.value))
        elif agreement.printed_rate != agreement.rate:
            findings.append(_finding("OPE-103", field, raw, decimals=str(agreement.rate_decimals)))
    except RuleError as error:
        return [_finding("OPE-104", field, raw, reason=error.reason.value)]
    if call is not None and call.max_rate is not None and agreement.rate > call.max_rate:
        findings.append(_finding("AGR-102", field, raw, ceiling=format(call.max_rate, "f")))
    return findings


def _grant_findings(terms: OperationTerms, agreement: AgreementTerms, call: Call | None) -> list[Finding]:
    raw = format(agreement.grant_amount, "f")
    if not 0 < agreement.grant_amount <= agreement.planned_total_cost:
        return [_finding("OPE-105", f"{_AGREEMENT}.grant_amount", raw)]
    agreed, named = agreement.options.min_grant_per_year, call.min_grant_per_year if call else None
    least = agreed if agreed is not None else named
    if least is None or terms.last_day < terms.first_day:
        return []
    months = sum(1 for _ in Period(terms.first_day, terms.last_day).months())
    # Assumption: a year is twelve months begun.
    a_year: Fraction = exact(agreement.grant_amount) * 12 / months
    if a_year >= exact(least):
        return []
    return [_finding("AGR-103", f"{_AGREEMENT}.grant_amount", raw, least=format(least, "f"))]


def _plan_findings(agreement: AgreementTerms, call: Call | None, on: date) -> list[Finding]:
    plan, field = agreement.cost_plan, f"{_AGREEMENT}.cost_plan"
    findings = []
    if not plan_is_allowed(plan, agreement.planned_total_cost, agreement.options.state_aid, on):
        findings.append(_finding("AGR-104", field, plan.value))
    if not plan_is_agreed(plan, plan, call.cost_plans if call else None):
        named = ", ".join(one.value for one in call.cost_plans) if call else ""
        findings.append(_finding("AGR-105", field, plan.value, named=named))
    if plan in (CostPlan.P20, CostPlan.P20_P15) and agreement.options.contracts_above_eu_thresholds:
        findings.append(_finding("AGR-106", field, plan.value))
    return findings


def _budget_findings(agreement: AgreementTerms, on: date) -> list[Finding]:
    """CR-02 and CR-06 on the posts planned, and their sum."""
    plan, options, cost = agreement.cost_plan, agreement.options, agreement.planned_total_cost
    findings = []
    seen: set[CostPost] = set()
    for index, line in enumerate(options.budget):
        field = f"{_OPTIONS}.budget[{index}].post"
        is_flat = line.post in covered_by_flat_rate(plan)
        if not is_flat and not real_cost_is_allowed(plan, line.post, cost, options.state_aid, on):
            findings.append(_finding("AGR-108", field, line.post.value, plan=plan.value))
        if line.post in seen:
            findings.append(_finding("AGR-109", field, line.post.value))
        seen.add(line.post)
    total = sum((line.amount for line in options.budget), Decimal("0.00"))
    if options.budget and total != cost:
        findings.append(_finding("AGR-110", f"{_OPTIONS}.budget", format(total, "f"), planned=format(cost, "f")))
    return findings


def _flat_rate_findings(agreement: AgreementTerms, call: Call | None, on: date) -> list[Finding]:
    rate, field = agreement.options.calculated_flat_rate, f"{_OPTIONS}.calculated_flat_rate"
    if agreement.cost_plan is not CostPlan.P25:
        return [] if rate is None else [_finding("AGR-111", field, format(rate, "f"))]
    if rate is None:
        return [_finding("AGR-112", field)]
    most = value_in_force("flat_rate_p25_max", on).decimal(Unit.RATE)
    if not 0 < rate <= most:
        return [_finding("AGR-113", field, format(rate, "f"), most=format(most, "f"))]
    if call is not None and call.calculated_flat_rate not in (None, rate):
        return [_finding("AGR-114", field, format(rate, "f"), named=format(call.calculated_flat_rate or 0, "f"))]
    return []


def _delivery_findings(agreement: AgreementTerms) -> list[Finding]:
    plan, options = agreement.cost_plan, agreement.options
    findings = []
    if (plan in _WITH_UNITS) != bool(options.unit_values):
        findings.append(_finding("AGR-115", f"{_OPTIONS}.unit_values"))
    if (plan is CostPlan.LS) != bool(options.deliverables):
        findings.append(_finding("AGR-116", f"{_OPTIONS}.deliverables"))
    units = [(unit.code, unit.value) for unit in options.unit_values]
    lumps = [(lump.code, lump.amount) for lump in options.deliverables]
    findings += [*_code_findings("unit_values", units), *_code_findings("deliverables", lumps)]
    total = sum((value for _, value in lumps), Decimal("0.00"))
    if total > agreement.planned_total_cost:
        planned = format(agreement.planned_total_cost, "f")
        findings.append(_finding("AGR-117", f"{_OPTIONS}.deliverables", format(total, "f"), planned=planned))
    return findings


def _code_findings(name: str, items: Iterable[tuple[str, Euros]]) -> list[Finding]:
    findings = []
    seen: set[str] = set()
    for index, (code, value) in enumerate(items):
        if code in seen:
            findings.append(_finding("AGR-118", f"{_OPTIONS}.{name}[{index}].code", code))
        if value <= 0:
            findings.append(_finding("AGR-119", f"{_OPTIONS}.{name}[{index}]", format(value, "f")))
        seen.add(code)
    return findings


def _day_findings(terms: OperationTerms, agreement: AgreementTerms, on: date) -> list[Finding]:
    findings = []
    if agreement.signed_on > terms.last_day:
        findings.append(_finding("AGR-120", f"{_AGREEMENT}.signed_on", agreement.signed_on.isoformat()))
    budget_on = agreement.options.draft_budget_agreed_on
    cost = agreement.planned_total_cost
    if budget_on is not None and not draft_budget_is_allowed(cost, budget_on, agreement.signed_on, on):
        findings.append(_finding("AGR-121", f"{_OPTIONS}.draft_budget_agreed_on", budget_on.isoformat()))
    for index, day in enumerate(agreement.options.interim_claims_due_on):
        if not terms.first_day <= day:
            findings.append(_finding("AGR-122", f"{_OPTIONS}.interim_claims_due_on[{index}]", day.isoformat()))
    return findings


def _finding(code: str, field: str, raw: str | None = None, **values: str) -> Finding:
    return Finding(code=code, field=field, raw=raw, values=values)
