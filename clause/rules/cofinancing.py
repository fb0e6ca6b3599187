"""Cost since the start, ceilings, the co-financing due by three terms, and own funds: the amounts of an FSE+ claim."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from clause.rules.errors import Reason, RuleError
from clause.rules.parameter import ParameterValue, value_in_force
from clause.rules.quantities import (
    Euros,
    Exact,
    Rate,
    Unit,
    amount,
    as_text,
    positive,
    rate_to_decimals,
    rounded,
    share,
    signed_amount,
    unrounded,
)
from clause.rules.reference import Confidence, LegalReference
from clause.rules.trace import Figure, Formula


class DueTerm(StrEnum):
    """Which of the three terms limits the amount due."""

    GRANT = "GRANT"
    RATE = "RATE"
    RESOURCES = "RESOURCES"


@dataclass(frozen=True, slots=True)
class ResourceTest:
    """Whether the third term limits an amount due, and the parameter that says so, if one does."""

    applies: bool
    parameter: ParameterValue | None = None


class AmountDue(Figure):
    """The amount due, with each of its terms and the one that limits it."""

    binding: DueTerm
    by_grant: Euros
    by_rate: Euros
    by_resources: Euros | None
    """None when the third term does not apply."""


_LAST = LegalReference(
    text="Département du Doubs, modalités de paiement des subventions FSE inclusion",
    source="règle publiée pour 2014-2020, reprise faute de texte 2021-2027",
)
_BY_RATE = Formula(
    "CR-FSE-RATE", "by_rate = rate × retained_cost", Unit.EURO, reference=_LAST, confidence=Confidence.PROBABLE
)
_BY_RESOURCES = Formula(
    "CR-FSE-RESOURCES",
    "by_resources = max(0, retained_cost − other_resources)",
    Unit.EURO,
    reference=_LAST,
    confidence=Confidence.PROBABLE,
)
_DUE = Formula(
    "CR-FSE",
    "amount_due = min(grant, by_rate, by_resources)",
    Unit.EURO,
    reference=_LAST,
    confidence=Confidence.PROBABLE,
)
_TO_DATE = Formula(
    "CR-COST-TO-DATE",
    "cost_to_date = total_cost + cost_claimed_before",
    Unit.EURO,
    reference=_LAST,
    confidence=Confidence.PROBABLE,
)
_OWN = Formula(
    "CR-OWN-FUNDS",
    "own_funds = retained_cost − other_resources − amount_due",
    Unit.EURO,
    reference=_LAST,
    confidence=Confidence.PROBABLE,
)
_PRINTED = Formula(
    "CR-RATE-PRINTED",
    "printed_rate = rate at percent_decimals decimals of a percentage",
    Unit.RATE,
    reference=LegalReference(text="Convention de subvention FSE+", source="le taux imprimé dans la convention"),
    confidence=Confidence.ASSUMPTION,
)


def cost_to_date(total: Euros, claimed_before: Euros) -> Figure:
    """Euros of eligible cost since the start of the operation: this claim's and that of the claims before it.

    A claim whose adjustments outweigh its lines has a negative total; RuleError NEGATIVE when the sum is below zero.
    """
    cost = signed_amount(total, "total_cost") + amount(claimed_before, "cost_claimed_before")
    if cost < 0:
        raise RuleError(Reason.NEGATIVE, input="cost_to_date", value=as_text(cost))
    return _TO_DATE.figure(unrounded(cost), {"total_cost": total, "cost_claimed_before": claimed_before})


def amount_due(
    grant: Euros, rate: Exact, retained_cost: Euros, other_resources: Euros, resource_test: ResourceTest, on: date
) -> AmountDue:
    """Euros of FSE+ due since the start of the operation: the smallest of grant, rate × cost, and cost − resources.

    ``retained_cost`` and ``other_resources`` are cumulative since the start. ``rate`` is the agreement's: a Decimal at
    its printed precision, or the exact Fraction of ``exact_rate``. Rate × cost is cut to the cent by
    ``rounding_eu_share``. On a tie the first term named limits.
    Source: rule published by a département for 2014-2020, no text of 2021-2027 read: the FSE intervenes last.
    """
    costs = {"retained_cost": retained_cost, "other_resources": other_resources}
    cost, resources = amount(retained_cost, "retained_cost"), amount(other_resources, "other_resources")
    by_rate = _rate_of_cost(rate, retained_cost, on)
    by_resources = _BY_RESOURCES.figure(unrounded(max(cost - resources, Fraction(0))), costs)
    terms = [(unrounded(amount(grant, "grant")), DueTerm.GRANT), (by_rate.value, DueTerm.RATE)]
    if resource_test.applies:
        terms.append((by_resources.value, DueTerm.RESOURCES))
    due, binding = min(terms, key=lambda term: term[0])
    steps = (by_rate.trace, by_resources.trace) if resource_test.applies else (by_rate.trace,)
    figure = _DUE.figure(
        due,
        {"grant": grant, "rate": rate, **costs, "resource_test": "yes" if resource_test.applies else "no"},
        parameters=(resource_test.parameter,) if resource_test.parameter else (),
        steps=steps,
    )
    return AmountDue(
        value=due,
        trace=figure.trace,
        binding=binding,
        by_grant=terms[0][0],
        by_rate=by_rate.value,
        by_resources=by_resources.value if resource_test.applies else None,
    )


def own_funds(retained_cost: Euros, other_resources: Euros, due: Euros) -> Figure:
    """Euros that the beneficiary bears itself: the balancing item, so that funding and cost always tie.

    Never negative where the resource test applied; below zero otherwise, it says that resources exceed the need so far.
    """
    left = amount(retained_cost, "retained_cost") - amount(other_resources, "other_resources") - amount(due, "due")
    inputs = {"retained_cost": retained_cost, "other_resources": other_resources, "amount_due": due}
    return _OWN.figure(unrounded(left), inputs)


def exact_rate(grant: Euros, planned_total_cost: Euros) -> Fraction:
    """The rate that an agreement implies without printing it: grant ÷ planned total cost, exact.

    Refuses a grant above the planned cost (NOT_A_SHARE) and a planned cost of zero (NOT_POSITIVE).
    """
    return share(amount(grant, "grant") / positive(planned_total_cost, "planned_total_cost"), "rate")


def rate_at_printed_precision(rate: Exact, percent_decimals: int) -> Figure:
    """The rate as a document prints it: a percentage with that many decimals, half up, given as a fraction of one.

    43.86 % is percent_decimals 2 and gives 0.4386. Which precision an agreement uses must be stored with it: at two
    decimals or exactly, one claim differs by euros.
    """
    printed: Rate = rate_to_decimals(share(rate, "rate"), percent_decimals + 2)
    return _PRINTED.figure(printed, {"rate": rate, "percent_decimals": percent_decimals})


def _rate_of_cost(rate: Exact, retained_cost: Euros, on: date) -> Figure:
    rounding = value_in_force("rounding_eu_share", on)
    policy = rounding.rounding(Unit.EURO_ROUNDING)
    value = rounded(share(rate, "rate") * amount(retained_cost, "retained_cost"), policy)
    inputs = {"rate": rate, "retained_cost": retained_cost}
    return _BY_RATE.figure(value, inputs, parameters=(rounding,), rounding=policy)
