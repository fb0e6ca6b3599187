"""Several people at once on committed months, over connections of their own."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from clause.domain.timesheets import TimesheetState
from clause.rules.calendar import Month
from clause.services import timesheets, timesheets_in_bulk
from clause.services.timesheets import MonthOf
from clause.services.timesheets_in_bulk import WhoseMonth
from clause.settings import Settings
from tests.builders.claims import (
    a_claim,
    a_ready_operation,
    a_recorded_month,
    a_signed_month,
    a_submitted_claim,
    an_employment,
    entries,
)
from tests.builders.committed import committed_territory
from tests.builders.territory import Territory
from tests.services.test_claims_at_once import lost

MAY = Month.parse("2026-05")
JANUARY = Month.parse("2026-01")
ALL_MAY: dict[UUID | None, str] = {None: "133.00"}


@pytest.fixture
async def own(territory: Territory, settings: Settings) -> AsyncIterator[Territory]:
    """Organisations of the test's own, committed, and removed at the end with all they hold."""
    async with committed_territory(territory, settings) as made:
        yield made


async def test_what_is_signed_is_what_was_put_before_or_not_at_all(own: Territory) -> None:
    await an_employment(own.manager, own.facilitator)
    await a_recorded_month(own.facilitator, "2026-05", ALL_MAY)
    context, wanted = own.facilitator.context, MonthOf(own.facilitator.user_id, MAY)
    put = timesheets.record_entries(context, wanted, entries("2026-05", {None: "7.00"}), 1)
    sign = timesheets.sign_timesheet(context, wanted, nothing_worked=False, late_reason=None)
    refused = lost(await asyncio.gather(put, sign, return_exceptions=True))
    view = await timesheets.load_timesheet(context, wanted)
    # Either the put came first and is what was signed, or it came too late and was refused.
    assert view.state is TimesheetState.SIGNED
    assert (refused, str(view.totals.hours_worked)) in ([[], "7.00"], ([], "7.00"), (["TIM-008"], "133.00"))


async def test_a_month_is_approved_and_reopened_in_one_order_or_the_other(own: Territory) -> None:
    await an_employment(own.manager, own.facilitator)
    await a_signed_month(own.facilitator, "2026-05", ALL_MAY)
    wanted = MonthOf(own.facilitator.user_id, MAY)
    outcomes = await asyncio.gather(
        timesheets.approve_timesheet(own.manager.context, wanted),
        timesheets.reopen_timesheet(own.manager.context, wanted, "Oubli"),
        return_exceptions=True,
    )
    assert lost(outcomes) in ([], ["TIM-002"])
    sheet = (await timesheets.load_timesheet(own.facilitator.context, wanted)).sheet
    assert sheet is not None
    assert (sheet.state, sheet.signed_by, sheet.approved_by) == (TimesheetState.OPEN, None, None)


async def test_of_two_corrections_at_once_one_makes_the_revision(own: Territory) -> None:
    operation = await a_ready_operation(own.manager, own.facilitator, own, ("2026-01",))
    await a_submitted_claim(own.manager, await a_claim(own.manager, operation, "2026-01", "2026-01"))
    wanted = MonthOf(own.facilitator.user_id, JANUARY)
    calls = [timesheets.correct_timesheet(own.manager.context, wanted, "Oubli") for _ in range(2)]
    assert lost(await asyncio.gather(*calls, return_exceptions=True)) == ["TIM-002"]
    sheet = (await timesheets.load_timesheet(own.facilitator.context, wanted)).sheet
    assert sheet is not None
    assert sheet.revision == 2


async def test_two_managers_with_the_same_months_never_wait_in_a_ring(own: Territory) -> None:
    whose = []
    for number, worker in enumerate((own.facilitator, own.manager)):
        await an_employment(own.manager, worker, f"D-{number}")
        await a_signed_month(worker, "2026-05", ALL_MAY)
        whose.append(WhoseMonth(worker.user_id))
    calls = [
        timesheets_in_bulk.reopen_months(own.manager.context, MAY, named, "Oubli") for named in (whose, whose[::-1])
    ]
    assert lost(await asyncio.gather(*calls, return_exceptions=True)) == ["TIM-024"]
