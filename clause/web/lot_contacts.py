"""Whom to call in the companies of a lot."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field, StringConstraints

from clause.domain.actors import Scope
from clause.domain.contacts import ContactChange, ContactTerms
from clause.domain.contracts import Lot
from clause.domain.errors import ClauseError
from clause.domain.trash import RemovedKind
from clause.edge.request_context import AnyRequest, needs
from clause.services import contacts, contracts
from clause.services.context import Context
from clause.web.contract_changes import Day
from clause.web.forms import Line, read_form, refused
from clause.web.notes import Undo, done
from clause.web.page import page
from clause.web.trash import way_to_remove

READ, WRITE = needs(Scope.CONTRACTS_READ), needs(Scope.CONTRACTS_WRITE)
MOST_SHOWN = 200

Email = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        max_length=254,
        pattern=r"^[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f.]+(\.[^@\s\x00-\x1f.]+)+$",
    ),
]
Phone = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^\+?[0-9][0-9 .()-]{4,28}$")]


class ContactForm(BaseModel):
    """A person to call about the lot."""

    company_id: UUID = Field(title="Entreprise")
    name: Line = Field(title="Nom")
    email: Email | None = Field(default=None, title="Adresse électronique")
    phone: Phone | None = Field(default=None, title="Téléphone")
    role: Line | None = Field(default=None, title="Fonction")
    is_primary: bool = Field(default=False, title="À contacter en premier")


class ContactChangeForm(ContactForm):
    """The same, of a contact that is known."""

    version: int = Field(title="Version")


class EndForm(BaseModel):
    """When a contact ends; without a day, it is a contact again."""

    version: int = Field(title="Version")
    ended_on: Day | None = Field(default=None, title="Dernier jour")


@get("/lots/{lot_id:uuid}/contacts", guards=[READ])
async def show_contacts(request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID]) -> Template:
    """The contacts of a lot: all for the facilitator organisation, its own for a company."""
    return await _page(request, context, lot_id)


async def _page(request: AnyRequest, context: Context, lot_id: UUID, **more: Any) -> Template:
    lot = await contracts.load_lot(context, lot_id)
    found = await contacts.list_contacts(context, lot_id, company_id=None, after=None, limit=MOST_SHOWN)
    companies = await _companies(context, lot)
    return page(
        request,
        "lots/contacts.html",
        title="Interlocuteurs",
        lot=lot,
        found=sorted(found, key=lambda one: (one.ended_on is not None, not one.is_primary)),
        names=dict(companies),
        companies=companies,
        may_write=context.actor.may(Scope.CONTRACTS_WRITE),
        today=context.today,
        **more,
    )


async def _companies(context: Context, lot: Lot) -> list[tuple[str, str]]:
    """The companies with a part in the lot; of a company that reads, itself."""
    if not context.actor.may(Scope.CONTRACTS_WRITE):
        return [(str(holder.company.id), holder.company.name) for holder in lot.holders]
    return [(str(company.id), company.name) for company in await contacts.list_parties(context, lot.id)]


@post("/lots/{lot_id:uuid}/contacts", guards=[WRITE], status_code=303)
async def add_contact(request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID]) -> Response[Any]:
    """Add a person to call."""
    try:
        await contracts.load_lot(context, lot_id)
        form = await read_form(request, ContactForm)
        made = await contacts.add_contact(context, lot_id, ContactTerms(**dict(form)))
    except ClauseError as error:
        return await _page(request, context, lot_id, **await refused(request, error))
    return done(f"/lots/{lot_id}/contacts", "contact_added", way_to_remove(RemovedKind.CONTACT, made.id))


@get("/contacts/{contact_id:uuid}/edit", guards=[WRITE])
async def show_contact_form(
    request: AnyRequest, context: NamedDependency[Context], contact_id: FromPath[UUID]
) -> Template:
    """What may be corrected of a contact."""
    return await _edit_page(request, context, contact_id)


async def _edit_page(request: AnyRequest, context: Context, contact_id: UUID, **more: Any) -> Template:
    contact = await contacts.load_contact(context, contact_id)
    lot = await contracts.load_lot(context, contact.lot_id)
    return page(
        request,
        "lots/contact.html",
        title="Corriger un interlocuteur",
        lot=lot,
        contact=contact,
        companies=await _companies(context, lot),
        may_write=True,
        **more,
    )


@post("/contacts/{contact_id:uuid}/edit", guards=[WRITE], status_code=303)
async def change_contact(
    request: AnyRequest, context: NamedDependency[Context], contact_id: FromPath[UUID]
) -> Response[Any]:
    """Correct a contact; what was emptied is taken away."""
    try:
        form = await read_form(request, ContactChangeForm)
        change = ContactChange(**form.model_dump(exclude={"version"}))
        after = await contacts.change_contact(context, contact_id, change, form.version)
    except ClauseError as error:
        return await _edit_page(request, context, contact_id, **await refused(request, error))
    return done(f"/lots/{after.lot_id}/contacts", "contact_changed")


@post("/contacts/{contact_id:uuid}/end", guards=[WRITE], status_code=303)
async def end_contact(
    request: AnyRequest, context: NamedDependency[Context], contact_id: FromPath[UUID]
) -> Response[Any]:
    """Say that a person is nobody to call any more, or is again; and a way back."""
    before = await contacts.load_contact(context, contact_id)
    try:
        form = await read_form(request, EndForm)
        change = ContactChange(ended_on=form.ended_on)
        after = await contacts.change_contact(context, contact_id, change, form.version)
    except ClauseError as error:
        return await _page(request, context, before.lot_id, **await refused(request, error))
    undo = Undo(
        path=f"/contacts/{contact_id}/end",
        fields={"version": str(after.version), "ended_on": _typed(before.ended_on)},
    )
    code = "contact_reopened" if after.ended_on is None else "contact_ended"
    return done(f"/lots/{before.lot_id}/contacts", code, undo=undo)


def _typed(day: date | None) -> str:
    return day.isoformat() if day else ""


HANDLERS: list[ControllerRouterHandler] = [
    show_contacts,
    add_contact,
    show_contact_form,
    change_contact,
    end_contact,
]
