"""Cells of the hours grid typed one by one: each is judged for itself, and those that stand make the draft.

The lines of a statement are merged with what was typed, cell by cell. A cell is refused when somebody else has changed
it since it was shown, or when a check refuses its line; the others are kept. What was wrong before with lines that
nobody touched does not stand in the way of typing: it is told again before the statement is handed over.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from clause.domain.checks.hours import check_statement
from clause.domain.findings import Finding, Severity
from clause.domain.hours import DeclaredLine
from clause.domain.hours_drafts import Declaration, Surroundings, under_check
from clause.domain.hours_grid import is_by_day
from clause.rules.calendar import Month
from clause.rules.codes import HoursNature
from clause.rules.quantities import Hours


@dataclass(frozen=True, slots=True)
class CellEdit:
    """What was typed in a cell of a month, or of a day; None takes the hours away."""

    hire_id: UUID
    nature: HoursNature
    month: Month
    day: date | None
    hours: Hours | None
    before: Hours | None
    """What the cell held when it was shown."""


@dataclass(frozen=True, slots=True)
class CellAnswer:
    """What became of an edit: what the cell holds now, why it was refused, what deserves a look."""

    edit: CellEdit
    hours: Hours | None
    refusal: Finding | None = None
    warnings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class _Draft:
    """The lines in the making; each remembers which edit it comes from."""

    lines: list[tuple[DeclaredLine, int | None]]
    replaced: dict[int, list[DeclaredLine]] = field(default_factory=dict)
    refusals: dict[int, Finding] = field(default_factory=dict)

    def apply(self, rank: int, edit: CellEdit) -> None:
        mine = [line for line, _ in self.lines if _is_of(edit, line)]
        self.replaced[rank] = mine
        self.lines = [(line, origin) for line, origin in self.lines if not _is_of(edit, line)]
        if edit.hours:
            self.lines.append((_line(edit, mine), rank))

    def refuse(self, rank: int, finding: Finding) -> None:
        self.refusals[rank] = finding
        self.lines = [(line, origin) for line, origin in self.lines if origin != rank]
        self.lines += [(line, None) for line in self.replaced.pop(rank, [])]


@dataclass(frozen=True, slots=True)
class Merged:
    """The lines once the edits that stand are in them, and what became of each edit."""

    lines: tuple[DeclaredLine, ...]
    answers: tuple[CellAnswer, ...]

    @property
    def has_changed(self) -> bool:
        """Whether an edit changed anything."""
        return any(answer.refusal is None and answer.edit.hours != answer.edit.before for answer in self.answers)


def merge(declaration: Declaration, edits: Sequence[CellEdit], known: Surroundings) -> Merged:
    """The lines of a declaration with these edits, each accepted or refused for itself.

    Refused by HRS-045 when the cell has changed meanwhile, HRS-047 or HRS-048 when its hours are typed in the other
    grid, and by whatever the checks of a statement say of its line.
    """
    draft = _Draft([(line, None) for line in declaration.lines])
    for rank, edit in enumerate(edits):
        mine = [line for line in declaration.lines if _is_of(edit, line)]
        problem = _changed_meanwhile(edit, mine) or _other_grid(edit, declaration, known)
        if problem:
            draft.refuse(rank, problem)
        else:
            draft.apply(rank, edit)
    warnings = _judge(draft, declaration, known)
    lines = tuple(line for line, _ in draft.lines)
    return Merged(
        lines,
        tuple(
            CellAnswer(edit, _held(edit, lines), draft.refusals.get(rank), warnings.get(rank, ()))
            for rank, edit in enumerate(edits)
        ),
    )


def _judge(draft: _Draft, declaration: Declaration, known: Surroundings) -> dict[int, tuple[Finding, ...]]:
    """Takes out the edits whose lines are refused, until none is; the warnings of those that stay."""
    while True:
        lines = tuple(line for line, _ in draft.lines)
        content = Declaration(
            company=declaration.company,
            months=declaration.months,
            lines=lines,
            facilitator_org_id=declaration.facilitator_org_id,
            evidence=declaration.evidence,
        )
        findings = check_statement(under_check(content, known))
        by_edit: dict[int, list[Finding]] = {}
        for index, (_, rank) in enumerate(draft.lines):
            if rank is not None:
                by_edit[rank] = [one for one in findings if one.field.startswith(f"lines[{index}].")]
        wrong = {
            rank: next(one for one in told if one.severity is Severity.BLOCKING)
            for rank, told in by_edit.items()
            if any(one.severity is Severity.BLOCKING for one in told)
        }
        if not wrong:
            return {rank: tuple(told) for rank, told in by_edit.items()}
        for rank, finding in wrong.items():
            draft.refuse(rank, finding)


def _is_of(edit: CellEdit, line: DeclaredLine) -> bool:
    if (line.hire_id, line.nature) != (edit.hire_id, edit.nature):
        return False
    if edit.day is not None:
        return line.first_day == line.last_day == edit.day
    return (line.month or (Month.of(line.first_day) if line.first_day else None)) == edit.month


def _line(edit: CellEdit, before: Sequence[DeclaredLine]) -> DeclaredLine:
    return DeclaredLine(
        hire_id=edit.hire_id,
        hours_declared=edit.hours or Decimal(0),
        month=edit.month,
        nature=edit.nature,
        evidence=before[0].evidence if before else None,
        first_day=edit.day,
        last_day=edit.day,
    )


def _held(edit: CellEdit, lines: Sequence[DeclaredLine]) -> Hours | None:
    mine = [line.hours_declared for line in lines if _is_of(edit, line)]
    return sum(mine, Decimal(0)) if mine else None


def _changed_meanwhile(edit: CellEdit, mine: Sequence[DeclaredLine]) -> Finding | None:
    now = _held(edit, mine)
    if now in (edit.before, edit.hours):
        return None
    return Finding(code="HRS-045", field="hours", raw=str(edit.hours), values={"now": f"{now or Decimal(0):.2f}"})


def _other_grid(edit: CellEdit, declaration: Declaration, known: Surroundings) -> Finding | None:
    of_month = [
        line
        for line in declaration.lines
        if (line.hire_id, line.nature) == (edit.hire_id, edit.nature)
        and line.first_day is not None
        and Month.of(line.first_day) == edit.month
    ]
    days = [(line.first_day, line.last_day or line.first_day) for line in of_month if line.first_day]
    if edit.day is not None:
        longer = next(((first, last) for first, last in days if first != last), None)
        if longer is None:
            return None
        values = {"first_day": longer[0].isoformat(), "last_day": longer[1].isoformat()}
        return Finding(code="HRS-048", field="hours", raw=str(edit.hours), values=values)
    if not is_by_day(days, known.windows.get(edit.hire_id), edit.month, known.today):
        return None
    return Finding(code="HRS-047", field="hours", raw=str(edit.hours))


def untouched(edits: Sequence[CellEdit], finding: Finding) -> tuple[CellAnswer, ...]:
    """Every edit refused for the same reason; the cells hold what they held."""
    return tuple(CellAnswer(edit, edit.before, finding) for edit in edits)
