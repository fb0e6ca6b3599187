"""Bodies about penalties: notices, absences, proposals with their breakdown, decisions of buyers."""

from datetime import date
from typing import Any, Self
from uuid import UUID

from pydantic import ConfigDict, Field

from clause.api.schemas.base import DayIn, EurosIn, EurosOut, HoursOut, InstantOut, Schema, ShortText, Text
from clause.api.schemas.rule_sets import penalty_out
from clause.domain.penalties import AssessedPenalty, PenaltyAssessment, PenaltyStanding
from clause.domain.penalty_events import AbsenceTerms, FormalNotice, MeetingAbsence, NoticeAbout, NoticeTerms
from clause.domain.penalty_proposals import DecisionOutcome, DecisionTerms, PenaltyDecision, PenaltyProposal
from clause.rules.trace import Trace
from clause.text.labels import label


class PenaltyPartOut(Schema):
    """One line of a breakdown."""

    on: date = Field(description="The day of the balance, the day a delay was counted to, the day of the absence")
    label: str = Field(description="The notice, period or meeting; empty for a balance of hours")
    amount_eur: EurosOut
    trace: Trace


class AssessedPenaltyOut(Schema):
    """One penalty of the contract on a day."""

    terms: dict[str, Any] = Field(description="As the lot's rules word it")
    standing: PenaltyStanding
    standing_label: str = Field(description="The standing in French")
    amount_eur: EurosOut = Field(description="What the buyer may claim on the day")
    at_stake_eur: EurosOut = Field(description="What it comes to, claimable or not")
    parts: list[PenaltyPartOut]
    trace: Trace

    @classmethod
    def of(cls, penalty: AssessedPenalty) -> Self:
        """As the API shows it."""
        return cls(
            terms=penalty_out(penalty.terms),
            standing=penalty.standing,
            standing_label=label("penalty_standing", penalty.standing),
            amount_eur=penalty.amount,
            at_stake_eur=penalty.at_stake.total.value,
            parts=[
                PenaltyPartOut(on=part.on, label=part.label, amount_eur=part.amount.value, trace=part.amount.trace)
                for part in penalty.at_stake.parts
            ],
            trace=penalty.at_stake.total.trace,
        )


class PenaltyAssessmentOut(Schema):
    """The penalties of a lot on a day: a proposal, which the buyer alone applies."""

    on: date
    total_eur: EurosOut
    penalties: list[AssessedPenaltyOut]
    trace: Trace

    @classmethod
    def of(cls, assessment: PenaltyAssessment) -> Self:
        """As the API shows it."""
        return cls(
            on=assessment.on,
            total_eur=assessment.total.value,
            penalties=[AssessedPenaltyOut.of(penalty) for penalty in assessment.penalties],
            trace=assessment.total.trace,
        )


class NoticeIn(Schema):
    """A formal notice that the buyer sent."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "about": "DOCUMENTS",
                    "reference": "LR 1A 204 553 2",
                    "sent_on": "2026-04-20",
                    "due_on": "2026-04-30",
                }
            ]
        }
    )

    about: NoticeAbout
    reference: ShortText = Field(description="The letter's own reference; no name of a person")
    sent_on: DayIn
    due_on: DayIn | None = Field(None, description="The day by which what is asked must be there")

    def terms(self) -> NoticeTerms:
        """As the domain knows them."""
        return NoticeTerms.model_validate(dict(self))


class NoticeChangeIn(Schema):
    """The day on which what was asked came; null takes it back."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"settled_on": "2026-06-12"}]})

    settled_on: DayIn | None


class NoticeOut(Schema):
    """A formal notice as recorded."""

    id: UUID
    lot_id: UUID
    about: NoticeAbout
    reference: str
    sent_on: date
    due_on: date | None
    settled_on: date | None
    created_at: InstantOut
    version: int

    @classmethod
    def of(cls, notice: FormalNotice) -> Self:
        """As the API shows it."""
        return cls(**{name: value for name, value in notice if name in cls.model_fields})


class AbsenceIn(Schema):
    """A meeting on the clause that a holder missed."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"meeting": "Réunion de lancement", "happened_on": "2026-02-03"}]}
    )

    meeting: ShortText = Field(description="Which meeting; no name of a person")
    happened_on: DayIn

    def terms(self) -> AbsenceTerms:
        """As the domain knows them."""
        return AbsenceTerms.model_validate(dict(self))


class WithdrawalIn(Schema):
    """Why what was recorded does not stand."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "Absence excusée par l'acheteur"}]})

    reason: Text


class AbsenceOut(Schema):
    """A missed meeting as recorded; one withdrawn counts no more."""

    id: UUID
    lot_id: UUID
    meeting: str
    happened_on: date
    created_at: InstantOut
    withdrawn_at: InstantOut | None
    withdrawal_reason: str | None
    version: int

    @classmethod
    def of(cls, absence: MeetingAbsence) -> Self:
        """As the API shows it."""
        return cls(**{name: value for name, value in absence if name in cls.model_fields})


class ProposalIn(Schema):
    """Freeze the penalties as they stand."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"on": "2026-06-15"}]})

    on: DayIn | None = Field(None, description="The day of the figures; today when left out, never later")


class ProposalOut(Schema):
    """A proposal as frozen."""

    id: UUID
    lot_id: UUID
    version_no: int
    figures_on: date
    amount_eur: EurosOut
    contract_reference: str
    lot_label: str
    obligation_version: int | None
    rule_set_version: int | None
    hours_owed: HoursOut
    hours_credited: HoursOut
    penalties: PenaltyAssessmentOut
    content_hash: str = Field(description="SHA-256 of the frozen content")
    recorded_at: InstantOut

    @classmethod
    def of(cls, proposal: PenaltyProposal) -> Self:
        """As the API shows it."""
        content = proposal.content
        frozen = {name: value for name, value in content if name in cls.model_fields}
        recorded = {name: value for name, value in proposal if name in cls.model_fields}
        return cls(**{**frozen, **recorded, "penalties": PenaltyAssessmentOut.of(content.assessment)})


class DecisionIn(Schema):
    """What the buyer decided, as it told the facilitator organisation."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "outcome": "REDUCED",
                    "amount_eur": "1000.00",
                    "decided_on": "2026-06-15",
                    "decided_by_name": "Direction de la commande publique",
                    "reason": "Première défaillance de l'entreprise",
                }
            ]
        }
    )

    outcome: DecisionOutcome
    amount_eur: EurosIn | None = Field(None, description="Needed for REDUCED; the proposal's own when APPLIED")
    decided_on: DayIn
    decided_by_name: ShortText = Field(description="The office that decided")
    reason: Text

    def terms(self) -> DecisionTerms:
        """As the domain knows them."""
        return DecisionTerms.model_validate(dict(self))


class DecisionOut(Schema):
    """A buyer's decision as recorded; of several, the highest version holds."""

    id: UUID
    proposal_id: UUID
    lot_id: UUID
    version_no: int
    outcome: DecisionOutcome
    amount_eur: EurosOut
    decided_on: date
    decided_by_name: str
    reason: str
    recorded_at: InstantOut

    @classmethod
    def of(cls, decision: PenaltyDecision) -> Self:
        """As the API shows it."""
        return cls(**{name: value for name, value in decision if name in cls.model_fields})
