"""The table of cases: every rule on given days with given inputs, against figures worked out or published elsewhere."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from clause.rules.calendar import Month, Period
from clause.rules.codes import ContractType, HoursNature
from clause.rules.cofinancing import ResourceTest, amount_due, own_funds
from clause.rules.compliance import assess
from clause.rules.counting import credited_hours
from clause.rules.eligibility import ground, proof_is_fresh
from clause.rules.eligibility_windows import DecidedEnd, Suspended, eligibility_window, remaining_days
from clause.rules.errors import RuleError
from clause.rules.flat_rates import FlatRate, flat_rate
from clause.rules.holders import balances, hours_by_share, settlements
from clause.rules.limits import LimitCheck, statement_line, timesheet_day, timesheet_signature
from clause.rules.obligation import fixed_hours, hours_from_amount
from clause.rules.rulebook import Rulebook, RuleSetVersion, rule_of_lot
from clause.rules.staff_costs import hours_left, staff_cost_variable_time
from clause.rules.statistics import (
    FundingSource,
    full_time_equivalents,
    hires_per_person,
    hours_per_hire,
    hours_per_person,
    leverage,
    mean_duration,
    share_of,
)
from clause.rules.trace import Figure
from tests.rules.obligation_cases import OBLIGATION_RULES
from tests.rules.penalty_runners import PENALTY_RULES

Inputs = Mapping[str, Any]
Outcome = dict[str, str]

EXECUTION = Period(date(2026, 2, 1), date(2026, 6, 30))
ELIGIBILITY = Period(date(2026, 3, 1), date(2028, 2, 29))
HUNDRED_DAYS = Period(date(2026, 1, 1), date(2026, 4, 10))


@dataclass(frozen=True)
class Case:
    name: str
    rule: str
    day: date
    inputs: Inputs
    expected: Outcome
    reference: str


def read_cases() -> list[Case]:
    folder = Path(__file__).parent / "cases"
    return [Case(**raw) for path in sorted(folder.glob("*.yaml")) for raw in yaml.safe_load(path.read_text())]


def decimals(inputs: Inputs) -> dict[str, Decimal]:
    return {name: Decimal(value) for name, value in inputs.items()}


def period(text: str) -> Period:
    first, last = text.split("/")
    return Period(date.fromisoformat(first), date.fromisoformat(last))


def run_hours_from_amount(inputs: Inputs, on: date) -> Outcome:
    given = decimals(inputs)
    figure = hours_from_amount(
        given["amount_excl_vat"], given["labour_share"], given["insertion_rate"], given["loaded_hourly_cost"], on
    )
    return {"value": str(figure.value), "effort": figure.trace.steps[0].result}


def run_fixed_hours(inputs: Inputs, on: date) -> Outcome:
    return {"value": str(fixed_hours(**decimals(inputs)).value)}


def run_staff_cost(inputs: Inputs, on: date) -> Outcome:
    return {"value": str(staff_cost_variable_time(**decimals(inputs), on=on).value)}


def run_hours_left(inputs: Inputs, on: date) -> Outcome:
    operations = decimals(inputs)
    worked = operations.pop("h_worked")
    return {"value": str(hours_left(operations, worked).value)}


def run_flat_rate(inputs: Inputs, on: date) -> Outcome:
    return {"value": str(flat_rate(FlatRate.P40, Decimal(inputs["base"]), on).value)}


def run_amount_due(inputs: Inputs, on: date) -> Outcome:
    amounts = decimals({name: value for name, value in inputs.items() if name != "is_final"})
    due = amount_due(**amounts, resource_test=ResourceTest(inputs["is_final"] == "yes"), on=on)
    own = own_funds(amounts["retained_cost"], amounts["other_resources"], due.value)
    return {
        "value": str(due.value),
        "binding": due.binding.value,
        "by_rate": str(due.by_rate),
        "by_resources": "" if due.by_resources is None else str(due.by_resources),
        "own_funds": str(own.value),
    }


def _suspended(text: str) -> list[Suspended]:
    days = (part.split("/") for part in text.split())
    return [Suspended(date.fromisoformat(first), date.fromisoformat(last) if last else None) for first, last in days]


def run_lengthened_window(inputs: Inputs, on: date) -> Outcome:
    window = eligibility_window(
        inputs["first_clause_start"],
        ContractType.FIXED_TERM,
        on,
        suspensions=_suspended(inputs["suspensions"]),
        decided=DecidedEnd(inputs["decided"], 1) if "decided" in inputs else None,
    )
    assert window.trace.result == str(window.period)
    return {"last_day": window.period.last_day.isoformat()}


def run_remaining_days(inputs: Inputs, on: date) -> Outcome:
    window = Period(inputs["first_day"], inputs["last_day"])
    return {"days": str(remaining_days(window, _suspended(inputs["suspensions"]), on).value)}


def run_window(inputs: Inputs, on: date) -> Outcome:
    window = eligibility_window(inputs["first_clause_start"], ContractType(inputs["contract_type"]), on)
    return {
        "first_day": window.period.first_day.isoformat(),
        "last_day": window.period.last_day.isoformat(),
        "parameter": window.trace.parameters[0].name,
    }


def run_proof(inputs: Inputs, on: date) -> Outcome:
    given = dict(inputs)
    fresh = proof_is_fresh(ground(given.pop("ground")), given.pop("issued_on"), on, **given)
    return {"fresh": "yes" if fresh else "no"}


def run_credited(inputs: Inputs, on: date) -> Outcome:
    values = {name: rule_of_lot(name, raw, 1, date(2026, 1, 1)) for name, raw in inputs.get("rules", {}).items()}
    decision = credited_hours(
        Decimal(inputs["hours"]),
        period(inputs["worked"]),
        EXECUTION,
        ELIGIBILITY,
        nature=HoursNature(inputs.get("nature", "WORK")),
        suspensions=tuple(map(period, inputs.get("suspensions", ()))),
        book=Rulebook((RuleSetVersion(1, date(2026, 1, 1), values),)),
    )
    return {
        "credited": "undecided" if decision.hours_credited is None else str(decision.hours_credited),
        "reason": decision.reason.value if decision.reason else "",
        "split_on": " ".join(day.isoformat() for day in decision.split_on),
    }


def run_assess(inputs: Inputs, on: date) -> Outcome:
    figures = assess(Decimal(inputs["owed"]), Decimal(inputs["credited"]), HUNDRED_DAYS, on)
    return {
        "gap": str(figures.gap.value),
        "surplus": str(figures.surplus.value),
        "ratio": str(figures.ratio.value) if figures.ratio else "",
        "expected": str(figures.expected.value),
        "status": figures.status.value,
    }


def limit_outcome(check: LimitCheck) -> Outcome:
    return {"verdict": check.verdict.value, "bound": check.bound.name if check.bound else ""}


def run_statement_line(inputs: Inputs, on: date) -> Outcome:
    return limit_outcome(statement_line(Decimal(inputs["hours"]), period(inputs["worked"]), on))


def run_timesheet_day(inputs: Inputs, on: date) -> Outcome:
    return limit_outcome(timesheet_day(Decimal(inputs["hours"]), on))


def run_timesheet_signature(inputs: Inputs, on: date) -> Outcome:
    return limit_outcome(timesheet_signature(Month.parse(inputs["month"]), on))


def figure_outcome(figure: Figure | None) -> Outcome:
    return {"value": "" if figure is None else str(figure.value)}


def run_fte(inputs: Inputs, on: date) -> Outcome:
    return figure_outcome(full_time_equivalents(Decimal(inputs["hours"]), on))


def run_means(inputs: Inputs, on: date) -> Outcome:
    hours, people, hires = Decimal(inputs["hours"]), inputs["people"], inputs["hires"]
    means = (hours_per_person(hours, people), hours_per_hire(hours, hires), hires_per_person(hires, people))
    return dict(
        zip(("per_person", "per_hire", "hires"), (figure_outcome(mean)["value"] for mean in means), strict=True)
    )


def run_share(inputs: Inputs, on: date) -> Outcome:
    return figure_outcome(share_of(**decimals(inputs)))


def run_duration(inputs: Inputs, on: date) -> Outcome:
    return figure_outcome(mean_duration(inputs["days"], inputs["timed_hires"], on))


def run_leverage(inputs: Inputs, on: date) -> Outcome:
    found = leverage({FundingSource(source): euros for source, euros in decimals(inputs).items()})
    return {
        "fse": figure_outcome(found.fse_per_local_euro)["value"],
        "public": figure_outcome(found.public_per_local_euro)["value"],
    }


def run_hours_by_share(inputs: Inputs, on: date) -> Outcome:
    found = hours_by_share(Decimal(inputs["group_owed"]), decimals(inputs["shares"]), "lead")
    return {member: str(figure.value) for member, figure in found.items()}


def run_balances(inputs: Inputs, on: date) -> Outcome:
    found = balances(decimals(inputs["owed"]), decimals(inputs["credited"]), "lead")
    if found is None:
        return {"none": "nothing owed"}
    lines = ", ".join(f"{line.debtor} owes {line.creditor} {line.hours}" for line in settlements(found))
    return {**{member: str(figure.value) for member, figure in found.items()}, "settled": lines}


RULES: dict[str, Callable[[Inputs, date], Outcome]] = {
    **OBLIGATION_RULES,
    "hours_from_amount": run_hours_from_amount,
    "fixed_hours": run_fixed_hours,
    "staff_cost_variable_time": run_staff_cost,
    "hours_left": run_hours_left,
    "flat_rate_amount": run_flat_rate,
    "amount_due": run_amount_due,
    "eligibility_window": run_window,
    "lengthened_window": run_lengthened_window,
    "remaining_days": run_remaining_days,
    "proof_is_fresh": run_proof,
    "credited_hours": run_credited,
    "assess": run_assess,
    "hours_by_share": run_hours_by_share,
    "balances": run_balances,
    "statement_line": run_statement_line,
    "timesheet_day": run_timesheet_day,
    "timesheet_signature": run_timesheet_signature,
    "full_time_equivalents": run_fte,
    "means": run_means,
    "share_of": run_share,
    "mean_duration": run_duration,
    "leverage": run_leverage,
    **PENALTY_RULES,
}


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: f"{case.rule}: {case.name}".replace("€", "euros"))
def test_case(case: Case) -> None:
    if "refused" in case.expected:
        with pytest.raises(RuleError) as refusal:
            RULES[case.rule](case.inputs, case.day)
        assert {"refused": refusal.value.reason.value, **refusal.value.values}.items() >= case.expected.items()
        return
    assert RULES[case.rule](case.inputs, case.day) == case.expected


def test_every_rule_of_the_runner_has_cases_and_every_case_a_reference() -> None:
    cases = read_cases()
    assert {case.rule for case in cases} == set(RULES)
    assert all(case.reference.strip() for case in cases)
    assert len({(case.rule, case.name) for case in cases}) == len(cases)
