"""What became of people hired: what is to be recorded, and the form that records it in two clicks."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.actors import Scope
from clause.domain.errors import ClauseError
from clause.domain.outcomes import OutcomesDue, OutcomeTerms, latest_of, points_due
from clause.domain.tables import CellKind, Column
from clause.edge.request_context import AnyRequest, needs
from clause.rules.outcomes import Outcome, OutcomePoint, outcome_due_on
from clause.services import hires, outcomes
from clause.services.context import Context
from clause.text.labels import LABELS, label
from clause.web.forms import FreeText, read_form, refused
from clause.web.listing import MOST_ROWS, Empty, Filter, Listing, chosen, listing, searched
from clause.web.notes import done
from clause.web.page import page, problems_of
from clause.web.participants import sorted_name

READ, WRITE = needs(Scope.CONTRACTS_READ), needs(Scope.CONTRACTS_WRITE)
MOST_VERSIONS = 100
END = "END"

Text = Annotated[str, QueryParameter(name="q", description="Part of a name, a lot or a company")]
Asked = Annotated[str, QueryParameter(name="point", description="One point, or END")]
Point = Annotated[str, QueryParameter(name="point", description="The point recorded")]
Back = Annotated[str, QueryParameter(name="back", description="due to go on with the list")]


class OutcomeForm(BaseModel):
    """A situation."""

    point: OutcomePoint = Field(title="Échéance")
    outcome: Outcome = Field(title="Situation")
    observed_on: date = Field(title="Constatée le")
    note: FreeText | None = Field(default=None, title="Remarque")
    back: str = Field(default="", title="Suite")


@get("/outcomes-due", guards=[READ])
async def show_due(
    request: AnyRequest, context: NamedDependency[Context], text: Text = "", asked: Asked = ""
) -> Response[Any]:
    """What is to be recorded, the longest due first."""
    today = context.today
    found = await outcomes.list_outcomes_due(context, today, lot_id=None, after=None, limit=MOST_ROWS)
    choices = ((END, "Fin de contrat à noter"), *LABELS["outcome_point"].items())
    wanted, part = chosen(asked, choices), searched(text)
    return await listing(
        request,
        context,
        Listing(
            title="Sorties à suivre",
            path="/outcomes-due",
            name="sorties-a-suivre",
            columns=_columns(today),
            rows=[row for row in found if _is_asked(row, wanted, part, today)],
            filters=(
                Filter("q", "Rechercher", part or "", hint="Personne, lot, entreprise"),
                Filter("point", "À renseigner", wanted, choices, every="Tout"),
            ),
            order="since",
            lead="La situation de chaque personne se renseigne à la sortie, puis à 3, 6 et 12 mois.",
            empty=Empty(
                "Rien n’est à renseigner aujourd’hui.",
                "Les échéances apparaissent ici dès qu’un contrat a pris fin.",
            ),
        ),
    )


def _is_asked(row: OutcomesDue, wanted: str, part: str | None, today: date) -> bool:
    texts = (row.first_name, row.last_name, row.first_name, row.lot_label, row.company_name)
    if part and part.casefold() not in " ".join(texts).casefold():
        return False
    return not wanted or wanted in _waiting(row, today)


def _waiting(row: OutcomesDue, today: date) -> list[str]:
    """What is to be recorded of a hire, the earliest first."""
    return [END] if row.is_end_missing(today) else [point.value for point, _ in row.points_due(today)]


def _since(row: OutcomesDue, today: date) -> date | None:
    due = row.points_due(today)
    return due[0][1] if due else row.planned_last_day


def _what(row: OutcomesDue, today: date) -> str:
    return ", ".join("Fin de contrat" if one == END else label("outcome_point", one) for one in _waiting(row, today))


def _action(row: OutcomesDue, today: date) -> str:
    waiting = _waiting(row, today)
    if END in waiting or not waiting:
        return f"/hires/{row.hire_id}#end"
    return f"/hires/{row.hire_id}/outcomes/new?point={waiting[0]}&back=due"


def _columns(today: date) -> tuple[Column[OutcomesDue], ...]:
    return (
        Column("name", "Personne", sorted_name, link=lambda row: f"/participants/{row.participant_id}"),
        Column("what", "À renseigner", lambda row: _what(row, today), link=lambda row: _action(row, today)),
        Column("since", "Depuis le", lambda row: _since(row, today), CellKind.DAY),
        Column("last_day", "Fin du contrat", lambda row: row.last_day, CellKind.DAY),
        Column("company", "Entreprise", lambda row: row.company_name, link=lambda row: f"/hires/{row.hire_id}"),
        Column("lot", "Lot", lambda row: row.lot_label, only_in_file=True),
    )


@get("/hires/{hire_id:uuid}/outcomes/new", guards=[WRITE])
async def show_form(
    request: AnyRequest,
    context: NamedDependency[Context],
    hire_id: FromPath[UUID],
    point: Point = "",
    back: Back = "",
) -> Template:
    """The form of a situation, at the point that is due unless another is named."""
    return await _form(request, context, hire_id, point, back)


async def _form(request: AnyRequest, context: Context, hire_id: UUID, point: str, back: str, **more: Any) -> Template:
    hire = await hires.load_hire(context, hire_id)
    recorded = latest_of(await outcomes.list_outcomes(context, hire_id, after=None, limit=MOST_VERSIONS))
    due = points_due(hire.last_day, [one for _, one in recorded], context.today)
    at = OutcomePoint(point) if point in OutcomePoint.__members__ else (due[0][0] if due else OutcomePoint.EXIT)
    return page(
        request,
        "outcomes/new.html",
        title=f"Situation {label('outcome_point', at.value).lower()}",
        hire=hire,
        at=at,
        since=outcome_due_on(hire.last_day, at) if hire.last_day else None,
        before=recorded.get((hire_id, at)),
        choices=list(LABELS["outcome"].items()),
        back="due" if back == "due" else "",
        today=context.today,
        **more,
    )


@post("/hires/{hire_id:uuid}/outcomes", guards=[WRITE], status_code=303)
async def record(request: AnyRequest, context: NamedDependency[Context], hire_id: FromPath[UUID]) -> Response[Any]:
    """Record the situation; a point recorded again is corrected."""
    typed = await request.form()
    back = "due" if typed.get("back") == "due" else ""
    try:
        form = await read_form(request, OutcomeForm)
        terms = OutcomeTerms.model_validate(form.model_dump(exclude={"back"}))
        await outcomes.record_outcome(context, hire_id, terms)
    except ClauseError as error:
        shown = {**await refused(request, error), "problems": problems_of(error)}
        return await _form(request, context, hire_id, str(typed.get("point", "")), back, **shown)
    return done("/outcomes-due" if back else f"/hires/{hire_id}", "outcome_recorded")


HANDLERS: list[ControllerRouterHandler] = [show_due, show_form, record]
