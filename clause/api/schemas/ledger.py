"""Bodies about ledger entries."""

from datetime import date
from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field

from clause.api.problems import findings_as_json
from clause.api.schemas.base import DayIn, FindingOut, HoursIn, HoursOut, InstantOut, MonthOut, Schema, Text
from clause.domain.ledger import Correction, EntryKind, LedgerEntry, Replacement
from clause.rules.codes import HoursNature
from clause.rules.counting import NotCredited
from clause.rules.trace import Trace


class ReplacementIn(Schema):
    """What the entry should have said."""

    hours_validated: HoursIn
    first_day: DayIn | None = Field(None, description="First day worked; that of the entry when left out")
    last_day: DayIn | None = Field(None, description="Last day worked; that of the entry when left out")


class ReversalIn(Schema):
    """Why an entry is undone, and what is booked in its place."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"reason": "Deux jours comptés en double", "replacement": {"hours_validated": "107.33"}},
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
    reverses_id: UUID | None
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
