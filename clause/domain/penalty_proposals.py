"""Penalty proposals frozen for the buyer, and what the buyer decided."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.certificates import FrozenContent, ShownText, TwoDecimals
from clause.domain.compliance import LotCompliance, LotFacts
from clause.domain.errors import Refused
from clause.domain.findings import Finding
from clause.domain.lot_names import LotNames
from clause.domain.penalties import PenaltyAssessment
from clause.rules.quantities import Euros


class ProposalContent(FrozenContent):
    """Everything a proposal says, as it stood on a day; names no person."""

    version_no: int
    lot_id: UUID
    contract_reference: ShownText
    lot_label: ShownText
    obligation_version: int | None
    rule_set_version: int | None
    hours_owed: TwoDecimals
    hours_credited: TwoDecimals
    assessment: PenaltyAssessment


class PenaltyProposal(BaseModel):
    """A proposal as frozen."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    facilitator_org_id: UUID
    buyer_id: UUID
    lot_id: UUID
    version_no: int
    figures_on: date
    amount_eur: Euros
    content: ProposalContent
    content_hash: str
    recorded_by: UUID | None
    recorded_at: datetime


class DecisionOutcome(StrEnum):
    """What a buyer did with a proposal: applied it as it is, reduced it, or gave it up."""

    APPLIED = "APPLIED"
    REDUCED = "REDUCED"
    WAIVED = "WAIVED"


class DecisionTerms(BaseModel):
    """A buyer's decision as typed; ``decided_by_name`` is the office or the quality of who decided."""

    model_config = ConfigDict(frozen=True)

    outcome: DecisionOutcome
    amount_eur: Euros | None
    decided_on: date
    decided_by_name: str
    reason: str


class PenaltyDecision(BaseModel):
    """A buyer's decision as recorded; of several on one proposal, the highest version holds."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    facilitator_org_id: UUID
    buyer_id: UUID
    lot_id: UUID
    proposal_id: UUID
    version_no: int
    outcome: DecisionOutcome
    amount_eur: Euros
    decided_on: date
    decided_by_name: str
    reason: str
    recorded_by: UUID | None
    recorded_at: datetime


class ProposalLine(BaseModel):
    """A proposal in a list over all lots, with what the buyer decided on it; None while nothing is decided."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    lot_id: UUID
    contract_reference: str
    lot_label: str
    buyer_name: str
    version_no: int
    figures_on: date
    amount_eur: Euros
    outcome: DecisionOutcome | None
    decided_eur: Euros | None
    decided_on: date | None


def draw_proposal(facts: LotFacts, stands: LotCompliance, names: LotNames, version_no: int) -> ProposalContent:
    """The content of a proposal, from how the lot stands on the day; RuntimeError where penalties were not weighed."""
    if stands.penalties is None or stands.figures is None:
        raise RuntimeError("a proposal is drawn once penalties are weighed")
    rules = facts.book.in_effect(stands.on)
    return ProposalContent(
        version_no=version_no,
        lot_id=stands.hours.lot_id,
        contract_reference=names.contract_reference,
        lot_label=names.lot_label,
        obligation_version=stands.hours.obligation_version,
        rule_set_version=rules.version_no if rules else None,
        hours_owed=stands.figures.owed,
        hours_credited=stands.figures.credited,
        assessment=stands.penalties,
    )


def decided_amount(terms: DecisionTerms, proposal: PenaltyProposal, today: date) -> Euros:
    """The euros that the buyer decided on, to the cent: the proposal's where it was applied and no amount is given.

    Raises Refused PEN-020 with a finding per value that does not fit: a reduction that names no amount or is no
    reduction, an application above the proposal, a waiver with an amount, a day to come or before the proposal.
    """
    findings = [*_amount_findings(terms, proposal), *_day_findings(terms, proposal, today)]
    if findings:
        raise Refused("PEN-020", findings=tuple(findings))
    if terms.outcome is DecisionOutcome.WAIVED:
        return Decimal("0.00")
    return proposal.amount_eur if terms.amount_eur is None else terms.amount_eur


def _amount_findings(terms: DecisionTerms, proposal: PenaltyProposal) -> list[Finding]:
    given, proposed = terms.amount_eur, proposal.amount_eur
    raw = None if given is None else str(given)
    values = {"proposed": str(proposed)}
    if terms.outcome is DecisionOutcome.WAIVED and given:
        return [Finding(code="PEN-021", field="amount_eur", raw=raw)]
    if terms.outcome is DecisionOutcome.REDUCED and (given is None or not 0 < given < proposed):
        return [Finding(code="PEN-022", field="amount_eur", raw=raw, values=values)]
    if terms.outcome is DecisionOutcome.APPLIED and given is not None and given != proposed:
        return [Finding(code="PEN-023", field="amount_eur", raw=raw, values=values)]
    return []


def _day_findings(terms: DecisionTerms, proposal: PenaltyProposal, today: date) -> list[Finding]:
    raw = terms.decided_on.isoformat()
    if terms.decided_on > today:
        return [Finding(code="PEN-024", field="decided_on", raw=raw, values={"today": today.isoformat()})]
    if terms.decided_on < proposal.figures_on:
        since = {"since": proposal.figures_on.isoformat()}
        return [Finding(code="PEN-025", field="decided_on", raw=raw, values=since)]
    return []
