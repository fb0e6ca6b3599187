"""What a claim is computed from: which months it must account for, what is known of each, and when inputs are equal."""

from datetime import date
from decimal import Decimal

import pytest

from clause.domain.agreements import AgreementOptions
from clause.domain.claim_inputs import (
    ClaimInputs,
    DeclaredTime,
    ExpectedMonth,
    Known,
    LongAbsence,
    expected_month,
    expected_months,
    longest_run,
)
from clause.domain.claim_snapshot_parts import SnapshotDeclared
from clause.domain.claims import ClaimState
from clause.domain.operations import OperationState
from clause.domain.timesheets import TimesheetState
from clause.rules.calendar import Month
from clause.rules.cost_codes import CostMethod, KeyPeriod
from tests.builders.claim_inputs import (
    a_letter,
    a_month,
    a_person,
    a_rate,
    an_agreement,
    an_earlier_claim,
    an_item,
    an_operation,
    claim_inputs,
)

MAY, JUNE = Month(2026, 5), Month(2026, 6)
M3A = a_person("P1", a_letter("P1", CostMethod.M3A))


def known(*months: ExpectedMonth, **more: object) -> Known:
    made = Known(
        times=tuple(month.time for month in months if month.time),
        pays=tuple(month.pay for month in months if month.pay),
    )
    return made.model_copy(update=more)


def days(*numbers: int) -> list[date]:
    return [date(2026, 5, number) for number in numbers]


def ending(last_day: date) -> ExpectedMonth:
    letter = a_letter("P1").model_copy(update={"last_day": last_day})
    return a_month("2026-05", a_person("P1", letter))


@pytest.mark.parametrize(
    ("last_day", "works"), [(date(2026, 4, 30), False), (date(2026, 5, 1), True), (date(2026, 5, 31), True)]
)
def test_one_day_of_mission_makes_a_month_of_work(last_day: date, works: bool) -> None:
    assert ending(last_day).person.works_in(MAY) is works


@pytest.mark.parametrize(("first_day", "works"), [(date(2026, 5, 31), True), (date(2026, 6, 1), False)])
def test_a_mission_that_begins_on_the_last_day_counts_for_its_month(first_day: date, works: bool) -> None:
    assert a_person("P1", a_letter("P1", first_day=first_day)).works_in(MAY) is works


def test_the_last_letter_in_force_in_a_month_decides_how_it_is_valued() -> None:
    first = a_letter("P1", CostMethod.M2)
    second = a_letter("P1", CostMethod.M1, first_day=date(2026, 5, 31), version_no=2)
    person = a_person("P1", first, second)
    month = a_month("2026-05", person)
    assert (person.letters_in(MAY), month.letter, month.method) == ([first, second], second, CostMethod.M1)
    assert a_month("2026-04", person).method is CostMethod.M2
    assert person.letters_in(JUNE) == [second]


def test_findings_name_a_month_by_the_staff_number() -> None:
    assert a_month("2026-05", a_person("F-001")).field == "employments.F-001.2026-05"


@pytest.mark.parametrize(
    ("month", "is_approved"),
    [
        (a_month("2026-05"), True),
        (a_month("2026-05", state=TimesheetState.SIGNED), False),
        (a_month("2026-05", state=TimesheetState.OPEN), False),
        (a_month("2026-05", hours=None), False),
    ],
)
def test_only_a_month_with_both_signatures_is_approved(month: ExpectedMonth, is_approved: bool) -> None:
    assert month.is_approved is is_approved


def test_hours_are_read_from_minutes_exactly() -> None:
    time = a_month("2026-05", hours="98.50", worked="133.05").time
    assert time is not None
    assert (str(time.hours_on_operation), str(time.hours_worked)) == ("98.50", "133.05")


M1, M3B = (
    a_person("P1", a_letter("P1", CostMethod.M1, time_share="0.60")),
    a_person("P1", a_letter("P1", CostMethod.M3B)),
)
RATE = a_rate("P1", CostMethod.M3B, "25.00")


