"""Structures that an operation supports: recorded once each, taken out of the count with a reason."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.actors import OrgKind, Scope
from clause.domain.errors import ClauseError
from clause.domain.operation_entities import EntityTerms
from clause.edge.request_context import AnyRequest, needs
from clause.rules.cost_codes import ParticipantMode
from clause.rules.indicator_codes import EntityKind
from clause.services import accounts, operation_entities, operations
from clause.services.context import Context
from clause.text.labels import LABELS
from clause.web.findings import refused_in_words
from clause.web.forms import FreeText, read_form
from clause.web.listing import MOST_ROWS
from clause.web.notes import done
from clause.web.page import page

READ, FOLLOW = needs(Scope.CLAIMS_READ), needs(Scope.CONTRACTS_WRITE)
OF_OPERATION = "/operations/{operation_id:uuid}/entities"


class EntityForm(BaseModel):
    """A structure as typed."""

    organisation_id: UUID = Field(title="Structure")
    kind: EntityKind = Field(title="Nature")
    supported_on: date = Field(title="Soutenue depuis")
    note: FreeText | None = Field(default=None, title="Note")


class WithdrawalForm(BaseModel):
    """Which structure is taken out of the count, and why."""

    entity_id: UUID = Field(title="Structure")
    reason: FreeText = Field(title="Motif")


@get(OF_OPERATION, guards=[READ])
async def show_entities(
    request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID]
) -> Template:
    """The structures, those taken out below."""
    return await _page(request, context, operation_id)


async def _page(request: AnyRequest, context: Context, operation_id: UUID, **more: Any) -> Template:
    operation = await operations.load_operation(context, operation_id)
    found = await operation_entities.list_entities(context, operation_id, after=None, limit=MOST_ROWS)
    names: dict[UUID, str] = {}
    for kind in operation_entities.SUPPORTED:
        listed = await accounts.list_organisations(
            context, OrgKind(kind), siret=None, name=None, after=None, limit=MOST_ROWS
        )
        names |= {one.id: one.name for one in listed}
    counted = {entity.organisation_id for entity in found if entity.withdrawn_at is None}
    return page(
        request,
        "operations/entities.html",
        title="Structures soutenues",
        operation=operation,
        entities=found,
        names=names,
        is_foreseen=operation.participant_mode is ParticipantMode.ENTITIES,
        choices=sorted(((key, name) for key, name in names.items() if key not in counted), key=lambda pair: pair[1]),
        kinds=tuple(LABELS["entity_kind"].items()),
        held=[(entity.id, names.get(entity.organisation_id, "")) for entity in found if entity.withdrawn_at is None],
        may_follow=context.actor.may(Scope.CONTRACTS_WRITE),
        **more,
    )


@post(OF_OPERATION, guards=[FOLLOW], status_code=303)
async def add(request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID]) -> Response[Any]:
    """Record a structure."""
    try:
        form = await read_form(request, EntityForm)
        await operation_entities.add_entity(context, operation_id, EntityTerms(**dict(form)))
    except ClauseError as error:
        return await _page(request, context, operation_id, **await refused_in_words(request, error))
    return done(f"/operations/{operation_id}/entities", "entity_added")


@post(f"{OF_OPERATION}/withdraw", guards=[FOLLOW], status_code=303)
async def withdraw(
    request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID]
) -> Response[Any]:
    """Take a structure out of the count."""
    try:
        form = await read_form(request, WithdrawalForm)
        await operation_entities.withdraw_entity(context, operation_id, form.entity_id, form.reason)
    except ClauseError as error:
        return await _page(request, context, operation_id, **await refused_in_words(request, error))
    return done(f"/operations/{operation_id}/entities", "entity_withdrawn")


HANDLERS: list[ControllerRouterHandler] = [show_entities, add, withdraw]
