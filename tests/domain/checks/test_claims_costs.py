"""What is looked at in the costs of a claim, its plan, its days of payment and its other resources."""

from datetime import date
from decimal import Decimal

import pytest

from clause.domain.agreements import AgreementOptions, Deliverable, UnitValue
from clause.domain.checks.claims.costs_are_paid_in_time import costs_are_paid_in_time
from clause.domain.checks.claims.costs_fit_the_plan import costs_fit_the_plan
from clause.domain.checks.claims.resources_leave_a_need import resources_leave_a_need
from clause.domain.checks.claims.someone_is_assigned import someone_is_assigned
from clause.domain.claim_inputs import ClaimInputs, ExpectedMonth
from clause.domain.claim_snapshot_parts import SnapshotCostItem, SnapshotReturned
from clause.domain.findings import Finding, Severity
from clause.rules.cost_codes import CostMethod, CostPlan, CostPost
from tests.builders.claim_inputs import (
    a_letter,
    a_month,
    a_person,
    an_agreement,
    an_item,
    an_operation,
    claim_inputs,
    named,
)

TODAY = date(2026, 7, 1)
MAY = "employments.P1.2026-05"
OF_MAY = {"staff_number": "P1", "month": "2026-05"}
ABOVE = Decimal("200000.01")
OPTIONS = AgreementOptions(
    unit_values=(UnitValue(code="U1", label="Heure", value=Decimal("40.00")),),
    deliverables=(Deliverable(code="D1", label="Guide", amount=Decimal("5000.00")),),
)


def under(
    plan: CostPlan,
    *items: SnapshotCostItem,
    planned: Decimal = Decimal("60000.00"),
    options: AgreementOptions = OPTIONS,
) -> ClaimInputs:
    agreement = an_agreement(cost_plan=plan, planned_total_cost=planned, options=options)
    return claim_inputs(operation=an_operation(agreement=agreement), cost_items=items)


def at(item: SnapshotCostItem) -> str:
    return f"cost_items.{item.id}"


def paid(day: date | None, method: CostMethod = CostMethod.M2) -> ExpectedMonth:
    share = "0.60" if method is CostMethod.M1 else None
    month = a_month("2026-05", a_person("P1", a_letter("P1", method, time_share=share)))
    assert month.pay is not None
    return month.model_copy(update={"pay": month.pay.model_copy(update={"paid_on": day})})


# CLM-101 and CLM-109: something to claim.


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (CostPlan.P40, ("CLM-101", "first_month")),
        (CostPlan.REAL, ("CLM-101", "first_month")),
        (CostPlan.P20, ("CLM-109", "cost_items")),
        (CostPlan.P20_P15, ("CLM-109", "cost_items")),
        (CostPlan.UC, ("CLM-109", "cost_items")),
        (CostPlan.LS, ("CLM-109", "cost_items")),
    ],
)
def test_a_claim_of_nothing_is_told_by_what_its_plan_takes(plan: CostPlan, expected: tuple[str, str]) -> None:
    code, field = expected
    assert list(someone_is_assigned(under(plan), TODAY)) == [Finding(code=code, field=field, raw="2026-05")]


def test_one_cost_or_one_line_that_comes_back_is_something() -> None:
    returned = SnapshotReturned(
        line_id=named("line"), claim_number=1, position=1, post=CostPost.SERVICES, amount=Decimal("1.00")
    )
    empty = under(CostPlan.P20)
    assert list(someone_is_assigned(under(CostPlan.P20, an_item("Loyer", "1.00")), TODAY)) == []
    assert list(someone_is_assigned(empty.model_copy(update={"returned": (returned,)}), TODAY)) == []
    assert list(someone_is_assigned(claim_inputs(a_month("2026-05")), TODAY)) == []


# CLM-116: CR-01 and CR-03, on the cost planned.


@pytest.mark.parametrize(("planned", "is_refused"), [("199999.99", True), ("200000.00", True), ("200000.01", False)])
def test_real_costs_alone_are_for_larger_operations(planned: str, is_refused: bool) -> None:
    given = under(CostPlan.REAL, planned=Decimal(planned))
    expected = [Finding(code="CLM-116", field="agreement.cost_plan", raw="REAL", values={"planned": planned})]
    assert list(costs_fit_the_plan(given, TODAY)) == (expected if is_refused else [])
    assert expected[0].severity is Severity.BLOCKING


def test_real_costs_alone_are_for_operations_with_state_aid() -> None:
    given = under(CostPlan.REAL, planned=Decimal("200000.00"), options=AgreementOptions(state_aid=True))
    assert list(costs_fit_the_plan(given, TODAY)) == []


