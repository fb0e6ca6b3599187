"""Organisations, people, sessions and machine clients."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from clause.db.queries import accounts as queries
from clause.db.queries import clients as client_queries
from clause.db.queries import links as link_queries
from clause.db.queries import second_factors as factor_queries
from clause.domain.accounts import Member, Organisation, OrganisationChange, require_attributes_fit
from clause.domain.actors import (
    ORG_SCOPES,
    PEOPLE_ONLY,
    ROLE_ORG_KIND,
    ROLE_SCOPES,
    Actor,
    ActorKind,
    OrgKind,
    Role,
    Scope,
)
from clause.domain.errors import NotFound, Refused, StaleVersion, Unauthenticated
from clause.domain.identifiers import IdentifierKind, parse_siret
from clause.gateways import secrets
from clause.services.opening import SESSION_IDLE, CodeAwaited, OpenSession, enter
from clause.services.unit_of_work import UnitOfWork, reading, writing

TOKEN_LIFE = timedelta(hours=1)
ATTEMPTS_KEPT = timedelta(days=1)
# A link that has expired still says so, and sends a new one.
LINKS_KEPT = timedelta(days=180)


@dataclass(frozen=True)
class IssuedToken:
    """A bearer token just issued, with its life in seconds."""

    token: str
    expires_in: int
    scopes: tuple[Scope, ...]


async def actor_of_session(token: str, now: datetime) -> tuple[Actor, str] | None:
    """Who stands behind a session cookie, and the session's CSRF token; None when the session is unknown or over.

    A session is over at its time, and when it was not used for ``SESSION_IDLE``.
    """
    row = await queries.find_session_actor(secrets.token_hash(token), now, SESSION_IDLE)
    if row is None:
        return None
    if row["to_note"]:
        await queries.note_session_use(row["session_id"], now)
    role = Role(row["role"])
    actor = Actor(
        kind=ActorKind.USER,
        id=row["user_id"],
        name=row["full_name"],
        org_id=row["org_id"],
        org_kind=OrgKind(row["org_kind"]),
        role=role,
        scopes=ROLE_SCOPES[role],
    )
    return actor, row["csrf_token"]


def hash_of_token(token: str) -> str:
    """What is kept of a bearer token, in the database and in memory."""
    return secrets.token_hash(token)


async def actor_of_token(token: str, now: datetime) -> Actor | None:
    """Which client stands behind a bearer token; None when it is unknown, over or revoked."""
    return await actor_of_token_hash(hash_of_token(token), now)


async def actor_of_token_hash(token_hash: str, now: datetime) -> Actor | None:
    """The same, of the hash of the token."""
    row = await queries.find_token_actor(token_hash, now)
    if row is None:
        return None
    return Actor(
        kind=ActorKind.CLIENT,
        id=row["client_id"],
        name=row["client_name"],
        org_id=row["org_id"],
        org_kind=OrgKind(row["org_kind"]),
        scopes=frozenset(Scope(scope) for scope in row["scopes"]),
    )


def sign_in_actor() -> Actor:
    """The actor of a sign-in: nobody yet, allowed to look identities up."""
    return Actor(kind=ActorKind.ANONYMOUS, name="connexion", system=True)


@writing()
async def sign_in(uow: UnitOfWork, email: str, password: str) -> OpenSession | CodeAwaited:
    """Open a session for the person's first role, or ask for a code. Unauthenticated ACC-001, whatever was wrong."""
    user = await queries.find_user_by_email(email)
    usable = user if user and user["disabled_at"] is None else None
    matches = secrets.password_matches(password, usable["password_hash"] if usable else None)
    memberships = await queries.list_memberships(usable["id"]) if usable and matches else []
    if usable is None or not memberships:
        raise Unauthenticated("ACC-001")
    first = memberships[0]
    return await enter(uow, usable["id"], first["id"], first["org_id"])


@writing()
async def sign_out(uow: UnitOfWork, token: str) -> None:
    """Close the session of a cookie; nothing happens when it is closed already."""
    await queries.delete_session(secrets.token_hash(token))


@writing()
async def issue_token(uow: UnitOfWork, client_id: UUID, secret: str, wanted: tuple[str, ...]) -> IssuedToken:
    """A bearer token for a client that proves itself, with the scopes it asks among its own (all by default).

    Unauthenticated ACC-002 for a wrong client or secret, Refused ACC-003 for a scope it was not given.
    """
    client = await queries.find_client(client_id)
    if not secrets.password_matches(secret, client["secret_hash"] if client else None) or client is None:
        raise Unauthenticated("ACC-002")
    refused = set(wanted) - set(client["scopes"])
    if refused:
        raise Refused("ACC-003", scopes=" ".join(sorted(refused)))
    scopes = sorted(set(wanted) or set(client["scopes"]))
    token = secrets.new_token()
    await queries.insert_token(
        uow.new_id(), secrets.token_hash(token), client_id, scopes, uow.now, uow.now + TOKEN_LIFE
    )
    await client_queries.note_use(client_id, uow.now)
    uow.record("token.issued", "api_client", client_id, org_id=client["org_id"])
    return IssuedToken(token, int(TOKEN_LIFE.total_seconds()), tuple(Scope(scope) for scope in scopes))


@writing(Scope.CONTRACTS_WRITE)
async def add_organisation(uow: UnitOfWork, kind: OrgKind, name: str, siret: str) -> Organisation:
    """The organisation of this kind with this SIRET: the one in the directory, or else a new one with this name."""
    return await _find_or_add(uow, kind, name, siret, uow.org_id)


@writing()
async def register_organisation(uow: UnitOfWork, kind: OrgKind, name: str, siret: str) -> Organisation:
    """The same, for the operator: any kind of organisation."""
    return await _find_or_add(uow, kind, name, siret, None)


