"""The months of many people: listed, approved, reopened and corrected; what one refuses stops no other."""

from datetime import date
from uuid import UUID

import pytest

from clause.db import sql
from clause.db.queries import identity
from clause.domain.actors import Role
from clause.domain.claims import Claim
from clause.domain.errors import Refused
from clause.domain.timesheets import TimesheetState
from clause.rules.calendar import Month
from clause.services import timesheet_documents, timesheets, timesheets_in_bulk
from clause.services.timesheets import MonthOf
from clause.services.timesheets_in_bulk import MonthOutcome, WhoseMonth
from tests.builders.claims import (
    a_claim,
    a_ready_operation,
    a_signed_month,
    a_submitted_claim,
    an_employment,
    entries,
)
from tests.builders.territory import NOW, Caller, Territory, person
from tests.services.test_timesheets import ALL_MAY, MAY, may_of, refusal_of

pytestmark = pytest.mark.usefixtures("transaction")


async def people(territory: Territory, count: int) -> list[Caller]:
    """So many facilitators, each with an employment and a signed month of May."""
    made = []
    for number in range(count):
        name, address = f"Personne {number}", f"personne{number}@brisemer.example"
        worker = await person(territory.facilitator_org, Role.FACILITATOR, name, address)
        await an_employment(territory.manager, worker, f"B-{number:03d}")
        await a_signed_month(worker, "2026-05", ALL_MAY)
        made.append(worker)
    return made


def told(outcomes: tuple[MonthOutcome, ...]) -> dict[UUID, str | None]:
    return {one.whose.person_id: one.refusal.code if one.refusal else None for one in outcomes}


async def test_a_manager_approves_all_that_is_signed_in_one_call(territory: Territory) -> None:
    workers = await people(territory, 3)
    outcomes = await timesheets_in_bulk.approve_months(territory.manager.context, MAY, None)
    assert told(outcomes) == {worker.user_id: None for worker in workers}
    listed = await timesheets_in_bulk.list_months(
        territory.manager.context, MAY, state=TimesheetState.APPROVED, after=None, limit=50
    )
    assert {one.staff_number for one in listed} == {"B-000", "B-001", "B-002"}


async def test_what_one_month_refuses_stops_no_other(territory: Territory) -> None:
    manager = territory.manager
    await an_employment(manager, manager, "F-002")
    await a_signed_month(manager, "2026-05", ALL_MAY)
    (worker,) = await people(territory, 1)
    await an_employment(manager, territory.facilitator, "F-003")
    named = [WhoseMonth(one) for one in (manager.user_id, worker.user_id, territory.facilitator.user_id)]
    outcomes = await timesheets_in_bulk.approve_months(manager.context, MAY, named)
    assert [one.whose for one in outcomes] == named
    assert told(outcomes) == {
        manager.user_id: "TIM-014",
        worker.user_id: None,
        territory.facilitator.user_id: "TIM-004",
    }
    assert (await timesheets.load_timesheet(manager.context, may_of(manager))).state is TimesheetState.SIGNED


async def test_a_month_named_twice_is_refused_whole(territory: Territory) -> None:
    (worker,) = await people(territory, 1)
    twice = [WhoseMonth(worker.user_id), WhoseMonth(worker.user_id)]
    refusal = await refusal_of(timesheets_in_bulk.approve_months(territory.manager.context, MAY, twice))
    assert (type(refusal), refusal.code) == (Refused, "TIM-022")
    assert (await timesheets.load_timesheet(worker.context, may_of(worker))).state is TimesheetState.SIGNED


async def test_people_of_another_organisation_are_not_found(territory: Territory) -> None:
    (worker,) = await people(territory, 1)
    refusal = await refusal_of(
        timesheets_in_bulk.approve_months(territory.other_manager.context, MAY, [WhoseMonth(worker.user_id)])
    )
    assert (refusal.code, [finding.code for finding in refusal.findings]) == ("TIM-024", ["TIM-001"])
    assert await timesheets_in_bulk.approve_months(territory.other_manager.context, MAY, None) == ()


async def test_many_are_reopened_for_one_reason(territory: Territory) -> None:
    workers = await people(territory, 2)
    named = [WhoseMonth(worker.user_id) for worker in workers]
    await timesheets_in_bulk.approve_months(territory.manager.context, MAY, named[:1])
    outcomes = await timesheets_in_bulk.reopen_months(territory.manager.context, MAY, named, "Le 14 était férié")
    assert set(told(outcomes).values()) == {None}
    for worker in workers:
        sheet = (await timesheets.load_timesheet(worker.context, may_of(worker))).sheet
        assert sheet is not None
        assert (sheet.state, sheet.reopened_reason) == (TimesheetState.OPEN, "Le 14 était férié")


