"""The common ESF+ indicators of an operation."""

from datetime import date
from uuid import UUID

from clause.db.queries import indicators as queries
from clause.domain.actors import Scope
from clause.domain.errors import NotFound, WrongState
from clause.domain.indicators import OperationIndicators, figures
from clause.services.unit_of_work import UnitOfWork, reading


@reading(Scope.CLAIMS_READ)
async def load_indicators(uow: UnitOfWork, operation_id: UUID, on: date | None) -> OperationIndicators:
    """The indicators of an operation on a day (today).

    NotFound IND-030, WrongState IND-031 for an operation without participants and without structures.
    """
    inputs = await queries.load_indicator_inputs(operation_id, on or uow.today)
    if inputs is None:
        raise NotFound("IND-030")
    found = figures(inputs)
    if found is None:
        raise WrongState("IND-031")
    return found
