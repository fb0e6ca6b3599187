"""What each method makes of its inputs, and which inputs are refused: missing, of another method, out of bounds."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from clause.domain.errors import Refused
from clause.domain.findings import Finding
from clause.domain.obligation_methods import LARGEST_HOURS, figure_again, figure_of, usual_values
from clause.domain.obligations import ObligationTerms
from clause.rules.codes import ObligationUnit, Sector
from clause.rules.obligation import ObligationMethod
from clause.rules.quantities import Unit
from clause.rules.rulebook import Rulebook
from tests.builders.refusals import error_of, findings_of
from tests.domain.test_obligation_methods import DAY, book_of, decision_of, fed, terms_of

M = ObligationMethod
PRICE: dict[str, Any] = {"amount_excl_vat": "1000000.00"}
RATES: dict[str, Any] = {"labour_share": "0.5", "insertion_rate": "0.05", "loaded_hourly_cost": "30.00"}
RATIO: dict[str, Any] = {"threshold": "1000.00", "euros_per_step": "100.00", "hours_per_step": "2.00"}
TAKEOVER: dict[str, Any] = {**PRICE, "months": 12, "transferable_monthly_hours": "1000.00", "insertion_rate": "0.10"}
NEEDED: list[tuple[ObligationMethod, dict[str, Any]]] = [
    (M.FIXED, {"hours_owed": "12.50"}),
    (M.AMOUNT, {**PRICE, **RATES}),
    (M.INVOICE_RATIO, {**RATIO, "amount_invoiced": "1250.00"}),
    (M.BRACKETS, PRICE),
    (M.STAFF_TAKEOVER, TAKEOVER),
    (M.HOURS_SHARE, {"insertion_rate": "0.05", "hours_worked": "1000.00"}),
    (M.OFFER, {"minimum_hours": "100.00", "offered_hours": "120.00"}),
]


def value(method: ObligationMethod, **inputs: Any) -> str:
    return str(figure_of(terms_of(method, **inputs)).value)


def found(terms: ObligationTerms, **more: Any) -> list[Finding]:
    return findings_of("OBL-010", lambda: figure_of(terms, **more))


def told(method: ObligationMethod, **inputs: Any) -> list[tuple[str, str, str | None]]:
    return [(one.code, one.field, one.raw) for one in found(terms_of(method, **inputs))]


def test_each_method_gives_its_hours() -> None:
    hours = {method.value: value(method, **inputs) for method, inputs in NEEDED}
    assert hours == {
        "FIXED": "12.50",
        "AMOUNT": "833.00",
        "INVOICE_RATIO": "4.00",
        "BRACKETS": value(M.BRACKETS, **PRICE),
        "STAFF_TAKEOVER": "2800.00",
        "HOURS_SHARE": "50.00",
        "OFFER": "120.00",
    }


@pytest.mark.parametrize(
    ("invoiced", "hours"), [("0.00", "0.00"), ("1099.99", "0.00"), ("1100.00", "2.00"), ("1299.99", "4.00")]
)
def test_only_full_steps_beyond_the_threshold_give_hours(invoiced: str, hours: str) -> None:
    assert value(M.INVOICE_RATIO, **RATIO, amount_invoiced=invoiced) == hours
    assert str(figure_of(terms_of(M.INVOICE_RATIO, **RATIO), feed=fed(invoiced=invoiced)).value) == hours


@pytest.mark.parametrize(
    ("price", "hours"), [("99.99", "0.00"), ("100.00", "10.00"), ("199.99", "10.00"), ("200.00", "30.00")]
)
def test_a_table_of_brackets_typed_wins_over_the_usual_one(price: str, hours: str) -> None:
    rows = [{"amount_from": "100.00", "hours": "10.00"}, {"amount_from": "200.00", "hours": "30.00"}]
    assert value(M.BRACKETS, amount_excl_vat=price, brackets=rows) == hours
    usual = figure_of(terms_of(M.BRACKETS, amount_excl_vat=price))
    assert [use.name for use in usual.trace.parameters] == ["school_clause_brackets"]
    assert str(usual.value) == "0.00"


def test_a_take_over_counts_the_hours_at_the_price_typed_or_else_at_the_usual_one() -> None:
    assert value(M.STAFF_TAKEOVER, **TAKEOVER) == "2800.00"
    assert value(M.STAFF_TAKEOVER, **TAKEOVER, hour_price="25.00") == "2800.00"
    assert value(M.STAFF_TAKEOVER, **TAKEOVER, hour_price="20.00") == "3800.00"
    assert value(M.STAFF_TAKEOVER, **{**TAKEOVER, "months": 6}) == "3400.00"


def test_a_take_over_that_leaves_150_hours_has_a_clause() -> None:
    assert value(M.STAFF_TAKEOVER, **{**TAKEOVER, "amount_excl_vat": "337500.00"}) == "150.00"


@pytest.mark.parametrize(("offered", "hours"), [("99.99", "100.00"), ("100.01", "100.01")])
def test_an_offer_counts_where_it_is_more_than_the_least_asked(offered: str, hours: str) -> None:
    assert value(M.OFFER, minimum_hours="100.00", offered_hours=offered) == hours


@pytest.mark.parametrize(("method", "inputs"), NEEDED)
def test_every_input_of_a_method_is_needed(method: ObligationMethod, inputs: dict[str, Any]) -> None:
    for name in inputs:
        kept = {other: raw for other, raw in inputs.items() if other != name}
        code = "OBL-022" if name == "amount_excl_vat" else "OBL-011"
        assert found(terms_of(method, **kept)) == [Finding(code=code, field=f"inputs.{name}")]


@pytest.mark.parametrize(("method", "inputs"), NEEDED)
def test_an_input_of_another_method_is_refused(method: ObligationMethod, inputs: dict[str, Any]) -> None:
    others: dict[str, Any] = {"hours_owed": "1.00"} if method is not M.FIXED else {"offered_hours": "1.00"}
    values = {"method": method.value}
    expected = [Finding(code="OBL-021", field=f"inputs.{name}", raw=raw, values=values) for name, raw in others.items()]
    assert found(terms_of(method, **inputs, **others)) == expected


def test_the_optional_inputs_of_a_method_are_not_those_of_another() -> None:
    rows = [{"amount_from": "0.00", "hours": "1.00"}]
    refused = told(M.STAFF_TAKEOVER, **TAKEOVER, brackets=rows)
    assert [(code, field) for code, field, _ in refused] == [("OBL-021", "inputs.brackets")]
    assert told(M.BRACKETS, **PRICE, hour_price="1.00") == [("OBL-021", "inputs.hour_price", "1.00")]
    assert told(M.AMOUNT, **PRICE, **RATES, hours_worked="1.00") == [("OBL-021", "inputs.hours_worked", "1.00")]


def test_what_is_too_long_to_show_is_cut() -> None:
    rows = [{"amount_from": f"{row}.00", "hours": "1.00"} for row in range(30)]
    raw = told(M.STAFF_TAKEOVER, **TAKEOVER, brackets=rows)[0][2]
    assert raw is not None
    assert len(raw) == 200


@pytest.mark.parametrize(
    ("method", "inputs", "name"),
    [
        (M.INVOICE_RATIO, {**RATIO, "amount_invoiced": "1250.00"}, "amount_invoiced"),
        (M.HOURS_SHARE, {"insertion_rate": "0.05", "hours_worked": "1000.00"}, "hours_worked"),
    ],
)
def test_what_is_recorded_is_not_typed_beside(method: ObligationMethod, inputs: dict[str, Any], name: str) -> None:
    terms = terms_of(method, **inputs)
    assert found(terms, feed=fed()) == [Finding(code="OBL-023", field=f"inputs.{name}", raw=inputs[name])]
    assert found(terms) == []


@pytest.mark.parametrize(
    ("unit", "quantity", "expected"),
    [
        (ObligationUnit.PERSONS, "3.00", []),
        (ObligationUnit.WEEKS, "3.50", []),
        (ObligationUnit.PERSONS, "3.50", [("OBL-025", "inputs.quantity_owed", "3.50")]),
        (ObligationUnit.ACTIONS, "-1.00", [("OBL-012", "inputs.quantity_owed", "-1.00")]),
        (ObligationUnit.EUROS, None, [("OBL-011", "inputs.quantity_owed", None)]),
    ],
)
def test_another_unit_is_stated_as_it_is(unit: ObligationUnit, quantity: str | None, expected: list[Any]) -> None:
    terms = terms_of(M.FIXED, unit=unit, **({"quantity_owed": quantity} if quantity else {}))
    assert [(one.code, one.field, one.raw) for one in found(terms)] == expected
    if not expected:
        assert str(figure_of(terms).value) == quantity


def test_hours_are_not_stated_in_another_unit_nor_computed() -> None:
    hours = terms_of(M.FIXED, unit=ObligationUnit.PERSONS, quantity_owed="3.00", hours_owed="1.00")
    assert [(one.code, one.field) for one in found(hours)] == [("OBL-021", "inputs.hours_owed")]
    offered = terms_of(M.OFFER, unit=ObligationUnit.PERSONS, quantity_owed="3.00")
    values = {"unit": "PERSONS"}
    assert found(offered) == [Finding(code="OBL-024", field="method", raw="OFFER", values=values)]


@pytest.mark.parametrize(
    ("method", "inputs", "code"),
    [
        (M.FIXED, {"hours_owed": "-0.01"}, "OBL-012"),
        (M.FIXED, {"hours_owed": "0.001"}, "OBL-015"),
        (M.AMOUNT, {**PRICE, **RATES, "loaded_hourly_cost": "0.00"}, "OBL-013"),
        (M.AMOUNT, {**PRICE, **RATES, "labour_share": "1.01"}, "OBL-014"),
        (M.AMOUNT, {**PRICE, **RATES, "insertion_rate": "-0.01"}, "OBL-014"),
        (M.INVOICE_RATIO, {**RATIO, "amount_invoiced": "0.00", "euros_per_step": "0.00"}, "OBL-013"),
        (M.INVOICE_RATIO, {**RATIO, "amount_invoiced": "0.00", "hours_per_step": "0.00"}, "OBL-013"),
        (M.STAFF_TAKEOVER, {**TAKEOVER, "hour_price": "0.00"}, "OBL-013"),
        (M.STAFF_TAKEOVER, {**TAKEOVER, "months": 0}, "OBL-013"),
        (M.STAFF_TAKEOVER, {**TAKEOVER, "transferable_monthly_hours": "3333.34"}, "OBL-027"),
        (M.STAFF_TAKEOVER, {**TAKEOVER, "amount_excl_vat": "337499.99"}, "OBL-028"),
    ],
)
def test_an_input_out_of_its_bounds_is_named_with_what_was_read(
    method: ObligationMethod, inputs: dict[str, Any], code: str
) -> None:
    refused = found(terms_of(method, **inputs))
    assert [one.code for one in refused] == [code]
    name = refused[0].field.removeprefix("inputs.")
    assert refused[0].raw == str(inputs[name])


def test_all_inputs_that_cannot_be_are_told_at_once_missing_ones_first() -> None:
    refused = told(M.AMOUNT, labour_share="1.5", insertion_rate="2", hours_owed="-1.00", loaded_hourly_cost="1.00")
    assert refused == [
        ("OBL-022", "inputs.amount_excl_vat", None),
        ("OBL-021", "inputs.hours_owed", "-1.00"),
        ("OBL-012", "inputs.hours_owed", "-1.00"),
        ("OBL-014", "inputs.labour_share", "1.5"),
        ("OBL-014", "inputs.insertion_rate", "2"),
    ]


def test_a_table_out_of_order_is_refused() -> None:
    rows = [{"amount_from": "200.00", "hours": "10.00"}, {"amount_from": "200.00", "hours": "30.00"}]
    assert [(code, field) for code, field, _ in told(M.BRACKETS, **PRICE, brackets=rows)] == [
        ("OBL-026", "inputs.brackets")
    ]


def test_a_day_without_a_rule_is_named() -> None:
    old = terms_of(M.AMOUNT, **PRICE, **RATES).model_copy(update={"effective_on": date(1990, 1, 1)})
    refused = found(old)
    assert [(one.code, one.field, one.raw) for one in refused] == [("OBL-018", "effective_on", "1990-01-01")]


def test_the_most_hours_that_can_be_kept() -> None:
    assert value(M.FIXED, hours_owed=str(LARGEST_HOURS)) == "99999999.99"
    beyond = terms_of(M.FIXED, hours_owed="100000000.00")
    assert error_of(lambda: figure_of(beyond)) == (Refused, "OBL-019", {"hours": "100000000.00"})


def test_the_usual_values_are_those_of_the_lot_or_else_of_the_kind_of_work() -> None:
    usual = usual_values(Sector.BUILDING, DAY, book_of(insertion_rate="0.10"))
    assert usual.insertion_rate is not None
    assert usual.insertion_rate.decimal(Unit.RATE) == Decimal("0.10")
    of_sector = usual_values(Sector.BUILDING, DAY)
    assert (usual.labour_share, usual.loaded_hourly_cost) == (of_sector.labour_share, of_sector.loaded_hourly_cost)
    assert None not in (of_sector.labour_share, of_sector.loaded_hourly_cost, of_sector.insertion_rate)
    nothing = usual_values(None, DAY)
    assert (nothing.labour_share, nothing.insertion_rate, nothing.loaded_hourly_cost) == (None, None, None)


def test_no_kind_of_work_has_usual_values_before_the_first_known_day() -> None:
    error = error_of(lambda: usual_values(Sector.BUILDING, date(1990, 1, 1)))
    assert error is not None
    assert (error[0], error[1], error[2]["on"]) == (Refused, "OBL-020", "1990-01-01")
    assert usual_values(Sector.BUILDING, date.fromisoformat(error[2]["first"])).labour_share is not None


def test_a_calculation_counts_neither_papers_nor_months() -> None:
    by_invoices = figure_of(terms_of(M.INVOICE_RATIO, **RATIO, amount_invoiced="1250.00"))
    by_hours = figure_of(terms_of(M.HOURS_SHARE, insertion_rate="0.05", hours_worked="1000.00"))
    invoiced = {"invoices": "1250.00", "credit_notes": "0.00", "papers": "0"}
    steps = [dict(figure.trace.steps[0].inputs) for figure in (by_invoices, by_hours)]
    assert [{name: str(raw) for name, raw in step.items()} for step in steps] == [invoiced, {"months": "0"}]


def test_a_ratio_computed_again_follows_what_is_invoiced_since() -> None:
    kept = decision_of(terms_of(M.INVOICE_RATIO, **RATIO), Rulebook())
    assert [str(figure_again(kept, fed(invoiced=text)).value) for text in ("1099.99", "1500.00")] == ["0.00", "10.00"]


def test_a_recorded_decision_without_its_inputs_is_never_read_as_nothing_owed() -> None:
    kept = decision_of(terms_of(M.INVOICE_RATIO, **RATIO), Rulebook())
    broken = kept.model_copy(update={"inputs": kept.inputs.model_copy(update={"threshold": None})})
    with pytest.raises(RuntimeError):
        figure_again(broken, fed(invoiced="1500.00"))
