"""From a decision's terms to its figure: what each method needs, what may stand in for it, and what is refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from clause.domain.errors import Refused
from clause.domain.findings import Finding
from clause.domain.obligations import BaseDecision, ObligationInputs, ObligationTerms
from clause.rules.brackets import Brackets
from clause.rules.codes import ObligationUnit, Sector
from clause.rules.errors import Reason, RuleError
from clause.rules.obligation import (
    FED_METHODS,
    ObligationMethod,
    fixed_hours,
    hours_from_amount,
    hours_of_offer,
    sector_defaults,
)
from clause.rules.obligation_brackets import hours_from_brackets, usual_brackets
from clause.rules.obligation_changes import quantity_stated
from clause.rules.obligation_invoices import InvoiceRatio, amount_invoiced
from clause.rules.obligation_share import hours_worked_in_all, share_of_hours_worked
from clause.rules.obligation_takeover import TakeoverTerms, hours_after_takeover
from clause.rules.parameter import ParameterValue
from clause.rules.quantities import amount, positive, share
from clause.rules.rulebook import DEFAULTS, Rulebook
from clause.rules.trace import Figure, value_again

LARGEST_HOURS = Decimal("99999999.99")
"""The most that can be stored; far above any contract, so a result beyond it comes from a mistyped input."""
NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class UsualValues:
    """What stands in for an input left out: the lot's own rule, else what a kind of work usually has."""

    labour_share: ParameterValue | None = None
    insertion_rate: ParameterValue | None = None
    loaded_hourly_cost: ParameterValue | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """What the formulas that grow with time are fed with: the amount invoiced and the hours worked so far."""

    invoiced: Figure
    worked: Figure


NO_USUAL_VALUES = UsualValues()

_RATES = ("labour_share", "insertion_rate", "loaded_hourly_cost")
_NEEDED: Mapping[ObligationMethod, tuple[str, ...]] = {
    ObligationMethod.FIXED: ("hours_owed",),
    ObligationMethod.AMOUNT: ("amount_excl_vat", *_RATES),
    ObligationMethod.INVOICE_RATIO: ("threshold", "euros_per_step", "hours_per_step"),
    ObligationMethod.BRACKETS: ("amount_excl_vat",),
    ObligationMethod.STAFF_TAKEOVER: ("amount_excl_vat", "months", "transferable_monthly_hours", "insertion_rate"),
    ObligationMethod.HOURS_SHARE: ("insertion_rate",),
    ObligationMethod.OFFER: ("minimum_hours", "offered_hours"),
}
_OPTIONAL: Mapping[ObligationMethod, tuple[str, ...]] = {
    ObligationMethod.BRACKETS: ("brackets",),
    ObligationMethod.STAFF_TAKEOVER: ("hour_price",),
}
_FED_BY: Mapping[ObligationMethod, str] = {
    ObligationMethod.INVOICE_RATIO: "amount_invoiced",
    ObligationMethod.HOURS_SHARE: "hours_worked",
}
_CHECKS: Mapping[str, Callable[[Decimal, str], object]] = {
    "labour_share": share,
    "insertion_rate": share,
    "loaded_hourly_cost": positive,
    "euros_per_step": positive,
    "hours_per_step": positive,
    "hour_price": positive,
}
_REASON_CODES = {
    Reason.NEGATIVE: "OBL-012",
    Reason.NOT_POSITIVE: "OBL-013",
    Reason.NOT_A_SHARE: "OBL-014",
    Reason.TOO_PRECISE: "OBL-015",
    Reason.NOT_FINITE: "OBL-016",
    Reason.OUT_OF_RANGE: "OBL-017",
    Reason.NOT_IN_FORCE: "OBL-018",
    Reason.NOT_WHOLE: "OBL-025",
    Reason.BRACKETS_OUT_OF_ORDER: "OBL-026",
    Reason.NO_CLAUSE_POSSIBLE: "OBL-027",
    Reason.BELOW_CLAUSE_MINIMUM: "OBL-028",
}


