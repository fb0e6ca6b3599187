"""Hours owed: what each method needs, what it refuses, and what its account tells."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from clause.domain.errors import Refused
from clause.domain.obligation_methods import figure_of, usual_values
from clause.domain.obligations import (
    BaseDecision,
    ObligationInputs,
    ObligationTerms,
    findings_about,
    with_amount,
)
from clause.rules.codes import ObligationUnit, Sector
from clause.rules.obligation import ObligationMethod, fixed_hours

DAY = date(2026, 1, 15)
AMOUNT: dict[str, Any] = {
    "amount_excl_vat": "1000000.00",
    "labour_share": "0.5000",
    "insertion_rate": "0.0500",
    "loaded_hourly_cost": "30.00",
}


def terms_of(method: str, *, on: date = DAY, **inputs: Any) -> ObligationTerms:
    return ObligationTerms(
        method=ObligationMethod(method), inputs=ObligationInputs.model_validate(inputs), effective_on=on
    )


def refused_fields(terms: ObligationTerms) -> dict[str, str]:
    with pytest.raises(Refused) as refusal:
        figure_of(terms)
    assert refusal.value.code == "OBL-010"
    return {finding.field: finding.code for finding in refusal.value.findings}


def decision(number: int, on: date, hours: str, unit: ObligationUnit = ObligationUnit.HOURS) -> BaseDecision:
    figure = fixed_hours(Decimal(hours))
    return BaseDecision(
        id=UUID(int=number),
        recorded_no=number,
        unit=unit,
        method=ObligationMethod.FIXED,
        inputs=ObligationInputs(hours_owed=Decimal(hours)),
        effective_on=on,
        quantity=figure.value,
        trace=figure.trace,
    )


def test_fixed_hours_are_owed_as_the_contract_states_them() -> None:
    assert figure_of(terms_of("FIXED", hours_owed="812.50")).value == Decimal("812.50")


def test_the_published_example_gives_its_published_hours() -> None:
    # MEF Sud 77: one million euros, half of it labour, 5 % for insertion, 30 euros an hour.
    assert figure_of(terms_of("AMOUNT", **AMOUNT)).value == Decimal("833.00")


def test_everything_that_is_wrong_is_told_at_once() -> None:
    wrong = {
        "amount_excl_vat": "-1.00",
        "labour_share": "1.0001",
        "insertion_rate": "NaN",
        "loaded_hourly_cost": "0.00",
    }
    # pydantic refuses NaN in a Decimal; a program of ours could still bring one.
    values: dict[str, Any] = {name: Decimal(value) for name, value in wrong.items()}
    inputs = ObligationInputs.model_construct(**values)
    terms = ObligationTerms.model_construct(method=ObligationMethod.AMOUNT, inputs=inputs, effective_on=DAY)
    assert refused_fields(terms) == {
        "inputs.amount_excl_vat": "OBL-012",
        "inputs.labour_share": "OBL-014",
        "inputs.insertion_rate": "OBL-016",
        "inputs.loaded_hourly_cost": "OBL-013",
    }


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("labour_share", "0", None),
        ("labour_share", "1", None),
        ("labour_share", "1.0001", "OBL-014"),
        ("insertion_rate", "1.01", "OBL-014"),
        ("loaded_hourly_cost", "0.01", None),
        ("loaded_hourly_cost", "0", "OBL-013"),
        ("loaded_hourly_cost", "-0.01", "OBL-012"),
        ("loaded_hourly_cost", "30.001", "OBL-015"),
        ("amount_excl_vat", "0", None),
        ("amount_excl_vat", "-0.01", "OBL-012"),
        ("amount_excl_vat", "1E+30", "OBL-017"),
    ],
)
def test_each_input_has_its_bounds(name: str, value: str, code: str | None) -> None:
    terms = terms_of("AMOUNT", **{**AMOUNT, name: value})
    if code is None:
        assert figure_of(terms).value >= 0
    else:
        assert refused_fields(terms) == {f"inputs.{name}": code}


def test_what_a_method_needs_is_asked_for() -> None:
    assert refused_fields(terms_of("FIXED")) == {"inputs.hours_owed": "OBL-011"}
    assert refused_fields(terms_of("AMOUNT")) == {
        "inputs.amount_excl_vat": "OBL-022",
        "inputs.labour_share": "OBL-011",
        "inputs.insertion_rate": "OBL-011",
        "inputs.loaded_hourly_cost": "OBL-011",
    }


def test_an_input_of_the_other_method_is_refused_rather_than_ignored() -> None:
    assert refused_fields(terms_of("FIXED", hours_owed="10", labour_share="0.5")) == {"inputs.labour_share": "OBL-021"}
    assert refused_fields(terms_of("AMOUNT", **AMOUNT, hours_owed="10")) == {"inputs.hours_owed": "OBL-021"}


def test_hours_beyond_what_can_be_stored_are_refused() -> None:
    largest = {**AMOUNT, "labour_share": "1", "insertion_rate": "1", "loaded_hourly_cost": "1.00"}
    assert figure_of(terms_of("AMOUNT", **{**largest, "amount_excl_vat": "99999999.99"})).value == Decimal("99999999")
    with pytest.raises(Refused) as refusal:
        figure_of(terms_of("AMOUNT", **{**largest, "amount_excl_vat": "100000000.00"}))
    assert refusal.value.code == "OBL-019"


def test_a_day_before_the_first_known_rule_is_refused() -> None:
    assert refused_fields(terms_of("AMOUNT", on=date(2000, 12, 31), **AMOUNT)) == {"effective_on": "OBL-018"}
    assert figure_of(terms_of("AMOUNT", on=date(2001, 1, 1), **AMOUNT)).value == Decimal("833.00")


def test_usual_values_fill_what_is_left_out_and_are_named() -> None:
    figure = figure_of(terms_of("AMOUNT", amount_excl_vat="1000000.00"), usual_values(Sector.BUILDING, DAY))
    assert figure.value == Decimal("833.00")
    names = [used.name for used in figure.trace.parameters]
    assert names[:3] == ["labour_share_building", "insertion_rate_default", "loaded_hourly_cost_building"]


def test_a_value_that_is_given_wins_over_the_usual_one() -> None:
    terms = terms_of("AMOUNT", amount_excl_vat="1000000.00", insertion_rate="0.10")
    figure = figure_of(terms, usual_values(Sector.BUILDING, DAY))
    assert figure.value == Decimal("1666.00")
    assert "insertion_rate_default" not in [used.name for used in figure.trace.parameters]


def test_a_sector_without_a_usual_value_leaves_it_to_be_given() -> None:
    terms = terms_of("AMOUNT", amount_excl_vat="1000000.00")
    with pytest.raises(Refused) as refusal:
        figure_of(terms, usual_values(Sector.DIGITAL, DAY))
    assert [finding.field for finding in refusal.value.findings] == ["inputs.labour_share"]


def test_usual_values_before_the_first_known_day_are_refused() -> None:
    with pytest.raises(Refused) as refusal:
        usual_values(Sector.BUILDING, date(2020, 12, 31))
    assert refusal.value.code == "OBL-020"


def test_the_amount_of_the_lot_is_taken_only_where_none_is_given() -> None:
    lot_amount = Decimal("500000.00")
    assert with_amount(terms_of("AMOUNT"), lot_amount).inputs.amount_excl_vat == lot_amount
    given = terms_of("AMOUNT", amount_excl_vat="1.00")
    assert with_amount(given, lot_amount) == given
    fixed = terms_of("FIXED", hours_owed="10")
    assert with_amount(fixed, lot_amount) == fixed


@pytest.mark.parametrize(
    ("on", "ended"),
    [(date(2026, 5, 31), ["900.00"]), (date(2026, 6, 1), []), (date(2026, 6, 2), [])],
)
def test_a_decision_that_ends_a_later_one_says_so(on: date, ended: list[str]) -> None:
    earlier = [
        decision(1, date(2026, 1, 1), "800"),
        decision(2, date(2026, 6, 1), "900"),
        decision(3, date(2026, 6, 1), "3", ObligationUnit.PERSONS),
    ]
    findings = findings_about(terms_of("FIXED", on=on, hours_owed="850"), earlier)
    assert [finding.values["quantity"] for finding in findings] == ended
