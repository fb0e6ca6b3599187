"""Where each reader may go: the entries at the top of every page, and the places below the entry being read."""

from collections.abc import Callable
from dataclasses import dataclass, field

from clause.domain.actors import Actor, OrgKind, Scope

Opens = Callable[[Actor], bool]


@dataclass(frozen=True)
class Place:
    """A page that the navigation leads to; ``opens`` says for whom."""

    path: str
    name: str
    opens: Opens


@dataclass(frozen=True)
class Entry:
    """An entry at the top, with the places below it; it leads to the first that is open to the reader."""

    name: str
    places: tuple[Place, ...]
    also: tuple[str, ...] = ()
    """Other paths that belong here, though no place leads to them."""


@dataclass(frozen=True)
class Link:
    """A link as drawn."""

    path: str
    name: str
    is_current: bool


@dataclass(frozen=True)
class Navigation:
    """What one page shows of it."""

    entries: tuple[Link, ...] = ()
    places: tuple[Link, ...] = ()
    account: tuple[Link, ...] = field(default=())


def may(*scopes: Scope) -> Opens:
    """Open to whoever holds one of these rights."""
    return lambda actor: any(actor.may(scope) for scope in scopes)


def of_kind(*kinds: OrgKind) -> Opens:
    """Open to the people of these kinds of organisation."""
    return lambda actor: actor.org_kind in kinds


def both(first: Opens, second: Opens) -> Opens:
    """Open where both say so."""
    return lambda actor: first(actor) and second(actor)


_FACILITATORS = of_kind(OrgKind.FACILITATOR_ORG)
_BODIES = of_kind(OrgKind.INTERMEDIATE_BODY)
_CONTRACTS = may(Scope.CONTRACTS_READ)
_FOLLOWS = may(Scope.CONTRACTS_WRITE)
_DECLARES = may(Scope.HOURS_DECLARE, Scope.HOURS_VALIDATE)
_CLAIMS = both(_FACILITATORS, may(Scope.CLAIMS_READ))
_LEADS = may(Scope.CLAIMS_WRITE)

ENTRIES = (
    Entry("À faire", (Place("/", "À faire", lambda actor: actor.org_id is not None),)),
    Entry(
        "Marchés",
        (
            Place("/contracts", "Marchés", both(_CONTRACTS, of_kind(OrgKind.FACILITATOR_ORG, OrgKind.BUYER))),
            Place("/lots", "Lots", _CONTRACTS),
            Place("/lots/review", "À trier", _FOLLOWS),
            Place("/alerts", "Alertes", both(_CONTRACTS, of_kind(OrgKind.FACILITATOR_ORG, OrgKind.BUYER))),
            Place("/penalty-proposals", "Pénalités", both(_CONTRACTS, of_kind(OrgKind.FACILITATOR_ORG, OrgKind.BUYER))),
            Place("/companies", "Entreprises", both(_FACILITATORS, _FOLLOWS)),
            Place("/pooling-agreements", "Mutualisations", _FOLLOWS),
            Place("/obligation-calculator", "Calculateur", _FOLLOWS),
        ),
        also=("/obligations",),
    ),
    Entry(
        "Personnes",
        (
            Place("/participants", "Participants", both(_FACILITATORS, _FOLLOWS)),
            Place("/hires", "Embauches", _DECLARES),
            Place("/eligibility", "Éligibilités", both(_FACILITATORS, _FOLLOWS)),
            Place("/outcomes-due", "Sorties à suivre", both(_FACILITATORS, _FOLLOWS)),
        ),
        also=("/eligibility-alerts",),
    ),
    Entry(
        "Heures",
        (
            Place("/hours", "Saisie", _DECLARES),
            Place("/hours-statements", "Relevés", _DECLARES),
            Place("/statements-due", "Attendus et relances", both(_FACILITATORS, _DECLARES)),
            Place("/imports", "Imports", _DECLARES),
            Place("/ledger-entries", "Écritures", _DECLARES),
        ),
    ),
    Entry("Attestations", (Place("/certificates", "Attestations", may(Scope.CERTIFICATES_READ)),)),
    Entry(
        "Temps",
        (
            Place("/timesheets", "Mes mois", may(Scope.TIME_WRITE)),
            Place("/timesheets/team", "Équipe", may(Scope.TIME_APPROVE)),
        ),
    ),
    Entry(
        "Cofinancement",
        (
            Place("/operations", "Opérations", _CLAIMS),
            Place("/claims", "Bilans", _CLAIMS),
            Place("/employments", "Salariés et paie", both(_FACILITATORS, _LEADS)),
            Place("/funding-calls", "Appels à projets", both(_FACILITATORS, _LEADS)),
            Place("/evidence-files", "Pièces", both(_FACILITATORS, _LEADS)),
        ),
        also=("/funding-schemes", "/cost-items", "/resources", "/assignments", "/amendments"),
    ),
    Entry(
        "Bilans",
        (
            Place("/oi/claims", "Bilans reçus", _BODIES),
            Place("/oi/operations", "Opérations", _BODIES),
            Place("/oi/payments", "Paiements", _BODIES),
        ),
    ),
    Entry(
        "Statistiques",
        (
            Place("/statistics", "Statistiques", may(Scope.STATS_READ)),
            Place("/post-financings", "Financement des postes", both(_FACILITATORS, may(Scope.STATS_READ))),
        ),
    ),
)

ACCOUNT = (
    Place("/account", "Mon compte", lambda actor: actor.org_id is not None),
    Place("/members", "Personnes de l’organisation", lambda actor: actor.org_id is not None),
    Place("/organisation", "Ma structure", both(_FACILITATORS, _FOLLOWS)),
    Place("/trash", "Corbeille", both(_FACILITATORS, _FOLLOWS)),
    Place("/mails", "Courriels", lambda actor: actor.org_id is not None),
    Place("/clients", "Accès API", lambda actor: actor.org_id is not None),
    Place("/webhooks", "Notifications à un programme", may(Scope.OI_READ, Scope.CLAIMS_READ)),
    Place("/access-log", "Journal des consultations", may(Scope.OI_READ, Scope.CLAIMS_READ)),
)


def navigation(actor: Actor, path: str) -> Navigation:
    """What this reader may go to from this path, in the order of the work."""
    entries: list[Link] = []
    below: tuple[Link, ...] = ()
    for entry in ENTRIES:
        places = [place for place in entry.places if place.opens(actor)]
        if not places:
            continue
        inside = [place.path for place in entry.places if _is_under(path, place.path)]
        is_current = bool(inside) or any(_is_under(path, other) for other in entry.also)
        entries.append(Link(places[0].path, entry.name, is_current))
        if is_current and len(places) > 1:
            deepest = max(inside, key=len, default="")
            below = tuple(Link(place.path, place.name, place.path == deepest) for place in places)
    account = [Link(place.path, place.name, _is_under(path, place.path)) for place in ACCOUNT if place.opens(actor)]
    return Navigation(tuple(entries), below, tuple(account))


def _is_under(path: str, entry: str) -> bool:
    return path == entry or (entry != "/" and path.startswith(f"{entry}/"))
