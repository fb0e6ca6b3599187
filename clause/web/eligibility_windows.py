"""The period in which a person's hours count: why it ends when it does, what suspends it, what is decided on its end.

And the list of what ends soon, for everybody followed.
"""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.actors import Scope
from clause.domain.eligibility_windows import OverrideTerms, PersonAlerts, SuspensionTerms
from clause.domain.errors import ClauseError
from clause.domain.tables import CellKind, Column
from clause.edge.request_context import AnyRequest, needs
from clause.services import accounts, eligibility_windows, participants
from clause.services.context import Context
from clause.web.forms import FreeText, read_form, refused
from clause.web.listing import MOST_ROWS, Action, Empty, Listing, listing
from clause.web.notes import done
from clause.web.page import page, problems_of
from clause.web.participants import sorted_name
from clause.web.person_file import window_values

READ, WRITE = needs(Scope.CONTRACTS_READ), needs(Scope.CONTRACTS_WRITE)


class SuspensionForm(BaseModel):
    """Days on which the clock stands still."""

    first_day: date = Field(title="Premier jour suspendu")
    last_day: date | None = Field(default=None, title="Dernier jour suspendu")
    reason: FreeText = Field(title="Motif de la suspension")


class SuspensionEndForm(BaseModel):
    """The last day of a suspension."""

    participant_id: UUID = Field(title="Personne")
    ended_on: date = Field(title="Dernier jour suspendu")


class DecisionForm(BaseModel):
    """The end of the period as decided; without a day, the computed one is given back."""

    decided_last_day: date | None = Field(default=None, title="Dernier jour décidé")
    decision_reason: FreeText = Field(title="Motif de la décision")


@get("/participants/{participant_id:uuid}/eligibility-window", guards=[READ])
async def show_window(
    request: AnyRequest, context: NamedDependency[Context], participant_id: FromPath[UUID]
) -> Template:
    """A person's period, its suspensions and the decisions on its end."""
    return await _window_page(request, context, participant_id)


async def _window_page(request: AnyRequest, context: Context, participant_id: UUID, **more: Any) -> Template:
    person = await participants.load_participant(context, participant_id)
    view = await eligibility_windows.load_window(context, participant_id, None)
    return page(
        request,
        "eligibility/window.html",
        title="Période d’éligibilité",
        person=person,
        names={member.id: member.full_name for member in await accounts.list_members(context)},
        **window_values(view),
        **more,
    )


async def _again(request: AnyRequest, context: Context, participant_id: UUID, error: ClauseError) -> Template:
    shown = {**await refused(request, error), "problems": problems_of(error)}
    return await _window_page(request, context, participant_id, **shown)


@post("/participants/{participant_id:uuid}/suspensions", guards=[WRITE], status_code=303)
async def suspend(
    request: AnyRequest, context: NamedDependency[Context], participant_id: FromPath[UUID]
) -> Response[Any]:
    """Suspend the clock."""
    try:
        form = await read_form(request, SuspensionForm)
        await eligibility_windows.suspend(context, participant_id, SuspensionTerms.model_validate(dict(form)))
    except ClauseError as error:
        return await _again(request, context, participant_id, error)
    return done(_path(participant_id), "clock_suspended")


@post("/eligibility-suspensions/{suspension_id:uuid}/end", guards=[WRITE], status_code=303)
async def end_suspension(
    request: AnyRequest, context: NamedDependency[Context], suspension_id: FromPath[UUID]
) -> Response[Any]:
    """End a suspension."""
    person = str((await request.form()).get("participant_id", ""))
    try:
        form = await read_form(request, SuspensionEndForm)
        await eligibility_windows.end_suspension(context, suspension_id, form.ended_on)
    except ClauseError as error:
        if not _is_id(person):
            raise
        return await _again(request, context, UUID(person), error)
    return done(_path(form.participant_id), "suspension_ended")


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@post("/participants/{participant_id:uuid}/window-overrides", guards=[WRITE], status_code=303)
async def decide_end(
    request: AnyRequest, context: NamedDependency[Context], participant_id: FromPath[UUID]
) -> Response[Any]:
    """Decide the last day, or give the computed one back."""
    try:
        form = await read_form(request, DecisionForm)
        terms = OverrideTerms(last_day=form.decided_last_day, reason=form.decision_reason)
        await eligibility_windows.override_window(context, participant_id, terms)
    except ClauseError as error:
        return await _again(request, context, participant_id, error)
    return done(_path(participant_id), "window_decided" if form.decided_last_day else "window_given_back")


def _path(participant_id: UUID) -> str:
    return f"/participants/{participant_id}/eligibility-window"


@get("/eligibility-alerts", guards=[READ])
async def show_alerts(request: AnyRequest, context: NamedDependency[Context]) -> Response[Any]:
    """People whose period, or whose proof not yet used, ends soon; the nearest first."""
    return await listing(
        request,
        context,
        Listing(
            title="Ce qui prend fin bientôt",
            path="/eligibility-alerts",
            name="fins-de-periode",
            columns=_COLUMNS,
            rows=await eligibility_windows.list_alerts(context, None, after=None, limit=MOST_ROWS),
            order="day",
            lead="Après le dernier jour de la période, les heures ne sont plus prises en compte. Un justificatif qui "
            "n’a pas servi avant son terme est à redemander.",
            actions=(Action("/participants", "Tous les participants"),),
            empty=Empty(
                "Rien ne prend fin prochainement.",
                "Les périodes et les justificatifs qui approchent de leur terme s’affichent ici.",
            ),
        ),
    )


def _ends(row: PersonAlerts) -> date:
    return min([window.last_day for window in row.windows] + [proof.last_day for proof in row.proofs])


_COLUMNS: tuple[Column[PersonAlerts], ...] = (
    Column("name", "Personne", sorted_name, link=lambda row: f"/participants/{row.participant_id}"),
    Column("what", "Ce qui prend fin", lambda row: "Période" if row.windows else "Justificatif sans embauche"),
    Column("day", "Dernier jour", _ends, CellKind.DAY),
    Column(
        "act",
        "À faire",
        lambda row: "Décider de la suite" if row.windows else "Embaucher, ou redemander le justificatif",
        link=lambda row: f"/participants/{row.participant_id}" + ("/eligibility-window" if row.windows else ""),
    ),
)


HANDLERS: list[ControllerRouterHandler] = [show_window, suspend, end_suspension, decide_end, show_alerts]
