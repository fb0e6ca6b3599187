"""Advance, payments before the balance, settlement, reduction for publicity, and the days that run (CR-FSE, §1.5)."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from clause.rules.claim_calendar import agreement_expires_at, answer_until, keep_until, pay_by, payable_until
from clause.rules.cost_codes import BeneficiaryKind
from clause.rules.errors import RuleError
from clause.rules.parameter import ParameterValue, value_in_force, value_of_one_contract
from clause.rules.payments import (
    PaymentTerms,
    Settlement,
    advance,
    advance_recovered,
    funding_shares,
    publicity_reduction,
    settlement,
)
from clause.rules.quantities import Unit
from clause.rules.reference import Confidence, LegalReference

TODAY = date(2026, 3, 31)
GRANT = Decimal("36000.00")
ADVANCE = Decimal("10800.00")


def agreed(name: str, unit: Unit, raw: object) -> ParameterValue:
    reference = LegalReference(text="Convention", source="conditions particulières")
    return value_of_one_contract(name, unit, raw, TODAY, reference, Confidence.SURE)


def terms(recovery: str = "final", before_balance: str | None = None) -> PaymentTerms:
    ceiling = agreed("max_before_balance_rate", Unit.RATE, before_balance) if before_balance else None
    return PaymentTerms(GRANT, agreed("advance_recovery", Unit.ADVANCE_RECOVERY, recovery), ceiling)


def settle(due: str, already: str, *, agreement: PaymentTerms, is_final: bool = False) -> Settlement:
    return settlement(Decimal(due), Decimal(already), ADVANCE, terms=agreement, is_final=is_final, on=TODAY)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (BeneficiaryKind.ASSOCIATION, "10800.00"),
        (BeneficiaryKind.OTHER, "10800.00"),
        (BeneficiaryKind.LOCAL_AUTHORITY, "0.00"),
        (BeneficiaryKind.OPCO, "0.00"),
        (BeneficiaryKind.STATE_OPERATOR, "0.00"),
    ],
)
def test_an_advance_is_thirty_per_cent_but_not_for_everybody(kind: BeneficiaryKind, expected: str) -> None:
    figure = advance(GRANT, kind, value_in_force("advance_rate", TODAY), None, TODAY)
    assert str(figure.value) == figure.trace.result == expected


@pytest.mark.parametrize(
    ("cap", "expected"), [("10799.99", "10799.99"), ("10800.00", "10800.00"), ("10800.01", "10800.00")]
)
def test_a_cap_only_lowers_the_advance(cap: str, expected: str) -> None:
    rate, most = value_in_force("advance_rate", TODAY), agreed("advance_cap", Unit.EURO, cap)
    assert str(advance(GRANT, BeneficiaryKind.ASSOCIATION, rate, most, TODAY).value) == expected


def test_an_advance_is_taken_back_with_the_balance_or_as_the_grant_falls_due() -> None:
    def recovered(due: str, recovery: str, is_final: bool = False) -> str:
        parameter = agreed("advance_recovery", Unit.ADVANCE_RECOVERY, recovery)
        return str(advance_recovered(ADVANCE, Decimal(due), GRANT, is_final, parameter, TODAY).value)

    assert recovered("14000.00", "final") == "0.00"
    assert recovered("14000.00", "final", is_final=True) == "10800.00"
    assert recovered("14000.00", "pro_rata") == "4200.00"
    assert recovered("14000.01", "pro_rata") == "4200.00"
    assert recovered("36000.00", "pro_rata") == "10800.00"
    assert recovered("0.00", "pro_rata") == "0.00"


def test_an_advance_that_is_taken_back_at_the_end_stays_with_the_beneficiary_until_then() -> None:
    interim = settle("14000.00", "10800.00", agreement=terms())
    assert (str(interim.to_pay), str(interim.advance_outstanding)) == ("14000.00", "10800.00")
    balance = settle("30750.00", "24800.00", agreement=terms(), is_final=True)
    assert str(balance.to_pay) == "5950.00"
    assert balance.advance_outstanding == balance.recovery == 0


def test_an_advance_taken_back_in_part_lowers_the_payment_by_that_part() -> None:
    interim = settle("14000.00", "10800.00", agreement=terms("pro_rata"))
    assert (str(interim.to_pay), str(interim.payable_to_date)) == ("9800.00", "20600.00")


def test_payments_before_the_balance_never_pass_the_grant() -> None:
    interim = settle("30000.00", "10800.00", agreement=terms())
    assert (str(interim.payable_to_date), str(interim.to_pay)) == ("36000.00", "25200.00")


@pytest.mark.parametrize(("rate", "to_pay"), [("0.70", "14400.00"), ("0.80", "18000.00"), ("1", "19200.00")])
def test_a_ceiling_before_the_balance_holds_payments_back_until_it(rate: str, to_pay: str) -> None:
    assert str(settle("19200.00", "10800.00", agreement=terms(before_balance=rate)).to_pay) == to_pay
    final = settle("36000.00", "25200.00", agreement=terms(before_balance=rate), is_final=True)
    assert str(final.to_pay) == "10800.00"


def test_more_paid_than_due_is_a_recovery() -> None:
    balance = settle("22000.00", "24800.00", agreement=terms(), is_final=True)
    assert (str(balance.recovery), str(balance.value)) == ("2800.00", "-2800.00")
    assert balance.to_pay == 0


@pytest.mark.parametrize(("rate", "is_taken"), [("0.0299", True), ("0.0300", True), ("0.0301", False)])
def test_missing_publicity_costs_three_per_cent_at_most(rate: str, is_taken: bool) -> None:
    base = value_in_force("publicity_penalty_base", TODAY)
    if not is_taken:
        with pytest.raises(RuleError, match="ABOVE_MAXIMUM"):
            publicity_reduction(Decimal("100.00"), GRANT, Decimal(rate), base, TODAY)
        return
    reduced = publicity_reduction(Decimal("100.00"), GRANT, Decimal(rate), base, TODAY)
    assert reduced.penalty.value + reduced.due_after.value == 100


def test_a_reduction_on_the_grant_never_takes_more_than_is_due() -> None:
    base = agreed("publicity_penalty_base", Unit.PENALTY_BASE, "agreed_grant")
    reduced = publicity_reduction(Decimal("1000.00"), GRANT, Decimal("0.03"), base, TODAY)
    assert (str(reduced.penalty.value), str(reduced.due_after.value)) == ("1080.00", "0.00")


def test_rates_that_together_pass_one_are_refused() -> None:
    half = Decimal("0.5")
    assert funding_shares(Decimal("10.00"), {"a": half, "b": half}, TODAY).residual.value == 0
    with pytest.raises(RuleError, match="NOT_A_SHARE"):
        funding_shares(Decimal("10.00"), {"a": half, "b": Decimal("0.500001")}, TODAY)


def test_a_claim_is_paid_within_eighty_days_and_as_many_more_as_were_interrupted() -> None:
    assert pay_by(date(2025, 3, 14), 0, TODAY) == date(2025, 6, 2)
    assert pay_by(date(2025, 3, 14), 17, TODAY) == date(2025, 6, 19)
    with pytest.raises(RuleError, match="NEGATIVE"):
        pay_by(date(2025, 3, 14), -1, TODAY)


def test_days_of_signature_answers_late_payment_and_retention() -> None:
    created = datetime(2025, 1, 8, 10, tzinfo=UTC)
    assert agreement_expires_at(created, TODAY) == datetime(2025, 1, 14, 10, tzinfo=UTC)
    assert answer_until(date(2026, 3, 1), value_in_force("contradictory_days", TODAY)) == date(2026, 3, 16)
    assert answer_until(date(2026, 3, 1), agreed("contradictory_days", Unit.DAY, 30)) == date(2026, 3, 31)
    assert payable_until(date(2025, 8, 31)) == date(2026, 2, 28)
    days = [date(2024, 12, 31), date(2025, 1, 1), date(2025, 12, 31)]
    assert [keep_until(day) for day in days] == [date(2029, 12, 31), date(2030, 12, 31), date(2030, 12, 31)]