def figure_of(
    terms: ObligationTerms,
    usual: UsualValues = NO_USUAL_VALUES,
    book: Rulebook = DEFAULTS,
    feed: Feed | None = None,
) -> Figure:
    """What these terms give on their day, with its account: hours with two decimals, or a quantity in another unit.

    What is left out takes its usual value, which the account then names. ``feed`` is what was invoiced or worked so
    far; without one, a calculation gives it in ``inputs``. Raises Refused OBL-010 with one finding per input that is
    missing, out of its bounds, or of another method, and for the two cases in which a staff take-over leaves no clause.
    """
    findings = [*_missing(terms, usual, feed), *_of_another_method(terms, feed), *_out_of_bounds(terms)]
    if findings:
        raise _refusal(*findings)
    try:
        figure = _FIGURES[terms.method](_Asked(terms, usual, book, feed or _typed_feed(terms.inputs)))
    except RuleError as error:
        raise _refusal(_refused_by_the_formula(error, terms)) from error
    if terms.unit is ObligationUnit.HOURS and figure.value > LARGEST_HOURS:
        raise Refused("OBL-019", hours=str(figure.value))
    return figure


def figure_again(decision: BaseDecision, feed: Feed) -> Figure:
    """What a recorded decision gives once this much is invoiced or worked, by the parameter values that it used.

    Whatever changed in the lot's rules since, the decision keeps its own: its account names them.
    """
    if decision.method is ObligationMethod.INVOICE_RATIO:
        return _ratio(decision.inputs).hours(feed.invoiced)
    if decision.method is ObligationMethod.HOURS_SHARE:
        used = {use.name: value_again(use) for use in decision.trace.parameters}
        rounding = used.pop("rounding_obligation_hours")
        rate = next(iter(used.values()), None) or _given(decision.inputs.insertion_rate)
        return share_of_hours_worked(feed.worked, rate, rounding)
    return Figure(value=decision.quantity, trace=decision.trace)


def usual_values(sector: Sector | None, on: date, book: Rulebook = DEFAULTS) -> UsualValues:
    """The values that stand in on a day: those a lot's documents fix, else those of a kind of work, if it is named.

    Raises Refused OBL-020 before the first known day.
    """
    version = book.in_effect(on)
    own = version.values if version else {}
    try:
        of_sector = sector_defaults(sector, on) if sector is not None else None
    except RuleError as error:
        raise Refused("OBL-020", on=on.isoformat(), first=error.values["first"]) from error
    return UsualValues(**{name: own.get(name) or getattr(of_sector, name, None) for name in _RATES})


@dataclass(frozen=True, slots=True)
class _Asked:
    """Terms that were checked, and what stands in for what they leave out."""

    terms: ObligationTerms
    usual: UsualValues
    book: Rulebook
    feed: Feed

    def value(self, name: str) -> Decimal | ParameterValue:
        given: Decimal | None = getattr(self.terms.inputs, name)
        usual: ParameterValue | None = getattr(self.usual, name, None)
        return usual if given is None and usual is not None else _given(given)


def _fixed(asked: _Asked) -> Figure:
    inputs, unit = asked.terms.inputs, asked.terms.unit
    if unit is ObligationUnit.HOURS:
        return fixed_hours(_given(inputs.hours_owed))
    return quantity_stated(_given(inputs.quantity_owed), unit)


def _amount(asked: _Asked) -> Figure:
    rates = {name: asked.value(name) for name in _RATES}
    amount_excl_vat = _given(asked.terms.inputs.amount_excl_vat)
    return hours_from_amount(amount_excl_vat, **rates, on=asked.terms.effective_on, book=asked.book)


def _ratio(inputs: ObligationInputs) -> InvoiceRatio:
    return InvoiceRatio(_given(inputs.threshold), _given(inputs.euros_per_step), _given(inputs.hours_per_step))


def _brackets(asked: _Asked) -> Figure:
    typed = asked.terms.inputs.brackets
    table = (
        usual_brackets(asked.terms.effective_on)
        if typed is None
        else Brackets.of((row.amount_from, row.hours) for row in typed)
    )
    return hours_from_brackets(_given(asked.terms.inputs.amount_excl_vat), table)


def _takeover(asked: _Asked) -> Figure:
    inputs = asked.terms.inputs
    terms = TakeoverTerms(
        amount_excl_vat=_given(inputs.amount_excl_vat),
        months=inputs.months or 0,
        transferable_monthly_hours=_given(inputs.transferable_monthly_hours),
        insertion_rate=asked.value("insertion_rate"),
        hour_price=inputs.hour_price,
    )
    return hours_after_takeover(terms, asked.terms.effective_on, asked.book)


