"""Whom to call in the companies of a lot."""

from typing import Annotated
from uuid import UUID

from litestar import Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown, single, version_asked
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, id_after
from clause.api.schemas.base import Page
from clause.api.schemas.contacts import ContactIn, ContactOut, ContactPatch
from clause.domain.actors import Scope
from clause.edge.request_context import AnyRequest, needs
from clause.services import contacts
from clause.services.context import Context

READ, WRITE = [needs(Scope.CONTRACTS_READ)], [needs(Scope.CONTRACTS_WRITE)]
TAGS = ["Contacts"]
CompanyFilter = Annotated[UUID | None, QueryParameter(name="company", description="Contacts in this company")]


@post("/lots/{lot_id:uuid}/contacts", guards=WRITE, summary="Add a contact of a company for a lot", tags=TAGS)
async def add_contact(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID], data: JSONBody[ContactIn]
) -> Response[ContactOut]:
    """Several a company; a new primary one takes the place of the one before.

    Errors: 404, 422 for a company without a part in the lot, or with neither an address nor a number.
    """
    return await change(
        request,
        context,
        lambda ctx: contacts.add_contact(ctx, lot_id, data.terms()),
        ContactOut.of,
        status=201,
        location=lambda found: f"/contacts/{found.id}",
        version=lambda found: found.version,
    )


@get("/lots/{lot_id:uuid}/contacts", guards=READ, summary="Contacts of a lot", tags=TAGS)
async def list_contacts(
    context: NamedDependency[Context],
    lot_id: FromPath[UUID],
    company_id: CompanyFilter = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Response[Page[ContactOut]]:
    """All for the facilitator organisation, a company's own for the company. Errors: 403 for buyers, 404."""
    found = await contacts.list_contacts(context, lot_id, company_id=company_id, after=id_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.id)
    return shown(Page[ContactOut](items=[ContactOut.of(item) for item in items], next=following))


@get("/contacts/{contact_id:uuid}", guards=READ, summary="One contact", tags=TAGS)
async def get_contact(
    request: AnyRequest, context: NamedDependency[Context], contact_id: FromPath[UUID]
) -> Response[ContactOut]:
    """For the facilitator organisation and the contact's company. Errors: 403 for buyers, 404."""
    found = await contacts.load_contact(context, contact_id)
    return single(request, ContactOut.of(found), found.version)


@patch("/contacts/{contact_id:uuid}", guards=WRITE, summary="Correct or end a contact", tags=TAGS)
async def change_contact(
    request: AnyRequest, context: NamedDependency[Context], contact_id: FromPath[UUID], data: JSONBody[ContactPatch]
) -> Response[ContactOut]:
    """Needs ``If-Match``. Errors: 404, 409 to make primary who is nobody to call any more, 422."""
    version = version_asked(request)
    return await change(
        request,
        context,
        lambda ctx: contacts.change_contact(ctx, contact_id, data.to_domain(), version),
        ContactOut.of,
        version=lambda found: found.version,
    )


HANDLERS: list[ControllerRouterHandler] = [add_contact, list_contacts, get_contact, change_contact]
