"""The claims of the organisation: which are in preparation, which are with the intermediate body, and by when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.types import ControllerRouterHandler

from clause.domain.actors import Scope
from clause.domain.claim_schedule import due_of
from clause.domain.claim_standing import timers_of
from clause.domain.claims import Claim, ClaimState
from clause.domain.operations import Operation
from clause.domain.tables import CellKind, Column
from clause.edge.request_context import AnyRequest, needs
from clause.services import claims, operations
from clause.services.context import Context
from clause.text.labels import LABELS, label
from clause.web.listing import MOST_ROWS, Action, Empty, Filter, Listing, chosen, listing

STATES = tuple(LABELS["claim_state"].items())
TONES = {
    ClaimState.DRAFT: "watch",
    ClaimState.COMPUTED: "watch",
    ClaimState.SIGNED: "watch",
    ClaimState.CLARIFICATION: "watch",
    ClaimState.CONTRADICTORY: "watch",
    ClaimState.WITHDRAWN: "neutral",
    ClaimState.INADMISSIBLE: "bad",
    ClaimState.RECOVERY_DUE: "bad",
}
StateAsked = Annotated[str, QueryParameter(name="state", description="A state of claims")]
OperationAsked = Annotated[str, QueryParameter(name="operation", description="Id of an operation")]


@dataclass(frozen=True)
class Row:
    """A claim with its operation and the next day that counts for it."""

    claim: Claim
    operation: Operation
    next_day: date | None


COLUMNS: tuple[Column[Row], ...] = (
    Column(
        "claim",
        "Bilan",
        lambda row: f"{label('claim_kind', row.claim.kind.name)} n° {row.claim.number}",
        link=lambda row: f"/claims/{row.claim.id}",
    ),
    Column(
        "operation",
        "Opération",
        lambda row: f"{row.operation.number} – {row.operation.title}",
        link=lambda row: f"/operations/{row.operation.id}",
    ),
    Column("first", "Du mois de", lambda row: row.claim.first_month.first_day, CellKind.MONTH),
    Column("last", "Au mois de", lambda row: row.claim.last_month.first_day, CellKind.MONTH),
    Column(
        "state",
        "État",
        lambda row: label("claim_state", row.claim.state.value),
        tone=lambda row: TONES.get(row.claim.state, "good"),
    ),
    Column(
        "amount",
        "Montant demandé",
        lambda row: row.claim.figures.amount_requested if row.claim.figures else None,
        CellKind.EUROS,
    ),
    Column("next_day", "Prochaine échéance", lambda row: row.next_day, CellKind.DAY),
    Column("submitted", "Transmis le", lambda row: row.claim.submitted_at, CellKind.MOMENT, only_in_file=True),
)


@get("/claims", guards=[needs(Scope.CLAIMS_READ)])
async def show_claims(
    request: AnyRequest, context: NamedDependency[Context], state_asked: StateAsked = "", operation: OperationAsked = ""
) -> Response[Any]:
    """The claims of the organisation, the newest first."""
    known = await operations.list_operations(context, after=None, limit=MOST_ROWS)
    names = tuple((str(one.id), f"{one.number} – {one.title}") for one in known)
    state, wanted = chosen(state_asked, STATES), chosen(operation, names)
    found = await claims.list_claims(
        context,
        operation_id=UUID(wanted) if wanted else None,
        state=ClaimState(state) if state else None,
        after=None,
        limit=MOST_ROWS,
    )
    list_of = Listing(
        title="Bilans d’exécution",
        path="/claims",
        name="bilans",
        columns=COLUMNS,
        rows=_rows(found, known)[::-1],
        empty=Empty(
            "Aucun bilan pour l’instant.",
            "Commencez-le depuis la page d’une opération, une fois ses mois de temps approuvés et la paie saisie.",
            Action("/operations", "Voir les opérations", is_main=True),
        ),
        filters=(
            Filter("state", "État", state, STATES),
            Filter("operation", "Opération", wanted, names, every="Toutes"),
        ),
        actions=(Action("/operations", "Commencer un bilan", is_main=True),)
        if context.actor.may(Scope.CLAIMS_WRITE)
        else (),
    )
    return await listing(request, context, list_of)


def _rows(found: Sequence[Claim], known: Sequence[Operation]) -> list[Row]:
    by_id = {one.id: one for one in known}
    return [
        Row(claim, by_id[claim.operation_id], _next_day(claim, by_id[claim.operation_id], found))
        for claim in found
        if claim.operation_id in by_id
    ]


def _next_day(claim: Claim, operation: Operation, found: Sequence[Claim]) -> date | None:
    """The next day that counts: to file it, to answer, to be paid; None once nothing runs."""
    if claim.state.is_open:
        return due_of(claim, operation, found)
    timers = timers_of(claim)
    return {
        ClaimState.CLARIFICATION: timers.clarification_due_on,
        ClaimState.CONTRADICTORY: timers.contradictory_until,
        ClaimState.SUBMITTED: timers.pay_by,
        ClaimState.IN_VERIFICATION: timers.pay_by,
        ClaimState.INTERIM_CONCLUSIONS: timers.pay_by,
        ClaimState.FINAL_CONCLUSIONS: timers.pay_by,
        ClaimState.PAYABLE: timers.pay_by,
    }.get(claim.state)


HANDLERS: list[ControllerRouterHandler] = [show_claims]
