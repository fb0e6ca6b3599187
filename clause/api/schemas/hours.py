"""Bodies about hours statements."""

from datetime import date
from typing import Annotated, Self, cast
from uuid import UUID

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from clause.api.problems import findings_as_json
from clause.api.schemas.accounts import OrgRef
from clause.api.schemas.base import DayIn, FindingOut, HoursIn, HoursOut, InstantOut, MonthIn, MonthOut, Schema, Text
from clause.domain.findings import Finding
from clause.domain.hours import (
    CheckedStatement,
    DeclaredLine,
    HoursStatement,
    StatementLine,
    StatementState,
    StatementSummary,
)
from clause.domain.ledger import LineCorrection
from clause.rules.calendar import Month

MOST_LINES = 500

_LINE: JsonDict = {"hire_id": "0190a1b2-0000-7000-8000-000000000004", "hours_declared": "121.33"}
_SPLIT_LINE: JsonDict = {
    "hire_id": "0190a1b2-0000-7000-8000-000000000005",
    "hours_declared": "70.00",
    "first_day": "2026-03-01",
    "last_day": "2026-03-15",
}


class LineIn(Schema):
    """Hours worked by one hire."""

    hire_id: UUID
    hours_declared: HoursIn
    first_day: DayIn | None = Field(None, description="First day worked; else the first of the month under contract")
    last_day: DayIn | None = Field(
        None, description="Last day worked; else the last of the month under contract, and today at the latest"
    )

    def to_domain(self) -> DeclaredLine:
        """As the service takes it."""
        return DeclaredLine.model_validate(dict(self))


Lines = Annotated[tuple[LineIn, ...], Field(min_length=1, max_length=MOST_LINES)]


class LinesIn(Schema):
    """The lines that take the place of those declared."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"lines": [_LINE, _SPLIT_LINE]}]})

    lines: Lines

    def to_domain(self) -> list[DeclaredLine]:
        """As the service takes them."""
        return [line.to_domain() for line in self.lines]


class HoursStatementIn(LinesIn):
    """What a company declares for a month; the facilitator organisation is that of the hires."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"month": "2026-03", "lines": [_LINE, _SPLIT_LINE]}]})

    company_id: UUID | None = Field(None, description="Needed from a facilitator; a company declares for itself")
    month: MonthIn

    @property
    def declared_month(self) -> Month:
        """The month as read from its text."""
        return cast(Month, self.month)


class LineCorrectionIn(Schema):
    """Fewer hours than declared, accepted on one line."""

    line_id: UUID
    hours_validated: HoursIn
    reason: Text | None = Field(None, description="Needed when the hours are fewer than declared")

    def to_domain(self) -> LineCorrection:
        """As the service takes it."""
        return LineCorrection.model_validate(dict(self))


class ValidationIn(Schema):
    """What is accepted on each line: the hours declared where nothing else is said."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "lines": [
                        {
                            "line_id": "0190a1b2-0000-7000-8000-000000000006",
                            "hours_validated": "114.33",
                            "reason": "Une journée d'absence sur la feuille de présence",
                        }
                    ]
                }
            ]
        }
    )

    lines: tuple[LineCorrectionIn, ...] = Field((), max_length=MOST_LINES)

    def to_domain(self) -> list[LineCorrection]:
        """As the service takes it."""
        return [line.to_domain() for line in self.lines]


class ReasonIn(Schema):
    """Why."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "Il manque la semaine 12"}]})

    reason: Text


class LineOut(Schema):
    """Hours of one hire in a statement."""

    id: UUID
    position: int
    hire_id: UUID
    lot_id: UUID
    first_day: date
    last_day: date
    hours_declared: HoursOut
    hours_validated: HoursOut | None = Field(description="null until the statement is validated")

    @classmethod
    def of(cls, line: StatementLine) -> Self:
        """As the API shows it."""
        return cls(**dict(line))


class HoursStatementOut(Schema):
    """What a company declares for a month, and where it stands."""

    id: UUID
    facilitator_org_id: UUID
    company: OrgRef
    month: MonthOut
    state: StatementState
    lines: tuple[LineOut, ...]
    created_by: UUID | None
    created_at: InstantOut
    submitted_by: UUID | None
    submitted_at: InstantOut | None
    decided_by: UUID | None
    decided_at: InstantOut | None
    decision_reason: str | None = Field(description="Why it was rejected, or what is to be corrected")
    version: int

    @classmethod
    def of(cls, statement: HoursStatement) -> Self:
        """As the API shows it."""
        values = {name: value for name, value in statement if name not in ("company", "lines")}
        lines = tuple(LineOut.of(line) for line in statement.lines)
        return cls(**values, company=OrgRef.of(statement.company), lines=lines)


class CheckedStatementOut(HoursStatementOut):
    """A statement with the warnings that go with it to whoever validates."""

    findings: list[FindingOut]

    @classmethod
    def of_checked(cls, checked: CheckedStatement) -> Self:
        """As the API shows it."""
        statement = HoursStatementOut.of(checked.statement)
        return cls(**dict(statement), findings=FindingsOut.of(checked.findings).findings)


class FindingsOut(Schema):
    """What the checks say."""

    findings: list[FindingOut]

    @classmethod
    def of(cls, findings: tuple[Finding, ...]) -> Self:
        """As the API shows them."""
        return cls(findings=[FindingOut(**finding) for finding in findings_as_json(findings)])


class StatementSummaryOut(Schema):
    """A statement in a list, with its sums."""

    id: UUID
    facilitator_org_id: UUID
    company: OrgRef
    month: MonthOut
    state: StatementState
    submitted_at: InstantOut | None
    decided_at: InstantOut | None
    line_count: int
    hours_declared: HoursOut = Field(description="Sum of the lines")
    hours_validated: HoursOut | None = Field(description="Sum of the lines; null until the statement is validated")
    version: int

    @classmethod
    def of(cls, summary: StatementSummary) -> Self:
        """As the API shows it."""
        values = {name: value for name, value in summary if name != "company"}
        return cls(**values, company=OrgRef.of(summary.company))
