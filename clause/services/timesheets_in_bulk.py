"""The months of many people at once: listed, approved, reopened; each with its own outcome."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from clause.db.queries import employments as employment_queries
from clause.db.queries import timesheet_lists as list_queries
from clause.db.queries import timesheets as queries
from clause.domain.actors import ActorKind, Scope
from clause.domain.employments import Employment
from clause.domain.errors import ClauseError, Refused
from clause.domain.findings import Finding
from clause.domain.jobs import JobKind
from clause.domain.timesheet_moves import check_approval, check_reopening, movable, one_employment
from clause.domain.timesheet_standing import MonthStanding
from clause.domain.timesheets import ListedMonth, TimesheetState
from clause.rules.calendar import Month
from clause.services.unit_of_work import UnitOfWork, reading, writing


@dataclass(frozen=True)
class WhoseMonth:
    """One of many: a person's month, and the employment where the person has several in it."""

    person_id: UUID
    employment_id: UUID | None = None


@dataclass(frozen=True)
class MonthOutcome:
    """What became of one of many months; ``refusal`` is None when it was done."""

    whose: WhoseMonth
    refusal: ClauseError | None


@reading(Scope.TIME_APPROVE)
async def list_months(
    uow: UnitOfWork, month: Month, *, state: TimesheetState | None, after: UUID | None, limit: int
) -> list[ListedMonth]:
    """A page of the employments of a month with where their time stands, also those that recorded nothing yet."""
    return await list_queries.list_months(month, state=state, after=after, limit=limit)


@reading(Scope.TIME_WRITE)
async def list_own_standings(uow: UnitOfWork, first: Month, last: Month) -> list[MonthStanding]:
    """Where the caller's own months of a span stand, the latest first, also those that recorded nothing yet."""
    if uow.actor.kind is not ActorKind.USER or uow.actor.id is None:
        return []
    return await list_queries.list_standings(first, last, uow.actor.id)


@reading(Scope.TIME_APPROVE)
async def list_standings(uow: UnitOfWork, first: Month, last: Month) -> list[MonthStanding]:
    """Where everyone's months of a span stand, the latest first, then by name."""
    return await list_queries.list_standings(first, last, None)


@writing(Scope.TIME_APPROVE)
async def approve_months(uow: UnitOfWork, month: Month, whose: Sequence[WhoseMonth] | None) -> tuple[MonthOutcome, ...]:
    """The second signature on many months; all that are signed when none is named. What one refuses stops no other."""

    async def approve(employment: Employment) -> None:
        sheet = movable(await queries.lock_timesheet(employment.id, month), month, "approve")
        entries, absences = await queries.list_entries(sheet.id), await queries.list_absences(sheet.id)
        approver = check_approval(sheet, entries, absences, uow.actor)
        await queries.approve_timesheet(sheet.id, approver, uow.now)
        await uow.add_job(JobKind.RENDER_TIMESHEET, timesheet_id=sheet.id)
        uow.record("timesheet.approved", "timesheet", sheet.id, month=month, content_hash=sheet.content_hash)

    named = whose if whose is not None else [WhoseMonth(*pair) for pair in await list_queries.list_signed(month)]
    return await _each(named, month, approve)


@writing(Scope.TIME_APPROVE)
async def reopen_months(
    uow: UnitOfWork, month: Month, whose: Sequence[WhoseMonth], reason: str
) -> tuple[MonthOutcome, ...]:
    """Both signatures of many months taken away, for one reason; a month that a claim holds is refused by itself."""

    async def reopen(employment: Employment) -> None:
        sheet = movable(await queries.lock_timesheet(employment.id, month), month, "reopen")
        check_reopening(month, await queries.find_claim_with_time(sheet.id))
        await queries.reopen_timesheet(sheet.id, reason)
        uow.record("timesheet.reopened", "timesheet", sheet.id, reason=reason, month=month)

    return await _each(whose, month, reopen)


async def _each(
    named: Sequence[WhoseMonth], month: Month, act: Callable[[Employment], Awaitable[None]]
) -> tuple[MonthOutcome, ...]:
    """Each month once, always in the same order of persons: two callers with the same months never wait in a ring.

    Refused TIM-022 for a month that is named twice, TIM-024 with each reason when not a single one can be done. Every
    refusal comes before the first change of its month.
    """
    if len(set(named)) < len(named):
        raise Refused("TIM-022")
    outcomes = {}
    for whose in sorted(named, key=lambda one: (one.person_id, one.employment_id or one.person_id)):
        try:
            await act(await _employment(whose, month))
        except ClauseError as refusal:
            outcomes[whose] = MonthOutcome(whose, refusal)
        else:
            outcomes[whose] = MonthOutcome(whose, None)
    told = tuple(outcomes[whose] for whose in named)
    if told and all(outcome.refusal for outcome in told):
        raise Refused("TIM-024", findings=tuple(_findings(told)))
    return told


def _findings(outcomes: Sequence[MonthOutcome]) -> Iterator[Finding]:
    for index, outcome in enumerate(outcomes):
        if outcome.refusal is not None:
            values = {key: str(value) for key, value in outcome.refusal.values.items()}
            yield Finding(code=outcome.refusal.code, field=f"items[{index}]", values=values)


async def _employment(whose: WhoseMonth, month: Month) -> Employment:
    period = month.period
    found = await employment_queries.list_employments_between(whose.person_id, period.first_day, period.last_day)
    return one_employment([one for one in found if whose.employment_id in (None, one.id)], month)