@pytest.mark.parametrize(
    ("month", "is_ready"),
    [
        (a_month("2026-05"), True),
        (a_month("2026-05", state=TimesheetState.SIGNED), False),
        (a_month("2026-05", cost=None), False),
        (a_month("2026-05", M1, hours=None), True),
        (a_month("2026-05", M1, cost=None), False),
        (a_month("2026-05", a_person("P1", a_letter("P1", CostMethod.M1))), False),
        (a_month("2026-05", M3B, cost=None, rate=RATE), True),
        (a_month("2026-05", M3B, rate=None), False),
        (a_month("2026-05", M3B, rate=RATE, state=TimesheetState.OPEN), False),
    ],
)
def test_time_is_valued_again_once_its_method_has_all_it_needs(month: ExpectedMonth, is_ready: bool) -> None:
    before = SnapshotDeclared(
        line_id=month.letter.id,
        claim_number=1,
        employment_id=month.person.employment_id,
        staff_number="P1",
        method=month.method,
        months=(MAY,),
        amount=Decimal("1.00"),
        computed_on=date(2026, 5, 31),
    )
    assert DeclaredTime(declared=before, months=(month,)).is_ready is is_ready
    unapproved = a_month("2026-06", month.person, cost=None, hours=None)
    assert DeclaredTime(declared=before, months=(month, unapproved)).is_ready is False


def test_the_key_of_variable_time_is_a_month_unless_the_agreement_says_the_claim() -> None:
    agreement = an_agreement(options=AgreementOptions(key_period=KeyPeriod.CLAIM))
    assert claim_inputs().key_period is KeyPeriod.MONTH
    assert claim_inputs(operation=an_operation(agreement=agreement)).key_period is KeyPeriod.CLAIM


def test_where_an_operation_and_its_earlier_claims_stand_does_not_move_the_ground_of_a_claim() -> None:
    before = an_earlier_claim(1)
    inputs = claim_inputs(a_month("2026-05"), earlier=(before,))
    operation = inputs.operation.model_copy(update={"state": OperationState.SETTLED, "version": 9})
    paid = before.model_copy(update={"state": ClaimState.PAID})
    moved = inputs.model_copy(update={"operation": operation, "earlier": (paid,)})
    assert moved.hash() == inputs.hash()
    assert len(inputs.hash()) == 64


@pytest.mark.parametrize(
    "other",
    [
        claim_inputs(a_month("2026-05", hours="98.55")),
        claim_inputs(a_month("2026-05", cost="3912.38")),
        claim_inputs(a_month("2026-05"), resources="0.01"),
        claim_inputs(a_month("2026-05"), cost_items=(an_item("Salle", "10.00"),)),
        claim_inputs(a_month("2026-05"), earlier=(an_earlier_claim(1),)),
        claim_inputs(a_month("2026-05"), operation=an_operation(agreement=an_agreement(reference="D"))),
    ],
)
def test_anything_that_may_change_a_figure_changes_the_hash(other: ClaimInputs) -> None:
    assert other.hash() != claim_inputs(a_month("2026-05")).hash() == claim_inputs(a_month("2026-05")).hash()


def test_an_amount_of_an_earlier_claim_changes_the_hash() -> None:
    one, two = (claim_inputs(earlier=(an_earlier_claim(1, cost_retained=cost),)) for cost in ("20.00", "20.01"))
    assert one.hash() != two.hash()


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [(date(2026, 5, 4), date(2026, 5, 4), 1), (date(2026, 5, 4), date(2026, 5, 11), 8)],
)
def test_an_absence_counts_its_days_both_ends_included(first: date, last: date, expected: int) -> None:
    assert LongAbsence(staff_number="P1", first_day=first, last_day=last).days == expected


