"""What is looked at before a claim is computed, check by check."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from clause.domain.agreements import GrantAgreement
from clause.domain.checks.claims import findings_of
from clause.domain.claim_inputs import ClaimInputs, EarlierClaim
from clause.domain.claims import ClaimKind, ClaimTerms, blocks
from clause.domain.findings import Finding, Severity
from clause.domain.operations import Operation, OperationState
from clause.rules.calendar import Month
from clause.rules.codes import RegionCategory
from clause.rules.cost_codes import CostPlan
from tests.builders.territory import NOW

SOMEONE = UUID(int=1)


def operation(last_day: date) -> Operation:
    return Operation(
        id=UUID(int=2),
        facilitator_org_id=SOMEONE,
        intermediate_body_id=SOMEONE,
        number="1",
        title="T",
        programme_cci="2021FR05SFPR001",
        priority="1",
        specific_objective="H",
        region_category=RegionCategory.TRANSITION,
        first_day=date(2025, 1, 1),
        last_day=last_day,
        state=OperationState.IN_FORCE,
        created_at=NOW,
        version=1,
        agreement=GrantAgreement(
            id=UUID(int=3),
            version_no=1,
            reference="C",
            signed_on=date(2025, 1, 1),
            planned_total_cost=Decimal("60000.00"),
            grant_amount=Decimal("36000.00"),
            rate=Decimal("0.6"),
            rate_decimals=2,
            cost_plan=CostPlan.P40,
        ),
    )


def earlier(number: int, kind: ClaimKind = ClaimKind.INTERIM, due: str = "10.00", cost: str = "20.00") -> EarlierClaim:
    month = Month(2025, number)
    return EarlierClaim(
        number=number,
        kind=kind,
        first_month=month,
        last_month=month,
        cost_to_date=Decimal(cost),
        amount_due=Decimal(due),
    )


def inputs(
    kind: ClaimKind, last_day: date, *before: EarlierClaim, last_month: str = "2025-12", paid: str = "0.00"
) -> ClaimInputs:
    return ClaimInputs(
        terms=ClaimTerms(
            first_month=Month(2025, 10),
            last_month=Month.parse(last_month),
            kind=kind,
            other_resources=Decimal("0.00"),
            already_paid=Decimal(paid),
        ),
        operation=operation(last_day),
        months=(),
        earlier=before,
    )


def warnings(given: ClaimInputs, today: date = date(2026, 1, 10)) -> list[str]:
    return [finding.code for finding in findings_of(given, today) if finding.severity is Severity.WARNING]


def test_one_interim_claim_too_many_is_worth_a_look() -> None:
    eighteen_months = date(2026, 6, 30)
    assert warnings(inputs(ClaimKind.INTERIM, eighteen_months)) == []
    assert warnings(inputs(ClaimKind.INTERIM, eighteen_months, earlier(1))) == ["CLM-105"]
    assert warnings(inputs(ClaimKind.INTERIM, date(2025, 12, 31))) == ["CLM-105"]


def test_a_final_claim_without_the_interim_ones_is_worth_a_look() -> None:
    thirty_months = date(2027, 6, 30)
    final = inputs(ClaimKind.FINAL, thirty_months, last_month="2027-06")
    assert warnings(final) == ["CLM-106"]
    assert warnings(final.model_copy(update={"earlier": (earlier(1),)})) == []


@pytest.mark.parametrize(("last_month", "found"), [("2025-11", ["CLM-107"]), ("2025-12", [])])
def test_a_final_claim_goes_to_the_end_of_the_operation(last_month: str, found: list[str]) -> None:
    assert warnings(inputs(ClaimKind.FINAL, date(2025, 12, 31), last_month=last_month)) == found


@pytest.mark.parametrize(
    ("today", "found"), [(date(2026, 6, 29), []), (date(2026, 6, 30), []), (date(2026, 7, 1), ["CLM-108"])]
)
def test_a_late_final_claim_is_worth_a_look(today: date, found: list[str]) -> None:
    # Six months after 31 December: 30 June.
    assert warnings(inputs(ClaimKind.FINAL, date(2025, 12, 31)), today) == found


def test_warnings_alone_do_not_block() -> None:
    finding = Finding(code="CLM-105", field="kind")
    assert blocks([finding])
    assert not blocks([finding.model_copy(update={"severity": Severity.WARNING})])


@pytest.mark.parametrize(("paid", "requested"), [("9.99", "10.00"), ("10.00", "10.00"), ("10.01", "10.01")])
def test_what_was_asked_for_or_paid_before_is_the_larger_of_both(paid: str, requested: str) -> None:
    before = inputs(ClaimKind.INTERIM, date(2026, 6, 30), earlier(1), paid=paid).claimed_before
    assert (str(before.cost), str(before.requested)) == ("20.00", requested)


def test_the_last_of_the_earlier_claims_counts_for_all() -> None:
    claims = (earlier(2, due="30.00", cost="50.00"), earlier(1))
    before = inputs(ClaimKind.INTERIM, date(2026, 6, 30), *claims).claimed_before
    assert (str(before.cost), str(before.requested)) == ("50.00", "30.00")


def test_equal_inputs_have_equal_hashes_and_others_do_not() -> None:
    one, same = inputs(ClaimKind.INTERIM, date(2026, 6, 30)), inputs(ClaimKind.INTERIM, date(2026, 6, 30))
    assert one.hash() == same.hash()
    assert one.hash() != inputs(ClaimKind.INTERIM, date(2026, 6, 30), paid="0.01").hash()
