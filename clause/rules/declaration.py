"""When hours are to be declared, and when a statement that has not come is called for."""

from datetime import date

from clause.rules.calendar import Month, MonthSpan, days_after
from clause.rules.codes import Cadence, ReminderLevel
from clause.rules.parameter import value_in_force
from clause.rules.quantities import Unit
from clause.rules.rulebook import DEFAULTS, Rulebook

_MONTHS = {Cadence.MONTHLY: 1, Cadence.QUARTERLY: 3, Cadence.HALF_YEARLY: 6}
_STEPS = {
    ReminderLevel.FIRST: "statement_reminder_first_days",
    ReminderLevel.SECOND: "statement_reminder_second_days",
    ReminderLevel.ESCALATION: "statement_reminder_escalation_days",
}


def declaration_months(month: Month, book: Rulebook = DEFAULTS) -> MonthSpan:
    """The months declared together with this one: it alone, its calendar quarter, or its half-year.

    By the cadence in effect on the month's first day. Source: CCAP 21_BAM_048, art. 1.4 (quarters that close on 31
    March, 30 June, 30 September and 31 December). Assumption: a half-year is a calendar one.
    """
    length = _MONTHS[book.value("statement_cadence", month.first_day).cadence()]
    first = (month.number - 1) // length * length + 1
    return MonthSpan(Month(month.year, first), Month(month.year, first + length - 1))


def declaration_due_on(months: MonthSpan, book: Rulebook = DEFAULTS) -> date:
    """The day by which these months are declared: the due day of the month after, or its last day where it is shorter.

    By the rule in effect on the last day of the months. Source: CCAP 21_BAM_048, art. 1.4 (before the 15th).
    """
    due_day = book.value("statement_due_day", months.last.last_day).whole(Unit.DAY_OF_MONTH)
    following = months.last.next
    return following.first_day.replace(day=min(due_day, following.last_day.day))


def reminder_reached(due_on: date, on: date) -> ReminderLevel | None:
    """The last step of the reminders that is reached on a day; None before the first.

    Assumption: the three delays, counted in calendar days from the due day; no document read fixes them.
    """
    reached = [level for level, name in _STEPS.items() if on >= _step(name, due_on)]
    return reached[-1] if reached else None


def _step(name: str, due_on: date) -> date:
    return days_after(due_on, value_in_force(name, due_on).whole(Unit.DAY))
