"""Who holds a lot: adding a company, its role, its departure, and how a consortium answers."""

from typing import Any, Literal
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.actors import OrgKind, Scope
from clause.domain.contracts import HolderRole, Lot, LotChange
from clause.domain.decp import ConsortiumKind
from clause.domain.errors import ClauseError
from clause.domain.holders import HolderChange
from clause.edge.request_context import AnyRequest, needs
from clause.services import contracts, holders
from clause.services.context import Context
from clause.text import formats
from clause.text.labels import label
from clause.web.contract_changes import Day
from clause.web.directory import the_organisation
from clause.web.forms import FreeText, Line, read_form, refused
from clause.web.notes import Undo, done
from clause.web.page import page

READ, WRITE = needs(Scope.CONTRACTS_READ), needs(Scope.CONTRACTS_WRITE)
GROUP_ROLES = (HolderRole.LEAD_HOLDER, HolderRole.CO_HOLDER)


class HolderForm(BaseModel):
    """A company that holds the lot."""

    company: Line = Field(title="Entreprise")
    company_name: Line | None = Field(default=None, title="Nom de l’organisation")
    role: HolderRole = Field(title="Rôle")


class RoleForm(BaseModel):
    """Another role for a holder."""

    version: int = Field(title="Version")
    role: HolderRole = Field(title="Rôle")


class DepartureForm(BaseModel):
    """A holder that leaves."""

    version: int = Field(title="Version")
    left_on: Day = Field(title="Dernier jour comme titulaire")
    reason: FreeText | None = Field(default=None, title="Motif du départ")


class ReturnForm(BaseModel):
    """A departure taken back."""

    version: int = Field(title="Version")


class KindForm(BaseModel):
    """How the members of a consortium answer."""

    version: int = Field(title="Version")
    consortium_kind: Literal[ConsortiumKind.CONJOINT, ConsortiumKind.SOLIDAIRE] = Field(title="Forme du groupement")


@get("/lots/{lot_id:uuid}/holders", guards=[READ])
async def show_holders(request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID]) -> Template:
    """The holders of a lot; a company sees itself."""
    return await _page(request, context, lot_id)


async def _page(request: AnyRequest, context: Context, lot_id: UUID, busy: UUID | None = None, **more: Any) -> Template:
    """The page; ``busy`` is the holder whose form was refused."""
    lot = await contracts.load_lot(context, lot_id)
    standing = [holder for holder in lot.holders if holder.left_on is None]
    sole = next((holder for holder in standing if holder.role is HolderRole.HOLDER), None)
    roles = GROUP_ROLES if standing else (HolderRole.HOLDER, *GROUP_ROLES)
    kinds = (ConsortiumKind.CONJOINT, ConsortiumKind.SOLIDAIRE)
    return page(
        request,
        "lots/holders.html",
        title="Titulaires",
        lot=lot,
        sole=sole,
        is_group=any(holder.role is not HolderRole.HOLDER for holder in standing),
        roles=[(role.value, label("holder_role", role)) for role in roles],
        role_by_default=HolderRole.CO_HOLDER if standing else HolderRole.HOLDER,
        all_roles=[(role.value, label("holder_role", role)) for role in HolderRole],
        kinds=[(kind.value, label("consortium_kind", kind)) for kind in kinds],
        may_write=context.actor.may(Scope.CONTRACTS_WRITE),
        sees_shares=context.actor.org_kind is not OrgKind.COMPANY,
        today=context.today,
        busy=busy,
        **more,
    )


def _path(lot_id: UUID) -> str:
    return f"/lots/{lot_id}/holders"


@post("/lots/{lot_id:uuid}/holders", guards=[WRITE], status_code=303)
async def add_holder(request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID]) -> Response[Any]:
    """Say that a company holds the lot."""
    try:
        await contracts.load_lot(context, lot_id)
        form = await read_form(request, HolderForm)
        company = await the_organisation(context, OrgKind.COMPANY, form.company, form.company_name)
        await contracts.add_holder(context, lot_id, company.id, form.role)
    except ClauseError as error:
        return await _page(request, context, lot_id, **await refused(request, error))
    undo = Undo(path=f"{_path(lot_id)}/{company.id}/removal")
    role = label("holder_role", form.role).lower()
    return done(_path(lot_id), "holder_added", undo, company=company.name, role=role)


@post("/lots/{lot_id:uuid}/holders/{org_id:uuid}/role", guards=[WRITE], status_code=303)
async def change_role(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID], org_id: FromPath[UUID]
) -> Response[Any]:
    """Give a holder another role, and a way back."""
    try:
        before = await contracts.load_lot(context, lot_id)
        form = await read_form(request, RoleForm)
        after = await holders.change_holder(context, lot_id, org_id, HolderChange(role=form.role), form.version)
    except ClauseError as error:
        return await _page(request, context, lot_id, **await refused(request, error))
    fields = {"version": str(after.version), "role": _holder(before, org_id).role.value}
    undo = Undo(path=f"{_path(lot_id)}/{org_id}/role", fields=fields)
    company = _holder(after, org_id).company.name
    return done(_path(lot_id), "holder_role_changed", undo=undo, company=company, role=label("holder_role", form.role))


def _holder(lot: Lot, company_id: UUID) -> Any:
    return next(holder for holder in lot.holders if holder.company.id == company_id)


@post("/lots/{lot_id:uuid}/holders/{org_id:uuid}/departure", guards=[WRITE], status_code=303)
async def record_departure(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID], org_id: FromPath[UUID]
) -> Response[Any]:
    """Say when and why a holder leaves; it keeps its history."""
    try:
        form = await read_form(request, DepartureForm)
        change = HolderChange(left_on=form.left_on, reason=form.reason)
        after = await holders.change_holder(context, lot_id, org_id, change, form.version)
    except ClauseError as error:
        return await _page(request, context, lot_id, busy=org_id, **await refused(request, error))
    undo = Undo(path=f"{_path(lot_id)}/{org_id}/return", fields={"version": str(after.version)})
    company, day = _holder(after, org_id).company.name, formats.day(form.left_on)
    return done(_path(lot_id), "holder_left", undo=undo, company=company, day=day)


@post("/lots/{lot_id:uuid}/holders/{org_id:uuid}/return", guards=[WRITE], status_code=303)
async def take_departure_back(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID], org_id: FromPath[UUID]
) -> Response[Any]:
    """Take a departure back."""
    try:
        form = await read_form(request, ReturnForm)
        after = await holders.change_holder(context, lot_id, org_id, HolderChange(left_on=None), form.version)
    except ClauseError as error:
        return await _page(request, context, lot_id, **await refused(request, error))
    return done(_path(lot_id), "holder_stays", company=_holder(after, org_id).company.name)


@post("/lots/{lot_id:uuid}/consortium", guards=[WRITE], status_code=303)
async def set_consortium_kind(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID]
) -> Response[Any]:
    """Say whether each member answers for its part or all for everything."""
    try:
        form = await read_form(request, KindForm)
        await contracts.change_lot(context, lot_id, LotChange(consortium_kind=form.consortium_kind), form.version)
    except ClauseError as error:
        return await _page(request, context, lot_id, **await refused(request, error))
    return done(_path(lot_id), "consortium_kind_set", kind=label("consortium_kind", form.consortium_kind).lower())


HANDLERS: list[ControllerRouterHandler] = [
    show_holders,
    add_holder,
    change_role,
    record_departure,
    take_departure_back,
    set_consortium_kind,
]
