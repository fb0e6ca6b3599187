"""Clocks of the clause: one that stood still between two contracts, and one of which the end was decided."""

from datetime import datetime
from functools import partial

from clause.devdata.world import World
from clause.domain.eligibility_windows import OverrideTerms, SuspensionTerms
from clause.services import eligibility_windows

SUSPENDED, PROLONGED = "p14", "p12"
_SUSPENSION = ((-5, 4), (-5, 25))
_PROLONGED_TO = 24


def plan(world: World) -> None:
    """The suspension is noted on its first day and ended on the day after its last; the decision comes later."""
    (month, first), (_, last) = _SUSPENSION
    calendar, timeline = world.calendar, world.timeline
    timeline.plan(calendar.day(month, first), partial(_suspend, world), hour=14)
    timeline.plan(calendar.day(month, last + 1), partial(_resume, world), hour=14)
    timeline.plan(calendar.day(-2, 15), partial(_prolong, world), hour=14)


async def _suspend(world: World, now: datetime) -> None:
    """Nothing is worked on these days: the first contract is over, the next one has not begun."""
    first_day = world.calendar.day(*_SUSPENSION[0])
    terms = SuspensionTerms(first_day=first_day, last_day=None, reason="Absence justifiée, entre deux postes.")
    kept = await eligibility_windows.suspend(world.by("yanis", now), world.participants[SUSPENDED], terms)
    world.suspensions[SUSPENDED] = kept.suspension.id


async def _resume(world: World, now: datetime) -> None:
    last_day = world.calendar.day(*_SUSPENSION[1])
    await eligibility_windows.end_suspension(world.by("yanis", now), world.suspensions[SUSPENDED], last_day)


async def _prolong(world: World, now: datetime) -> None:
    terms = OverrideTerms(
        last_day=world.calendar.month(_PROLONGED_TO).last_day,
        reason="Parcours prolongé par le comité de suivi : retour à l'emploi après une longue absence.",
    )
    await eligibility_windows.override_window(world.by("maelle", now), world.participants[PROLONGED], terms)
