"""Money paid and given back: sums of a claim and of an operation, the advance, and what may be recorded."""

from datetime import date
from decimal import Decimal

import pytest

from clause.domain.findings import Finding
from clause.domain.payments import PaymentAccount, PaymentKind, advance_paid, check_amount, check_day, paid_for
from tests.builders.claim_inputs import named
from tests.builders.plain_claims import a_payment

ROWS = (
    a_payment("A1", "300.00", PaymentKind.ADVANCE, claim=None),
    a_payment("P1", "100.10"),
    a_payment("P2", "50.05", claim=2),
    a_payment("R1", "-20.02", PaymentKind.RECOVERY),
)


def test_what_came_back_lowers_what_was_paid() -> None:
    assert str(paid_for(ROWS)) == "430.13"


@pytest.mark.parametrize(("claim", "paid"), [(1, "80.08"), (2, "50.05"), (3, "0.00")])
def test_each_claim_has_its_own_payments_and_no_part_of_the_advance(claim: int, paid: str) -> None:
    assert str(paid_for(iter(ROWS), named(f"claim {claim}"))) == paid


def test_an_advance_that_was_reversed_is_not_paid_and_other_reversals_leave_it() -> None:
    again = a_payment("A2", "250.00", PaymentKind.ADVANCE, claim=None)
    undone = a_payment("X1", "-300.00", PaymentKind.REVERSAL, claim=None, reverses="A1")
    other = a_payment("X2", "-100.10", PaymentKind.REVERSAL, reverses="P1")
    assert str(advance_paid(ROWS)) == "300.00"
    assert str(advance_paid(iter((*ROWS, undone, other)))) == "0.00"
    assert str(advance_paid((undone, *ROWS, again))) == "250.00"
    assert str(advance_paid(())) == "0.00"


def test_an_account_adds_up_its_rows_and_keeps_them_in_their_order() -> None:
    account = PaymentAccount.of(iter(ROWS), left_to_settle=Decimal("-5.00"), keep_until=date(2036, 12, 31))
    assert (account.payments, str(account.paid_to_date)) == (ROWS, "430.13")
    assert (str(account.left_to_settle), account.keep_until) == ("-5.00", date(2036, 12, 31))
    bare = PaymentAccount.of(())
    assert (str(bare.paid_to_date), str(bare.left_to_settle), bare.keep_until) == ("0.00", "0.00", None)


@pytest.mark.parametrize("amount", ["0.01", "99.99", "100.00"])
def test_an_amount_from_a_cent_to_what_is_left_may_be_paid(amount: str) -> None:
    assert check_amount(Decimal(amount), Decimal("100.00")) == ()


@pytest.mark.parametrize("amount", ["0.00", "-0.01"])
def test_an_amount_of_nothing_is_no_payment(amount: str) -> None:
    assert check_amount(Decimal(amount), Decimal("100.00")) == (Finding(code="PMT-101", field="amount", raw=amount),)


@pytest.mark.parametrize(
    ("amount", "most", "told"), [("100.01", "100.00", "100.00"), ("0.01", "0.00", "0.00"), ("1.00", "-5.00", "0.00")]
)
def test_more_than_what_is_left_is_not_paid_and_the_most_is_told_from_nothing_up(
    amount: str, most: str, told: str
) -> None:
    assert check_amount(Decimal(amount), Decimal(most)) == (
        Finding(code="PMT-102", field="amount", raw=amount, values={"most": told}),
    )


FIRST, TODAY = date(2026, 6, 1), date(2026, 7, 1)


@pytest.mark.parametrize("day", [FIRST, date(2026, 6, 15), TODAY])
def test_a_payment_lies_between_what_it_pays_and_today(day: date) -> None:
    assert check_day("paid_on", day, FIRST, TODAY) == ()


def test_a_day_to_come_is_refused() -> None:
    found = check_day("paid_on", date(2026, 7, 2), FIRST, TODAY)
    assert found == (Finding(code="PMT-103", field="paid_on", raw="2026-07-02"),)


def test_a_day_before_what_it_pays_is_refused_with_the_first_day() -> None:
    found = check_day("reversed_on", date(2026, 5, 31), FIRST, TODAY)
    assert found == (
        Finding(code="PMT-104", field="reversed_on", raw="2026-05-31", values={"first_day": "2026-06-01"}),
    )
