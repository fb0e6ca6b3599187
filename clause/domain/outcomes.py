"""What became of people hired: recorded at points after the end of the contract, each correction a new version."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.errors import Refused, WrongState
from clause.domain.findings import Finding
from clause.domain.hires import Hire
from clause.rules.outcomes import Outcome, OutcomePoint, is_lasting, outcome_due_on


class OutcomeTerms(BaseModel):
    """A situation as typed."""

    model_config = ConfigDict(frozen=True)

    point: OutcomePoint
    outcome: Outcome
    observed_on: date
    note: str | None = None


class HireOutcome(OutcomeTerms):
    """A situation as recorded; of the versions of a point, the highest speaks."""

    id: UUID
    facilitator_org_id: UUID
    hire_id: UUID
    version_no: int
    recorded_by: UUID | None
    recorded_at: datetime

    @property
    def lasting(self) -> bool:
        """True for a lasting job."""
        return is_lasting(self.outcome)


def latest_of(outcomes: Iterable[HireOutcome]) -> dict[tuple[UUID, OutcomePoint], HireOutcome]:
    """The version that speaks of each point of each hire."""
    found: dict[tuple[UUID, OutcomePoint], HireOutcome] = {}
    for outcome in sorted(outcomes, key=lambda one: one.version_no):
        found[outcome.hire_id, outcome.point] = outcome
    return found


def points_due(
    last_day: date | None, recorded: Collection[OutcomePoint], on: date
) -> tuple[tuple[OutcomePoint, date], ...]:
    """The points of a hire that ended, not recorded and due on a day, each with the day since which it is."""
    if last_day is None:
        return ()
    # A point beyond the last year of the calendar is never reached.
    months_left = (on.year - last_day.year) * 12 + on.month - last_day.month
    reached = (point for point in OutcomePoint if point.months <= months_left and point not in recorded)
    due = ((point, outcome_due_on(last_day, point)) for point in reached)
    return tuple((point, since) for point, since in due if since <= on)


class OutcomesDue(BaseModel):
    """What is to be recorded of a hire: its end when the planned day has passed, else the situations due."""

    model_config = ConfigDict(frozen=True)

    hire_id: UUID
    participant_id: UUID
    first_name: str
    last_name: str
    lot_id: UUID
    company_id: UUID
    last_day: date | None
    planned_last_day: date | None
    lot_label: str
    company_name: str
    recorded: frozenset[OutcomePoint]

    def points_due(self, on: date) -> tuple[tuple[OutcomePoint, date], ...]:
        """The points not recorded that are due on a day, each with the day since which it is; the earliest first."""
        return points_due(self.last_day, self.recorded, on)

    def is_end_missing(self, on: date) -> bool:
        """True when the planned last day has passed and no end is recorded."""
        return self.last_day is None and self.planned_last_day is not None and self.planned_last_day < on


def check_outcome(hire: Hire, terms: OutcomeTerms, today: date) -> None:
    """Raises WrongState OUT-002 while the end of the hire is not recorded, Refused OUT-003 with a finding per day.

    A situation is observed on the day of the point at the soonest, and never on a day to come.
    """
    if hire.last_day is None:
        raise WrongState("OUT-002")
    findings = []
    due_on = outcome_due_on(hire.last_day, terms.point)
    observed = terms.observed_on.isoformat()
    if terms.observed_on < due_on:
        findings.append(
            Finding(code="OUT-010", field="observed_on", raw=observed, values={"since": due_on.isoformat()})
        )
    if terms.observed_on > today:
        findings.append(Finding(code="OUT-011", field="observed_on", raw=observed))
    if findings:
        raise Refused("OUT-003", findings=tuple(findings))
