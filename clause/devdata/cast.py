"""Who is in the territory: organisations, people with an account, programs with an access."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from clause.devdata.open_data import read_file
from clause.devdata.world import Access, Person, World
from clause.domain.accounts import Organisation
from clause.domain.actors import ROLE_SCOPES, Actor, ActorKind, OrgKind, Role, Scope
from clause.services import accounts
from clause.services.context import operator_context

FACILITATOR_SIRET = "99000050700014"
FACILITATOR_NAME = "Maison de l'emploi du Pays de Brisemer"
OPENING = (-10, 3)
"""Month and day on which the territory begins with Clause."""

BUYER_RANKS = {"agglo": 1, "ville": 2, "departement": 3, "habitat": 4}
COMPANY_RANKS = {
    "bati": 24,
    "toits": 25,
    "elec": 26,
    "verte": 27,
    "proprete": 28,
    "iode": 29,
    "salicorne": 30,
    "tremplin": 31,
}
_BODIES = {
    "ponant": ("99000060600014", "Département du Ponant, service FSE+"),
    "hautelande": ("99000061400018", "Métropole de Hautelande, service FSE+"),
}


@dataclass(frozen=True)
class Account:
    """Someone who can sign in, and how a newcomer is told of that person."""

    key: str
    organisation: str
    role: Role
    full_name: str
    email: str
    presented_as: str


ACCOUNTS = (
    Account(
        "maelle", "mde", Role.FACILITATOR, "Maëlle Kerriou", "maelle.kerriou@mde-brisemer.example", "facilitatrice"
    ),
    Account(
        "yanis", "mde", Role.FACILITATOR, "Yanis Benhaddou", "yanis.benhaddou@mde-brisemer.example", "facilitateur"
    ),
    Account(
        "helene",
        "mde",
        Role.MANAGER,
        "Hélène Vasseur",
        "helene.vasseur@mde-brisemer.example",
        "directrice de la Maison de l'emploi",
    ),
    Account(
        "thomas",
        "agglo",
        Role.BUYER_AGENT,
        "Thomas Lebihan",
        "thomas.lebihan@agglo-brisemer.example",
        "acheteur, agglomération",
    ),
    Account(
        "sophie",
        "bati",
        Role.COMPANY_AGENT,
        "Sophie Garrec",
        "sophie.garrec@bati-rivage.example",
        "entreprise Bâti-Rivage",
    ),
    Account(
        "karim",
        "proprete",
        Role.COMPANY_AGENT,
        "Karim Ouali",
        "karim.ouali@deux-rives.example",
        "entreprise Propreté des Deux Rives",
    ),
    Account(
        "lise",
        "verte",
        Role.COMPANY_AGENT,
        "Lise Quéméner",
        "lise.quemener@verte-maree.example",
        "entreprise Verte Marée",
    ),
    Account(
        "bruno",
        "ponant",
        Role.OI_OFFICER,
        "Bruno Castaing",
        "bruno.castaing@ponant.example",
        "organisme intermédiaire FSE+",
    ),
)
SPEAKS_FOR = {"bati": "sophie", "proprete": "karim", "verte": "lise"}
"""Companies that declare for themselves; a facilitator types the paper of the others."""


def plan(world: World) -> None:
    """The opening: everyone is entered on the first day."""
    day = world.calendar.day(*OPENING)
    world.timeline.plan(day, partial(_open, world), hour=8)


async def _open(world: World, now: datetime) -> None:
    operator = operator_context(now)
    org = await accounts.register_organisation(operator, OrgKind.FACILITATOR_ORG, FACILITATOR_NAME, FACILITATOR_SIRET)
    world.organisations["mde"] = org
    for key, (siret, name) in _BODIES.items():
        world.organisations[key] = await accounts.register_organisation(
            operator, OrgKind.INTERMEDIATE_BODY, name, siret
        )
        await _add_access(world, key, now)
    for account in ACCOUNTS:
        if account.organisation not in world.organisations:
            await _add_partners(world, now)
        await _add_account(world, account, now)


async def _add_partners(world: World, now: datetime) -> None:
    """Buyers and companies, entered by a facilitator under the names that the published files do not give."""
    facilitator = world.by("maelle", now)
    names = read_file("names.json")
    for kind, ranks in ((OrgKind.BUYER, BUYER_RANKS), (OrgKind.COMPANY, COMPANY_RANKS)):
        for key, rank in ranks.items():
            siret = next(number for number in names if number.startswith(f"990000{rank:02d}"))
            world.organisations[key] = await accounts.add_organisation(facilitator, kind, names[siret], siret)


async def _add_account(world: World, account: Account, now: datetime) -> None:
    organisation = world.organisations[account.organisation]
    user_id, world.password = await accounts.add_user(
        operator_context(now),
        organisation.kind,
        organisation.identifier,
        account.email,
        account.full_name,
        account.role,
        world.password or None,
    )
    actor = Actor(
        kind=ActorKind.USER,
        id=user_id,
        name=account.full_name,
        org_id=organisation.id,
        org_kind=organisation.kind,
        role=account.role,
        scopes=ROLE_SCOPES[account.role],
    )
    world.people[account.key] = Person(actor, account.email)


async def _add_access(world: World, key: str, now: datetime) -> None:
    organisation: Organisation = world.organisations[key]
    scopes = (Scope.OI_READ, Scope.OI_VERIFY)
    name = "Portail de gestion FSE+"
    client_id, secret = await accounts.add_client(
        operator_context(now), organisation.kind, organisation.identifier, name, scopes
    )
    world.accesses[key] = Access(organisation.name, client_id, secret)
    actor = Actor(
        kind=ActorKind.CLIENT,
        id=client_id,
        name=name,
        org_id=organisation.id,
        org_kind=organisation.kind,
        scopes=frozenset(scopes),
    )
    world.people[f"{key}-portal"] = Person(actor)
