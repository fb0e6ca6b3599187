"""A holder in difficulty: its letter, then what the buyer decides, a suspension and hours taken off."""

from datetime import datetime
from decimal import Decimal
from functools import partial

from clause.devdata.world import World
from clause.domain.reliefs import NewDifficultyNotice, NewRelief, ReliefGround, ReliefKind
from clause.services import reliefs

EASED = "goel1"
TOLD, SUSPENDED, REDUCED = (-3, 6), (-3, 12), (-2, 10)
_STOPPED = ((-3, 13), (-3, 27))
_HOURS_OFF = Decimal("80.00")
_DECIDES = "Direction du patrimoine de Brisemer Habitat"


def plan(world: World) -> None:
    """The letter first; the buyer answers within a week, and again when the works go on."""
    calendar, timeline = world.calendar, world.timeline
    timeline.plan(calendar.day(*TOLD), partial(_tell, world), hour=10)
    timeline.plan(calendar.day(*SUSPENDED), partial(_suspend, world), hour=10, minute=30)
    timeline.plan(calendar.day(*REDUCED), partial(_reduce, world), hour=10, minute=30)


async def _tell(world: World, now: datetime) -> None:
    maelle = world.by("maelle", now)
    notice = NewDifficultyNotice(
        received_on=maelle.today,
        is_registered_letter=True,
        content="Amiante découverte en façade : le chantier s'arrête et une partie du ravalement est retirée.",
        attempts="Deux salariés en insertion placés sur un autre chantier de l'entreprise.",
    )
    await reliefs.add_difficulty_notice(maelle, world.lots[EASED].id, notice)


async def _suspend(world: World, now: datetime) -> None:
    maelle = world.by("maelle", now)
    first, last = (world.calendar.day(*moment) for moment in _STOPPED)
    decision = NewRelief(
        kind=ReliefKind.SUSPENSION,
        first_day=first,
        last_day=last,
        ground=ReliefGround.SITE_STOPPED,
        decided_by_name=_DECIDES,
        decided_on=maelle.today,
        facilitator_advice="Favorable : les salariés restent dans l'entreprise.",
    )
    await reliefs.add_relief(maelle, world.lots[EASED].id, decision)


async def _reduce(world: World, now: datetime) -> None:
    maelle = world.by("maelle", now)
    decision = NewRelief(
        kind=ReliefKind.REDUCTION,
        hours_delta=_HOURS_OFF,
        first_day=maelle.today,
        ground=ReliefGround.SITE_STOPPED,
        decided_by_name=_DECIDES,
        decided_on=maelle.today,
        facilitator_advice="Favorable, à proportion des travaux retirés.",
        document_reference="Décision 14",
    )
    await reliefs.add_relief(maelle, world.lots[EASED].id, decision)
