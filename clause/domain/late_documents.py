"""Statements of hours of a lot that came late, or have not come: what penalties and alerts are read from."""

from collections.abc import Iterable
from datetime import date

from clause.domain.penalties import LateDocument
from clause.domain.statements_due import LotMonth, StatementDue, statements_due
from clause.rules.calendar import FRANCE, days_after
from clause.rules.declaration import declaration_due_on, declaration_months
from clause.rules.rulebook import Rulebook


def late_documents(months: Iterable[LotMonth], book: Rulebook, on: date) -> tuple[LateDocument, ...]:
    """The statements of one lot that were due before a day and came after their due day, or had not come by then.

    ``months`` hold what was received by that day. By due day; a statement that several lots share is told for each.
    """
    rows = list(months)
    found = statements_due(rows, {row.lot.lot_id: book for row in rows}, on)
    late = (_late(due) for due in found if due.due_on < on)
    return tuple(one for one in late if one.received_on is None or one.received_on > one.due_on)


def next_overdue(months: Iterable[LotMonth], book: Rulebook, on: date) -> date | None:
    """The first day after ``on`` on which one of these months that has not come is overdue; None if none is."""
    missing = (declaration_months(row.month, book) for row in months if row.received_at is None)
    due = (declaration_due_on(together, book) for together in missing)
    return min((days_after(day, 1) for day in due if day >= on), default=None)


def _late(due: StatementDue) -> LateDocument:
    received_on = due.received_at.astimezone(FRANCE).date() if due.received_at else None
    return LateDocument(label=str(due.months), due_on=due.due_on, received_on=received_on)
