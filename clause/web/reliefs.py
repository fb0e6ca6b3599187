"""Holders in difficulty: their notices, and what the buyer decided for them."""

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
from clause.domain.reliefs import DifficultyNotice, NewDifficultyNotice, NewRelief, Relief, ReliefGround, ReliefKind
from clause.domain.tables import CellKind, Column
from clause.edge.request_context import AnyRequest, needs
from clause.services import reliefs
from clause.services.context import Context
from clause.text.labels import LABELS, label
from clause.web.forms import FreeText, Line, Quantity, read_form
from clause.web.listing import MOST_ROWS, Empty
from clause.web.lot_records import Records, recorded, records_page, told_in_words
from clause.web.notes import done

READ, WRITE = needs(Scope.CONTRACTS_READ), needs(Scope.CONTRACTS_WRITE)
TOGETHER = (("/reliefs", "Décisions de l’acheteur"), ("/difficulty-notices", "Courriers du titulaire"))


class ReliefForm(BaseModel):
    """What the buyer decided."""

    kind: ReliefKind = Field(title="Décision")
    hours_delta: Quantity | None = Field(default=None, ge=0, title="Heures retirées")
    hours_kept: Quantity | None = Field(default=None, ge=0, title="Heures qui restent dues")
    first_day: date = Field(title="Premier jour")
    last_day: date | None = Field(default=None, title="Dernier jour")
    ground: ReliefGround = Field(title="Motif")
    ground_text: FreeText | None = Field(default=None, title="Précision")
    decided_by_name: Line = Field(title="Décidé par")
    decided_on: date = Field(title="Décidé le")
    facilitator_advice: FreeText | None = Field(default=None, title="Avis de la structure facilitatrice")
    document_reference: Line | None = Field(default=None, title="Référence du document")


class DifficultyNoticeForm(BaseModel):
    """What a holder wrote about its difficulty."""

    received_on: date = Field(title="Reçu le")
    is_registered_letter: bool = Field(default=False, title="Lettre recommandée")
    content: FreeText = Field(title="Ce que dit le titulaire")
    attempts: FreeText | None = Field(default=None, title="Ce qu’il a essayé")


RELIEFS = Records[Relief](
    end="/reliefs",
    title="Décisions d’allègement",
    name="allegements",
    columns=(
        Column("kind", "Décision", lambda row: label("relief_kind", row.kind)),
        Column("first", "À partir du", lambda row: row.first_day, CellKind.DAY),
        Column("last", "jusqu’au", lambda row: row.last_day, CellKind.DAY),
        Column("off", "Heures retirées", lambda row: row.hours_delta, CellKind.HOURS),
        Column("kept", "Heures restant dues", lambda row: row.hours_kept, CellKind.HOURS),
        Column("ground", "Motif", lambda row: row.ground_text or label("relief_ground", row.ground)),
        Column("by", "Décidé par", lambda row: row.decided_by_name),
        Column("on", "le", lambda row: row.decided_on, CellKind.DAY),
        Column("advice", "Avis du facilitateur", lambda row: row.facilitator_advice),
        Column("document", "Document", lambda row: row.document_reference),
    ),
    empty=Empty("L’acheteur n’a rien allégé sur ce lot."),
    form="lots/relief_form.html",
    form_title="Noter une décision de l’acheteur",
    lead="L’acheteur décide, la structure facilitatrice conseille et note. Une suspension arrête le rythme attendu ; "
    "une réduction ou une suppression change les heures dues.",
    siblings=TOGETHER,
)
NOTICES = Records[DifficultyNotice](
    end="/difficulty-notices",
    title="Courriers de difficulté",
    name="courriers-de-difficulte",
    columns=(
        Column("received", "Reçu le", lambda row: row.received_on, CellKind.DAY),
        Column("letter", "Recommandé", lambda row: "Oui" if row.is_registered_letter else "Non"),
        Column("content", "Ce que dit le titulaire", lambda row: row.content),
        Column("attempts", "Ce qu’il a essayé", lambda row: row.attempts),
    ),
    empty=Empty("Aucun courrier du titulaire sur ses difficultés."),
    form="lots/notice_form.html",
    form_title="Noter un courrier du titulaire",
    lead="Ce que le titulaire écrit à l’acheteur quand il ne peut pas tenir la clause.",
    siblings=TOGETHER,
)


@get("/lots/{lot_id:uuid}/reliefs", guards=[READ])
async def show_reliefs(request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID]) -> Response[Any]:
    """What the buyer decided for the holders of a lot, and the form of another decision."""
    return await _reliefs_page(request, context, lot_id)


async def _reliefs_page(request: AnyRequest, context: Context, lot_id: UUID, **refusal: Any) -> Response[Any]:
    rows = await reliefs.list_reliefs(context, lot_id, limit=MOST_ROWS)
    choices = {"kinds": tuple(LABELS["relief_kind"].items()), "grounds": tuple(LABELS["relief_ground"].items())}
    return await records_page(request, context, lot_id, RELIEFS, rows, **choices, **refusal)


@post("/lots/{lot_id:uuid}/reliefs", guards=[WRITE], status_code=303)
async def add_relief(request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID]) -> Response[Any]:
    """Record a decision of the buyer, and say what is owed since."""
    try:
        form = await read_form(request, ReliefForm)
        made = await reliefs.add_relief(context, lot_id, NewRelief(**dict(form)))
    except ClauseError as error:
        return await _reliefs_page(request, context, lot_id, **await told_in_words(request, error, ReliefForm))
    return recorded(f"/lots/{lot_id}/reliefs", "relief_added", made.versions)


@get("/lots/{lot_id:uuid}/difficulty-notices", guards=[READ])
async def show_notices(request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID]) -> Response[Any]:
    """What holders of a lot wrote about their difficulties, and the form of another letter."""
    rows = await reliefs.list_difficulty_notices(context, lot_id, limit=MOST_ROWS)
    return await records_page(request, context, lot_id, NOTICES, rows)


@post("/lots/{lot_id:uuid}/difficulty-notices", guards=[WRITE], status_code=303)
async def add_notice(request: AnyRequest, context: NamedDependency[Context], lot_id: FromPath[UUID]) -> Response[Any]:
    """Record a letter of a holder."""
    try:
        form = await read_form(request, DifficultyNoticeForm)
        await reliefs.add_difficulty_notice(context, lot_id, NewDifficultyNotice(**dict(form)))
    except ClauseError as error:
        rows = await reliefs.list_difficulty_notices(context, lot_id, limit=MOST_ROWS)
        refusal = await told_in_words(request, error, DifficultyNoticeForm)
        return await records_page(request, context, lot_id, NOTICES, rows, **refusal)
    return done(f"/lots/{lot_id}/difficulty-notices", "difficulty_notice_added")


HANDLERS: list[ControllerRouterHandler] = [show_reliefs, add_relief, show_notices, add_notice]
