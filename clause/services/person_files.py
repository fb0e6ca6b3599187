"""The file of a person as a whole: shown and handed over to who asks what is held, and purged for good."""

from datetime import UTC, datetime, time
from uuid import UUID

from clause.db.queries import participants as participant_queries
from clause.db.queries import person_files as queries
from clause.domain import person_files as domain
from clause.domain.actors import OrgKind, Scope
from clause.domain.errors import Forbidden, NotFound
from clause.domain.participants import Participant
from clause.domain.person_files import FileView, PurgeCause, Purged
from clause.rules.person_files import file_keep_until, readings_kept_from
from clause.services.unit_of_work import UnitOfWork, reading, writing


@reading(Scope.CONTRACTS_READ)
async def load_file(uow: UnitOfWork, participant_id: UUID) -> FileView:
    """All that is told of a person, and what a purge would meet. Forbidden PUR-010, NotFound PUR-011."""
    return await _view(uow, participant_id)


@writing(Scope.CONTRACTS_WRITE)
async def export_file(uow: UnitOfWork, participant_id: UUID) -> FileView:
    """The same, handed over: that it was is noted in the journal."""
    view = await _view(uow, participant_id)
    uow.record("participant.exported", "participant", participant_id)
    return view


async def _view(uow: UnitOfWork, participant_id: UUID) -> FileView:
    person = await _require(uow, participant_id, locked=False)
    standing = await queries.load_standing(participant_id, uow.today)
    return FileView(
        person=person,
        standing=standing,
        keep_until=file_keep_until(standing.last_event_on),
        hindrances=domain.hindrances(person, standing),
        rows=await queries.list_rows(participant_id),
    )


async def _require(uow: UnitOfWork, participant_id: UUID, *, locked: bool) -> Participant:
    if uow.actor.org_kind is not OrgKind.FACILITATOR_ORG:
        raise Forbidden("PUR-010")
    find = participant_queries.lock_participant if locked else participant_queries.find_participant
    person = await find(participant_id)
    if person is None:
        raise NotFound("PUR-011")
    return person


@writing(Scope.CONTRACTS_WRITE)
async def purge_file(uow: UnitOfWork, participant_id: UUID, cause: PurgeCause, last_name: str) -> Purged:
    """Empty a file of all that tells who the person is, for good; hours, sums and certificates stay as they are.

    ``last_name`` is typed by who decides. Forbidden PUR-010, NotFound PUR-011, WrongState PUR-005, Refused PUR-006.
    """
    person = await _require(uow, participant_id, locked=True)
    standing = await queries.load_standing(participant_id, uow.today)
    domain.check_purge(person, standing, last_name)
    lines = await queries.erase_reasons(participant_id)
    birth_date = domain.blurred_birth_date(person.birth_date, standing.ages_on)
    rows = await queries.purge(participant_id, uow.now, birth_date)
    numbers = " ".join(str(line) for line in lines) or None
    uow.record("participant.purged", "participant", participant_id, cause=cause, rows=rows, journal_lines=numbers)
    return Purged(participant_id=participant_id, rows=rows, journal_lines=lines)


@writing()
async def forget_old_readings(uow: UnitOfWork) -> int:
    """Forget who read what once it was kept long enough; the result is how many lines. For the service itself alone."""
    return await queries.forget_readings(datetime.combine(readings_kept_from(uow.today), time(), UTC))
