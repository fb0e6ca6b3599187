"""People followed by a facilitator organisation; nobody else reads their records."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from clause.db.queries import hires as hire_queries
from clause.db.queries import participants as queries
from clause.domain import participants as domain
from clause.domain.actors import OrgKind, Scope
from clause.domain.errors import Forbidden, NotFound, Refused, StaleVersion, WrongState
from clause.domain.findings import Finding
from clause.domain.participants import Participant, ParticipantFacts
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
    """Replace some facts of a person.

    NotFound PAR-003, StaleVersion PAR-004, WrongState PAR-006 for a file that was purged, and what adding refuses.
    """
    before = await _require_participant(participant_id, locked=True)
    if before.version != version:
        raise StaleVersion("PAR-004")
    if before.purged_at is not None:
        raise WrongState("PAR-006")
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
