"""A company that sent nothing for a month: it was reminded twice."""

from datetime import datetime
from functools import partial

from clause.devdata.statements import MISSING
from clause.devdata.world import World
from clause.domain.statements_due import Contact, ReminderOrder
from clause.rules.calendar import MonthSpan
from clause.services import statements_due

_CONTACT = Contact(name="Nolwenn Abgrall", email="nolwenn.abgrall@salicorne.example")


def plan(world: World) -> None:
    """Once when the statement was due, once a week later."""
    calendar = world.calendar
    for number in (17, 24):
        world.timeline.plan(calendar.day(MISSING[1] + 1, number), partial(_remind, world), hour=16)


async def _remind(world: World, now: datetime) -> None:
    company, offset = MISSING
    order = ReminderOrder(
        company_id=world.organisations[company].id,
        months=MonthSpan.of(world.calendar.month(offset)),
        contact=_CONTACT,
    )
    await statements_due.issue_reminders(world.by("yanis", now), [order])