def _share(asked: _Asked) -> Figure:
    rounding = asked.book.value("rounding_obligation_hours", asked.terms.effective_on)
    return share_of_hours_worked(asked.feed.worked, asked.value("insertion_rate"), rounding)


def _offer(asked: _Asked) -> Figure:
    return hours_of_offer(_given(asked.terms.inputs.minimum_hours), _given(asked.terms.inputs.offered_hours))


_FIGURES: Mapping[ObligationMethod, Callable[[_Asked], Figure]] = {
    ObligationMethod.FIXED: _fixed,
    ObligationMethod.AMOUNT: _amount,
    ObligationMethod.INVOICE_RATIO: lambda asked: _ratio(asked.terms.inputs).hours(asked.feed.invoiced),
    ObligationMethod.BRACKETS: _brackets,
    ObligationMethod.STAFF_TAKEOVER: _takeover,
    ObligationMethod.HOURS_SHARE: _share,
    ObligationMethod.OFFER: _offer,
}


def _typed_feed(inputs: ObligationInputs) -> Feed:
    invoiced, worked = inputs.amount_invoiced or NOTHING, inputs.hours_worked or NOTHING
    return Feed(amount_invoiced(invoiced, NOTHING, 0), hours_worked_in_all(worked, 0))


def _given(value: Decimal | None) -> Decimal:
    if value is None:
        raise RuntimeError("an input that was checked is missing")
    return value


def _needed(terms: ObligationTerms) -> tuple[str, ...]:
    if terms.unit is not ObligationUnit.HOURS:
        return ("quantity_owed",)
    return _NEEDED[terms.method]


def _missing(terms: ObligationTerms, usual: UsualValues, feed: Feed | None) -> list[Finding]:
    needed = _needed(terms)
    if feed is None and terms.method in FED_METHODS:
        needed = (*needed, _FED_BY[terms.method])
    return [
        Finding(code="OBL-022" if name == "amount_excl_vat" else "OBL-011", field=f"inputs.{name}")
        for name in needed
        if getattr(terms.inputs, name) is None and getattr(usual, name, None) is None
    ]


def _of_another_method(terms: ObligationTerms, feed: Feed | None) -> list[Finding]:
    if terms.unit is not ObligationUnit.HOURS and terms.method is not ObligationMethod.FIXED:
        return [Finding(code="OBL-024", field="method", raw=terms.method.value, values={"unit": terms.unit.value})]
    fed = _FED_BY.get(terms.method)
    known = {*_needed(terms), *_OPTIONAL.get(terms.method, ()), fed}
    given = {name: value for name, value in terms.inputs if value is not None}
    wrong = [
        Finding(code="OBL-021", field=f"inputs.{name}", raw=str(value)[:200], values={"method": terms.method.value})
        for name, value in given.items()
        if name not in known
    ]
    if feed is not None and fed in given:
        wrong.append(Finding(code="OBL-023", field=f"inputs.{fed}", raw=str(given[fed])))
    return wrong


def _out_of_bounds(terms: ObligationTerms) -> list[Finding]:
    findings = []
    for name, value in terms.inputs:
        try:
            if isinstance(value, Decimal):
                _CHECKS.get(name, amount)(value, name)
        except RuleError as error:
            findings.append(_rule_finding(error, f"inputs.{name}", str(value)))
    return findings


def _refused_by_the_formula(error: RuleError, terms: ObligationTerms) -> Finding:
    """A refusal that no input explains alone; without an input it is the day that has no rule."""
    name = error.values.get("input")
    if name is None:
        return _rule_finding(error, "effective_on", terms.effective_on.isoformat())
    return _rule_finding(error, f"inputs.{name}", str(getattr(terms.inputs, name, "")))


def _refusal(*findings: Finding) -> Refused:
    return Refused("OBL-010", findings=findings)


def _rule_finding(error: RuleError, field: str, raw: str) -> Finding:
    return Finding(code=_REASON_CODES[error.reason], field=field, raw=raw[:200], values=error.values)
