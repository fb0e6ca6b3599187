"""A person's month over all operations: shares add up, documents used twice come out, strangers stay unnamed."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from clause.domain.double_funding import ClaimedLine, double_funding_of
from clause.rules.calendar import Month
from clause.rules.cost_codes import CostMethod

MINE, PERSON = UUID(int=1), UUID(int=9)


def a_line(**changes: Any) -> ClaimedLine:
    """A line of 2026-01 under M2, half of the month, on the operation of the caller."""
    line = ClaimedLine(
        employment_id=PERSON,
        staff_number="F-001",
        month=Month(2026, 1),
        operation_id=MINE,
        operation_number="A",
        other_rank=None,
        claim_id=UUID(int=5),
        claim_number=1,
        claim_state="submitted",
        method=CostMethod.M2,
        time_share=None,
        hours_on_operation=Decimal("70.00"),
        hours_worked=Decimal("140.00"),
        employer_cost=Decimal("4000.00"),
        amount=Decimal("2000.00"),
        document_sha256="aa",
    )
    return line.model_copy(update=changes)


def elsewhere(hours: str, **changes: Any) -> ClaimedLine:
    """The same month on an operation that is not to be named."""
    unnamed = {"operation_id": None, "operation_number": None, "other_rank": 2, "claim_id": None, "claim_number": None}
    return a_line(hours_on_operation=Decimal(hours), **{**unnamed, **changes})


@pytest.mark.parametrize(("hours", "exceeds"), [("69.99", False), ("70.00", False), ("70.01", True)])
def test_more_than_the_whole_month_is_flagged(hours: str, exceeds: bool) -> None:
    (month,) = double_funding_of(MINE, [a_line(), elsewhere(hours)]).months
    assert month.shares is not None
    assert (month.shares.exceeds_one, month.is_flagged) == (exceeds, exceeds)
    assert [line.operation for line in month.lines] == ["A", "other-2"]


def test_a_fixed_share_beside_counted_hours_is_flagged() -> None:
    fixed = elsewhere("0.00", method=CostMethod.M1, time_share=Decimal("0.4"))
    (month,) = double_funding_of(MINE, [a_line(), fixed]).months
    assert month.methods_conflict
    assert month.shares is not None
    assert (month.shares.value, month.shares.exceeds_one) == (Decimal("0.9000"), False)


def test_a_share_that_is_not_known_is_not_guessed() -> None:
    (month,) = double_funding_of(MINE, [a_line(), elsewhere("1.00", hours_worked=None)]).months
    assert month.shares is None
    assert not month.is_flagged


def test_the_same_month_claimed_twice_by_one_operation_is_flagged() -> None:
    again = a_line(claim_number=2, hours_on_operation=Decimal("140.00"))
    (month,) = double_funding_of(MINE, [a_line(), again]).months
    assert month.is_flagged


def test_only_months_of_the_operation_are_told() -> None:
    other = elsewhere("70.00", month=Month(2026, 2), document_sha256="bb")
    found = double_funding_of(MINE, [a_line(), other])
    assert [month.month for month in found.months] == [Month(2026, 1)]
    assert found.payslips == ()


def test_a_pay_document_of_two_months_is_told_apart_from_one_that_is_shared() -> None:
    shared = double_funding_of(MINE, [a_line(), elsewhere("10.00")]).payslips
    reused = double_funding_of(MINE, [a_line(), elsewhere("10.00", month=Month(2026, 2))]).payslips
    assert [(one.document_sha256, one.is_one_month) for one in (*shared, *reused)] == [("aa", True), ("aa", False)]
