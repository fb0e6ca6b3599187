"""Who takes part in an operation: recorded and read by the beneficiary alone."""

from uuid import UUID

from clause.db.queries import operation_participants as queries
from clause.db.queries import operations as operation_queries
from clause.db.queries import participants as people_queries
from clause.domain import operation_participants as domain
from clause.domain.actors import Scope
from clause.domain.errors import NotFound, Refused, StaleVersion
from clause.domain.operation_participants import OperationParticipant, RecordTerms
from clause.domain.operations import Operation
from clause.services.unit_of_work import UnitOfWork, reading, writing


async def _require_operation(operation_id: UUID) -> Operation:
    operation = await operation_queries.find_operation(operation_id)
    if operation is None:
        raise NotFound("IND-001")
    return operation


@writing(Scope.CONTRACTS_WRITE)
async def add_participant(
    uow: UnitOfWork, operation_id: UUID, participant_id: UUID, terms: RecordTerms
) -> OperationParticipant:
    """Record that a person takes part in an operation, once per person even when they come back.

    NotFound IND-001, Refused IND-005 for an unknown person, WrongState IND-002 and IND-003 for an operation that has no
    participants, DBC-560 for a person who is recorded already, Refused IND-004 with what is wrong.
    """
    operation = await _require_operation(operation_id)
    if await people_queries.find_participant(participant_id) is None:
        raise Refused("IND-005")
    domain.check_takes_participants(operation)
    domain.check_record(terms, operation, uow.today)
    record = OperationParticipant(
        **dict(terms),
        id=uow.new_id(),
        facilitator_org_id=uow.org_id,
        operation_id=operation_id,
        participant_id=participant_id,
        created_at=uow.now,
        version=1,
    )
    await queries.insert_record(record)
    uow.record("operation_participant.added", "operation", operation_id, record=record.id)
    return record


@writing(Scope.CONTRACTS_WRITE)
async def change_participant(
    uow: UnitOfWork, operation_id: UUID, record_id: UUID, terms: RecordTerms, version: int
) -> OperationParticipant:
    """Replace what is known of a person's part: an answer, the exit, the follow-up, a return.

    NotFound IND-006, StaleVersion IND-007, and what adding refuses.
    """
    operation = await operation_queries.find_operation(operation_id)
    before = await queries.find_record(operation_id, record_id, locked=True)
    if operation is None or before is None:
        raise _no_record()
    if before.version != version:
        raise StaleVersion("IND-007")
    domain.check_record(terms, operation, uow.today)
    changed = sorted(name for name, value in terms if value != getattr(before, name))
    if not changed:
        return before
    after = before.model_copy(update={**dict(terms), "version": version + 1})
    await queries.update_record(after)
    # Which parts changed, never what they say: answers are theirs.
    uow.record("operation_participant.changed", "operation", operation_id, record=record_id, fields=" ".join(changed))
    return after


def _no_record() -> NotFound:
    return NotFound("IND-006")


@reading(Scope.CLAIMS_READ)
async def load_participant(uow: UnitOfWork, operation_id: UUID, record_id: UUID) -> OperationParticipant:
    """One record. NotFound IND-006."""
    record = await queries.find_record(operation_id, record_id)
    if record is None:
        raise _no_record()
    return record


@reading(Scope.CLAIMS_READ)
async def list_participants(
    uow: UnitOfWork, operation_id: UUID, *, after: UUID | None, limit: int
) -> list[OperationParticipant]:
    """A page of the records of an operation, oldest first. NotFound IND-001."""
    await _require_operation(operation_id)
    return await queries.list_records(operation_id, after=after, limit=limit)
