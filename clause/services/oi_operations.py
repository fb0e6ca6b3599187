"""What an intermediate body reads of the operations it co-finances, and the list that it has to publish."""

from uuid import UUID

from clause.db.queries import accounts as account_queries
from clause.db.queries import oi_operations as queries
from clause.db.queries import operations as operation_queries
from clause.documents.kohesio_csv import kohesio_csv
from clause.domain.actors import Scope
from clause.domain.documents import CSV, StoredFile
from clause.domain.double_funding import DoubleFunding, double_funding_of
from clause.domain.errors import NotFound, Refused
from clause.domain.intermediate_body import FollowedOperation, HandedOperation, OperationsAsked
from clause.domain.kohesio import PUBLISHED_STATES, row_of
from clause.domain.operations import OperationState
from clause.services.unit_of_work import UnitOfWork, reading

MOST_PUBLISHED = 100_000


@reading(Scope.OI_READ)
async def list_operations(
    uow: UnitOfWork, asked: OperationsAsked, *, after: UUID | None, limit: int
) -> list[HandedOperation]:
    """A page of the operations that the intermediate body co-finances, oldest first."""
    return await _operations(uow.org_id, asked, after=after, limit=limit)


async def _operations(org_id: UUID, asked: OperationsAsked, *, after: UUID | None, limit: int) -> list[HandedOperation]:
    changes = await queries.list_changes(org_id, asked, after=after, limit=limit)
    found = await operation_queries.list_operations_by_id(list(changes))
    by_id = {operation.id: operation for operation in found}
    return [HandedOperation(operation=by_id[one], updated_at=at) for one, at in changes.items() if one in by_id]


@reading(Scope.OI_READ)
async def load_operation(uow: UnitOfWork, operation_id: UUID) -> HandedOperation:
    """One of them. NotFound OIB-007."""
    updated_at = await queries.find_change(uow.org_id, operation_id)
    operation = await operation_queries.find_operation(operation_id)
    if updated_at is None or operation is None:
        raise NotFound("OIB-007")
    return HandedOperation(operation=operation, updated_at=updated_at)


@reading(Scope.OI_READ)
async def list_followed(uow: UnitOfWork, *, state: OperationState | None, limit: int) -> list[FollowedOperation]:
    """The operations of the intermediate body with who carries them, applications that were filed included."""
    found = await operation_queries.list_records(state=state.value if state else None, after=None, limit=limit)
    filed = [record for record in found if record.state is not OperationState.APPLICATION_DRAFT]
    names = await account_queries.summarise(list({record.facilitator_org_id for record in filed}))
    return [FollowedOperation(record=record, beneficiary=names[record.facilitator_org_id]) for record in filed]


@reading(Scope.OI_READ)
async def load_followed(uow: UnitOfWork, operation_id: UUID) -> FollowedOperation:
    """One of them. NotFound OIB-015."""
    record = await operation_queries.find_record(operation_id)
    if record is None or record.state is OperationState.APPLICATION_DRAFT:
        raise NotFound("OIB-015")
    names = await account_queries.summarise([record.facilitator_org_id])
    return FollowedOperation(record=record, beneficiary=names[record.facilitator_org_id])


@reading(Scope.OI_READ)
async def load_double_funding(uow: UnitOfWork, operation_id: UUID) -> DoubleFunding:
    """The shares of each person's month that the operation claims, over all operations of that employer in Clause.

    NotFound OIB-008.
    """
    if await queries.find_change(uow.org_id, operation_id) is None:
        raise NotFound("OIB-008")
    return double_funding_of(operation_id, await queries.list_claimed_lines(operation_id))


@reading(Scope.OI_READ)
async def export_kohesio(uow: UnitOfWork) -> StoredFile:
    """The list of operations that the intermediate body has to publish (CPR 49(3)), in the columns of Kohesio.

    Refused EXP-001 while there is no operation to publish.
    """
    found = await _operations(uow.org_id, OperationsAsked(), after=None, limit=MOST_PUBLISHED)
    published = [one for one in found if one.operation.state in PUBLISHED_STATES]
    if not published:
        raise Refused("EXP-001")
    names = {
        one.id: one
        for one in [
            await account_queries.find_organisation_by_id(org_id)
            for org_id in dict.fromkeys(handed.operation.facilitator_org_id for handed in published)
        ]
        if one is not None
    }
    rows = [row_of(one.operation, names[one.operation.facilitator_org_id], one.updated_at) for one in published]
    return StoredFile.of("operations-kohesio.csv", CSV, kohesio_csv(rows))
