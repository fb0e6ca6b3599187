"""Worked claim cases, to the cent: every one of the list, by the rules that the service computes with."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from clause.rules.calendar import Period, add_months
from clause.rules.claim_calendar import agreement_expires_at, final_claim_due_on, interim_claims, keep_until, pay_by
from clause.rules.cofinancing import (
    DueTerm,
    ResourceTest,
    amount_due,
    exact_rate,
    own_funds,
    rate_at_printed_precision,
)
from clause.rules.cost_codes import BeneficiaryKind, CostMethod, CostPlan, CostPost
from clause.rules.cost_plans import PlanFigures, plan_figures, unit_cost
from clause.rules.errors import Reason, RuleError, TimeOvercommitted
from clause.rules.flat_rates import FlatRate, flat_rate
from clause.rules.hourly_rates import hourly_rate_annual, hours_left_under_cap, staff_cost_hourly
from clause.rules.indicators import exposes, incomplete_share
from clause.rules.parameter import value_in_force, value_of_one_contract
from clause.rules.payments import PaymentTerms, Settlement, advance, funding_shares, publicity_reduction, settlement
from clause.rules.plan_checks import simplified_costs_compulsory
from clause.rules.quantities import Unit, half_up_cents, rate_to_decimals
from clause.rules.reference import Confidence, LegalReference
from clause.rules.staff_costs import hours_left, staff_cost_fixed_share, staff_cost_total, staff_cost_variable_time

OURS = Path(__file__).parent / "cases" / "claims" / "golden_claims.yaml"
SHARED = Path(__file__).resolve().parents[3] / "shared" / "golden" / "claims.yaml"
TODAY = date(2026, 3, 31)
FINAL = ResourceTest(applies=True)
NOTHING = Decimal("0.00")
FULL_TIME = Decimal("1")
GIVEN = {case["id"]: case.get("in", {}) for case in yaml.safe_load(OURS.read_text())}
EXPECTED = {case["id"]: case.get("out", {}) for case in yaml.safe_load(OURS.read_text())}
CASES = {case["id"]: case for case in yaml.safe_load(OURS.read_text())}
TESTED: set[str] = set()


def case(name: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Marks the test of a case, so that none can be forgotten."""
    TESTED.add(name)
    return lambda test: test


def money(name: str, *keys: str) -> list[Decimal]:
    return [Decimal(GIVEN[name][key]) for key in keys]


def texts(**values: Any) -> dict[str, str]:
    return {name: str(value) for name, value in values.items()}


def plan(cost_plan: CostPlan, **costs: Decimal) -> PlanFigures:
    return plan_figures(cost_plan, {CostPost[post.upper()]: cost for post, cost in costs.items()}, TODAY)


def esf(cost: Decimal, rate: str) -> str:
    return str(funding_shares(cost, {"esf": Decimal(rate)}, TODAY).shares["esf"].value)


def test_the_copy_of_the_cases_is_the_list_itself() -> None:
    if not SHARED.exists():
        pytest.skip("the shared folder with the worked cases is not here")
    assert list(CASES.values()) == yaml.safe_load(SHARED.read_text())


def test_no_case_of_the_list_is_forgotten() -> None:
    assert set(CASES) == TESTED


@case("G01")
def test_g01_units_of_staff_time_forty_per_cent_and_three_funders() -> None:
    hours, value = money("G01", "hours", "unit_value")
    staff = unit_cost(hours, value, TODAY).value
    figures = plan(CostPlan.UC_P40, units=staff)
    rates = dict(zip(("esf", "other_public"), money("G01", "esf_rate", "other_public_rate"), strict=True))
    funding = funding_shares(figures.total.value, rates, TODAY)
    found = texts(staff=staff, flat_amount=figures.flat_rates[0].amount.value, total=figures.total.value)
    found |= texts(**{name: share.value for name, share in funding.shares.items()}, own=funding.residual.value)
    assert found == EXPECTED["G01"]
    assert figures.flat_rates[0].rate is FlatRate.P40


