"""THE verification: every line of a claim beside its evidence; what is decided is kept as it is decided."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.actors import Scope
from clause.domain.double_funding import DoubleFunding, PersonMonth
from clause.domain.errors import ClauseError, NotFound
from clause.domain.verification_work import Desk, LineFile
from clause.domain.verifications import DeductionReason, LineDecision, LineOutcome
from clause.edge.request_context import AnyRequest, needs
from clause.rules.quantities import Euros
from clause.services import bundles, oi_operations, verification_work, verifications
from clause.services.context import Context
from clause.text.labels import LABELS
from clause.web.forms import FreeText, Quantity, read_form, refused
from clause.web.notes import Undo, done
from clause.web.oi_claims import CLAIM, framed
from clause.web.page import Problem, page

READ, VERIFY = needs(Scope.OI_READ), needs(Scope.OI_VERIFY)
LINE = f"{CLAIM}/lines/{{claim_line_id:uuid}}"
REJECTED = "rejected"
REASONS = tuple(LABELS["deduction_reason"].items())
CHOICES = (
    (LineOutcome.CERTIFIED.value, "Retenir en entier"),
    (LineOutcome.DEDUCTED.value, "Écarter une partie"),
    (LineOutcome.PARKED.value, "Mettre de côté pour le bilan suivant"),
    (REJECTED, "Tout écarter"),
)
KEYS = {
    LineOutcome.CERTIFIED.value: ("r", "keep"),
    LineOutcome.DEDUCTED.value: ("p", "amount_deducted"),
    LineOutcome.PARKED.value: ("m", "reason_code"),
    REJECTED: ("t", "reason_code"),
}
"""The key of each choice, and the field that it leads to."""

_FIELDS: Mapping[str, str] = {
    "decisions[0]": "decision",
    "decisions[0].reason_code": "reason_code",
    "decisions[0].amount_deducted": "amount_deducted",
}


class DecisionForm(BaseModel):
    """What is decided on a line; an amount counts only for a part of it."""

    decision: Literal["certified", "deducted", "parked", "rejected"] = Field(title="Décision")
    amount_deducted: Quantity | None = Field(default=None, title="Montant écarté")
    reason_code: DeductionReason | None = Field(default=None, title="Motif")
    comment: FreeText | None = Field(default=None, title="Explication")

    def to_domain(self, line_id: UUID, amount: Euros) -> LineDecision:
        """As the service takes it; what a choice does not need is left out."""
        if self.decision == "certified":
            return LineDecision(claim_line_id=line_id, outcome=LineOutcome.CERTIFIED, comment=self.comment)
        told = {"reason_code": self.reason_code, "comment": self.comment}
        if self.decision == "parked":
            return LineDecision(claim_line_id=line_id, outcome=LineOutcome.PARKED, **told)
        cut = amount if self.decision == REJECTED else self.amount_deducted
        return LineDecision(claim_line_id=line_id, outcome=LineOutcome.DEDUCTED, amount_deducted=cut, **told)


@get(f"{CLAIM}/verification", guards=[READ])
async def show_desk(request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]) -> Template:
    """The lines with what is decided so far, what that would give, and the conclusions recorded before."""
    frame, desk = await framed(context, claim_id), await verification_work.load_desk(context, claim_id)
    return page(
        request,
        "oi/verification.html",
        title=f"Contrôle – {frame.name}",
        **frame.values,
        desk=desk,
        may_verify=context.actor.may(Scope.OI_VERIFY),
        following=desk.next_to_look_at(-1),
        versions=await verifications.list_verifications(context, claim_id),
    )


@get(LINE, guards=[READ])
async def show_line(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID], claim_line_id: FromPath[UUID]
) -> Template:
    """One line on the left, on the right all that proves it, and below the line what is decided of it."""
    return await _line_page(request, context, claim_id, claim_line_id)


def _file_of(desk: Desk, line_id: UUID) -> tuple[int, LineFile]:
    place = desk.place_of(line_id)
    if place is None:
        raise NotFound("WEB-220")
    return place, desk.files[place]


async def _line_page(request: AnyRequest, context: Context, claim_id: UUID, line_id: UUID, **refusal: Any) -> Template:
    frame, desk = await framed(context, claim_id), await verification_work.load_desk(context, claim_id)
    place, file = _file_of(desk, line_id)
    months = await oi_operations.load_double_funding(context, frame.claim.operation_id)
    return page(
        request,
        "oi/line.html",
        title=f"Ligne {file.line.position} – {frame.name}",
        **frame.values,
        desk=desk,
        file=file,
        place=place + 1,
        before=desk.files[place - 1] if place else None,
        after=desk.files[place + 1] if place + 1 < len(desk.files) else None,
        contents=await bundles.list_contents(context, claim_id),
        elsewhere=_claimed_elsewhere(months, file),
        choices=CHOICES,
        keys=KEYS,
        reasons=REASONS,
        decision=_chosen(file),
        may_decide=context.actor.may(Scope.OI_VERIFY) and bool(desk.stages) and not file.is_returned,
        **refusal,
    )


def _claimed_elsewhere(found: DoubleFunding, file: LineFile) -> tuple[PersonMonth, ...]:
    """The person's months of a line in which another claim takes a share too, or more than all is claimed."""
    about = {(sheet.employment_id, sheet.month) for sheet in file.timesheets}
    about |= {(pay.employment_id, pay.month) for pay in file.payrolls}
    return tuple(
        month
        for month in found.months
        if (month.employment_id, month.month) in about and (month.is_flagged or len(month.lines) > 1)
    )


