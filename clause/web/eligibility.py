"""Eligibilities to decide: the queue, and one ground with its proofs and its decision, one key for each answer."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Literal, TypeVar
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.actors import Scope
from clause.domain.eligibility import (
    WRITTEN_OPINION,
    Eligibility,
    EligibilityState,
    WaitingEligibility,
    assessment_findings,
)
from clause.domain.errors import ClauseError
from clause.domain.tables import CellKind, Column
from clause.edge.request_context import AnyRequest, needs
from clause.rules.eligibility import ground
from clause.services import accounts, eligibility, participants, proof_documents
from clause.services.context import Context
from clause.text.labels import label
from clause.text.readable import readable_sentence
from clause.web.eligibility_new import OpinionFields, opinion_of
from clause.web.forms import FreeText, read_form, refused
from clause.web.listing import MOST_ROWS, Action, Empty, Filter, Listing, chosen, listing, searched
from clause.web.notes import Undo, done
from clause.web.page import Problem, page, problems_of
from clause.web.participants import STATE_TONES, sorted_name

F = TypeVar("F", "AcceptanceForm", "RefusalForm")

READ, WRITE = needs(Scope.CONTRACTS_READ), needs(Scope.CONTRACTS_WRITE)
QUEUE, PERSON = "queue", "person"
_WAITING = (EligibilityState.SUBMITTED, EligibilityState.INCOMPLETE)

Text = Annotated[str, QueryParameter(name="q", description="Part of the person's name")]
Stage = Annotated[str, QueryParameter(name="stage", description="SUBMITTED or INCOMPLETE")]
Back = Annotated[str, QueryParameter(name="back", description="Where to go on after the decision")]


class AcceptanceForm(OpinionFields):
    """A ground accepted, with the opinion that was missing where it is one."""

    back: Literal["queue", "person"] = Field(default="queue", title="Suite")
    reason: FreeText | None = Field(default=None, title="Observation")


class RefusalForm(BaseModel):
    """A ground refused."""

    back: Literal["queue", "person"] = Field(default="queue", title="Suite")
    reason: FreeText = Field(title="Motif du refus")


def ground_shown(row: Eligibility) -> str:
    """The ground in a list; what tells of health, disability or justice is read in its own page only."""
    rule = ground(row.ground)
    return "Critère sensible : ouvrir pour lire" if rule.is_sensitive else rule.label


@get("/eligibility", guards=[READ])
async def show_queue(
    request: AnyRequest, context: NamedDependency[Context], text: Text = "", stage: Stage = ""
) -> Response[Any]:
    """The grounds that wait, the longest waiting first."""
    choices = tuple((state.value, label("eligibility_state", state.value)) for state in _WAITING)
    wanted = chosen(stage, choices)
    found = await eligibility.list_waiting(context, text=searched(text), limit=MOST_ROWS)
    ready = [row for row in found if row.state is EligibilityState.SUBMITTED]
    start = (Action(f"/eligibility/{ready[0].id}", "Décider, une par une", is_main=True),) if ready else ()
    return await listing(
        request,
        context,
        Listing(
            title="Éligibilités à décider",
            path="/eligibility",
            name="eligibilites-a-decider",
            columns=_COLUMNS,
            rows=[row for row in found if not wanted or row.state.value == wanted],
            filters=(
                Filter("q", "Rechercher", searched(text) or "", hint="Nom ou prénom"),
                Filter("stage", "Étape", wanted, choices, every="Toutes"),
            ),
            actions=(*start, Action("/eligibility-alerts", "Ce qui prend fin bientôt")),
            empty=Empty(
                "Aucune éligibilité n’attend.",
                "Une éligibilité se présente depuis le dossier de la personne.",
                Action("/participants", "Voir les participants"),
            ),
        ),
    )


_COLUMNS: tuple[Column[WaitingEligibility], ...] = (
    Column("name", "Personne", sorted_name, link=lambda row: f"/eligibility/{row.id}"),
    Column(
        "state",
        "Étape",
        lambda row: label("eligibility_state", row.state.value),
        tone=lambda row: "good" if row.state is EligibilityState.SUBMITTED else "watch",
    ),
    Column("ground", "Critère", ground_shown),
    Column("proof", "Justificatif émis le", lambda row: row.proof_issued_on, CellKind.DAY),
    Column("copies", "Copies jointes", lambda row: row.copies, CellKind.COUNT),
    Column("since", "Présentée le", lambda row: row.created_at.date(), CellKind.DAY),
)


@get("/eligibility/{eligibility_id:uuid}", guards=[READ])
async def show_eligibility(
    request: AnyRequest, context: NamedDependency[Context], eligibility_id: FromPath[UUID], back: Back = QUEUE
) -> Template:
    """One ground: what proves it, what is missing, and the decision."""
    return await eligibility_page(request, context, eligibility_id, back)


async def eligibility_page(
    request: AnyRequest, context: Context, eligibility_id: UUID, back: str = QUEUE, **more: Any
) -> Template:
    """The page of one ground; ``more`` is what a refused form adds."""
    found = await eligibility.load_eligibility(context, eligibility_id)
    person = await participants.load_participant(context, found.participant_id)
    proofs = await proof_documents.list_proofs_of_participant(context, found.participant_id)
    waiting = await eligibility.list_waiting(context, text=None, limit=MOST_ROWS) if back == QUEUE else []
    rule = ground(found.ground)
    return page(
        request,
        "eligibility/one.html",
        title=rule.label,
        found=found,
        person=person,
        rule=rule,
        proof_labels={kind.code: kind.label for kind in rule.proofs},
        tone=STATE_TONES[found.state.value],
        findings=[_written(one.code, one.raw, one.values) for one in _findings(found)],
        documents=[one for one in proofs.documents if one.eligibility_id == found.id],
        views=proofs.views,
        names={member.id: member.full_name for member in await accounts.list_members(context)},
        back=PERSON if back == PERSON else QUEUE,
        following=next((row.id for row in _others(waiting, found.id)), None),
        waiting_count=len(_others(waiting, found.id)),
        lacks_opinion=found.ground == WRITTEN_OPINION and found.opinion is None,
        today=context.today,
        **more,
    )


def _findings(found: Eligibility) -> Any:
    return assessment_findings(found) if found.state in _WAITING else ()


def _written(code: str, raw: str | None, values: dict[str, str]) -> str:
    return readable_sentence(code, {"raw": raw, **values})


def _others(waiting: list[WaitingEligibility], own_id: UUID) -> list[WaitingEligibility]:
    """What is ready for a decision after this one: later ones first, then those skipped before."""
    ready = [row for row in waiting if row.state is EligibilityState.SUBMITTED and row.id != own_id]
    return [row for row in ready if row.id > own_id] + [row for row in ready if row.id < own_id]


@post("/eligibility/{eligibility_id:uuid}/accept", guards=[WRITE], status_code=303)
async def accept(
    request: AnyRequest, context: NamedDependency[Context], eligibility_id: FromPath[UUID]
) -> Response[Any]:
    """Accept the ground, and go on to the next one."""

    async def accepted(form: AcceptanceForm) -> Eligibility:
        is_written = any((form.opinion_text, form.opinion_author, form.opinion_on))
        opinion = opinion_of(form) if is_written else None
        return await eligibility.accept_eligibility(context, eligibility_id, form.reason, opinion)

    return await _decide(request, context, eligibility_id, AcceptanceForm, accepted)


@post("/eligibility/{eligibility_id:uuid}/refuse", guards=[WRITE], status_code=303)
async def refuse(
    request: AnyRequest, context: NamedDependency[Context], eligibility_id: FromPath[UUID]
) -> Response[Any]:
    """Refuse the ground, saying why, and go on to the next one."""

    async def refuse_it(form: RefusalForm) -> Eligibility:
        return await eligibility.refuse_eligibility(context, eligibility_id, form.reason)

    return await _decide(request, context, eligibility_id, RefusalForm, refuse_it)


async def _decide(
    request: AnyRequest,
    context: Context,
    eligibility_id: UUID,
    model: type[F],
    decide: Callable[[F], Awaitable[Eligibility]],
) -> Response[Any]:
    back = QUEUE
    try:
        form = await read_form(request, model)
        back = form.back
        decided = await decide(form)
    except ClauseError as error:
        shown = await refused(request, error)
        return await eligibility_page(
            request, context, eligibility_id, back, **{**shown, "problems": problems_of(error)}
        )
    undo = Undo(path=f"/eligibility/{eligibility_id}/reopen")
    return done(await _after(context, decided, back), f"ground_{decided.state.value.lower()}", undo)


async def _after(context: Context, decided: Eligibility, back: str) -> str:
    if back == PERSON:
        return f"/participants/{decided.participant_id}"
    others = _others(await eligibility.list_waiting(context, text=None, limit=MOST_ROWS), decided.id)
    return f"/eligibility/{others[0].id}" if others else "/eligibility"


@post("/eligibility/{eligibility_id:uuid}/reopen", guards=[WRITE], status_code=303)
async def reopen(
    request: AnyRequest, context: NamedDependency[Context], eligibility_id: FromPath[UUID]
) -> Response[Any]:
    """Take the decision back while nobody was hired upon it."""
    try:
        await eligibility.reopen_eligibility(context, eligibility_id)
    except ClauseError as error:
        problems: list[Problem] = problems_of(error)
        return await eligibility_page(request, context, eligibility_id, problems=problems, status=422)
    return done(f"/eligibility/{eligibility_id}", "ground_reopened")


HANDLERS: list[ControllerRouterHandler] = [show_queue, show_eligibility, accept, refuse, reopen]
