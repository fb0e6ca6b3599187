"""Statements due: who must declare which months by when, what has come, and the reminders of what has not.

A company owes a facilitator organisation one statement for the months that a lot's cadence puts together, as soon as
somebody was under contract for that lot in them. It has come once statements that are submitted or validated cover
every such month, whatever they say: a statement that nothing was worked settles it too.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType
from typing import Any
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


@dataclass(frozen=True, slots=True)
class LotMonth:
    """A month in which people of a company were under contract for a lot, and what came of it."""

    facilitator_org_id: UUID
    company: OrgSummary
    lot: LotOfDue
    month: Month
    hires: int
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
    hire_months_declared: int | None = None
    """Those of them that have hours in a statement received; None where it was not asked."""

    @property
    def months(self) -> MonthSpan:
        """The months to declare together."""
        return MonthSpan(self.first_month, self.last_month)

    @property
    def mark(self) -> UUID:
        """Its place in a list: by due day, and beyond it in an order that never changes."""
        return _mark(self.facilitator_org_id, self.company.id, self.months, self.due_on)

    def is_settled(self) -> bool:
        """Whether nothing is to be called for any more."""
        return self.state is DueState.RECEIVED


def _mark(facilitator_org_id: UUID, company_id: UUID, months: MonthSpan, due_on: date) -> UUID:
    known_by = f"{facilitator_org_id} {company_id} {months}"
    return UUID(bytes=due_on.toordinal().to_bytes(4, "big") + sha256(known_by.encode()).digest()[:12])


@dataclass(frozen=True, slots=True)
class DueInView:
    """A statement that a company owes, as lists order, count and filter it before it is told."""

    facilitator_org_id: UUID
    company: OrgSummary
    months: MonthSpan
    due_on: date
    state: DueState
    mark: UUID
    """Its place in a list, as that of the statement told."""
    parts: Sequence[LotMonth]

    @property
    def months_missing(self) -> tuple[Month, ...]:
        """The months that no statement received covers."""
        return tuple(sorted({part.month for part in self.parts if part.received_at is None}))

    def is_settled(self) -> bool:
        """Whether nothing is to be called for any more."""
        return self.state is DueState.RECEIVED

    def told(self) -> StatementDue:
        """The statement due in full."""
        came = [part.received_at for part in self.parts if part.received_at is not None]
        lots = {part.lot.lot_id: part.lot for part in self.parts}
        return StatementDue(
            facilitator_org_id=self.facilitator_org_id,
            company=self.company,
            first_month=self.months.first,
            last_month=self.months.last,
            due_on=self.due_on,
            state=self.state,
            months_missing=self.months_missing,
            received_at=max(came) if self.is_settled() else None,
            lots=tuple(lots[lot_id] for lot_id in sorted(lots)),
            hire_months=sum(part.hires for part in self.parts),
        )


def statements_due(rows: Iterable[LotMonth], books: Mapping[UUID, Rulebook], on: date) -> list[StatementDue]:
    """What is due on a day for these months of these lots, by due day; months whose period is not over are left out.

    Months of lots that share company, facilitator and period are one statement, due by the earliest of their due days.
    """
    return [due.told() for due in dues_in_view(rows, books, on)]


def dues_in_view(rows: Iterable[LotMonth], books: Mapping[UUID, Rulebook], on: date) -> list[DueInView]:
    """The same statements in the same order, not yet told."""
    groups: defaultdict[tuple[int, int, int], list[LotMonth]] = defaultdict(list)
    due_days: dict[tuple[int, int, int], date] = {}
    # Most lots fix no rule of their own: each month is looked up once for all of these; numbers are found quickly.
    known: dict[tuple[int, int, int], tuple[int, date]] = {}
    spans: dict[MonthSpan, int] = {}
    for row in rows:
        book = books.get(row.lot.lot_id, DEFAULTS)
        month = (id(book), row.month.year, row.month.number)
        if month not in known:
            months, due_on = _declared(row.month, book)
            known[month] = (spans.setdefault(months, len(spans)), due_on)
        span, due_on = known[month]
        key = (row.facilitator_org_id.int, row.company.id.int, span)
        groups[key].append(row)
        due_days[key] = min(due_on, due_days.get(key, due_on))
    over = {number: months for months, number in spans.items() if months.period.last_day < on}
    found = [_in_view(over[key[2]], due_days[key], parts, on) for key, parts in groups.items() if key[2] in over]
    return sorted(found, key=lambda due: due.mark.int)


def _declared(month: Month, book: Rulebook) -> tuple[MonthSpan, date]:
    months = declaration_months(month, book)
    return months, declaration_due_on(months, book)


def _in_view(months: MonthSpan, due_on: date, parts: Sequence[LotMonth], on: date) -> DueInView:
    is_missing = any(part.received_at is None for part in parts)
    first = parts[0]
    return DueInView(
        facilitator_org_id=first.facilitator_org_id,
        company=first.company,
        months=months,
        due_on=due_on,
        state=DueState.RECEIVED if not is_missing else DueState.LATE if on > due_on else DueState.DUE,
        mark=_mark(first.facilitator_org_id, first.company.id, months, due_on),
        parts=parts,
    )


DUE_ORDERS: Mapping[str, Callable[[DueInView], Any]] = MappingProxyType(
    {
        "company": lambda due: due.company.name.casefold(),
        "months": lambda due: due.months.first,
        "due": lambda due: due.due_on,
        "state": lambda due: list(DueState).index(due.state),
        "missing": lambda due: len(due.months_missing),
    }
)
"""What statements due are sorted by, for the key of each column."""


def in_order_of(dues: Sequence[DueInView], order: str) -> list[DueInView]:
    """The statements by a key of ``DUE_ORDERS`` (``-key`` for its reverse); as they are for any other."""
    value = DUE_ORDERS.get(order.removeprefix("-"))
    return sorted(dues, key=value, reverse=order.startswith("-")) if value else list(dues)


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


@dataclass(frozen=True, slots=True)
class DueWithReminders:
    """A statement due, and the reminders about it, oldest first."""

    due: StatementDue
    reminders: tuple[StatementReminder, ...]


def with_reminders(dues: Iterable[StatementDue], reminders: Iterable[StatementReminder]) -> list[DueWithReminders]:
    """Each of these statements with those of the reminders that are about it."""
    about: defaultdict[tuple[UUID, Month, Month], list[StatementReminder]] = defaultdict(list)
    for one in reminders:
        about[one.company.id, one.first_month, one.last_month].append(one)
    return [DueWithReminders(due, tuple(about[due.company.id, due.first_month, due.last_month])) for due in dues]


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
