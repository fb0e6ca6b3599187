"""Bodies about hours statements."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Self, cast
from uuid import UUID

from pydantic import ConfigDict, Field, JsonValue, model_validator
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

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
from clause.rules.calendar import Month, MonthSpan
from clause.rules.codes import Evidence, HoursNature

MOST_LINES = 500
_ORG = "0190a1b2-0000-7000-8000-000000000001"

_LINE: JsonDict = {"hire_id": "0190a1b2-0000-7000-8000-000000000004", "hours_declared": "121.33"}
_SPLIT_LINE: JsonDict = {
    "hire_id": "0190a1b2-0000-7000-8000-000000000005",
    "hours_declared": "70.00",
    "first_day": "2026-03-01",
    "last_day": "2026-03-15",
}

EXAMPLE_LINES: list[JsonValue] = [_LINE, _SPLIT_LINE]


class LineIn(Schema):
    """Hours of one hire, of one nature, in one month."""

    hire_id: UUID
    hours_declared: HoursIn
    nature: HoursNature = Field(HoursNature.WORK, description="Work and training of the same days are two lines")
    month: MonthIn | None = Field(
        None, description="The month of the hours: needed where the statement has several and no day says which one"
    )
    evidence: Evidence | None = Field(None, description="What there is to show for it; else that of the statement")
    first_day: DayIn | None = Field(None, description="First day worked; else the first of the month under contract")
    last_day: DayIn | None = Field(
        None, description="Last day worked; else the last of the month under contract, and today at the latest"
    )

    def to_domain(self) -> DeclaredLine:
        """As the service takes it."""
        return DeclaredLine(
            hire_id=self.hire_id,
            hours_declared=cast(Decimal, self.hours_declared),
            month=cast(Month | None, self.month),
            nature=self.nature,
            evidence=self.evidence,
            first_day=self.first_day,
            last_day=self.last_day,
        )


Lines = Annotated[tuple[LineIn, ...], Field(max_length=MOST_LINES)]


class LinesIn(Schema):
    """The content that takes the place of what was declared: lines, or that nothing was worked."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"lines": EXAMPLE_LINES}]})

    lines: Lines = ()
    nothing_worked: bool = Field(False, description="True, without lines: nobody worked in the period")
    evidence: Evidence | None = Field(None, description="What there is to show for the lines that say nothing else")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.lines and not self.nothing_worked:
            raise PydanticCustomError("missing", "lines: at least one, or nothing_worked")
        return self

    def to_domain(self) -> list[DeclaredLine]:
        """The lines as the service takes them."""
        return [line.to_domain() for line in self.lines]


class PeriodIn(Schema):
    """Months that follow one another, at most six: a quarter, a half-year."""

    first_month: MonthIn
    last_month: MonthIn


class PeriodOut(Schema):
    """Months that follow one another; the first and the last are the same where there is one."""

    first_month: MonthOut
    last_month: MonthOut

    @classmethod
    def of(cls, months: MonthSpan) -> Self:
        """As the API shows it."""
        return cls(first_month=months.first, last_month=months.last)


class MonthsIn(Schema):
    """The months that are declared: one, or several that follow one another."""

    month: MonthIn | None = Field(None, description="The month declared; or else ``period``")
    period: PeriodIn | None = Field(None, description="The months declared together; or else ``month``")

    @model_validator(mode="after")
    def _has_one_period(self) -> Self:
        if (self.month is None) == (self.period is None):
            raise PydanticCustomError("one_of", "either month or period")
        months = self.period
        if months and cast(Month, months.last_month) < cast(Month, months.first_month):
            raise PydanticCustomError("period_reversed", "period: last_month before first_month")
        return self

    @property
    def declared_months(self) -> MonthSpan:
        """The months as read from their text."""
        if self.period is None:
            return MonthSpan.of(cast(Month, self.month))
        return MonthSpan(cast(Month, self.period.first_month), cast(Month, self.period.last_month))


class HoursStatementIn(MonthsIn, LinesIn):
    """What a company declares for a month or a period; the facilitator organisation is that of the hires."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"month": "2026-03", "lines": EXAMPLE_LINES},
                {
                    "period": {"first_month": "2026-01", "last_month": "2026-03"},
                    "lines": [{**_LINE, "month": "2026-02"}, {**_LINE, "month": "2026-02", "nature": "TUTORING"}],
                },
                {"month": "2026-03", "nothing_worked": True, "facilitator_org_id": _ORG},
            ]
        }
    )

    company_id: UUID | None = Field(None, description="Needed from a facilitator; a company declares for itself")
    facilitator_org_id: UUID | None = Field(None, description="Needed from a company that says nothing was worked")


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
    evidence_seen: Evidence | None = Field(None, description="What the facilitator saw before accepting")

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
    month: MonthOut
    first_day: date
    last_day: date
    nature: HoursNature
    evidence: Evidence | None
    hours_declared: HoursOut
    hours_validated: HoursOut | None = Field(description="null until the statement is validated")

    @classmethod
    def of(cls, line: StatementLine) -> Self:
        """As the API shows it."""
        return cls(
            id=line.id,
            position=line.position,
            hire_id=line.hire_id,
            lot_id=line.lot_id,
            month=line.month,
            first_day=line.first_day,
            last_day=line.last_day,
            nature=line.nature,
            evidence=line.evidence,
            hours_declared=line.hours_declared,
            hours_validated=line.hours_validated,
        )


class HoursStatementOut(Schema):
    """What a company declares for a month or several, and where it stands."""

    id: UUID
    facilitator_org_id: UUID
    company: OrgRef
    month: MonthOut = Field(description="The month; the first of several")
    period: PeriodOut
    nothing_worked: bool
    evidence: Evidence | None
    evidence_seen: Evidence | None = Field(description="What the facilitator saw before accepting")
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
        values = {name: value for name, value in statement if name not in ("company", "lines", "last_month")}
        return cls(
            **values,
            company=OrgRef.of(statement.company),
            period=PeriodOut.of(statement.months),
            lines=tuple(LineOut.of(line) for line in statement.lines),
        )


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
    month: MonthOut = Field(description="The month; the first of several")
    period: PeriodOut
    nothing_worked: bool
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
        values = {name: value for name, value in summary if name not in ("company", "last_month")}
        months = MonthSpan.of(summary.month, summary.last_month)
        return cls(**values, company=OrgRef.of(summary.company), period=PeriodOut.of(months))
