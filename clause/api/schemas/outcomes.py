"""Bodies about what became of people hired."""

from datetime import date
from typing import Self
from uuid import UUID

from pydantic import ConfigDict, Field

from clause.api.schemas.base import DayIn, InstantOut, Schema, Text
from clause.api.schemas.hires import HiredPerson
from clause.domain.outcomes import HireOutcome, OutcomesDue, OutcomeTerms
from clause.rules.outcomes import Outcome, OutcomePoint


class OutcomeIn(Schema):
    """A person's situation at a point after a hire."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"point": "EXIT", "outcome": "CDD_GT_6M", "observed_on": "2026-06-01"}]}
    )

    point: OutcomePoint = Field(description="EXIT from the last day of the contract; M3, M6, M12: so many months after")
    outcome: Outcome
    observed_on: DayIn
    note: Text | None = None

    def terms(self) -> OutcomeTerms:
        """As the domain knows them."""
        return OutcomeTerms.model_validate(dict(self))


class OutcomeOut(Schema):
    """A situation as recorded; of the versions of a point, the highest speaks."""

    id: UUID
    hire_id: UUID
    point: OutcomePoint
    version_no: int
    outcome: Outcome
    lasting: bool = Field(description="True for a CDI, a CDD of more than six months, or a business created")
    observed_on: date
    note: str | None
    recorded_by: UUID | None
    recorded_at: InstantOut

    @classmethod
    def of(cls, outcome: HireOutcome) -> Self:
        """As the API shows it."""
        shown = {name: value for name, value in outcome if name in cls.model_fields}
        return cls(**shown, lasting=outcome.lasting)


class PointDue(Schema):
    """A situation to record, and the day since which it is due."""

    point: OutcomePoint
    due_on: date


class OutcomesDueOut(Schema):
    """What is to be recorded of a hire: its end, or the situations of the points reached."""

    hire_id: UUID
    participant: HiredPerson
    lot_id: UUID
    company_id: UUID
    last_day: date | None
    planned_last_day: date | None
    end_missing: bool = Field(description="True when the planned last day has passed and no end is recorded")
    points: list[PointDue]

    @classmethod
    def of(cls, due: OutcomesDue, on: date) -> Self:
        """As the API shows it for a day."""
        shown = {name: value for name, value in due if name in cls.model_fields}
        person = HiredPerson(id=due.participant_id, first_name=due.first_name, last_name=due.last_name)
        points = [PointDue(point=point, due_on=since) for point, since in due.points_due(on)]
        return cls(**shown, participant=person, end_missing=due.is_end_missing(on), points=points)
