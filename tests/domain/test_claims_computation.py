"""A whole claim from its inputs: lines by each method, flat rates, total, amount due, and the part asked for now."""

from datetime import date
from decimal import Decimal

import pytest

from clause.domain.agreements import AgreementOptions
from clause.domain.claim_accounts import account_of, amounts_of, rule_set_of, stored_lines
from clause.domain.claim_inputs import ClaimInputs
from clause.domain.claim_snapshot_parts import SnapshotHoursUsed, SnapshotPayment
from clause.domain.claims import ClaimKind, ClaimLineKind, ClaimState
from clause.domain.claims_computation import ClaimFigures, compute_claim
from clause.rules.calendar import Month
from clause.rules.cofinancing import DueTerm, exact_rate
from clause.rules.cost_codes import AdvanceRecovery, CostMethod, KeyPeriod
from clause.rules.errors import Reason, RuleError, TimeOvercommitted
from tests.builders.claim_inputs import (
    a_letter,
    a_month,
    a_person,
    a_rate,
    an_agreement,
    an_earlier_claim,
    an_operation,
    claim_inputs,
    named,
)

MAY_AND_JUNE = (a_month("2026-05"), a_month("2026-06"))


def amounts(inputs: ClaimInputs) -> dict[str, str]:
    return {name: str(value) for name, value in amounts_of(compute_claim(inputs)).model_dump().items()}


def lines(figures: ClaimFigures) -> list[tuple[str, str]]:
    return [(line.name, str(line.figure.value)) for line in figures.lines]


def test_a_claim_adds_its_lines_the_flat_rate_and_the_three_terms() -> None:
    figures = compute_claim(claim_inputs(*MAY_AND_JUNE, resources="1000.00"))
    assert lines(figures) == [("P1 2026-05", "2897.51"), ("P1 2026-06", "2897.51")]
    found = amounts_of(figures)
    assert str(found.staff_cost) == "5795.02"
    assert (str(found.flat_rate), str(found.flat_rate_amount)) == ("0.40", "2318.00")
    assert (str(found.total_cost), str(found.cost_to_date)) == ("8113.02", "8113.02")
    assert (str(found.amount_due), found.binding) == ("4867.81", DueTerm.RATE)
    assert str(found.amount_requested) == "4867.81"
    assert str(found.own_funds) == "2245.21"


def test_the_total_names_each_line_that_it_adds() -> None:
    figures = compute_claim(claim_inputs(*MAY_AND_JUNE))
    assert figures.costs.staff_cost.trace.inputs == {"P1 2026-05": "2897.51", "P1 2026-06": "2897.51"}


def test_the_order_in_which_months_come_changes_nothing() -> None:
    months = [a_month("2026-06"), a_month("2026-05"), a_month("2026-05", a_person("P0"))]
    figures = compute_claim(claim_inputs(*months))
    again = compute_claim(claim_inputs(*reversed(months)))
    assert lines(figures) == lines(again)
    assert amounts_of(figures) == amounts_of(again)
    assert [name for name, _ in lines(figures)] == ["P0 2026-05", "P1 2026-05", "P1 2026-06"]


def test_a_second_claim_asks_for_what_is_due_since_the_start_less_the_first() -> None:
    first = amounts_of(compute_claim(claim_inputs(MAY_AND_JUNE[0], kind=ClaimKind.INTERIM)))
    before = an_earlier_claim(
        1,
        cost_retained=str(first.cost_to_date),
        amount_requested=str(first.amount_requested),
        still_requested=str(first.amount_requested),
    )
    second = amounts_of(compute_claim(claim_inputs(MAY_AND_JUNE[1], earlier=(before,))))
    assert str(second.cost_to_date) == "8113.02"
    assert second.amount_due == amounts_of(compute_claim(claim_inputs(*MAY_AND_JUNE))).amount_due
    assert first.amount_requested + second.amount_requested == second.amount_due


def test_resources_that_came_late_make_the_final_claim_a_repayment() -> None:
    before = an_earlier_claim(1, cost_retained="4056.51", amount_requested="2433.90", still_requested="2433.90")
    found = amounts(claim_inputs(resources="4000.00", earlier=(before,)))
    assert (found["amount_due"], found["binding"]) == ("56.51", "RESOURCES")
    assert found["amount_requested"] == "-2377.39"


