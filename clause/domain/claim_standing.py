"""Where the verification of a claim stands: the clock of the payment, the days that run, the figures in force."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.claims import Claim
from clause.domain.payments import NOTHING
from clause.domain.verifications import ConclusionFigures, Verification, VerificationStage
from clause.rules.calendar import FRANCE
from clause.rules.claim_calendar import pay_by
from clause.rules.quantities import Euros


class ClaimStanding(BaseModel):
    """What is kept beside a claim once its intermediate body works on it."""

    model_config = ConfigDict(frozen=True)

    interruption_days: int = 0
    """Days for which questions have stopped the clock, the one in progress left out."""
    clock_stopped_on: date | None = None
    clarification_due_on: date | None = None
    contradictory_until: date | None = None
    observations_received: bool = False
    """Whether the beneficiary answered the interim conclusions in force."""
    verification_id: UUID | None = None
    version_no: int | None = None
    stage: VerificationStage | None = None
    figures: ConclusionFigures | None = None

    def with_question(self, on: date, due_on: date) -> "ClaimStanding":
        """The clock stops."""
        return self.model_copy(update={"clock_stopped_on": on, "clarification_due_on": due_on})

    def with_clock_running(self, on: date) -> "ClaimStanding":
        """The clock runs again; the days since it stopped are added to the interruption."""
        days = (on - self.clock_stopped_on).days if self.clock_stopped_on else 0
        update = {"interruption_days": self.interruption_days + days, "clock_stopped_on": None}
        return self.model_copy(update={**update, "clarification_due_on": None})

    def with_conclusions(self, verification: Verification) -> "ClaimStanding":
        """The figures of these conclusions are in force; what was answered to earlier ones no longer counts."""
        return self.model_copy(
            update={
                "verification_id": verification.id,
                "version_no": verification.version_no,
                "stage": verification.terms.stage,
                "figures": verification.figures,
                "contradictory_until": verification.contradictory_until,
                "observations_received": False,
            }
        )

    def left_to_settle(self, paid_for_claim: Euros) -> Euros:
        """Euros still to be paid for the claim by the conclusions in force; below zero, still to be paid back."""
        return self.figures.settles_at - paid_for_claim if self.figures else NOTHING


class ClaimTimers(BaseModel):
    """The days that run on a claim."""

    model_config = ConfigDict(frozen=True)

    pay_by: date | None
    """The last day for the payment, interruptions that are over added; None before the submission."""
    interruption_days: int
    clock_stopped_on: date | None
    clarification_due_on: date | None
    contradictory_until: date | None


def standing_of(stored: dict[str, Any] | None) -> ClaimStanding:
    """The standing as stored beside a claim; a fresh one when nothing is."""
    return ClaimStanding.model_validate(stored or {})


def timers_of(claim: Claim) -> ClaimTimers:
    """The days that run on a claim, by what is stored of it."""
    return timers_at(claim.submitted_at, standing_of(claim.conclusions))


def timers_at(submitted_at: datetime | None, standing: ClaimStanding) -> ClaimTimers:
    """The same from the instant of the submission and the standing."""
    day = submitted_at.astimezone(FRANCE).date() if submitted_at else None
    return ClaimTimers(
        pay_by=pay_by(day, standing.interruption_days, day) if day else None,
        interruption_days=standing.interruption_days,
        clock_stopped_on=standing.clock_stopped_on,
        clarification_due_on=standing.clarification_due_on,
        contradictory_until=standing.contradictory_until,
    )
