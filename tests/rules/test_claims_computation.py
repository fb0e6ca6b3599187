"""A whole claim from approved months: lines, flat rate, total, amount due, and the part asked for now."""

from datetime import date
from decimal import Decimal

import pytest

from clause.domain.claims_computation import (
    AgreementTerms,
    ClaimedBefore,
    ClaimFigures,
    StaffMonth,
    compute_claim,
)
from clause.rules.calendar import Month
from clause.rules.codes import RegionCategory
from clause.rules.cofinancing import DueTerm, exact_rate, rate_within_ceiling
from clause.rules.errors import Reason, RuleError, TimeOvercommitted

END = date(2026, 6, 30)
TERMS = AgreementTerms(grant=Decimal("36000.00"), rate=Decimal("0.6000"))


def month(text: str, on_operation: str = "98.50", person: str = "P1", elsewhere: str = "0.00") -> StaffMonth:
    return StaffMonth(
        person_ref=person,
        month=Month.parse(text),
        employer_cost=Decimal("3912.37"),
        hours_on_operation=Decimal(on_operation),
        hours_worked=Decimal("133.00"),
        hours_on_other_operations=Decimal(elsewhere),
    )


def claim(
    *months: StaffMonth,
    terms: AgreementTerms = TERMS,
    resources: str = "1000.00",
    is_final: bool = True,
    before: ClaimedBefore | None = None,
) -> ClaimFigures:
    return compute_claim(months, terms, other_resources=Decimal(resources), is_final=is_final, on=END, before=before)


def test_a_claim_adds_its_lines_the_flat_rate_and_the_three_terms() -> None:
    figures = claim(month("2026-05"), month("2026-06"))
    assert [str(line.staff_cost.value) for line in figures.lines] == ["2897.51", "2897.51"]
    assert str(figures.staff_cost.value) == "5795.02"
    assert str(figures.flat_rate_amount.value) == "2318.00"
    assert str(figures.total_cost.value) == "8113.02"
    assert str(figures.cost_to_date.value) == "8113.02"
    assert (str(figures.due_to_date.value), figures.due_to_date.binding) == ("4867.81", DueTerm.RATE)
    assert str(figures.amount_requested.value) == "4867.81"
    assert str(figures.own_funds.value) == "2245.21"


def test_the_total_names_each_line_that_it_adds() -> None:
    figures = claim(month("2026-06"), month("2026-05"))
    assert figures.staff_cost.trace.inputs == {"P1 2026-05": "2897.51", "P1 2026-06": "2897.51"}


def test_the_order_in_which_months_come_changes_nothing() -> None:
    months = [month("2026-06"), month("2026-05"), month("2026-05", person="P0")]
    figures = claim(*months)
    assert figures == claim(*reversed(months))
    assert [f"{line.person_ref} {line.month}" for line in figures.lines] == ["P0 2026-05", "P1 2026-05", "P1 2026-06"]


def test_the_figures_come_back_from_json_as_they_went() -> None:
    figures = claim(month("2026-05"), month("2026-06"))
    assert ClaimFigures.model_validate_json(figures.model_dump_json()) == figures


def test_a_second_claim_asks_for_what_is_due_since_the_start_less_the_first() -> None:
    first = claim(month("2026-05"), is_final=False)
    before = ClaimedBefore(cost=first.cost_to_date.value, requested=first.due_to_date.value)
    second = claim(month("2026-06"), before=before)
    assert str(second.cost_to_date.value) == "8113.02"
    assert second.due_to_date.value == claim(month("2026-05"), month("2026-06")).due_to_date.value
    assert first.amount_requested.value + second.amount_requested.value == second.due_to_date.value


def test_resources_that_came_late_make_the_final_claim_a_repayment() -> None:
    first = claim(month("2026-05"), resources="4000.00", is_final=False)
    assert (str(first.due_to_date.value), first.due_to_date.binding) == ("2433.90", DueTerm.RATE)
    before = ClaimedBefore(cost=first.cost_to_date.value, requested=first.due_to_date.value)
    final = claim(resources="4000.00", before=before)
    assert (str(final.due_to_date.value), final.due_to_date.binding) == ("56.51", DueTerm.RESOURCES)
    assert str(final.amount_requested.value) == "-2377.39"


def test_the_grant_is_never_exceeded() -> None:
    figures = claim(month("2026-05"), terms=AgreementTerms(Decimal("1000.00"), Decimal("0.6000")))
    assert (str(figures.due_to_date.value), figures.due_to_date.binding) == ("1000.00", DueTerm.GRANT)


def test_a_claim_without_a_month_is_nil() -> None:
    figures = claim(resources="0.00")
    assert figures.lines == ()
    assert figures.total_cost.value == figures.due_to_date.value == figures.own_funds.value == 0


def test_a_month_claimed_twice_is_refused_and_named() -> None:
    with pytest.raises(RuleError) as refusal:
        claim(month("2026-05"), month("2026-06"), month("2026-05", on_operation="1.00"))
    assert refusal.value.reason is Reason.MONTH_CLAIMED_TWICE
    assert refusal.value.values == {"person_ref": "P1", "month": "2026-05"}


def test_two_people_may_claim_the_same_month() -> None:
    assert len(claim(month("2026-05"), month("2026-05", person="P2")).lines) == 2


def test_other_operations_may_fill_the_month_and_not_a_hundredth_more() -> None:
    assert claim(month("2026-05", elsewhere="34.50")).lines
    with pytest.raises(TimeOvercommitted) as refusal:
        claim(month("2026-05", elsewhere="34.51"))
    assert refusal.value.values["excess_hours"] == "0.01"
    assert (refusal.value.values["person_ref"], refusal.value.values["month"]) == ("P1", "2026-05")


def test_a_wrong_amount_is_refused_with_its_person_and_month() -> None:
    with pytest.raises(RuleError) as refusal:
        claim(month("2026-05", on_operation="1.001"))
    assert refusal.value.reason is Reason.TOO_PRECISE
    assert refusal.value.values["month"] == "2026-05"


def test_the_rate_that_an_agreement_implies_is_exact_and_at_most_one() -> None:
    assert exact_rate(Decimal("20000.00"), Decimal("60000.00")) * 3 == 1
    with pytest.raises(RuleError, match="NOT_A_SHARE"):
        exact_rate(Decimal("60000.01"), Decimal("60000.00"))
    with pytest.raises(RuleError, match="NOT_POSITIVE"):
        exact_rate(Decimal("0.00"), Decimal("0.00"))


@pytest.mark.parametrize(("rate", "is_within"), [("0.5999", True), ("0.6000", True), ("0.6001", False)])
def test_a_rate_may_reach_the_ceiling_of_its_region_and_not_pass_it(rate: str, is_within: bool) -> None:
    assert rate_within_ceiling(Decimal(rate), RegionCategory.TRANSITION, END) is is_within
