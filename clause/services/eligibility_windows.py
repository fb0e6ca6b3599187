"""The windows of people: what suspends them, what is decided on their end, how they stand on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from clause.db.queries import eligibility as eligibility_queries
from clause.db.queries import eligibility_windows as queries
from clause.db.queries import participants as participant_queries
from clause.domain import eligibility_windows as domain
from clause.domain.actors import OrgKind, Scope
from clause.domain.eligibility_windows import (
    OverrideTerms,
    PersonAlerts,
    Suspension,
    SuspensionTerms,
    WindowFacts,
    WindowOverride,
)
from clause.domain.errors import Forbidden, NotFound
from clause.domain.findings import Finding
from clause.rules.eligibility_windows import remaining_days
from clause.rules.parameter import value_in_force
from clause.rules.quantities import Unit
from clause.rules.trace import Figure
from clause.services.unit_of_work import UnitOfWork, reading, writing


@dataclass(frozen=True)
class WindowView:
    """How a person's windows stand on a day, and what deserves a look."""

    facts: WindowFacts
    on: date
    findings: tuple[Finding, ...]

    @property
    def remaining(self) -> Figure | None:
        """The days left of the window that ends last, with their account; None before any hire."""
        last = max(self.facts.hires, key=lambda hire: hire.eligible_last_day, default=None)
        return remaining_days(last.eligible_period, self.facts.suspended, self.on) if last else None

    @property
    def open_suspension(self) -> Suspension | None:
        """The suspension that goes on, whose last day is not known."""
        return next((one for one in self.facts.suspensions if one.last_day is None), None)


@dataclass(frozen=True)
class SuspensionKept:
    """A suspension just recorded or ended, and what deserves a look."""

    suspension: Suspension
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class OverrideKept:
    """A decision just taken, and what deserves a look."""

    override: WindowOverride
    findings: tuple[Finding, ...]


@writing(Scope.CONTRACTS_WRITE)
async def suspend(uow: UnitOfWork, participant_id: UUID, terms: SuspensionTerms) -> SuspensionKept:
    """Suspend a person's clock: hours of those days are not credited, and days over lengthen the windows.

    NotFound ELG-035, Refused ELG-030 for days in the wrong order or already suspended.
    """
    facts = await _lock_facts(participant_id)
    domain.check_suspension(terms, facts.suspensions)
    suspension = Suspension(
        **dict(terms),
        id=uow.new_id(),
        facilitator_org_id=uow.org_id,
        participant_id=participant_id,
        recorded_by=uow.actor.id,
        recorded_at=uow.now,
        version=1,
    )
    await queries.insert_suspension(suspension)
    # Why the clock stands still is the person's affair: it is kept with the suspension, not in the journal.
    uow.record(
        "eligibility.suspended", "participant", participant_id, since=suspension.first_day, until=suspension.last_day
    )
    return SuspensionKept(suspension, await _move_windows(uow, participant_id))


@writing(Scope.CONTRACTS_WRITE)
async def end_suspension(uow: UnitOfWork, suspension_id: UUID, last_day: date) -> SuspensionKept:
    """Note the last day of an open suspension; the windows grow by its days.

    NotFound ELG-034, WrongState ELG-031 when it has ended, Refused ELG-030 for an impossible day.
    """
    found = await queries.find_suspension(suspension_id)
    if found is None:
        raise NotFound("ELG-034")
    facts = await _lock_facts(found.participant_id)
    suspension = next(one for one in facts.suspensions if one.id == suspension_id)
    domain.check_end(suspension, last_day, facts.suspensions)
    await queries.set_suspension_end(suspension_id, last_day)
    uow.record("eligibility.suspension_ended", "participant", suspension.participant_id, until=last_day)
    ended = suspension.model_copy(update={"last_day": last_day, "version": suspension.version + 1})
    return SuspensionKept(ended, await _move_windows(uow, suspension.participant_id))


@writing(Scope.CONTRACTS_WRITE)
async def override_window(uow: UnitOfWork, participant_id: UUID, terms: OverrideTerms) -> OverrideKept:
    """Decide the last day of a person's windows, or give the computed one back; the author is who calls.

    NotFound ELG-035, WrongState ELG-032 before any hire, Refused ELG-033 for a day before the first clause day.
    """
    facts = await _lock_facts(participant_id)
    domain.check_override(terms, facts)
    override = WindowOverride(
        **dict(terms),
        id=uow.new_id(),
        facilitator_org_id=uow.org_id,
        participant_id=participant_id,
        version_no=len(facts.overrides) + 1,
        decided_by=uow.actor.id,
        decided_at=uow.now,
    )
    await queries.insert_override(override)
    uow.record("eligibility.window_decided", "participant", participant_id, until=override.last_day)
    return OverrideKept(override, await _move_windows(uow, participant_id))


async def _lock_facts(participant_id: UUID) -> WindowFacts:
    # Whatever moves a person's windows waits its turn: each must know what was recorded before.
    if await participant_queries.lock_participant(participant_id) is None:
        raise _no_person()
    return await queries.load_window_facts(participant_id)


def _no_person() -> NotFound:
    return NotFound("ELG-035")


async def _move_windows(uow: UnitOfWork, participant_id: UUID) -> tuple[Finding, ...]:
    facts = await queries.load_window_facts(participant_id)
    for hire, window in facts.moved():
        await queries.set_window(hire.id, window)
        uow.record("hire.window_moved", "hire", hire.id, until=window.period.last_day)
    await queries.set_suspended_days(participant_id, facts.suspended)
    for eligibility_id in await eligibility_queries.revive(participant_id, uow.today):
        uow.record("eligibility.revived", "eligibility", eligibility_id, participant=participant_id)
    return domain.findings_about_credited_outside(await queries.list_credited_outside(participant_id))


def _require_facilitator_org(uow: UnitOfWork) -> None:
    if uow.actor.org_kind is not OrgKind.FACILITATOR_ORG:
        raise Forbidden("ELG-036")


@reading(Scope.CONTRACTS_READ)
async def load_window(uow: UnitOfWork, participant_id: UUID, on: date | None) -> WindowView:
    """How a person's windows stand on a day (today). Forbidden ELG-036, NotFound ELG-035."""
    _require_facilitator_org(uow)
    if await participant_queries.find_participant(participant_id) is None:
        raise _no_person()
    facts = await queries.load_window_facts(participant_id)
    outside = await queries.list_credited_outside(participant_id)
    return WindowView(facts, on or uow.today, domain.findings_about_credited_outside(outside))


@reading(Scope.CONTRACTS_READ)
async def list_alerts(uow: UnitOfWork, on: date | None, *, after: UUID | None, limit: int) -> Sequence[PersonAlerts]:
    """A page of people whose window, or whose proof not yet used, ends soon after a day (today). Forbidden ELG-036.

    Soon is ``eligibility_alert_days`` from the day at most; people whose clock stands still are left out.
    """
    _require_facilitator_org(uow)
    day = on or uow.today
    ahead = value_in_force("eligibility_alert_days", day).whole(Unit.DAY)
    return await queries.list_alerts(day, domain.alert_until(day, ahead), after=after, limit=limit)
