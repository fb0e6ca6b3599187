"""The ledger as people read it: entries with names, and one entry with all that belongs to it."""

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from clause.db.queries import ledger as queries
from clause.db.queries import ledger_lists as lists
from clause.db.queries import ledger_names as name_queries
from clause.db.queries import pooling as pooling_queries
from clause.db.queries.ledger_lists import DEAR_ORDERS, ORDERS_OF_ENTRIES
from clause.domain.actors import OrgKind, Scope
from clause.domain.errors import NotFound
from clause.domain.ledger import LedgerEntry, standing_by_lot
from clause.domain.ledger_names import EntryFile, EntryFilters, LotStanding, NamedEntry
from clause.domain.tables import Slice, Take, Window
from clause.services.unit_of_work import UnitOfWork, reading

__all__ = ["DEAR_ORDERS", "ORDERS_OF_ENTRIES"]
"""Keys of the columns by which entries are sorted; the dear ones only as far as rows are counted."""

MOST_AGREEMENTS = 100


def _whose(uow: UnitOfWork) -> UUID | None:
    """The organisation whose ledger it is; None for a company, which sees its own entries."""
    return uow.org_id if uow.actor.org_kind is OrgKind.FACILITATOR_ORG else None


@reading(Scope.HOURS_VALIDATE, Scope.HOURS_DECLARE)
async def browse_entries(uow: UnitOfWork, filters: EntryFilters, window: Window) -> Slice[NamedEntry]:
    """A window on the entries of the facilitator organisation or of the company, with their names."""
    found = await lists.browse_entries(filters, _whose(uow), window)
    return Slice(await _named(found.rows), found.count)


@reading(Scope.HOURS_VALIDATE, Scope.HOURS_DECLARE)
async def hand_over_entries(uow: UnitOfWork, filters: EntryFilters, order: str, take: Take[NamedEntry]) -> None:
    """Give all of the same entries to ``take``, some hundred at a time."""
    async for entries in lists.entries_in_parts(filters, _whose(uow), order):
        await take(await _named(entries))


@reading(Scope.HOURS_VALIDATE, Scope.HOURS_DECLARE)
async def copy_entries(uow: UnitOfWork, filters: EntryFilters, send: Callable[[bytes], Awaitable[None]]) -> None:
    """Give all of the same entries to ``send`` as CSV, as they come; nobody is named in it."""
    await lists.copy_entries(filters, _whose(uow), send)


@reading(Scope.HOURS_VALIDATE, Scope.HOURS_DECLARE)
async def list_entry_filters(uow: UnitOfWork, hire_id: UUID | None) -> tuple[dict[UUID, str], str | None]:
    """The lots that the caller sees entries of, by name, and who was hired for the hire asked, when entries say so."""
    lots = await name_queries.list_lot_names(await lists.list_booked_lots())
    if hire_id is None:
        return lots, None
    first = await lists.browse_entries(EntryFilters(hire_id=hire_id), _whose(uow), Window("", 0, 1))
    return lots, next((one.names.person for one in await _named(first.rows)), None)


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
