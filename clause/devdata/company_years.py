"""Yearly certificates of companies; one is made anew after a correction of the ledger."""

from datetime import datetime
from functools import partial

from clause.devdata.world import World, run_job
from clause.domain.certificate_register import Certificate, Reissue, YearlyOrder
from clause.services import certificate_orders, certificates

CORRECTED, OTHER = "elec", "bati"


def plan(world: World) -> None:
    """The first one is asked for before the ledger is corrected, and made anew the day after."""
    calendar, timeline = world.calendar, world.timeline
    year = calendar.month(-3).year
    timeline.plan(calendar.day(-1, 14), partial(_issue, world, "yearly_before", CORRECTED, year), hour=14)
    timeline.plan(calendar.day(-1, 18), partial(_reissue, world), hour=16)
    timeline.plan(calendar.day(-1, 21), partial(_issue, world, "yearly", OTHER, calendar.month(-1).year), hour=10)


async def _issue(world: World, key: str, company: str, year: int, now: datetime) -> None:
    maelle, company_id = world.by("maelle", now), world.organisations[company].id
    order = YearlyOrder(year=year)
    requested = await certificate_orders.request_yearly_certificate(maelle, company_id, order, world.public_url)
    await _draw(world, key, requested, now)


async def _reissue(world: World, now: datetime) -> None:
    former = world.certificates["yearly_before"].id
    reissue = Reissue(remark="Après correction d'une journée d'absence comptée par erreur.")
    requested = await certificate_orders.reissue_certificate(world.by("maelle", now), former, reissue, world.public_url)
    await _draw(world, "yearly_after", requested, now)


async def _draw(world: World, key: str, requested: Certificate, now: datetime) -> None:
    await run_job(certificates.render_certificate, requested.job_id, now)
    world.certificates[key] = requested
