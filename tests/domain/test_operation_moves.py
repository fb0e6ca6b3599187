"""What each move of an operation needs, what follows from the calendar, and how long its file is kept."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from clause.domain.actors import ActorKind
from clause.domain.agreements import AgreementOptions, AgreementTerms
from clause.domain.errors import Refused
from clause.domain.funding_calls import Call
from clause.domain.operation_moves import (
    ASKED,
    MOVES,
    Deadlines,
    MoveTerms,
    OperationAction,
    OperationEvent,
    check_application_day,
    check_move,
    chosen_plan,
    day_of,
    deadlines,
    due_action,
    is_held,
    next_actions,
    start_certified_on,
)
from clause.domain.operations import Operation, OperationState
from clause.rules.cost_codes import CostPlan
from tests.builders.claim_inputs import OPERATION_ID, an_agreement, an_operation

S, A = OperationState, OperationAction
AT = datetime(2026, 3, 10, 9, tzinfo=UTC)
NOW = datetime(2026, 3, 31, 9, tzinfo=UTC)
OPEN: dict[str, Any] = {
    "opens_on": date(2026, 3, 1),
    "closes_on": date(2026, 3, 10),
    "cost_plans": (CostPlan.P40, CostPlan.P15),
}
CALL = Call.model_construct(**OPEN)


def _event(action: OperationAction, at: datetime = AT, **details: Any) -> OperationEvent:
    return OperationEvent(
        id=UUID(int=8),
        operation_id=OPERATION_ID,
        seq=1,
        action=action,
        state_before=None,
        state_after=S.IN_FORCE,
        happened_at=at,
        reference=None,
        reason=None,
        details=details,
        recorded_by=None,
        recorded_by_kind=ActorKind.USER,
        recorded_at=NOW,
    )


def _operation(
    state: OperationState = S.IN_FORCE, settled_on: date | None = None, state_aid: bool = False
) -> Operation:
    agreement = an_agreement(options=AgreementOptions(state_aid=state_aid))
    return an_operation(agreement=agreement).model_copy(update={"state": state, "settled_on": settled_on})


def _agreed(plan: CostPlan = CostPlan.P40) -> AgreementTerms:
    return an_agreement(cost_plan=plan)


def _found(
    action: OperationAction,
    *events: OperationEvent,
    call: Call | None = None,
    at: datetime = AT,
    operation: Operation | None = None,
    **terms: Any,
) -> list[tuple[str, str | None, str | None, dict[str, str]]]:
    move = MoveTerms(action=action, at=at, **terms)
    with pytest.raises(Refused) as refusal:
        check_move(operation or _operation(), move, events, call, NOW)
    assert refusal.value.code == "OPE-010"
    return [(one.code, one.field, one.raw, dict(one.values)) for one in refusal.value.findings]


def _check(
    action: OperationAction, *events: OperationEvent, call: Call | None = None, at: datetime = AT, **terms: Any
) -> None:
    check_move(_operation(), MoveTerms(action=action, at=at, **terms), events, call, NOW)


def test_a_move_is_not_of_the_future_nor_before_the_last_one() -> None:
    late = NOW + timedelta(seconds=1)
    assert _found(A.NOTIFY, at=late) == [("OPE-130", "at", late.isoformat(), {})]
    _check(A.NOTIFY, at=NOW)
    before = AT - timedelta(seconds=1)
    told = _found(A.NOTIFY, _event(A.SIGN_AGREEMENT), at=before)
    assert told == [("OPE-131", "at", before.isoformat(), {"last": AT.isoformat()})]
    _check(A.NOTIFY, _event(A.SIGN_AGREEMENT))


@pytest.mark.parametrize("action", [action for action in OperationAction if action not in ASKED])
def test_what_comes_by_itself_or_with_another_act_is_not_recorded(action: OperationAction) -> None:
    assert _found(action) == [("OPE-129", "action", action.value, {})]


@pytest.mark.parametrize("action", [A.DECLARE_ADMISSIBLE, A.SEND_TO_COMMITTEE, A.CERTIFY_START])
def test_some_moves_name_their_document(action: OperationAction) -> None:
    assert _found(action) == [("OPE-132", "reference", None, {})]
    _check(action, reference="R-1")


@pytest.mark.parametrize("action", [A.ASK_FOR_PIECES, A.PROGRAMME, A.REFUSE, A.ADJOURN, A.PLACE_HOLD, A.LIFT_HOLD])
def test_some_moves_have_a_reason(action: OperationAction) -> None:
    assert _found(action) == [("OPE-133", "reason", None, {})]
    _check(action, reason="Parce que")


def test_an_application_is_filed_while_its_call_is_open_and_before_the_operation_is_over() -> None:
    _check(A.SUBMIT)
    _check(A.SUBMIT, call=CALL)
    day = AT + timedelta(days=1)
    days = {"opens_on": "2026-03-01", "closes_on": "2026-03-10"}
    assert _found(A.SUBMIT, call=CALL, at=day) == [("OPE-134", "at", "2026-03-11", days)]
    over = _operation().model_copy(update={"last_day": date(2026, 3, 9)})
    assert _found(A.SUBMIT, operation=over) == [("OPE-135", "at", "2026-03-10", {"last_day": "2026-03-09"})]


def test_an_application_is_begun_by_today_and_while_its_call_is_open() -> None:
    check_application_day(_operation(), CALL, AT, NOW)
    for call, at, code in ((CALL, NOW, "OPE-134"), (None, NOW + timedelta(days=1), "OPE-130")):
        with pytest.raises(Refused) as refusal:
            check_application_day(_operation(), call, at, NOW)
        assert (refusal.value.code, [one.code for one in refusal.value.findings]) == ("OPE-016", [code])


def test_a_day_is_that_of_france() -> None:
    assert day_of(datetime(2026, 3, 28, 23, 30, tzinfo=UTC)) == date(2026, 3, 29)


def test_the_appraisal_fixes_a_plan_that_the_call_admits() -> None:
    assert _found(A.OPEN_APPRAISAL) == [("OPE-136", "cost_plan", None, {})]
    _check(A.OPEN_APPRAISAL, cost_plan=CostPlan.P20)
    _check(A.OPEN_APPRAISAL, call=CALL, cost_plan=CostPlan.P15)
    told = _found(A.OPEN_APPRAISAL, call=CALL, cost_plan=CostPlan.P20)
    assert told == [("OPE-137", "cost_plan", "P20", {"named": "P40, P15"})]


def test_an_agreement_is_signed_in_time_and_on_the_plan_of_the_appraisal() -> None:
    drafted, chosen = _event(A.DRAFT_AGREEMENT), _event(A.OPEN_APPRAISAL, cost_plan="P40")
    _check(A.SIGN_AGREEMENT, chosen, drafted, agreement=_agreed())
    assert _found(A.SIGN_AGREEMENT, chosen, drafted) == [("OPE-138", "agreement", None, {})]
    other = _found(A.SIGN_AGREEMENT, chosen, drafted, agreement=_agreed(CostPlan.P15))
    assert other == [("OPE-140", "agreement.cost_plan", "P15", {"chosen": "P40"})]
    late = AT + timedelta(days=6, seconds=1)
    values = {"expires_at": (AT + timedelta(days=6)).isoformat()}
    told = _found(A.SIGN_AGREEMENT, drafted, at=late, agreement=_agreed())
    assert told == [("OPE-139", "at", late.isoformat(), values)]


def test_signatures_begin_anew_once_they_have_expired() -> None:
    drafted = _event(A.DRAFT_AGREEMENT)
    limit = AT + timedelta(days=6)
    told = _found(A.RESTART_SIGNATURE, drafted, at=limit)
    assert told == [("OPE-141", "at", limit.isoformat(), {"expires_at": limit.isoformat()})]
    _check(A.RESTART_SIGNATURE, drafted, at=limit + timedelta(seconds=1))


def test_signatures_that_never_began_may_begin() -> None:
    _check(A.RESTART_SIGNATURE)


def test_the_days_that_count_are_those_of_the_state() -> None:
    def told(state: OperationState, *events: OperationEvent, call: Call | None = None) -> Deadlines:
        return deadlines(_operation(state, settled_on=date(2026, 3, 20)), events, call, None)

    assert told(S.APPLICATION_DRAFT) == told(S.PROGRAMMED) == Deadlines()
    assert told(S.APPLICATION_DRAFT, call=CALL) == Deadlines(file_until=date(2026, 3, 10))
    expires = Deadlines(agreement_expires_at=AT + timedelta(days=6))
    assert told(S.AGREEMENT_DRAFT, _event(A.DRAFT_AGREEMENT)) == expires
    assert told(S.AGREEMENT_DRAFT) == Deadlines()
    ended = Deadlines(final_claim_due_on=date(2026, 12, 30))
    assert told(S.IMPLEMENTATION_ENDED) == told(S.FINAL_CLAIM_DUE) == ended
    runs = Deadlines(amend_until=date(2026, 6, 30), final_claim_due_on=date(2026, 12, 30))
    assert told(S.IN_FORCE) == told(S.AMENDMENT_PENDING) == runs
    kept = Deadlines(keep_until=date(2031, 12, 31))
    assert told(S.SETTLED) == told(S.IN_RETENTION) == told(S.PURGEABLE) == kept


def test_a_file_is_kept_longer_for_state_aid_and_for_the_days_it_was_held() -> None:
    paid = date(2026, 3, 20)
    aided = deadlines(_operation(S.SETTLED, state_aid=True), (), None, paid)
    assert aided.keep_until == date(2036, 12, 31)
    held = [
        _event(A.LIFT_HOLD, AT - timedelta(days=9)),
        _event(A.PLACE_HOLD, AT),
        _event(A.PLACE_HOLD, AT + timedelta(days=3)),
        _event(A.LIFT_HOLD, AT + timedelta(days=10)),
        _event(A.PLACE_HOLD, AT + timedelta(days=12)),
    ]
    assert deadlines(_operation(S.SETTLED), held, None, paid).keep_until == date(2032, 1, 10)
    assert deadlines(_operation(S.SETTLED), (), None, None).keep_until is None


def test_only_legal_moves_that_are_recorded_are_offered() -> None:
    assert next_actions(S.TO_COMMITTEE) == [A.PROGRAMME, A.REFUSE, A.ADJOURN]
    assert all(state in MOVES.moves[action] for state in S for action in next_actions(state))


CALENDAR: list[tuple[OperationState, date, OperationAction | None]] = [
    (S.IN_FORCE, date(2026, 6, 30), None),
    (S.IN_FORCE, date(2026, 7, 1), A.END_IMPLEMENTATION),
    (S.AMENDMENT_PENDING, date(2026, 7, 1), A.END_IMPLEMENTATION),
    (S.IMPLEMENTATION_ENDED, date(2026, 6, 30), None),
    (S.IMPLEMENTATION_ENDED, date(2026, 7, 1), A.AWAIT_FINAL_CLAIM),
    (S.SETTLED, date(2026, 9, 1), None),
    (S.SETTLED, date(2026, 9, 2), A.RETAIN),
    (S.IN_RETENTION, date(2031, 12, 31), None),
    (S.IN_RETENTION, date(2032, 1, 1), A.FIND_PURGEABLE),
    (S.PURGEABLE, date(2040, 1, 1), None),
]


@pytest.mark.parametrize(("state", "today", "action"), CALENDAR)
def test_the_calendar_moves_an_operation(state: OperationState, today: date, action: OperationAction | None) -> None:
    assert due_action(_operation(state, settled_on=date(2026, 9, 1)), (), None, today) is action


def test_the_final_claim_is_due_from_the_month_after_the_last_one() -> None:
    operation = _operation(S.IMPLEMENTATION_ENDED).model_copy(update={"last_day": date(2026, 6, 15)})
    assert due_action(operation, (), None, date(2026, 6, 30)) is None
    assert due_action(operation, (), None, date(2026, 7, 1)) is A.AWAIT_FINAL_CLAIM


def test_nothing_moves_that_was_never_settled_or_that_is_held() -> None:
    far = date(2050, 1, 1)
    assert due_action(_operation(S.SETTLED), (), None, far) is None
    assert due_action(_operation(S.IN_RETENTION), (), None, far) is None
    held = [_event(A.PLACE_HOLD)]
    assert due_action(_operation(S.IN_RETENTION, settled_on=date(2026, 9, 1)), held, None, far) is None
    assert is_held(held)
    assert not is_held([*held, _event(A.LIFT_HOLD)])
    assert not is_held([])
    assert is_held([*held, _event(A.LIFT_HOLD), _event(A.PLACE_HOLD), _event(A.CERTIFY_START)])


def test_the_latest_certificate_of_start_and_the_latest_plan_speak() -> None:
    assert (start_certified_on([]), chosen_plan([])) == (None, None)
    events = [
        _event(A.OPEN_APPRAISAL, cost_plan="P40"),
        _event(A.OPEN_APPRAISAL, cost_plan="P15"),
        _event(A.CERTIFY_START),
        _event(A.CERTIFY_START, AT + timedelta(days=1)),
        _event(A.NOTIFY),
    ]
    assert (start_certified_on(events), chosen_plan(events)) == (date(2026, 3, 11), CostPlan.P15)