def _chosen(file: LineFile) -> str:
    """The choice that holds; nothing chosen yet is shown as nothing chosen."""
    if file.draft is None and file.decision.outcome is LineOutcome.CERTIFIED:
        return ""
    return REJECTED if file.rejects_all else file.decision.outcome.value


@post(LINE, guards=[VERIFY], status_code=303)
async def decide(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID], claim_line_id: FromPath[UUID]
) -> Response[Any]:
    """Keep the decision, and go on to the next line that waits for one."""
    desk = await verification_work.load_desk(context, claim_id)
    place, file = _file_of(desk, claim_line_id)
    try:
        form = await read_form(request, DecisionForm)
        await verification_work.save_decision(context, claim_id, form.to_domain(claim_line_id, file.line.amount))
    except ClauseError as error:
        told = await refused(request, error)
        told["problems"] = [_at_its_field(problem) for problem in told["problems"]]
        return await _line_page(request, context, claim_id, claim_line_id, **told)
    path = f"/oi/claims/{claim_id}"
    following = desk.next_to_look_at(place)
    is_last = following is None or following.line.id == claim_line_id
    onward = f"{path}/verification" if is_last or following is None else f"{path}/lines/{following.line.id}"
    undo = Undo(path=f"{path}/lines/{claim_line_id}/take-back")
    return done(onward, "line_decided", undo=undo, position=str(file.line.position))


def _at_its_field(problem: Problem) -> Problem:
    return replace(problem, field=_FIELDS.get(problem.field or "", problem.field))


@post(f"{LINE}/take-back", guards=[VERIFY], status_code=303)
async def take_back(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID], claim_line_id: FromPath[UUID]
) -> Response[Any]:
    """Undo the last decision on a line: what was prepared before it holds again, with its explanation."""
    _, file = _file_of(await verification_work.load_desk(context, claim_id), claim_line_id)
    before = await verification_work.take_back_decision(context, claim_id, claim_line_id)
    path = f"/oi/claims/{claim_id}/lines/{claim_line_id}"
    return done(path, "line_as_before" if before is None else "line_taken_back", position=str(file.line.position))


@post(f"{LINE}/forget", guards=[VERIFY], status_code=303)
async def forget(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID], claim_line_id: FromPath[UUID]
) -> Response[Any]:
    """Take back what was prepared on a line."""
    _, file = _file_of(await verification_work.load_desk(context, claim_id), claim_line_id)
    await verification_work.forget_decision(context, claim_id, claim_line_id)
    path = f"/oi/claims/{claim_id}/lines/{claim_line_id}"
    return done(path, "line_as_before", position=str(file.line.position))


HANDLERS: list[ControllerRouterHandler] = [show_desk, show_line, decide, take_back, forget]