async def test_the_list_shows_who_recorded_nothing(territory: Territory) -> None:
    await people(territory, 1)
    await an_employment(territory.manager, territory.facilitator, "F-003")
    await an_employment(territory.manager, territory.manager, "F-004", first_day=date(2026, 6, 1))
    listed = await timesheets_in_bulk.list_months(territory.manager.context, MAY, state=None, after=None, limit=50)
    found = {one.staff_number: (one.state, one.timesheet_id is None, str(one.hours_worked)) for one in listed}
    assert found == {
        "B-000": (TimesheetState.SIGNED, False, "133.00"),
        "F-003": (TimesheetState.OPEN, True, "0.00"),
    }
    first, *_ = listed
    rest = await timesheets_in_bulk.list_months(
        territory.manager.context, MAY, state=None, after=first.employment_id, limit=50
    )
    assert [one.employment_id for one in rest] == [listed[1].employment_id]


JANUARY = Month.parse("2026-01")


async def a_claimed_january(territory: Territory) -> Claim:
    operation = await a_ready_operation(territory.manager, territory.facilitator, territory, ("2026-01",))
    claim = await a_claim(territory.manager, operation, "2026-01", "2026-01")
    return await a_submitted_claim(territory.manager, claim)


async def test_a_month_that_a_claim_holds_is_corrected_by_a_new_revision(territory: Territory) -> None:
    await a_claimed_january(territory)
    manager, worker = territory.manager, territory.facilitator
    wanted = MonthOf(worker.user_id, JANUARY)
    before = await timesheets.load_timesheet(worker.context, wanted)
    assert (await refusal_of(timesheets.reopen_timesheet(manager.context, wanted, "Oubli"))).code == "TIM-016"
    corrected = await timesheets.correct_timesheet(manager.context, wanted, "Le 12 était un congé")
    assert corrected.sheet is not None
    assert before.sheet is not None
    assert (corrected.sheet.revision, corrected.state) == (2, TimesheetState.OPEN)
    assert (corrected.entries, corrected.absences) == (before.entries, before.absences)
    assert corrected.version == before.version + 1
    await identity.set_identity(manager.context.actor)
    kept = await sql.fetch_one("SELECT state, content_hash, revision FROM timesheet WHERE id = $1", before.sheet.id)
    assert kept == {"state": "approved", "content_hash": before.sheet.content_hash, "revision": 1}


async def test_a_corrected_month_is_recorded_signed_and_approved_again(territory: Territory) -> None:
    await a_claimed_january(territory)
    manager, worker = territory.manager, territory.facilitator
    wanted = MonthOf(worker.user_id, JANUARY)
    open_again = await timesheets.correct_timesheet(manager.context, wanted, "Oubli")
    twice = await refusal_of(timesheets.correct_timesheet(manager.context, wanted, "Oubli"))
    assert twice.code == "TIM-002"
    await timesheets.record_entries(
        worker.context, wanted, entries("2026-01", {None: "7.00"}), open_again.version, difference_reason="Mi-temps"
    )
    await timesheets.sign_timesheet(worker.context, wanted, nothing_worked=False, late_reason="Correction")
    approved = await timesheets.approve_timesheet(manager.context, wanted)
    assert approved.sheet is not None
    assert (approved.sheet.revision, str(approved.totals.hours_worked)) == (2, "7.00")
    # No claim holds the second revision yet: it is reopened like any month, and not corrected.
    assert (await refusal_of(timesheets.correct_timesheet(manager.context, wanted, "Encore"))).code == "TIM-020"


async def test_a_month_without_a_claim_is_reopened_and_not_corrected(territory: Territory) -> None:
    await a_ready_operation(territory.manager, territory.facilitator, territory, ("2026-01",))
    wanted = MonthOf(territory.facilitator.user_id, JANUARY)
    refusal = await refusal_of(timesheets.correct_timesheet(territory.manager.context, wanted, "Oubli"))
    assert refusal.code == "TIM-020"


async def test_an_approved_month_becomes_a_file_once(territory: Territory) -> None:
    await a_ready_operation(territory.manager, territory.facilitator, territory, ("2026-01",))
    manager, worker = territory.manager.context, territory.facilitator
    assert (await refusal_of(timesheet_documents.load_pdf(manager, worker.user_id, JANUARY, None, None))).code == (
        "TIM-021"
    )
    await identity.set_identity(manager.actor)
    job_id = await sql.fetch_value("SELECT id FROM job WHERE kind = 'render_timesheet'")
    for _ in range(2):
        await timesheet_documents.render_timesheet(NOW, job_id)
    file = await timesheet_documents.load_pdf(worker.context, worker.user_id, JANUARY, None, 1)
    assert file.content.startswith(b"%PDF-")
    assert file.file_name == "feuille-de-temps-F-001-2026-01-r1.pdf"
    for caller, month in ((territory.other_manager, JANUARY), (worker, Month.parse("2026-02"))):
        refusal = await refusal_of(timesheet_documents.load_pdf(caller.context, worker.user_id, month, None, None))
        assert refusal.code == "TIM-023"
    wanted = MonthOf(worker.user_id, JANUARY)
    await timesheets.reopen_timesheet(manager, wanted, "Oubli")
    assert (await refusal_of(timesheet_documents.load_pdf(manager, worker.user_id, JANUARY, None, None))).code == (
        "TIM-021"
    )
