"""Bodies about the verification of claims."""

from datetime import date
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import ConfigDict, Field

from clause.api.schemas.base import EurosIn, EurosOut, InstantOut, RateIn, RateOut, Schema, ShortText, Text, Text80
from clause.domain.claim_standing import ClaimStanding, ClaimTimers, standing_of, timers_of
from clause.domain.claims import Claim, ClaimState
from clause.domain.verifications import (
    ChecklistAnswer,
    ConclusionFigures,
    DecidedLine,
    DeductionReason,
    LineDecision,
    LineOutcome,
    Verification,
    VerificationScope,
    VerificationStage,
    VerificationTerms,
)
from clause.rules.cofinancing import DueTerm
from clause.rules.trace import Trace

_LINE = "01990000-0000-7000-8000-000000000001"
MostRows = Field(max_length=5000)


class InadmissibleIn(Schema):
    """Why a claim cannot be verified."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "Signé par une personne sans pouvoir"}]})

    reason: Text


class ChecklistIn(Schema):
    """A question of the control with its answer."""

    question: ShortText
    answer: ShortText
    comment: Text | None = None
    document: ShortText | None = Field(default=None, description="What the answer rests on")


class DecisionIn(Schema):
    """What is decided on a line."""

    claim_line_id: UUID
    outcome: LineOutcome
    amount_deducted: EurosIn | None = Field(default=None, description="For a deduction: above zero, at most the line")
    reason_code: DeductionReason | None = Field(default=None, description="For a deduction or a parked line")
    comment: Text | None = None


class _ReportIn(Schema):
    """What conclusions of all stages say."""

    scope: VerificationScope = VerificationScope.FULL
    sample_method: Text | None = Field(default=None, description="For a sample")
    sampled_line_ids: Annotated[list[UUID], MostRows] = Field(default=[], description="For a sample: its lines")
    risk_assessment_ref: Text80 | None = Field(default=None, description="For a sample: the analysis")
    checklist_id: Text80 | None = None
    checklist: list[ChecklistIn] = Field(default=[], max_length=200)
    decisions: Annotated[list[DecisionIn], MostRows] = Field(
        default=[], description="A line left out keeps its decision of earlier conclusions, or is certified"
    )
    other_resources: EurosIn | None = Field(
        default=None, description="Retained since the start; null retains what was declared"
    )
    publicity_rate: RateIn | None = Field(
        default=None, description="Reduction for publicity that is missing; null keeps the one before"
    )
    comment: Text | None = None

    def _report(self) -> dict[str, Any]:
        same = ("scope", "sample_method", "risk_assessment_ref", "checklist_id", "other_resources", "publicity_rate")
        return {
            **{name: getattr(self, name) for name in (*same, "comment")},
            "sampled_line_ids": tuple(self.sampled_line_ids),
            "checklist": tuple(ChecklistAnswer(**dict(item)) for item in self.checklist),
            "decisions": tuple(LineDecision(**dict(item)) for item in self.decisions),
        }


class VerificationIn(_ReportIn):
    """Interim or final conclusions."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "stage": "interim",
                    "scope": "full",
                    "checklist_id": "CSF-2026",
                    "checklist": [{"question": "Les dépenses sont-elles éligibles ?", "answer": "Oui, sauf une"}],
                    "decisions": [
                        {
                            "claim_line_id": _LINE,
                            "outcome": "deducted",
                            "amount_deducted": "120.00",
                            "reason_code": "MISSING_EVIDENCE",
                            "comment": "Fiche de paie illisible",
                        }
                    ],
                    "publicity_rate": "0.0000",
                }
            ]
        }
    )

    stage: Literal["interim", "final"]

    def to_domain(self) -> VerificationTerms:
        """As the service takes it."""
        return VerificationTerms(**self._report(), stage=VerificationStage(self.stage))