def test_the_grant_is_never_exceeded() -> None:
    agreement = an_agreement(grant_amount=Decimal("1000.00"))
    found = amounts(claim_inputs(MAY_AND_JUNE[0], operation=an_operation(agreement=agreement)))
    assert (found["amount_due"], found["binding"]) == ("1000.00", "GRANT")


def test_a_claim_without_a_month_is_nil() -> None:
    found = amounts(claim_inputs())
    assert found["total_cost"] == found["amount_due"] == found["own_funds"] == "0.00"


def test_other_operations_may_fill_the_month_and_not_three_minutes_more() -> None:
    assert compute_claim(claim_inputs(a_month("2026-05", elsewhere="34.50"))).lines
    with pytest.raises(TimeOvercommitted) as refusal:
        compute_claim(claim_inputs(a_month("2026-05", elsewhere="34.55")))
    assert refusal.value.values["excess_hours"] == "0.05"
    assert (refusal.value.values["person_ref"], refusal.value.values["month"]) == ("P1", "2026-05")


def test_a_fixed_share_takes_its_part_of_each_month_without_time_records() -> None:
    """G10: 60 % of 3950.00 for six months and of 4029.00 for six, plan P40."""
    person = a_person("P1", a_letter("P1", CostMethod.M1, time_share="0.60"))
    months = [
        a_month(f"2025-{number:02}", person, cost="3950.00" if number < 7 else "4029.00", hours=None)
        for number in range(1, 13)
    ]
    found = amounts(claim_inputs(*months, first_month="2025-01", last_month="2025-12"))
    assert (found["staff_cost"], found["flat_rate_amount"]) == ("28724.40", "11489.76")
    assert (found["total_cost"], found["by_rate"]) == ("40214.16", "24128.49")


def test_hours_at_a_rate_make_one_line_a_year() -> None:
    """G06: 1032 h at 27.90 €."""
    person = a_person("P1", a_letter("P1", CostMethod.M3A))
    rate = a_rate("P1", CostMethod.M3A, "27.90")
    months = [a_month(f"2025-{number:02}", person, hours="86.00", rate=rate) for number in range(1, 13)]
    figures = compute_claim(claim_inputs(*months, first_month="2025-01", last_month="2025-12"))
    assert lines(figures) == [("P1 2025-01..2025-12", "28792.80")]
    found = amounts_of(figures)
    assert (str(found.flat_rate_amount), str(found.total_cost)) == ("11517.12", "40309.92")
    assert str(found.by_rate) == "24185.95"


@pytest.mark.parametrize(
    ("last", "paid", "excess"),
    [
        ("143.95", "1719.95", "0.00"),
        ("144.00", "1720.00", "0.00"),
        ("144.05", "1720.00", "0.05"),
        ("145.00", "1720.00", "1.00"),
    ],
)
def test_hours_above_the_cap_of_the_year_are_told_and_not_paid(last: str, paid: str, excess: str) -> None:
    person = a_person("P1", a_letter("P1", CostMethod.M3A))
    rate = a_rate("P1", CostMethod.M3A, "10.00")
    hours = ["143.00"] * 4 + ["143.50"] * 4 + ["143.00"] * 2 + ["144.00"] + [last]
    months = [
        a_month(f"2025-{number:02}", person, hours=text, worked="160.00", rate=rate)
        for number, text in enumerate(hours, start=1)
    ]
    total = sum(Decimal(text) for text in hours)
    (line,) = compute_claim(claim_inputs(*months, first_month="2025-01", last_month="2025-12")).lines
    assert line.details is not None
    assert (line.details["hours_paid"], line.details["excess_hours"]) == (paid, excess)
    assert total == Decimal(paid) + Decimal(excess)
    assert line.figure.value == Decimal(paid) * 10


