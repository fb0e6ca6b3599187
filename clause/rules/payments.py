"""What is paid and taken back: advance, payments before the balance, settlement of a claim, reduction for publicity."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from clause.rules.cost_codes import AdvanceRecovery, BeneficiaryKind, PenaltyBase
from clause.rules.errors import Reason, RuleError
from clause.rules.parameter import ParameterValue, value_in_force
from clause.rules.quantities import Euros, Exact, Unit, amount, as_text, exact, rounded, share, signed_amount, unrounded
from clause.rules.reference import Confidence, LegalReference
from clause.rules.trace import Figure, Formula

_AGREEMENT = LegalReference(text="fse.gouv.fr, La convention", link="https://www.fse.gouv.fr/la-convention")
_LAST = LegalReference(
    text="Département du Doubs, modalités de paiement des subventions FSE inclusion",
    source="règle publiée pour 2014-2020, reprise faute de texte 2021-2027",
)
_ADVANCE = Formula(
    "CR-ADVANCE",
    "advance = min(advance_rate × grant, advance_cap), 0 for an excluded beneficiary",
    Unit.EURO,
    reference=_AGREEMENT,
    confidence=Confidence.SURE,
)
_RECOVERED = Formula(
    "CR-ADVANCE-RECOVERED",
    "advance_recovered = advance at the balance or with all the grant due; before, nothing or advance × due ÷ grant",
    Unit.EURO,
    reference=_AGREEMENT,
    confidence=Confidence.ASSUMPTION,
)
_CAP = Formula(
    "CR-BEFORE-BALANCE",
    "cap_before_balance = max_before_balance_rate × grant",
    Unit.EURO,
    reference=_AGREEMENT,
    confidence=Confidence.PROBABLE,
)
_PAYABLE = Formula(
    "CR-PAYABLE",
    "payable_to_date = min(amount_due + advance − advance_recovered, grant, cap_before_balance)",
    Unit.EURO,
    reference=_LAST,
    confidence=Confidence.PROBABLE,
)
_TO_PAY = Formula(
    "CR-TO-PAY",
    "to_pay = payable_to_date − already_paid",
    Unit.EURO,
    reference=_LAST,
    confidence=Confidence.PROBABLE,
)
_PENALTY = Formula(
    "CR-PUBLICITY",
    "publicity_penalty = penalty_rate × penalty_base",
    Unit.EURO,
    reference=LegalReference(
        text="Règlement (UE) 2021/1060", article="50(3)", link="https://eur-lex.europa.eu/eli/reg/2021/1060/oj"
    ),
    confidence=Confidence.PROBABLE,
)
_AFTER = Formula(
    "CR-AFTER-PENALTY",
    "due_after_penalty = max(0, amount_due − publicity_penalty)",
    Unit.EURO,
    reference=_PENALTY.reference,
    confidence=Confidence.PROBABLE,
)
_SHARE = Formula("CR-SHARE", "share = rate × total", Unit.EURO, reference=_LAST, confidence=Confidence.PROBABLE)
_RESIDUAL = Formula(
    "CR-RESIDUAL", "residual = total − Σ share", Unit.EURO, reference=_LAST, confidence=Confidence.PROBABLE
)


@dataclass(frozen=True, slots=True)
class PaymentTerms:
    """What an agreement fixes on payments; ``agreement_rules.payment_terms`` makes it, dated defaults included."""

    grant: Euros
    advance_recovery: ParameterValue
    max_before_balance: ParameterValue | None = None
    """None where no ceiling is agreed."""


class Settlement(Figure):
    """What a claim leads to: euros to pay (``value``), negative where they are to be paid back."""

    payable_to_date: Euros
    advance_outstanding: Euros
    """The part of the advance that later claims take back."""

    @property
    def to_pay(self) -> Euros:
        """Euros to pay now; zero where something is to be paid back."""
        return max(self.value, Decimal("0.00"))

    @property
    def recovery(self) -> Euros:
        """Euros to be paid back; zero where something is to be paid."""
        return max(-self.value, Decimal("0.00"))


@dataclass(frozen=True, slots=True)
class PublicityReduction:
    """A reduction for missing publicity, and what is due after it."""

    penalty: Figure
    due_after: Figure


@dataclass(frozen=True, slots=True)
class FundingShares:
    """A total split by rates; what rounding and rates leave is the residual, so that all of it adds up."""

    shares: Mapping[str, Figure]
    residual: Figure


def advance(
    grant: Euros, beneficiary: BeneficiaryKind, rate: ParameterValue, cap: ParameterValue | None, on: date
) -> Figure:
    """Euros of advance that may be paid once the operation has started: a share of the grant, at most the cap.

    Nothing for local authorities, OPCO and operators of the State. ``rate`` and ``cap`` are the agreement's, or the
    dated rate and no cap. Cut to the cent by ``rounding_advance``.
    Source: fse.gouv.fr, la convention (30 %, exclusions); caps exist at some intermediate bodies.
    """
    excluded = value_in_force(f"advance_excluded_{beneficiary.value}", on)
    rounding = value_in_force("rounding_advance", on)
    policy = rounding.rounding(Unit.EURO_ROUNDING)
    value = rounded(amount(grant, "grant") * exact(rate.decimal(Unit.RATE)), policy)
    if cap is not None:
        value = min(value, cap.decimal(Unit.EURO))
    return _ADVANCE.figure(
        Decimal("0.00") if excluded.flag() else value,
        {"grant": grant, "beneficiary_kind": beneficiary.value},
        parameters=(excluded, rate, *((cap,) if cap else ()), rounding),
        rounding=policy,
    )


def advance_recovered(
    advance_paid: Euros, due_total: Euros, grant: Euros, is_final: bool, recovery: ParameterValue, on: date
) -> Figure:
    """Euros of the advance that claims have taken back so far: all of it with the final claim.

    Before, nothing (``final``), or in the proportion of the grant already due (``pro_rata``), cut to the cent by
    ``rounding_advance``.
    Assumption: with the balance at the latest; no schedule is known.
    """
    paid, due = amount(advance_paid, "advance"), amount(due_total, "amount_due")
    whole = amount(grant, "grant")
    rounding = value_in_force("rounding_advance", on)
    policy = rounding.rounding(Unit.EURO_ROUNDING)
    if is_final or (due >= whole and recovery.advance_recovery() is AdvanceRecovery.PRO_RATA):
        taken = paid
    elif recovery.advance_recovery() is AdvanceRecovery.PRO_RATA:
        taken = paid * due / whole
    else:
        taken = Fraction(0)
    return _RECOVERED.figure(
        rounded(taken, policy),
        {"advance": advance_paid, "amount_due": due_total, "grant": grant, "claim": _kind(is_final)},
        parameters=(recovery, rounding),
        rounding=policy,
    )


def settlement(
    due_total: Euros, already_paid: Euros, advance_paid: Euros, *, terms: PaymentTerms, is_final: bool, on: date
) -> Settlement:
    """Euros that a claim leads to: what is payable since the start less what was paid; negative is a recovery.

    ``due_total`` is due since the start (``amount_due``, after any reduction), ``already_paid`` all payments so far,
    the advance included and amounts paid back taken off, ``advance_paid`` the advance alone. Before the balance the
    advance not yet taken back stays with the beneficiary on top of what is due, never above the grant nor above the
    ceiling that the agreement may set on payments before the balance.
    Source: amount-due rule of a département for 2014-2020 (probable); ceiling before balance probable.
    Raises RuleError NEGATIVE for negative amounts.
    """
    taken = advance_recovered(advance_paid, due_total, terms.grant, is_final, terms.advance_recovery, on)
    outstanding = amount(advance_paid, "advance") - Fraction(taken.value)
    payable = min(amount(due_total, "amount_due") + outstanding, amount(terms.grant, "grant"))
    steps = [taken.trace]
    inputs = {"amount_due": due_total, "advance": advance_paid, "advance_recovered": taken.value, "grant": terms.grant}
    if terms.max_before_balance is not None and not is_final:
        cap = _cap_before_balance(terms.grant, terms.max_before_balance, on)
        payable = min(payable, Fraction(cap.value))
        steps.append(cap.trace)
        inputs["cap_before_balance"] = cap.value
    to_date = _PAYABLE.figure(unrounded(payable), inputs, steps=tuple(steps))
    left = unrounded(payable - amount(already_paid, "already_paid"))
    figure = _TO_PAY.figure(
        left, {"payable_to_date": to_date.value, "already_paid": already_paid}, steps=(to_date.trace,)
    )
    return Settlement(
        value=left,
        trace=figure.trace,
        payable_to_date=to_date.value,
        advance_outstanding=unrounded(outstanding),
    )


def publicity_reduction(
    due_total: Euros, grant: Euros, penalty_rate: Exact, base: ParameterValue, on: date
) -> PublicityReduction:
    """The reduction for missing publicity without remedy, and what is due after it, never below zero.

    ``base`` says what the rate applies to: the amount due or the agreed grant. Cut to the cent by
    ``rounding_publicity_penalty``.
    Source: regulation (EU) 2021/1060, art. 50(3); DREETS Bretagne: up to 3 %. Assumption: of the amount due.
    Raises RuleError ABOVE_MAXIMUM for a rate above ``publicity_penalty_max``.
    """
    highest = value_in_force("publicity_penalty_max", on)
    if share(penalty_rate, "penalty_rate") > exact(highest.decimal(Unit.RATE)):
        values = {"value": as_text(penalty_rate), "highest": as_text(highest.decimal(Unit.RATE))}
        raise RuleError(Reason.ABOVE_MAXIMUM, input="penalty_rate", **values)
    rounding = value_in_force("rounding_publicity_penalty", on)
    policy = rounding.rounding(Unit.EURO_ROUNDING)
    of = grant if base.penalty_base() is PenaltyBase.AGREED_GRANT else due_total
    penalty = _PENALTY.figure(
        rounded(exact(penalty_rate) * amount(of, "penalty_base"), policy),
        {"penalty_rate": penalty_rate, "penalty_base": of},
        parameters=(highest, base, rounding),
        rounding=policy,
    )
    left = max(Fraction(0), amount(due_total, "amount_due") - Fraction(penalty.value))
    inputs = {"amount_due": due_total, "publicity_penalty": penalty.value}
    return PublicityReduction(penalty, _AFTER.figure(unrounded(left), inputs, steps=(penalty.trace,)))


def funding_shares(total: Euros, rates: Mapping[str, Exact], on: date) -> FundingShares:
    """The euros of each funder by its rate, cut to the cent by ``rounding_eu_share``, and the residual.

    The residual is total − Σ shares, so that funding and cost always tie; own funds or the local share bear it.
    Raises RuleError NOT_A_SHARE for a rate outside 0 to 1, and for rates that together exceed one.
    """
    rounding = value_in_force("rounding_eu_share", on)
    policy = rounding.rounding(Unit.EURO_ROUNDING)
    share(sum((share(rate, name) for name, rate in rates.items()), Fraction(0)), "rates")
    cost = signed_amount(total, "total")
    shares = {
        name: _SHARE.figure(
            rounded(cost * exact(rate), policy),
            {"rate": rate, "total": total},
            parameters=(rounding,),
            rounding=policy,
        )
        for name, rate in rates.items()
    }
    left = cost - sum((Fraction(figure.value) for figure in shares.values()), Fraction(0))
    inputs = {"total": total, **{name: figure.value for name, figure in shares.items()}}
    return FundingShares(shares, _RESIDUAL.figure(unrounded(left), inputs))


def _cap_before_balance(grant: Euros, rate: ParameterValue, on: date) -> Figure:
    rounding = value_in_force("rounding_payment_cap", on)
    policy = rounding.rounding(Unit.EURO_ROUNDING)
    value = rounded(amount(grant, "grant") * exact(rate.decimal(Unit.RATE)), policy)
    return _CAP.figure(value, {"grant": grant}, parameters=(rate, rounding), rounding=policy)


def _kind(is_final: bool) -> str:
    return "final" if is_final else "interim"
