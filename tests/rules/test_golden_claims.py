"""Worked claim cases to the cent, kept beside the project; what this part of Clause computes of them."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from clause.rules.cofinancing import (
    DueTerm,
    ResourceTest,
    amount_due,
    exact_rate,
    flat_rate_amount,
    own_funds,
    rate_at_printed_precision,
    total_cost,
)
from clause.rules.errors import Reason, TimeOvercommitted
from clause.rules.staff_costs import hours_left, staff_cost_variable_time

FILE = Path(__file__).resolve().parents[3] / "shared" / "golden" / "claims.yaml"
TODAY = date(2026, 3, 31)
FINAL = ResourceTest(applies=True)

pytestmark = pytest.mark.skipif(not FILE.exists(), reason="the shared folder with the worked cases is not here")


@pytest.fixture(scope="module")
def golden() -> dict[str, dict[str, Any]]:
    return {case["id"]: case for case in yaml.safe_load(FILE.read_text())}


def test_g03_the_precision_of_the_rate_changes_the_amount_due(golden: dict[str, dict[str, Any]]) -> None:
    given, expected = golden["G03"]["in"], golden["G03"]["out"]
    grant, cost, resources = (Decimal(given[name]) for name in ("grant", "retained_cost", "other_resources"))
    exact = exact_rate(grant, Decimal(given["plan_total"]))

    def due_at(rate: Decimal | Fraction) -> str:
        return str(amount_due(grant, rate, cost, resources, FINAL, TODAY).value)

    assert str(rate_at_printed_precision(exact, 8).value) == expected["rate_exact"]
    assert due_at(exact) == expected["due_exact_rate"]
    assert due_at(rate_at_printed_precision(exact, 4).value) == expected["due_rate_4dp_43_8627"]
    assert due_at(rate_at_printed_precision(exact, 2).value) == expected["due_rate_2dp_43_86"]


def test_g03_the_forty_per_cent_plan_gives_the_published_total(golden: dict[str, dict[str, Any]]) -> None:
    staff = Decimal("45800.34")
    flat = flat_rate_amount(staff, TODAY)
    assert str(flat.value) == "18320.13"
    assert str(total_cost(staff, flat.value).value) == golden["G03"]["in"]["plan_total"]


def test_g11_one_month_of_variable_time(golden: dict[str, dict[str, Any]]) -> None:
    given = {name: Decimal(value) for name, value in golden["G11"]["in"].items()}
    figure = staff_cost_variable_time(given["cost"], given["h_op"], given["h_worked"], TODAY)
    assert str(figure.value) == golden["G11"]["out"]["staff"]


def test_g12_two_operations_and_the_unfunded_rest_make_the_month(golden: dict[str, dict[str, Any]]) -> None:
    given = {name: Decimal(value) for name, value in golden["G12"]["in"].items()}
    cost, worked = given["cost"], given["h_worked"]
    rest = hours_left({"A": given["h_op_A"], "B": given["h_op_B"]}, worked).value
    shares = {
        name: staff_cost_variable_time(cost, hours, worked, TODAY).value
        for name, hours in {"A": given["h_op_A"], "B": given["h_op_B"], "unfunded": rest}.items()
    }
    assert {name: str(value) for name, value in shares.items()} == golden["G12"]["out"]
    assert sum(shares.values()) == cost


def test_g12_more_hours_than_worked_are_refused_with_the_excess(golden: dict[str, dict[str, Any]]) -> None:
    variant = golden["G12"]["variant"]
    hours = {"A": Decimal(golden["G12"]["in"]["h_op_A"]), "B": Decimal(variant["h_op_B"])}
    with pytest.raises(TimeOvercommitted) as refusal:
        hours_left(hours, Decimal(golden["G12"]["in"]["h_worked"]))
    assert refusal.value.reason is Reason.TIME_OVERCOMMITTED
    assert refusal.value.reason.value == variant["expect_error"]
    assert str(refusal.value.excess_hours) == variant["excess_hours"]


def test_g14_an_operation_that_spends_less_is_due_its_rate(golden: dict[str, dict[str, Any]]) -> None:
    given = {name: Decimal(value) for name, value in golden["G14"]["in"].items()}
    cost, resources = given["retained_cost"], given["other_resources"]
    due = amount_due(given["grant"], given["rate"], cost, resources, FINAL, TODAY)
    assert (str(due.value), due.binding) == (golden["G14"]["out"]["due"], DueTerm.RATE)
    assert str(own_funds(cost, resources, due.value).value) == golden["G14"]["out"]["own_funds"]


def test_g15_an_operation_that_spends_more_is_due_its_grant(golden: dict[str, dict[str, Any]]) -> None:
    given = {name: Decimal(value) for name, value in golden["G15"]["in"].items()}
    due = amount_due(given["grant"], given["rate"], given["retained_cost"], given["other_resources"], FINAL, TODAY)
    assert str(due.by_rate) == golden["G15"]["out"]["by_rate"]
    assert (str(due.value), due.binding) == (golden["G15"]["out"]["due"], DueTerm.GRANT)