def test_hours_of_other_claims_count_against_the_cap() -> None:
    person = a_person("P1", a_letter("P1", CostMethod.M3A))
    rate = a_rate("P1", CostMethod.M3A, "10.00")
    used = SnapshotHoursUsed(
        line_id=named("other line"),
        operation_id=named("other operation"),
        employment_id=person.employment_id,
        staff_number="P1",
        month=Month(2026, 1),
        hours=Decimal("1700.00"),
    )
    month = a_month("2026-05", person, hours="98.50", rate=rate)
    (line,) = compute_claim(claim_inputs(month, hours_used=(used,))).lines
    assert str(line.figure.value) == "200.00"
    last_year = used.model_copy(update={"month": Month(2025, 12)})
    (line,) = compute_claim(claim_inputs(month, hours_used=(last_year,))).lines
    assert str(line.figure.value) == "985.00"


def test_one_key_for_the_claim_gives_other_cents_than_one_a_month() -> None:
    months = [a_month("2026-05", cost="3912.37"), a_month("2026-06", cost="4100.00", hours="33.35", worked="151.65")]
    by_month = amounts(claim_inputs(*months))
    options = AgreementOptions(key_period=KeyPeriod.CLAIM)
    operation = an_operation(agreement=an_agreement(options=options))
    figures = compute_claim(claim_inputs(*months, operation=operation))
    # (3912.37 + 4100.00) × (98.50 + 33.35) ÷ (133.00 + 151.65) = 3711.329…
    assert lines(figures) == [("P1 2026-05..2026-06", "3711.33")]
    assert by_month["staff_cost"] == "3799.16"
    (line,) = figures.lines
    assert line.details is not None
    assert [month["month"] for month in line.details["months"]] == ["2026-05", "2026-06"]
    assert (line.timesheet_id, len(line.details["timesheet_ids"])) == (None, 2)


def test_what_was_typed_as_paid_goes_with_what_was_asked_for_whichever_is_more() -> None:
    earlier = (an_earlier_claim(1),)
    found = [
        amounts(claim_inputs(paid=paid, earlier=earlier))["requested_before"] for paid in ("9.99", "10.00", "10.01")
    ]
    assert found == ["10.00", "10.00", "10.01"]


def test_what_earlier_claims_retained_and_still_ask_for_is_added() -> None:
    first = an_earlier_claim(1, cost_retained="15.00", still_requested="0.00")
    second = an_earlier_claim(2, cost_retained="35.00", still_requested="20.00")
    found = amounts(claim_inputs(earlier=(first, second)))
    assert (found["cost_claimed_before"], found["requested_before"]) == ("50.00", "20.00")


def test_equal_inputs_have_equal_hashes_and_others_do_not() -> None:
    assert claim_inputs(*MAY_AND_JUNE).hash() == claim_inputs(*MAY_AND_JUNE).hash()
    assert claim_inputs(*MAY_AND_JUNE).hash() != claim_inputs(*MAY_AND_JUNE, paid="0.01").hash()


def test_stored_lines_carry_their_records_and_the_flat_rate_comes_last() -> None:
    inputs = claim_inputs(*MAY_AND_JUNE)
    figures = compute_claim(inputs)
    stored = stored_lines(figures, lambda: named("line"))
    assert [line.kind for line in stored] == [ClaimLineKind.STAFF, ClaimLineKind.STAFF, ClaimLineKind.FLAT_RATE]
    assert stored[0].timesheet_id
    assert stored[0].payroll_month_id
    assert stored[0].assignment_id == inputs.months[0].letter.id
    traces = [*account_of(inputs, figures).figures.values(), *(line.trace for line in stored)]
    assert rule_set_of(inputs.operation, traces) == "pn-fse-plus/2021-01-01+agreement-v1"


def test_a_wrong_amount_is_refused_with_its_person_and_month() -> None:
    with pytest.raises(RuleError) as refusal:
        compute_claim(claim_inputs(a_month("2026-05", cost="1.001")))
    assert refusal.value.reason is Reason.TOO_PRECISE
    assert refusal.value.values["month"] == "2026-05"


