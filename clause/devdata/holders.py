"""The consortium of the road, its split and a transfer; a subcontractor; whom to call; who the parties are."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial

from clause.devdata.world import World
from clause.domain.accounts import OrganisationChange
from clause.domain.contacts import ContactTerms
from clause.domain.contracts import HolderRole
from clause.domain.holders import HolderChange, HolderSplitTerms, HolderTransferTerms, MemberShare
from clause.domain.subcontractors import SubcontractorTerms
from clause.rules.codes import BuyerKind, CompanySize, Region, StructureKind
from clause.services import accounts, contacts, contracts, holders, subcontractors

ROAD, LEAD, SECOND, WORKER = "rd31", "salicorne", "bati", "verte"
AGREED, TRANSFERRED, SUBCONTRACTED = (-10, 7), (-3, 12), (-6, 20)
DESCRIBED, CALLED = (-10, 8), (-10, 8)
_TRANSFERRED_HOURS = Decimal("40.00")


@dataclass(frozen=True)
class _Called:
    """Someone to call in a company about a lot."""

    lot: str
    company: str
    name: str
    role: str
    email: str
    phone: str | None = None
    is_primary: bool = True


_CONTACTS = (
    _Called("pisc1", "bati", "Sophie Garrec", "Ressources humaines", "sophie.garrec@bati-rivage.example"),
    _Called("pisc1", "bati", "Erwan Tanguy", "Conduite de travaux", "erwan.tanguy@bati-rivage.example", None, False),
    _Called(
        ROAD, LEAD, "Nolwenn Abgrall", "Direction de travaux", "nolwenn.abgrall@salicorne.example", "02 00 00 31 31"
    ),
    _Called(ROAD, SECOND, "Sophie Garrec", "Ressources humaines", "sophie.garrec@bati-rivage.example"),
    _Called("nett", "proprete", "Karim Ouali", "Exploitation", "karim.ouali@deux-rives.example"),
)
_SIZES = {
    "bati": CompanySize.FROM_50_TO_199,
    "toits": CompanySize.FROM_10_TO_49,
    "elec": CompanySize.LT_10,
    "verte": CompanySize.FROM_10_TO_49,
    "proprete": CompanySize.FROM_200,
    "iode": CompanySize.FROM_10_TO_49,
    "salicorne": CompanySize.FROM_50_TO_199,
    "tremplin": CompanySize.FROM_10_TO_49,
}
_BUYERS = {
    "agglo": BuyerKind.INTERMUNICIPALITY,
    "ville": BuyerKind.MUNICIPALITY,
    "departement": BuyerKind.DEPARTMENT,
    "habitat": BuyerKind.SOCIAL_HOUSING,
}
_INSERTION = {"tremplin": StructureKind.EI}


def plan(world: World) -> None:
    """The parties are described once the first contracts are in; the group agrees before its first hire."""
    calendar, timeline = world.calendar, world.timeline
    timeline.plan(calendar.day(*DESCRIBED), partial(_describe, world), hour=9)
    timeline.plan(calendar.day(*AGREED), partial(_agree, world), hour=10)
    timeline.plan(calendar.day(*CALLED), partial(_note_contacts, world), hour=15)
    timeline.plan(calendar.day(*SUBCONTRACTED), partial(_subcontract, world), hour=10)
    timeline.plan(calendar.day(*TRANSFERRED), partial(_transfer, world), hour=10)


async def _describe(world: World, now: datetime) -> None:
    """Region, size and kind of everyone, by those who may say them."""
    await _change(world, "helene", "mde", now, OrganisationChange(region_code=Region.BRETAGNE))
    for key, size in _SIZES.items():
        kind = _INSERTION.get(key, StructureKind.NONE)
        change = OrganisationChange(region_code=Region.BRETAGNE, company_size=size, structure_kind=kind)
        await _change(world, "maelle", key, now, change)
    for key, buyer_kind in _BUYERS.items():
        await _change(world, "maelle", key, now, OrganisationChange(region_code=Region.BRETAGNE, buyer_kind=buyer_kind))


async def _change(world: World, by: str, key: str, now: datetime, change: OrganisationChange) -> None:
    known = world.organisations[key]
    changed = await accounts.change_organisation(world.by(by, now), known.kind, known.id, change, known.version)
    world.organisations[key] = changed


async def _agree(world: World, now: datetime) -> None:
    """The road is published as a several consortium without a lead: its members say who leads, and their shares."""
    maelle = world.by("maelle", now)
    lot = await contracts.load_lot(maelle, world.lots[ROAD].id)
    lead, second = world.organisations[LEAD].id, world.organisations[SECOND].id
    change = HolderChange(role=HolderRole.LEAD_HOLDER)
    world.lots[ROAD] = await holders.change_holder(maelle, lot.id, lead, change, lot.version)
    shares = (
        MemberShare(company_id=lead, share=Decimal("0.7")),
        MemberShare(company_id=second, share=Decimal("0.3")),
    )
    terms = HolderSplitTerms(effective_on=lot.first_day or maelle.today, shares=shares)
    await holders.set_split(maelle, lot.id, terms, "Convention de groupement remise avec l'offre")


async def _note_contacts(world: World, now: datetime) -> None:
    for called in _CONTACTS:
        terms = ContactTerms(
            company_id=world.organisations[called.company].id,
            name=called.name,
            email=called.email,
            phone=called.phone,
            role=called.role,
            is_primary=called.is_primary,
        )
        await contacts.add_contact(world.by("yanis", now), world.lots[called.lot].id, terms)


async def _subcontract(world: World, now: datetime) -> None:
    """Verges and plantings of the road are done by a landscaper, for the lead."""
    maelle = world.by("maelle", now)
    terms = SubcontractorTerms(
        company_id=world.organisations[WORKER].id,
        holder_company_id=world.organisations[LEAD].id,
        declared_on=maelle.today,
        first_day=maelle.today,
    )
    await subcontractors.add_subcontractor(maelle, world.lots[ROAD].id, terms)


async def _transfer(world: World, now: datetime) -> None:
    maelle = world.by("maelle", now)
    terms = HolderTransferTerms(
        from_company_id=world.organisations[SECOND].id,
        to_company_id=world.organisations[LEAD].id,
        hours=_TRANSFERRED_HOURS,
        effective_on=maelle.today,
        reason="Accord entre les membres : Salicorne embauche davantage sur ce chantier.",
    )
    await holders.add_transfer(maelle, world.lots[ROAD].id, terms)
