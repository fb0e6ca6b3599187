"""What the indicators of an operation are made from, gathered as it is known now."""

from datetime import date
from uuid import UUID

from clause.db import sql
from clause.db.queries import operation_entities as entity_queries
from clause.db.queries import operation_participants as participant_queries
from clause.db.queries import operations as operation_queries
from clause.domain.indicators import IndicatorInputs, RecordedPerson, inputs_of


async def load_indicator_inputs(operation_id: UUID, on: date) -> IndicatorInputs | None:
    """Everything that an operation's indicators on a day are made from; None when the caller sees no such operation."""
    operation = await operation_queries.find_operation(operation_id)
    if operation is None:
        return None
    entities = await entity_queries.list_entities(operation_id, after=None, limit=None)
    return inputs_of(operation, on, await _list_people(operation_id), entities)


async def _list_people(operation_id: UUID) -> list[RecordedPerson]:
    rows = await sql.fetch(
        "SELECT r.*, p.sex, p.birth_date FROM operation_participant r JOIN participant p ON p.id = r.participant_id"
        " WHERE r.operation_id = $1 ORDER BY r.id",
        operation_id,
    )
    return [
        RecordedPerson(sex=row.pop("sex"), birth_date=row.pop("birth_date"), record=participant_queries.record_of(row))
        for row in rows
    ]
