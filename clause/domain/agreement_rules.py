"""What holds for an operation's money: what its agreement fixes, else the dated parameter.

Either way the answer is a ``ParameterValue``, so that the account of a figure names the version of the agreement that
it used.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from clause.domain.agreements import AgreementTerms
from clause.rules.cofinancing import ResourceTest
from clause.rules.errors import Reason, UnknownValue
from clause.rules.parameter import ParameterValue, value_in_force, value_of_one_contract
from clause.rules.payments import PaymentTerms
from clause.rules.quantities import Unit
from clause.rules.reference import Confidence, LegalReference
from clause.rules.rulebook import RuleSpec

AGREEMENT_RULES: Mapping[str, RuleSpec] = MappingProxyType(
    {
        "key_period": RuleSpec(Unit.KEY_PERIOD, "key_period"),
        "calculated_flat_rate": RuleSpec(Unit.RATE, None),
        "advance_rate": RuleSpec(Unit.RATE, "advance_rate"),
        "advance_cap": RuleSpec(Unit.EURO, None),
        "advance_recovery": RuleSpec(Unit.ADVANCE_RECOVERY, "advance_recovery"),
        "max_before_balance_rate": RuleSpec(Unit.RATE, None),
        "resource_test_on_interim": RuleSpec(Unit.YES_NO, "resource_test_on_interim"),
        "publicity_penalty_base": RuleSpec(Unit.PENALTY_BASE, "publicity_penalty_base"),
        "contradictory_days": RuleSpec(Unit.DAY, "contradictory_days"),
        "clarification_days": RuleSpec(Unit.DAY, "clarification_days"),
        "min_time_share": RuleSpec(Unit.RATE, None),
        "salary_cap_hourly": RuleSpec(Unit.EURO, None),
        "salary_cap_annual": RuleSpec(Unit.EURO, None),
        "min_grant_per_year": RuleSpec(Unit.EURO, None),
    }
)
"""What an agreement may fix, named as in ``AgreementOptions``; without a default, nothing holds unless it does."""


def agreement_value(agreement: AgreementTerms, name: str, on: date) -> ParameterValue | None:
    """What the agreement fixes under this name, else the dated parameter in force on the day, else None.

    Raises UnknownValue: UNKNOWN_NAME for no such rule, NOT_IN_FORCE before the parameter's first day.
    """
    spec = AGREEMENT_RULES.get(name)
    if spec is None:
        raise UnknownValue(Reason.UNKNOWN_NAME, name=name)
    own = getattr(agreement.options, name)
    if own is not None:
        return value_of_one_contract(
            name, spec.unit, _raw(own), _since(agreement), _reference(agreement), Confidence.SURE
        )
    return value_in_force(spec.default, on) if spec.default else None


def agreement_value_of(agreement: AgreementTerms, name: str, on: date) -> ParameterValue:
    """The same for a rule that always has a value. Raises UnknownValue NOT_IN_FORCE where nothing speaks."""
    found = agreement_value(agreement, name, on)
    if found is None:
        raise UnknownValue(Reason.NOT_IN_FORCE, name=name, on=on.isoformat(), first="")
    return found


def payment_terms(agreement: AgreementTerms, on: date) -> PaymentTerms:
    """What the agreement fixes on payments, as ``settlement`` takes it."""
    return PaymentTerms(
        grant=agreement.grant_amount,
        advance_recovery=agreement_value_of(agreement, "advance_recovery", on),
        max_before_balance=agreement_value(agreement, "max_before_balance_rate", on),
    )


def resource_test_of(agreement: AgreementTerms, is_final: bool, on: date) -> ResourceTest:
    """Whether other resources already limit this claim: always the final one; an interim one as agreed or usual."""
    if is_final:
        return ResourceTest(applies=True)
    parameter = agreement_value_of(agreement, "resource_test_on_interim", on)
    return ResourceTest(applies=parameter.flag(), parameter=parameter)


def _raw(value: object) -> object:
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.value if isinstance(value, StrEnum) else value


def _since(agreement: AgreementTerms) -> date:
    return agreement.effective_on or agreement.signed_on


def _reference(agreement: AgreementTerms) -> LegalReference:
    return LegalReference(text="Convention de subvention FSE+", source=agreement.reference)
