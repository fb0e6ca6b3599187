"""The operations of the organisation: applications, those that run, those that are settled."""

from datetime import date
from typing import Annotated, Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.types import ControllerRouterHandler

from clause.domain.actors import Scope
from clause.domain.operations import OperationRecord, OperationState
from clause.domain.tables import CellKind, Column
from clause.edge.request_context import AnyRequest, needs
from clause.services import operations
from clause.services.context import Context
from clause.text.labels import LABELS, label
from clause.web.listing import MOST_ROWS, Action, Empty, Filter, Listing, chosen, listing, searched

STATES = tuple(LABELS["operation_state"].items())
TONES = {
    OperationState.IN_FORCE: "good",
    OperationState.SETTLED: "good",
    OperationState.REFUSED: "bad",
    OperationState.INCOMPLETE: "watch",
    OperationState.ADJOURNED: "watch",
    OperationState.AGREEMENT_DRAFT: "watch",
    OperationState.AMENDMENT_PENDING: "watch",
    OperationState.FINAL_CLAIM_DUE: "watch",
}
StateAsked = Annotated[str, QueryParameter(name="state", description="A state of operations")]
Text = Annotated[str, QueryParameter(name="q", description="Part of the number or the title")]


def _agreed(name: str) -> Any:
    return lambda record: getattr(record.agreement, name) if record.agreement else None


def _first(record: OperationRecord) -> date:
    return record.first_day


COLUMNS: tuple[Column[OperationRecord], ...] = (
    Column("number", "Numéro", lambda record: record.number, link=lambda record: f"/operations/{record.id}"),
    Column("title", "Intitulé", lambda record: record.title),
    Column("first_day", "Du", _first, CellKind.DAY),
    Column("last_day", "Au", lambda record: record.last_day, CellKind.DAY),
    Column(
        "state",
        "État",
        lambda record: label("operation_state", record.state.value),
        tone=lambda record: TONES.get(record.state, "neutral"),
    ),
    Column("planned", "Coût prévu", _agreed("planned_total_cost"), CellKind.EUROS),
    Column("grant", "Subvention", _agreed("grant_amount"), CellKind.EUROS),
    Column("rate", "Taux", _agreed("rate"), CellKind.RATE),
)


@get("/operations", guards=[needs(Scope.CLAIMS_READ)])
async def show_operations(
    request: AnyRequest, context: NamedDependency[Context], state_asked: StateAsked = "", text: Text = ""
) -> Response[Any]:
    """The operations, the latest first."""
    state, wanted = chosen(state_asked, STATES), searched(text)
    found = await operations.list_records(
        context, state=OperationState(state) if state else None, after=None, limit=MOST_ROWS
    )
    rows = [record for record in found if wanted is None or wanted.casefold() in _words(record)]
    may_write = context.actor.may(Scope.CLAIMS_WRITE)
    add = Action("/operations/new", "Ajouter une opération", is_main=True)
    list_of = Listing(
        title="Opérations cofinancées",
        path="/operations",
        name="operations",
        columns=COLUMNS,
        rows=rows,
        empty=Empty(
            "Aucune opération pour l’instant.",
            "Une opération porte la convention FSE+ : le temps, la paie et les bilans s’y rattachent.",
            add if may_write else None,
        ),
        filters=(
            Filter("q", "Rechercher", wanted or "", hint="Numéro ou intitulé"),
            Filter("state", "État", state, STATES),
        ),
        actions=(add,) if may_write else (),
        order="-first_day",
    )
    return await listing(request, context, list_of)


def _words(record: OperationRecord) -> str:
    return f"{record.number} {record.title}".casefold()


HANDLERS: list[ControllerRouterHandler] = [show_operations]
