"""The officer's desk: which conclusions may come, what is still to be looked at, and the evidence of each line."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from clause.domain.claim_conclusions import ConclusionInputs
from clause.domain.claim_snapshot import ClaimRecords, ClaimSnapshot
from clause.domain.claim_snapshot_parts import SnapshotAssignment, SnapshotPayroll, SnapshotTimesheet
from clause.domain.claims import ClaimLine, ClaimLineKind, ClaimState
from clause.domain.errors import Refused
from clause.domain.verification_work import Desk, DraftDecision, Grounds, LineFile, files_of, weigh
from clause.domain.verifications import (
    DeductionReason,
    LineDecision,
    LineOutcome,
    VerificationStage,
    VerificationTerms,
)
from clause.rules.calendar import Month
from clause.rules.cost_codes import CostMethod, CostPost
from tests.builders.claim_inputs import a_letter, a_rate, an_agreement, an_item, named
from tests.builders.frozen_claims import a_snapshot, a_staff_line
from tests.builders.plain_claims import AT, a_claim, a_line

ROOM = an_item("Salle", "200.00")
LETTER, RATE = a_letter("P1"), a_rate("P1", CostMethod.M3B, "25.00")
STAFF = a_staff_line(
    1,
    "1000.00",
    timesheet_id=named("sheet 1"),
    payroll_month_id=named("pay 1"),
    assignment_id=LETTER.id,
    hourly_rate_id=RATE.id,
)
COST = a_line(2, "200.00", ClaimLineKind.COST, CostPost.STAFF, cost_item_id=ROOM.id)
FLAT = a_line(3, "480.00", ClaimLineKind.FLAT_RATE, None)
SEVERAL = a_staff_line(
    4,
    "50.00",
    month=None,
    details={
        "timesheet_ids": [str(named("sheet 2")), str(named("sheet 3"))],
        "payroll_month_ids": [str(named("pay 2"))],
    },
)
LINES = (STAFF, COST, FLAT, SEVERAL)


def a_sheet(number: int) -> SnapshotTimesheet:
    return SnapshotTimesheet(
        id=named(f"sheet {number}"),
        employment_id=named("P1"),
        staff_number="P1",
        month=Month(2026, 5),
        revision=1,
        content_hash=None,
        signed_by=None,
        signed_at=None,
        approved_by=None,
        approved_at=None,
        entries=(),
        minutes_on_operation=60,
        minutes_on_other_operations=0,
        minutes_worked=60,
    )


def a_payroll(number: int) -> SnapshotPayroll:
    return SnapshotPayroll(
        id=named(f"pay {number}"),
        employment_id=named("P1"),
        staff_number="P1",
        month=Month(2026, 5),
        version_no=1,
        employer_cost=Decimal("3912.37"),
    )


RECORDS = ClaimRecords(
    assignments=(
        SnapshotAssignment(
            id=LETTER.id,
            staff_number="P1",
            version_no=1,
            method=CostMethod.M2,
            first_day=LETTER.first_day,
            last_day=None,
            issued_on=LETTER.issued_on,
        ),
    ),
    timesheets=tuple(a_sheet(number) for number in (0, 1, 2, 3)),
    payroll=tuple(a_payroll(number) for number in (0, 1, 2)),
    hourly_rates=(a_rate("P2", CostMethod.M3B, "1.00"), RATE),
    cost_items=(an_item("Autre", "1.00"), ROOM),
)
SNAPSHOT: ClaimSnapshot = a_snapshot(*LINES, records=RECORDS)


def grounds(returned: frozenset[UUID] = frozenset(), lines: tuple[ClaimLine, ...] = LINES) -> Grounds:
    inputs = ConclusionInputs(a_claim(), lines, an_agreement(), others=(), payments=())
    return Grounds(inputs, before=(), returned=returned, version_no=0)


def terms(*decisions: LineDecision, **changes: Any) -> VerificationTerms:
    return VerificationTerms(stage=VerificationStage.INTERIM, decisions=decisions, **changes)


def draft(line: ClaimLine, outcome: LineOutcome = LineOutcome.CERTIFIED, cut: str | None = None) -> DraftDecision:
    return DraftDecision(
        claim_line_id=line.id,
        outcome=outcome,
        amount_deducted=Decimal(cut) if cut else None,
        reason_code=None if outcome is LineOutcome.CERTIFIED else DeductionReason.OTHER,
        decided_by=None,
        decided_at=AT,
    )


def files(*drafts: DraftDecision, returned: frozenset[UUID] = frozenset()) -> tuple[LineFile, ...]:
    ground = grounds(returned)
    decisions = ground.decide(terms(*drafts))
    return files_of(SNAPSHOT, ground, decisions, {one.claim_line_id: one for one in drafts})


def desk(*drafts: DraftDecision, state: ClaimState = ClaimState.IN_VERIFICATION) -> Desk:
    return Desk(
        claim=a_claim(state=state),
        snapshot=SNAPSHOT,
        files=files(*drafts),
        flat_rates=(FLAT,),
        conclusions=None,
        refusal=None,
        unconcluded_before=None,
    )


INTERIM, FINAL, CORRECTION = VerificationStage.INTERIM, VerificationStage.FINAL, VerificationStage.CORRECTION
STAGES = {
    ClaimState.IN_VERIFICATION: (INTERIM,),
    ClaimState.INTERIM_CONCLUSIONS: (FINAL, INTERIM),
    ClaimState.CONTRADICTORY: (FINAL, INTERIM),
    ClaimState.PAID: (CORRECTION,),
    ClaimState.RECOVERED: (CORRECTION,),
    ClaimState.CORRECTED: (CORRECTION,),
}


@pytest.mark.parametrize("state", ClaimState)
def test_conclusions_follow_the_state_of_the_claim_the_usual_ones_first(state: ClaimState) -> None:
    assert desk(state=state).stages == STAGES.get(state, ())


def test_every_line_but_the_flat_rates_has_its_file_in_the_order_of_the_claim() -> None:
    found = files()
    assert [one.line for one in found] == [STAFF, COST, SEVERAL]
    assert [one.told.position for one in found] == [1, 2, 4]
    assert [one.decision.claim_line_id for one in found] == [STAFF.id, COST.id, SEVERAL.id]
    assert found[0].told.staff_number == "P1"


def test_a_line_of_one_month_comes_with_its_letter_its_time_its_pay_and_its_rate() -> None:
    file = files()[0]
    assert file.letter == RECORDS.assignments[0]
    assert (file.timesheets, file.payrolls) == ((a_sheet(1),), (a_payroll(1),))
    assert (file.hourly_rate, file.cost_item) == (RATE, None)


def test_a_cost_comes_with_its_document_and_nothing_of_people() -> None:
    file = files()[1]
    assert (file.cost_item, file.letter, file.hourly_rate) == (ROOM, None, None)
    assert (file.timesheets, file.payrolls) == ((), ())


def test_a_line_of_several_months_comes_with_the_records_of_all_of_them() -> None:
    file = files()[2]
    assert (file.timesheets, file.payrolls) == ((a_sheet(2), a_sheet(3)), (a_payroll(2),))


def test_a_draft_stands_with_its_line_and_makes_it_looked_at() -> None:
    first, second, third = files(draft(COST))
    assert (first.draft, second.draft, third.draft) == (None, draft(COST), None)
    assert [one.is_looked_at for one in (first, second, third)] == [False, True, False]


def test_a_line_that_a_later_claim_took_up_again_is_told() -> None:
    assert [one.is_returned for one in files(returned=frozenset({COST.id}))] == [False, True, False]


@pytest.mark.parametrize(
    ("decision", "rejects"),
    [
        (draft(STAFF, LineOutcome.DEDUCTED, "1000.00"), True),
        (draft(STAFF, LineOutcome.DEDUCTED, "999.99"), False),
        (draft(STAFF, LineOutcome.PARKED), False),
        (draft(STAFF), False),
    ],
)
def test_a_line_is_rejected_whole_when_all_of_it_is_deducted(decision: DraftDecision, rejects: bool) -> None:
    assert files(decision)[0].rejects_all is rejects


def test_a_line_of_nothing_that_is_certified_is_not_rejected() -> None:
    empty = a_line(1, "0.00")
    ground = grounds(lines=(empty,))
    (file,) = files_of(a_snapshot(empty), ground, ground.decide(terms()), {})
    assert file.rejects_all is False


def test_the_desk_counts_the_lines_that_were_looked_at() -> None:
    assert [desk(*drafts).looked_at for drafts in ((), (draft(STAFF),), (draft(STAFF), draft(SEVERAL)))] == [0, 1, 2]


@pytest.mark.parametrize(
    ("drafts", "after", "following"),
    [
        ((), -1, STAFF),
        ((), 0, COST),
        ((), 1, SEVERAL),
        ((), 2, STAFF),
        ((draft(COST),), 0, SEVERAL),
        ((draft(STAFF),), 2, COST),
        ((draft(STAFF), draft(COST), draft(SEVERAL)), 0, None),
    ],
)
def test_the_next_line_to_look_at_is_the_first_one_left_from_here_on_and_then_from_the_start(
    drafts: tuple[DraftDecision, ...], after: int, following: ClaimLine | None
) -> None:
    found = desk(*drafts).next_to_look_at(after)
    assert (found.line if found else None) == following


@pytest.mark.parametrize(("line", "place"), [(STAFF, 0), (COST, 1), (SEVERAL, 2), (FLAT, None)])
def test_a_line_has_its_place_among_those_that_can_be_decided(line: ClaimLine, place: int | None) -> None:
    assert desk().place_of(line.id) == place


def test_weighing_gives_the_decisions_and_the_amounts_that_follow() -> None:
    cut = draft(STAFF, LineOutcome.DEDUCTED, "250.00")
    decisions, conclusions = weigh(grounds(), terms(cut, other_resources=Decimal("10.00")))
    assert [str(one.amount_certified) for one in decisions] == ["750.00", "200.00", "50.00"]
    found = conclusions.figures
    assert (str(found.retained_cost), str(found.other_resources)) == ("1400.00", "10.00")


def test_earlier_decisions_hold_and_lines_taken_up_again_stay_parked() -> None:
    parked = grounds().decide(terms(draft(COST, LineOutcome.PARKED)))
    ground = Grounds(grounds().inputs, before=parked, returned=frozenset({COST.id}), version_no=1)
    assert ground.decide(terms()) == parked
    with pytest.raises(Refused, match="CSF-010"):
        weigh(ground, terms(draft(COST)))
