"""Reminders of statements, through the services."""

from clause.domain.accounts import Organisation
from clause.domain.statements_due import Contact, ReminderOrder, StatementReminder
from clause.rules.calendar import Month, MonthSpan
from clause.rules.codes import ReminderLevel
from clause.services import statements_due
from tests.builders.territory import Caller

PAYROLL = Contact(name="Service paie", email="paie@batisseurs.example")


async def a_reminder(
    facilitator: Caller,
    company: Organisation,
    month: str,
    level: ReminderLevel = ReminderLevel.FIRST,
    *,
    last_month: str | None = None,
    contact: Contact = PAYROLL,
) -> StatementReminder:
    """A reminder issued for a month that the company has not declared; the first one where several buyers are told."""
    months = MonthSpan(Month.parse(month), Month.parse(last_month or month))
    order = ReminderOrder(company_id=company.id, months=months, level=level, contact=contact)
    return (await statements_due.issue_reminders(facilitator.context, [order]))[0]
