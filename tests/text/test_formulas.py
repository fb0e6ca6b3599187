"""A trace reads as a French formula with its figures in place of the names."""

from datetime import date
from decimal import Decimal

import pytest

from clause.rules.calendar import Period
from clause.rules.compliance import assess
from clause.rules.obligation import fixed_hours, hours_from_amount
from clause.text.formulas import basis, percentage

DAY = date(2026, 6, 15)


def _plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_an_obligation_by_amount_shows_its_four_figures_and_its_rounding() -> None:
    figure = hours_from_amount(Decimal("1000000.00"), Decimal("0.5"), Decimal("0.05"), Decimal("30.00"), DAY)
    assert _plain(basis(figure.trace)) == "1 000 000,00 € × 50 % × 5 % ÷ 30,00 €/h, arrondi à l’heure inférieure"


def test_a_fixed_obligation_says_who_fixed_it() -> None:
    assert basis(fixed_hours(Decimal("800.00")).trace) == "Nombre d’heures fixé par le marché"


def test_the_expected_hours_show_days_over_days() -> None:
    figures = assess(Decimal("833.00"), Decimal("0.00"), Period(date(2026, 1, 1), date(2026, 12, 31)), DAY)
    assert _plain(basis(figures.expected.trace)) == "833,00 h × 166 j ÷ 365 j, arrondi au centième d’heure"


def test_what_is_not_rounded_says_nothing_of_rounding() -> None:
    figures = assess(Decimal("833.00"), Decimal("100.50"), Period(date(2026, 1, 1), date(2026, 12, 31)), DAY)
    assert _plain(basis(figures.gap.trace)) == "833,00 h − 100,50 h"


@pytest.mark.parametrize(
    ("fraction", "shown"),
    [("0.05", "5 %"), ("0.0500000000", "5 %"), ("0.075", "7,5 %"), ("0", "0 %"), ("1", "100 %"), ("0.0001", "0,01 %")],
)
def test_a_percentage_has_the_decimals_it_needs(fraction: str, shown: str) -> None:
    assert _plain(percentage(Decimal(fraction))) == shown
