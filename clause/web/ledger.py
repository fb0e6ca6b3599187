"""The ledger: entries, one of them with its history, taking it back, and moving its hours to another lot."""

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.actors import OrgKind, Scope
from clause.domain.allocations import Move
from clause.domain.errors import ClauseError, NotFound
from clause.domain.ledger import EntryKind, Replacement
from clause.domain.ledger_names import EntryFilters, NamedEntry
from clause.domain.tables import CellKind, Column
from clause.edge.request_context import AnyRequest, needs
from clause.services import ledger, ledger_reading
from clause.services.context import Context
from clause.text import formats
from clause.text.labels import label
from clause.web.forms import FreeText, Quantity, read_form, refused
from clause.web.hours_address import id_of, month_of
from clause.web.list_sources import Stored
from clause.web.listing import Action, Empty, Filter, Listing, listing, searched
from clause.web.notes import done
from clause.web.page import Problem, page

READ, VALIDATE = needs(Scope.HOURS_DECLARE, Scope.HOURS_VALIDATE), needs(Scope.HOURS_VALIDATE)
LIST = "/ledger-entries"


class ReversalForm(BaseModel):
    """Why an entry is undone, and what is booked in its place."""

    reason: FreeText = Field(title="Motif")
    hours_validated: Quantity | None = Field(default=None, title="Heures à inscrire à la place")
    first_day: date | None = Field(default=None, title="Premier jour")
    last_day: date | None = Field(default=None, title="Dernier jour")


class MoveForm(BaseModel):
    """Hours to be credited to another lot."""

    to_lot_id: UUID = Field(title="Lot qui reçoit les heures")
    from_lot_id: UUID | None = Field(default=None, title="Lot de départ")
    hours: Quantity = Field(title="Heures")
    move_reason: FreeText | None = Field(default=None, title="Motif")


