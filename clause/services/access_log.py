"""The access log: every reading by an intermediate body and every export leaves a line, and nothing else."""

from uuid import UUID

from clause.db.queries import access_log as queries
from clause.db.queries import accounts as account_queries
from clause.domain.access_log import AccessLine, NamedReading, Reading
from clause.domain.actors import OrgKind, Scope
from clause.services.unit_of_work import UnitOfWork, reading, writing


@writing()
async def note_reading(uow: UnitOfWork, seen: Reading) -> None:
    """Note an answer before it leaves, in a transaction of its own: the reading itself changes nothing."""
    is_its_own = uow.actor.org_kind is OrgKind.FACILITATOR_ORG and seen.subject_id is None
    line = AccessLine(
        **dict(seen),
        id=uow.new_id(),
        org_id=uow.org_id,
        facilitator_org_id=uow.org_id if is_its_own else None,
        actor_kind=uow.actor.kind.value,
        actor_id=uow.actor.id,
        at=uow.now,
    )
    uow.closing.append(queries.noting(line))


@reading(Scope.OI_READ, Scope.CLAIMS_READ)
async def list_readings(uow: UnitOfWork, *, after: UUID | None, limit: int) -> list[AccessLine]:
    """A page of what the caller's organisation read and of what was read of its data, oldest first."""
    return await queries.list_lines(after=after, limit=limit)


@reading(Scope.OI_READ, Scope.CLAIMS_READ)
async def list_latest_readings(uow: UnitOfWork, *, limit: int) -> list[NamedReading]:
    """The same, the newest first, each with the name of the organisation that read."""
    lines = await queries.list_latest(limit=limit)
    names = await account_queries.summarise(list({line.org_id for line in lines}))
    return [NamedReading(**dict(line), organisation=names[line.org_id].name) for line in lines]