@case("G02")
def test_g02_the_flat_rate_of_the_period_before() -> None:
    direct, services = money("G02", "direct", "external_services")
    flat = flat_rate(FlatRate.INDIRECT_2014, direct - services, TODAY)
    total = direct + flat.value
    assert texts(base=direct - services, flat_amount=flat.value, total=total) == EXPECTED["G02"]
    assert "INDIRECT_2014" not in set(CostPlan)


@case("G03")
def test_g03_the_precision_of_the_rate_changes_the_amount_due() -> None:
    grant, cost, resources, planned = money("G03", "grant", "retained_cost", "other_resources", "plan_total")
    exact, expected = exact_rate(grant, planned), EXPECTED["G03"]

    def due_at(rate: Decimal | Fraction) -> str:
        return str(amount_due(grant, rate, cost, resources, FINAL, TODAY).value)

    assert str(rate_at_printed_precision(exact, 8).value) == expected["rate_exact"]
    assert due_at(exact) == expected["due_exact_rate"]
    assert due_at(rate_at_printed_precision(exact, 4).value) == expected["due_rate_4dp_43_8627"]
    assert due_at(rate_at_printed_precision(exact, 2).value) == expected["due_rate_2dp_43_86"]


def test_g03_eighteen_months_allow_one_interim_claim() -> None:
    expected = EXPECTED["G03"]
    period = Period(date(2022, 1, 1), date(2023, 6, 30))
    assert len(list(period.months())) == expected["months"]
    assert str(half_up_cents(Fraction(GIVEN["G03"]["grant"]) / expected["months"])) == expected["grant_per_month"]
    claims = interim_claims(period)
    assert [claims.least, claims.most] == expected["interim_allowed"]


def test_g03_the_forty_per_cent_plan_gives_the_published_total() -> None:
    staff = Decimal("45800.34")
    figures = plan(CostPlan.P40, staff=staff)
    assert str(figures.flat_rates[0].amount.value) == "18320.13"
    assert str(figures.total.value) == GIVEN["G03"]["plan_total"]


@case("G05")
def test_g05_published_shares_of_a_post_and_the_local_one_is_what_is_left() -> None:
    (cost,) = money("G05", "post_cost")
    parts = {"local": Fraction(10, 68), "esf": Fraction(34, 68), "other_public": Fraction(24, 68)}
    funding = funding_shares(cost, {name: part for name, part in parts.items() if name != "local"}, TODAY)
    found = {"local": funding.residual.value, **{name: share.value for name, share in funding.shares.items()}}
    shown = [str(rate_to_decimals(part, 6) * 100) for part in parts.values()]
    assert {name: str(value) for name, value in found.items()} == {
        name: EXPECTED["G05"][name] for name in ("local", "esf", "other_public")
    }
    assert [text[:7] for text in shown] == EXPECTED["G05"]["shares_pct"]


@case("G06")
def test_g06_an_hourly_rate_is_cut_before_it_is_multiplied() -> None:
    cost, hours = money("G06", "annual_cost", "hours")
    rate = hourly_rate_annual(cost, FULL_TIME, TODAY)
    left = hours_left_under_cap(CostMethod.M3A, FULL_TIME, {}, TODAY)
    staff = staff_cost_hourly(rate.value, hours, left.value, TODAY)
    figures = plan(CostPlan.P40, staff=staff.value)
    total = figures.total.value
    found = texts(hourly=rate.value, staff=staff.value, flat_amount=figures.flat_rates[0].amount.value, total=total)
    assert found | {"esf_60": esf(total, "0.60"), "esf_40": esf(total, "0.40")} == EXPECTED["G06"]
    assert Decimal(rate.trace.parameters[0].value) == Decimal(GIVEN["G06"]["denominator"])


@case("G10")
def test_g10_a_fixed_share_follows_the_pay_month_by_month() -> None:
    share, before, after = money("G10", "pct", "cost_jan_jun", "cost_jul_dec")
    costs = {f"2025-{month:02d}": before if month <= 6 else after for month in range(1, 13)}
    months = {month: staff_cost_fixed_share(cost, share, TODAY).value for month, cost in costs.items()}
    staff = staff_cost_total(months).value
    figures = plan(CostPlan.P40, staff=staff)
    total = figures.total.value
    found = texts(month_h1=months["2025-06"], month_h2=months["2025-07"], staff=staff, total=total)
    found |= texts(flat_amount=figures.flat_rates[0].amount.value)
    found |= {f"esf_{rate}": esf(total, f"0.{rate}") for rate in (60, 40, 85, 53)}
    assert found == EXPECTED["G10"]


