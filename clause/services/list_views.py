"""How a person likes to see a list: the columns chosen, kept for that person and that list."""

from collections.abc import Sequence

from clause.db.queries import list_views as queries
from clause.domain.errors import Forbidden
from clause.services.unit_of_work import UnitOfWork, reading, writing


@reading()
async def load_columns(uow: UnitOfWork, list_name: str) -> tuple[str, ...] | None:
    """The keys of the columns that the caller chose for a list; None for who chose nothing, and for programs."""
    if uow.actor.role is None or uow.actor.id is None:
        return None
    return await queries.find_columns(uow.actor.id, list_name)


@writing()
async def choose_columns(uow: UnitOfWork, list_name: str, columns: Sequence[str]) -> tuple[str, ...] | None:
    """From now on the caller sees these columns of a list; those of the list itself again when none are given.

    The result is what was chosen before. Forbidden ACC-070 for a program.
    """
    if uow.actor.role is None or uow.actor.id is None:
        raise Forbidden("ACC-070")
    before = await queries.find_columns(uow.actor.id, list_name)
    if columns:
        await queries.save_columns(uow.new_id(), uow.actor.id, list_name, columns, uow.now)
    else:
        await queries.forget_columns(uow.actor.id, list_name)
    uow.record("list.columns_chosen", "app_user", uow.actor.id, list=list_name, columns=" ".join(columns))
    return before
