"""What a lot owes and has done in other units than hours: persons, weeks, actions, euros subcontracted."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.achievements import Achievement, NewAchievement, OtherObligation
from clause.domain.actors import Scope
from clause.domain.errors import ClauseError
from clause.domain.tables import CellKind, Column
from clause.edge.request_context import AnyRequest, needs
from clause.rules.codes import ObligationUnit
from clause.services import achievements
from clause.services.context import Context
from clause.text import formats
from clause.text.labels import LABELS, label
from clause.web.forms import FreeText, Quantity, read_form
from clause.web.listing import MOST_ROWS, Empty
from clause.web.lot_records import Records, records_page, told_in_words
from clause.web.notes import done

READ, WRITE = needs(Scope.CONTRACTS_READ), needs(Scope.CONTRACTS_WRITE)
UNITS = tuple((code, text) for code, text in LABELS["obligation_unit"].items() if code != ObligationUnit.HOURS)


class AchievementForm(BaseModel):
    """Something done towards an obligation in another unit."""

    unit: ObligationUnit = Field(title="Unité")
    quantity_done: Quantity = Field(title="Quantité")
    done_on: date = Field(title="Fait le")
    note: FreeText | None = Field(default=None, title="Note")


ACHIEVEMENTS = Records[Achievement](
    end="/achievements",
    title="Engagements dans d’autres unités",
    name="realisations",
    columns=(
        Column("on", "Fait le", lambda row: row.done_on, CellKind.DAY),
        Column("unit", "Unité", lambda row: label("obligation_unit", row.unit)),
        Column("done", "Quantité", lambda row: row.quantity_done, CellKind.COUNT),
        Column("note", "Note", lambda row: row.note),
        Column("recorded", "Enregistrée le", lambda row: row.recorded_at, CellKind.MOMENT),
    ),
    empty=Empty("Rien n’est encore réalisé dans une autre unité que l’heure.", "La plupart des lots n’en ont pas."),
    form="lots/achievement_form.html",
    form_title="Ajouter une réalisation",
    lead="Certains marchés demandent des personnes, des semaines, des actions ou des euros sous-traités.",
)


@get("/lots/{lot_id:uuid}/achievements", guards=[READ])
async def show_achievements(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID]
) -> Response[Any]:
    """Owed, done and still to do in each unit, what was done, and the form of something more."""
    return await _achievements_page(request, context, lot_id)


async def _achievements_page(request: AnyRequest, context: Context, lot_id: UUID, **refusal: Any) -> Response[Any]:
    rows = await achievements.list_achievements(context, lot_id, limit=MOST_ROWS)
    owed = await achievements.list_other_obligations(context, lot_id, None)
    summary = " ".join(_told(one) for one in owed.items)
    return await records_page(request, context, lot_id, ACHIEVEMENTS, rows, units=UNITS, summary=summary, **refusal)


def _told(one: OtherObligation) -> str:
    unit = label("obligation_unit", one.version.unit)
    done_so_far, owed, gap = (_number(value) for value in (one.quantity_done, one.version.owed, one.gap.value))
    rest = f"reste {gap}" if one.gap.value > 0 else "engagement tenu"
    return f"{unit} : {done_so_far} sur {owed}, {rest}."


def _number(value: Any) -> str:
    return formats.decimal(value.normalize() + 0)


@post("/lots/{lot_id:uuid}/achievements", guards=[WRITE], status_code=303)
async def add_achievement(
    request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID]
) -> Response[Any]:
    """Record something done, or take back what was recorded by mistake."""
    try:
        form = await read_form(request, AchievementForm)
        await achievements.add_achievement(context, lot_id, NewAchievement(**dict(form)))
    except ClauseError as error:
        return await _achievements_page(
            request, context, lot_id, **await told_in_words(request, error, AchievementForm)
        )
    return done(f"/lots/{lot_id}/achievements", "achievement_added")


HANDLERS: list[ControllerRouterHandler] = [show_achievements, add_achievement]