@pytest.mark.parametrize("plan", [plan for plan in CostPlan if plan is not CostPlan.REAL])
def test_a_simplified_plan_is_allowed_at_any_cost(plan: CostPlan) -> None:
    for planned in ("1.00", "200000.00", "900000.00"):
        assert list(costs_fit_the_plan(under(plan, planned=Decimal(planned)), TODAY)) == []


# CLM-117: CR-02 and CR-06, a real cost that a flat rate covers or that is no base of one.


@pytest.mark.parametrize(
    ("plan", "post", "planned", "is_refused"),
    [
        (CostPlan.P40, CostPost.OPERATING, ABOVE, True),
        (CostPlan.P40, CostPost.REMAINING, ABOVE, True),
        (CostPlan.P40, CostPost.PARTICIPANTS, Decimal("60000.00"), False),
        (CostPlan.P15, CostPost.INDIRECT, ABOVE, True),
        (CostPlan.P15, CostPost.OPERATING, Decimal("199999.99"), True),
        (CostPlan.P15, CostPost.OPERATING, Decimal("200000.00"), True),
        (CostPlan.P15, CostPost.OPERATING, ABOVE, False),
        (CostPlan.P07, CostPost.OPERATING, Decimal("60000.00"), False),
        (CostPlan.P07, CostPost.INDIRECT, ABOVE, True),
        (CostPlan.P20, CostPost.SERVICES, Decimal("60000.00"), False),
        (CostPlan.P20, CostPost.STAFF, ABOVE, True),
        (CostPlan.UC, CostPost.OPERATING, ABOVE, True),
        (CostPlan.LS, CostPost.SERVICES, ABOVE, True),
        (CostPlan.REAL, CostPost.INDIRECT, ABOVE, False),
    ],
)
def test_a_cost_is_one_that_the_plan_takes(plan: CostPlan, post: CostPost, planned: Decimal, is_refused: bool) -> None:
    item = an_item("Loyer", "10.00", post)
    values = {"label": "Loyer", "post": post.value, "plan": plan.value}
    expected = [Finding(code="CLM-117", field=at(item), raw=post.value, values=values)]
    assert list(costs_fit_the_plan(under(plan, item, planned=planned), TODAY)) == (expected if is_refused else [])


# CLM-118: units and deliverables of the agreement.


@pytest.mark.parametrize(
    ("plan", "post", "codes", "raw"),
    [
        (CostPlan.UC, CostPost.UNITS, {"unit_code": "U2"}, "U2"),
        (CostPlan.UC, CostPost.UNITS, {"unit_code": "D1"}, "D1"),
        (CostPlan.UC, CostPost.UNITS, {"deliverable_code": "D1"}, "D1"),
        (CostPlan.LS, CostPost.DELIVERABLES, {"deliverable_code": "D2"}, "D2"),
        (CostPlan.LS, CostPost.DELIVERABLES, {"unit_code": "U1"}, "U1"),
        (CostPlan.LS, CostPost.DELIVERABLES, {}, ""),
    ],
)
def test_a_unit_or_a_deliverable_that_was_not_agreed_is_refused(
    plan: CostPlan, post: CostPost, codes: dict[str, object], raw: str
) -> None:
    item = an_item("Guide", "10.00", post, **codes)
    values = {"label": "Guide", "post": post.value, "plan": plan.value}
    expected = [Finding(code="CLM-118", field=at(item), raw=raw, values=values)]
    assert list(costs_fit_the_plan(under(plan, item), TODAY)) == expected


def test_an_agreed_unit_and_an_agreed_deliverable_are_taken() -> None:
    units = an_item("Heures", "80.00", CostPost.UNITS, unit_code="U1", units=Decimal("2"))
    guide = an_item("Guide", "5000.00", CostPost.DELIVERABLES, deliverable_code="D1")
    assert list(costs_fit_the_plan(under(CostPlan.UC, units), TODAY)) == []
    assert list(costs_fit_the_plan(under(CostPlan.LS, guide), TODAY)) == []


# CLM-119: incurred in the days of the operation, 1 January 2025 to 30 June 2026.


@pytest.mark.parametrize(
    ("day", "is_refused"),
    [
        (date(2024, 12, 31), True),
        (date(2025, 1, 1), False),
        (date(2025, 1, 2), False),
        (date(2026, 6, 29), False),
        (date(2026, 6, 30), False),
        (date(2026, 7, 1), True),
    ],
)
def test_a_cost_is_incurred_in_the_days_of_the_operation(day: date, is_refused: bool) -> None:
    item = an_item("Loyer", "10.00", incurred_on=day)
    values = {"label": "Loyer", "incurred_on": day.isoformat()}
    found = list(costs_are_paid_in_time(under(CostPlan.P07, item), TODAY))
    assert found == ([Finding(code="CLM-119", field=at(item), values=values)] if is_refused else [])
    units = an_item("Heures", "40.00", CostPost.UNITS, unit_code="U1", incurred_on=day, paid_on=None)
    codes = [finding.code for finding in costs_are_paid_in_time(under(CostPlan.UC, units), TODAY)]
    assert codes == (["CLM-119"] if is_refused else [])


