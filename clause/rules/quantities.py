"""Hours, euros and rates: what is accepted as one, and the one rounding function of each policy.

Formulas work in ``Fraction`` (exact) and end in one of the functions below, the only places where a figure loses
digits. They take any finite ``Decimal`` or ``Fraction`` and refuse anything else with a ``RuleError``.
"""

from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import floor
from typing import TypeAlias

from clause.rules.errors import Reason, RuleError

Hours: TypeAlias = Decimal
Euros: TypeAlias = Decimal
Rate: TypeAlias = Decimal
Exact: TypeAlias = Decimal | Fraction

LARGEST_POWER_OF_TEN = 14
"""Inputs stay below 10^15: far above any contract, and it keeps ``Decimal("1E+999999")`` from filling the memory."""
MOST_DECIMALS = 40
_SURELY_IN_RANGE = 10**9


class Unit(StrEnum):
    """What a figure or a parameter is counted in."""

    HOUR = "hour"
    EURO = "euro"
    EURO_PER_HOUR = "euro_per_hour"
    RATE = "rate"
    RATIO = "ratio"
    MONTH = "month"
    DAY = "day"
    DAY_OF_MONTH = "day_of_month"
    YEAR = "year"
    YES_NO = "yes_no"
    HOUR_ROUNDING = "hour_rounding"
    EURO_ROUNDING = "euro_rounding"
    CADENCE = "cadence"
    TRAINING_RULE = "training_rule"
    PERIOD = "period"
    FTE = "fte"
    DAY_PER_MONTH = "day_per_month"
    PERSON = "person"
    ORGANISATION = "organisation"
    WEEK = "week"
    ACTION = "action"
    BRACKETS = "brackets"
    KEY_PERIOD = "key_period"
    ADVANCE_RECOVERY = "advance_recovery"
    PENALTY_BASE = "penalty_base"


class Rounding(StrEnum):
    """The rounding policies; a parameter names the one that a figure follows."""

    HALF_UP_CENTS = "HALF_UP_CENTS"
    TRUNCATED_CENTS = "TRUNCATED_CENTS"
    WHOLE_HOURS_FLOOR = "WHOLE_HOURS_FLOOR"
    WHOLE_HOURS_HALF_UP = "WHOLE_HOURS_HALF_UP"
    HUNDREDTHS_OF_HOUR = "HUNDREDTHS_OF_HOUR"
    HUNDREDTHS_OF_HOUR_DOWN = "HUNDREDTHS_OF_HOUR_DOWN"
    RATIO_4DP = "RATIO_4DP"
    TWO_DECIMALS = "TWO_DECIMALS"


def exact(value: Exact, name: str = "value") -> Fraction:
    """The value as an exact fraction; refuses NaN, infinities (NOT_FINITE) and absurd sizes (OUT_OF_RANGE)."""
    if isinstance(value, Fraction):
        return value
    if not isinstance(value, Decimal):
        raise TypeError(f"{name} must be a Decimal or a Fraction, not {type(value).__name__}")
    if not value.is_finite():
        raise RuleError(Reason.NOT_FINITE, input=name)
    exponent = value.as_tuple().exponent
    if value.adjusted() > LARGEST_POWER_OF_TEN or (isinstance(exponent, int) and exponent < -MOST_DECIMALS):
        raise RuleError(Reason.OUT_OF_RANGE, input=name)
    return Fraction(value)


def amount(value: Decimal, name: str) -> Fraction:
    """Hours or euros as an exact fraction; refuses what is negative or has more than two decimals."""
    fraction = exact(value, name)
    if fraction < 0:
        raise RuleError(Reason.NEGATIVE, input=name, value=as_text(value))
    if 100 % fraction.denominator:  # in lowest terms: what does not divide a hundred needs more decimals
        raise RuleError(Reason.TOO_PRECISE, input=name, value=as_text(value))
    return fraction


def signed_amount(value: Decimal, name: str) -> Fraction:
    """Hours or euros of either sign as an exact fraction: adjustments; refuses more than two decimals."""
    fraction = exact(value, name)
    if 100 % fraction.denominator:
        raise RuleError(Reason.TOO_PRECISE, input=name, value=as_text(value))
    return fraction


def require_amount(value: Decimal, name: str) -> None:
    """Nothing, for hours or euros that ``amount`` takes; what it refuses is refused alike. Makes no fraction."""
    if isinstance(value, Decimal) and value.is_finite() and 0 <= value < _SURELY_IN_RANGE and value == round(value, 2):
        return
    amount(value, name)