class CorrectionIn(_ReportIn):
    """A later finding on a settled claim."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "reason": "Constat n° 3 du rapport d’audit",
                    "body": "Autorité d’audit",
                    "decisions": [
                        {
                            "claim_line_id": _LINE,
                            "outcome": "deducted",
                            "amount_deducted": "80.00",
                            "reason_code": "AUDIT",
                        }
                    ],
                }
            ]
        }
    )

    reason: Text
    body: ShortText = Field(description="Who found it")

    def to_domain(self) -> VerificationTerms:
        """As the service takes it."""
        stage = VerificationStage.CORRECTION
        return VerificationTerms(**self._report(), stage=stage, reason=self.reason, body=self.body)


class RetainedFlatRateOut(Schema):
    """A flat rate as recomputed."""

    claim_line_id: UUID
    amount_declared: EurosOut
    amount_retained: EurosOut


class ConclusionFiguresOut(Schema):
    """The amounts of conclusions; from ``cost_to_date`` on they run since the start of the operation."""

    declared_cost: EurosOut
    certified: EurosOut = Field(description="Retained of the lines that can be decided")
    deducted: EurosOut
    parked: EurosOut
    flat_rates: list[RetainedFlatRateOut]
    retained_cost: EurosOut
    retained_elsewhere: EurosOut = Field(description="Retained of the other claims of the operation")
    cost_to_date: EurosOut
    other_resources: EurosOut
    by_grant: EurosOut
    by_rate: EurosOut
    by_resources: EurosOut | None
    binding: DueTerm
    due_by_terms: EurosOut
    publicity_rate: RateOut
    publicity_reduction: EurosOut
    due_total: EurosOut = Field(description="FSE+ retained since the start")
    requested_total: EurosOut = Field(description="FSE+ requested since the start")
    already_settled: EurosOut = Field(description="Paid so far, or left to settle by conclusions on other claims")
    to_settle: EurosOut = Field(description="To be paid; below zero, to be paid back")
    settles_at: EurosOut = Field(description="What the payments of this claim add up to once it is settled")
    own_funds: EurosOut

    @classmethod
    def of(cls, figures: ConclusionFigures) -> Self:
        """As the API shows it."""
        rates = [RetainedFlatRateOut(**dict(rate)) for rate in figures.flat_rates]
        return cls(**{**dict(figures), "flat_rates": rates})


class DecidedLineOut(Schema):
    """The decision on a line."""

    claim_line_id: UUID
    outcome: LineOutcome
    amount_certified: EurosOut
    amount_deducted: EurosOut
    reason_code: DeductionReason | None
    comment: str | None
    in_sample: bool

    @classmethod
    def of(cls, line: DecidedLine) -> Self:
        """As the API shows it."""
        return cls(**dict(line))


class ChecklistOut(Schema):
    """A question of the control with its answer."""

    question: str
    answer: str
    comment: str | None
    document: str | None


class VerificationOut(Schema):
    """Conclusions as recorded; never changed, a later version takes their place."""

    id: UUID
    claim_id: UUID
    version_no: int
    stage: VerificationStage
    scope: VerificationScope
    sample_method: str | None
    risk_assessment_ref: str | None
    checklist_id: str | None
    checklist: list[ChecklistOut]
    comment: str | None
    reason: str | None
    body: str | None
    figures: ConclusionFiguresOut
    trace: dict[str, Trace] = Field(description="How each amount came about, under the names of the amounts")
    decisions: list[DecidedLineOut]
    contradictory_until: date | None
    content_hash: str
    recorded_by: UUID | None
    recorded_at: InstantOut

    @classmethod
    def of(cls, found: Verification) -> Self:
        """As the API shows it."""
        terms = found.terms
        return cls(
            **{name: getattr(found, name) for name in _RECORDED},
            **{name: getattr(terms, name) for name in _SAID},
            checklist=[ChecklistOut(**dict(item)) for item in terms.checklist],
            figures=ConclusionFiguresOut.of(found.figures),
            trace=found.account,
            decisions=[DecidedLineOut.of(line) for line in found.decisions],
        )


_RECORDED = ("id", "claim_id", "version_no", "contradictory_until", "content_hash", "recorded_by", "recorded_at")
_SAID = ("stage", "scope", "sample_method", "risk_assessment_ref", "checklist_id", "comment", "reason", "body")


class TimersOut(Schema):
    """The days that run on a claim."""

    pay_by: date | None = Field(description="Last day for the payment, interruptions that are over added")
    interruption_days: int
    clock_stopped_on: date | None = Field(description="Since when a question stops the clock; null while it runs")
    clarification_due_on: date | None
    contradictory_until: date | None

    @classmethod
    def of(cls, timers: ClaimTimers) -> Self:
        """As the API shows it."""
        return cls(**dict(timers))


class ConclusionsOut(Schema):
    """The conclusions in force."""

    verification_id: UUID
    version_no: int
    stage: VerificationStage
    figures: ConclusionFiguresOut

    @classmethod
    def of(cls, standing: ClaimStanding) -> Self | None:
        """As the API shows it; None before the first ones."""
        if standing.figures is None or standing.verification_id is None or standing.stage is None:
            return None
        return cls(
            verification_id=standing.verification_id,
            version_no=standing.version_no or 1,
            stage=standing.stage,
            figures=ConclusionFiguresOut.of(standing.figures),
        )


class ClaimStandingOut(Schema):
    """Where a claim stands with its intermediate body."""

    claim_id: UUID
    state: ClaimState
    timers: TimersOut
    conclusions: ConclusionsOut | None
    version: int

    @classmethod
    def of(cls, claim: Claim) -> Self:
        """As the API shows it."""
        return cls(
            claim_id=claim.id,
            state=claim.state,
            timers=TimersOut.of(timers_of(claim)),
            conclusions=ConclusionsOut.of(standing_of(claim.conclusions)),
            version=claim.version,
        )
