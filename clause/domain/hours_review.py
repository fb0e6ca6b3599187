"""A statement as whoever declares or decides looks at it: each line, its person, what would count, what is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.findings import Finding
from clause.domain.hours import HireWindow, HoursStatement, StatementLine, blocking
from clause.domain.ledger import EntryKind, LedgerEntry
from clause.rules.counting import NotCredited
from clause.rules.quantities import Hours


class LineNames(BaseModel):
    """Whose hours a line is of, and for which lot."""

    model_config = ConfigDict(frozen=True)

    line_id: UUID
    participant_id: UUID
    hire_id: UUID
    first_name: str
    last_name: str
    lot_id: UUID
    lot_label: str
    contract_reference: str

    @property
    def person(self) -> str:
        """The person's name, last name first."""
        return f"{self.last_name} {self.first_name}"


@dataclass(frozen=True, slots=True)
class ReviewedLine:
    """A line, what is said of it, and what of its hours counts or would count."""

    line: StatementLine
    names: LineNames | None
    window: HireWindow | None
    hours_counted: Hours | None
    """None where nobody can say."""
    not_counted: NotCredited | None
    findings: tuple[Finding, ...]
    entry_id: UUID | None
    """The booking that the line became."""


@dataclass(frozen=True, slots=True)
class StatementReview:
    """A statement with its lines, and what is said of it as a whole."""

    statement: HoursStatement
    lines: tuple[ReviewedLine, ...]
    findings: tuple[Finding, ...]

    @property
    def hours_declared(self) -> Hours:
        """All hours declared."""
        return sum((one.line.hours_declared for one in self.lines), Decimal(0))

    @property
    def hours_counted(self) -> Hours:
        """All hours that count or would count."""
        return sum((one.hours_counted or Decimal(0) for one in self.lines), Decimal(0))

    @property
    def people(self) -> int:
        """How many people it names."""
        return len({one.names.participant_id for one in self.lines if one.names})

    @property
    def is_blocked(self) -> bool:
        """Whether something keeps it from being handed over or accepted."""
        told = [*self.findings, *(finding for one in self.lines for finding in one.findings)]
        return bool(blocking(told))


def review(
    statement: HoursStatement,
    names: Sequence[LineNames],
    windows: Mapping[UUID, HireWindow],
    findings: Sequence[Finding],
    entries: Sequence[LedgerEntry],
) -> StatementReview:
    """The statement as it is looked at; ``entries`` are those that it became, ``findings`` those of today."""
    by_line = {one.line_id: one for one in names}
    booked = {one.statement_line_id: one for one in entries if one.kind is EntryKind.BOOKING and not one.replaces_id}
    lines = tuple(
        _line(line, by_line.get(line.id), windows.get(line.hire_id), findings, index, booked.get(line.id))
        for index, line in enumerate(statement.lines)
    )
    general = tuple(finding for finding in findings if not finding.field.startswith("lines["))
    return StatementReview(statement, lines, general)


def _line(
    line: StatementLine,
    names: LineNames | None,
    window: HireWindow | None,
    findings: Sequence[Finding],
    index: int,
    entry: LedgerEntry | None,
) -> ReviewedLine:
    told = tuple(one for one in findings if one.field.startswith(f"lines[{index}]."))
    if entry is not None:
        counted, reason = entry.hours_credited, entry.not_credited_reason
        return ReviewedLine(line, names, window, counted, reason, told, entry.id)
    decision = window.credit(line.hours_declared, line.worked, line.nature) if window else None
    if decision is None:
        return ReviewedLine(line, names, window, None, None, told, None)
    return ReviewedLine(line, names, window, decision.hours_credited, decision.reason, told, None)
