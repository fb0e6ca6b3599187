"""Bodies about the months of many people at once."""

from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field

from clause.api.schemas.base import HoursOut, MonthIn, MonthOut, Schema, Text
from clause.domain.timesheets import ListedMonth
from clause.services.timesheets_in_bulk import MonthOutcome, WhoseMonth
from clause.text.messages import sentence

MOST_MONTHS = 500


class WhoseMonthIn(Schema):
    """A person's month, and the employment where the person has several in it."""

    person_id: UUID
    employment_id: UUID | None = None

    def to_domain(self) -> WhoseMonth:
        """As the service takes it."""
        return WhoseMonth(**dict(self))


class ApprovalsIn(Schema):
    """Months to approve: those named, or all that are signed."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"month": "2026-05", "items": [{"person_id": "0190a1b2-0000-7000-8000-000000000001"}]},
                {"month": "2026-05"},
            ]
        }
    )

    month: MonthIn
    items: list[WhoseMonthIn] | None = Field(
        default=None, min_length=1, max_length=MOST_MONTHS, description="All signed months when left out"
    )


class ReopeningsIn(Schema):
    """Months to open again, all for the same reason."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "month": "2026-05",
                    "reason": "Le 14 mai était férié",
                    "items": [{"person_id": "0190a1b2-0000-7000-8000-000000000001"}],
                }
            ]
        }
    )

    month: MonthIn
    reason: Text
    items: list[WhoseMonthIn] = Field(min_length=1, max_length=MOST_MONTHS)


class MonthOutcomeOut(Schema):
    """What became of one month; ``code`` and ``detail`` tell why it was refused."""

    person_id: UUID
    employment_id: UUID | None
    status: str = Field(description="done or refused")
    code: str | None
    detail: str | None

    @classmethod
    def of(cls, outcome: MonthOutcome) -> Self:
        """As the API shows it."""
        refusal = outcome.refusal
        return cls(
            person_id=outcome.whose.person_id,
            employment_id=outcome.whose.employment_id,
            status="refused" if refusal else "done",
            code=refusal.code if refusal else None,
            detail=sentence(refusal.code, refusal.values) if refusal else None,
        )


class MonthOutcomesOut(Schema):
    """What became of each month, in the order in which they were named."""

    items: list[MonthOutcomeOut]

    @classmethod
    def of(cls, outcomes: tuple[MonthOutcome, ...]) -> Self:
        """As the API shows it."""
        return cls(items=[MonthOutcomeOut.of(outcome) for outcome in outcomes])


class ListedMonthOut(Schema):
    """Where the month of an employment stands; ``timesheet_id`` is null while nothing was recorded."""

    employment_id: UUID
    person_id: UUID
    person_name: str | None
    staff_number: str
    month: MonthOut
    timesheet_id: UUID | None
    state: str
    revision: int
    version: int
    hours_worked: HoursOut
    hours_on_operations: HoursOut

    @classmethod
    def of(cls, listed: ListedMonth) -> Self:
        """As the API shows it."""
        return cls(**{**dict(listed), "state": listed.state.value})
