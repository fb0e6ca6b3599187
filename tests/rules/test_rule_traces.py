"""The account of a figure: complete, the same after a stay in the database, and naming each dated value."""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from pydantic import ValidationError

from clause.rules.calendar import Period
from clause.rules.codes import HoursNature, Sector
from clause.rules.cofinancing import ResourceTest, amount_due, rate_at_printed_precision
from clause.rules.compliance import assess
from clause.rules.counting import credited_hours
from clause.rules.obligation import hours_from_amount, sector_defaults
from clause.rules.parameter import value_in_force
from clause.rules.quantities import Rounding
from clause.rules.staff_costs import staff_cost_variable_time
from clause.rules.trace import Figure, Trace

TODAY = date(2026, 3, 31)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


def figures() -> list[Figure]:
    defaults = sector_defaults(Sector.BUILDING, TODAY)
    assert defaults.labour_share
    assert defaults.loaded_hourly_cost
    progress = assess(Decimal("833.00"), Decimal("400.00"), YEAR, TODAY)
    assert progress.ratio
    return [
        hours_from_amount(
            Decimal("1000000.00"), defaults.labour_share, defaults.insertion_rate, defaults.loaded_hourly_cost, TODAY
        ),
        staff_cost_variable_time(Decimal("3912.37"), Decimal("98.50"), Decimal("133.00"), TODAY),
        amount_due(
            Decimal("28125.00"),
            Fraction(937500, 2137349),
            Decimal("60000.00"),
            Decimal("0.00"),
            ResourceTest(applies=True),
            TODAY,
        ),
        progress.gap,
        progress.ratio,
        progress.expected,
    ]


def test_a_trace_gives_the_figure_it_stands_beside() -> None:
    for figure in figures():
        assert Decimal(figure.trace.result) == figure.value


def test_a_trace_comes_back_from_json_as_it_went() -> None:
    for figure in figures():
        written = figure.trace.model_dump_json()
        assert Trace.model_validate_json(written) == figure.trace


def test_a_store_that_reorders_keys_changes_no_byte_of_the_trace() -> None:
    for figure in figures():
        written = figure.trace.model_dump_json()
        shuffled = json.dumps(json.loads(written), sort_keys=True)
        reversed_inputs = json.loads(shuffled)
        reversed_inputs["inputs"] = dict(reversed(list(reversed_inputs["inputs"].items())))
        assert Trace.model_validate(reversed_inputs).model_dump_json() == written


def test_a_default_that_was_proposed_is_named_beside_the_rounding() -> None:
    trace = figures()[0].trace
    assert [(use.name, use.value) for use in trace.parameters] == [
        ("labour_share_building", "0.50"),
        ("insertion_rate_default", "0.05"),
        ("loaded_hourly_cost_building", "30.00"),
        ("rounding_obligation_hours", "WHOLE_HOURS_FLOOR"),
    ]
    assert trace.rounding is Rounding.WHOLE_HOURS_FLOOR
    assert trace.inputs["insertion_rate"] == "0.05"
    assert (trace.result, trace.steps[0].formula_id, trace.steps[0].result) == ("833.00", "OBL-EFFORT", "25000.00")


def test_a_value_typed_by_hand_is_an_input_and_no_parameter() -> None:
    trace = hours_from_amount(Decimal("1000000.00"), Decimal("0.50"), Decimal("0.05"), Decimal("30.00"), TODAY).trace
    assert [use.name for use in trace.parameters] == ["rounding_obligation_hours"]


def test_a_default_of_another_unit_cannot_take_the_place_of_a_share() -> None:
    defaults = sector_defaults(Sector.CLEANING, TODAY)
    assert defaults.loaded_hourly_cost
    with pytest.raises(TypeError):
        hours_from_amount(
            Decimal("1.00"), defaults.loaded_hourly_cost, Decimal("0.05"), defaults.loaded_hourly_cost, TODAY
        )


def test_the_staff_cost_of_a_month_is_fully_told() -> None:
    trace = figures()[1].trace
    assert trace.model_dump(mode="json", include={"formula_id", "formula", "result", "unit", "inputs", "rounding"}) == {
        "formula_id": "CR-M2",
        "formula": "staff_cost = employer_cost × hours_on_operation ÷ hours_worked",
        "result": "2897.51",
        "unit": "euro",
        "inputs": {"employer_cost": "3912.37", "hours_on_operation": "98.50", "hours_worked": "133.00"},
        "rounding": "HALF_UP_CENTS",
    }


def test_the_amount_due_tells_its_terms_and_the_parameter_that_switched_one_off() -> None:
    trace = figures()[2].trace
    assert [step.formula_id for step in trace.steps] == ["CR-FSE-RATE", "CR-FSE-RESOURCES"]
    assert (trace.inputs["rate"], trace.inputs["resource_test"]) == ("937500/2137349", "yes")
    switched_off = ResourceTest(False, value_in_force("resource_test_on_interim", TODAY))
    interim = amount_due(Decimal("100.00"), Decimal("0.60"), Decimal("50.00"), Decimal("40.00"), switched_off, TODAY)
    assert [(use.name, use.value) for use in interim.trace.parameters] == [("resource_test_on_interim", "false")]
    assert [step.formula_id for step in interim.trace.steps] == ["CR-FSE-RATE"]
    assert interim.trace.inputs["resource_test"] == "no"


def test_the_shares_by_which_a_lot_was_read_are_kept() -> None:
    figures = assess(Decimal("833.00"), Decimal("400.00"), YEAR, TODAY)
    assert [(use.name, use.value) for use in figures.parameters] == [
        ("compliance_starting_share", "0.25"),
        ("compliance_at_risk_from_share", "0.50"),
        ("compliance_at_risk_below_share", "0.50"),
    ]
    assert (figures.owed, figures.credited, figures.on) == (Decimal("833.00"), Decimal("400.00"), TODAY)


def test_a_credit_decision_tells_both_windows() -> None:
    decision = credited_hours(Decimal("7.00"), Period(TODAY, TODAY), YEAR, YEAR)
    assert decision.trace.inputs == {
        "eligibility": "2026-01-01/2026-12-31",
        "execution": "2026-01-01/2026-12-31",
        "hours_validated": "7.00",
        "nature": "WORK",
        "reason": "",
        "suspensions": "",
        "worked": "2026-03-31/2026-03-31",
    }
    assert decision.trace.result == "7.00"
    assert decision.trace.parameters == ()


def test_a_credit_decision_names_the_rule_that_its_nature_fell_under() -> None:
    decision = credited_hours(Decimal("7.00"), Period(TODAY, TODAY), YEAR, YEAR, nature=HoursNature.TUTORING)
    assert [(use.name, use.value) for use in decision.trace.parameters] == [("tutor_hours_count", "false")]
    assert (decision.trace.result, decision.trace.inputs["nature"]) == ("0.00", "TUTORING")


def test_a_window_up_to_the_last_day_of_the_calendar_has_no_edge_at_its_end() -> None:
    for_ever = Period(date(2026, 1, 1), date(9999, 12, 31))
    decision = credited_hours(Decimal("7.00"), Period(date(2025, 12, 31), date(2026, 1, 1)), for_ever, for_ever)
    assert decision.split_on == (date(2026, 1, 1),)


def test_a_figure_cannot_be_changed_afterwards() -> None:
    figure = rate_at_printed_precision(Decimal("0.6"), 2)
    with pytest.raises(ValidationError):
        setattr(figure, "value", Decimal("0.7000"))  # noqa: B010 — a plain assignment is already refused by mypy
    assert str(figure.value) == "0.6000"
