"""Mission letters: what the intermediate body says of them, and where each one stands on a day."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.operations import Assignment
from clause.rules.cost_codes import CostMethod


class AssignmentState(StrEnum):
    """Where a mission letter stands; found on a day, never stored."""

    ISSUED = "issued"
    """Signed by the employer; of a fixed time, the intermediate body has not accepted it yet."""
    ACCEPTED = "accepted"
    """Accepted, and not begun."""
    REJECTED = "rejected"
    ACTIVE = "active"
    SUPERSEDED = "superseded"
    """A further letter of the same person for the same operation has begun."""
    ENDED = "ended"


class AssignmentOutcome(StrEnum):
    """What an intermediate body says of a mission letter."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"


class DecisionTerms(BaseModel):
    """The word on a mission letter, as told: by the intermediate body itself, or by its letter."""

    model_config = ConfigDict(frozen=True)

    outcome: AssignmentOutcome
    reference: str | None
    comment: str | None
    decided_on: date


class AssignmentDecision(DecisionTerms):
    """The word on a mission letter as recorded; the latest one holds."""

    id: UUID
    assignment_id: UUID
    recorded_by: UUID | None
    recorded_at: datetime


def decision_on(decisions: Iterable[AssignmentDecision], on: date) -> AssignmentDecision | None:
    """The word that holds on a day among those on one letter: the last given of those decided by then, or None."""
    told = [decision for decision in decisions if decision.decided_on <= on]
    return max(told, key=lambda decision: (decision.decided_on, decision.recorded_at, decision.id), default=None)


def is_accepted_on(decisions: Iterable[AssignmentDecision], on: date) -> bool:
    """True when the intermediate body has accepted a letter by a day, and not taken it back.

    Source: decree no. 2022-608, annex: the letter of a fixed time per month is accepted by the managing authority.
    """
    decision = decision_on(decisions, on)
    return decision is not None and decision.outcome is AssignmentOutcome.ACCEPTED


def assignment_state(
    letter: Assignment, of_the_person: Iterable[Assignment], decisions: Iterable[AssignmentDecision], on: date
) -> AssignmentState:
    """Where a letter stands on a day, given the letters of the same person for the operation and the words on it.

    A letter of a fixed time (M1) is active only once accepted; one of variable time needs no acceptance.
    """
    begun = [other for other in of_the_person if other.version_no > letter.version_no and other.first_day <= on]
    if begun:
        return AssignmentState.SUPERSEDED
    if letter.period.last_day < on:
        return AssignmentState.ENDED
    decision = decision_on(decisions, on)
    if decision is not None and decision.outcome is AssignmentOutcome.REJECTED:
        return AssignmentState.REJECTED
    is_accepted = decision is not None
    if letter.first_day <= on and (is_accepted or letter.method is not CostMethod.M1):
        return AssignmentState.ACTIVE
    return AssignmentState.ACCEPTED if is_accepted else AssignmentState.ISSUED
