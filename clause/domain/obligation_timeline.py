"""What a lot owes on every day, from all that was decided, affirmed, relieved, invoiced and worked: a pure account.

On a day, the base is the decision recorded last among those in effect; it states the total from its own day on, and
everything that came before is inside it. On top of it come the tranches affirmed and the reliefs that take effect
after it, or on its day but recorded later, in the order of their days. A base that follows invoices or hours worked is
computed again with all those known up to the day.

Whoever records something compares the account before with the account after: from the first day that differs on,
every change day is recorded again as a new version. So the highest number in effect says what this account says, and
no version ever changes.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from itertools import accumulate
from uuid import UUID

from clause.domain.obligation_methods import Feed, figure_again
from clause.domain.obligations import BaseDecision, LotTerms, ObligationCause, ObligationVersion
from clause.rules.codes import ObligationUnit
from clause.rules.obligation import FED_METHODS, ObligationMethod
from clause.rules.obligation_changes import after_waiver, with_reduction, with_tranche
from clause.rules.obligation_invoices import OrderedAmount, amount_invoiced, amount_ordered
from clause.rules.obligation_share import hours_worked_in_all
from clause.rules.trace import Figure

NOTHING = Decimal("0.00")


class ChangeKind(StrEnum):
    """How a change bears on the hours decided."""

    TRANCHE = "TRANCHE"
    REDUCTION = "REDUCTION"
    WAIVER = "WAIVER"


@dataclass(frozen=True, slots=True)
class Change:
    """A tranche affirmed, a reduction or a waiver: from its day, hours on top, hours off, or those kept."""

    recorded_no: int
    kind: ChangeKind
    effective_on: date
    hours: Decimal
    label: str = ""


@dataclass(frozen=True, slots=True)
class Billed:
    """An invoice, or a credit note, without VAT; the amount is never negative."""

    issued_on: date
    amount: Decimal
    is_credit_note: bool = False


@dataclass(frozen=True, slots=True)
class Worked:
    """Hours worked on the lot, known from the last day of their month."""

    last_day: date
    hours: Decimal


@dataclass(frozen=True)
class Components:
    """All that a lot's obligation is made of, in the order in which decisions and changes were recorded."""

    decisions: tuple[BaseDecision, ...] = ()
    changes: tuple[Change, ...] = ()
    billed: tuple[Billed, ...] = ()
    worked: tuple[Worked, ...] = ()

    def feed_on(self, day: date) -> Feed:
        """What is invoiced and worked by the end of a day."""
        invoices, credits_ = self._invoices.until(day), self._credit_notes.until(day)
        worked = self._worked.until(day)
        return Feed(
            amount_invoiced(invoices.total, credits_.total, invoices.count + credits_.count),
            hours_worked_in_all(worked.total, worked.count),
        )

    @cached_property
    def _invoices(self) -> "_RunningSum":
        return _running_sum([(one.issued_on, one.amount) for one in self.billed if not one.is_credit_note])

    @cached_property
    def _credit_notes(self) -> "_RunningSum":
        return _running_sum([(one.issued_on, one.amount) for one in self.billed if one.is_credit_note])

    @cached_property
    def _worked(self) -> "_RunningSum":
        return _running_sum([(one.last_day, one.hours) for one in self.worked])


@dataclass(frozen=True, slots=True)
class Segment:
    """What is owed from a day until the next segment's, and the decision and changes that it comes from."""

    day: date
    base: BaseDecision
    recorded: tuple[int, ...]
    figure: Figure


@dataclass(frozen=True, slots=True)
class Recording:
    """Why versions are recorded, by whom and when; it stands on each of them."""

    since: date
    """The first day on which what is recorded can change anything."""
    cause: ObligationCause
    source_id: UUID
    reason: str | None
    decided_by: UUID | None
    recorded_at: datetime


def base_on(components: Components, day: date, unit: ObligationUnit = ObligationUnit.HOURS) -> BaseDecision | None:
    """The decision that speaks on a day: the one recorded last among those in effect; None while there is none."""
    begun = [one for one in components.decisions if one.unit is unit and one.effective_on <= day]
    return max(begun, key=lambda one: one.recorded_no, default=None)


def owed_on(
    components: Components, day: date, unit: ObligationUnit = ObligationUnit.HOURS, feed: Feed | None = None
) -> Segment | None:
    """What is owed on a day with its account, or None while nothing is decided.

    ``feed`` stands in for the invoices and hours known on the day: what orders let expect, for instance.
    """
    base = base_on(components, day, unit)
    if base is None:
        return None
    figure = figure_again(base, feed or components.feed_on(day)) if base.method in FED_METHODS else _as_decided(base)
    changes = _changes_after(components, base, day)
    for change in changes:
        figure = _APPLY[change.kind](figure, change)
    return Segment(day, base, (base.recorded_no, *(change.recorded_no for change in changes)), figure)


def timeline(
    components: Components, unit: ObligationUnit = ObligationUnit.HOURS, since: date = date.min
) -> tuple[Segment, ...]:
    """What is owed on every day from one on: a segment per day on which something changes, first to last."""
    segments: list[Segment] = []
    last = owed_on(components, since - timedelta(days=1), unit) if since > date.min else None
    for day in _change_days(components, unit):
        found = owed_on(components, day, unit) if day >= since else None
        if found is not None and (last is None or replace(found, day=last.day) != last):
            segments.append(found)
            last = found
    return tuple(segments)


