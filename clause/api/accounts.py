"""Organisations of the directory, tokens of machine clients, jobs."""

import base64
import binascii
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, Router, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown, single, version_asked
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, id_after
from clause.api.schemas.accounts import (
    JobOut,
    MembersOut,
    MeOut,
    OrganisationIn,
    OrganisationOut,
    OrganisationPatch,
    TokenOut,
)
from clause.api.schemas.base import Page
from clause.domain.actors import OrgKind, Scope
from clause.domain.errors import Unauthenticated, Unreadable
from clause.edge.request_context import AnyRequest, clock_of, needs, open_to_all, signed_in
from clause.services import accounts, jobs
from clause.services.context import Context

SiretFilter = Annotated[str | None, QueryParameter(description="Exact SIRET")]
NameFilter = Annotated[str | None, QueryParameter(description="Part of the name, whatever its case", max_length=100)]


def directory(path: str, kind: OrgKind, label: str) -> Router:
    """The routes of one kind of organisation."""

    @get("/", guards=[signed_in], summary=f"List {label}", operation_id=f"list_{kind}")
    async def list_organisations(
        context: NamedDependency[Context],
        siret: SiretFilter = None,
        name: NameFilter = None,
        after: After = None,
        limit: Limit = DEFAULT_LIMIT,
    ) -> Response[Page[OrganisationOut]]:
        found = await accounts.list_organisations(
            context, kind, siret=siret, name=name, after=id_after(after), limit=limit + 1
        )
        items, following = cut(found, limit, lambda item: item.id)
        return shown(Page[OrganisationOut](items=[OrganisationOut.of(item) for item in items], next=following))

    @get("/{org_id:uuid}", guards=[signed_in], summary=f"One of the {label}", operation_id=f"get_{kind}")
    async def get_organisation(
        request: AnyRequest, context: NamedDependency[Context], org_id: FromPath[UUID]
    ) -> Response[OrganisationOut]:
        found = await accounts.load_organisation(context, kind, org_id)
        return single(request, OrganisationOut.of(found), found.version)

    @post(
        "/",
        guards=[needs(Scope.CONTRACTS_WRITE)],
        summary=f"Find by SIRET, or add, one of the {label}",
        operation_id=f"add_{kind}",
    )
    async def add_organisation(
        request: AnyRequest, context: NamedDependency[Context], data: JSONBody[OrganisationIn]
    ) -> Response[OrganisationOut]:
        return await change(
            request,
            context,
            lambda ctx: accounts.add_organisation(ctx, kind, data.name, data.siret),
            OrganisationOut.of,
            status=201,
            location=lambda found: f"{path}/{found.id}",
            version=lambda found: found.version,
        )

    @patch(
        "/{org_id:uuid}",
        guards=[needs(Scope.CONTRACTS_WRITE, Scope.HOURS_DECLARE)],
        summary=f"Correct the name or the attributes of one of the {label}",
        operation_id=f"change_{kind}",
    )
    async def change_organisation(
        request: AnyRequest,
        context: NamedDependency[Context],
        org_id: FromPath[UUID],
        data: JSONBody[OrganisationPatch],
    ) -> Response[OrganisationOut]:
        """By the organisation itself, or by the facilitator organisation that added it to the directory.

        Errors: 404 for anyone else, 422 with a finding per attribute that this kind of organisation does not have.
        """
        version = version_asked(request)
        return await change(
            request,
            context,
            lambda ctx: accounts.change_organisation(ctx, kind, org_id, data.to_domain(), version),
            OrganisationOut.of,
            version=lambda found: found.version,
        )

    handlers: list[ControllerRouterHandler] = [list_organisations, get_organisation]
    if kind in (OrgKind.BUYER, OrgKind.COMPANY):
        handlers.append(add_organisation)
    if kind is not OrgKind.INTERMEDIATE_BODY:
        handlers.append(change_organisation)
    return Router(path, route_handlers=handlers, tags=["Organisations"])


async def _client_credentials(request: AnyRequest) -> tuple[UUID, str, tuple[str, ...]]:
    """Client id, secret and scopes, from the form or HTTP Basic (Unreadable API-008, Unauthenticated API-009)."""
    form = await request.form()
    client_id, secret = str(form.get("client_id", "")), str(form.get("client_secret", ""))
    kind, _, basic = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "basic":
        try:
            client_id, _, secret = base64.b64decode(basic).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            client_id = ""
    if form.get("grant_type") != "client_credentials" or not client_id:
        raise Unreadable("API-008")
    try:
        return UUID(client_id), secret, tuple(str(form.get("scope", "")).split())
    except ValueError:
        raise Unauthenticated("API-009") from None


@post(
    "/oauth/token", guards=[open_to_all], status_code=200, summary="A bearer token for a machine client", tags=["OAuth"]
)
async def issue_token(request: AnyRequest) -> Response[TokenOut]:
    """OAuth 2.0 client credentials (RFC 6749, section 4.4): a form with grant_type, client_id, client_secret, scope."""
    client_id, secret, wanted = await _client_credentials(request)
    context = Context(accounts.sign_in_actor(), clock_of(request))
    issued = await accounts.issue_token(context, client_id, secret, wanted)
    body = TokenOut(access_token=issued.token, expires_in=issued.expires_in, scope=" ".join(issued.scopes))
    answer: Response[Any] = shown(body)
    answer.set_header("cache-control", "no-store")
    return answer


@get("/me", guards=[signed_in], summary="Who is calling, and its rights", tags=["Organisations"])
async def get_me(context: NamedDependency[Context]) -> Response[MeOut]:
    """The person or program behind the request."""
    return shown(MeOut.of(context.actor))


@get("/members", guards=[signed_in], summary="The people of the caller's organisation", tags=["Organisations"])
async def list_members(context: NamedDependency[Context]) -> Response[MembersOut]:
    """Their ids are those that employments and timesheets name."""
    return shown(MembersOut.of(await accounts.list_members(context)))


@get("/jobs/{job_id:uuid}", guards=[signed_in], summary="Where background work stands", tags=["Jobs"])
async def get_job(context: NamedDependency[Context], job_id: FromPath[UUID]) -> Response[JobOut]:
    """State, progress, and the link to the result once done."""
    return shown(JobOut.of(await jobs.load_job(context, job_id)))


HANDLERS: list[ControllerRouterHandler] = [
    directory("/facilitator-orgs", OrgKind.FACILITATOR_ORG, "facilitator organisations"),
    directory("/buyers", OrgKind.BUYER, "buyers"),
    directory("/companies", OrgKind.COMPANY, "companies"),
    directory("/intermediate-bodies", OrgKind.INTERMEDIATE_BODY, "intermediate bodies"),
    issue_token,
    get_me,
    list_members,
    get_job,
]
