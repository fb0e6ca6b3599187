"""Figures as documents show them: exact, with their decimals, so that equal figures have equal bytes."""

from decimal import Decimal

import pytest
from pydantic import TypeAdapter, ValidationError

from clause.domain.certificates import RateFraction, TwoDecimals

HOURS: TypeAdapter[Decimal] = TypeAdapter(TwoDecimals)
RATE: TypeAdapter[Decimal] = TypeAdapter(RateFraction)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("1", "1.00"),
        ("1.5", "1.50"),
        (Decimal("1.500"), "1.50"),
        ("-0.00", "0.00"),
        ("-2", "-2.00"),
        ("999999999999999.99", "999999999999999.99"),
        ("-999999999999999.99", "-999999999999999.99"),
    ],
)
def test_hours_and_euros_always_have_two_decimals(given: object, shown: str) -> None:
    assert str(HOURS.validate_python(given)) == shown


def test_a_rate_always_has_four_decimals() -> None:
    assert [str(RATE.validate_python(given)) for given in ("0.6", "0.6666")] == ["0.6000", "0.6666"]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (1.5, "a figure is a Decimal or its text"),
        (1, "a figure is a Decimal or its text"),
        ("1.005", "a figure has at most 2 decimals here"),
        ("1000000000000000", "a figure is finite and below 10^15"),
        ("-1000000000000000", "a figure is finite and below 10^15"),
        (Decimal("Infinity"), "finite"),
        (Decimal("NaN"), "finite"),
    ],
)
def test_what_has_lost_cents_or_is_no_figure_is_refused(given: object, why: str) -> None:
    with pytest.raises(ValidationError, match=why.replace("^", r"\^")):
        HOURS.validate_python(given)


def test_a_rate_of_five_decimals_is_never_rounded() -> None:
    with pytest.raises(ValidationError, match="at most 4 decimals"):
        RATE.validate_python("0.66667")
