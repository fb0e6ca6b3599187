"""Ledger entries as people read them: with the person, the lot and the company."""

from dataclasses import dataclass
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.ledger import Allocation, EntryKind, LedgerEntry
from clause.rules.calendar import Month
from clause.rules.quantities import Hours


class EntryNames(BaseModel):
    """Who and what an entry is about."""

    model_config = ConfigDict(frozen=True)

    entry_id: UUID
    statement_id: UUID
    participant_id: UUID
    first_name: str
    last_name: str
    company_name: str
    lot_label: str
    contract_reference: str
    is_reversed: bool

    @property
    def person(self) -> str:
        """The person's name, last name first."""
        return f"{self.last_name} {self.first_name}"

    @property
    def lot(self) -> str:
        """The lot with its contract."""
        return f"{self.contract_reference} – {self.lot_label}"


class EntryFilters(BaseModel):
    """Which entries to list; None asks nothing. ``text`` is part of a person's or a company's name."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    lot_id: UUID | None = None
    hire_id: UUID | None = None
    month: Month | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class NamedEntry:
    """An entry with its names."""

    entry: LedgerEntry
    names: EntryNames

    @property
    def stands(self) -> bool:
        """Whether it is a booking that nothing undoes."""
        return self.entry.kind is EntryKind.BOOKING and not self.names.is_reversed


@dataclass(frozen=True, slots=True)
class LotStanding:
    """A lot by name, with the hours of an entry that stand on it."""

    lot_id: UUID
    name: str
    hours: Hours


@dataclass(frozen=True, slots=True)
class EntryFile:
    """An entry with all that it corrects and that corrects it, and where its hours stand and may go."""

    shown: NamedEntry
    history: tuple[NamedEntry, ...]
    allocations: tuple[Allocation, ...]
    standing: tuple[LotStanding, ...]
    lots: dict[UUID, str]
    """Names of the lots among which its hours may move, its own included."""
