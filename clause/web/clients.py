"""Programs that call the API for the organisation: list, new one with its secret shown once, end of one."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.access_links import may_manage
from clause.domain.actors import Scope
from clause.domain.clients import IssuedClient
from clause.domain.errors import ClauseError
from clause.edge.request_context import AnyRequest, signed_in
from clause.services import clients
from clause.services.context import Context
from clause.text.labels import label
from clause.web.forms import Line, read_form, refused
from clause.web.notes import done
from clause.web.page import page


class ClientForm(BaseModel):
    """A program and what it may do."""

    name: Line = Field(title="Nom du programme")
    scopes: tuple[Scope, ...] = Field(default=(), title="Droits")


@get("/clients", guards=[signed_in])
async def show_clients(request: AnyRequest, context: NamedDependency[Context]) -> Template:
    """The programs of the organisation, and the form for another."""
    return await _clients_page(request, context)


async def _clients_page(
    request: AnyRequest, context: Context, made: IssuedClient | None = None, **more: Any
) -> Template:
    chosen = (await request.form()).getall("scopes", []) if request.method == "POST" else []
    return page(
        request,
        "clients/clients.html",
        title="Accès API",
        clients=await clients.list_clients(context),
        made=made,
        public_url=request.app.state.settings.public_url,
        scopes=[(scope.value, label("scope", scope)) for scope in clients.scopes_for(context.actor.org_kind)],
        chosen=chosen,
        may_manage=may_manage(context.actor.role),
        **more,
    )


@post("/clients", guards=[signed_in], status_code=200)
async def add_client(request: AnyRequest, context: NamedDependency[Context]) -> Template:
    """A program, with its secret: the only time that it is shown."""
    try:
        form = await read_form(request, ClientForm)
        made = await clients.add_own_client(context, form.name, form.scopes)
    except ClauseError as error:
        return await _clients_page(request, context, **await refused(request, error))
    return await _clients_page(request, context, made)


@post("/clients/{client_id:uuid}/revoke", guards=[signed_in], status_code=303)
async def revoke_client(
    request: AnyRequest, context: NamedDependency[Context], client_id: FromPath[UUID]
) -> Response[Any]:
    """Let this program in no more."""
    await clients.revoke_client(context, client_id)
    return done("/clients", "client_revoked")


HANDLERS: list[ControllerRouterHandler] = [show_clients, add_client, revoke_client]
