"""Tranches and renewals of a lot: written down, then affirmed by the buyer."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.actors import Scope
from clause.domain.errors import ClauseError
from clause.domain.tables import CellKind, Column
from clause.domain.tranches import NewTranche, Tranche, TrancheKind
from clause.edge.request_context import AnyRequest, needs
from clause.services import tranches
from clause.services.context import Context
from clause.text import formats
from clause.text.labels import LABELS, label
from clause.web.forms import Line, Quantity, read_form
from clause.web.listing import MOST_ROWS, Empty
from clause.web.lot_records import Records, recorded, records_page, told_in_words
from clause.web.page import page

READ, WRITE = needs(Scope.CONTRACTS_READ), needs(Scope.CONTRACTS_WRITE)


class TrancheForm(BaseModel):
    """A tranche as the contract foresees it."""

    kind: TrancheKind = Field(title="Nature")
    label: Line = Field(title="Intitulé")
    hours: Quantity = Field(ge=0, title="Heures")
    planned_first_day: date | None = Field(default=None, title="Premier jour prévu")
    planned_last_day: date | None = Field(default=None, title="Dernier jour prévu")


class AffirmationForm(BaseModel):
    """The buyer's decision to carry a tranche out."""

    affirmed_on: date = Field(title="Affermie le")
    new_last_day: date | None = Field(default=None, title="Nouveau dernier jour du lot")


def _state(row: Tranche) -> str:
    if row.kind is TrancheKind.FIRM:
        return "Comprise dans l’engagement"
    return "Affermie" if row.affirmed_on else "Non affermie"


def _columns(may_write: bool) -> tuple[Column[Tranche], ...]:
    columns: tuple[Column[Tranche], ...] = (
        Column("label", "Intitulé", lambda row: row.label),
        Column("kind", "Nature", lambda row: label("tranche_kind", row.kind)),
        Column("hours", "Heures", lambda row: row.hours, CellKind.HOURS),
        Column("first", "Prévue du", lambda row: row.planned_first_day, CellKind.DAY),
        Column("last", "au", lambda row: row.planned_last_day, CellKind.DAY),
        Column("state", "État", _state, tone=lambda row: "good" if row.affirmed_on else "neutral"),
        Column("affirmed", "Affermie le", lambda row: row.affirmed_on, CellKind.DAY),
    )
    act = Column[Tranche](
        "act",
        "À faire",
        lambda row: "Affermir" if _is_open(row) else None,
        link=lambda row: f"/tranches/{row.id}/affirm" if _is_open(row) else None,
    )
    return (*columns, act) if may_write else columns


def _is_open(row: Tranche) -> bool:
    return row.kind is not TrancheKind.FIRM and row.affirmed_on is None


@get("/lots/{lot_id:uuid}/tranches", guards=[READ])
async def show_tranches(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID]
) -> Response[Any]:
    """The tranches of a lot, each with its state, and the form of another."""
    return await _tranches_page(request, context, lot_id)


async def _tranches_page(request: AnyRequest, context: Context, lot_id: UUID, **refusal: Any) -> Response[Any]:
    kind = Records(
        end="/tranches",
        title="Tranches et reconductions",
        name="tranches",
        columns=_columns(context.actor.may(Scope.CONTRACTS_WRITE)),
        empty=Empty("Aucune tranche sur ce lot.", "Un marché d’un seul tenant n’en a pas besoin."),
        form="lots/tranche_form.html",
        form_title="Ajouter une tranche ou une reconduction",
        lead="Les heures d’une tranche optionnelle ou d’une reconduction sont dues une fois affermies par l’acheteur.",
    )
    rows = await tranches.list_tranches(context, lot_id, limit=MOST_ROWS)
    return await records_page(
        request, context, lot_id, kind, rows, kinds=tuple(LABELS["tranche_kind"].items()), **refusal
    )


@post("/lots/{lot_id:uuid}/tranches", guards=[WRITE], status_code=303)
async def add_tranche(request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID]) -> Response[Any]:
    """Write a tranche down; nothing more is owed by it yet."""
    try:
        form = await read_form(request, TrancheForm)
        await tranches.add_tranche(context, lot_id, NewTranche(**dict(form)))
    except ClauseError as error:
        return await _tranches_page(request, context, lot_id, **await told_in_words(request, error, TrancheForm))
    return recorded(f"/lots/{lot_id}/tranches", "tranche_added", ())


@get("/tranches/{tranche_id:uuid}/affirm", guards=[WRITE])
async def show_affirmation(
    request: AnyRequest, context: NamedDependency[Context], tranche_id: FromPath[UUID]
) -> Template:
    """The form by which a tranche is affirmed."""
    return await _affirmation_page(request, context, tranche_id)


async def _affirmation_page(request: AnyRequest, context: Context, tranche_id: UUID, **refusal: Any) -> Template:
    tranche = await tranches.load_tranche(context, tranche_id)
    return page(
        request,
        "lots/act.html",
        title=f"Affermir : {tranche.label}",
        back=f"/lots/{tranche.lot_id}/tranches",
        back_name="Tranches et reconductions",
        path=f"/tranches/{tranche_id}/affirm",
        facts=[("Nature", label("tranche_kind", tranche.kind)), ("Heures", formats.hours(tranche.hours))],
        hint="Ses heures s’ajoutent à ce que le lot doit, à partir de ce jour. Une tranche affermie le reste.",
        form="lots/affirmation_form.html",
        button="Affermir la tranche",
        tone="",
        **refusal,
    )


@post("/tranches/{tranche_id:uuid}/affirm", guards=[WRITE], status_code=303)
async def affirm_tranche(
    request: AnyRequest, context: NamedDependency[Context], tranche_id: FromPath[UUID]
) -> Response[Any]:
    """Record that the buyer affirmed the tranche: its hours are owed from that day on."""
    try:
        form = await read_form(request, AffirmationForm)
        made = await tranches.affirm_tranche(context, tranche_id, form.affirmed_on, form.new_last_day)
    except ClauseError as error:
        refusal = await told_in_words(request, error, AffirmationForm)
        return await _affirmation_page(request, context, tranche_id, **refusal)
    return recorded(f"/lots/{made.tranche.lot_id}/tranches", "tranche_affirmed", made.versions)


HANDLERS: list[ControllerRouterHandler] = [show_tranches, add_tranche, show_affirmation, affirm_tranche]
