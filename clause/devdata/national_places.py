"""The organisations of the country: facilitators with their people, buyers, companies, bodies of the fund."""

from dataclasses import dataclass

from clause.devdata.national_plan import Kind, Row, Sizes, Table, Year, random_of, siret
from clause.domain.actors import ROLE_ORG_KIND, ROLE_SCOPES, Actor, ActorKind, OrgKind, Role
from clause.rules.codes import BuyerKind, CompanySize, Region, StructureKind

_FACILITATORS, _BUYERS, _COMPANIES, _BODIES = 1, 2, 3, 4
_STARTS = ("Saint-Aubin", "Roche", "Mont", "Val", "Pont", "Ville", "Bois", "Clair", "Haute", "Fontaine", "Sainte-Ode")
_ENDS = ("fleury", "sur-Orne", "mer", "vallon", "court", "gny", "la-Forêt", "des-Prés", "bray", "rive", "sec", "lande")
_HOSTS = ("Maison de l’emploi", "PLIE", "Communauté de communes", "Métropole", "Mission clauses", "GIP emploi")
_TRADES = ("Bâtiment", "Travaux publics", "Propreté", "Espaces verts", "Électricité", "Couverture", "Services")
_FORMS = ("SARL", "SAS", "SA", "SCOP", "EURL")
_FIRST = ("Anne", "Karim", "Lucie", "Paul", "Inès", "Hugo", "Nadia", "Éric", "Fatou", "Jean", "Chloé", "Malik", "Rose")
_LAST = ("Martin", "Petit", "Diallo", "Roux", "Morel", "Garcia", "Blanc", "Henry", "Nguyen", "Perrin", "Le Goff")
_BUYER_KINDS = {
    BuyerKind.MUNICIPALITY: (38, "Ville de"),
    BuyerKind.INTERMUNICIPALITY: (20, "Agglomération de"),
    BuyerKind.SOCIAL_HOUSING: (15, "Habitat de"),
    BuyerKind.DEPARTMENT: (5, "Département de"),
    BuyerKind.REGION: (1, "Région de"),
    BuyerKind.STATE: (5, "Direction de l’État à"),
    BuyerKind.HOSPITAL: (6, "Centre hospitalier de"),
    BuyerKind.PUBLIC_BODY: (10, "Établissement public de"),
}
_COMPANY_SIZES = {
    CompanySize.LT_10: 34,
    CompanySize.FROM_10_TO_49: 38,
    CompanySize.FROM_50_TO_199: 17,
    CompanySize.FROM_200: 11,
}
_STRUCTURES = (StructureKind.EI, StructureKind.ACI, StructureKind.AI, StructureKind.GEIQ, StructureKind.EA)
_AGENCIES = (StructureKind.ETTI, StructureKind.ETTI, StructureKind.ETT, StructureKind.ETT, StructureKind.AI)
SHARE_OF_AGENCIES = 25
"""One company in as many lends its staff to others."""
SHARE_OF_STRUCTURES = 20


@dataclass(frozen=True)
class Places:
    """Numbers of organisations; ids follow from them. Whoever works where stands by number of organisation."""

    sizes: Sizes
    year: Year
    tables: tuple[Table, ...]
    facilitators: tuple[tuple[int, ...], ...]
    """Numbers of the users of each organisation: its facilitators."""
    managers: tuple[int, ...]
    """The user who approves, for each organisation."""
    officers: tuple[int, ...] = ()
    """The user who verifies, for each intermediate body."""

    def organisation(self, number: int) -> int:
        """The directory's number of a facilitator organisation."""
        return number

    def buyer(self, number: int) -> int:
        """The directory's number of a buyer."""
        return self.sizes.organisations + number

    def company(self, number: int) -> int:
        """The directory's number of a company."""
        return self.sizes.organisations + self.sizes.buyers + number

    def body(self, number: int) -> int:
        """The directory's number of an intermediate body."""
        return self.sizes.organisations + self.sizes.buyers + self.sizes.companies + number

    def actor(self, user: int, organisation: int, role: Role) -> Actor:
        """A user acting for an organisation, by their numbers."""
        return actor_of(self.year, user, organisation, role)


def actor_of(year: Year, user: int, organisation: int, role: Role) -> Actor:
    """Someone who acts in a role for an organisation of the directory, by numbers."""
    return Actor(
        kind=ActorKind.USER,
        id=year.id(Kind.USER, user),
        name=" ".join(person_name(user)),
        org_id=year.id(Kind.ORGANISATION, organisation),
        org_kind=ROLE_ORG_KIND[role],
        role=role,
        scopes=ROLE_SCOPES[role],
    )


def town(number: int) -> str:
    """The name of a town that is not."""
    start, rest = number % len(_STARTS), number // len(_STARTS)
    name = f"{_STARTS[start]}-{_ENDS[rest % len(_ENDS)]}"
    return name if rest < len(_ENDS) else f"{name}-{rest // len(_ENDS) + 1}"


