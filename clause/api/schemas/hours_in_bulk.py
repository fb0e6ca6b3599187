"""Bodies about hours statements declared in bulk."""

from collections.abc import Sequence
from typing import Annotated, Self
from uuid import UUID

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from clause.api.schemas.base import FindingOut, Schema
from clause.api.schemas.hours import EXAMPLE_LINES, FindingsOut, LineIn, MonthsIn, PeriodOut
from clause.domain.hours import CheckedStatement
from clause.domain.hours_bulk import Asked
from clause.rules.codes import Evidence

MOST_LINES = 1_000
_COMPANY = "0190a1b2-0000-7000-8000-000000000003"


class BulkStatementIn(MonthsIn):
    """What a company declares for a month or a period."""

    company_id: UUID | None = Field(None, description="Needed from a facilitator; a company declares for itself")
    lines: Annotated[tuple[LineIn, ...], Field(min_length=1, max_length=MOST_LINES)]
    evidence: Evidence | None = Field(None, description="What there is to show for the lines that say nothing else")

    def to_domain(self) -> Asked:
        """As the service takes it."""
        lines = tuple(line.to_domain() for line in self.lines)
        return Asked(self.company_id, self.declared_months, lines, self.evidence)


class BulkIn(Schema):
    """Statements that are all recorded, or none."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"statements": [{"company_id": _COMPANY, "month": "2026-03", "lines": EXAMPLE_LINES}]}]
        }
    )

    statements: Annotated[tuple[BulkStatementIn, ...], Field(min_length=1, max_length=MOST_LINES)]

    @model_validator(mode="after")
    def _is_not_too_long(self) -> Self:
        if sum(len(statement.lines) for statement in self.statements) > MOST_LINES:
            raise PydanticCustomError("too_long", "statements: at most 1,000 lines in all")
        return self

    def to_domain(self) -> list[Asked]:
        """As the service takes them."""
        return [statement.to_domain() for statement in self.statements]


class DeclaredOut(Schema):
    """A draft that was recorded."""

    id: UUID
    facilitator_org_id: UUID
    company_id: UUID
    period: PeriodOut
    line_count: int
    version: int


class BulkOut(Schema):
    """What was recorded, in the order of the call, and what is worth a look before it is handed over."""

    statements: tuple[DeclaredOut, ...]
    findings: list[FindingOut] = Field(description="Warnings, each named by its statement and line")

    @classmethod
    def of(cls, made: Sequence[CheckedStatement]) -> Self:
        """As the API shows it."""
        statements = (
            DeclaredOut(
                id=one.statement.id,
                facilitator_org_id=one.statement.facilitator_org_id,
                company_id=one.statement.company.id,
                period=PeriodOut.of(one.statement.months),
                line_count=len(one.statement.lines),
                version=one.statement.version,
            )
            for one in made
        )
        findings = tuple(finding for one in made for finding in one.findings)
        return cls(statements=tuple(statements), findings=FindingsOut.of(findings).findings)
