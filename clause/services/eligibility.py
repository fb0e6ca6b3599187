"""Decisions on the eligibility of people, taken and read by the facilitator organisation alone."""

from datetime import date
from uuid import UUID

from clause.db.queries import accounts as account_queries
from clause.db.queries import eligibility as queries
from clause.db.queries import participants as participant_queries
from clause.db.queries import proof_documents as proof_queries
from clause.domain import eligibility as domain
from clause.domain.accounts import Organisation
from clause.domain.actors import OrgKind, Scope
from clause.domain.eligibility import (
    ELIGIBILITY_MOVES,
    Eligibility,
    EligibilityState,
    EligibilityTerms,
    Opinion,
    Proof,
    WaitingEligibility,
)
from clause.domain.errors import Forbidden, NotFound, WrongState
from clause.domain.jobs import Job, StepOutcome
from clause.domain.participants import Participant
from clause.rules.eligibility import ground
from clause.rules.proof_retention import keep_until
from clause.services.unit_of_work import UnitOfWork, job_step, reading, writing

EXPIRED_A_STEP = 200
"""Grounds that one committed step of the daily job looks at."""


def _require_facilitator_org(uow: UnitOfWork) -> None:
    if uow.actor.org_kind is not OrgKind.FACILITATOR_ORG:
        raise Forbidden("ELG-007")


async def _require_participant(participant_id: UUID) -> Participant:
    participant = await participant_queries.find_participant(participant_id)
    if participant is None:
        raise NotFound("ELG-006")
    return participant


@writing(Scope.CONTRACTS_WRITE)
async def submit_eligibility(uow: UnitOfWork, participant_id: UUID, terms: EligibilityTerms) -> Eligibility:
    """Put a ground forward for a person; INCOMPLETE until its proof is there. NotFound ELG-006, Refused ELG-003."""
    participant = await _require_participant(participant_id)
    structure = await _structure(terms.structure_id)
    domain.check_terms(terms, uow.today, structure_is_known=structure is not None)
    complete = domain.with_opinion_as_proof(terms)
    proof, opinion = complete.proof, complete.opinion
    eligibility = Eligibility(
        id=uow.new_id(),
        facilitator_org_id=participant.facilitator_org_id,
        participant_id=participant_id,
        ground=terms.ground,
        is_principal=terms.is_principal,
        proof_kind=proof.kind if proof else None,
        proof_issued_on=proof.issued_on if proof else None,
        proof_valid_until=proof.valid_until if proof else None,
        proof_fresh_until=domain.fresh_until(terms.ground, proof),
        assessed_on=terms.assessed_on,
        state=EligibilityState.SUBMITTED if proof else EligibilityState.INCOMPLETE,
        decided_by=None,
        decided_at=None,
        decision_reason=None,
        structure_id=terms.structure_id,
        structure_kind=structure.structure_kind if structure else None,
        birth_date=participant.birth_date,
        opinion_text=opinion.text if opinion else None,
        opinion_author=opinion.author if opinion else None,
        opinion_on=opinion.written_on if opinion else None,
        created_at=uow.now,
        version=1,
    )
    await queries.insert_eligibility(eligibility)
    # The ground says something of the person's health or past: it stays out of the journal.
    uow.record("eligibility.submitted", "eligibility", eligibility.id, participant=participant_id)
    return eligibility


async def _structure(structure_id: UUID | None) -> Organisation | None:
    if structure_id is None:
        return None
    return await account_queries.find_organisation_by_id(structure_id, OrgKind.COMPANY)


@reading(Scope.CONTRACTS_READ)
async def list_eligibilities(
    uow: UnitOfWork, participant_id: UUID, *, after: UUID | None, limit: int
) -> list[Eligibility]:
    """A page of a person's grounds, oldest first. NotFound ELG-006."""
    _require_facilitator_org(uow)
    await _require_participant(participant_id)
    return await queries.list_eligibilities(participant_id, after=after, limit=limit)


@reading(Scope.CONTRACTS_READ)
async def list_waiting(uow: UnitOfWork, *, text: str | None, limit: int) -> list[WaitingEligibility]:
    """The grounds that wait for a decision or for a proof, whoever the person, the longest waiting first."""
    _require_facilitator_org(uow)
    return await queries.list_waiting(text, limit)


@reading(Scope.CONTRACTS_READ)
async def load_eligibility(uow: UnitOfWork, eligibility_id: UUID) -> Eligibility:
    """One ground. NotFound ELG-001."""
    _require_facilitator_org(uow)
    return await _require_eligibility(eligibility_id)


async def _require_eligibility(eligibility_id: UUID, *, locked: bool = False) -> Eligibility:
    find = queries.lock_eligibility if locked else queries.find_eligibility
    eligibility = await find(eligibility_id)
    if eligibility is None:
        raise NotFound("ELG-001")
    return eligibility


