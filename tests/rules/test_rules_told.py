"""What each rule tells, whole, and what it names when it refuses."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from clause.rules import claim_sums, cofinancing, hourly_rates, statistics
from clause.rules import obligation_changes as changes
from clause.rules.balance import final_balance
from clause.rules.calendar import Month, MonthSpan
from clause.rules.compliance import Course
from clause.rules.cost_plans import lump_sum, unit_cost
from clause.rules.employer_costs import employer_cost
from clause.rules.errors import Reason, RuleError, UnknownValue
from clause.rules.forecast import Staffing, forecast
from clause.rules.obligation import fixed_hours, hours_of_offer
from clause.rules.obligation_invoices import InvoiceRatio, OrderedAmount, amount_invoiced, amount_ordered
from clause.rules.obligation_share import hours_worked_in_all, share_of_hours_worked
from clause.rules.obligation_takeover import TakeoverTerms, hours_after_takeover
from clause.rules.parameter import value_in_force
from clause.rules.pay_elements import (
    PayElement,
    PayEligibility,
    PayPart,
    eligible_part,
    pay_element_kind,
    pay_element_kinds,
)
from clause.rules.plan_checks import below_minimum_share
from clause.rules.qpv import qpv_share
from clause.rules.staff_costs import WorkedMonth, adjustment, hours_left
from clause.rules.statistics import FundingSource
from tests.rules.telling import told
from tests.rules.told import BEFORE, FILE, TODAY, TOLD, YEAR

D = Decimal
WRONG = D("-0.01")
FINE = D("10.00")
WORK = WorkedMonth
ROUNDING = "rounding_obligation_hours"


AGREED = json.loads(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", TOLD)
def test_every_account_is_what_was_agreed(name: str) -> None:
    assert told(TOLD[name]) == AGREED[name]


def test_there_is_an_account_for_each_call() -> None:
    assert set(AGREED) == set(TOLD)


def _takeover(amount: Decimal = FINE, staff: Decimal = FINE, price: Decimal | None = FINE) -> object:
    return hours_after_takeover(TakeoverTerms(amount, 24, staff, D("0.10"), price), TODAY)


def _ordered(euros: Decimal) -> object:
    return amount_ordered((OrderedAmount("BC-1", euros, YEAR),), TODAY)


REFUSALS: list[tuple[str, Callable[[], object]]] = [
    ("declared", lambda: claim_sums.real_cost(WRONG)),
    ("already_paid", lambda: claim_sums.requested_before_typed(WRONG, {})),
    ("payable_to_date", lambda: claim_sums.amount_to_request(WRONG, FINE)),
    ("cost_to_date", lambda: cofinancing.cost_to_date(D("-10.01"), FINE)),
    ("cost_claimed_before", lambda: cofinancing.cost_to_date(FINE, WRONG)),
    ("credited", lambda: final_balance(FINE, WRONG)),
    ("owed", lambda: final_balance(WRONG, FINE)),
    ("amount", lambda: lump_sum(WRONG, is_accepted=True)),
    ("units", lambda: unit_cost(Fraction(-1, 3), FINE, TODAY)),
    ("gross", lambda: employer_cost(WRONG, FINE, FINE, FINE, FINE)),
    ("employer_contributions", lambda: employer_cost(FINE, WRONG, FINE, FINE, FINE)),
    ("taxes", lambda: employer_cost(FINE, FINE, WRONG, FINE, FINE)),
    ("benefits", lambda: employer_cost(FINE, FINE, FINE, WRONG, FINE)),
    ("reimbursements", lambda: employer_cost(FINE, FINE, FINE, FINE, WRONG)),
    ("employer_cost", lambda: employer_cost(FINE, FINE, FINE, FINE, D("40.01"))),
    ("employer_cost", lambda: hourly_rates.annualised_cost({Month(2026, 1): WRONG}, FINE, TODAY)),
    ("other_pay_of_the_year", lambda: hourly_rates.annualised_cost({Month(2026, 1): FINE}, WRONG, TODAY)),
    ("annual_cost", lambda: hourly_rates.hourly_rate_annual(WRONG, D("1"), TODAY)),
    ("monthly_cost", lambda: hourly_rates.hourly_rate_monthly(WRONG, D("1"), TODAY)),
    ("hours_declared", lambda: hourly_rates.staff_cost_hourly(FINE, WRONG, FINE, TODAY)),
    ("hours_left", lambda: hourly_rates.staff_cost_hourly(FINE, FINE, WRONG, TODAY)),
    ("tranche_hours", lambda: changes.with_tranche(BEFORE, WRONG, "TO1")),
    ("hours_delta", lambda: changes.with_reduction(BEFORE, WRONG)),
    ("hours_kept", lambda: changes.after_waiver(BEFORE, WRONG)),
    ("hours", lambda: fixed_hours(WRONG)),
    ("minimum_hours", lambda: hours_of_offer(WRONG, FINE)),
    ("offered_hours", lambda: hours_of_offer(FINE, WRONG)),
    ("invoices", lambda: amount_invoiced(WRONG, FINE, 1)),
    ("credit_notes", lambda: amount_invoiced(FINE, WRONG, 1)),
    ("amount", lambda: _ordered(WRONG)),
    ("threshold", lambda: InvoiceRatio(WRONG, FINE, FINE).hours(amount_invoiced(FINE, FINE, 1))),
    ("hours_worked", lambda: hours_worked_in_all(WRONG, 1)),
    ("amount_excl_vat", lambda: _takeover(amount=WRONG)),
    ("transferable_monthly_hours", lambda: _takeover(staff=WRONG)),
    ("hour_price", lambda: _takeover(price=WRONG)),
    ("hours_credited", lambda: qpv_share(FINE, WRONG)),
    ("hours_qpv", lambda: qpv_share(WRONG, FINE)),
    ("staff_cost_now", lambda: adjustment(WRONG, FINE)),
    ("staff_cost_declared_before", lambda: adjustment(FINE, D("0.001"))),
    ("hours_worked", lambda: hours_left({"A": FINE}, WRONG)),
    ("A", lambda: hours_left({"A": WRONG}, FINE)),
    ("hours", lambda: statistics.full_time_equivalents(WRONG, TODAY)),
    ("hours", lambda: statistics.hours_per_person(WRONG, 1)),
    ("hours", lambda: statistics.hours_per_hire(WRONG, 1)),
    ("part", lambda: statistics.share_of(WRONG, FINE)),
    ("whole", lambda: statistics.share_of(FINE, WRONG)),
    ("local_eur", lambda: statistics.leverage({FundingSource.LOCAL: WRONG})),
    ("brought_eur", lambda: statistics.leverage({FundingSource.LOCAL: FINE, FundingSource.FSE: WRONG})),
    ("credited", lambda: forecast(FINE, WRONG, FINE, (), Course(YEAR), TODAY)),
    ("waiting", lambda: forecast(FINE, FINE, WRONG, (), Course(YEAR), TODAY)),
    ("owed", lambda: forecast(WRONG, FINE, FINE, (), Course(YEAR), TODAY)),
    ("weekly_hours", lambda: forecast(FINE, FINE, FINE, (Staffing(YEAR, WRONG, 1),), Course(YEAR), TODAY)),
    ("01 BASE_PAY", lambda: eligible_part((PayElement(code="BASE_PAY", amount=WRONG),), PayPart.GROSS, TODAY)),
]


@pytest.mark.parametrize(("name", "call"), REFUSALS)
def test_a_refusal_names_the_input(name: str, call: Callable[[], object]) -> None:
    with pytest.raises(RuleError) as refusal:
        call()
    assert refusal.value.values["input"] == name
    assert refusal.value.reason in (Reason.NEGATIVE, Reason.TOO_PRECISE, Reason.NOT_POSITIVE)


OTHER_REFUSALS: list[tuple[Reason, dict[str, str], Callable[[], object]]] = [
    (Reason.NOT_A_SHARE, {"input": "time_share"}, lambda: below_minimum_share(D("1.1"), D("0.2"))),
    (Reason.NOT_A_SHARE, {"input": "min_time_share"}, lambda: below_minimum_share(D("0.1"), D("1.2"))),
    (Reason.NOT_A_SHARE, {"input": "rate"}, lambda: cofinancing.rate_at_printed_precision(D("1.0001"), 2)),
    (
        Reason.NOT_POSITIVE,
        {"input": "months", "value": "0"},
        lambda: hours_after_takeover(TakeoverTerms(FINE, 0, FINE, D("0.10")), TODAY),
    ),
    (
        Reason.NOT_A_SHARE,
        {"input": "insertion_rate"},
        lambda: share_of_hours_worked(hours_worked_in_all(FINE, 1), D("1.01"), value_in_force(ROUNDING, TODAY)),
    ),
    (Reason.MONTHS_MISSING, {"months": ""}, lambda: hourly_rates.annualised_cost({}, FINE, TODAY)),
    (
        Reason.OUT_OF_RANGE,
        {"input": "months_documented"},
        lambda: hourly_rates.annualised_cost(
            dict.fromkeys(Month.range(Month(2025, 1), Month(2025, 12)), FINE), FINE, TODAY
        ),
    ),
    (
        Reason.PERIOD_REVERSED,
        {"first_day": "2026-02", "last_day": "2026-01"},
        lambda: MonthSpan(Month(2026, 2), Month(2026, 1)),
    ),
    (Reason.UNDECIDED, {}, lambda: eligible_part((PayElement(code=_in_review(), amount=FINE),), PayPart.GROSS, TODAY)),
    (Reason.UNKNOWN_NAME, {"name": "N" * 200}, lambda: pay_element_kind("N" * 300, TODAY)),
    (
        Reason.NOT_IN_FORCE,
        {"name": "BASE_PAY", "on": "1999-12-31", "first": "2014-01-01"},
        lambda: pay_element_kind("BASE_PAY", date(1999, 12, 31)),
    ),
]


def _in_review() -> str:
    return next(code for code, kind in pay_element_kinds().items() if kind.eligibility is PayEligibility.REVIEW)


@pytest.mark.parametrize(("reason", "values", "call"), OTHER_REFUSALS)
def test_a_refusal_says_what_is_wrong(reason: Reason, values: dict[str, str], call: Callable[[], object]) -> None:
    with pytest.raises((RuleError, UnknownValue)) as refusal:
        call()
    assert refusal.value.reason is reason
    expected = {**values, "name": _in_review()} if reason is Reason.UNDECIDED else values
    assert refusal.value.values.items() >= expected.items()