@case("G11")
def test_g11_one_month_of_variable_time() -> None:
    cost, hours, worked = money("G11", "cost", "h_op", "h_worked")
    figure = staff_cost_variable_time(cost, hours, worked, TODAY)
    assert texts(staff=figure.value) == EXPECTED["G11"]


@case("G12")
def test_g12_two_operations_and_the_unfunded_rest_make_the_month() -> None:
    cost, worked, one, two = money("G12", "cost", "h_worked", "h_op_A", "h_op_B")
    rest = hours_left({"A": one, "B": two}, worked).value
    shares = {
        name: staff_cost_variable_time(cost, hours, worked, TODAY).value
        for name, hours in {"A": one, "B": two, "unfunded": rest}.items()
    }
    assert texts(**shares) == EXPECTED["G12"]
    assert sum(shares.values()) == cost


def test_g12_more_hours_than_worked_are_refused_with_the_excess() -> None:
    variant = CASES["G12"]["variant"]
    hours = {"A": Decimal(GIVEN["G12"]["h_op_A"]), "B": Decimal(variant["h_op_B"])}
    with pytest.raises(TimeOvercommitted) as refusal:
        hours_left(hours, Decimal(GIVEN["G12"]["h_worked"]))
    assert refusal.value.reason.value == variant["expect_error"]
    assert str(refusal.value.excess_hours) == variant["excess_hours"]
    committed, worked = sum(hours.values()), Decimal(GIVEN["G12"]["h_worked"])
    values = {"hours_committed": committed, "hours_worked": worked, "excess_hours": committed - worked}
    assert refusal.value.values == {name: str(value) for name, value in values.items()}
    assert str(refusal.value) == "TIME_OVERCOMMITTED: " + ", ".join(f"{name}={values[name]}" for name in values)


@case("G14")
def test_g14_an_operation_that_spends_less_is_due_its_rate() -> None:
    grant, rate, cost, resources = money("G14", "grant", "rate", "retained_cost", "other_resources")
    due = amount_due(grant, rate, cost, resources, FINAL, TODAY)
    assert texts(due=due.value, own_funds=own_funds(cost, resources, due.value).value) == EXPECTED["G14"]
    assert due.binding is DueTerm.RATE


@case("G15")
def test_g15_an_operation_that_spends_more_is_due_its_grant() -> None:
    grant, rate, cost, resources = money("G15", "grant", "rate", "retained_cost", "other_resources")
    due = amount_due(grant, rate, cost, resources, FINAL, TODAY)
    assert texts(by_rate=due.by_rate, due=due.value) == EXPECTED["G15"]
    assert due.binding is DueTerm.GRANT


def g16_advance(grant: Decimal, kind: BeneficiaryKind, cap: str | None = None) -> str:
    agreed = None
    if cap:
        reference = LegalReference(text="Convention", source="avenant")
        agreed = value_of_one_contract("advance_cap", Unit.EURO, cap, TODAY, reference, Confidence.SURE)
    return str(advance(grant, kind, value_in_force("advance_rate", TODAY), agreed, TODAY).value)


def g16_balance(due: str) -> Settlement:
    grant, interim = money("G16", "grant", "interim_paid")
    paid_in_advance = Decimal(g16_advance(grant, BeneficiaryKind.ASSOCIATION))
    terms = PaymentTerms(grant, value_in_force("advance_recovery", TODAY))
    already = paid_in_advance + interim
    return settlement(Decimal(due), already, paid_in_advance, terms=terms, is_final=True, on=TODAY)


