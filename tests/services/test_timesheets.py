"""Months of time through the services: recorded, signed by the person, approved by another, frozen, reopened."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import asyncpg
import pytest

from clause.db import sql
from clause.db.queries import identity
from clause.domain.errors import ClauseError, Forbidden, NotFound, Refused, StaleVersion, Unreadable, WrongState
from clause.domain.timesheets import Activity, TimesheetState, TypedEntry
from clause.rules.calendar import Month
from clause.services import timesheets
from clause.services.timesheets import MonthOf, SheetView
from tests.builders.claims import (
    a_recorded_month,
    a_signed_month,
    an_approved_month,
    an_assignment,
    an_employment,
    an_operation,
    entries,
)
from tests.builders.territory import Caller, Territory

pytestmark = pytest.mark.usefixtures("transaction")

MAY = Month.parse("2026-05")
ALL_MAY: dict[UUID | None, str] = {None: "133.00"}


def may_of(worker: Caller) -> MonthOf:
    return MonthOf(worker.user_id, MAY)


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


async def refusal_of(call: object) -> ClauseError:
    with pytest.raises(ClauseError) as refusal:
        await call  # type: ignore[misc]
    return refusal.value


@pytest.fixture
async def worker(territory: Territory, transaction: None) -> Caller:
    """A facilitator with an employment since September 2025."""
    await an_employment(territory.manager, territory.facilitator)
    return territory.facilitator


async def test_a_month_is_recorded_whole_and_added_up(territory: Territory, worker: Caller) -> None:
    operation = await an_operation(territory.manager, territory)
    (employment,) = [(await timesheets.load_timesheet(worker.context, may_of(worker))).employment]
    await an_assignment(territory.manager, operation, employment)
    view = await a_recorded_month(worker, "2026-05", {operation.id: "98.50", None: "34.55"})
    assert (view.state, view.version) == (TimesheetState.OPEN, 1)
    assert str(view.totals.hours_worked) == "133.05"
    assert {key: str(hours) for key, hours in view.totals.by_operation.items()} == {
        operation.id: "98.50",
        None: "34.55",
    }
    assert sum(entry.minutes for entry in view.entries) == 133 * 60 + 3


async def test_recording_again_takes_the_place_of_what_was_there(worker: Caller) -> None:
    await a_recorded_month(worker, "2026-05", ALL_MAY)
    again = await timesheets.record_entries(worker.context, may_of(worker), entries("2026-05", {None: "7.00"}), 1)
    assert (again.version, len(again.entries)) == (2, 1)


async def test_the_version_that_was_read_must_be_named_and_be_the_last(worker: Caller) -> None:
    await a_recorded_month(worker, "2026-05", ALL_MAY)
    unnamed = await refusal_of(timesheets.record_entries(worker.context, may_of(worker), (), None))
    stale = await refusal_of(timesheets.record_entries(worker.context, may_of(worker), (), 0))
    assert [(type(one), one.code) for one in (unnamed, stale)] == [(Unreadable, "TIM-007"), (StaleVersion, "TIM-008")]


async def test_a_month_that_was_not_recorded_reads_as_empty(worker: Caller) -> None:
    view = await timesheets.load_timesheet(worker.context, may_of(worker))
    assert (view.sheet, view.version, view.entries) == (None, 0, ())
    recorded = await timesheets.record_entries(worker.context, may_of(worker), (), 0)
    assert recorded.version == 1


async def test_every_wrong_entry_is_named_at_once(territory: Territory, worker: Caller) -> None:
    foreign = await an_operation(territory.other_manager, territory)
    own = await an_operation(territory.manager, territory)
    wrong = (
        TypedEntry(day=date(2026, 4, 30), operation_id=None, activity=Activity.INTERNAL, hours=Decimal("1.00")),
        TypedEntry(day=date(2026, 5, 4), operation_id=foreign.id, activity=Activity.TRAVEL, hours=Decimal("1.00")),
        TypedEntry(day=date(2026, 5, 5), operation_id=own.id, activity=Activity.TRAVEL, hours=Decimal("0.33")),
        TypedEntry(day=date(2026, 5, 6), operation_id=uuid4(), activity=Activity.TRAVEL, hours=Decimal("0.00")),
    )
    refusal = await refusal_of(timesheets.record_entries(worker.context, may_of(worker), wrong, None))
    assert (type(refusal), refusal.code) == (Refused, "TIM-005")
    assert {(finding.code, finding.field) for finding in refusal.findings} == {
        ("TIM-101", "entries[0].day"),
        ("TIM-106", "entries[1].operation_id"),
        ("TIM-111", "entries[2].hours"),
        ("TIM-108", "entries[2].operation_id"),
        ("TIM-112", "entries[3].hours"),
        ("TIM-106", "entries[3].operation_id"),
    }
    assert (await timesheets.load_timesheet(worker.context, may_of(worker))).sheet is None


async def test_a_long_day_is_recorded_with_a_warning(worker: Caller) -> None:
    long = tuple(
        TypedEntry(day=date(2026, 5, 4), operation_id=None, activity=Activity.INTERNAL, hours=Decimal(hours))
        for hours in ("10.00", "0.05")
    )
    view = await timesheets.record_entries(worker.context, may_of(worker), long, None)
    assert [finding.code for finding in view.findings if finding.code < "TIM-113"] == ["TIM-104"]


@pytest.mark.parametrize(
    ("month", "code"), [("2026-06", None), ("2026-07", "TIM-006"), ("2025-08", "TIM-001"), ("2025-09", None)]
)
async def test_a_month_lies_in_the_employment_and_has_begun(worker: Caller, month: str, code: str | None) -> None:
    call = timesheets.record_entries(worker.context, MonthOf(worker.user_id, Month.parse(month)), (), None)
    if code is None:
        assert (await call).version == 1
    else:
        assert (await refusal_of(call)).code == code


async def test_a_month_before_any_rule_is_refused(territory: Territory) -> None:
    await an_employment(territory.manager, territory.manager, "F-009", first_day=date(1990, 1, 1))
    old = MonthOf(territory.manager.user_id, Month.parse("1995-03"))
    entry = TypedEntry(day=date(1995, 3, 1), operation_id=None, activity=Activity.INTERNAL, hours=Decimal("7.00"))
    assert (
        await refusal_of(timesheets.record_entries(territory.manager.context, old, (entry,), None))
    ).code == "TIM-017"


async def test_one_sees_ones_own_time_and_who_approves_sees_everyones(territory: Territory, worker: Caller) -> None:
    await a_recorded_month(worker, "2026-05", ALL_MAY)
    for caller in (worker, territory.manager, territory.facilitator_client):
        assert (await timesheets.load_timesheet(caller.context, may_of(worker))).version == 1
    await an_employment(territory.manager, territory.manager, "F-002")
    own = await refusal_of(timesheets.load_timesheet(worker.context, may_of(territory.manager)))
    foreign = await refusal_of(timesheets.load_timesheet(territory.other_manager.context, may_of(worker)))
    assert [(type(one), one.code) for one in (own, foreign)] == [(NotFound, "TIM-001")] * 2


async def test_two_employments_in_a_month_need_a_name(territory: Territory) -> None:
    manager, worker = territory.manager, territory.facilitator
    first = await an_employment(manager, worker, "A", last_day=date(2026, 5, 10))
    second = await an_employment(manager, worker, "B", first_day=date(2026, 5, 11))
    assert (await refusal_of(timesheets.load_timesheet(worker.context, may_of(worker)))).code == "TIM-003"
    for employment in (first, second):
        view = await timesheets.load_timesheet(worker.context, MonthOf(worker.user_id, MAY, employment.id))
        assert view.employment.id == employment.id


@pytest.mark.parametrize(
    ("day", "code"), [(date(2026, 5, 30), "TIM-012"), (date(2026, 5, 31), None), (date(2026, 6, 1), None)]
)
async def test_a_month_is_signed_from_its_last_day_on(worker: Caller, day: date, code: str | None) -> None:
    month = entries("2026-05", {None: "7.00"})
    await timesheets.record_entries(worker.at(noon(day)), may_of(worker), month, None)
    call = timesheets.sign_timesheet(worker.at(noon(day)), may_of(worker), nothing_worked=False, late_reason=None)
    if code is None:
        assert (await call).state is TimesheetState.SIGNED
    else:
        assert (await refusal_of(call)).code == code


@pytest.mark.parametrize(
    ("day", "late", "refused"),
    [
        (date(2026, 6, 10), False, False),
        (date(2026, 6, 11), True, False),
        (date(2026, 7, 29), True, False),
        (date(2026, 7, 30), True, False),
        (date(2026, 7, 31), True, True),
    ],
)
async def test_a_late_signature_is_noted_and_then_needs_a_reason(
    worker: Caller, day: date, late: bool, refused: bool
) -> None:
    await a_recorded_month(worker, "2026-05", ALL_MAY)
    at = worker.at(noon(day))
    if refused:
        call = timesheets.sign_timesheet(at, may_of(worker), nothing_worked=False, late_reason=None)
        assert (await refusal_of(call)).code == "TIM-013"
    reason = "Arrêt de travail" if refused else None
    view = await timesheets.sign_timesheet(at, may_of(worker), nothing_worked=False, late_reason=reason)
    assert [finding.code for finding in view.findings if finding.code < "TIM-113"] == (["TIM-110"] if late else [])


async def test_only_the_person_signs(territory: Territory, worker: Caller) -> None:
    await a_recorded_month(worker, "2026-05", ALL_MAY)
    for caller in (territory.manager, territory.facilitator_client):
        call = timesheets.sign_timesheet(caller.context, may_of(worker), nothing_worked=False, late_reason=None)
        refusal = await refusal_of(call)
        assert (type(refusal), refusal.code) == (Forbidden, "TIM-009")


async def test_an_empty_month_is_signed_only_as_nothing_worked(worker: Caller) -> None:
    async def sign(nothing_worked: bool) -> SheetView:
        return await timesheets.sign_timesheet(
            worker.context, may_of(worker), nothing_worked=nothing_worked, late_reason=None
        )

    assert (await refusal_of(sign(True))).code == "TIM-004"
    await timesheets.record_entries(worker.context, may_of(worker), (), None)
    assert (await refusal_of(sign(False))).code == "TIM-010"
    assert (await sign(True)).state is TimesheetState.SIGNED


async def test_a_month_with_entries_is_not_signed_as_nothing_worked(worker: Caller) -> None:
    await a_recorded_month(worker, "2026-05", ALL_MAY)
    call = timesheets.sign_timesheet(worker.context, may_of(worker), nothing_worked=True, late_reason=None)
    assert (await refusal_of(call)).code == "TIM-011"


async def test_the_signature_covers_the_content(territory: Territory, worker: Caller) -> None:
    first = await a_signed_month(worker, "2026-05", {None: "7.00"})
    await timesheets.reopen_timesheet(territory.manager.context, may_of(worker), "À compléter")
    await timesheets.record_entries(worker.context, may_of(worker), entries("2026-05", {None: "7.05"}), 3)
    again = await timesheets.sign_timesheet(worker.context, may_of(worker), nothing_worked=False, late_reason=None)
    assert first.sheet is not None
    assert again.sheet is not None
    assert first.sheet.content_hash != again.sheet.content_hash


async def test_another_person_approves(territory: Territory, worker: Caller) -> None:
    view = await an_approved_month(worker, territory.manager, "2026-05", ALL_MAY)
    assert view.sheet is not None
    assert (view.state, view.sheet.approved_by) == (TimesheetState.APPROVED, territory.manager.user_id)


async def test_nobody_approves_a_month_that_they_signed(territory: Territory) -> None:
    manager = territory.manager
    await an_employment(manager, manager, "F-002")
    await a_signed_month(manager, "2026-05", ALL_MAY)
    refusal = await refusal_of(timesheets.approve_timesheet(manager.context, may_of(manager)))
    assert (type(refusal), refusal.code) == (Forbidden, "TIM-014")


async def test_a_facilitator_approves_nothing(territory: Territory, worker: Caller) -> None:
    await a_signed_month(worker, "2026-05", ALL_MAY)
    refusal = await refusal_of(timesheets.approve_timesheet(worker.context, may_of(worker)))
    assert (type(refusal), refusal.code) == (Forbidden, "UOW-002")


async def test_an_open_month_is_neither_approved_nor_reopened(territory: Territory, worker: Caller) -> None:
    await a_recorded_month(worker, "2026-05", ALL_MAY)
    manager = territory.manager.context
    for call in (
        timesheets.approve_timesheet(manager, may_of(worker)),
        timesheets.reopen_timesheet(manager, may_of(worker), "Pour voir"),
    ):
        refusal = await refusal_of(call)
        assert (type(refusal), refusal.code) == (WrongState, "TIM-002")


async def test_a_signed_month_takes_no_entry(worker: Caller) -> None:
    view = await a_signed_month(worker, "2026-05", ALL_MAY)
    call = timesheets.record_entries(worker.context, may_of(worker), (), view.version)
    assert (await refusal_of(call)).code == "TIM-002"


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM time_entry WHERE timesheet_id = $1",
        "UPDATE time_entry SET minutes = 1 WHERE timesheet_id = $1",
        "INSERT INTO time_entry (id, facilitator_org_id, timesheet_id, day, activity, minutes)"
        " SELECT gen_random_uuid(), facilitator_org_id, id, month, 'TRAVEL', 60 FROM timesheet WHERE id = $1",
    ],
)
async def test_the_database_itself_freezes_a_signed_month(territory: Territory, worker: Caller, change: str) -> None:
    view = await a_signed_month(worker, "2026-05", ALL_MAY)
    assert view.sheet is not None
    await identity.set_identity(territory.manager.context.actor)
    with pytest.raises(asyncpg.CheckViolationError) as refusal:
        await sql.execute(change, view.sheet.id)
    assert refusal.value.constraint_name == "time_entry_frozen"


async def test_reopening_takes_both_signatures_away(territory: Territory, worker: Caller) -> None:
    await an_approved_month(worker, territory.manager, "2026-05", ALL_MAY)
    view = await timesheets.reopen_timesheet(territory.manager.context, may_of(worker), "Le 12 était un congé")
    sheet = view.sheet
    assert sheet is not None
    assert (sheet.state, sheet.reopened_reason) == (TimesheetState.OPEN, "Le 12 était un congé")
    assert (sheet.content_hash, sheet.signed_by, sheet.signed_at, sheet.approved_by, sheet.approved_at) == (None,) * 5
