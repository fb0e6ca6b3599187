"""What stands in for an input left out, and what a decision keeps of the values that it used."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from clause.domain.errors import Refused
from clause.domain.obligation_methods import Feed, figure_again, figure_of, usual_values
from clause.domain.obligations import BaseDecision, ObligationInputs, ObligationTerms
from clause.rules.codes import ObligationUnit, Sector
from clause.rules.obligation import ObligationMethod
from clause.rules.obligation_invoices import amount_invoiced
from clause.rules.obligation_share import hours_worked_in_all
from clause.rules.rulebook import Rulebook, RuleSetVersion, rule_of_lot

DAY = date(2026, 1, 15)


def terms_of(
    method: ObligationMethod, *, unit: ObligationUnit = ObligationUnit.HOURS, **inputs: Any
) -> ObligationTerms:
    return ObligationTerms(method=method, inputs=ObligationInputs.model_validate(inputs), effective_on=DAY, unit=unit)


def book_of(on: date = DAY, **rules: str) -> Rulebook:
    values = {name: rule_of_lot(name, raw, 1, on) for name, raw in rules.items()}
    return Rulebook((RuleSetVersion(1, on, values),))


def fed(invoiced: str = "0.00", worked: str = "0.00") -> Feed:
    return Feed(amount_invoiced(Decimal(invoiced), Decimal("0.00"), 1), hours_worked_in_all(Decimal(worked), 1))


def decision_of(terms: ObligationTerms, book: Rulebook, **usual: Any) -> BaseDecision:
    figure = figure_of(terms, usual_values(terms.sector, DAY, book), book, fed())
    return BaseDecision(
        id=UUID(int=1),
        recorded_no=1,
        unit=terms.unit,
        method=terms.method,
        inputs=terms.inputs,
        effective_on=DAY,
        quantity=figure.value,
        trace=figure.trace,
    )


def test_a_value_that_is_given_wins_over_the_lots_own_and_that_over_the_sectors() -> None:
    book = book_of(insertion_rate="0.10")
    usual = usual_values(Sector.BUILDING, DAY, book)
    price: dict[str, Any] = {"amount_excl_vat": "1000000.00"}
    assert figure_of(terms_of(ObligationMethod.AMOUNT, **price), usual).value == Decimal("1666.00")
    given = terms_of(ObligationMethod.AMOUNT, **price, insertion_rate="0.20")
    assert figure_of(given, usual).value == Decimal("3333.00")
    assert figure_of(terms_of(ObligationMethod.AMOUNT, **price), usual_values(Sector.BUILDING, DAY)).value == Decimal(
        "833.00"
    )


@pytest.mark.parametrize(("effective", "missing"), [(date(2026, 1, 15), 0), (date(2026, 1, 16), 1)])
def test_the_lots_own_rule_stands_in_from_its_day_on(effective: date, missing: int) -> None:
    usual = usual_values(None, DAY, book_of(effective, insertion_rate="0.10"))
    terms = terms_of(ObligationMethod.AMOUNT, amount_excl_vat="1000.00", labour_share="0.5", loaded_hourly_cost="1.00")
    if not missing:
        assert figure_of(terms, usual).value == Decimal("50.00")
        return
    with pytest.raises(Refused) as refusal:
        figure_of(terms, usual)
    assert [finding.field for finding in refusal.value.findings] == ["inputs.insertion_rate"]


def test_without_a_rule_or_a_sector_the_usual_rate_is_never_taken_in_silence() -> None:
    with pytest.raises(Refused) as refusal:
        figure_of(terms_of(ObligationMethod.HOURS_SHARE), usual_values(None, DAY), feed=fed())
    assert [finding.code for finding in refusal.value.findings] == ["OBL-011"]


def test_the_lots_own_rounding_is_followed() -> None:
    terms = terms_of(
        ObligationMethod.AMOUNT,
        amount_excl_vat="1000000.00",
        labour_share="0.5",
        insertion_rate="0.05",
        loaded_hourly_cost="30.00",
    )
    policies = ("WHOLE_HOURS_FLOOR", "WHOLE_HOURS_HALF_UP", "HUNDREDTHS_OF_HOUR")
    found = [figure_of(terms, book=book_of(rounding_obligation_hours=policy)).value for policy in policies]
    assert found == [Decimal("833.00"), Decimal("833.00"), Decimal("833.33")]


def test_a_share_computed_again_keeps_its_rate_and_rounding_whatever_the_rules_became() -> None:
    book = book_of(insertion_rate="0.07", rounding_obligation_hours="HUNDREDTHS_OF_HOUR")
    kept = decision_of(terms_of(ObligationMethod.HOURS_SHARE), book)
    again = figure_again(kept, fed(worked="101.50"))
    assert again.value == Decimal("7.11")
    assert {use.name: use.value for use in again.trace.parameters} == {
        "insertion_rate": "0.07",
        "rounding_obligation_hours": "HUNDREDTHS_OF_HOUR",
    }


def test_a_rate_typed_in_the_decision_is_kept_too() -> None:
    kept = decision_of(terms_of(ObligationMethod.HOURS_SHARE, insertion_rate="0.05"), Rulebook())
    assert figure_again(kept, fed(worked="1000.00")).value == Decimal("50.00")


def test_what_does_not_follow_invoices_or_hours_is_what_it_was() -> None:
    kept = decision_of(terms_of(ObligationMethod.FIXED, hours_owed="12.50"), Rulebook())
    again = figure_again(kept, fed("5000.00", "5000.00"))
    assert (again.value, again.trace) == (Decimal("12.50"), kept.trace)


def test_euros_to_subcontract_may_be_more_than_hours_can() -> None:
    terms = terms_of(ObligationMethod.FIXED, unit=ObligationUnit.EUROS, quantity_owed="250000000.00")
    assert figure_of(terms).value == Decimal("250000000.00")
    with pytest.raises(Refused) as refusal:
        figure_of(terms_of(ObligationMethod.FIXED, hours_owed="250000000.00"))
    assert refusal.value.code == "OBL-019"
