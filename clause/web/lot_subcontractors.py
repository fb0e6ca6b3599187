"""Subcontractors of a lot: for which holder they work, and from when to when."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.actors import OrgKind, Scope
from clause.domain.errors import ClauseError
from clause.domain.subcontractors import Subcontractor, SubcontractorTerms
from clause.domain.trash import RemovedKind
from clause.edge.request_context import AnyRequest, needs
from clause.services import contracts, subcontractors
from clause.services.context import Context
from clause.text import formats
from clause.web.contract_changes import Day
from clause.web.directory import the_organisation
from clause.web.forms import FreeText, Line, read_form, refused
from clause.web.notes import Undo, done
from clause.web.page import page
from clause.web.trash import way_to_remove

READ, WRITE = needs(Scope.CONTRACTS_READ), needs(Scope.CONTRACTS_WRITE)
MOST_SHOWN = 200
TAKEN_BACK = "Saisie annulée"


class SubcontractorForm(BaseModel):
    """A subcontract as declared."""

    company: Line = Field(title="Entreprise sous-traitante")
    company_name: Line | None = Field(default=None, title="Nom de l’organisation")
    holder_company_id: UUID = Field(title="Pour quel titulaire")
    declared_on: Day = Field(title="Déclarée le")
    first_day: Day = Field(title="Premier jour")
    last_day: Day | None = Field(default=None, title="Dernier jour")
    tier: Annotated[int, Field(ge=1, le=9)] = Field(default=1, title="Rang")


class EndForm(BaseModel):
    """The end of a subcontract; without a day, the end is open again."""

    version: int = Field(title="Version")
    last_day: Day | None = Field(default=None, title="Dernier jour")
    reason: FreeText = Field(title="Motif")


@get("/lots/{lot_id:uuid}/subcontractors", guards=[READ])
async def show_subcontractors(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID]
) -> Template:
    """The subcontractors of a lot that the reader may see."""
    return await _page(request, context, lot_id)


async def _page(
    request: AnyRequest, context: Context, lot_id: UUID, ending: Subcontractor | None = None, **more: Any
) -> Template:
    """The page; ``ending`` is the subcontract whose end is being told."""
    lot = await contracts.load_lot(context, lot_id)
    found = await subcontractors.list_subcontractors(context, lot_id, after=None, limit=MOST_SHOWN)
    names = {holder.company.id: holder.company.name for holder in lot.holders}
    return page(
        request,
        "lots/subcontractors.html",
        title="Sous-traitants",
        lot=lot,
        found=found,
        names=names,
        holders=[(str(company), name) for company, name in names.items()],
        may_write=context.actor.may(Scope.CONTRACTS_WRITE),
        today=context.today,
        ending=ending,
        **more,
    )


@post("/lots/{lot_id:uuid}/subcontractors", guards=[WRITE], status_code=303)
async def add_subcontractor(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID]
) -> Response[Any]:
    """Say that a company works on the lot for one of its holders."""
    try:
        await contracts.load_lot(context, lot_id)
        form = await read_form(request, SubcontractorForm)
        company = await the_organisation(context, OrgKind.COMPANY, form.company, form.company_name)
        values = form.model_dump(exclude={"company", "company_name"})
        terms = SubcontractorTerms(company_id=company.id, **values)
        made = await subcontractors.add_subcontractor(context, lot_id, terms)
    except ClauseError as error:
        return await _page(request, context, lot_id, **await refused(request, error))
    undo = way_to_remove(RemovedKind.SUBCONTRACTOR, made.id)
    return done(_path(lot_id), "subcontractor_added", undo, company=company.name)


def _path(lot_id: UUID) -> str:
    return f"/lots/{lot_id}/subcontractors"


@post("/subcontractors/{subcontractor_id:uuid}/end", guards=[WRITE], status_code=303)
async def end_subcontractor(
    request: AnyRequest, context: NamedDependency[Context], subcontractor_id: FromPath[UUID]
) -> Response[Any]:
    """Say on which day a subcontract ends, or open its end again; and a way back."""
    before = await subcontractors.load_subcontractor(context, subcontractor_id)
    try:
        form = await read_form(request, EndForm)
        after = await subcontractors.end_subcontractor(
            context, subcontractor_id, form.last_day, form.reason, form.version
        )
    except ClauseError as error:
        return await _page(request, context, before.lot_id, ending=before, **await refused(request, error))
    fields = {"version": str(after.version), "last_day": _typed(before.last_day), "reason": TAKEN_BACK}
    undo = Undo(path=f"/subcontractors/{subcontractor_id}/end", fields=fields)
    path, company = _path(before.lot_id), before.company.name
    if after.last_day is None:
        return done(path, "subcontractor_reopened", undo=undo, company=company)
    return done(path, "subcontractor_ended", undo=undo, company=company, day=formats.day(after.last_day))


def _typed(day: date | None) -> str:
    return day.isoformat() if day else ""


HANDLERS: list[ControllerRouterHandler] = [show_subcontractors, add_subcontractor, end_subcontractor]
