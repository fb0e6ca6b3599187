"""The lines of a claim: which records each one names, what an adjustment says, what a cost is worth."""

from datetime import date
from decimal import Decimal

import pytest

from clause.domain.agreements import AgreementOptions, Deliverable, UnitValue
from clause.domain.claim_inputs import ClaimInputs, DeclaredTime, ExpectedMonth
from clause.domain.claim_lines import LineDraft, lines_of, unit_again
from clause.domain.claim_snapshot_parts import SnapshotDeclared, SnapshotHoursUsed, SnapshotReturned
from clause.domain.claims import ClaimLineKind
from clause.domain.timesheets import TimesheetState
from clause.rules.calendar import Month
from clause.rules.cost_codes import CostMethod, CostPost, KeyPeriod
from tests.builders.claim_inputs import (
    OPERATION_ID,
    a_letter,
    a_month,
    a_person,
    a_rate,
    an_agreement,
    an_item,
    an_operation,
    claim_inputs,
    named,
)

M1 = a_person("P1", a_letter("P1", CostMethod.M1, time_share="0.60"))
M3A = a_person("P1", a_letter("P1", CostMethod.M3A))
M3B = a_person("P1", a_letter("P1", CostMethod.M3B))


def only(inputs: ClaimInputs) -> LineDraft:
    (line,) = lines_of(inputs)
    return line


def declared(
    amount: str,
    *months: ExpectedMonth,
    method: CostMethod = CostMethod.M2,
    spans: bool = False,
    told: tuple[Month, ...] = (),
) -> DeclaredTime:
    held = months or (a_month("2026-04"),)
    before = SnapshotDeclared(
        line_id=named("line before"),
        claim_number=3,
        employment_id=held[0].person.employment_id,
        staff_number="P1",
        method=method,
        months=told or tuple(month.month for month in held),
        spans_months=spans,
        amount=Decimal(amount),
        computed_on=date(2026, 4, 30),
    )
    return DeclaredTime(declared=before, months=held)


def parked(**changes: object) -> SnapshotReturned:
    line = SnapshotReturned(
        line_id=named("parked"), claim_number=2, position=7, post=CostPost.STAFF, amount=Decimal("12.34")
    )
    return line.model_copy(update=changes)


def of_options(options: AgreementOptions, *items: object) -> ClaimInputs:
    return claim_inputs(operation=an_operation(agreement=an_agreement(options=options)), cost_items=items)


def test_lines_come_as_staff_then_adjustments_then_costs_then_what_returns() -> None:
    inputs = claim_inputs(
        a_month("2026-05"),
        declared=(declared("2800.00"),),
        cost_items=(an_item("Salle", "10.00"),),
        returned=(parked(),),
    )
    assert [(line.kind, line.name, str(line.figure.value)) for line in lines_of(inputs)] == [
        (ClaimLineKind.STAFF, "P1 2026-05", "2897.51"),
        (ClaimLineKind.ADJUSTMENT, "adjustment P1 2026-04", "97.51"),
        (ClaimLineKind.COST, f"cost {named('Salle')}", "10.00"),
        (ClaimLineKind.RETURNED, "claim 2 line 7", "12.34"),
    ]


def test_a_month_of_variable_time_names_its_time_record_its_payroll_and_its_letter() -> None:
    month = a_month("2026-05")
    line = only(claim_inputs(month))
    assert (line.post, line.method, line.month) == (CostPost.STAFF, CostMethod.M2, Month(2026, 5))
    assert line.employment_id == named("P1")
    assert line.timesheet_id == named("sheet P1 2026-05")
    assert line.payroll_month_id == named("pay P1 2026-05")
    assert line.assignment_id == month.letter.id
    assert (line.hourly_rate_id, line.cost_item_id, line.origin_line_id, line.details) == (None, None, None, None)
    assert (str(line.employer_cost), str(line.hours_on_operation)) == ("3912.37", "98.50")
    assert (str(line.hours_worked), str(line.excess_hours)) == ("133.00", "0.00")


def test_a_fixed_share_names_its_payroll_and_no_time_record_even_where_there_is_one() -> None:
    line = only(claim_inputs(a_month("2026-05", M1, cost="3950.00")))
    assert (line.timesheet_id, line.payroll_month_id) == (None, named("pay P1 2026-05"))
    assert (str(line.figure.value), line.details) == ("2370.00", {"time_share": "0.60"})
    assert (line.hours_on_operation, line.hours_worked) == (None, None)


def test_hours_of_a_month_at_a_rate_name_the_rate_and_no_payroll() -> None:
    rate = a_rate("P1", CostMethod.M3B, "25.00", "143.33")
    line = only(claim_inputs(a_month("2026-05", M3B, rate=rate)))
    assert (line.timesheet_id, line.payroll_month_id) == (named("sheet P1 2026-05"), None)
    assert (line.hourly_rate_id, line.employer_cost) == (rate.id, None)
    assert (str(line.figure.value), line.month) == ("2462.50", Month(2026, 5))


