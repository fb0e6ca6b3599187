"""Rounding policies against the decimal module's own, and what is refused as a quantity."""

from decimal import ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clause.rules import quantities
from clause.rules.errors import Reason, RuleError
from clause.rules.quantities import (
    Rounding,
    amount,
    as_text,
    exact,
    half_up_cents,
    hundredths_of_hour,
    positive,
    rate_to_decimals,
    ratio_4dp,
    rounded,
    share,
    truncated_cents,
    unrounded,
    whole_hours_floor,
    whole_hours_half_up,
)

NUMBERS = st.decimals(min_value=-(10**9), max_value=10**9, places=6)


@given(NUMBERS)
def test_each_policy_rounds_as_the_decimal_module_does(number: Decimal) -> None:
    cent, one, fourth = Decimal("0.01"), Decimal("1"), Decimal("0.0001")
    assert half_up_cents(number) == number.quantize(cent, ROUND_HALF_UP)
    assert truncated_cents(number) == number.quantize(cent, ROUND_DOWN)
    assert hundredths_of_hour(number) == number.quantize(cent, ROUND_HALF_UP)
    assert whole_hours_floor(number) == number.quantize(one, ROUND_FLOOR)
    assert whole_hours_half_up(number) == number.quantize(one, ROUND_HALF_UP)
    assert ratio_4dp(number) == number.quantize(fourth, ROUND_HALF_UP)


@given(NUMBERS)
def test_a_narrow_decimal_context_changes_no_digit(number: Decimal) -> None:
    expected = half_up_cents(number)
    with localcontext() as context:
        context.prec = 3
        assert half_up_cents(number) == expected


def test_hours_and_euros_keep_two_decimals_in_writing() -> None:
    assert str(half_up_cents(Decimal("1E+3"))) == "1000.00"
    assert str(truncated_cents(Decimal("-0.001"))) == "0.00"
    assert str(whole_hours_floor(Decimal("833.33"))) == "833.00"
    assert str(whole_hours_half_up(Decimal("832.5"))) == "833.00"
    assert str(hundredths_of_hour(Decimal("7"))) == "7.00"
    assert str(ratio_4dp(Fraction(1, 3))) == "0.3333"
    assert str(unrounded(Fraction(5, 2))) == "2.50"


def test_a_third_of_a_cent_more_than_half_goes_up_and_less_goes_down() -> None:
    assert half_up_cents(Fraction(1, 200) + Fraction(1, 10**30)) == Decimal("0.01")
    assert half_up_cents(Fraction(1, 200) - Fraction(1, 10**30)) == Decimal("0.00")


def test_every_policy_name_has_its_function() -> None:
    assert {policy: str(rounded(Decimal("1.005"), policy)) for policy in Rounding} == {
        Rounding.HALF_UP_CENTS: "1.01",
        Rounding.TRUNCATED_CENTS: "1.00",
        Rounding.WHOLE_HOURS_FLOOR: "1.00",
        Rounding.WHOLE_HOURS_HALF_UP: "1.00",
        Rounding.HUNDREDTHS_OF_HOUR: "1.01",
        Rounding.HUNDREDTHS_OF_HOUR_DOWN: "1.00",
        Rounding.RATIO_4DP: "1.0050",
        Rounding.TWO_DECIMALS: "1.01",
    }


@pytest.mark.parametrize("text", ["NaN", "sNaN", "Infinity", "-Infinity"])
@pytest.mark.parametrize(
    "function",
    [half_up_cents, truncated_cents, whole_hours_floor, whole_hours_half_up, hundredths_of_hour, ratio_4dp, unrounded],
)
def test_what_is_not_finite_is_never_rounded(text: str, function: object) -> None:
    assert callable(function)
    with pytest.raises(RuleError) as refusal:
        function(Decimal(text))
    assert refusal.value.reason is Reason.NOT_FINITE


def test_the_largest_number_is_just_under_ten_to_the_fifteenth() -> None:
    assert exact(Decimal("999999999999999.99")) == Fraction(99999999999999999, 100)
    with pytest.raises(RuleError, match="OUT_OF_RANGE"):
        exact(Decimal("1000000000000000"))
    with pytest.raises(RuleError, match="OUT_OF_RANGE"):
        exact(Decimal("1E-41"))
    assert exact(Decimal("1E-40")) == Fraction(1, 10**40)


def test_a_float_is_no_quantity() -> None:
    with pytest.raises(TypeError, match="float"):
        exact(0.1)  # type: ignore[arg-type]


def test_amounts_are_not_negative_and_have_two_decimals() -> None:
    assert amount(Decimal("0.00"), "hours") == 0
    assert amount(Decimal("1.500"), "hours") == Fraction(3, 2)
    for text, reason in [("-0.01", Reason.NEGATIVE), ("0.001", Reason.TOO_PRECISE)]:
        with pytest.raises(RuleError) as refusal:
            amount(Decimal(text), "hours")
        assert refusal.value.reason is reason
        assert refusal.value.values == {"input": "hours", "value": text}


def test_a_positive_amount_is_above_zero() -> None:
    assert positive(Decimal("0.01"), "cost") == Fraction(1, 100)
    with pytest.raises(RuleError, match="NOT_POSITIVE"):
        positive(Decimal("0.00"), "cost")


@pytest.mark.parametrize("text", ["0", "1", "0.438627"])
def test_a_share_lies_from_zero_to_one(text: str) -> None:
    assert share(Decimal(text), "rate") == Fraction(text)


@pytest.mark.parametrize("text", ["-0.000001", "1.000001"])
def test_anything_else_is_no_share(text: str) -> None:
    with pytest.raises(RuleError, match="NOT_A_SHARE"):
        share(Decimal(text), "rate")


def test_a_sum_that_would_lose_digits_is_an_error_not_a_rounding() -> None:
    with pytest.raises(ValueError, match="more than two decimals"):
        unrounded(Fraction(1, 3))


@given(NUMBERS)
def test_text_of_a_number_reads_back_as_the_number(number: Decimal) -> None:
    assert Fraction(as_text(number)) == Fraction(number)
    assert Fraction(as_text(Fraction(number))) == Fraction(number)


def test_text_of_a_number_has_no_exponent_and_a_third_stays_a_third() -> None:
    assert as_text(Decimal("1E+3")) == "1000"
    assert as_text(Fraction(1, 3)) == "1/3"
    assert as_text(Fraction(3, 5)) == "0.60"
    assert as_text(Fraction(-1, 8)) == "-0.125"
    assert as_text(Fraction(1, 125)) == "0.008"


def test_a_rate_is_cut_to_the_decimals_asked_for() -> None:
    assert [str(rate_to_decimals(Fraction(1, 8), decimals)) for decimals in (2, 3, 4)] == ["0.13", "0.125", "0.1250"]


def test_hours_euros_and_rates_are_decimals() -> None:
    assert quantities.Hours is quantities.Euros is quantities.Rate is Decimal
