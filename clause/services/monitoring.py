"""What is watched of the work behind the service."""

from clause.db.queries import monitoring
from clause.domain.monitoring import WorkBehind
from clause.services.unit_of_work import UnitOfWork, reading


@reading()
async def measure_work(uow: UnitOfWork) -> WorkBehind:
    """Background work that waits, what failed of late, and the journals, over all organisations."""
    return await monitoring.measure_work(uow.now)
