"""Moves of a month of time: which state allows which, who approves, and what a claim on it forbids."""

from uuid import UUID

import pytest

from clause.domain.actors import Actor, ActorKind
from clause.domain.errors import ClauseError, Forbidden, NotFound, Refused, WrongState
from clause.domain.timesheet_content import content_hash
from clause.domain.timesheet_moves import (
    check_approval,
    check_correction,
    check_reopening,
    movable,
    one_employment,
)
from clause.domain.timesheets import AbsenceCategory, Activity, TimeAbsence, TimeEntry, Timesheet, TimesheetState
from tests.builders.hours import an_id
from tests.builders.pay_facts import MAY, an_employment
from tests.builders.territory import NOW

ENTRY = TimeEntry(day=MAY.first_day, operation_id=None, activity=Activity.INTERNAL, minutes=420)
ABSENCE = TimeAbsence(day=MAY.last_day, category=AbsenceCategory.LEAVE, minutes=420)
OPEN, SIGNED, APPROVED = TimesheetState.OPEN, TimesheetState.SIGNED, TimesheetState.APPROVED


def a_sheet(state: TimesheetState = OPEN, **changes: object) -> Timesheet:
    sheet = Timesheet.begun(
        sheet_id=an_id("sheet"), facilitator_org_id=an_id("org"), employment_id=an_id("employment"),
        person_id=an_id("person"), month=MAY, created_at=NOW,
    )  # fmt: skip
    return sheet.model_copy(update={"state": state, **changes})


def signed(by: str = "person") -> Timesheet:
    return a_sheet(SIGNED, content_hash=content_hash(a_sheet(), [ENTRY], [ABSENCE]), signed_by=an_id(by))


def a_user(name: str | None = "manager") -> Actor:
    return Actor(kind=ActorKind.USER, id=an_id(name) if name else None)


def said(error: ClauseError) -> tuple[type[ClauseError], str, dict[str, object]]:
    return type(error), error.code, error.values


def test_the_only_employment_of_a_person_in_a_month_is_meant() -> None:
    assert one_employment([an_employment()], MAY) == an_employment()


def test_no_employment_and_several_are_told_apart() -> None:
    with pytest.raises(NotFound) as none:
        one_employment([], MAY)
    assert said(none.value) == (NotFound, "TIM-001", {"month": "2026-05"})
    with pytest.raises(Refused) as several:
        one_employment([an_employment("F-050"), an_employment("F-051")], MAY)
    assert said(several.value) == (Refused, "TIM-003", {"staff_numbers": "F-050, F-051"})


@pytest.mark.parametrize(
    ("action", "allowed"),
    [
        ("record", [OPEN]),
        ("sign", [OPEN]),
        ("approve", [SIGNED]),
        ("reopen", [SIGNED, APPROVED]),
        ("correct", [APPROVED]),
    ],
)
@pytest.mark.parametrize("state", list(TimesheetState))
def test_a_month_moves_as_its_state_allows(action: str, allowed: list[TimesheetState], state: TimesheetState) -> None:
    sheet = a_sheet(state)
    if state in allowed:
        assert movable(sheet, MAY, action) is sheet
    else:
        with pytest.raises(WrongState) as refused:
            movable(sheet, MAY, action)
        assert said(refused.value) == (WrongState, "TIM-002", {"action": action, "state": state.value})


def test_a_month_of_which_nothing_was_recorded_does_not_move() -> None:
    with pytest.raises(NotFound) as refused:
        movable(None, MAY, "sign")
    assert said(refused.value) == (NotFound, "TIM-004", {"month": "2026-05"})


@pytest.mark.parametrize("signed_by", ["person", "somebody for the person"])
def test_another_person_than_both_of_the_month_approves_it(signed_by: str) -> None:
    assert check_approval(signed(signed_by), [ENTRY], [ABSENCE], a_user()) == an_id("manager")


@pytest.mark.parametrize(
    "actor",
    [
        a_user("person"),
        a_user("signer"),
        a_user(None),
        Actor(kind=ActorKind.CLIENT, id=an_id("manager")),
    ],
)
def test_neither_who_signed_nor_whose_month_it_is_nor_a_program_approves(actor: Actor) -> None:
    with pytest.raises(Forbidden) as refused:
        check_approval(signed("signer"), [ENTRY], [ABSENCE], actor)
    assert said(refused.value) == (Forbidden, "TIM-014", {})


@pytest.mark.parametrize(
    ("entries", "absences"),
    [
        ([ENTRY.model_copy(update={"minutes": 423})], [ABSENCE]),
        ([ENTRY], []),
        ([], [ABSENCE]),
        ([ENTRY, ENTRY], [ABSENCE]),
    ],
)
def test_what_is_approved_is_what_was_signed(entries: list[TimeEntry], absences: list[TimeAbsence]) -> None:
    with pytest.raises(WrongState) as refused:
        check_approval(signed(), entries, absences, a_user())
    assert said(refused.value) == (WrongState, "TIM-015", {})


def test_a_month_on_which_a_claim_stands_is_corrected_and_any_other_reopened() -> None:
    check_reopening(MAY, None)
    check_correction(MAY, 1)
    with pytest.raises(WrongState) as reopened:
        check_reopening(MAY, 7)
    assert said(reopened.value) == (WrongState, "TIM-016", {"month": "2026-05", "number": 7})
    with pytest.raises(WrongState) as corrected:
        check_correction(MAY, None)
    assert said(corrected.value) == (WrongState, "TIM-020", {"month": "2026-05"})


def test_a_month_begins_open_in_its_first_version_signed_by_nobody() -> None:
    sheet = a_sheet()
    assert (sheet.id, sheet.facilitator_org_id, sheet.employment_id, sheet.person_id) == (
        an_id("sheet"), an_id("org"), an_id("employment"), an_id("person"),
    )  # fmt: skip
    assert (sheet.month, sheet.state, sheet.revision, sheet.version, sheet.created_at) == (MAY, OPEN, 1, 1, NOW)
    nobody: set[UUID | None] = {sheet.signed_by, sheet.approved_by, sheet.document_id}
    assert nobody == {None}
    assert {sheet.content_hash, sheet.signed_at, sheet.approved_at, sheet.reopened_reason} == {None}
    assert (sheet.nothing_worked, sheet.late_reason, sheet.difference_reason) == (False, None, None)
    explained = Timesheet.begun(
        sheet_id=sheet.id, facilitator_org_id=sheet.facilitator_org_id, employment_id=sheet.employment_id,
        person_id=sheet.person_id, month=MAY, created_at=NOW, difference_reason="Congé sans solde",
    )  # fmt: skip
    assert explained == sheet.model_copy(update={"difference_reason": "Congé sans solde"})