def test_a_line_of_several_months_names_their_records_in_its_details_and_has_no_month() -> None:
    options = AgreementOptions(key_period=KeyPeriod.CLAIM)
    months = a_month("2026-05"), a_month("2026-06", hours="100.00")
    line = only(claim_inputs(*months, operation=an_operation(agreement=an_agreement(options=options))))
    assert (line.name, line.month) == ("P1 2026-05..2026-06", None)
    assert (line.timesheet_id, line.payroll_month_id) == (None, None)
    assert line.details == {
        "months": [
            {
                "month": f"2026-{number}",
                "employer_cost": "3912.37",
                "hours_on_operation": hours,
                "hours_worked": "133.00",
            }
            for number, hours in (("05", "98.50"), ("06", "100.00"))
        ],
        "timesheet_ids": [str(named("sheet P1 2026-05")), str(named("sheet P1 2026-06"))],
        "payroll_month_ids": [str(named("pay P1 2026-05")), str(named("pay P1 2026-06"))],
    }


def test_the_letter_of_a_line_is_that_of_its_last_month() -> None:
    second = a_letter("P1", CostMethod.M3A, first_day=date(2026, 6, 1), version_no=2)
    person = a_person("P1", a_letter("P1", CostMethod.M3A), second)
    rate = a_rate("P1", CostMethod.M3A, "27.90")
    line = only(claim_inputs(*(a_month(month, person, rate=rate) for month in ("2026-05", "2026-06"))))
    assert line.assignment_id == second.id


def test_hours_of_the_claim_count_against_the_cap_of_its_next_line() -> None:
    first, second = (a_rate("P1", CostMethod.M3A, rate) for rate in ("10.00", "20.00"))
    months = (
        a_month("2026-05", M3A, hours="1700.00", worked="1700.00", rate=first),
        a_month("2026-06", M3A, hours="30.00", rate=second),
    )
    lines = lines_of(claim_inputs(*months))
    assert [(str(line.figure.value), str(line.excess_hours)) for line in lines] == [
        ("17000.00", "0.00"),
        ("400.00", "10.00"),
    ]


@pytest.mark.parametrize(("before", "change"), [("2897.50", "0.01"), ("2897.52", "-0.01"), ("0.00", "2897.51")])
def test_an_adjustment_is_what_a_month_costs_now_less_what_was_declared(before: str, change: str) -> None:
    line = only(claim_inputs(declared=(declared(before),)))
    assert (str(line.figure.value), line.kind) == (change, ClaimLineKind.ADJUSTMENT)
    assert (line.origin_line_id, line.month) == (named("line before"), Month(2026, 4))
    assert line.details == {
        "claim_number": 3,
        "declared_before": before,
        "staff_cost_now": "2897.51",
        "computed_on": "2026-04-30",
        "spans_months": False,
    }


def test_an_adjustment_accounts_for_the_cost_that_it_compares_with() -> None:
    trace = only(claim_inputs(declared=(declared("2800.00"),))).figure.trace
    assert trace.result == "97.51"
    assert trace.inputs == {"staff_cost_now": "2897.51", "staff_cost_declared_before": "2800.00"}
    (step,) = trace.steps
    assert (step.formula_id, step.result) == (only(claim_inputs(a_month("2026-04"))).figure.trace.formula_id, "2897.51")


def test_an_adjustment_of_a_fixed_share_says_the_share_too() -> None:
    month = a_month("2026-04", M1, cost="3950.00", hours=None)
    line = only(claim_inputs(declared=(declared("2000.00", month, method=CostMethod.M1),)))
    assert line.details is not None
    assert (line.details["time_share"], line.details["staff_cost_now"]) == ("0.60", "2370.00")


def test_time_that_costs_what_was_declared_is_not_adjusted() -> None:
    assert lines_of(claim_inputs(declared=(declared("2897.51"),))) == ()


@pytest.mark.parametrize(
    "month",
    [
        a_month("2026-04", state=TimesheetState.SIGNED),
        a_month("2026-04", hours=None),
        a_month("2026-04", cost=None),
        a_month("2026-04", M3B),
        a_month("2026-04", a_person("P1", a_letter("P1", CostMethod.M1)), hours=None),
    ],
    ids=["not approved", "no time", "no pay", "no rate", "no share"],
)
def test_a_correction_in_progress_is_adjusted_by_a_later_claim(month: ExpectedMonth) -> None:
    assert lines_of(claim_inputs(declared=(declared("1.00", month, method=month.method),))) == ()


