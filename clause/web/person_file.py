"""The file of one person on one page: what to do next, eligibility, period, hires and what followed, identity."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from litestar.types import ControllerRouterHandler

from clause.domain.actors import Scope
from clause.domain.eligibility import Eligibility, EligibilityState
from clause.domain.outcomes import HireOutcome, latest_of, points_due
from clause.domain.participants import age_on
from clause.domain.people_lists import HireFilters, HireRow, HireStanding, PersonFilters, furthest
from clause.edge.request_context import AnyRequest, needs
from clause.rules.eligibility import ground
from clause.rules.outcomes import OutcomePoint
from clause.services import (
    accounts,
    eligibility,
    eligibility_windows,
    outcomes,
    participants,
    people_lists,
    proof_documents,
)
from clause.services.context import Context
from clause.services.eligibility_windows import WindowView
from clause.text import formats
from clause.text.labels import label
from clause.text.people_windows import window_sentences
from clause.text.readable import readable_sentence
from clause.web.page import page
from clause.web.participants import STATE_TONES, state_label

READ = needs(Scope.CONTRACTS_READ)
MOST_SHOWN = 100
HIRE_TONES = {"RUNNING": "good", "TO_COME": "neutral", "END_MISSING": "watch", "ENDED": "neutral"}


@dataclass(frozen=True)
class Step:
    """What is to be done next for a person: why, and the link that does it."""

    text: str
    path: str
    action: str


@get("/participants/{participant_id:uuid}", guards=[READ])
async def show_file(request: AnyRequest, context: NamedDependency[Context], participant_id: FromPath[UUID]) -> Template:
    """All that the organisation knows of a person, what waits first."""
    person = await participants.load_participant(context, participant_id)
    grounds = await eligibility.list_eligibilities(context, participant_id, after=None, limit=MOST_SHOWN)
    hired = HireFilters(participant_id=participant_id)
    hires = await people_lists.list_hire_rows(context, hired, limit=MOST_SHOWN)
    followed = latest_of(await outcomes.list_outcomes_of_participant(context, participant_id))
    view = await eligibility_windows.load_window(context, participant_id, None)
    proofs = await proof_documents.list_proofs_of_participant(context, participant_id)
    (listed,) = await people_lists.list_people(context, PersonFilters(participant_id=participant_id), limit=1)
    return page(
        request,
        "participants/one.html",
        title=f"{person.first_name} {person.last_name}",
        person=person,
        age=age_on(person.birth_date, context.today),
        state=_eligibility_told(listed.state),
        state_tone=STATE_TONES.get(listed.state or "", "watch"),
        grounds=[(one, ground(one.ground), STATE_TONES[one.state.value]) for one in reversed(grounds)],
        copies=[document.eligibility_id for document in proofs.documents if not document.purged_at],
        names={member.id: member.full_name for member in await accounts.list_members(context)},
        hires=[_hire(row, followed, context.today) for row in hires],
        hire_tones=HIRE_TONES,
        hours_credited=listed.hours_credited,
        steps=next_steps(person.id, grounds, hires, followed, view),
        **window_values(view),
    )


def window_values(view: WindowView) -> dict[str, Any]:
    """What templates show of a person's period."""
    last = max(view.facts.hires, key=lambda hire: hire.eligible_last_day, default=None)
    return {
        "view": view,
        "window_last_day": view.facts.last_day,
        "why": window_sentences(last.eligibility_trace) if last else [],
        "remaining": view.remaining,
        "outside": [readable_sentence(one.code, {"raw": one.raw, **one.values}) for one in view.findings],
        "today": view.on,
    }


def _eligibility_told(state: EligibilityState | None) -> str:
    """Where the eligibility stands, as a phrase that stands alone."""
    told_alone = (None, EligibilityState.INCOMPLETE)
    return state_label(state) if state in told_alone else f"Éligibilité {state_label(state).lower()}"


@dataclass(frozen=True)
class HireShown:
    """A hire with the situations recorded after it and those that wait."""

    row: HireRow
    recorded: tuple[HireOutcome, ...]
    due: tuple[tuple[OutcomePoint, date], ...]


def _hire(row: HireRow, followed: dict[tuple[UUID, OutcomePoint], HireOutcome], today: date) -> HireShown:
    recorded = tuple(followed[row.id, point] for point in OutcomePoint if (row.id, point) in followed)
    return HireShown(row, recorded, points_due(row.last_day, [one.point for one in recorded], today))


def next_steps(
    participant_id: UUID,
    grounds: Sequence[Eligibility],
    hires: Sequence[HireRow],
    followed: Collection[tuple[UUID, OutcomePoint]],
    view: WindowView,
) -> list[Step]:
    """What waits, the most pressing first."""
    return [
        *_steps_of_grounds(participant_id, grounds),
        *_steps_of_hires(participant_id, grounds, hires),
        *_steps_of_outcomes(hires, followed, view.on),
    ]


def _steps_of_grounds(participant_id: UUID, grounds: Sequence[Eligibility]) -> list[Step]:
    steps = []
    for one in grounds:
        path = f"/eligibility/{one.id}?back=person"
        if one.state is EligibilityState.SUBMITTED:
            steps.append(Step("Une éligibilité est à valider.", path, "Décider"))
        elif one.state is EligibilityState.INCOMPLETE:
            steps.append(Step("Un justificatif manque.", path, "Noter le justificatif"))
    if furthest(one.state for one in grounds) in (None, EligibilityState.REFUSED, EligibilityState.EXPIRED):
        text = "Plus aucune éligibilité ne tient." if grounds else "L’éligibilité reste à présenter."
        steps.append(Step(text, f"/participants/{participant_id}/eligibility/new", "Présenter une éligibilité"))
    return steps


def _steps_of_hires(participant_id: UUID, grounds: Sequence[Eligibility], hires: Sequence[HireRow]) -> list[Step]:
    if furthest(one.state for one in grounds) is EligibilityState.ACCEPTED and not hires:
        path = f"/hires/new?participant={participant_id}"
        return [Step("La personne est éligible et n’a pas encore d’embauche.", path, "Enregistrer une embauche")]
    return [
        Step(
            f"Le contrat chez {row.company_name} devait finir le {formats.day(row.planned_last_day)}.",
            f"/hires/{row.id}#end",
            "Noter sa fin",
        )
        for row in hires
        if row.standing is HireStanding.END_MISSING and row.planned_last_day
    ]


def _steps_of_outcomes(
    hires: Sequence[HireRow], followed: Collection[tuple[UUID, OutcomePoint]], on: date
) -> list[Step]:
    steps = []
    for row in hires:
        recorded = [point for hire_id, point in followed if hire_id == row.id]
        for point, since in points_due(row.last_day, recorded, on)[:1]:
            text = (
                f"Situation {label('outcome_point', point.value).lower()} à renseigner depuis le {formats.day(since)}"
            )
            path = f"/hires/{row.id}/outcomes/new?point={point.value}"
            steps.append(Step(f"{text} ({row.company_name}).", path, "Renseigner"))
    return steps


HANDLERS: list[ControllerRouterHandler] = [show_file]
