"""Bodies about ledger entries."""

from datetime import date
from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field

from clause.api.problems import findings_as_json
from clause.api.schemas.base import DayIn, FindingOut, HoursIn, HoursOut, InstantOut, MonthOut, Schema, Text
from clause.domain.allocations import Move
from clause.domain.ledger import Allocation, Correction, EntryKind, LedgerEntry, Replacement, standing_by_lot
from clause.rules.codes import HoursNature
from clause.rules.counting import NotCredited
from clause.rules.trace import Trace


class ReplacementIn(Schema):
    """What the entry should have said."""

    hours_validated: HoursIn
    first_day: DayIn | None = Field(None, description="First day worked; that of the entry when left out")
    last_day: DayIn | None = Field(None, description="Last day worked; that of the entry when left out")
    hire_id: UUID | None = Field(None, description="Another hire of the company, where the hours are that hire's")
    nature: HoursNature | None = Field(None, description="What was done; as in the entry when left out")


class ReversalIn(Schema):
    """Why an entry is undone, and what is booked in its place."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"reason": "Deux jours comptés en double", "replacement": {"hours_validated": "107.33"}},
                {
                    "reason": "Heures d'avril, déclarées en mars",
                    "replacement": {"hours_validated": "121.33", "first_day": "2026-04-01", "last_day": "2026-04-30"},
                },
            ]
        }
    )

    reason: Text
    replacement: ReplacementIn | None = Field(None, description="Left out: the hours are simply taken back")

    def new_hours(self) -> Replacement | None:
        """The replacement as the service takes it."""
        return None if self.replacement is None else Replacement.model_validate(dict(self.replacement))


class LedgerEntryOut(Schema):
    """One booked line, never changed."""

    id: UUID
    facilitator_org_id: UUID
    company_id: UUID
    lot_id: UUID
    hire_id: UUID
    statement_line_id: UUID
    kind: EntryKind
    reverses_id: UUID | None = Field(description="The booking that a reversal undoes")
    replaces_id: UUID | None = Field(description="The reversed booking in whose place this one stands")
    month: MonthOut
    first_day: date
    last_day: date
    nature: HoursNature
    hours_validated: HoursOut = Field(description="Negative in a reversal")
    hours_credited: HoursOut = Field(description="What counts towards an obligation; see the allocations for which")
    not_credited_reason: NotCredited | None
    reason: str | None
    booked_by: UUID | None
    booked_at: InstantOut
    trace: Trace = Field(description="Why the hours count or not")

    @classmethod
    def of(cls, entry: LedgerEntry) -> Self:
        """As the API shows it."""
        return cls(**dict(entry))


class CorrectionOut(Schema):
    """What a correction added to the ledger."""

    reversal: LedgerEntryOut
    replacement: LedgerEntryOut | None
    findings: list[FindingOut]

    @classmethod
    def of(cls, correction: Correction) -> Self:
        """As the API shows it."""
        return cls(
            reversal=LedgerEntryOut.of(correction.reversal),
            replacement=LedgerEntryOut.of(correction.replacement) if correction.replacement else None,
            findings=[FindingOut(**finding) for finding in findings_as_json(correction.findings)],
        )


class HistoryOut(Schema):
    """An entry with all that it corrects and that corrects it."""

    items: list[LedgerEntryOut]

    @classmethod
    def of(cls, entries: list[LedgerEntry]) -> Self:
        """As the API shows it."""
        return cls(items=[LedgerEntryOut.of(entry) for entry in entries])


class MoveIn(Schema):
    """Hours of an entry to be credited to another lot."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "lot_id": "01980000-0000-7000-8000-000000000003",
                    "hours": "35.00",
                    "reason": "Convention de globalisation 2026-03",
                }
            ]
        }
    )

    lot_id: UUID = Field(description="The lot to be credited")
    hours: HoursIn
    from_lot_id: UUID | None = Field(None, description="Where the hours stand; the lot of the entry when left out")
    agreement_id: UUID | None = Field(None, description="The pooling agreement; the first that allows it when left out")
    reason: Text | None = None

    def to_domain(self) -> Move:
        """As the service takes it."""
        return Move(
            hours=self.hours, to_lot_id=self.lot_id, from_lot_id=self.from_lot_id, agreement_id=self.agreement_id
        )


class AllocationOut(Schema):
    """Hours put on a lot, or taken off it."""

    id: UUID
    lot_id: UUID
    worked_on: date
    hours_credited: HoursOut = Field(description="Negative where hours were taken off the lot")
    agreement_id: UUID | None
    booked_at: InstantOut


class StandingOut(Schema):
    """What stands of an entry on a lot."""

    lot_id: UUID
    hours_credited: HoursOut


class AllocationsOut(Schema):
    """Where the hours of an entry were put, and where they stand."""

    ledger_entry_id: UUID
    items: list[AllocationOut]
    by_lot: list[StandingOut]

    @classmethod
    def of(cls, entry_id: UUID, allocations: list[Allocation]) -> Self:
        """As the API shows it."""
        return cls(
            ledger_entry_id=entry_id,
            items=[
                AllocationOut(**{name: value for name, value in item if name in AllocationOut.model_fields})
                for item in allocations
            ],
            by_lot=[
                StandingOut(lot_id=lot_id, hours_credited=hours)
                for lot_id, hours in standing_by_lot(allocations).items()
            ],
        )
