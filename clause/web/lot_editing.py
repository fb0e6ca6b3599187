"""A lot corrected: its label, its execution days, and whether it is followed."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.actors import Scope
from clause.domain.contracts import FollowUpState, Lot, LotChange
from clause.domain.errors import ClauseError
from clause.edge.request_context import AnyRequest, needs
from clause.services import contracts
from clause.services.context import Context
from clause.text.labels import label
from clause.web.contract_changes import Day
from clause.web.contracts import LONGEST_KEPT
from clause.web.forms import FreeText, read_form, refused
from clause.web.notes import Undo, done
from clause.web.page import page

WRITE = needs(Scope.CONTRACTS_WRITE)
DECISIONS = (FollowUpState.FOLLOWED, FollowUpState.SET_ASIDE)


class LotForm(BaseModel):
    """What a person may change of a lot."""

    version: int = Field(title="Version")
    label: FreeText = Field(title="Intitulé")
    first_day: Day | None = Field(default=None, title="Premier jour d’exécution")
    last_day: Day | None = Field(default=None, title="Dernier jour d’exécution")
    follow_up: FollowUpState | None = Field(default=None, title="Suivi")
    reason: FreeText | None = Field(default=None, title="Pourquoi")


@get("/lots/{lot_id:uuid}/edit", guards=[WRITE])
async def show_lot_form(request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID]) -> Template:
    """What may be changed of a lot."""
    return await _page(request, context, lot_id)


async def _page(request: AnyRequest, context: Context, lot_id: UUID, **more: Any) -> Template:
    lot = await contracts.load_lot(context, lot_id)
    return page(
        request,
        "lots/edit.html",
        title="Modifier le lot",
        lot=lot,
        decisions=[(state.value, label("follow_up", state)) for state in DECISIONS],
        decided=lot.follow_up in DECISIONS,
        may_write=True,
        **more,
    )


@post("/lots/{lot_id:uuid}/edit", guards=[WRITE], status_code=303)
async def change_lot(request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID]) -> Response[Any]:
    """Change the lot, and a way back."""
    try:
        before = await contracts.load_lot(context, lot_id)
        form = await read_form(request, LotForm)
        decision = form.follow_up if form.follow_up is not before.follow_up or form.reason else None
        change = LotChange(
            label=form.label,
            first_day=form.first_day,
            last_day=form.last_day,
            follow_up=decision,
            reason=form.reason,
        )
        after = await contracts.change_lot(context, lot_id, change, form.version)
    except ClauseError as error:
        return await _page(request, context, lot_id, **await refused(request, error))
    return done(f"/lots/{lot_id}", "lot_changed", undo=_way_back(before, after))


def _way_back(before: Lot, after: Lot) -> Undo | None:
    """The form that says again what was said before; none where a day was unknown, for it would stay known."""
    filled = any(getattr(before, name) is None != getattr(after, name) is None for name in ("first_day", "last_day"))
    texts = (before.label, before.follow_up_reason or "")
    if filled or before.follow_up not in DECISIONS or sum(map(len, texts)) > LONGEST_KEPT:
        return None
    fields = {"version": str(after.version), "label": before.label, "follow_up": before.follow_up.value}
    days = {"first_day": before.first_day, "last_day": before.last_day, "reason": before.follow_up_reason}
    fields |= {name: str(value) for name, value in days.items() if value is not None}
    return Undo(path=f"/lots/{before.id}/edit", fields=fields)


HANDLERS: list[ControllerRouterHandler] = [show_lot_form, change_lot]
