"""The ledger as people read it: entries with names, and one entry with all that belongs to it."""

from collections.abc import Sequence
from uuid import UUID

from clause.db.queries import ledger as queries
from clause.db.queries import ledger_names as name_queries
from clause.db.queries import pooling as pooling_queries
from clause.domain.actors import Scope
from clause.domain.errors import NotFound
from clause.domain.ledger import LedgerEntry, standing_by_lot
from clause.domain.ledger_names import EntryFile, LotStanding, NamedEntry
from clause.rules.calendar import Month
from clause.services.unit_of_work import UnitOfWork, reading

MOST_AGREEMENTS = 100


@reading(Scope.HOURS_VALIDATE, Scope.HOURS_DECLARE)
async def list_named_entries(
    uow: UnitOfWork, *, lot_id: UUID | None = None, hire_id: UUID | None = None, month: Month | None = None, limit: int
) -> list[NamedEntry]:
    """The entries of the facilitator organisation or of the company, with their names, oldest first."""
    found = await queries.list_entries(
        lot_id=lot_id, hire_id=hire_id, month=month, statement_id=None, after=None, limit=limit
    )
    return await _named(found)


async def _named(entries: Sequence[LedgerEntry]) -> list[NamedEntry]:
    names = await name_queries.list_entry_names(entry.id for entry in entries)
    return [NamedEntry(entry, names[entry.id]) for entry in entries if entry.id in names]


@reading(Scope.HOURS_VALIDATE, Scope.HOURS_DECLARE)
async def load_entry_file(uow: UnitOfWork, entry_id: UUID) -> EntryFile:
    """An entry with its history, where its hours stand, and the lots to which agreements let them go.

    NotFound LED-016.
    """
    entry = await queries.find_entry(entry_id)
    if entry is None:
        raise NotFound("LED-016")
    history = await _named(await queries.list_chain(entry.statement_line_id))
    shown = next(one for one in history if one.entry.id == entry_id)
    allocations = await queries.list_allocations(entry_id)
    agreements = await pooling_queries.list_agreements(
        company_id=None, lot_id=entry.lot_id, after=None, limit=MOST_AGREEMENTS
    )
    standing = standing_by_lot(allocations)
    covered = {lot.lot_id for agreement in agreements if not agreement.awaited_buyers for lot in agreement.lots}
    lots = await name_queries.list_lot_names({entry.lot_id, *standing, *covered})
    return EntryFile(
        shown,
        tuple(history),
        tuple(allocations),
        tuple(LotStanding(lot_id, lots.get(lot_id, shown.names.lot), hours) for lot_id, hours in standing.items()),
        lots,
    )