@pytest.mark.parametrize(
    ("away", "worked", "expected"),
    [
        ([], [], None),
        ([], [4, 5], None),
        ([4], [], (4, 4)),
        ([8, 4, 5], [], (4, 8)),
        ([4, 5, 8], [6], (4, 5)),
        ([4, 5, 8, 11, 12], [6], (8, 12)),
        ([4, 8], [4, 8], (4, 8)),
        ([4, 8], [5], (8, 8)),
        ([4, 5, 8, 9], [6], (8, 9)),
        ([4, 4, 5], [], (4, 5)),
        ([4, 5, 6, 20], [10, 7], (4, 6)),
    ],
)
def test_the_longest_absence_runs_over_days_that_nobody_works_and_ends_at_a_day_of_work(
    away: list[int], worked: list[int], expected: tuple[int, int] | None
) -> None:
    found = longest_run(days(*away), days(*worked))
    assert (found and tuple(day.day for day in found)) == expected


def test_a_month_is_put_together_from_the_time_and_the_pay_of_its_person() -> None:
    mine, next_month, other = a_month("2026-05"), a_month("2026-06"), a_month("2026-05", a_person("P2"))
    shares = {(mine.person.employment_id, MAY): {"2": "1/4"}, (other.person.employment_id, MAY): {"3": "1/2"}}
    found = expected_month(mine.person, MAY, known(other, next_month, mine, shares=shares))
    assert (found.time, found.pay, found.rate) == (mine.time, mine.pay, None)
    assert found.shares_elsewhere == {"2": "1/4"}


def test_a_month_of_which_nothing_is_known_has_neither_time_nor_pay() -> None:
    found = expected_month(a_person("P1"), MAY, known(a_month("2026-05", a_person("P2")), a_month("2026-06")))
    assert (found.time, found.pay, found.rate, found.shares_elsewhere) == (None, None, None, {})


@pytest.mark.parametrize(
    ("effective_on", "holds"), [(date(2026, 5, 31), True), (date(2026, 6, 1), False), (date(2025, 1, 1), True)]
)
def test_a_month_by_rate_takes_the_rate_in_effect_on_its_last_day(effective_on: date, holds: bool) -> None:
    rate = a_rate("P1", CostMethod.M3A, "27.90").model_copy(update={"effective_on": effective_on})
    found = expected_month(M3A, MAY, Known(rates=(rate,)))
    assert found.rate == (rate if holds else None)


def test_a_rate_serves_its_own_person_and_method_only() -> None:
    rates = a_rate("P2", CostMethod.M3A, "1.00"), a_rate("P1", CostMethod.M3B, "2.00")
    assert expected_month(M3A, MAY, Known(rates=rates)).rate is None
    mine = a_rate("P1", CostMethod.M3A, "3.00")
    assert expected_month(M3A, MAY, Known(rates=(*rates, mine))).rate == mine
    assert expected_month(M3B, MAY, Known(rates=(*rates, mine))).rate == rates[1]


def test_a_month_valued_by_pay_takes_no_rate() -> None:
    rates = tuple(a_rate("P1", method, "27.90") for method in CostMethod)
    assert expected_month(a_person("P1"), MAY, Known(rates=rates)).rate is None


def test_a_month_that_no_mission_covers_any_more_has_what_was_recorded_and_no_rate() -> None:
    over = M3A.model_copy(update={"letters": (M3A.letters[0].model_copy(update={"last_day": date(2026, 4, 30)}),)})
    month = a_month("2026-05", M3A)
    found = expected_month(over, MAY, known(month, rates=(a_rate("P1", CostMethod.M3A, "27.90"),)))
    assert (found.time, found.pay, found.rate) == (month.time, month.pay, None)


def test_a_claim_accounts_for_each_month_of_mission_by_staff_number_then_by_month() -> None:
    late = a_person("P1", a_letter("P1", first_day=date(2026, 6, 1)))
    found = expected_months(claim_inputs().terms, [a_person("P2"), late], Known())
    assert [(month.person.staff_number, month.month) for month in found] == [("P1", JUNE), ("P2", MAY), ("P2", JUNE)]