@case("G16")
def test_g16_an_advance_an_interim_payment_and_the_balance() -> None:
    (grant,) = money("G16", "grant")
    balance = g16_balance(GIVEN["G16"]["final_due_total"])
    found = texts(advance=g16_advance(grant, BeneficiaryKind.ASSOCIATION), balance=balance.to_pay)
    assert found == EXPECTED["G16"]
    assert balance.recovery == 0


def test_g16_variants_less_due_than_paid_an_excluded_beneficiary_and_a_cap() -> None:
    less, excluded, capped = CASES["G16"]["variants"]
    recovery = g16_balance(less["final_due_total"])
    assert str(recovery.recovery) == less["recovery"]
    assert recovery.to_pay == 0
    (grant,) = money("G16", "grant")
    assert g16_advance(grant, BeneficiaryKind.LOCAL_AUTHORITY) == excluded["advance"]
    assert g16_advance(Decimal(capped["grant"]), BeneficiaryKind.ASSOCIATION, capped["oi_cap"]) == capped["advance"]


@case("G19")
def test_g19_twenty_per_cent_for_staff_and_nothing_flat_on_top() -> None:
    (other,) = money("G19", "other_direct")
    alone, both = plan(CostPlan.P20, operating=other), plan(CostPlan.P20_P15, operating=other)
    staff = alone.flat_rates[0].amount.value
    found = texts(staff=staff, total=alone.total.value, with_P15=both.total.value)
    with pytest.raises(RuleError) as refusal:
        flat_rate(FlatRate.P40, staff, TODAY, staff_is_flat_rate=True)
    assert refusal.value.reason is Reason.FLAT_ON_FLAT
    assert found | {"P40_on_top": f"error {refusal.value.reason}"} == EXPECTED["G19"]


@case("G20")
def test_g20_missing_publicity_costs_three_per_cent_of_what_is_due() -> None:
    due, rate = money("G20", "due", "penalty_pct")
    base = value_in_force("publicity_penalty_base", TODAY)
    reduced = publicity_reduction(due, Decimal("36000.00"), rate, base, TODAY)
    assert texts(penalty=reduced.penalty.value, after=reduced.due_after.value) == EXPECTED["G20"]


@case("G21")
def test_g21_the_days_between_agreement_and_destruction() -> None:
    given = GIVEN["G21"]
    submitted, paid, end = (
        date.fromisoformat(given[key]) for key in ("claim_submitted", "last_payment", "operation_end")
    )
    created = datetime.fromisoformat(f"{given['agreement_created']}+00:00")
    assert {
        "pay_by": pay_by(submitted, 0, submitted).isoformat(),
        "pay_by_with_interruption": pay_by(submitted, given["interruption_days"], submitted).isoformat(),
        "agreement_expires": agreement_expires_at(created, created.date()).isoformat()[:16],
        "keep_until": keep_until(paid).isoformat(),
        "final_claim_due": final_claim_due_on(end).isoformat(),
    } == EXPECTED["G21"]


@case("G22")
def test_g22_simplified_costs_up_to_two_hundred_thousand_planned() -> None:
    verdicts = [simplified_costs_compulsory(Decimal(planned), False, TODAY) for planned in GIVEN["G22"]["planned"]]
    assert verdicts == EXPECTED["G22"]["sco_mandatory"]


@case("G23")
def test_g23_interim_claims_by_length() -> None:
    first = date(2025, 1, 1)
    ends = [add_months(first, months) - timedelta(days=1) for months in GIVEN["G23"]["months"]]
    found = [interim_claims(Period(first, end)) for end in ends]
    assert [claims.least for claims in found] == EXPECTED["G23"]["interim_min"]
    assert [claims.most for claims in found] == EXPECTED["G23"]["interim_max"]


@case("G24")
def test_g24_participants_with_incomplete_data() -> None:
    people = GIVEN["G24"]["participants"]
    counts = GIVEN["G24"]["incomplete"]
    found = [incomplete_share(incomplete, people) for incomplete in counts]
    assert [str(rate_to_decimals(share.value * 100, 1)) for share in found if share] == EXPECTED["G24"]["pct"]
    assert [exposes(incomplete, people, TODAY) for incomplete in counts] == EXPECTED["G24"]["flag"]
