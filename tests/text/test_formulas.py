"""A trace reads as a French formula with its figures in place of the names."""

from datetime import date
from decimal import Decimal

import pytest

from clause.rules.calendar import Period
from clause.rules.cofinancing import ResourceTest, amount_due
from clause.rules.compliance import assess
from clause.rules.cost_codes import CostPlan, CostPost
from clause.rules.cost_plans import plan_figures
from clause.rules.obligation import fixed_hours, hours_from_amount, hours_of_offer
from clause.rules.obligation_brackets import hours_from_brackets, usual_brackets
from clause.rules.obligation_changes import with_reduction, with_tranche
from clause.rules.obligation_invoices import InvoiceRatio, amount_invoiced
from clause.rules.obligation_takeover import TakeoverTerms, hours_after_takeover
from clause.rules.staff_costs import staff_cost_variable_time
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


def test_every_method_of_obligation_reads_as_a_french_formula() -> None:
    ratio = InvoiceRatio(Decimal("2700000.00"), Decimal("2000.00"), Decimal("1.00"))
    invoiced = ratio.hours(amount_invoiced(Decimal("3000000.00"), Decimal("0.00"), 3))
    assert _plain(basis(invoiced.trace)) == ("⌊max(0, 3 000 000,00 € − 2 700 000,00 €) ÷ 2 000,00 €⌋ × 1,00 h")
    terms = TakeoverTerms(Decimal("600000.00"), 24, Decimal("400.00"), Decimal("0.10"))
    assert _plain(basis(hours_after_takeover(terms, DAY).trace)) == (
        "60 % × 600 000,00 € ÷ 25,00 €/h × 10 %, arrondi à l’heure inférieure"
    )
    tranche = with_tranche(fixed_hours(Decimal("800.00")), Decimal("200.00"), "Aile nord")
    assert _plain(basis(tranche.trace)) == "800,00 h + 200,00 h"
    assert _plain(basis(with_reduction(tranche, Decimal("50.00")).trace)) == "max(0, 1 000,00 h − 50,00 h)"
    assert _plain(basis(hours_of_offer(Decimal("300.00"), Decimal("490.00")).trace)) == "max(300,00 h, 490,00 h)"
    assert _plain(basis(hours_from_brackets(Decimal("1000.00"), usual_brackets(DAY)).trace)).startswith("Heures de la")


def test_the_formulas_of_claims_are_told_in_french() -> None:
    time = staff_cost_variable_time(Decimal("1000.00"), Decimal("98.50"), Decimal("133.00"), DAY)
    assert _plain(basis(time.trace)) == "1 000,00 € × 98,50 h ÷ 133,00 h, arrondi au centime le plus proche"
    total = plan_figures(CostPlan.P40, {CostPost.STAFF: Decimal("1000.00")}, DAY)
    assert _plain(basis(total.flat_rates[0].amount.trace)) == "40 % × 1 000,00 €, coupé au centime"
    assert _plain(basis(total.total.trace)) == "400,00 € + 1 000,00 €"
    due = amount_due(
        Decimal("36000.00"), Decimal("0.6"), Decimal("1400.00"), Decimal("0.00"), ResourceTest(applies=True), DAY
    )
    assert _plain(basis(due.trace)) == (
        "le plus petit de : subvention conventionnée, 36 000,00 € ; taux × coût cumulé, 60 % × 1 400,00 € ; "
        "coût cumulé − autres ressources, 1 400,00 € − 0,00 €"
    )
