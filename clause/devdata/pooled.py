"""A company that holds two lots of two buyers: hours done on the one are credited to the other, by agreement."""

from datetime import datetime
from decimal import Decimal
from functools import partial

from clause.devdata.world import World
from clause.domain.allocations import Move
from clause.domain.pooling import PoolingTerms
from clause.services import ledger, pooling

COMPANY, FROM, TO = "bati", "pisc1", "goel1"
_HIRE, _MONTH, _HOURS = 3, -3, Decimal("12.00")
_AGREED, _MOVED = -4, -1


def plan(world: World) -> None:
    """Agreed and consented to within a week; some hours are moved once they are booked."""
    calendar, timeline = world.calendar, world.timeline
    timeline.plan(calendar.day(_AGREED, 19), partial(_agree, world), hour=10)
    for number, buyer in ((21, "agglo"), (23, "habitat")):
        timeline.plan(calendar.day(_AGREED, number), partial(_consent, world, buyer), hour=11)
    timeline.plan(calendar.day(_MOVED, 19), partial(_move, world), hour=11)


async def _agree(world: World, now: datetime) -> None:
    terms = PoolingTerms(
        company_id=world.organisations[COMPANY].id,
        lot_ids=(world.lots[FROM].id, world.lots[TO].id),
        first_day=world.calendar.month(_AGREED).first_day,
        last_day=world.calendar.month(_AGREED + 12).last_day,
        reference="Convention de globalisation entre la piscine et la résidence Les Goélands",
    )
    world.agreement_id = (await pooling.add_agreement(world.by("maelle", now), terms)).id


async def _consent(world: World, buyer: str, now: datetime) -> None:
    maelle = world.by("maelle", now)
    if world.agreement_id is None:
        raise RuntimeError("there is no agreement yet")
    buyer_id = world.organisations[buyer].id
    await pooling.record_consent(maelle, world.agreement_id, buyer_id, maelle.today, "Courriel de l'acheteur")


async def _move(world: World, now: datetime) -> None:
    maelle, month = world.by("maelle", now), world.calendar.month(_MONTH)
    (entry,) = await ledger.list_entries(maelle, hire_id=world.hires[_HIRE].id, month=month)
    wanted = Move(hours=_HOURS, to_lot_id=world.lots[TO].id)
    await ledger.move_hours(maelle, entry.id, wanted, "Le même poste a servi les deux chantiers ce mois-là.")