@get(LIST, guards=[READ])
async def show_entries(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """Every booking and reversal, the newest first."""
    query = request.query_params
    asked = EntryFilters(
        lot_id=id_of(query.get("lot", "")),
        hire_id=id_of(query.get("hire", "")),
        month=month_of(query.get("month", "")),
        text=searched(query.get("q", "")),
    )
    lots, hired = await ledger_reading.list_entry_filters(context, asked.hire_id)
    filters = [
        Filter("q", "Personne ou entreprise", asked.text or ""),
        Filter("month", "Mois", str(asked.month) if asked.month else "", type="month"),
        Filter("lot", "Lot", str(asked.lot_id or ""), tuple((str(one), name) for one, name in lots.items())),
    ]
    if hired:
        filters.append(Filter("hire", "Embauche", str(asked.hire_id), ((str(asked.hire_id), hired),), "Toutes"))
    wanted = Listing(
        title="Écritures d’heures",
        path=LIST,
        name="ecritures",
        columns=_columns(context.actor.org_kind is OrgKind.COMPANY),
        rows=Stored(
            browse=partial(ledger_reading.browse_entries, context, asked),
            hand_over=partial(ledger_reading.hand_over_entries, context, asked),
            keys=ledger_reading.ORDERS_OF_ENTRIES,
            dear=ledger_reading.DEAR_ORDERS,
        ),
        empty=Empty(
            "Aucune heure n’est encore inscrite.",
            "Chaque relevé validé inscrit une écriture par ligne ; elle ne s’efface pas, elle s’extourne.",
            Action("/hours-statements", "Voir les relevés"),
        ),
        filters=filters,
        order="-booked",
        lead="Le registre des heures validées : une écriture ne change jamais, une extourne l’annule.",
    )
    return await listing(request, context, wanted)


def _columns(is_company: bool) -> list[Column[NamedEntry]]:
    columns: list[Column[NamedEntry]] = [
        Column("person", "Personne", lambda one: one.names.person, link=lambda one: f"{LIST}/{one.entry.id}"),
        Column("month", "Mois", lambda one: one.entry.month.first_day, CellKind.MONTH),
        Column("lot", "Lot", lambda one: one.names.lot),
        Column("nature", "Nature", lambda one: label("hours_nature", one.entry.nature)),
        Column("validated", "Validées", lambda one: one.entry.hours_validated, CellKind.HOURS),
        Column("credited", "Prises en compte", lambda one: one.entry.hours_credited, CellKind.HOURS),
        Column(
            "state",
            "Écriture",
            _state,
            tone=lambda one: "good" if one.stands and not one.entry.not_credited_reason else "watch",
        ),
        Column("booked", "Inscrite", lambda one: one.entry.booked_at, CellKind.MOMENT),
    ]
    if not is_company:
        columns.insert(3, Column("company", "Entreprise", lambda one: one.names.company_name))
    return columns


def _state(one: NamedEntry) -> str:
    if one.entry.kind is EntryKind.REVERSAL:
        return "Extourne"
    if one.names.is_reversed:
        return "Extournée"
    return "Non prise en compte" if one.entry.not_credited_reason else "En vigueur"


@get(f"{LIST}/{{entry_id:uuid}}", guards=[READ])
async def show_entry(request: AnyRequest, context: NamedDependency[Context], entry_id: FromPath[UUID]) -> Response[Any]:
    """One entry: what it says, its history, where its hours stand, and what can be done with it."""
    return await _entry_page(request, context, entry_id)


async def _entry_page(request: AnyRequest, context: Context, entry_id: UUID, **more: Any) -> Response[Any]:
    found = await ledger_reading.load_entry_file(context, entry_id)
    decides = context.actor.may(Scope.HOURS_VALIDATE) and found.shown.stands
    others = [(str(lot_id), name) for lot_id, name in found.lots.items()]
    return page(
        request,
        "ledger/entry.html",
        title=f"Heures de {found.shown.names.person}, {formats.month(found.shown.entry.month.first_day)}",
        file=found,
        shown=found.shown,
        entry=found.shown.entry,
        names=found.shown.names,
        state_of=_state,
        decides=decides,
        lots=others,
        is_company=context.actor.org_kind is OrgKind.COMPANY,
        **more,
    )


@post(f"{LIST}/{{entry_id:uuid}}/reverse", guards=[VALIDATE], status_code=303)
async def reverse_entry(
    request: AnyRequest, context: NamedDependency[Context], entry_id: FromPath[UUID]
) -> Response[Any]:
    """Undo a booking, and book what it should have said where the form says so."""
    try:
        form = await read_form(request, ReversalForm)
        replacement = None
        if form.hours_validated is not None:
            replacement = Replacement(
                hours_validated=form.hours_validated, first_day=form.first_day, last_day=form.last_day
            )
        correction = await ledger.reverse_entry(context, entry_id, form.reason, replacement)
    except NotFound:
        raise
    except ClauseError as error:
        return await _entry_page(request, context, entry_id, **await _refused(request, error))
    if correction.replacement is None:
        return done(f"{LIST}/{entry_id}", "entry_reversed")
    return done(f"{LIST}/{correction.replacement.id}", "entry_replaced")


@post(f"{LIST}/{{entry_id:uuid}}/allocations", guards=[VALIDATE], status_code=303)
async def move_hours(request: AnyRequest, context: NamedDependency[Context], entry_id: FromPath[UUID]) -> Response[Any]:
    """Credit hours of an entry to another lot of a pooling agreement."""
    try:
        form = await read_form(request, MoveForm)
        wanted = Move(hours=form.hours, to_lot_id=form.to_lot_id, from_lot_id=form.from_lot_id)
        await ledger.move_hours(context, entry_id, wanted, form.move_reason)
    except NotFound:
        raise
    except ClauseError as error:
        return await _entry_page(request, context, entry_id, **await _refused(request, error))
    return done(f"{LIST}/{entry_id}", "hours_moved", hours=formats.hours(form.hours))


async def _refused(request: AnyRequest, error: ClauseError) -> dict[str, Any]:
    """What shows a refused form again, each problem at the field of the form."""
    found = await refused(request, error)
    fields = {"lot_id": "to_lot_id"}
    found["problems"] = [_at_field(one, fields) for one in found["problems"]]
    return found


def _at_field(problem: Problem, fields: dict[str, str]) -> Problem:
    name = (problem.field or "").removeprefix("replacement.")
    return Problem(problem.detail, fields.get(name, name) or None)


HANDLERS: list[ControllerRouterHandler] = [show_entries, show_entry, reverse_entry, move_hours]
