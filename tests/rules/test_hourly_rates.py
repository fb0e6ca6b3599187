"""Method M3: rates from a year or a month of pay, and the cap on the hours declared at them (CR-20 to CR-28)."""

from datetime import date
from decimal import Decimal

import pytest

from clause.rules.calendar import Month
from clause.rules.cost_codes import CostMethod
from clause.rules.double_funding import claimed_shares, methods_conflict
from clause.rules.employer_costs import employer_cost
from clause.rules.errors import Reason, RuleError, TimeOvercommitted
from clause.rules.hourly_rates import (
    HoursRejected,
    annual_cost,
    annualised_cost,
    are_twelve_in_a_row,
    hourly_rate_annual,
    hourly_rate_monthly,
    hours_left_under_cap,
    staff_cost_hourly,
)
from clause.rules.staff_costs import WorkedMonth, adjustment, staff_cost_fixed_share, staff_cost_over_claim

TODAY = date(2026, 3, 31)
FULL, PART = Decimal("1"), Decimal("0.80")
YEAR = list(Month.range(Month.parse("2025-04"), Month.parse("2026-03")))


def left(method: CostMethod, share: Decimal, *before: str) -> str:
    hours = {f"operation {number}": Decimal(text) for number, text in enumerate(before)}
    return str(hours_left_under_cap(method, share, hours, TODAY).value)


def test_cr_20_a_year_of_pay_by_1720_hours_cut_to_the_cent() -> None:
    figure = hourly_rate_annual(Decimal("48000.00"), FULL, TODAY)
    assert str(figure.value) == "27.90"
    assert [use.name for use in figure.trace.parameters] == ["annual_hours_denominator", "rounding_hourly_rate"]


def test_cr_21_part_time_divides_by_its_share_of_the_hours_once() -> None:
    assert str(hourly_rate_annual(Decimal("38400.00"), PART, TODAY).value) == "27.90"
    for share, reason in [(Decimal("0"), "NOT_POSITIVE"), (Decimal("1.01"), "NOT_A_SHARE")]:
        with pytest.raises(RuleError, match=reason):
            hourly_rate_annual(Decimal("38400.00"), share, TODAY)


def test_cr_22_any_twelve_months_in_a_row_make_the_year() -> None:
    costs = {month: Decimal("4000.00") for month in YEAR}
    assert str(annual_cost(costs).value) == "48000.00"
    assert are_twelve_in_a_row(YEAR)
    assert not are_twelve_in_a_row([*YEAR[:-1], YEAR[-1].next])
    for months in (YEAR[:-1], [*YEAR, YEAR[-1].next], [*YEAR[:11], YEAR[-1].next]):
        with pytest.raises(RuleError) as refusal:
            annual_cost({month: Decimal("1.00") for month in months})
        assert refusal.value.reason is Reason.MONTHS_MISSING


def test_cr_23_fewer_months_are_made_a_year_with_what_they_do_not_show() -> None:
    costs = {month: Decimal("3333.33") for month in YEAR[:7]}
    assert str(annualised_cost(costs, Decimal("3000.00"), TODAY).value) == "42999.96"
    uneven = {YEAR[0]: Decimal("0.01"), YEAR[1]: Decimal("0.00"), **{month: Decimal("0.00") for month in YEAR[2:7]}}
    assert str(annualised_cost(uneven, Decimal("0.00"), TODAY).value) == "0.01"
    with pytest.raises(RuleError, match="MONTHS_MISSING"):
        annualised_cost({}, Decimal("0.00"), TODAY)
    with pytest.raises(RuleError, match="OUT_OF_RANGE"):
        annualised_cost({month: Decimal("1.00") for month in YEAR}, Decimal("0.00"), TODAY)


def test_cr_24_a_month_of_pay_by_the_hours_of_a_month() -> None:
    assert str(hourly_rate_monthly(Decimal("4000.00"), FULL, TODAY).value) == "26.37"
    assert str(hourly_rate_monthly(Decimal("3200.00"), PART, TODAY).value) == "26.37"


@pytest.mark.parametrize(
    ("before", "expected"), [("1719.99", "0.01"), ("1720.00", "0.00"), ("1720.01", "0.00"), ("0.00", "1720.00")]
)
def test_cr_25_the_hours_of_a_year_end_at_1720(before: str, expected: str) -> None:
    assert left(CostMethod.M3A, FULL, before) == expected


