"""Contracts typed by hand, because nothing of them was published: one for each way of fixing what is owed."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial

from clause.devdata.people_tables import Moment
from clause.devdata.world import World
from clause.domain.contracts import FollowUpState, HolderRole, LotChange, NewContract, NewLot
from clause.domain.decp import SocialConsideration
from clause.domain.social_conditions import NewWaiver
from clause.rules.social_condition import WaiverGround
from clause.services import contracts, social_conditions

LICENCES = "licences"
WAIVED = (-2, 20)


@dataclass(frozen=True)
class _Typed:
    """A contract of one lot, as a facilitator types it from its documents."""

    key: str
    buyer: str
    holder: str
    reference: str
    label: str
    cpv: str
    amount: str
    notified: Moment
    months: int
    typed: Moment
    consideration: SocialConsideration = SocialConsideration.SOCIAL_CLAUSE


_TYPED = (
    _Typed(
        "voirie",
        "agglo",
        "salicorne",
        "VOIRIE-AC",
        "Voirie communautaire : accord-cadre à bons de commande",
        "45233141-9",
        "1200000.00",
        (-6, 3),
        36,
        (-6, 10),
    ),
    _Typed(
        "ecole",
        "ville",
        "bati",
        "ECOLE-JV",
        "Groupe scolaire des Ajoncs : réfection des classes",
        "45214210-5",
        "262000.00",
        (-4, 6),
        18,
        (-4, 12),
    ),
    _Typed(
        "creches",
        "ville",
        "proprete",
        "CRECHES-NET",
        "Propreté des crèches et de la médiathèque",
        "90911200-8",
        "486000.00",
        (-5, 2),
        36,
        (-5, 8),
    ),
    _Typed(
        "gardien",
        "habitat",
        "tremplin",
        "GARDIEN-24",
        "Gardiennage et petit entretien des résidences",
        "98341130-5",
        "420000.00",
        (-5, 12),
        24,
        (-5, 18),
    ),
    _Typed(
        "college",
        "departement",
        "elec",
        "COLLEGE-SM",
        "Collège Simone-Le-Bars : courants forts et faibles",
        "45311200-2",
        "540000.00",
        (-6, 9),
        20,
        (-6, 16),
    ),
    _Typed(
        "fetes",
        "ville",
        "toits",
        "FETES-RAV",
        "Salle des fêtes : réfection de la toiture",
        "45261910-6",
        "168000.00",
        (-9, 2),
        6,
        (-9, 10),
    ),
    _Typed(
        LICENCES,
        "agglo",
        "iode",
        "LICENCES-BUR",
        "Licences de logiciels de bureautique",
        "48300000-1",
        "286000.00",
        (-2, 9),
        12,
        (-2, 16),
        SocialConsideration.NONE,
    ),
)


def plan(world: World) -> None:
    """Each is typed some days after its notification, early enough for what is decided about it on the same day."""
    calendar, timeline = world.calendar, world.timeline
    for typed in _TYPED:
        timeline.plan(calendar.day(*typed.typed), partial(_type, world, typed), hour=9, minute=40)
    timeline.plan(calendar.day(*WAIVED), partial(_waive, world), hour=10)


async def _type(world: World, typed: _Typed, now: datetime) -> None:
    maelle = world.by("maelle", now)
    buyer_id = world.organisations[typed.buyer].id
    contract = await contracts.add_contract(
        maelle, NewContract(buyer_id=buyer_id, reference=typed.reference, object=typed.label)
    )
    new = NewLot(
        label=typed.label,
        cpv=typed.cpv,
        amount_excl_vat=Decimal(typed.amount),
        notified_on=world.calendar.day(*typed.notified),
        duration_months=typed.months,
        social_considerations=(typed.consideration,),
    )
    lot = await contracts.add_lot(maelle, contract.id, new)
    holder_id = world.organisations[typed.holder].id
    world.lots[typed.key] = await contracts.add_holder(maelle, lot.id, holder_id, HolderRole.HOLDER)


async def _waive(world: World, now: datetime) -> None:
    """Software has nobody at work: the buyer says why the contract asks for nothing, and nobody follows it."""
    maelle, lot = world.by("maelle", now), world.lots[LICENCES]
    contract = await contracts.load_contract(maelle, lot.contract_id)
    waiver = NewWaiver(
        ground=WaiverGround.NOT_LINKED_TO_OBJECT,
        explanation="Fourniture de licences : aucune prestation ne mobilise de personnel.",
        decided_on=maelle.today,
        author="Direction de la commande publique",
    )
    await social_conditions.set_waiver(maelle, contract.id, waiver, contract.version)
    change = LotChange(follow_up=FollowUpState.SET_ASIDE, reason="Aucune condition sociale : motif de l'acheteur noté.")
    world.lots[LICENCES] = await contracts.change_lot(maelle, lot.id, change, lot.version)
