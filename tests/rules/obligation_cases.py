"""The rules of hours owed as the table of cases calls them."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from clause.rules.brackets import Brackets
from clause.rules.calendar import Period
from clause.rules.codes import ObligationUnit
from clause.rules.obligation import hours_of_offer
from clause.rules.obligation_brackets import hours_from_brackets, usual_brackets
from clause.rules.obligation_changes import quantity_stated
from clause.rules.obligation_invoices import InvoiceRatio, OrderedAmount, amount_invoiced, amount_ordered
from clause.rules.obligation_share import hours_worked_in_all, share_of_hours_worked
from clause.rules.obligation_takeover import TakeoverTerms, hours_after_takeover
from clause.rules.parameter import value_in_force
from clause.rules.social_condition import Purchase, social_condition_required

Inputs = Mapping[str, Any]
Outcome = dict[str, str]


def _invoices(inputs: Inputs, on: date) -> Outcome:
    terms = InvoiceRatio(*(Decimal(inputs[name]) for name in ("threshold", "euros_per_step", "hours_per_step")))
    invoiced = amount_invoiced(Decimal(inputs["invoiced"]), Decimal(inputs.get("credited", "0.00")), 1)
    return {"value": str(terms.hours(invoiced).value)}


def _takeover(inputs: Inputs, on: date) -> Outcome:
    given: dict[str, Any] = {name: value if name == "months" else Decimal(value) for name, value in inputs.items()}
    figure = hours_after_takeover(TakeoverTerms(**given), on)
    return {"value": str(figure.value), "free_share": figure.trace.steps[0].result}


def _brackets(inputs: Inputs, on: date) -> Outcome:
    own = inputs.get("table")
    table = Brackets.of((Decimal(low), Decimal(hours)) for low, hours in own.items()) if own else usual_brackets(on)
    return {"value": str(hours_from_brackets(Decimal(inputs["amount_excl_vat"]), table).value)}


def _share(inputs: Inputs, on: date) -> Outcome:
    worked = hours_worked_in_all(Decimal(inputs["hours_worked"]), 1)
    rounding = value_in_force("rounding_obligation_hours", on)
    return {"value": str(share_of_hours_worked(worked, Decimal(inputs["insertion_rate"]), rounding).value)}


def _offer(inputs: Inputs, on: date) -> Outcome:
    return {"value": str(hours_of_offer(**{name: Decimal(value) for name, value in inputs.items()}).value)}


def _stated(inputs: Inputs, on: date) -> Outcome:
    figure = quantity_stated(Decimal(inputs["quantity"]), ObligationUnit(inputs["unit"]))
    return {"value": str(figure.value), "unit": figure.trace.unit.value}


def _ordered(inputs: Inputs, on: date) -> Outcome:
    orders = []
    for number, order in enumerate(inputs["orders"]):
        first, last = order["days"].split("/")
        days = Period(date.fromisoformat(first), date.fromisoformat(last))
        orders.append(OrderedAmount(str(number), Decimal(order["amount"]), days))
    return {"value": str(amount_ordered(orders, on).value)}


def _social_condition(inputs: Inputs, on: date) -> Outcome:
    found = social_condition_required(Decimal(inputs["value_excl_vat"]), Purchase(inputs["purchase"]), on)
    return {"required": "yes" if found.is_required else "no", "threshold": found.trace.parameters[1].value}


OBLIGATION_RULES: dict[str, Callable[[Inputs, date], Outcome]] = {
    "hours_from_invoices": _invoices,
    "hours_after_takeover": _takeover,
    "hours_from_brackets": _brackets,
    "share_of_hours_worked": _share,
    "hours_of_offer": _offer,
    "quantity_stated": _stated,
    "amount_ordered": _ordered,
    "social_condition_required": _social_condition,
}
