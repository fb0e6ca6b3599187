"""A small share of the country."""

from datetime import UTC, datetime
from decimal import Decimal

from clause.db import bulk
from clause.devdata import national
from clause.devdata.national_plan import Year, sizes_of

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
YEAR = Year(NOW.year - 1)
SIZES = sizes_of(Decimal("0.01"), 5_000)


async def filled(owner: bulk.Connection) -> national.Country:
    """A small country, put in."""
    country = national.draw(SIZES, YEAR, "nobody signs in with this")
    await national.load(owner, country, lambda _: None, NOW)
    return country