def test_the_rate_that_an_agreement_implies_is_exact_and_at_most_one() -> None:
    assert exact_rate(Decimal("20000.00"), Decimal("60000.00")) * 3 == 1
    with pytest.raises(RuleError, match="NOT_A_SHARE"):
        exact_rate(Decimal("60000.01"), Decimal("60000.00"))
    with pytest.raises(RuleError, match="NOT_POSITIVE"):
        exact_rate(Decimal("0.00"), Decimal("0.00"))


def _payment(kind: str, amount: str) -> SnapshotPayment:
    return SnapshotPayment(
        id=named(f"{kind} {amount}"),
        claim_id=None,
        kind=kind,
        amount=Decimal(amount),
        paid_on=date(2026, 1, 1),
        reference=f"{kind} {amount}",
    )


@pytest.mark.parametrize(
    ("cost", "due", "by_rate", "binding", "own"),
    [
        ("51250.00", "30750.00", "30750.00", "RATE", "5500.00"),
        ("64000.00", "36000.00", "38400.00", "GRANT", "13000.00"),
    ],
    ids=["G14", "G15"],
)
def test_less_than_planned_is_due_its_rate_and_more_is_due_the_grant(
    cost: str, due: str, by_rate: str, binding: str, own: str
) -> None:
    before = an_earlier_claim(1, cost_retained=cost, still_requested="0.00")
    found = amounts(claim_inputs(resources="15000.00", earlier=(before,)))
    assert [found[name] for name in ("amount_due", "by_rate", "binding", "own_funds")] == [due, by_rate, binding, own]


@pytest.mark.parametrize(
    ("cost", "due", "requested"),
    [("51250.00", "30750.00", "5950.00"), ("36666.67", "22000.00", "-2800.00")],
    ids=["G16", "G16 recovery"],
)
def test_the_balance_takes_the_advance_and_the_interim_payments_off(cost: str, due: str, requested: str) -> None:
    before = an_earlier_claim(1, cost_retained=cost, still_requested="0.00")
    paid = (_payment("ADVANCE", "10800.00"), _payment("PAYMENT", "14000.00"))
    found = amounts(claim_inputs(earlier=(before,), payments=paid))
    assert (found["amount_due"], found["already_paid"], found["amount_requested"]) == (due, "24800.00", requested)


def test_an_advance_that_is_recovered_in_part_lowers_an_interim_claim() -> None:
    """20 000.00 of cost: due 12 000.00, a third of the grant, so a third of the advance of 9000.00 is taken back."""
    options = AgreementOptions(advance_recovery=AdvanceRecovery.PRO_RATA)
    operation = an_operation(agreement=an_agreement(options=options))
    before = an_earlier_claim(1, cost_retained="20000.00", still_requested="0.00")
    found = amounts(
        claim_inputs(
            operation=operation, earlier=(before,), payments=(_payment("ADVANCE", "9000.00"),), kind=ClaimKind.INTERIM
        )
    )
    # Payable 12 000.00 + 6000.00 of advance that stays, less 9000.00 paid.
    assert (found["advance_recovered"], found["amount_requested"]) == ("3000.00", "9000.00")


@pytest.mark.parametrize(
    ("kind", "cap", "requested"), [("interim", "25200.00", "25200.00"), ("final", "None", "30000.00")]
)
def test_a_ceiling_before_the_balance_holds_until_the_final_claim(kind: str, cap: str, requested: str) -> None:
    operation = an_operation(agreement=an_agreement(options=AgreementOptions(max_before_balance_rate=Decimal("0.70"))))
    before = an_earlier_claim(1, cost_retained="50000.00", still_requested="0.00")
    found = amounts(claim_inputs(operation=operation, earlier=(before,), kind=ClaimKind(kind)))
    assert (found["cap_before_balance"], found["amount_requested"]) == (cap, requested)


def test_where_the_operation_and_earlier_claims_stand_does_not_change_the_hash() -> None:
    one = claim_inputs(earlier=(an_earlier_claim(1),))
    moved = one.earlier[0].model_copy(update={"state": ClaimState.IN_VERIFICATION})
    paid = one.earlier[0].model_copy(update={"still_requested": Decimal("0.00")})
    assert one.model_copy(update={"earlier": (moved,)}).hash() == one.hash()
    assert one.model_copy(update={"earlier": (paid,)}).hash() != one.hash()
