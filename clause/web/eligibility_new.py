"""A ground put forward for a person: chosen in plain words, then its proof, with a copy when there is one."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.actors import Scope
from clause.domain.eligibility import WRITTEN_OPINION, EligibilityState, EligibilityTerms, Opinion, Proof
from clause.domain.errors import ClauseError, Refused
from clause.domain.findings import Finding
from clause.domain.proof_documents import SentFile, check_file
from clause.edge.request_context import AnyRequest, needs
from clause.rules.eligibility import EligibilityGround, FreshnessRule, GroundFamily, grounds
from clause.services import eligibility, participants, people_lists, proof_documents
from clause.services.context import Context
from clause.text.labels import label
from clause.web.forms import FreeText, Line, read_form, refused
from clause.web.notes import done
from clause.web.page import page, problems_of

WRITE = needs(Scope.CONTRACTS_WRITE)
LARGEST_FORM_BYTES = 10_100_000
"""A copy of 10 MB, and the fields beside it."""

ChosenGround = Annotated[str, QueryParameter(name="ground", description="The ground chosen")]


class OpinionFields(BaseModel):
    """What somebody wrote: the proof of a ground that has no other."""

    opinion_text: FreeText | None = Field(default=None, title="Avis motivé")
    opinion_author: Line | None = Field(default=None, title="Auteur de l’avis")
    opinion_on: date | None = Field(default=None, title="Date de l’avis")


def opinion_of(fields: OpinionFields) -> Opinion:
    """The opinion typed. Refused WEB-143 with the fields that are empty."""
    text, author, day = fields.opinion_text, fields.opinion_author, fields.opinion_on
    if text is None or author is None or day is None:
        empty = [name for name in OpinionFields.model_fields if getattr(fields, name) is None]
        raise Refused("WEB-143", findings=tuple(Finding(code="WEB-144", field=name) for name in empty))
    return Opinion(text=text, author=author, written_on=day)


class GroundForm(OpinionFields):
    """A ground put forward."""

    ground: Line = Field(title="Critère")
    assessed_on: date = Field(title="Examinée le")
    is_principal: bool = Field(default=False, title="Critère principal")
    proof_kind: Line | None = Field(default=None, title="Justificatif")
    proof_issued_on: date | None = Field(default=None, title="Émis le")
    proof_valid_until: date | None = Field(default=None, title="Valable jusqu’au")
    structure_id: UUID | None = Field(default=None, title="Structure")

    def proof(self) -> Proof | None:
        """The document seen; None while it is missing. Refused WEB-140 when its kind or its day alone was given."""
        if self.proof_kind is None and self.proof_issued_on is None:
            return None
        if self.proof_kind is None or self.proof_issued_on is None:
            field = "proof_kind" if self.proof_kind is None else "proof_issued_on"
            raise Refused("WEB-140", findings=(Finding(code="WEB-141", field=field),))
        return Proof(kind=self.proof_kind, issued_on=self.proof_issued_on, valid_until=self.proof_valid_until)

    def opinion(self) -> Opinion | None:
        """What was written; None for another ground. Refused WEB-143 unless text, author and day are all there."""
        return opinion_of(self) if self.ground == WRITTEN_OPINION else None

    def terms(self) -> EligibilityTerms:
        """As the domain knows them."""
        return EligibilityTerms(
            ground=self.ground,
            proof=self.proof(),
            is_principal=self.is_principal,
            assessed_on=self.assessed_on,
            structure_id=self.structure_id,
            opinion=self.opinion(),
        )


async def sent_file(request: AnyRequest, name: str = "file") -> SentFile | None:
    """The file of this field as it came, or None when none was chosen."""
    given = (await request.form()).get(name)
    if not isinstance(given, UploadFile) or not given.filename:
        return None
    return SentFile(given.filename, given.content_type or "", await given.read())


def freshness_told(rule: EligibilityGround) -> str:
    """How old a proof of this ground may be, in one sentence; nothing where there is no limit."""
    limit = rule.freshness
    if limit.rule is FreshnessRule.VALID_ON_HIRE:
        return "Il doit être valable au premier jour du contrat."
    if limit.months is None:
        return ""
    named = [kind.label for kind in rule.proofs if kind.code in limit.applies_to]
    about = f" (pour : {', '.join(named)})" if named else ""
    return f"Il vaut {limit.months} mois à compter de son émission{about}."


@get("/participants/{participant_id:uuid}/eligibility/new", guards=[WRITE])
async def show_new(
    request: AnyRequest, context: NamedDependency[Context], participant_id: FromPath[UUID], chosen: ChosenGround = ""
) -> Template:
    """The choice of a ground, then its form."""
    return await _form(request, context, participant_id, chosen)


async def _form(request: AnyRequest, context: Context, participant_id: UUID, chosen: str, **more: Any) -> Template:
    person = await participants.load_participant(context, participant_id)
    rule = grounds().get(chosen)
    already = await eligibility.list_eligibilities(context, participant_id, after=None, limit=1)
    needs_structure = rule is not None and rule.family is GroundFamily.STRUCTURE
    structures = await people_lists.list_structures(context, rule.structure_kinds) if rule and needs_structure else []
    return page(
        request,
        "eligibility/new.html",
        title="Présenter une éligibilité",
        person=person,
        families=[(family, [one for one in grounds().values() if one.family is family]) for family in GroundFamily],
        rule=rule,
        freshness=freshness_told(rule) if rule else "",
        needs_structure=needs_structure,
        structure_choices=[(one.id, f"{one.name} ({label('structure_kind', one.kind.value)})") for one in structures],
        proof_choices=[(kind.code, kind.label) for kind in rule.proofs] if rule else [],
        is_opinion=rule is not None and rule.code == WRITTEN_OPINION,
        is_first=not already,
        today=context.today,
        **more,
    )


@post(
    "/participants/{participant_id:uuid}/eligibility",
    guards=[WRITE],
    status_code=303,
    request_max_body_size=LARGEST_FORM_BYTES,
)
async def submit(
    request: AnyRequest, context: NamedDependency[Context], participant_id: FromPath[UUID]
) -> Response[Any]:
    """Put the ground forward with its proof, and keep the copy that came with it."""
    chosen = str((await request.form()).get("ground", ""))
    try:
        form = await read_form(request, GroundForm)
        file = await sent_file(request)
        if file is not None:
            check_file(file)
        made = await eligibility.submit_eligibility(context, participant_id, form.terms())
        if file is not None:
            await proof_documents.keep_proof(context, made.id, file)
    except ClauseError as error:
        shown = {**await refused(request, error), "problems": problems_of(error)}
        return await _form(request, context, participant_id, chosen, **shown)
    outcome = "ground_submitted" if made.state is EligibilityState.SUBMITTED else "ground_incomplete"
    return done(f"/eligibility/{made.id}?back=person", outcome)


HANDLERS: list[ControllerRouterHandler] = [show_new, submit]
