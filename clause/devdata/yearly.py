"""What the yearly consolidation needs beside people and hours: attributes of organisations, and who pays for posts."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from functools import partial

from clause.devdata.cast import OPENING
from clause.devdata.world import World
from clause.domain.accounts import OrganisationChange
from clause.domain.post_financings import PostFinancingTerms
from clause.rules.calendar import Month
from clause.rules.codes import BuyerKind, CompanySize, Region, StructureKind
from clause.rules.statistics import FundingSource
from clause.services import accounts, post_financings

_ATTRIBUTES: Mapping[str, OrganisationChange] = {
    "mde": OrganisationChange(region_code=Region("53")),
    "agglo": OrganisationChange(buyer_kind=BuyerKind.INTERMUNICIPALITY),
    "ville": OrganisationChange(buyer_kind=BuyerKind.MUNICIPALITY),
    "departement": OrganisationChange(buyer_kind=BuyerKind.DEPARTMENT),
    "habitat": OrganisationChange(buyer_kind=BuyerKind.SOCIAL_HOUSING),
    "bati": OrganisationChange(company_size=CompanySize.FROM_50_TO_199),
    "toits": OrganisationChange(company_size=CompanySize.LT_10),
    "elec": OrganisationChange(company_size=CompanySize.FROM_10_TO_49),
    "verte": OrganisationChange(company_size=CompanySize.FROM_10_TO_49),
    "proprete": OrganisationChange(company_size=CompanySize.FROM_200),
    "tremplin": OrganisationChange(company_size=CompanySize.FROM_10_TO_49, structure_kind=StructureKind.ETTI),
}
_FINANCING: Mapping[FundingSource, tuple[str, str]] = {
    FundingSource.LOCAL: ("38500.00", "0.70"),
    FundingSource.DEPARTMENT: ("12000.00", "0.20"),
    FundingSource.STATE: ("15000.00", "0.30"),
    FundingSource.FSE: ("36000.00", "0.60"),
}


def plan(world: World) -> None:
    """The attributes on the day after the opening, the financing a week later, for each year of the demonstration."""
    opening = world.calendar.day(OPENING[0], OPENING[1] + 1)
    world.timeline.plan(opening, partial(_describe, world), hour=10)
    years = sorted({opening.year, world.calendar.today.year})
    for year in years:
        day = max(world.calendar.day(OPENING[0], OPENING[1] + 7), Month(year, 1).first_day)
        world.timeline.plan(day, partial(_finance, world, year), hour=10)


async def _describe(world: World, now: datetime) -> None:
    for key, change in _ATTRIBUTES.items():
        organisation = world.organisations[key]
        author = world.by("helene" if key == "mde" else "maelle", now)
        found = await accounts.load_organisation(author, organisation.kind, organisation.id)
        world.organisations[key] = await accounts.change_organisation(
            author, organisation.kind, organisation.id, change, found.version
        )


async def _finance(world: World, year: int, now: datetime) -> None:
    for source, (amount, posts) in _FINANCING.items():
        terms = PostFinancingTerms(year=year, source=source, amount_eur=Decimal(amount), posts_fte=Decimal(posts))
        await post_financings.record_financing(world.by("helene", now), terms)
