"""Hours of a cleaning contract whose staff is taken over: the branch's weighting, and two cases without a clause."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from clause.rules.errors import Reason, RuleError
from clause.rules.obligation import decimal_of
from clause.rules.parameter import ParameterValue, value_in_force
from clause.rules.quantities import Euros, Hours, Rate, Unit, amount, as_text, positive, rounded, share
from clause.rules.reference import Confidence, LegalReference
from clause.rules.rulebook import DEFAULTS, Rulebook
from clause.rules.trace import Figure, Formula

_BRANCH = LegalReference(
    text="PACT Propreté (branche propreté)",
    source="calculateur public d’Inserpropre, pondération par la reprise du personnel",
)
_FREE_SHARE = Formula(
    "OBL-TAKEOVER-SHARE",
    "free_share = 1 − (transferable_monthly_hours × hour_price) ÷ (amount_excl_vat ÷ months)",
    Unit.RATE,
    reference=_BRANCH,
    confidence=Confidence.SURE,
)
_TAKEOVER = Formula(
    "OBL-TAKEOVER",
    "hours_owed = free_share × amount_excl_vat ÷ hour_price × insertion_rate",
    Unit.HOUR,
    reference=_BRANCH,
    confidence=Confidence.SURE,
)


@dataclass(frozen=True, slots=True)
class TakeoverTerms:
    """Turnover over the period without VAT, its months, the monthly hours of the staff taken over, and the rate."""

    amount_excl_vat: Euros
    months: int
    transferable_monthly_hours: Hours
    insertion_rate: Rate | ParameterValue
    hour_price: Euros | ParameterValue | None = None
    """Price of an hour sold; None takes ``staff_takeover_hour_price`` of the day (20 € of cost ÷ 80 % of labour)."""


def hours_after_takeover(terms: TakeoverTerms, on: date, book: Rulebook = DEFAULTS) -> Figure:
    """Hours owed on the share of the price that pays for staff still to be recruited, rounded by the lot's policy.

    Raises RuleError: NO_CLAUSE_POSSIBLE when nothing of the price is left (P ≤ 0), BELOW_CLAUSE_MINIMUM when the
    unrounded result is under ``staff_takeover_minimum_hours`` of the day (150 h: the branch advises no clause), and on
    inputs out of their bounds. Source: PACT Propreté calculator.
    """
    price = terms.hour_price if terms.hour_price is not None else value_in_force("staff_takeover_hour_price", on)
    minimum = value_in_force("staff_takeover_minimum_hours", on)
    rounding = book.value("rounding_obligation_hours", on)
    turnover, hour = positive(terms.amount_excl_vat, "amount_excl_vat"), _price(price)
    rate = decimal_of(terms.insertion_rate, Unit.RATE)
    free = _free_share(terms, turnover, hour)
    hours = free * turnover / hour * share(rate, "insertion_rate")
    if free <= 0:
        raise RuleError(Reason.NO_CLAUSE_POSSIBLE, input="transferable_monthly_hours", share=as_text(free))
    if hours < amount(minimum.decimal(Unit.HOUR), "minimum"):
        raise RuleError(
            Reason.BELOW_CLAUSE_MINIMUM,
            input="amount_excl_vat",
            hours=as_text(rounded(hours, rounding.rounding(Unit.HOUR_ROUNDING))),
            minimum=as_text(minimum.decimal(Unit.HOUR)),
        )
    inputs = _inputs(terms, decimal_of(price, Unit.EURO_PER_HOUR))
    policy = rounding.rounding(Unit.HOUR_ROUNDING)
    dated = tuple(
        value for value in (terms.insertion_rate, price, minimum, rounding) if isinstance(value, ParameterValue)
    )
    return _TAKEOVER.figure(
        rounded(hours, policy),
        {**inputs, "free_share": free, "insertion_rate": rate},
        parameters=dated,
        rounding=policy,
        steps=(_FREE_SHARE.trace(as_text(free), inputs),),
    )


def _price(price: Euros | ParameterValue) -> Fraction:
    return positive(decimal_of(price, Unit.EURO_PER_HOUR), "hour_price")


def _free_share(terms: TakeoverTerms, turnover: Fraction, hour: Fraction) -> Fraction:
    if terms.months < 1:
        raise RuleError(Reason.NOT_POSITIVE, input="months", value=str(terms.months))
    staff = amount(terms.transferable_monthly_hours, "transferable_monthly_hours") * hour
    return 1 - staff / (turnover / terms.months)


def _inputs(terms: TakeoverTerms, hour_price: Euros) -> dict[str, Euros | int | Fraction | str]:
    return {
        "amount_excl_vat": terms.amount_excl_vat,
        "months": terms.months,
        "transferable_monthly_hours": terms.transferable_monthly_hours,
        "hour_price": hour_price,
    }
