"""Until which day the outlook of a lot holds, if nothing touches the lot meanwhile."""

from collections.abc import Iterable
from datetime import date

from clause.domain.compliance import LotFacts
from clause.domain.late_documents import next_overdue
from clause.domain.statements_due import LotMonth
from clause.rules.alerts import far_behind, no_hire
from clause.rules.calendar import days_after
from clause.rules.compliance import ComplianceStatus, Course, assess
from clause.rules.quantities import Hours

LONGEST_DAYS = 62
"""An outlook is drawn again after this many days at the latest."""


def holds_until(facts: LotFacts, months: Iterable[LotMonth], stored_day: date | None, on: date) -> date:
    """The first day after ``on`` on which the outlook drawn on ``on`` may differ: on each day before, it is the same.

    ``months`` are those of the lot until ``on``; ``stored_day`` is the first day after it that something stored of the
    lot is dated by. Earlier than need be at worst.
    """
    hours = facts.hours
    ends = days_after(hours.last_day, 1) if hours.last_day and hours.last_day < date.max else None
    turns = (stored_day, facts.book.next_change(on), next_overdue(months, facts.book, on), hours.first_day, ends)
    limit = min([days_after(on, LONGEST_DAYS), *(day for day in turns if day is not None and day > on)])
    if hours.hours_owed is None or facts.course is None:
        return limit
    return _first_other(hours.hours_owed, facts.course, facts, on, limit)


def _first_other(owed: Hours, course: Course, facts: LotFacts, on: date, limit: date) -> date:
    """The first day before ``limit`` on which the clock alone says something else; ``limit`` when none does.

    Between two turns what the clock says only goes one way, from bearable to worrying, so that halving finds the day.
    """
    said = _said(owed, course, facts, on)
    same, other = on, days_after(limit, -1)
    if _said(owed, course, facts, other) == said:
        return limit
    while (other - same).days > 1:
        middle = days_after(same, (other - same).days // 2)
        if _said(owed, course, facts, middle) == said:
            same = middle
        else:
            other = middle
    return other


def _said(owed: Hours, course: Course, facts: LotFacts, on: date) -> tuple[ComplianceStatus, bool, bool]:
    """What goes by the clock; with nobody hired, which is when the alert on that may come."""
    figures = assess(owed, facts.hours.hours_credited, course, on, facts.book)
    return figures.status, no_hire(figures, 0, facts.book).is_raised, far_behind(figures, facts.book).is_raised
