"""Visits on site of an operation: what was looked at and found, told by the intermediate body or the beneficiary."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.actors import Scope
from clause.domain.errors import ClauseError
from clause.domain.site_visits import SiteVisit, VisitSubject, VisitTerms
from clause.domain.tables import CellKind, Column
from clause.edge.request_context import AnyRequest, needs
from clause.services import site_visits
from clause.services.context import Context
from clause.text.labels import LABELS, label
from clause.web.forms import FreeText, Line, read_form, refused
from clause.web.listing import Empty, Listing, listing
from clause.web.notes import done

READ, WRITE = needs(Scope.CLAIMS_READ, Scope.OI_READ), needs(Scope.CLAIMS_WRITE, Scope.OI_VERIFY)


class VisitForm(BaseModel):
    """A visit as told."""

    visited_on: date = Field(title="Date de la visite")
    visited_by: Line = Field(title="Visite faite par")
    subjects: tuple[VisitSubject, ...] = Field(min_length=1, title="Ce qui a été regardé")
    reference: Line | None = Field(default=None, max_length=120, title="Référence")
    findings: FreeText | None = Field(default=None, title="Constats")


COLUMNS: tuple[Column[SiteVisit], ...] = (
    Column("on", "Date", lambda row: row.visited_on, CellKind.DAY),
    Column("by", "Faite par", lambda row: row.visited_by),
    Column("about", "Regardé", lambda row: ", ".join(label("visit_subject", one) for one in row.subjects)),
    Column("reference", "Référence", lambda row: row.reference),
    Column("findings", "Constats", lambda row: row.findings),
)


@get("/operations/{operation_id:uuid}/site-visits", guards=[READ])
async def show_visits(
    request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID]
) -> Response[Any]:
    """The visits of an operation, and the form of another."""
    return await _visits_page(request, context, operation_id)


async def _visits_page(request: AnyRequest, context: Context, operation_id: UUID, **refusal: Any) -> Response[Any]:
    actor = context.actor
    is_body = actor.may(Scope.OI_READ)
    wanted = Listing(
        title="Visites sur place",
        path=f"/operations/{operation_id}/site-visits",
        name="visites-sur-place",
        columns=COLUMNS,
        rows=await site_visits.list_visits(context, operation_id),
        empty=Empty("Aucune visite sur place n’est notée pour cette opération."),
        lead="Ce que l’organisme intermédiaire a regardé sur place, et ce qu’il a constaté.",
        more={
            "back": "/oi/operations" if is_body else f"/operations/{operation_id}",
            "back_name": "Opérations" if is_body else "L’opération",
            "form": "records/visit_form.html",
            "form_title": "Noter une visite",
            "may_write": actor.may(Scope.CLAIMS_WRITE) or actor.may(Scope.OI_VERIFY),
            "subjects": tuple(LABELS["visit_subject"].items()),
            **refusal,
        },
    )
    return await listing(request, context, wanted, "records/plain.html")


@post("/operations/{operation_id:uuid}/site-visits", guards=[WRITE], status_code=303)
async def record_visit(
    request: AnyRequest, context: NamedDependency[Context], operation_id: FromPath[UUID]
) -> Response[Any]:
    """Record a visit."""
    try:
        form = await read_form(request, VisitForm)
        await site_visits.record_visit(context, operation_id, VisitTerms(**dict(form)))
    except ClauseError as error:
        return await _visits_page(request, context, operation_id, **await refused(request, error))
    return done(f"/operations/{operation_id}/site-visits", "site_visit_recorded")


HANDLERS: list[ControllerRouterHandler] = [show_visits, record_visit]