# CLM-120: CR-41 and CR-42, a real cost is paid.


@pytest.mark.parametrize(
    ("paid_on", "today", "is_refused"),
    [
        (None, TODAY, True),
        (date(2026, 6, 30), TODAY, False),
        (date(2026, 7, 1), TODAY, False),
        (date(2026, 7, 2), TODAY, True),
        (date(2026, 12, 29), date(2027, 1, 31), False),
        (date(2026, 12, 30), date(2027, 1, 31), False),
        (date(2026, 12, 31), date(2027, 1, 31), True),
    ],
)
def test_a_real_cost_is_paid_by_the_claim_and_in_six_months_of_the_end(
    paid_on: date | None, today: date, is_refused: bool
) -> None:
    item = an_item("Loyer", "10.00", paid_on=paid_on)
    values = {"label": "Loyer", "incurred_on": "2026-06-01"}
    found = list(costs_are_paid_in_time(under(CostPlan.P07, item), today))
    assert found == ([Finding(code="CLM-120", field=at(item), values=values)] if is_refused else [])


@pytest.mark.parametrize("code", ["unit_code", "deliverable_code"])
def test_a_simplified_cost_needs_no_payment(code: str) -> None:
    post = CostPost.UNITS if code == "unit_code" else CostPost.DELIVERABLES
    item = an_item("Simplifié", "10.00", post, paid_on=None, **{code: "X1"})
    assert list(costs_are_paid_in_time(under(CostPlan.UC, item), TODAY)) == []


# CLM-121 and CLM-122: pay is paid by the claim, and in six months of the end.


@pytest.mark.parametrize(
    ("paid_on", "is_refused"),
    [(date(2026, 12, 29), False), (date(2026, 12, 30), False), (date(2026, 12, 31), True)],
)
@pytest.mark.parametrize("method", [CostMethod.M1, CostMethod.M2])
def test_pay_that_came_after_the_last_delay_is_refused(paid_on: date, is_refused: bool, method: CostMethod) -> None:
    given = claim_inputs(paid(paid_on, method))
    values = {**OF_MAY, "latest": "2026-12-30"}
    expected = [Finding(code="CLM-121", field=MAY, raw=paid_on.isoformat(), values=values)]
    assert list(costs_are_paid_in_time(given, date(2027, 1, 31))) == (expected if is_refused else [])


@pytest.mark.parametrize(
    ("paid_on", "is_refused"), [(date(2026, 6, 30), False), (date(2026, 7, 1), False), (date(2026, 7, 2), True)]
)
def test_pay_that_is_still_to_be_paid_is_not_claimed(paid_on: date, is_refused: bool) -> None:
    """CR-41: incurred and paid, as for any other real cost."""
    expected = [Finding(code="CLM-122", field=MAY, raw=paid_on.isoformat(), values=OF_MAY)]
    found = list(costs_are_paid_in_time(claim_inputs(paid(paid_on)), TODAY))
    assert found == (expected if is_refused else [])
    assert expected[0].severity is Severity.BLOCKING


def test_a_payslip_without_its_day_is_taken_as_paid() -> None:
    """CR-43."""
    assert list(costs_are_paid_in_time(claim_inputs(paid(None)), TODAY)) == []


@pytest.mark.parametrize("method", [CostMethod.M3A, CostMethod.M3B])
def test_hours_at_a_rate_do_not_wait_for_the_pay_of_the_month(method: CostMethod) -> None:
    assert list(costs_are_paid_in_time(claim_inputs(paid(date(2027, 3, 1), method)), TODAY)) == []


# CLM-126: the FSE intervenes last.


@pytest.mark.parametrize(("resources", "is_told"), [("59999.99", False), ("60000.00", True), ("60000.01", True)])
def test_resources_that_pay_for_everything_are_worth_a_look(resources: str, is_told: bool) -> None:
    expected = Finding(
        code="CLM-126",
        severity=Severity.WARNING,
        field="other_resources",
        raw=resources,
        values={"resources": resources, "planned": "60000.00"},
    )
    assert list(resources_leave_a_need(claim_inputs(resources=resources), TODAY)) == ([expected] if is_told else [])
