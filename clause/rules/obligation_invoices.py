"""Hours that follow what is invoiced under a framework agreement, and what its purchase orders let expect."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor

from clause.rules.calendar import Period
from clause.rules.quantities import (
    Euros,
    Exact,
    Hours,
    Rounding,
    Unit,
    amount,
    exact,
    half_up_cents,
    positive,
    unrounded,
)
from clause.rules.reference import Confidence, LegalReference
from clause.rules.trace import Figure, Formula, Trace

_AGREEMENT = LegalReference(
    text="CCAP 21_BAM_048 (Secrétariat général du Gouvernement)",
    article="1.4",
    source="1 h par tranche entière de 2 000 € HT facturée au-delà de 2 700 000 €",
)
_RATIO = Formula(
    "OBL-INVOICE-RATIO",
    "hours_owed = ⌊max(0, amount_invoiced − threshold) ÷ euros_per_step⌋ × hours_per_step",
    Unit.HOUR,
    reference=_AGREEMENT,
    confidence=Confidence.SURE,
)
_INVOICED = Formula(
    "OBL-INVOICED",
    "amount_invoiced = invoices − credit_notes",
    Unit.EURO,
    reference=_AGREEMENT,
    confidence=Confidence.SURE,
)
_ORDERED = Formula(
    "OBL-ORDERED",
    "amount_ordered_to_date = Σ amount × elapsed_days ÷ order_days",
    Unit.EURO,
    reference=LegalReference(
        text="Clause sociale des marchés beta.gouv",
        source="documentation publique clause-sociale (2022) : prévision par bons de commande étalés sur leur durée",
    ),
    confidence=Confidence.SURE,
)


@dataclass(frozen=True, slots=True)
class InvoiceRatio:
    """What an agreement says: so many hours for each full step of euros invoiced beyond a threshold, VAT left out."""

    threshold: Euros
    euros_per_step: Euros
    hours_per_step: Hours

    def hours(self, invoiced: Figure) -> Figure:
        """Hours owed once this much is invoiced; a step that is not full gives none, whatever the rounding elsewhere.

        In hours with two decimals. Raises RuleError on terms out of their bounds; an invoiced total below the
        threshold, or below zero after credit notes, gives 0.00. Source: CCAP 21_BAM_048, article 1.4.
        """
        above = max(Fraction(0), exact(invoiced.value, "amount_invoiced") - amount(self.threshold, "threshold"))
        steps = floor(above / positive(self.euros_per_step, "euros_per_step"))
        hours = steps * positive(self.hours_per_step, "hours_per_step")
        inputs: dict[str, Exact | int | str] = {
            "amount_invoiced": invoiced.value,
            "threshold": self.threshold,
            "euros_per_step": self.euros_per_step,
            "hours_per_step": self.hours_per_step,
        }
        return _RATIO.figure(unrounded(hours), inputs, steps=(invoiced.trace,))


def amount_invoiced(invoices: Euros, credit_notes: Euros, count: int) -> Figure:
    """What is invoiced without VAT, credit notes taken off, in euros with two decimals; may be below zero.

    ``invoices`` and ``credit_notes`` are the sums of both, ``count`` is how many papers they come from.
    """
    left = amount(invoices, "invoices") - amount(credit_notes, "credit_notes")
    inputs: dict[str, Exact | int | str] = {"invoices": invoices, "credit_notes": credit_notes, "papers": count}
    return _INVOICED.figure(unrounded(left), inputs)


@dataclass(frozen=True, slots=True)
class OrderedAmount:
    """The amount of a purchase order without VAT, and the days over which it is carried out."""

    number: str
    amount: Euros
    days: Period


def amount_ordered(orders: Sequence[OrderedAmount], on: date) -> Figure:
    """What orders let expect to be invoiced by the end of a day: each amount spread evenly over its days.

    Euros to the nearest cent, once, on the sum. Both days of an order count. Source: the DINUM/beta.gouv agreement,
    which asks for a forecast from orders beside what is due from invoices.
    Interpretation: "linearly over their duration" is counted in calendar days.
    """
    parts = [(order, max(0, (min(on, order.days.last_day) - order.days.first_day).days + 1)) for order in orders]
    total = sum(
        (amount(order.amount, "amount") * Fraction(days, order.days.days) for order, days in parts), Fraction(0)
    )
    return _ORDERED.figure(
        half_up_cents(total),
        {"orders": len(orders), "on": on.isoformat()},
        rounding=Rounding.HALF_UP_CENTS,
        steps=tuple(_part(order, days) for order, days in parts if days),
    )


def _part(order: OrderedAmount, elapsed: int) -> Trace:
    part = half_up_cents(amount(order.amount, "amount") * Fraction(elapsed, order.days.days))
    inputs: dict[str, Exact | int | str] = {
        "order": order.number,
        "amount": order.amount,
        "elapsed_days": elapsed,
        "order_days": order.days.days,
    }
    return _ORDERED.figure(part, inputs, rounding=Rounding.HALF_UP_CENTS).trace
