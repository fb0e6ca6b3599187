"""Penalty proposals: over all lots, one with its breakdown, and what the buyer decided."""

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
from clause.domain.penalty_proposals import DecisionOutcome, DecisionTerms, ProposalLine
from clause.domain.tables import CellKind, Column
from clause.edge.request_context import AnyRequest, needs
from clause.services import penalties
from clause.services.context import Context
from clause.text.labels import LABELS, label
from clause.web.forms import FreeText, Line, Quantity, read_form
from clause.web.listing import MOST_ROWS, Empty, Filter, Listing, chosen, listing
from clause.web.lot_records import told_in_words
from clause.web.notes import done
from clause.web.page import page

READ, WRITE = needs(Scope.CONTRACTS_READ), needs(Scope.CONTRACTS_WRITE)
WAITING = "waiting"
OUTCOMES = tuple(LABELS["penalty_decision"].items())
STATES = ((WAITING, "En attente de l’acheteur"), *OUTCOMES)
TONES = {DecisionOutcome.APPLIED: "bad", DecisionOutcome.REDUCED: "watch", DecisionOutcome.WAIVED: "neutral"}
State = Annotated[str, QueryParameter(name="decision", description="What was decided, or `waiting`")]


class DecisionForm(BaseModel):
    """What the buyer decided."""

    outcome: DecisionOutcome = Field(title="Décision")
    amount_eur: Quantity | None = Field(default=None, ge=0, title="Montant")
    decided_on: date = Field(title="Décidé le")
    decided_by_name: Line = Field(title="Décidé par")
    reason: FreeText = Field(title="Motif")


COLUMNS: tuple[Column[ProposalLine], ...] = (
    Column("lot", "Lot", lambda row: row.lot_label, link=lambda row: f"/penalty-proposals/{row.id}"),
    Column("contract", "Marché", lambda row: row.contract_reference),
    Column("buyer", "Acheteur", lambda row: row.buyer_name),
    Column("on", "Arrêtée au", lambda row: row.figures_on, CellKind.DAY),
    Column("amount", "Proposé", lambda row: row.amount_eur, CellKind.EUROS),
    Column(
        "decision",
        "Décision de l’acheteur",
        lambda row: label("penalty_decision", row.outcome) if row.outcome else "En attente",
        tone=lambda row: TONES[row.outcome] if row.outcome else "watch",
    ),
    Column("decided", "Retenu", lambda row: row.decided_eur, CellKind.EUROS),
    Column("when", "Décidé le", lambda row: row.decided_on, CellKind.DAY),
)


@get("/penalty-proposals", guards=[READ])
async def show_proposals(request: AnyRequest, context: NamedDependency[Context], decision: State = "") -> Response[Any]:
    """The last proposal of each lot, over all lots of the reader."""
    wanted = chosen(decision, STATES)
    rows = [row for row in await penalties.list_lines(context, MOST_ROWS) if wanted in ("", row.outcome or WAITING)]
    return await listing(
        request,
        context,
        Listing(
            title="Propositions de pénalité",
            path="/penalty-proposals",
            name="penalites",
            columns=COLUMNS,
            rows=rows,
            filters=(Filter("decision", "Décision", wanted, STATES, every="Toutes"),),
            empty=Empty(
                "Aucune proposition de pénalité.",
                "Elles se figent depuis la page « Pénalités » d’un lot dont le marché en prévoit.",
            ),
            lead="Clause propose, l’acheteur décide seul et applique. La dernière proposition de chaque lot.",
        ),
    )


@get("/penalty-proposals/{proposal_id:uuid}", guards=[READ])
async def show_proposal(
    request: AnyRequest, context: NamedDependency[Context], proposal_id: FromPath[UUID]
) -> Template:
    """A proposal line by line, as frozen, and the buyer's decisions."""
    return await _proposal_page(request, context, proposal_id)


async def _proposal_page(request: AnyRequest, context: Context, proposal_id: UUID, **refusal: Any) -> Template:
    proposal = await penalties.load_proposal(context, proposal_id)
    return page(
        request,
        "lots/proposal.html",
        title=f"Proposition de pénalité, version {proposal.version_no}",
        proposal=proposal,
        content=proposal.content,
        decisions=await penalties.list_decisions(context, proposal_id),
        outcomes=OUTCOMES,
        may_write=context.actor.may(Scope.CONTRACTS_WRITE),
        **refusal,
    )


@post("/penalty-proposals/{proposal_id:uuid}/decision", guards=[WRITE], status_code=303)
async def record_decision(
    request: AnyRequest, context: NamedDependency[Context], proposal_id: FromPath[UUID]
) -> Response[Any]:
    """Record what the buyer decided; a later decision is a new version."""
    try:
        form = await read_form(request, DecisionForm)
        await penalties.record_decision(context, proposal_id, DecisionTerms(**dict(form)))
    except ClauseError as error:
        return await _proposal_page(request, context, proposal_id, **await told_in_words(request, error, DecisionForm))
    return done(f"/penalty-proposals/{proposal_id}", "penalty_decision_recorded")


HANDLERS: list[ControllerRouterHandler] = [show_proposals, show_proposal, record_decision]
