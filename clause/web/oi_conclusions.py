"""Conclusions on a claim: what was decided is checked once more, said with its questions, recorded, printed."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field, create_model

from clause.domain.actors import Scope
from clause.domain.claims import ClaimState
from clause.domain.errors import ClauseError, Unreadable
from clause.domain.findings import Finding
from clause.domain.verification_work import Desk
from clause.domain.verifications import (
    ChecklistAnswer,
    LineDecision,
    Verification,
    VerificationScope,
    VerificationStage,
    VerificationTerms,
)
from clause.edge.files import file_response
from clause.edge.request_context import AnyRequest, needs
from clause.services import verification_work, verifications
from clause.services.context import Context
from clause.text.labels import label
from clause.text.verification_questions import ANSWERS, QUESTIONS
from clause.web.forms import FreeText, Line, Percent, Quantity, read_form, refused
from clause.web.notes import done
from clause.web.oi_claims import CLAIM, framed
from clause.web.page import page

READ, VERIFY = needs(Scope.OI_READ), needs(Scope.OI_VERIFY)
SCOPES = tuple((scope.value, label("verification_scope", scope.value)) for scope in VerificationScope)
_CODES = {
    VerificationStage.INTERIM: "interim_recorded",
    VerificationStage.FINAL: "final_recorded",
    VerificationStage.CORRECTION: "correction_recorded",
}


class ConclusionsForm(BaseModel):
    """What is said of the whole claim beside the decisions on its lines."""

    stage: VerificationStage = Field(title="Conclusions")
    scope: VerificationScope = Field(title="Étendue du contrôle")
    sample_method: FreeText | None = Field(default=None, title="Méthode de l’échantillon")
    risk_assessment_ref: Line | None = Field(default=None, title="Analyse de risque", max_length=80)
    checklist_id: Line | None = Field(default=None, title="Grille de contrôle", max_length=80)
    other_resources: Quantity | None = Field(default=None, title="Autres ressources retenues")
    publicity_rate: Percent | None = Field(default=None, title="Réfaction pour publicité")
    comment: FreeText | None = Field(default=None, title="Observations")
    reason: FreeText | None = Field(default=None, title="Motif de la correction")
    body: Line | None = Field(default=None, title="Constaté par")

    def to_domain(self, desk: Desk) -> VerificationTerms:
        """As the service takes it, with what was decided on the desk."""
        drafts = [file.draft for file in desk.files if file.draft is not None]
        is_sample = self.scope is VerificationScope.SAMPLE
        said = {name: getattr(self, name) for name in ("risk_assessment_ref", "checklist_id", "other_resources")}
        is_correction = self.stage is VerificationStage.CORRECTION
        return VerificationTerms(
            **said,
            stage=self.stage,
            scope=self.scope,
            sample_method=self.sample_method if is_sample else None,
            sampled_line_ids=tuple(draft.claim_line_id for draft in drafts) if is_sample else (),
            checklist=tuple(self._answers()),
            decisions=tuple(
                LineDecision(**{name: getattr(draft, name) for name in LineDecision.model_fields}) for draft in drafts
            ),
            publicity_rate=self.publicity_rate,
            comment=self.comment,
            reason=self.reason if is_correction else None,
            body=self.body if is_correction else None,
        )

    def _answers(self) -> Iterable[ChecklistAnswer]:
        """Each question that was answered. Unreadable WEB-221 for a remark or a piece without an answer."""
        findings = []
        for key, question in QUESTIONS.items():
            answer, comment, document = (getattr(self, f"{part}_{key}") for part in ("answer", "remark", "piece"))
            if answer in ANSWERS:
                yield ChecklistAnswer(question=question, answer=answer, comment=comment, document=document)
            elif comment or document:
                findings.append(Finding(code="WEB-222", field=f"answer_{key}", values={"question": question}))
        if findings:
            raise Unreadable("WEB-221", findings=tuple(findings))


class CorrectionForm(ConclusionsForm):
    """The same for a claim that was settled: who found what, and why it is corrected."""

    reason: FreeText = Field(title="Motif de la correction")
    body: Line = Field(title="Constaté par")


def _with_questions(form: type[ConclusionsForm]) -> type[ConclusionsForm]:
    """The form with an answer, a remark and a piece for each question of the control."""
    fields: dict[str, Any] = {}
    for key in QUESTIONS:
        fields[f"answer_{key}"] = (Line | None, Field(default=None, title="Réponse"))
        fields[f"remark_{key}"] = (FreeText | None, Field(default=None, title="Remarque"))
        fields[f"piece_{key}"] = (Line | None, Field(default=None, title="Pièce consultée"))
    return create_model(form.__name__, __base__=form, **fields)


FORM, CORRECTION_FORM = _with_questions(ConclusionsForm), _with_questions(CorrectionForm)


@get(f"{CLAIM}/conclusions", guards=[READ])
async def show_conclusions_form(
    request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]
) -> Template:
    """What recording now would say, and what is still to be said with it."""
    return await _form_page(request, context, claim_id)


async def _form_page(request: AnyRequest, context: Context, claim_id: UUID, **refusal: Any) -> Template:
    frame, desk = await framed(context, claim_id), await verification_work.load_desk(context, claim_id)
    versions = await verifications.list_verifications(context, claim_id)
    stages = [(stage.value, label("verification_stage", stage.value)) for stage in desk.stages]
    return page(
        request,
        "oi/conclusions.html",
        title=f"Conclusions – {frame.name}",
        **frame.values,
        desk=desk,
        may_conclude=context.actor.may(Scope.OI_VERIFY) and bool(desk.stages),
        stages=stages,
        scopes=SCOPES,
        questions=QUESTIONS,
        answers=[(answer, answer) for answer in ANSWERS],
        told_before=_told_before(versions),
        cut=[file for file in desk.files if file.decision.amount_certified != file.line.amount],
        latest=versions[-1] if versions else None,
        **refusal,
    )


def _told_before(versions: list[Verification]) -> dict[str, ChecklistAnswer]:
    """The answers of the latest conclusions, by the short name of their question: they hold until said otherwise."""
    told = {item.question: item for item in versions[-1].terms.checklist} if versions else {}
    return {key: told[question] for key, question in QUESTIONS.items() if question in told}


@post(f"{CLAIM}/conclusions", guards=[VERIFY], status_code=303)
async def conclude(request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]) -> Response[Any]:
    """Record the conclusions with all that was decided; the claim moves on."""
    desk = await verification_work.load_desk(context, claim_id)
    is_correction = desk.stages == (VerificationStage.CORRECTION,)
    try:
        form = await read_form(request, CORRECTION_FORM if is_correction else FORM)
        terms = form.to_domain(desk)
        record = verifications.correct_claim if is_correction else verifications.record_conclusions
        await record(context, claim_id, terms)
    except ClauseError as error:
        return await _form_page(request, context, claim_id, **await refused(request, error))
    claim = await verifications.load_standing(context, claim_id)
    settles = claim.state in (ClaimState.PAYABLE, ClaimState.RECOVERY_DUE)
    return done(f"/oi/claims/{claim_id}/{'payments' if settles else 'verification'}", _CODES[terms.stage])


@get("/oi/verifications/{verification_id:uuid}/pdf", guards=[READ])
async def read_report(
    request: AnyRequest, context: NamedDependency[Context], verification_id: FromPath[UUID]
) -> Response[Any]:
    """The report of conclusions."""
    return file_response(request, await verifications.load_report(context, verification_id))


HANDLERS: list[ControllerRouterHandler] = [show_conclusions_form, conclude, read_report]
