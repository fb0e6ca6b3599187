"""The officer's desk: a claim with its evidence, the decisions in preparation, and the amounts they would give."""

from typing import Any
from uuid import UUID

from clause.db.queries import claims as claim_queries
from clause.db.queries import conclusion_inputs as input_queries
from clause.db.queries import verification_drafts as queries
from clause.db.queries.claim_moves import lock_with_operation
from clause.domain.actors import Scope
from clause.domain.claim_conclusions import Conclusions
from clause.domain.claim_snapshot import read_snapshot
from clause.domain.claims import Claim, ClaimLineKind
from clause.domain.errors import ClauseError, Forbidden, NotFound, Refused, WrongState
from clause.domain.verification_work import STAGES, Desk, DraftDecision, Grounds, files_of, weigh
from clause.domain.verifications import LineDecision, VerificationStage, VerificationTerms
from clause.rules.errors import RuleError
from clause.services.unit_of_work import UnitOfWork, reading, writing


@reading(Scope.OI_READ)
async def load_desk(uow: UnitOfWork, claim_id: UUID) -> Desk:
    """A claim that was handed over, line by line, with what is decided so far. NotFound CSF-040."""
    claim = await claim_queries.find_claim(claim_id)
    content = await claim_queries.load_snapshot(claim_id) if claim is not None else None
    if claim is None or content is None:
        raise NotFound("CSF-040")
    grounds = await input_queries.load_grounds(claim)
    kept = await queries.list_drafts(claim_id)
    drafts = {line_id: draft for line_id, draft in kept.items() if line_id not in grounds.returned}
    snapshot = read_snapshot(content)
    terms = _terms(claim, tuple(drafts.values()))
    conclusions, refusal = _weighed(grounds, terms)
    return Desk(
        claim=claim,
        snapshot=snapshot,
        files=files_of(snapshot, grounds, grounds.decide(terms), drafts),
        flat_rates=tuple(line for line in grounds.inputs.lines if line.kind is ClaimLineKind.FLAT_RATE),
        conclusions=conclusions,
        refusal=refusal,
        unconcluded_before=await input_queries.unconcluded_before(claim),
    )


def _terms(claim: Claim, decisions: tuple[LineDecision, ...]) -> VerificationTerms:
    """The terms of conclusions that say nothing but the decisions."""
    return VerificationTerms(stage=STAGES.get(claim.state, (VerificationStage.INTERIM,))[0], decisions=decisions)


def _weighed(grounds: Grounds, terms: VerificationTerms) -> tuple[Conclusions | None, ClauseError | None]:
    try:
        return weigh(grounds, terms)[1], None
    except RuleError as error:
        return None, Refused("CSF-042", reason=error.reason.value)


@writing(Scope.OI_VERIFY)
async def save_decision(uow: UnitOfWork, claim_id: UUID, decision: LineDecision) -> DraftDecision:
    """Keep what is decided on a line until conclusions are recorded; a later word on the line holds instead.

    NotFound CSF-043, Forbidden CSF-044 for whoever prepared or signed the claim, WrongState CSF-041 while nothing is to
    be decided, Refused CSF-010 with what does not fit.
    """
    claim = await _locked(uow, claim_id)
    grounds = await input_queries.load_grounds(claim)
    grounds.decide(_terms(claim, (decision,)))
    before = (await queries.list_drafts(claim_id)).get(decision.claim_line_id)
    return await _keep(uow, claim, decision, LineDecision(**_said(before)) if before else None)


def _said(draft: DraftDecision) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in LineDecision.model_fields}


async def _keep(uow: UnitOfWork, claim: Claim, decision: LineDecision, replaces: LineDecision | None) -> DraftDecision:
    draft = DraftDecision(**dict(decision), decided_by=uow.actor.id, decided_at=uow.now, replaces=replaces)
    await queries.save_draft(uow.new_id(), claim, draft)
    return draft


@writing(Scope.OI_VERIFY)
async def take_back_decision(uow: UnitOfWork, claim_id: UUID, claim_line_id: UUID) -> DraftDecision | None:
    """Go back to what was prepared before the last decision on a line, explanation included; None for nothing.

    One step back: taken back twice, the line is as it was declared. NotFound CSF-043, Forbidden CSF-044, WrongState
    CSF-041.
    """
    claim = await _locked(uow, claim_id)
    draft = (await queries.list_drafts(claim_id)).get(claim_line_id)
    if draft is None or draft.replaces is None:
        await queries.delete_draft(claim_line_id)
        return None
    return await _keep(uow, claim, draft.replaces, None)


@writing(Scope.OI_VERIFY)
async def forget_decision(uow: UnitOfWork, claim_id: UUID, claim_line_id: UUID) -> None:
    """Take a decision in preparation back: earlier conclusions hold again, or the line is as it was declared.

    NotFound CSF-043, Forbidden CSF-044, WrongState CSF-041.
    """
    await _locked(uow, claim_id)
    await queries.delete_draft(claim_line_id)


async def _locked(uow: UnitOfWork, claim_id: UUID) -> Claim:
    found = await lock_with_operation(claim_id)
    if found is None:
        raise NotFound("CSF-043")
    claim = found[0]
    if uow.actor.id is not None and uow.actor.id in (claim.prepared_by, claim.signed_by):
        raise Forbidden("CSF-044")
    if claim.state not in STAGES:
        raise WrongState("CSF-041")
    return claim