@writing(Scope.CONTRACTS_WRITE)
async def add_proof(uow: UnitOfWork, eligibility_id: UUID, proof: Proof, assessed_on: date | None) -> Eligibility:
    """Note the proof that was missing, or a fresher one, looked at today or on the day given.

    NotFound ELG-001, WrongState ELG-002 once decided, Refused ELG-003.
    """
    before = await _require_eligibility(eligibility_id, locked=True)
    state = ELIGIBILITY_MOVES.after(before.state, "add_proof")
    on = assessed_on or uow.today
    domain.check_terms(
        EligibilityTerms(ground=before.ground, proof=proof, is_principal=before.is_principal, assessed_on=on), uow.today
    )
    await queries.set_proof(eligibility_id, proof, domain.fresh_until(before.ground, proof), on, state)
    uow.record("eligibility.proof_added", "eligibility", eligibility_id, participant=before.participant_id)
    return await _require_eligibility(eligibility_id)


@writing(Scope.CONTRACTS_WRITE)
async def accept_eligibility(
    uow: UnitOfWork, eligibility_id: UUID, reason: str | None, opinion: Opinion | None = None
) -> Eligibility:
    """Accept a ground; a principal one takes that mark from the person's other grounds.

    NotFound ELG-001, WrongState ELG-002, Refused ELG-003 for an opinion that cannot be, Refused ELG-004 when the
    proof, the age or the structure does not stand on the day of the assessment, or for a reasoned opinion without its
    text, author and day.
    """
    before = await _lock_with_person(eligibility_id)
    state = ELIGIBILITY_MOVES.after(before.state, "accept")
    if opinion is not None:
        terms = before.terms.model_copy(update={"opinion": opinion, "structure_id": None})
        domain.check_terms(terms, uow.today)
        await queries.set_opinion(eligibility_id, opinion)
        before = await _require_eligibility(eligibility_id)
    domain.check_acceptable(before)
    if before.is_principal:
        await queries.clear_principal(before.participant_id, eligibility_id)
    return await _decide(uow, before, state, reason)


@writing(Scope.CONTRACTS_WRITE)
async def refuse_eligibility(uow: UnitOfWork, eligibility_id: UUID, reason: str) -> Eligibility:
    """Refuse a ground, saying why. NotFound ELG-001, WrongState ELG-002."""
    before = await _lock_with_person(eligibility_id)
    return await _decide(uow, before, ELIGIBILITY_MOVES.after(before.state, "refuse"), reason)


@writing(Scope.CONTRACTS_WRITE)
async def reopen_eligibility(uow: UnitOfWork, eligibility_id: UUID) -> Eligibility:
    """Take a decision back: the ground waits again, for a decision or for its proof.

    NotFound ELG-001, WrongState ELG-002 before a decision or once expired, ELG-005 when a hire rests upon it.
    """
    before = await _lock_with_person(eligibility_id)
    state = ELIGIBILITY_MOVES.after(before.state, "reopen")
    if await queries.is_used(eligibility_id):
        raise WrongState("ELG-005")
    waits_for = state if before.proof else EligibilityState.INCOMPLETE
    await queries.set_decision(eligibility_id, waits_for, None, None, None)
    await proof_queries.set_keep_until(eligibility_id, keep_until(ground(before.ground), uow.today, is_decided=False))
    uow.record("eligibility.reopened", "eligibility", eligibility_id, participant=before.participant_id)
    return await _require_eligibility(eligibility_id)


async def _lock_with_person(eligibility_id: UUID) -> Eligibility:
    found = await _require_eligibility(eligibility_id)
    # The person first: two decisions on two grounds of one person would otherwise wait for each other.
    await participant_queries.lock_participant(found.participant_id)
    return await _require_eligibility(eligibility_id, locked=True)


async def _decide(uow: UnitOfWork, before: Eligibility, state: EligibilityState, reason: str | None) -> Eligibility:
    await queries.set_decision(before.id, state, uow.actor.id, uow.now, reason)
    kept = keep_until(ground(before.ground), uow.today, is_decided=True)
    await proof_queries.set_keep_until(before.id, kept)
    # The reason may speak of the person: it is kept with the decision, not in the journal.
    uow.record(f"eligibility.{state.lower()}", "eligibility", before.id, participant=before.participant_id)
    return await _require_eligibility(before.id)


@job_step
async def expire_eligibilities(uow: UnitOfWork, job: Job) -> StepOutcome:
    """Mark as expired the accepted grounds that serve no longer; run again the same day, it finds nothing."""
    expired = await queries.expire(uow.today, EXPIRED_A_STEP)
    for eligibility_id, participant_id, cause in expired:
        uow.record("eligibility.expired", "eligibility", eligibility_id, participant=participant_id, cause=cause)
    done = job.progress_done + len(expired)
    return StepOutcome(done=not expired, progress_done=done, progress_total=done)