def positive(value: Decimal, name: str) -> Fraction:
    """Hours or euros above zero, as an exact fraction."""
    fraction = amount(value, name)
    if fraction == 0:
        raise RuleError(Reason.NOT_POSITIVE, input=name, value=as_text(value))
    return fraction


def share(value: Exact, name: str) -> Fraction:
    """A rate between 0 and 1, both allowed, as an exact fraction; any number of decimals."""
    fraction = exact(value, name)
    if not 0 <= fraction <= 1:
        raise RuleError(Reason.NOT_A_SHARE, input=name, value=as_text(value))
    return fraction


def half_up_cents(value: Exact) -> Euros:
    """Euros to the nearest cent, half a cent away from zero. Bookkeeping habit for real costs."""
    return _scaled(_half_up(exact(value) * 100), 2)


def truncated_cents(value: Exact) -> Euros:
    """Euros cut to the cent, towards zero: what is only allowed "up to" a ceiling is never rounded above it."""
    cents = exact(value) * 100
    return _scaled(floor(cents) if cents >= 0 else -floor(-cents), 2)


def whole_hours_floor(value: Exact) -> Hours:
    """Full hours, a part of an hour dropped; two decimals are kept in writing (833.00)."""
    return _scaled(floor(exact(value)) * 100, 2)


def whole_hours_half_up(value: Exact) -> Hours:
    """The nearest full hour, half an hour away from zero; two decimals are kept in writing."""
    return _scaled(_half_up(exact(value)) * 100, 2)


def hundredths_of_hour(value: Exact) -> Hours:
    """Hours to the nearest 0.01 h, half away from zero: the precision of payslips."""
    return _scaled(_half_up(exact(value) * 100), 2)


def hundredths_of_hour_down(value: Exact) -> Hours:
    """Hours cut to 0.01 h, towards zero: what is allowed up to a cap is never rounded above it."""
    return truncated_cents(value)


def ratio_4dp(value: Exact) -> Decimal:
    """A ratio to show, to the nearest 0.0001 (a percentage with two decimals); never used in a further computation."""
    return _scaled(_half_up(exact(value) * 10_000), 4)


def two_decimals(value: Exact) -> Decimal:
    """A mean or a full-time equivalent to show, to the nearest 0.01; never used in a further computation."""
    return _scaled(_half_up(exact(value) * 100), 2)


def rate_to_decimals(value: Exact, decimals: int) -> Rate:
    """A rate to the nearest unit of that many decimals of the fraction (4 for a percentage printed with two)."""
    return _scaled(_half_up(exact(value) * 10**decimals), decimals)


def unrounded(value: Exact) -> Decimal:
    """A sum or difference of hours or euros, written with its two decimals; ValueError if digits would be lost."""
    hundredths = exact(value) * 100
    if hundredths.denominator != 1:
        raise ValueError(f"{as_text(value)} has more than two decimals")
    return _scaled(hundredths.numerator, 2)


def rounded(value: Exact, policy: Rounding) -> Decimal:
    """The value rounded by a named policy."""
    return _FUNCTIONS[policy](value)


def as_text(value: Exact) -> str:
    """The number as plain digits, without an exponent; a fraction that is no finite decimal as ``n/d``."""
    if isinstance(value, Decimal):
        return format(value, "f")
    twos, fives = _multiplicity(value.denominator, 2), _multiplicity(value.denominator, 5)
    decimals = max(2, twos, fives)
    scaled = value * 10**decimals
    return format(_scaled(scaled.numerator, decimals), "f") if scaled.denominator == 1 else str(value)


def _multiplicity(number: int, prime: int) -> int:
    count = 0
    while number % prime == 0:
        number //= prime
        count += 1
    return count


def _half_up(value: Fraction) -> int:
    nearest = floor(abs(value) + Fraction(1, 2))
    return nearest if value >= 0 else -nearest


def _scaled(units: int, decimals: int) -> Decimal:
    # The constructor is exact whatever the ambient decimal context; arithmetic methods are not.
    return Decimal(f"{units}E-{decimals}")


_FUNCTIONS: dict[Rounding, Callable[[Exact], Decimal]] = {
    Rounding.HALF_UP_CENTS: half_up_cents,
    Rounding.TRUNCATED_CENTS: truncated_cents,
    Rounding.WHOLE_HOURS_FLOOR: whole_hours_floor,
    Rounding.WHOLE_HOURS_HALF_UP: whole_hours_half_up,
    Rounding.HUNDREDTHS_OF_HOUR: hundredths_of_hour,
    Rounding.HUNDREDTHS_OF_HOUR_DOWN: hundredths_of_hour_down,
    Rounding.RATIO_4DP: ratio_4dp,
    Rounding.TWO_DECIMALS: two_decimals,
}
