"""What the yearly consolidation needs beside people and hours: who pays for posts."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import partial

from clause.devdata.cast import OPENING
from clause.devdata.world import World
from clause.domain.post_financings import PostFinancingTerms
from clause.rules.calendar import Month
from clause.rules.statistics import FundingSource
from clause.services import post_financings

_FINANCING: Mapping[FundingSource, tuple[str, str]] = {
    FundingSource.LOCAL: ("38500.00", "0.70"),
    FundingSource.DEPARTMENT: ("12000.00", "0.20"),
    FundingSource.STATE: ("15000.00", "0.30"),
    FundingSource.FSE: ("36000.00", "0.60"),
}


def plan(world: World) -> None:
    """A week after the opening, for each year of the demonstration."""
    opening = world.calendar.day(*OPENING)
    years = sorted({opening.year, world.calendar.today.year})
    for year in years:
        day = max(world.calendar.day(OPENING[0], OPENING[1] + 7), Month(year, 1).first_day)
        world.timeline.plan(day, partial(_finance, world, year), hour=10)


async def _finance(world: World, year: int, now: datetime) -> None:
    for source, (amount, posts) in _FINANCING.items():
        terms = PostFinancingTerms(year=year, source=source, amount_eur=Decimal(amount), posts_fte=Decimal(posts))
        await post_financings.record_financing(world.by("helene", now), terms)
