"""Machine clients of the caller's organisation: made and revoked by the people who decide who has access."""

from uuid import UUID

from clause.db.queries import accounts as account_queries
from clause.db.queries import clients as queries
from clause.domain.access_links import may_manage
from clause.domain.actors import ORG_SCOPES, OrgKind, Scope
from clause.domain.clients import ApiClient, IssuedClient
from clause.domain.errors import Forbidden, NotFound, Refused
from clause.gateways import secrets
from clause.services.unit_of_work import UnitOfWork, as_system, reading, writing


@reading()
async def list_clients(uow: UnitOfWork) -> list[ApiClient]:
    """The programs of the organisation, those in use first."""
    return await queries.list_clients()


def scopes_for(kind: OrgKind | None) -> tuple[Scope, ...]:
    """The rights that a program of this kind of organisation may be given, in a steady order."""
    return tuple(scope for scope in Scope if kind is not None and scope in ORG_SCOPES[kind])


@writing()
async def add_own_client(uow: UnitOfWork, name: str, scopes: tuple[Scope, ...]) -> IssuedClient:
    """A program of the caller's organisation, with its secret, shown this once.

    Forbidden ACC-030 for who does not decide upon access, Refused ACC-031 without rights or with rights that no
    program of this kind of organisation may have.
    """
    if not may_manage(uow.actor.role):
        raise Forbidden("ACC-030")
    if not scopes or set(scopes) - set(scopes_for(uow.actor.org_kind)):
        raise Refused("ACC-031")
    made = IssuedClient(id=uow.new_id(), name=name.strip(), secret=secrets.new_token())
    names = sorted(scope.value for scope in scopes)
    async with as_system(uow):
        await account_queries.insert_client(
            made.id, uow.org_id, made.name, secrets.hash_password(made.secret), names, uow.now
        )
    uow.record("client.added", "api_client", made.id, scopes=" ".join(names))
    return made


@writing()
async def revoke_client(uow: UnitOfWork, client_id: UUID) -> None:
    """Let a program of the organisation in no more, from this moment on. Forbidden ACC-032, NotFound ACC-033."""
    if not may_manage(uow.actor.role):
        raise Forbidden("ACC-032")
    async with as_system(uow):
        if not await queries.revoke_client(client_id, uow.org_id, uow.now):
            raise NotFound("ACC-033")
    uow.record("client.revoked", "api_client", client_id)
