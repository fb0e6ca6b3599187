"""Companies: the directory, and one company with its lots, contacts and people who have access."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.accounts import Organisation, OrganisationChange
from clause.domain.actors import OrgKind, Scope
from clause.domain.contacts import Contact
from clause.domain.contracts import LotFilters
from clause.domain.errors import ClauseError, NotFound
from clause.domain.tables import Column
from clause.edge.request_context import AnyRequest, needs
from clause.rules.codes import CompanySize, Region, StructureKind
from clause.services import accounts, contacts, contracts, people
from clause.services.context import Context
from clause.text import formats
from clause.text.labels import LABELS, label
from clause.web.forms import Line, read_form, refused
from clause.web.listing import MOST_ROWS, Action, Empty, Filter, Listing, listing, searched
from clause.web.notes import done
from clause.web.page import page

PATH = "/companies"
FOLLOWS = needs(Scope.CONTRACTS_WRITE)
CONCERNED = needs(Scope.CONTRACTS_WRITE, Scope.HOURS_DECLARE)
MOST_LOTS = 200


class NewCompanyForm(BaseModel):
    """A company to find by its number, or to add."""

    siret: Line = Field(title="SIRET")
    name: Line = Field(title="Nom")


class CompanyForm(BaseModel):
    """What may be corrected of a company."""

    name: Line = Field(title="Nom")
    structure_kind: StructureKind | None = Field(default=None, title="Type de structure")
    company_size: CompanySize | None = Field(default=None, title="Taille")
    region_code: Region | None = Field(default=None, title="Région")
    version: int = Field(title="Version")


class OwnOrganisationForm(BaseModel):
    """What may be corrected of a facilitator organisation."""

    name: Line = Field(title="Nom")
    region_code: Region | None = Field(default=None, title="Région")
    version: int = Field(title="Version")


class ContactForm(BaseModel):
    """Whom to invite."""

    full_name: Line = Field(title="Nom")
    email: Line = Field(title="Adresse électronique")


@get(PATH, guards=[FOLLOWS])
async def show_companies(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """The directory of companies."""
    typed = searched(request.query_params.get("q", ""))
    digits = (typed or "").replace(" ", "")
    siret = digits if digits.isdecimal() else None
    rows = await accounts.list_organisations(
        context,
        OrgKind.COMPANY,
        siret=siret,
        name=None if siret else typed,
        after=None,
        limit=MOST_ROWS,
    )
    columns: list[Column[Organisation]] = [
        Column("name", "Nom", lambda row: row.name, link=lambda row: f"{PATH}/{row.id}"),
        Column("siret", "SIRET", lambda row: formats.siret(row.identifier)),
        Column("kind", "Type", lambda row: label("structure_kind", row.structure_kind) if row.structure_kind else None),
        Column("size", "Taille", lambda row: label("company_size", row.company_size) if row.company_size else None),
        Column("region", "Région", lambda row: label("region", row.region_code) if row.region_code else None),
    ]
    return await listing(
        request,
        context,
        Listing(
            title="Entreprises",
            path=PATH,
            name="entreprises",
            columns=columns,
            rows=rows,
            empty=Empty(
                "Aucune entreprise trouvée.",
                "Cherchez un morceau du nom, ou le SIRET entier.",
                Action(f"{PATH}/new", "Ajouter une entreprise"),
            ),
            filters=[Filter("q", "Nom ou SIRET", typed or "", hint="Nom, ou SIRET entier")],
            actions=[Action(f"{PATH}/new", "Ajouter une entreprise")],
            order="name",
        ),
    )


@get(f"{PATH}/new", guards=[FOLLOWS])
async def show_new(request: AnyRequest, context: NamedDependency[Context]) -> Template:
    """The form that adds a company."""
    return page(request, "access/new_company.html", title="Ajouter une entreprise")


@post(PATH, guards=[FOLLOWS], status_code=303)
async def add_company(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """The company with this number: the one of the directory, or a new one."""
    try:
        form = await read_form(request, NewCompanyForm)
        made = await accounts.add_organisation(context, OrgKind.COMPANY, form.name, form.siret)
    except ClauseError as error:
        return page(request, "access/new_company.html", title="Ajouter une entreprise", **await refused(request, error))
    return done(f"{PATH}/{made.id}", "organisation_added")


@get(f"{PATH}/{{company_id:uuid}}", guards=[CONCERNED])
async def show_company(request: AnyRequest, context: NamedDependency[Context], company_id: FromPath[UUID]) -> Template:
    """One company, as a facilitator works with it; a company sees itself."""
    return await _company_page(request, context, company_id)


async def _company_page(request: AnyRequest, context: Context, company_id: UUID, **more: Any) -> Template:
    actor = context.actor
    follows = actor.may(Scope.CONTRACTS_WRITE)
    if not follows and actor.org_id != company_id:
        raise NotFound("ACC-055")
    company = await accounts.load_organisation(context, OrgKind.COMPANY, company_id)
    filters = LotFilters(company_id=company_id)
    known = await contacts.list_contacts_of_company(context, company_id)
    members, invitations = await people.list_people_of_company(context, company_id) if follows else ([], [])
    return page(
        request,
        "access/company.html",
        title=company.name,
        company=company,
        lots=await contracts.list_lots(context, filters, after=None, limit=MOST_LOTS),
        contacts=_once(known),
        people=members,
        invitations=invitations,
        with_access={person.email.lower() for person in members} | {one.email.lower() for one in invitations},
        follows=follows,
        may_invite=follows and await people.works_with(context, company_id),
        may_change=actor.org_id in (company.id, company.created_by_org_id),
        now=context.now,
        decides=True,
        choices={kind: list(LABELS[kind].items()) for kind in ("structure_kind", "company_size", "region")},
        **more,
    )


def _once(found: list[Contact]) -> list[Contact]:
    """A person who is called about several lots, once."""
    return list({(contact.name.casefold(), (contact.email or "").casefold()): contact for contact in found}.values())


@post(f"{PATH}/{{company_id:uuid}}", guards=[CONCERNED], status_code=303)
async def change_company(
    request: AnyRequest, context: NamedDependency[Context], company_id: FromPath[UUID]
) -> Response[Any]:
    """Correct the company's name and attributes."""
    try:
        form = await read_form(request, CompanyForm)
        change = OrganisationChange.model_validate(form.model_dump(exclude={"version"}))
        await accounts.change_organisation(context, OrgKind.COMPANY, company_id, change, form.version)
    except ClauseError as error:
        return await _company_page(request, context, company_id, **await refused(request, error))
    return done(f"{PATH}/{company_id}", "organisation_changed")


