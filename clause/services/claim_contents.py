"""What a claim tells beside its figures: narrative, waivers, filing on the national portal; and a claim done again."""

from datetime import date
from uuid import UUID

from clause.db.queries import claim_events as event_queries
from clause.db.queries import claim_inputs as input_queries
from clause.db.queries import claims as queries
from clause.db.queries.claim_moves import lock_with_operation
from clause.domain.actors import Scope
from clause.domain.checks.claims import waivable
from clause.domain.claim_events import Move
from clause.domain.claim_narrative import ClaimNarrative, FiledAs, Waiver
from clause.domain.claims import MOVES, Claim, ClaimState, new_draft
from clause.domain.errors import NotFound, Refused, StaleVersion, WrongState
from clause.domain.jobs import JobKind
from clause.services.unit_of_work import UnitOfWork, writing


async def _locked(claim_id: UUID, action: str) -> tuple[Claim, ClaimState]:
    """A claim of the caller, locked, and its state after the action. NotFound CLM-016, WrongState CLM-002."""
    claim = await queries.lock_claim(claim_id)
    if claim is None:
        raise NotFound("CLM-016")
    return claim, MOVES.after(claim.state, action)


async def _saved(uow: UnitOfWork, claim: Claim) -> Claim:
    await queries.save_contents(claim, uow.now)
    return claim.model_copy(update={"updated_at": uow.now, "version": claim.version + 1})


@writing(Scope.CLAIMS_WRITE)
async def tell(uow: UnitOfWork, claim_id: UUID, told: dict[str, object], version: int) -> Claim:
    """The claim with these parts of its narrative; the others stay. Until the signature.

    StaleVersion CLM-017 when the claim changed since it was read.
    """
    claim, _ = await _locked(claim_id, "narrate")
    if claim.version != version:
        raise StaleVersion("CLM-017")
    before = claim.narrative or ClaimNarrative()
    narrative = ClaimNarrative.model_validate({**dict(before), **told})
    uow.record("claim.told", "claim", claim.id, parts=", ".join(sorted(told)))
    return await _saved(uow, claim.model_copy(update={"narrative": narrative}))


@writing(Scope.CLAIMS_SIGN)
async def waive(uow: UnitOfWork, claim_id: UUID, code: str, field: str, reason: str) -> Claim:
    """Let a blocking finding pass, by who may bind the organisation; the claim is then computed again.

    Refused CLM-018 for a finding that the claim does not have or that must not be waived: money rules never are.
    """
    claim, state = await _locked(claim_id, "waive")
    inputs = await input_queries.load_inputs(claim)
    if not any(finding.code == code and finding.field == field for finding in waivable(inputs, uow.today)):
        raise Refused("CLM-018", finding=code, field=field)
    waiver = Waiver(code=code, field=field, reason=reason, waived_by=uow.actor.id, waived_at=uow.now)
    kept = tuple(one for one in claim.waivers if (one.code, one.field) != (code, field))
    saved = await _saved(uow, claim.model_copy(update={"waivers": (*kept, waiver)}))
    job_id = await uow.add_job(JobKind.COMPUTE_CLAIM, claim_id=claim.id)
    await queries.save_draft(claim.id, state, job_id, claim.findings, uow.now)
    move = Move(action="waive", from_state=claim.state, to_state=state, reason=reason)
    await event_queries.insert_event(uow, claim, move)
    uow.record("claim.finding_waived", "claim", claim.id, reason=reason, code=code, field=field)
    return saved.model_copy(update={"job_id": job_id, "version": saved.version + 1})


@writing(Scope.CLAIMS_WRITE)
async def record_filing(uow: UnitOfWork, claim_id: UUID, filed_as: FiledAs) -> Claim:
    """The number and the receipt of the filing on the national portal; told again, the latest holds (C4).

    Refused CLM-019 for a day to come or before the signature.
    """
    claim, _ = await _locked(claim_id, "file")
    signed_on = claim.signed_at.date() if claim.signed_at else date.min
    if not signed_on <= filed_as.filed_on <= uow.today:
        raise Refused("CLM-019", filed_on=filed_as.filed_on)
    uow.record("claim.filed", "claim", claim.id, number=filed_as.number, filed_on=filed_as.filed_on)
    return await _saved(uow, claim.model_copy(update={"filed_as": filed_as}))


@writing(Scope.CLAIMS_WRITE)
async def redo_claim(uow: UnitOfWork, claim_id: UUID) -> Claim:
    """A new draft with the terms and the narrative of a claim that was sent back as inadmissible (C5).

    WrongState CLM-020 while another claim of the operation is open, or once one took its place.
    """
    await lock_with_operation(claim_id)
    claim, _ = await _locked(claim_id, "redo")
    others = await queries.list_claims_of(claim.operation_id)
    for other in others:
        overlaps = other.first_month <= claim.last_month and claim.first_month <= other.last_month
        if other.id != claim.id and (other.state.is_open or (other.state.stands and overlaps)):
            raise WrongState("CLM-020", number=other.number)
    draft_id = uow.new_id()
    draft = new_draft(
        claim,
        claim_id=draft_id,
        facilitator_org_id=claim.facilitator_org_id,
        intermediate_body_id=claim.intermediate_body_id,
        operation_id=claim.operation_id,
        number=max(other.number for other in others) + 1,
        job_id=await uow.add_job(JobKind.COMPUTE_CLAIM, claim_id=draft_id),
        prepared_by=uow.actor.id,
        now=uow.now,
    ).model_copy(update={"replaces_id": claim.id, "narrative": claim.narrative})
    await queries.insert_claim(draft)
    await event_queries.insert_event(uow, draft, Move(action="start", from_state=None, to_state=draft.state))
    uow.record("claim.redone", "claim", draft.id, number=draft.number, replaces=claim.number)
    return draft
