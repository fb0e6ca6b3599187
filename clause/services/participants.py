"""People followed by a facilitator organisation, and the decisions on their eligibility; nobody else reads them."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from clause.db.queries import hires as hire_queries
from clause.db.queries import participants as queries
from clause.domain import participants as domain
from clause.domain.actors import OrgKind, Scope
from clause.domain.errors import Forbidden, NotFound, Refused, StaleVersion
from clause.domain.findings import Finding
from clause.domain.participants import (
    ELIGIBILITY_MOVES,
    Eligibility,
    EligibilityState,
    EligibilityTerms,
    Participant,
    ParticipantFacts,
    Proof,
)
from clause.services.unit_of_work import UnitOfWork, reading, writing


@dataclass(frozen=True)
class ParticipantKept:
    """A participant just added or corrected, and what deserves a look."""

    participant: Participant
    findings: tuple[Finding, ...]


@writing(Scope.CONTRACTS_WRITE)
async def add_participant(uow: UnitOfWork, facts: ParticipantFacts, *, confirm_duplicate: bool) -> ParticipantKept:
    """Add a person. Refused PAR-010 for an impossible age, PAR-002 for a probable duplicate not confirmed."""
    domain.check_facts(facts, uow.today)
    findings = await _check_namesakes(facts, None, confirm_duplicate)
    participant = Participant(
        **dict(facts), id=uow.new_id(), facilitator_org_id=uow.org_id, created_at=uow.now, version=1
    )
    await queries.insert_participant(participant)
    uow.record("participant.added", "participant", participant.id)
    return ParticipantKept(participant, findings)


async def _check_namesakes(
    facts: ParticipantFacts, own_id: UUID | None, confirm_duplicate: bool
) -> tuple[Finding, ...]:
    born_that_day = await queries.list_born_on(facts.birth_date)
    findings = domain.namesakes(facts, (other for other in born_that_day if other.id != own_id))
    if findings and not confirm_duplicate:
        raise Refused("PAR-002", findings=findings)
    return findings


@reading(Scope.CONTRACTS_READ)
async def list_participants(uow: UnitOfWork, *, name: str | None, after: UUID | None, limit: int) -> list[Participant]:
    """A page of the organisation's people."""
    _require_facilitator_org(uow)
    return await queries.list_participants(name=name, after=after, limit=limit)


@reading(Scope.CONTRACTS_READ)
async def load_participant(uow: UnitOfWork, participant_id: UUID) -> Participant:
    """One person. NotFound PAR-003."""
    _require_facilitator_org(uow)
    return await _require_participant(participant_id)


def _require_facilitator_org(uow: UnitOfWork) -> None:
    # Row-level security lets a company read the people it hires, for their names; the record itself is not for it.
    if uow.actor.org_kind is not OrgKind.FACILITATOR_ORG:
        raise Forbidden("PAR-001")


async def _require_participant(participant_id: UUID, *, locked: bool = False) -> Participant:
    find = queries.lock_participant if locked else queries.find_participant
    participant = await find(participant_id)
    if participant is None:
        raise NotFound("PAR-003")
    return participant


@writing(Scope.CONTRACTS_WRITE)
async def correct_participant(
    uow: UnitOfWork, participant_id: UUID, changes: dict[str, Any], version: int, *, confirm_duplicate: bool
) -> ParticipantKept:
    """Replace some facts of a person. NotFound PAR-003, StaleVersion PAR-004, and what adding refuses."""
    before = await _require_participant(participant_id, locked=True)
    if before.version != version:
        raise StaleVersion("PAR-004")
    facts = before.corrected(changes)
    domain.check_facts(facts, uow.today)
    findings = await _check_namesakes(facts, participant_id, confirm_duplicate)
    changed = sorted(name for name, value in facts if value != getattr(before, name))
    if not changed:
        return ParticipantKept(before, findings)
    after = before.model_copy(update={**dict(facts), "version": version + 1})
    await queries.update_participant(after)
    if {"first_name", "last_name"} & set(changed):
        await hire_queries.touch_hires_of_participant(participant_id)
    uow.record("participant.corrected", "participant", participant_id, fields=" ".join(changed))
    return ParticipantKept(after, findings)


