"""What a claim adds up over its lines and over the claims before it: sums and differences, nothing is rounded."""

from collections.abc import Mapping
from fractions import Fraction

from clause.rules.quantities import Euros, Unit, amount, signed_amount, unrounded
from clause.rules.reference import Confidence, LegalReference
from clause.rules.trace import Figure, Formula

_LAST = LegalReference(
    text="Département du Doubs, modalités de paiement des subventions FSE inclusion",
    source="règle publiée pour 2014-2020, reprise faute de texte 2021-2027",
)
_COST = Formula(
    "CR-COST",
    "amount = amount declared with its document",
    Unit.EURO,
    reference=LegalReference(text="Règlement (UE) 2021/1060", article="53(1)(a)", source="coûts réels"),
    confidence=Confidence.SURE,
)
_RETURNED = Formula(
    "CR-RETURNED",
    "amount = amount parked by the verification of an earlier claim",
    Unit.EURO,
    reference=LegalReference(
        text="fse.gouv.fr, Bilan, contrôle de service fait et paiement",
        link="https://www.fse.gouv.fr/bilan-controle-de-service-fait-et-paiement",
    ),
    confidence=Confidence.ASSUMPTION,
)
_RETAINED = Formula(
    "CR-RETAINED-BEFORE",
    "cost_claimed_before = Σ cost of each earlier claim: retained once concluded, declared until then",
    Unit.EURO,
    reference=_LAST,
    confidence=Confidence.PROBABLE,
)
_BEFORE = Formula(
    "CR-REQUESTED-BEFORE",
    "requested_before = already_paid + Σ still_requested of each earlier claim",
    Unit.EURO,
    reference=_LAST,
    confidence=Confidence.PROBABLE,
)
_TYPED = Formula(
    "CR-REQUESTED-TYPED",
    "requested_before = max(already_paid, Σ requested by earlier claims)",
    Unit.EURO,
    reference=_LAST,
    confidence=Confidence.ASSUMPTION,
)
_POST = Formula(
    "CR-POST", "cost = Σ lines of the post", Unit.EURO, reference=_COST.reference, confidence=Confidence.SURE
)
_REQUEST = Formula(
    "CR-REQUEST",
    "amount_requested = payable_to_date − requested_before",
    Unit.EURO,
    reference=_LAST,
    confidence=Confidence.PROBABLE,
)


def real_cost(declared: Euros) -> Figure:
    """Euros of a cost other than staff as declared with its document; not rounded."""
    return _COST.figure(unrounded(amount(declared, "declared")), {"declared": declared})


def returned_cost(parked: Euros) -> Figure:
    """Euros of a line that a verification set aside, declared again as it was; an adjustment may be negative."""
    return _RETURNED.figure(unrounded(signed_amount(parked, "parked")), {"parked": parked})


def post_cost(costs_by_line: Mapping[str, Euros]) -> Figure:
    """Euros of one post: the sum of its lines, each already rounded; keys name the lines."""
    total = sum((signed_amount(cost, name) for name, cost in costs_by_line.items()), Fraction(0))
    return _POST.figure(unrounded(total), costs_by_line)


def retained_before(costs_by_claim: Mapping[str, Euros]) -> Figure:
    """Euros of eligible cost that earlier claims hold: what a verification retained, else what was declared."""
    total = sum((signed_amount(cost, name) for name, cost in costs_by_claim.items()), Fraction(0))
    return _RETAINED.figure(unrounded(total), costs_by_claim)


def requested_before(already_paid: Euros, still_requested: Mapping[str, Euros]) -> Figure:
    """Euros of FSE+ that were paid, and that earlier claims still ask for, or are still to give back (below zero).

    Source: CR-FSE, ``to_pay = due_total − already_paid``; Interpretation: a request that was not paid yet counts as if.
    """
    total = signed_amount(already_paid, "already_paid")
    total += sum((signed_amount(left, name) for name, left in still_requested.items()), Fraction(0))
    return _BEFORE.figure(unrounded(total), {"already_paid": already_paid, **still_requested})


def requested_before_typed(already_paid: Euros, requested: Mapping[str, Euros]) -> Figure:
    """The same where payments are not recorded but told: a payment settles what was asked for, an advance comes on top.

    Assumption: without the payments one by one, the larger of what was told and what was asked for.
    """
    asked = sum((signed_amount(one, name) for name, one in requested.items()), Fraction(0))
    total = max(amount(already_paid, "already_paid"), asked)
    return _TYPED.figure(unrounded(total), {"already_paid": already_paid, **requested})


def amount_to_request(payable_to_date: Euros, before: Euros) -> Figure:
    """Euros that a claim asks for: payable since the start less what was paid or asked for; negative is a repayment."""
    left = amount(payable_to_date, "payable_to_date") - signed_amount(before, "requested_before")
    return _REQUEST.figure(unrounded(left), {"payable_to_date": payable_to_date, "requested_before": before})