def person_name(number: int) -> tuple[str, str]:
    """First and last name of someone who is not."""
    return _FIRST[number % len(_FIRST)], _LAST[number // len(_FIRST) % len(_LAST)]


def is_agency(company: int) -> bool:
    """Whether a company lends its staff."""
    return company % SHARE_OF_AGENCIES == SHARE_OF_AGENCIES - 1


def is_structure(company: int) -> bool:
    """Whether a company is a structure of insertion that does the work itself."""
    return company % SHARE_OF_STRUCTURES == 7 and not is_agency(company)


def structure_of(company: int) -> StructureKind:
    """What kind of structure a company is."""
    if is_agency(company):
        return _AGENCIES[company // SHARE_OF_AGENCIES % len(_AGENCIES)]
    return (
        _STRUCTURES[company // SHARE_OF_STRUCTURES % len(_STRUCTURES)] if is_structure(company) else StructureKind.NONE
    )


def draw_places(sizes: Sizes, year: Year, password_hash: str) -> Places:
    """Everyone in the directory, and who has an account: all of them under one password."""
    posts = _posts(sizes)
    users: list[Row] = []
    memberships: list[Row] = []

    def employ(organisation: int, role: Role, email: str) -> int:
        number = len(users)
        opening = year.opening
        users.append((year.id(Kind.USER, number), email, " ".join(person_name(number)), password_hash, opening))
        org_id = year.id(Kind.ORGANISATION, organisation)
        memberships.append((year.id(Kind.MEMBERSHIP, number), year.id(Kind.USER, number), org_id, role.value, opening))
        return number

    facilitators = tuple(
        tuple(employ(org, Role.FACILITATOR, f"facilitateur-{org}-{rank}@pays.example") for rank in range(count))
        for org, count in enumerate(posts)
    )
    managers = tuple(employ(org, Role.MANAGER, f"direction-{org}@pays.example") for org in range(sizes.organisations))
    places = Places(sizes, year, (), facilitators, managers)
    employ(places.buyer(0), Role.BUYER_AGENT, "acheteur-0@pays.example")
    employ(places.company(0), Role.COMPANY_AGENT, "entreprise-0@pays.example")
    officers = tuple(
        employ(places.body(body), Role.OI_OFFICER, f"oi-{body}@pays.example") for body in range(sizes.bodies)
    )
    tables = (
        _directory(sizes, year),
        Table("app_user", ("id", "email", "full_name", "password_hash", "created_at"), users),
        Table("membership", ("id", "user_id", "org_id", "role", "created_at"), memberships),
    )
    return Places(sizes, year, tables, facilitators, managers, officers)


def _posts(sizes: Sizes) -> list[int]:
    """How many facilitators each organisation has: one at least, the others where much is bought."""
    posts = [1] * sizes.organisations
    random = random_of("posts")
    weights = [random.lognormvariate(0, 1) for _ in posts]
    more = sizes.facilitators - sizes.organisations
    for organisation in random.choices(range(sizes.organisations), weights, k=more):
        posts[organisation] += 1
    return posts


def _directory(sizes: Sizes, year: Year) -> Table:
    columns: tuple[str, ...] = ("id", "kind", "name", "identifier_kind", "identifier", "created_at", "version")
    columns += ("region_code", "buyer_kind", "company_size", "structure_kind")
    rows: list[Row] = []

    def add(kind: OrgKind, name: str, identifier: str, *attributes: str | None) -> None:
        made = year.id(Kind.ORGANISATION, len(rows))
        rows.append((made, kind.value, name, "SIRET", identifier, year.opening, 1, *attributes))

    random = random_of("directory")
    regions = [region.value for region in Region]
    for number in range(sizes.organisations):
        name = f"{_HOSTS[number % len(_HOSTS)]} de {town(number)}"
        add(OrgKind.FACILITATOR_ORG, name, siret(_FACILITATORS, number), random.choice(regions), None, None, None)
    kinds = random.choices(list(_BUYER_KINDS), [weight for weight, _ in _BUYER_KINDS.values()], k=sizes.buyers)
    for number, kind in enumerate(kinds):
        name = f"{_BUYER_KINDS[kind][1]} {town(number)}"
        add(OrgKind.BUYER, name, siret(_BUYERS, number), None, kind.value, None, None)
    for number, size in enumerate(
        random.choices(list(_COMPANY_SIZES), list(_COMPANY_SIZES.values()), k=sizes.companies)
    ):
        trade, form = _TRADES[number % len(_TRADES)], _FORMS[number // len(_TRADES) % len(_FORMS)]
        structure = structure_of(number)
        name = f"{trade} {town(number)} {form if structure is StructureKind.NONE else structure.value}"
        add(OrgKind.COMPANY, name, siret(_COMPANIES, number), None, None, size.value, structure.value)
    for number in range(sizes.bodies):
        name = f"Service FSE+ de {town(number)}"
        add(OrgKind.INTERMEDIATE_BODY, name, siret(_BODIES, number), None, None, None, None)
    return Table("organisation", columns, rows)
