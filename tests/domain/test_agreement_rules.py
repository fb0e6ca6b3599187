"""What holds for an operation's money: the agreement's word, else the usual dated value."""

from datetime import date
from decimal import Decimal

import pytest

from clause.domain.agreement_rules import (
    AGREEMENT_RULES,
    agreement_value,
    agreement_value_of,
    payment_terms,
    resource_test_of,
)
from clause.domain.agreements import AgreementOptions, AgreementTerms
from clause.rules.cost_codes import AdvanceRecovery, CostPlan, PenaltyBase
from clause.rules.errors import UnknownValue
from clause.rules.parameter import value_in_force
from clause.rules.reference import Confidence
from clause.rules.trace import used

TODAY = date(2026, 3, 31)


def agreement(**options: object) -> AgreementTerms:
    return AgreementTerms(
        reference="CONV-1",
        signed_on=date(2025, 1, 15),
        planned_total_cost=Decimal("60000.00"),
        grant_amount=Decimal("36000.00"),
        rate=Decimal("0.6000"),
        rate_decimals=2,
        cost_plan=CostPlan.P40,
        options=AgreementOptions.model_validate(options),
    )


def test_an_agreement_that_fixes_nothing_follows_the_dated_values() -> None:
    for name, spec in AGREEMENT_RULES.items():
        found = agreement_value(agreement(), name, TODAY)
        if name == "key_period":
            continue
        assert found == (value_in_force(spec.default, TODAY) if spec.default else None)


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("advance_rate", "0.25", "0.25"),
        ("advance_cap", "50000.00", "50000.00"),
        ("advance_recovery", "pro_rata", "pro_rata"),
        ("max_before_balance_rate", "0.80", "0.80"),
        ("resource_test_on_interim", True, "true"),
        ("publicity_penalty_base", "agreed_grant", "agreed_grant"),
        ("contradictory_days", 30, "30"),
        ("clarification_days", 20, "20"),
        ("min_time_share", "0.20", "0.20"),
        ("salary_cap_hourly", "40.00", "40.00"),
        ("salary_cap_annual", "60000.00", "60000.00"),
        ("min_grant_per_year", "10000.00", "10000.00"),
        ("calculated_flat_rate", "0.20", "0.20"),
        ("key_period", "claim", "claim"),
    ],
)
def test_what_the_agreement_fixes_holds_and_names_the_agreement(name: str, value: object, text: str) -> None:
    found = agreement_value_of(agreement(**{name: value}), name, TODAY)
    use = used(found)
    assert (use.name, use.value, use.in_force_from) == (name, text, date(2025, 1, 15))
    assert (use.reference.source, use.confidence) == ("CONV-1", Confidence.SURE)


def test_an_amendment_speaks_from_its_own_day() -> None:
    amended = agreement(advance_rate="0.20").model_copy(update={"effective_on": date(2026, 1, 1)})
    assert agreement_value_of(amended, "advance_rate", TODAY).version_date == date(2026, 1, 1)


def test_an_unknown_rule_and_one_that_nobody_fixed_are_told() -> None:
    with pytest.raises(UnknownValue, match="UNKNOWN_NAME"):
        agreement_value(agreement(), "advance", TODAY)
    with pytest.raises(UnknownValue, match="NOT_IN_FORCE"):
        agreement_value_of(agreement(), "advance_cap", TODAY)


def test_payments_and_resources_follow_the_agreement() -> None:
    terms = payment_terms(agreement(advance_recovery="pro_rata", max_before_balance_rate="0.70"), TODAY)
    assert terms.advance_recovery.advance_recovery() is AdvanceRecovery.PRO_RATA
    assert terms.max_before_balance is not None
    assert payment_terms(agreement(), TODAY).max_before_balance is None
    base = agreement_value_of(agreement(), "publicity_penalty_base", TODAY)
    assert base.penalty_base() is PenaltyBase.DUE_TOTAL
    tests = [resource_test_of(agreement(resource_test_on_interim=flag), False, TODAY).applies for flag in (True, False)]
    assert tests == [True, False]
    assert not resource_test_of(agreement(), False, TODAY).applies
    assert resource_test_of(agreement(), True, TODAY).applies
