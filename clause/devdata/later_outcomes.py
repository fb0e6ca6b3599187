"""What became of people three and six months after their contract; for others it is still to be asked."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from clause.devdata.people import planned_last_day
from clause.devdata.people_tables import HIRES
from clause.devdata.world import World
from clause.domain.outcomes import OutcomeTerms
from clause.rules.outcomes import Outcome, OutcomePoint, outcome_due_on
from clause.services import outcomes


@dataclass(frozen=True)
class _Later:
    """A situation asked for some days after it is due."""

    hire: int
    point: OutcomePoint
    outcome: Outcome
    note: str | None = None


_LATER = (
    _Later(10, OutcomePoint.M3, Outcome.CDD_LT_6M),
    _Later(10, OutcomePoint.M6, Outcome.CDD_GT_6M, "Contrat de huit mois chez un charpentier."),
    _Later(16, OutcomePoint.M3, Outcome.CDI, "Embauché par une entreprise de propreté."),
    _Later(9, OutcomePoint.M3, Outcome.JOB_SEEKING),
)
"""Hires 2 and 5 are due as well: nobody has called yet."""
_ASKED_AFTER = timedelta(days=1)


def plan(world: World) -> None:
    """Each is asked for on the day after it is due."""
    for later in _LATER:
        row = next(row for row in HIRES if row.number == later.hire)
        ended_on = planned_last_day(world, row)
        if ended_on is None:
            raise RuntimeError("a contract without a term has no later outcome")
        day = outcome_due_on(ended_on, later.point) + _ASKED_AFTER
        world.timeline.plan(day, partial(_ask, world, later), hour=15)


async def _ask(world: World, later: _Later, now: datetime) -> None:
    yanis = world.by("yanis", now)
    terms = OutcomeTerms(point=later.point, outcome=later.outcome, observed_on=yanis.today, note=later.note)
    await outcomes.record_outcome(yanis, world.hires[later.hire].id, terms)
