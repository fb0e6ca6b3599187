"""The daily look at statements that have not come."""

from collections.abc import AsyncIterator
from datetime import date

import pytest

from clause.domain.statements_due import ReminderState
from clause.services import statements_due
from clause.settings import Settings
from clause.workers.running import look_for_late_statements
from tests.builders.committed import committed_territory
from tests.builders.contracts import a_lot
from tests.builders.people import a_hire
from tests.builders.territory import Territory


@pytest.fixture
async def own(territory: Territory, settings: Settings) -> AsyncIterator[Territory]:
    """Organisations of this test's own, committed, and removed at the end with all they hold."""
    async with committed_territory(territory, settings) as made:
        yield made


async def test_the_daily_look_proposes_for_every_organisation_and_once(own: Territory) -> None:
    lot = await a_lot(own.facilitator, own)
    await a_hire(own.facilitator, own, lot, first_day=date(2026, 3, 9), planned_last_day=date(2026, 3, 31))
    await look_for_late_statements({})
    await look_for_late_statements({})
    found = await statements_due.list_reminders(own.facilitator.context)
    assert [(str(one.first_month), one.state) for one in found] == [("2026-03", ReminderState.PROPOSED)]
