"""Who exists in the tests: two facilitator organisations and everyone around the first one."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from stdnum import luhn

from clause.domain.accounts import Organisation
from clause.domain.actors import ORG_SCOPES, Actor, OrgKind, Role, Scope
from clause.edge.authentication import CSRF_HEADER, SESSION_COOKIE
from clause.services import accounts
from clause.services.context import Context, operator_context
from clause.services.opening import OpenSession

NOW = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)
PASSWORD = "correct horse battery staple"


def fictional_siret(number: int) -> str:
    """A SIRET that satisfies the arithmetic and belongs to nobody (SIREN 990…)."""
    siren = f"990{number:05d}"
    siren += luhn.calc_check_digit(siren)
    siret = f"{siren}0001"
    return siret + luhn.calc_check_digit(siret)


@dataclass(frozen=True)
class Caller:
    """Someone who calls: the context for services, the headers for HTTP."""

    context: Context
    headers: dict[str, str]

    @property
    def org_id(self) -> UUID:
        assert self.context.actor.org_id is not None
        return self.context.actor.org_id

    @property
    def user_id(self) -> UUID:
        assert self.context.actor.id is not None
        return self.context.actor.id

    def at(self, now: datetime) -> Context:
        """The same person at another time."""
        return replace(self.context, now=now)

    def later(self, **delta: int) -> Context:
        """The same person, that much later."""
        return self.at(self.context.now + timedelta(**delta))


@dataclass(frozen=True)
class Territory:
    """Organisations and people; ``other_…`` must never see what belongs to the first ones."""

    facilitator_org: Organisation
    other_facilitator_org: Organisation
    buyer: Organisation
    other_buyer: Organisation
    company: Organisation
    other_company: Organisation
    intermediate_body: Organisation
    other_intermediate_body: Organisation
    facilitator: Caller
    manager: Caller
    other_facilitator: Caller
    other_manager: Caller
    buyer_agent: Caller
    other_buyer_agent: Caller
    company_agent: Caller
    other_company_agent: Caller
    oi_officer: Caller
    other_oi_officer: Caller
    facilitator_client: Caller
    company_client: Caller
    oi_client: Caller
    other_oi_client: Caller
    turn: int = 0
    """Which story is told: numbers that an organisation gives only once differ from one to the next."""

    def callers(self) -> dict[str, Caller]:
        """Everyone who can call, by name."""
        return {name: value for name, value in vars(self).items() if isinstance(value, Caller)}


_OPERATOR = operator_context(NOW)


async def person(organisation: Organisation, role: Role, full_name: str, email: str) -> Caller:
    """A person of an organisation, signed in."""
    await accounts.add_user(_OPERATOR, organisation.kind, organisation.identifier, email, full_name, role, PASSWORD)
    session = await accounts.sign_in(Context(accounts.sign_in_actor(), NOW), email, PASSWORD)
    assert isinstance(session, OpenSession)
    found = await accounts.actor_of_session(session.token, NOW)
    assert found is not None
    headers = {"cookie": f"{SESSION_COOKIE}={session.token}", CSRF_HEADER: session.csrf_token}
    return Caller(Context(found[0], NOW), headers)


async def machine(organisation: Organisation, name: str, scopes: frozenset[Scope] | None = None) -> Caller:
    """A program of an organisation, with all the scopes it may have or those given."""
    wanted = tuple(scopes or ORG_SCOPES[organisation.kind])
    client_id, secret = await accounts.add_client(_OPERATOR, organisation.kind, organisation.identifier, name, wanted)
    issued = await accounts.issue_token(Context(accounts.sign_in_actor(), NOW), client_id, secret, ())
    actor: Actor | None = await accounts.actor_of_token(issued.token, NOW)
    assert actor is not None
    return Caller(Context(actor, NOW), {"authorization": f"Bearer {issued.token}"})


async def build_territory() -> Territory:
    """Everyone, created through the services; their numbers are none of the demonstration's."""

    async def organisation(kind: OrgKind, name: str, number: int) -> Organisation:
        return await accounts.register_organisation(_OPERATOR, kind, name, fictional_siret(900 + number))

    org = await organisation(OrgKind.FACILITATOR_ORG, "Maison de l'emploi de Brisemer", 1)
    other_org = await organisation(OrgKind.FACILITATOR_ORG, "PLIE du Haut-Val", 2)
    buyer = await organisation(OrgKind.BUYER, "Ville de Port-Brisemer", 3)
    other_buyer = await organisation(OrgKind.BUYER, "Département du Val", 4)
    company = await organisation(OrgKind.COMPANY, "Bâtisseurs de la Côte", 5)
    other_company = await organisation(OrgKind.COMPANY, "Propreté du Littoral", 6)
    body = await organisation(OrgKind.INTERMEDIATE_BODY, "OI de Brisemer", 7)
    other_body = await organisation(OrgKind.INTERMEDIATE_BODY, "OI du Val", 8)
    return Territory(
        facilitator_org=org,
        other_facilitator_org=other_org,
        buyer=buyer,
        other_buyer=other_buyer,
        company=company,
        other_company=other_company,
        intermediate_body=body,
        other_intermediate_body=other_body,
        facilitator=await person(org, Role.FACILITATOR, "Camille Le Goff", "camille@brisemer.example"),
        manager=await person(org, Role.MANAGER, "Dominique Prat", "dominique@brisemer.example"),
        other_facilitator=await person(other_org, Role.FACILITATOR, "Sacha Blin", "sacha@haut-val.example"),
        other_manager=await person(other_org, Role.MANAGER, "Lou Perrin", "lou@haut-val.example"),
        buyer_agent=await person(buyer, Role.BUYER_AGENT, "Alix Morel", "alix@port-brisemer.example"),
        other_buyer_agent=await person(other_buyer, Role.BUYER_AGENT, "Noa Petit", "noa@val.example"),
        company_agent=await person(company, Role.COMPANY_AGENT, "Eden Roux", "eden@batisseurs.example"),
        other_company_agent=await person(
            other_company, Role.COMPANY_AGENT, "Charlie Faure", "charlie@proprete.example"
        ),
        oi_officer=await person(body, Role.OI_OFFICER, "Maxime Colin", "maxime@oi-brisemer.example"),
        other_oi_officer=await person(other_body, Role.OI_OFFICER, "Ange Brun", "ange@oi-val.example"),
        facilitator_client=await machine(org, "outil métier"),
        company_client=await machine(company, "paie"),
        oi_client=await machine(body, "portail OI"),
        other_oi_client=await machine(other_body, "portail OI du Val"),
    )
