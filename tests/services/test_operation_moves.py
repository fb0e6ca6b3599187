"""The life of an operation through the services: O1 to O17, with their guards and deadlines."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from clause.db import sql
from clause.db.queries.identity import set_identity
from clause.domain.errors import ClauseError, Forbidden, WrongState
from clause.domain.jobs import JobKind
from clause.domain.operation_moves import MoveTerms, OperationAction
from clause.domain.operations import OperationRecord, OperationState
from clause.rules.cost_codes import CostPlan
from clause.services import jobs, operation_moves, operations
from clause.services.context import worker_context
from clause.services.operation_moves import Course
from clause.workers.registry import STEPS as STEPS_OF_JOBS
from tests.builders.claims import agreement_terms, an_operation, operation_terms
from tests.builders.operations import a_call, a_scheme
from tests.builders.territory import Caller, Territory

pytestmark = pytest.mark.usefixtures("transaction")
A, S = OperationAction, OperationState
FILED = datetime(2025, 11, 30, 22, 59, tzinfo=UTC)


async def codes_of(call: Any) -> list[str]:
    with pytest.raises(ClauseError) as refusal:
        await call
    return [refusal.value.code, *(finding.code for finding in refusal.value.findings)]


async def an_application(territory: Territory, at: datetime = FILED, **changes: Any) -> OperationRecord:
    """An application to a call that closes on 30 November 2025, begun in its last minute."""
    call = await a_call(territory.manager, await a_scheme(territory))
    terms = operation_terms(territory, call_id=call.id, **changes)
    return await operations.apply(territory.manager.context, terms, at)


async def move(caller: Caller, record: OperationRecord, action: OperationAction, at: datetime, **more: Any) -> Course:
    terms = MoveTerms(action=action, at=at, **more)
    return await operation_moves.move(caller.context, record.id, terms)


STEPS: tuple[tuple[OperationAction, dict[str, Any], OperationState], ...] = (
    (A.SUBMIT, {}, S.APPLICATION_SUBMITTED),
    (A.ASK_FOR_PIECES, {"reason": "RIB manquant"}, S.INCOMPLETE),
    (A.COMPLETE, {}, S.APPLICATION_SUBMITTED),
    (A.DECLARE_ADMISSIBLE, {"reference": "REC-1"}, S.ADMISSIBLE),
    (A.OPEN_APPRAISAL, {"cost_plan": CostPlan.P40}, S.IN_APPRAISAL),
    (A.SEND_TO_COMMITTEE, {"reference": "RI-1"}, S.TO_COMMITTEE),
    (A.ADJOURN, {"reason": "Budget à préciser"}, S.ADJOURNED),
    (A.RESUME, {}, S.IN_APPRAISAL),
    (A.SEND_TO_COMMITTEE, {"reference": "RI-2"}, S.TO_COMMITTEE),
    (A.PROGRAMME, {"reason": "Avis favorable"}, S.PROGRAMMED),
    (A.DRAFT_AGREEMENT, {}, S.AGREEMENT_DRAFT),
)


async def drafted(territory: Territory) -> tuple[OperationRecord, datetime]:
    """An application whose agreement is to be signed, and when the round of signatures began."""
    record, at = await an_application(territory), FILED
    for action, more, state in STEPS:
        course = await move(territory.manager, record, action, at, **more)
        assert course.record.state is state
        at += timedelta(minutes=1)
    return record, at - timedelta(minutes=1)


async def test_an_application_goes_from_its_call_to_an_agreement_in_force(territory: Territory) -> None:
    manager = territory.manager
    record, begun = await drafted(territory)
    assert record.agreement is None
    course = await operation_moves.load_course(manager.context, record.id)
    assert course.deadlines.agreement_expires_at == begun + timedelta(hours=144)
    await move(manager, record, A.SIGN_AGREEMENT, begun, agreement=agreement_terms())
    course = await move(manager, record, A.NOTIFY, begun)
    assert course.record.state is S.IN_FORCE
    assert course.record.agreement is not None
    assert course.record.agreement.version_no == 1
    assert course.deadlines.final_claim_due_on == date(2027, 12, 30)
    assert (await operations.load_operation(manager.context, record.id)).agreement.reference == "CONV-2026-018"
    kept = [(event.seq, event.state_after) for event in course.events]
    assert kept == [(1, S.APPLICATION_DRAFT), *((n, s) for n, (_, _, s) in enumerate(STEPS, 2)), (13, S.AGREEMENT_SIGNED), (14, S.IN_FORCE)]  # fmt: skip  # noqa: E501
    assert all(event.recorded_by == manager.user_id for event in course.events)


@pytest.mark.parametrize(("minutes", "codes"), [(-1, []), (0, []), (1, ["OPE-010", "OPE-139"])])
async def test_both_signatures_come_inside_144_hours(territory: Territory, minutes: int, codes: list[str]) -> None:
    record, begun = await drafted(territory)
    at = begun + timedelta(hours=144, minutes=minutes)
    call = move(territory.manager, record, A.SIGN_AGREEMENT, at, agreement=agreement_terms())
    if not codes:
        assert (await call).record.state is S.AGREEMENT_SIGNED
        return
    assert await codes_of(call) == codes
    again = await move(territory.manager, record, A.RESTART_SIGNATURE, at)
    assert again.deadlines.agreement_expires_at == at + timedelta(hours=144)
    signed = await move(territory.manager, record, A.SIGN_AGREEMENT, at, agreement=agreement_terms())
    assert signed.record.state is S.AGREEMENT_SIGNED


async def test_a_round_of_signatures_is_not_restarted_while_it_runs(territory: Territory) -> None:
    record, begun = await drafted(territory)
    call = move(territory.manager, record, A.RESTART_SIGNATURE, begun + timedelta(hours=144))
    assert await codes_of(call) == ["OPE-010", "OPE-141"]


async def test_the_plan_of_the_appraisal_is_the_one_signed(territory: Territory) -> None:
    record, begun = await drafted(territory)
    other = agreement_terms(cost_plan=CostPlan.P15)
    assert await codes_of(move(territory.manager, record, A.SIGN_AGREEMENT, begun, agreement=other)) == [
        "OPE-010",
        "OPE-140",
    ]
    assert await codes_of(move(territory.manager, record, A.SIGN_AGREEMENT, begun)) == ["OPE-010", "OPE-138"]


@pytest.mark.parametrize(
    ("at", "codes"),
    [
        (datetime(2025, 8, 31, 21, 59, tzinfo=UTC), ["OPE-016", "OPE-134"]),
        (datetime(2025, 8, 31, 22, 0, tzinfo=UTC), []),
        (datetime(2025, 11, 30, 22, 59, tzinfo=UTC), []),
        (datetime(2025, 11, 30, 23, 0, tzinfo=UTC), ["OPE-016", "OPE-134"]),
    ],
)
async def test_a_call_is_open_from_its_first_to_its_last_day_in_france(
    territory: Territory, at: datetime, codes: list[str]
) -> None:
    if codes:
        assert await codes_of(an_application(territory, at)) == codes
    else:
        assert (await an_application(territory, at)).state is S.APPLICATION_DRAFT


async def test_an_application_is_filed_before_the_closing(territory: Territory) -> None:
    record = await an_application(territory)
    late = FILED + timedelta(minutes=1)
    assert await codes_of(move(territory.manager, record, A.SUBMIT, late)) == ["OPE-010", "OPE-134"]
    assert (await operation_moves.load_course(territory.manager.context, record.id)).record.state is S.APPLICATION_DRAFT


@pytest.mark.parametrize(
    ("last_day", "codes"),
    [(date(2025, 11, 29), ["OPE-016", "OPE-135"]), (date(2025, 11, 30), []), (date(2025, 12, 1), [])],
)
async def test_an_operation_is_not_carried_out_before_it_is_filed(
    territory: Territory, last_day: date, codes: list[str]
) -> None:
    call = an_application(territory, first_day=date(2025, 1, 1), last_day=last_day)
    if codes:
        assert await codes_of(call) == codes
    else:
        assert (await call).state is S.APPLICATION_DRAFT


async def test_an_application_answers_a_call_of_its_own_body_priority_and_objective(territory: Territory) -> None:
    context = territory.manager.context
    assert await codes_of(operations.apply(context, operation_terms(territory), FILED)) == ["OPE-011", "OPE-142"]
    call = await a_call(territory.manager, await a_scheme(territory, specific_objective="L"))
    terms = operation_terms(territory, call_id=call.id)
    assert await codes_of(operations.apply(context, terms, FILED)) == ["OPE-015", "OPE-144"]
    other = terms.model_copy(
        update={"intermediate_body_id": territory.other_intermediate_body.id, "specific_objective": "L"}
    )
    assert await codes_of(operations.apply(context, other, FILED)) == ["OPE-015", "OPE-143"]
    stray = operation_terms(territory, call_id=territory.buyer.id)
    assert await codes_of(operations.apply(context, stray, FILED)) == ["OPE-012"]


@pytest.mark.parametrize(
    ("action", "more", "codes"),
    [
        (A.SUBMIT, {"at": FILED - timedelta(seconds=1)}, ["OPE-131"]),
        (A.SUBMIT, {"at": datetime(2026, 6, 15, 9, 0, 1, tzinfo=UTC)}, ["OPE-130", "OPE-134"]),
    ],
)
async def test_moves_follow_one_another_and_none_is_to_come(
    territory: Territory, action: OperationAction, more: dict[str, Any], codes: list[str]
) -> None:
    record = await an_application(territory)
    at = more.get("at", FILED)
    assert await codes_of(move(territory.manager, record, action, at)) == ["OPE-010", *codes]


@pytest.mark.parametrize("action", [A.APPLY, A.RECORD_IN_FORCE, A.OPEN_AMENDMENT, A.END_IMPLEMENTATION, A.SETTLE])
async def test_what_comes_by_itself_or_with_another_act_is_not_recorded_as_a_move(
    territory: Territory, action: OperationAction
) -> None:
    operation = await an_operation(territory.manager, territory)
    now = territory.manager.context.now
    assert await codes_of(move(territory.manager, operation, action, now)) == ["OPE-010", "OPE-129"]


@pytest.mark.parametrize(
    ("upto", "action", "field"),
    [
        (1, A.ASK_FOR_PIECES, "reason"),
        (1, A.DECLARE_ADMISSIBLE, "reference"),
        (4, A.OPEN_APPRAISAL, "cost_plan"),
        (5, A.SEND_TO_COMMITTEE, "reference"),
        (6, A.PROGRAMME, "reason"),
        (6, A.REFUSE, "reason"),
        (6, A.ADJOURN, "reason"),
    ],
)
async def test_a_move_says_what_it_rests_on(
    territory: Territory, upto: int, action: OperationAction, field: str
) -> None:
    record = await an_application(territory)
    for done, more, _ in STEPS[:upto]:
        await move(territory.manager, record, done, FILED, **more)
    with pytest.raises(ClauseError) as refusal:
        await move(territory.manager, record, action, FILED)
    assert [finding.field for finding in refusal.value.findings] == [field]


async def test_the_appraisal_takes_a_plan_that_the_call_names(territory: Territory) -> None:
    record = await an_application(territory)
    for done, more, _ in STEPS[:4]:
        await move(territory.manager, record, done, FILED, **more)
    call = move(territory.manager, record, A.OPEN_APPRAISAL, FILED, cost_plan=CostPlan.P15)
    assert await codes_of(call) == ["OPE-010", "OPE-137"]


async def test_an_intermediate_body_records_its_own_moves_only(territory: Territory) -> None:
    record, officer = await an_application(territory), territory.oi_officer
    with pytest.raises(Forbidden):
        await move(officer, record, A.SUBMIT, FILED)
    await move(territory.manager, record, A.SUBMIT, FILED)
    course = await move(officer, record, A.DECLARE_ADMISSIBLE, FILED, reference="REC-1")
    assert (course.record.state, course.events[-1].recorded_by) == (S.ADMISSIBLE, officer.user_id)
    for foreign in (territory.other_oi_officer, territory.other_manager):
        assert await codes_of(move(foreign, record, A.OPEN_APPRAISAL, FILED, cost_plan=CostPlan.P40)) == ["OPE-009"]
        assert await codes_of(operation_moves.load_course(foreign.context, record.id)) == ["OPE-014"]


async def test_a_move_out_of_turn_changes_nothing(territory: Territory) -> None:
    operation = await an_operation(territory.manager, territory)
    with pytest.raises(WrongState) as refusal:
        await move(territory.manager, operation, A.NOTIFY, territory.manager.context.now)
    assert refusal.value.code == "OPE-008"
    course = await operation_moves.load_course(territory.manager.context, operation.id)
    assert (course.record.version, len(course.events)) == (1, 1)


async def test_the_certificate_of_start_is_a_flag_beside_the_state(territory: Territory) -> None:
    operation = await an_operation(territory.manager, territory)
    at = datetime(2026, 2, 2, 8, tzinfo=UTC)
    course = await move(territory.manager, operation, A.CERTIFY_START, at, reference="Attestation de démarrage")
    assert (course.record.state, course.start_certified_on) == (S.IN_FORCE, date(2026, 2, 2))


async def run_the_day(territory: Territory, now: datetime) -> None:
    """The daily work on operations, planned and done at an instant."""
    await jobs.plan_daily_jobs(worker_context(now))
    kind = JobKind.MOVE_OPERATIONS
    for row in await sql.fetch("SELECT id FROM job WHERE kind = $1 AND finished_at IS NULL", kind.value):
        await STEPS_OF_JOBS[kind](now, row["id"])
    await set_identity(territory.manager.context.actor)


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (datetime(2027, 6, 30, 21, 59, tzinfo=UTC), S.IN_FORCE),
        (datetime(2027, 6, 30, 22, 0, tzinfo=UTC), S.FINAL_CLAIM_DUE),
    ],
)
async def test_the_final_claim_is_due_once_the_last_month_is_over(
    territory: Territory, now: datetime, state: OperationState
) -> None:
    operation = await an_operation(territory.manager, territory)
    await run_the_day(territory, now)
    course = await operation_moves.load_course(territory.manager.context, operation.id)
    assert course.record.state is state
    before = course.events
    await run_the_day(territory, now)
    assert (await operation_moves.load_course(territory.manager.context, operation.id)).events == before


async def test_an_end_inside_a_month_waits_for_the_month(territory: Territory) -> None:
    operation = await an_operation(territory.manager, territory, last_day=date(2027, 6, 15))
    states = []
    for day in (15, 16, 30):
        await run_the_day(territory, datetime(2027, 6, day, 9, tzinfo=UTC))
        found = await operation_moves.load_course(territory.manager.context, operation.id)
        states.append(found.record.state)
    assert states == [S.IN_FORCE, S.IMPLEMENTATION_ENDED, S.IMPLEMENTATION_ENDED]
    await run_the_day(territory, datetime(2027, 7, 1, 9, tzinfo=UTC))
    assert (
        await operation_moves.load_course(territory.manager.context, operation.id)
    ).record.state is S.FINAL_CLAIM_DUE


async def settled(territory: Territory) -> OperationRecord:
    operation = await an_operation(territory.manager, territory)
    await sql.execute(
        "UPDATE operation SET state = 'settled', settled_on = $2 WHERE id = $1", operation.id, date(2026, 3, 2)
    )
    return operation


async def test_a_settled_file_is_kept_five_years_from_the_end_of_the_year(territory: Territory) -> None:
    operation = await settled(territory)
    states = []
    for now in (datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 3, 3, 9, tzinfo=UTC), datetime(2031, 12, 31, 9, tzinfo=UTC), datetime(2032, 1, 1, 9, tzinfo=UTC)):  # fmt: skip  # noqa: E501
        await run_the_day(territory, now)
        course = await operation_moves.load_course(territory.manager.context, operation.id)
        states.append(course.record.state)
        assert course.deadlines.keep_until == date(2031, 12, 31)
    assert states == [S.SETTLED, S.IN_RETENTION, S.IN_RETENTION, S.PURGEABLE]


async def test_a_hold_stops_the_clock(territory: Territory) -> None:
    operation, manager = await settled(territory), territory.manager
    at = datetime(2026, 4, 1, 9, tzinfo=UTC)
    held = await move(manager, operation, A.PLACE_HOLD, at, reason="Procédure en cours")
    assert held.is_held
    await run_the_day(territory, datetime(2040, 1, 1, 9, tzinfo=UTC))
    course = await operation_moves.load_course(manager.context, operation.id)
    assert course.record.state is S.IN_RETENTION
    later = Caller(manager.at(datetime(2040, 1, 2, tzinfo=UTC)), manager.headers)
    lifted = await move(later, operation, A.LIFT_HOLD, datetime(2040, 1, 1, 12, tzinfo=UTC), reason="Procédure close")
    days = date(2040, 1, 1) - date(2026, 4, 1)
    assert lifted.deadlines.keep_until == date(2031, 12, 31) + days
    await run_the_day(territory, datetime(2045, 1, 1, tzinfo=UTC))
    assert (await operation_moves.load_course(manager.context, operation.id)).record.state is S.IN_RETENTION