def test_cr_25_part_time_has_its_share_of_the_hours_never_rounded_up() -> None:
    assert left(CostMethod.M3A, PART) == "1376.00"
    assert left(CostMethod.M3B, FULL) == "151.67"
    assert left(CostMethod.M3B, PART) == "121.33"


@pytest.mark.parametrize(
    ("declared", "paid", "excess", "cost"),
    [
        ("1719.99", "1719.99", "0.00", "47987.72"),
        ("1720.00", "1720.00", "0.00", "47988.00"),
        ("1720.01", "1720.00", "0.01", "47988.00"),
        ("1721.00", "1720.00", "1.00", "47988.00"),
    ],
)
def test_cr_26_hours_above_the_cap_cost_nothing_and_are_told(declared: str, paid: str, excess: str, cost: str) -> None:
    figure = staff_cost_hourly(Decimal("27.90"), Decimal(declared), Decimal("1720.00"), TODAY)
    assert (str(figure.hours_paid), str(figure.excess_hours), str(figure.value)) == (paid, excess, cost)
    assert figure.rejected_for is (HoursRejected.HOURS_CAP if excess != "0.00" else None)


def test_cr_28_hours_of_all_operations_count_against_the_cap() -> None:
    assert left(CostMethod.M3A, FULL, "1000.00", "700.00") == "20.00"
    with pytest.raises(RuleError, match="NEGATIVE"):
        left(CostMethod.M3A, FULL, "-1.00")


def test_cr_11_what_came_back_is_not_borne() -> None:
    parts = [Decimal(text) for text in ("3000.00", "1200.50", "99.25", "60.00", "450.75")]
    assert str(employer_cost(*parts).value) == "3909.00"
    nothing = Decimal("0.00")
    assert employer_cost(nothing, nothing, nothing, Decimal("1.00"), Decimal("1.00")).value == 0
    with pytest.raises(RuleError, match="NEGATIVE"):
        employer_cost(nothing, nothing, nothing, Decimal("1.00"), Decimal("1.01"))


def test_m1_takes_the_fixed_share_of_a_month_half_a_cent_up() -> None:
    assert str(staff_cost_fixed_share(Decimal("3950.00"), Decimal("0.60"), TODAY).value) == "2370.00"
    assert str(staff_cost_fixed_share(Decimal("0.01"), Decimal("0.50"), TODAY).value) == "0.01"
    assert str(staff_cost_fixed_share(Decimal("0.01"), Decimal("0.49"), TODAY).value) == "0.00"
    with pytest.raises(RuleError, match="NOT_A_SHARE"):
        staff_cost_fixed_share(Decimal("3950.00"), Decimal("1.0001"), TODAY)


def test_m2_with_one_key_for_the_claim_gives_other_cents_than_month_by_month() -> None:
    months = [
        WorkedMonth("2026-01", Decimal("4000.00"), Decimal("100.00"), Decimal("150.00")),
        WorkedMonth("2026-02", Decimal("5000.00"), Decimal("10.00"), Decimal("100.00")),
    ]
    figure = staff_cost_over_claim(months, TODAY)
    assert str(figure.value) == "3960.00"  # 9000 × 110 ÷ 250; by month 2666.67 + 500.00
    assert len(figure.trace.inputs) == 6
    assert staff_cost_over_claim([], TODAY).value == 0
    with pytest.raises(TimeOvercommitted):
        staff_cost_over_claim([WorkedMonth("2026-01", Decimal("1.00"), Decimal("2.00"), Decimal("1.00"))], TODAY)


def test_an_adjustment_is_the_cost_now_less_all_that_was_declared() -> None:
    assert str(adjustment(Decimal("2400.00"), Decimal("2500.00")).value) == "-100.00"
    assert str(adjustment(Decimal("2400.00"), Decimal("-0.50")).value) == "2400.50"
    assert adjustment(Decimal("2400.00"), Decimal("2400.00")).value == 0


def test_df_1_shares_of_a_month_may_fill_it_and_not_pass_it() -> None:
    third = Decimal("0.3333")
    assert not claimed_shares({"A": Decimal("0.60"), "B": Decimal("0.40")}).exceeds_one
    assert claimed_shares({"A": Decimal("0.60"), "B": Decimal("0.400001")}).exceeds_one
    assert str(claimed_shares({"A": third, "B": third}).value) == "0.6666"


def test_a_fixed_share_and_counted_hours_are_not_mixed_in_a_month() -> None:
    assert methods_conflict([CostMethod.M1, CostMethod.M2])
    assert not methods_conflict([CostMethod.M1, CostMethod.M1])
    assert not methods_conflict([CostMethod.M2, CostMethod.M3A])
