"""Several at once on the months of a company and on a reminder, over connections of their own."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date

import pytest

from clause.domain.errors import ClauseError
from clause.domain.statements_due import ReminderState
from clause.rules.calendar import Month, MonthSpan
from clause.services import hours, statements_due
from clause.services.context import worker_context
from clause.settings import Settings
from tests.builders.committed import committed_territory
from tests.builders.contracts import a_lot
from tests.builders.hours import a_line
from tests.builders.people import a_hire
from tests.builders.statements_due import a_reminder
from tests.builders.territory import NOW, Territory


@pytest.fixture(scope="module")
async def own(territory: Territory, settings: Settings) -> AsyncIterator[Territory]:
    """Organisations of these tests' own, committed, and removed at the end with all they hold."""
    async with committed_territory(territory, settings) as made:
        yield made


def codes(outcomes: list[object]) -> list[str]:
    return [outcome.code for outcome in outcomes if isinstance(outcome, ClauseError)]


async def test_of_statements_that_overlap_declared_at_once_one_stands(own: Territory) -> None:
    lot = await a_lot(own.facilitator, own)
    hired = [await a_hire(own.facilitator, own, lot) for _ in range(4)]
    spans = [
        MonthSpan(Month(2026, 1), Month(2026, 3)),
        MonthSpan(Month(2026, 3), Month(2026, 5)),
        MonthSpan(Month(2026, 2), Month(2026, 4)),
        MonthSpan.of(Month(2026, 3)),
    ]
    outcomes = await asyncio.gather(
        *(
            hours.declare_hours(own.company_agent.context, None, span, [a_line(hire, "10.00", month="2026-03")])
            for hire, span in zip(hired, spans, strict=True)
        ),
        return_exceptions=True,
    )
    assert codes(list(outcomes)) == ["DBC-010"] * 3
    assert len(await hours.list_statements(own.facilitator.context, lot_id=lot.id)) == 1


async def test_a_reminder_proposed_and_issued_at_once_is_one_reminder(own: Territory) -> None:
    lot = await a_lot(own.facilitator, own, first_day=date(2025, 1, 1), last_day=date(2025, 1, 31))
    await a_hire(own.facilitator, own, lot, first_day=date(2025, 1, 6))
    org_id = own.facilitator_org.id
    outcomes = await asyncio.gather(
        statements_due.propose_reminders(worker_context(NOW, org_id)),
        a_reminder(own.facilitator, own.company, "2025-01"),
        a_reminder(own.manager, own.company, "2025-01"),
        return_exceptions=True,
    )
    assert len(codes(list(outcomes))) == 1
    found = await statements_due.list_reminders(own.facilitator.context, company_id=own.company.id)
    january = [one for one in found if one.first_month == Month(2025, 1) and one.level.value == "FIRST"]
    assert [one.state for one in january] == [ReminderState.ISSUED]
