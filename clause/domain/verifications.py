"""The verification of a claim (contrôle de service fait): what was decided on each line, and what follows from it.

Conclusions are versions: interim ones, final ones, later corrections; none is ever changed.
"""

import hashlib
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.claims import ClaimKind, ClaimState, canonical_json
from clause.rules.cofinancing import DueTerm
from clause.rules.quantities import Euros, Rate
from clause.rules.trace import Trace


class VerificationStage(StrEnum):
    """Which conclusions these are."""

    INTERIM = "interim"
    FINAL = "final"
    CORRECTION = "correction"
    """A later finding, of an audit for instance, on a claim that was settled."""


class VerificationScope(StrEnum):
    """Which lines were looked at."""

    FULL = "full"
    SAMPLE = "sample"


class LineOutcome(StrEnum):
    """What was decided on a line."""

    CERTIFIED = "certified"
    DEDUCTED = "deducted"
    """Retained less than declared, down to nothing."""
    PARKED = "parked"
    """Set aside: it comes back in the next claim."""


class DeductionReason(StrEnum):
    """Why an amount is not retained, or not yet."""

    HOURS_CAP = "HOURS_CAP"
    INELIGIBLE_PERIOD = "INELIGIBLE_PERIOD"
    INELIGIBLE_COST = "INELIGIBLE_COST"
    MISSING_EVIDENCE = "MISSING_EVIDENCE"
    NOT_PAID = "NOT_PAID"
    DOUBLE_FUNDING = "DOUBLE_FUNDING"
    WRONG_KEY = "WRONG_KEY"
    WRONG_AMOUNT = "WRONG_AMOUNT"
    OUTSIDE_ASSIGNMENT = "OUTSIDE_ASSIGNMENT"
    PROCUREMENT = "PROCUREMENT"
    AUDIT = "AUDIT"
    OTHER = "OTHER"


class ChecklistAnswer(BaseModel):
    """One question of the control and its answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    question: str
    answer: str
    comment: str | None = None
    document: str | None = None
    """What the answer rests on: a piece, as the officer names it."""


class LineDecision(BaseModel):
    """What the officer says of one line; ``amount_deducted`` in euros, only for a deduction."""

    model_config = ConfigDict(frozen=True)

    claim_line_id: UUID
    outcome: LineOutcome
    amount_deducted: Euros | None = None
    reason_code: DeductionReason | None = None
    comment: str | None = None


class VerificationTerms(BaseModel):
    """What the officer hands in; a line without a decision keeps the one of earlier conclusions, or is certified.

    ``other_resources`` are those retained since the start of the operation; None retains what was declared.
    """

    model_config = ConfigDict(frozen=True)

    stage: VerificationStage
    scope: VerificationScope = VerificationScope.FULL
    sample_method: str | None = None
    sampled_line_ids: tuple[UUID, ...] = ()
    risk_assessment_ref: str | None = None
    checklist_id: str | None = None
    checklist: tuple[ChecklistAnswer, ...] = ()
    decisions: tuple[LineDecision, ...] = ()
    other_resources: Euros | None = None
    publicity_rate: Rate | None = None
    """The reduction for publicity that is missing and was not made good; zero for none, None for the one before."""
    comment: str | None = None
    reason: str | None = None
    """Why a settled claim is corrected."""
    body: str | None = None
    """Who found what is corrected."""


class DecidedLine(BaseModel):
    """A line with its decision as recorded: certified + deducted is what was declared, unless the line is parked."""

    model_config = ConfigDict(frozen=True)

    claim_line_id: UUID
    outcome: LineOutcome
    amount_certified: Euros
    amount_deducted: Euros
    reason_code: DeductionReason | None
    comment: str | None
    in_sample: bool


class RetainedFlatRate(BaseModel):
    """A flat-rate line as recomputed from what is retained."""

    model_config = ConfigDict(frozen=True)

    claim_line_id: UUID
    amount_declared: Euros
    amount_retained: Euros


class ConclusionFigures(BaseModel):
    """The amounts of conclusions in euros; from ``cost_to_date`` on they run since the start of the operation."""

    model_config = ConfigDict(frozen=True)

    declared_cost: Euros
    certified: Euros
    deducted: Euros
    parked: Euros
    flat_rates: tuple[RetainedFlatRate, ...]
    retained_cost: Euros
    retained_elsewhere: Euros
    """Retained of the other claims of the operation."""
    cost_to_date: Euros
    other_resources: Euros
    by_grant: Euros
    by_rate: Euros
    by_resources: Euros | None
    binding: DueTerm
    due_by_terms: Euros
    publicity_rate: Rate
    publicity_reduction: Euros
    due_total: Euros
    requested_total: Euros
    """What was due according to the claim."""
    already_settled: Euros
    """Paid so far, or settled by conclusions on other claims."""
    to_settle: Euros
    """What these conclusions add: to be paid, or below zero to be paid back."""
    settles_at: Euros
    """What the payments of this very claim add up to once it is settled."""
    own_funds: Euros

    @property
    def is_reduced(self) -> bool:
        """True when less FSE+ is retained than was requested."""
        return self.due_total < self.requested_total


class Verification(BaseModel):
    """Conclusions as recorded, with the decision on each line and the account of each amount."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    facilitator_org_id: UUID
    intermediate_body_id: UUID
    claim_id: UUID
    version_no: int
    terms: VerificationTerms
    figures: ConclusionFigures
    account: dict[str, Trace]
    decisions: tuple[DecidedLine, ...]
    content_hash: str
    contradictory_until: date | None
    recorded_by: UUID | None
    recorded_at: datetime


class RetainedClaim(BaseModel):
    """What is retained of a claim by the conclusions in force: final ones, or the latest correction."""

    model_config = ConfigDict(frozen=True)

    claim_id: UUID
    number: int
    kind: ClaimKind
    state: ClaimState
    verification_id: UUID
    version_no: int
    stage: VerificationStage
    figures: ConclusionFigures
    decisions: tuple[DecidedLine, ...]

    @property
    def retained_cost(self) -> Euros:
        """Euros of eligible cost of this claim, flat rates included."""
        return self.figures.retained_cost


def content_hash(verification: Verification) -> str:
    """SHA-256 of what conclusions say, in one canonical form; the record of who and when is left out."""
    said = verification.model_dump(mode="json", include={"claim_id", "version_no", "terms", "figures", "decisions"})
    said["terms"].pop("decisions")  # what they led to is in the decisions on every line
    return hashlib.sha256(canonical_json(said)).hexdigest()