def test_hours_that_a_line_holds_already_do_not_count_against_its_own_adjustment() -> None:
    rate = a_rate("P1", CostMethod.M3A, "10.00")
    month = a_month("2026-04", M3A, hours="1000.00", worked="1000.00", rate=rate)
    held = SnapshotHoursUsed(
        line_id=named("line before"),
        operation_id=OPERATION_ID,
        employment_id=named("P1"),
        staff_number="P1",
        month=Month(2026, 4),
        hours=Decimal("900.00"),
    )
    other = held.model_copy(update={"line_id": named("another line")})
    before = declared("9000.00", month, method=CostMethod.M3A, spans=True)
    alone = only(claim_inputs(declared=(before,), hours_used=(held,)))
    beside = only(claim_inputs(declared=(before,), hours_used=(held, other)))
    assert (str(alone.figure.value), str(alone.excess_hours)) == ("1000.00", "0.00")
    assert (str(beside.figure.value), str(beside.excess_hours)) == ("-800.00", "180.00")
    assert alone.name == "adjustment P1 2026-04..2026-04"


def test_earlier_time_is_valued_again_by_the_method_it_was_declared_with() -> None:
    again = unit_again(declared("1.00", a_month("2026-04", M1), method=CostMethod.M2))
    assert (again.method, again.person, again.spans_months) == (CostMethod.M2, M1, False)


@pytest.mark.parametrize(
    ("told", "spans", "expected"),
    [
        ((Month(2026, 4),), False, False),
        ((Month(2026, 4),), True, True),
        ((Month(2026, 3), Month(2026, 4)), False, True),
    ],
)
def test_earlier_time_spans_months_as_its_line_did(told: tuple[Month, ...], spans: bool, expected: bool) -> None:
    assert unit_again(declared("1.00", told=told, spans=spans)).spans_months is expected


def test_a_cost_is_what_its_document_says_and_stands_in_the_month_it_was_incurred() -> None:
    item = an_item("Salle", "120.40", CostPost.SERVICES, incurred_on=date(2026, 5, 31))
    line = only(claim_inputs(cost_items=(item,)))
    assert (str(line.figure.value), line.post, line.month) == ("120.40", CostPost.SERVICES, Month(2026, 5))
    assert (line.cost_item_id, line.employment_id, line.method) == (item.id, None, None)
    assert line.figure.trace.formula_id == "CR-COST"


def test_units_are_worth_what_was_agreed_for_their_code() -> None:
    options = AgreementOptions(
        unit_values=(
            UnitValue(code="A", label="Atelier", value=Decimal("50.00")),
            UnitValue(code="V", label="Visite", value=Decimal("33.33")),
        )
    )
    visits = an_item("Visites", "1.00", CostPost.UNITS, unit_code="V", units=Decimal("2.5"))
    line = only(of_options(options, visits))
    assert (str(line.figure.value), line.figure.trace.formula_id) == ("83.32", "CR-UC")
    assert line.figure.trace.inputs == {"unit_value": "33.33", "units": "2.5"}


@pytest.mark.parametrize("changes", [{"unit_code": "X", "units": Decimal(2)}, {"unit_code": "A", "units": None}])
def test_units_without_an_agreed_value_or_a_number_are_worth_what_the_document_says(changes: dict[str, object]) -> None:
    options = AgreementOptions(unit_values=(UnitValue(code="A", label="Atelier", value=Decimal("50.00")),))
    line = only(of_options(options, an_item("Ateliers", "7.00", CostPost.UNITS, **changes)))
    assert (str(line.figure.value), line.figure.trace.formula_id) == ("7.00", "CR-COST")


@pytest.mark.parametrize(("code", "worth"), [("D1", "1000.00"), ("D2", "2500.00"), ("D3", "9.00")])
def test_a_deliverable_is_worth_its_lump_sum_and_an_unknown_one_what_its_document_says(code: str, worth: str) -> None:
    options = AgreementOptions(
        deliverables=(
            Deliverable(code="D1", label="Guide", amount=Decimal("1000.00")),
            Deliverable(code="D2", label="Bilan", amount=Decimal("2500.00")),
        )
    )
    item = an_item("Livrable", "9.00", CostPost.DELIVERABLES, deliverable_code=code)
    assert str(only(of_options(options, item)).figure.value) == worth


def test_a_line_that_returns_names_the_line_that_was_parked_and_what_it_was_about() -> None:
    back = parked(
        amount=Decimal("-5.00"),
        employment_id=named("P1"),
        month=Month(2026, 1),
        method=CostMethod.M2,
        cost_item_id=named("item"),
        post=CostPost.OPERATING,
    )
    line = only(claim_inputs(returned=(back,)))
    assert (str(line.figure.value), line.figure.trace.formula_id) == ("-5.00", "CR-RETURNED")
    assert (line.post, line.month, line.method) == (CostPost.OPERATING, Month(2026, 1), CostMethod.M2)
    assert (line.employment_id, line.cost_item_id, line.origin_line_id) == (named("P1"), named("item"), named("parked"))
    assert line.details == {"claim_number": 2, "position": 7}