def segments_to_record(before: Sequence[Segment], after: Sequence[Segment]) -> tuple[Segment, ...]:
    """The segments to record so that reading by the highest number gives ``after``: all from the first that differs."""
    same = 0
    while same < min(len(before), len(after)) and before[same] == after[same]:
        same += 1
    first_days = [segments[same].day for segments in (before, after) if same < len(segments)]
    if not first_days:
        return ()
    later = tuple(after[same:])
    if after and same and (not later or later[0].day > min(first_days)):
        # Something ended without anything in its place: what was owed before holds again from that day on.
        return (replace(after[same - 1], day=min(first_days)), *later)
    return later


def versions_to_record(
    lot: LotTerms,
    before: Components,
    after: Components,
    recording: Recording,
    last_version: int,
    new_id: Callable[[], UUID],
) -> list[ObligationVersion]:
    """The versions that a recording adds to a lot, in the order of their numbers, which follow ``last_version``."""
    found = [
        (unit, segment)
        for unit in ObligationUnit
        for segment in segments_to_record(
            timeline(before, unit, recording.since), timeline(after, unit, recording.since)
        )
    ]
    return [
        ObligationVersion(
            id=new_id(),
            facilitator_org_id=lot.facilitator_org_id,
            buyer_id=lot.buyer_id,
            lot_id=lot.id,
            version_no=number,
            effective_on=segment.day,
            method=segment.base.method,
            unit=unit,
            hours_owed=segment.figure.value if unit is ObligationUnit.HOURS else None,
            quantity_owed=None if unit is ObligationUnit.HOURS else segment.figure.value,
            legal_basis=segment.base.legal_basis,
            cause=recording.cause,
            source_id=recording.source_id,
            trace=segment.figure.trace,
            reason=recording.reason,
            decided_by=recording.decided_by,
            recorded_at=recording.recorded_at,
        )
        for number, (unit, segment) in enumerate(found, last_version + 1)
    ]


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a framework agreement owes by a day: due from invoices, and expected from orders; None where unknown."""

    on: date
    due: Figure | None
    forecast: Figure | None
    """None where the obligation of the day does not follow invoices."""


def forecast_on(components: Components, orders: Sequence[OrderedAmount], day: date) -> Forecast:
    """Due and forecast of a day, in hours, by the same formula: once on invoices issued, once on orders spread evenly.

    Tranches and reliefs bear on both alike.
    """
    due = owed_on(components, day)
    if due is None or due.base.method is not ObligationMethod.INVOICE_RATIO:
        return Forecast(day, due.figure if due else None, None)
    feed = Feed(amount_ordered(orders, day), components.feed_on(day).worked)
    expected = owed_on(components, day, feed=feed)
    return Forecast(day, due.figure, expected.figure if expected else None)


@dataclass(frozen=True, slots=True)
class _Sum:
    total: Decimal = NOTHING
    count: int = 0


@dataclass(frozen=True)
class _RunningSum:
    """Sums by day, so that any day is answered without adding up again."""

    days: tuple[date, ...] = ()
    sums: tuple[_Sum, ...] = field(default=(_Sum(),))

    def until(self, day: date) -> _Sum:
        """The sum of what is dated until a day, that day included."""
        return self.sums[bisect_right(self.days, day)]


def _running_sum(dated: Sequence[tuple[date, Decimal]]) -> _RunningSum:
    ordered = sorted(dated)
    sums = accumulate(ordered, lambda so_far, one: _Sum(so_far.total + one[1], so_far.count + 1), initial=_Sum())
    return _RunningSum(tuple(day for day, _ in ordered), tuple(sums))


def _as_decided(base: BaseDecision) -> Figure:
    return Figure(value=base.quantity, trace=base.trace)


def _changes_after(components: Components, base: BaseDecision, day: date) -> list[Change]:
    if base.unit is not ObligationUnit.HOURS:
        return []  # tranches and reliefs are decided in hours
    counted = [
        change
        for change in components.changes
        if change.effective_on <= day
        and (change.effective_on, change.recorded_no) > (base.effective_on, base.recorded_no)
    ]
    return sorted(counted, key=lambda change: (change.effective_on, change.recorded_no))


def _change_days(components: Components, unit: ObligationUnit) -> list[date]:
    days = {one.effective_on for one in components.decisions if one.unit is unit}
    if unit is ObligationUnit.HOURS and days:
        days |= {change.effective_on for change in components.changes}
        if any(one.method in FED_METHODS for one in components.decisions):
            days |= {one.issued_on for one in components.billed} | {one.last_day for one in components.worked}
    return sorted(days)


_APPLY: dict[ChangeKind, Callable[[Figure, Change], Figure]] = {
    ChangeKind.TRANCHE: lambda figure, change: with_tranche(figure, change.hours, change.label),
    ChangeKind.REDUCTION: lambda figure, change: with_reduction(figure, change.hours),
    ChangeKind.WAIVER: lambda figure, change: after_waiver(figure, change.hours),
}
