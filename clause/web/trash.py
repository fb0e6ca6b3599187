"""The trash: what was removed, until when it can be put back, and the actions that remove and put back."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from litestar.types import ControllerRouterHandler

from clause.domain.actors import Scope
from clause.domain.errors import ClauseError, NotFound
from clause.domain.tables import CellKind, Column
from clause.domain.trash import Removed, RemovedKind
from clause.edge.request_context import AnyRequest, needs
from clause.services import trash
from clause.services.context import Context
from clause.text import formats
from clause.text.labels import label
from clause.web.forms import refused
from clause.web.listing import MOST_ROWS, Empty, Filter, Listing, chosen, listing
from clause.web.notes import Undo, done
from clause.web.page import page

PATH = "/trash"
WRITE = needs(Scope.CONTRACTS_WRITE)


def way_to_remove(kind: RemovedKind, subject_id: UUID) -> Undo:
    """The form that takes back what was just added."""
    return Undo(path=f"/removals/{kind.value}/{subject_id}")


@get(PATH, guards=[WRITE])
async def show_trash(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """What can still be put back, the last removed first."""
    found = await trash.list_removed(context, limit=MOST_ROWS)
    kinds = [(kind.value, label("removed_kind", kind)) for kind in RemovedKind]
    kind = chosen(request.query_params.get("kind", ""), kinds)
    days = await trash.days_kept(context)
    wanted = Listing(
        title="Corbeille",
        path=PATH,
        name="corbeille",
        columns=(
            Column("name", "Élément", lambda row: row.name),
            Column("kind", "Nature", lambda row: label("removed_kind", row.kind)),
            Column("removed_at", "Supprimé le", lambda row: row.removed_at, CellKind.MOMENT),
            Column("kept_until", "À remettre jusqu’au", lambda row: row.kept_until, CellKind.DAY),
        ),
        rows=[row for row in found if not kind or row.kind == kind],
        order="-removed_at",
        filters=(Filter("kind", "Nature", kind, tuple(kinds)),),
        lead=f"Ce qui a été supprimé se remet en place pendant {days} jours, puis est effacé pour de bon.",
        empty=Empty("La corbeille est vide.", "Ce que vous supprimez y reste quelques jours, à remettre d’un clic."),
    )
    return await listing(request, context, wanted, "trash/trash.html")


@post("/removals/{removed_kind:str}/{subject_id:uuid}", guards=[WRITE], status_code=303)
async def remove(
    request: AnyRequest,
    context: NamedDependency[Context],
    removed_kind: FromPath[str],
    subject_id: FromPath[UUID],
) -> Response[Any]:
    """Remove what was added by mistake, and a way back."""
    if removed_kind not in set(RemovedKind):
        raise NotFound("TRS-008")
    try:
        removed = await trash.remove(context, RemovedKind(removed_kind), subject_id)
    except ClauseError as error:
        return await _refusal(request, error, "Suppression impossible")
    return _removed(removed)


@post("/lots/{lot_id:uuid}/holders/{org_id:uuid}/removal", guards=[WRITE], status_code=303)
async def remove_holder(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID], org_id: FromPath[UUID]
) -> Response[Any]:
    """Remove a company that was named a holder by mistake, and a way back."""
    try:
        removed = await trash.remove_holder(context, lot_id, org_id)
    except ClauseError as error:
        return await _refusal(request, error, "Suppression impossible")
    return _removed(removed)


@post("/trash/{subject_id:uuid}/restore", guards=[WRITE], status_code=303)
async def restore(request: AnyRequest, context: NamedDependency[Context], subject_id: FromPath[UUID]) -> Response[Any]:
    """Put a record back, and show where it is."""
    try:
        removed = await trash.restore(context, subject_id)
    except ClauseError as error:
        return await _refusal(request, error, "Remise en place impossible")
    return done(
        _own_page(removed), "record_restored", way_to_remove(removed.kind, removed.subject_id), what=_what(removed)
    )


def _removed(removed: Removed) -> Response[Any]:
    until = formats.day(removed.kept_until)
    undo = Undo(path=f"/trash/{removed.subject_id}/restore")
    return done(_page_above(removed), "record_removed", undo, what=_what(removed), until=until)


async def _refusal(request: AnyRequest, error: ClauseError, title: str) -> Template:
    if isinstance(error, NotFound):
        raise error
    return page(request, "trash/refusal.html", title=title, **await refused(request, error))


def _what(removed: Removed) -> str:
    # A note travels in a cookie, which holds no name of a person.
    return label("removed_kind", removed.kind)


def _page_above(removed: Removed) -> str:
    """The page on which the record no longer is."""
    match removed.kind:
        case RemovedKind.LOT:
            return f"/contracts/{removed.id_of('contract_id')}"
        case RemovedKind.HOLDER:
            return f"/lots/{removed.id_of('lot_id')}/holders"
        case RemovedKind.SUBCONTRACTOR:
            return f"/lots/{removed.id_of('lot_id')}/subcontractors"
        case RemovedKind.CONTACT:
            return f"/lots/{removed.id_of('lot_id')}/contacts"
        case RemovedKind.HIRE:
            return f"/participants/{removed.id_of('participant_id')}"
        case RemovedKind.PARTICIPANT:
            return "/participants"
        case RemovedKind.CONTRACT:
            return "/contracts"


def _own_page(removed: Removed) -> str:
    """The page on which the record is again."""
    places = {
        RemovedKind.CONTRACT: "contracts",
        RemovedKind.LOT: "lots",
        RemovedKind.PARTICIPANT: "participants",
        RemovedKind.HIRE: "hires",
    }
    if removed.kind in places:
        return f"/{places[removed.kind]}/{removed.subject_id}"
    return _page_above(removed)


HANDLERS: list[ControllerRouterHandler] = [show_trash, remove, remove_holder, restore]