async def _find_or_add(uow: UnitOfWork, kind: OrgKind, name: str, siret: str, creator: UUID | None) -> Organisation:
    number = parse_siret(siret)
    known = await queries.find_organisation(kind, IdentifierKind.SIRET, number)
    if known is not None:
        return known
    organisation = Organisation(
        id=uow.new_id(),
        kind=kind,
        name=name.strip(),
        identifier_kind=IdentifierKind.SIRET,
        identifier=number,
        created_by_org_id=creator,
        created_at=uow.now,
        version=1,
    )
    await queries.insert_organisation(organisation)
    uow.record(
        "organisation.added",
        "organisation",
        organisation.id,
        org_id=creator or organisation.id,
        siret=number,
        kind=kind,
    )
    return organisation


@reading()
async def load_organisation(uow: UnitOfWork, kind: OrgKind, org_id: UUID) -> Organisation:
    """One organisation of the directory. NotFound ACC-004."""
    found = await queries.find_organisation_by_id(org_id, kind)
    if found is None:
        raise NotFound("ACC-004")
    return found


@reading()
async def list_organisations(
    uow: UnitOfWork, kind: OrgKind, *, siret: str | None, name: str | None, after: UUID | None, limit: int
) -> list[Organisation]:
    """A page of the directory, oldest first."""
    return await queries.list_organisations(kind, identifier=siret, name=name, after=after, limit=limit)


@writing(Scope.CONTRACTS_WRITE, Scope.HOURS_DECLARE)
async def change_organisation(
    uow: UnitOfWork, kind: OrgKind, org_id: UUID, change: OrganisationChange, version: int
) -> Organisation:
    """Correct the name or the attributes of the caller's own organisation, or of one that the caller added.

    NotFound ACC-005, StaleVersion ACC-006, Refused ORG-001 for an attribute of another kind of organisation.
    """
    before = await queries.find_organisation_by_id(org_id, kind)
    if before is None or uow.org_id not in (before.created_by_org_id, before.id):
        raise NotFound("ACC-005")
    require_attributes_fit(before.kind, change)
    values = change.values_set
    after = Organisation.model_validate({**before.model_dump(), **values, "version": version + 1})
    if before.version != version or not await queries.update_organisation(after, version):
        raise StaleVersion("ACC-006")
    uow.record(
        "organisation.changed",
        "organisation",
        org_id,
        fields=" ".join(sorted(values)),
        name_before=before.name,
        name=after.name,
        structure_kind=after.structure_kind,
        company_size=after.company_size,
        buyer_kind=after.buyer_kind,
        region_code=after.region_code,
    )
    return after


@writing()
async def add_user(
    uow: UnitOfWork, org_kind: OrgKind, org_siret: str, email: str, full_name: str, role: Role, password: str | None
) -> tuple[UUID, str]:
    """Add a person with a role, by the operator; the result is its id and its password (made up when it is None).

    With an empty password the person has none, and comes in by a personal link: no secret that somebody else chose may
    stay theirs. NotFound ACC-007 for an unknown organisation, Refused ACC-008 when the role does not fit its kind.
    """
    organisation = await _require_organisation(org_kind, org_siret)
    if ROLE_ORG_KIND[role] is not organisation.kind:
        raise Refused("ACC-008", role=role.value, kind=organisation.kind.value)
    chosen = secrets.new_password() if password is None else password
    user_id, password_hash = uow.new_id(), secrets.hash_password(chosen) if chosen else ""
    await queries.insert_user(user_id, email.strip(), full_name.strip(), password_hash, uow.now)
    await queries.insert_membership(uow.new_id(), user_id, organisation.id, role, uow.now)
    uow.record("user.added", "app_user", user_id, org_id=organisation.id, role=role)
    return user_id, chosen


@writing()
async def add_client(
    uow: UnitOfWork, org_kind: OrgKind, org_siret: str, name: str, scopes: tuple[Scope, ...]
) -> tuple[UUID, str]:
    """Add a machine client, by the operator; the result is its id and its secret, shown once.

    Refused ACC-009 for scopes that no client of this kind of organisation may hold.
    """
    organisation = await _require_organisation(org_kind, org_siret)
    beyond = set(scopes) & PEOPLE_ONLY | set(scopes) - ORG_SCOPES[organisation.kind]
    if beyond or not scopes:
        raise Refused("ACC-009", scopes=" ".join(sorted(beyond)) or "-")
    client_id, secret = uow.new_id(), secrets.new_token()
    names = sorted(scope.value for scope in scopes)
    await queries.insert_client(client_id, organisation.id, name.strip(), secrets.hash_password(secret), names, uow.now)
    uow.record("client.added", "api_client", client_id, org_id=organisation.id, scopes=" ".join(names))
    return client_id, secret


async def _require_organisation(kind: OrgKind, siret: str) -> Organisation:
    found = await queries.find_organisation(kind, IdentifierKind.SIRET, parse_siret(siret))
    if found is None:
        raise NotFound("ACC-007", siret=siret)
    return found


@reading()
async def list_members(uow: UnitOfWork) -> list[Member]:
    """The people of the caller's organisation and their roles, by name."""
    return [Member.model_validate(row) for row in await queries.list_members(uow.org_id)]


@writing()
async def forget_expired_sessions(uow: UnitOfWork) -> int:
    """Delete sessions, waiting sign-ins, tokens, attempts and links that are over; the result is how many."""
    links = await link_queries.purge_links(uow.now - ATTEMPTS_KEPT, uow.now - LINKS_KEPT)
    steps = await factor_queries.purge_steps(uow.now)
    return links + steps + await queries.purge_sessions(uow.now)
