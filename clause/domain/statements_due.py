"""Statements due: who must declare which months by when, what has come, and the reminders of what has not.

A company owes a facilitator organisation one statement for the months that a lot's cadence puts together, as soon as
somebody was under contract for that lot in them. It has come once statements that are submitted or validated cover
every such month, whatever they say: a statement that nothing was worked settles it too.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.accounts import OrgSummary
from clause.rules.calendar import Month, MonthSpan
from clause.rules.codes import ReminderLevel
from clause.rules.declaration import declaration_due_on, declaration_months, reminder_reached
from clause.rules.rulebook import DEFAULTS, Rulebook


class DueState(StrEnum):
    """Where a statement due stands on a day."""

    DUE = "DUE"
    LATE = "LATE"
    RECEIVED = "RECEIVED"


class ReminderState(StrEnum):
    """Where a reminder stands."""

    PROPOSED = "PROPOSED"
    ISSUED = "ISSUED"
    """Taken up by a facilitator: its text is fixed, and the company (or the buyer) sees it."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class LotOfDue(_Frozen):
    """A lot for which hours are due, as a letter names it."""

    lot_id: UUID
    buyer_id: UUID
    buyer_name: str
    contract_reference: str
    label: str


class LotMonth(_Frozen):
    """A month in which people of a company were under contract for a lot, and what came of it."""

    facilitator_org_id: UUID
    company: OrgSummary
    lot: LotOfDue
    month: Month
    hires: int
    hires_declared: int
    """How many of them have a line in a statement received."""
    received_at: datetime | None
    """When the first statement received of this month came in."""


class StatementDue(_Frozen):
    """A statement that a company owes for some months."""

    facilitator_org_id: UUID
    company: OrgSummary
    first_month: Month
    last_month: Month
    due_on: date
    state: DueState
    months_missing: tuple[Month, ...]
    received_at: datetime | None
    """When the last of its months came in; None while one is missing."""
    lots: tuple[LotOfDue, ...]
    hire_months: int
    """Months of people under contract."""
    hire_months_declared: int

    @property
    def months(self) -> MonthSpan:
        """The months to declare together."""
        return MonthSpan(self.first_month, self.last_month)

    @property
    def mark(self) -> UUID:
        """Its place in a list: by due day, and beyond it in an order that never changes."""
        known_by = f"{self.facilitator_org_id} {self.company.id} {self.months}"
        return UUID(bytes=self.due_on.toordinal().to_bytes(4, "big") + sha256(known_by.encode()).digest()[:12])

    def is_settled(self) -> bool:
        """Whether nothing is to be called for any more."""
        return self.state is DueState.RECEIVED


def statements_due(rows: Iterable[LotMonth], books: Mapping[UUID, Rulebook], on: date) -> list[StatementDue]:
    """What is due on a day for these months of these lots, by due day; months whose period is not over are left out.

    Months of lots that share company, facilitator and period are one statement, due by the earliest of their due days.
    """
    groups: defaultdict[tuple[UUID, UUID, MonthSpan], list[tuple[LotMonth, date]]] = defaultdict(list)
    for row in rows:
        book = books.get(row.lot.lot_id, DEFAULTS)
        months = declaration_months(row.month, book)
        if months.period.last_day < on:
            due_on = declaration_due_on(months, book)
            groups[row.facilitator_org_id, row.company.id, months].append((row, due_on))
    found = [_due(months, members, on) for (_, _, months), members in groups.items()]
    return sorted(found, key=lambda due: due.mark)


def _due(months: MonthSpan, members: list[tuple[LotMonth, date]], on: date) -> StatementDue:
    rows = [row for row, _ in members]
    due_on = min(day for _, day in members)
    missing = tuple(sorted({row.month for row in rows if row.received_at is None}))
    came = [row.received_at for row in rows if row.received_at is not None]
    state = DueState.RECEIVED if not missing else DueState.LATE if on > due_on else DueState.DUE
    lots = {row.lot.lot_id: row.lot for row in rows}
    return StatementDue(
        facilitator_org_id=rows[0].facilitator_org_id,
        company=rows[0].company,
        first_month=months.first,
        last_month=months.last,
        due_on=due_on,
        state=state,
        months_missing=missing,
        received_at=None if missing else max(came),
        lots=tuple(lots[lot_id] for lot_id in sorted(lots)),
        hire_months=sum(row.hires for row in rows),
        hire_months_declared=sum(row.hires_declared for row in rows),
    )


class Contact(_Frozen):
    """Whom a reminder is addressed to."""

    name: str | None = None
    email: str | None = None


class ReminderOrder(_Frozen):
    """A reminder asked for: the statement that it calls for; the step reached where none is given."""

    company_id: UUID
    months: MonthSpan
    level: ReminderLevel | None = None
    contact: Contact = Contact()


class Letter(_Frozen):
    """The French text of a reminder."""

    subject: str
    body: str


class StatementReminder(_Frozen):
    """A letter about a statement that has not come; to the buyer where ``buyer_id`` names it, else to the company."""

    id: UUID
    facilitator_org_id: UUID
    company: OrgSummary
    buyer_id: UUID | None
    first_month: Month
    last_month: Month
    due_on: date
    level: ReminderLevel
    state: ReminderState
    contact: Contact
    letter: Letter
    created_by: UUID | None
    created_at: datetime
    issued_by: UUID | None
    issued_at: datetime | None


def recipients(due: StatementDue, level: ReminderLevel) -> tuple[UUID | None, ...]:
    """To whom a step goes: each buyer of the lots concerned for the last one, the company (None) before."""
    if level is ReminderLevel.ESCALATION:
        return tuple(sorted({lot.buyer_id for lot in due.lots}))
    return (None,)


def next_level(due: StatementDue, issued: Collection[ReminderLevel], on: date) -> ReminderLevel | None:
    """The first step reached that is not issued yet: the buyer is told only after the company was reminded twice.

    None for what has come, before the first step, and where every step reached is issued.
    """
    reached = None if due.is_settled() else reminder_reached(due.due_on, on)
    steps = list(ReminderLevel)
    open_steps = steps[: steps.index(reached) + 1] if reached else []
    return next((level for level in open_steps if level not in issued), None)


def proposed(
    due: StatementDue,
    level: ReminderLevel,
    buyer_id: UUID | None,
    letter: Letter,
    contact: Contact,
    now: datetime,
    new_id: Callable[[], UUID],
) -> StatementReminder:
    """The reminder of a step, as the daily look proposes it."""
    return StatementReminder(
        id=new_id(),
        facilitator_org_id=due.facilitator_org_id,
        company=due.company,
        buyer_id=buyer_id,
        first_month=due.first_month,
        last_month=due.last_month,
        due_on=due.due_on,
        level=level,
        state=ReminderState.PROPOSED,
        contact=contact,
        letter=letter,
        created_by=None,
        created_at=now,
        issued_by=None,
        issued_at=None,
    )