@post(f"{PATH}/{{company_id:uuid}}/invitations", guards=[FOLLOWS], status_code=303)
async def invite_contact(
    request: AnyRequest, context: NamedDependency[Context], company_id: FromPath[UUID]
) -> Response[Any]:
    """Invite a person of the company."""
    try:
        form = await read_form(request, ContactForm)
        await people.invite_contact(context, company_id, form.full_name, form.email)
    except ClauseError as error:
        return await _company_page(request, context, company_id, **await refused(request, error))
    return done(f"{PATH}/{company_id}", "invitation_sent")


@get("/organisation", guards=[FOLLOWS])
async def show_organisation(request: AnyRequest, context: NamedDependency[Context]) -> Template:
    """The reader's own facilitator organisation."""
    return await _organisation_page(request, context)


async def _organisation_page(request: AnyRequest, context: Context, **more: Any) -> Template:
    own = await accounts.load_organisation(context, OrgKind.FACILITATOR_ORG, _own_id(context))
    choices = list(LABELS["region"].items())
    return page(request, "access/organisation.html", title=own.name, own=own, regions=choices, **more)


def _own_id(context: Context) -> UUID:
    if context.actor.org_id is None or context.actor.org_kind is not OrgKind.FACILITATOR_ORG:
        raise NotFound("ACC-057")
    return context.actor.org_id


@post("/organisation", guards=[FOLLOWS], status_code=303)
async def change_own(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """Correct the name and the region of the reader's own organisation."""
    try:
        form = await read_form(request, OwnOrganisationForm)
        change = OrganisationChange.model_validate(form.model_dump(exclude={"version"}))
        await accounts.change_organisation(context, OrgKind.FACILITATOR_ORG, _own_id(context), change, form.version)
    except ClauseError as error:
        return await _organisation_page(request, context, **await refused(request, error))
    return done("/organisation", "organisation_changed")


HANDLERS: list[ControllerRouterHandler] = [
    show_companies,
    show_new,
    add_company,
    show_company,
    change_company,
    invite_contact,
    show_organisation,
    change_own,
]
