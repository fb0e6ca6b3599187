"""What a claim tells beside its figures, part by part; saved as often as one likes until the signature."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field, StringConstraints

from clause.domain.actors import Scope
from clause.domain.claim_narrative import LONGEST_TEXT, ActionTold, ClaimNarrative
from clause.domain.claims import MOVES, Claim
from clause.domain.errors import ClauseError, Unreadable
from clause.domain.findings import Finding
from clause.edge.request_context import AnyRequest, needs
from clause.services import claim_contents, claims
from clause.services.context import Context
from clause.text.labels import LABELS
from clause.web.findings import refused_in_words
from clause.web.forms import read_form, typed_values
from clause.web.notes import done
from clause.web.page import page

READ, WRITE = needs(Scope.CLAIMS_READ), needs(Scope.CLAIMS_WRITE)
CLAIM = "/claims/{claim_id:uuid}"
MOST_ACTIONS = 12
NEEDED = {"title": "Intitulé", "planned": "Prévu", "achieved": "Réalisé"}
PARTS = tuple(ActionTold.model_fields)

LongText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_TEXT, pattern=r"^[^\x00]*$")
]


class NarrativeForm(BaseModel):
    """The parts that are told once, and the version of the claim that was read."""

    version: int = Field(title="Version lue")
    difficulties: LongText | None = Field(default=None, title="Difficultés rencontrées")
    partners: LongText | None = Field(default=None, title="Partenaires")
    gender_equality: LongText | None = Field(default=None, title="Égalité entre les femmes et les hommes")
    non_discrimination: LongText | None = Field(default=None, title="Non-discrimination et accessibilité")
    sustainable_development: LongText | None = Field(default=None, title="Développement durable")
    publicity: LongText | None = Field(default=None, title="Publicité du soutien européen")
    publicity_evidence: LongText | None = Field(default=None, title="Justificatifs de publicité")


@get(f"{CLAIM}/narrative", guards=[READ])
async def show_narrative(request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]) -> Template:
    """What is told, to be written until the signature and read afterwards."""
    return await _narrative_page(request, context, claim_id)


async def _narrative_page(request: AnyRequest, context: Context, claim_id: UUID, **more: Any) -> Template:
    claim = await claims.load_claim(context, claim_id)
    told = claim.narrative or ClaimNarrative()
    return page(
        request,
        "claims/narrative.html",
        title=f"Ce qui a été fait – bilan n° {claim.number}",
        claim=claim,
        told=told,
        is_open=claim.state in MOVES.moves["narrate"] and context.actor.may(Scope.CLAIMS_WRITE),
        numbers=range(1, min(_shown(claim, more.get("typed", {})) + 1, MOST_ACTIONS) + 1),
        action_parts=LABELS["action_part"].items(),
        narrative_parts=LABELS["narrative_part"].items(),
        longest=LONGEST_TEXT,
        **more,
    )


def _shown(claim: Claim, typed: Mapping[str, str]) -> int:
    """How many actions there are to show: those told, and those of a form that was refused."""
    known = len(claim.narrative.actions) if claim.narrative else 0
    filled = (number for number in range(1, MOST_ACTIONS + 1) if _part_of(typed, number))
    return max(known, *filled, 0)


@post(f"{CLAIM}/narrative", guards=[WRITE], status_code=303)
async def tell(request: AnyRequest, context: NamedDependency[Context], claim_id: FromPath[UUID]) -> Response[Any]:
    """Save what was written."""
    try:
        form = await read_form(request, NarrativeForm)
        actions = _actions(await typed_values(request))
        evidence = tuple(line.strip() for line in (form.publicity_evidence or "").splitlines() if line.strip())
        parts = {**form.model_dump(exclude={"version"}), "publicity_evidence": evidence, "actions": actions}
        await claim_contents.tell(context, claim_id, parts, form.version)
    except ClauseError as error:
        return await _narrative_page(request, context, claim_id, **await refused_in_words(request, error))
    return done(f"/claims/{claim_id}/narrative", "claim_told")


def _part_of(typed: Mapping[str, str], number: int) -> dict[str, str]:
    """The parts of one action that were filled in."""
    written = ((name, typed.get(f"{name}_{number}", "").strip()) for name in PARTS)
    return {name: text[:LONGEST_TEXT].replace("\0", "") for name, text in written if text}


def _actions(typed: Mapping[str, str]) -> tuple[ActionTold, ...]:
    """The actions of a form; one that is begun needs its title, what was planned and what was done."""
    findings, found = [], []
    for number in range(1, MOST_ACTIONS + 1):
        written = _part_of(typed, number)
        missing = [name for name in NEEDED if name not in written] if written else []
        findings += [
            Finding(code="WEB-200", field=f"{name}_{number}", values={"title": NEEDED[name]}) for name in missing
        ]
        if written and not missing:
            found.append(ActionTold(**written))
    if findings:
        raise Unreadable("WEB-201", findings=tuple(findings))
    return tuple(found)


HANDLERS: list[ControllerRouterHandler] = [show_narrative, tell]