@writing(Scope.CONTRACTS_WRITE)
async def submit_eligibility(uow: UnitOfWork, participant_id: UUID, terms: EligibilityTerms) -> Eligibility:
    """Put a ground forward for a person; INCOMPLETE until its proof is there. NotFound PAR-003, Refused ELG-003."""
    participant = await _require_participant(participant_id)
    domain.check_terms(terms, uow.today)
    eligibility = Eligibility(
        id=uow.new_id(),
        facilitator_org_id=participant.facilitator_org_id,
        participant_id=participant_id,
        ground=terms.ground,
        is_principal=terms.is_principal,
        proof_kind=terms.proof.kind if terms.proof else None,
        proof_issued_on=terms.proof.issued_on if terms.proof else None,
        assessed_on=terms.assessed_on,
        state=EligibilityState.SUBMITTED if terms.proof else EligibilityState.INCOMPLETE,
        decided_by=None,
        decided_at=None,
        decision_reason=None,
        created_at=uow.now,
        version=1,
    )
    await queries.insert_eligibility(eligibility)
    # The ground says something of the person's health or past: it stays out of the journal.
    uow.record("eligibility.submitted", "eligibility", eligibility.id, participant=participant_id)
    return eligibility


@reading(Scope.CONTRACTS_READ)
async def list_eligibilities(
    uow: UnitOfWork, participant_id: UUID, *, after: UUID | None, limit: int
) -> list[Eligibility]:
    """A page of a person's grounds, oldest first. NotFound PAR-003."""
    _require_facilitator_org(uow)
    await _require_participant(participant_id)
    return await queries.list_eligibilities(participant_id, after=after, limit=limit)


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
    await queries.set_proof(eligibility_id, proof, on, state)
    uow.record("eligibility.proof_added", "eligibility", eligibility_id, participant=before.participant_id)
    return await _require_eligibility(eligibility_id)


@writing(Scope.CONTRACTS_WRITE)
async def accept_eligibility(uow: UnitOfWork, eligibility_id: UUID, reason: str | None) -> Eligibility:
    """Accept a ground; a principal one takes that mark from the person's other grounds.

    NotFound ELG-001, WrongState ELG-002, Refused ELG-004 when the proof does not stand on the day of the assessment, or
    for a reasoned opinion without its text in ``reason``.
    """
    return await _decide(uow, eligibility_id, "accept", reason)


@writing(Scope.CONTRACTS_WRITE)
async def refuse_eligibility(uow: UnitOfWork, eligibility_id: UUID, reason: str) -> Eligibility:
    """Refuse a ground, saying why. NotFound ELG-001, WrongState ELG-002."""
    return await _decide(uow, eligibility_id, "refuse", reason)


async def _decide(uow: UnitOfWork, eligibility_id: UUID, action: str, reason: str | None) -> Eligibility:
    found = await _require_eligibility(eligibility_id)
    # The person first: two decisions on two grounds of one person would otherwise wait for each other.
    await _require_participant(found.participant_id, locked=True)
    before = await _require_eligibility(eligibility_id, locked=True)
    state = ELIGIBILITY_MOVES.after(before.state, action)
    if state is EligibilityState.ACCEPTED:
        domain.check_acceptable(before, reason)
        if before.is_principal:
            await queries.clear_principal(before.participant_id, eligibility_id)
    await queries.set_decision(eligibility_id, state, uow.actor.id, uow.now, reason)
    # The reason may speak of the person: it is kept with the decision, not in the journal.
    uow.record(f"eligibility.{state.lower()}", "eligibility", eligibility_id, participant=before.participant_id)
    return await _require_eligibility(eligibility_id)
