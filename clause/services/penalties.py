"""Penalties: frozen as a proposal for the buyer, who alone decides; the decision is recorded as the buyer tells it."""

from datetime import date
from uuid import UUID

from clause.db.queries import penalties as queries
from clause.db.queries.lot_facts import list_lot_facts
from clause.db.queries.lot_names import load_lot_names
from clause.db.queries.obligations import find_lot_terms, lock_lot_terms
from clause.domain.actors import Scope
from clause.domain.certificates import content_hash
from clause.domain.compliance import assess_lot
from clause.domain.errors import NotFound, Refused
from clause.domain.penalty_proposals import (
    DecisionTerms,
    PenaltyDecision,
    PenaltyProposal,
    ProposalLine,
    decided_amount,
    draw_proposal,
)
from clause.services.unit_of_work import UnitOfWork, reading, writing


@writing(Scope.CONTRACTS_WRITE)
async def freeze_proposal(uow: UnitOfWork, lot_id: UUID, on: date | None) -> PenaltyProposal:
    """The penalties of a lot on a day (today by default), frozen as a new version with the hash of its content.

    NotFound PEN-030. Refused PEN-031 for a day to come, PEN-032 (with the warnings) when penalties cannot be weighed,
    PEN-033 when the lot's rules foresee none. A proposal of zero may be frozen: it says that nothing is claimed.
    """
    lot = await lock_lot_terms(lot_id)
    if lot is None:
        raise NotFound("PEN-030")
    day = on or uow.today
    if day > uow.today:
        raise Refused("PEN-031", on=day.isoformat())
    [facts] = await list_lot_facts(day, lot_ids=[lot_id], with_reasons=False, with_events=True)
    stands = assess_lot(facts, day)
    if stands.penalties is None:
        raise Refused("PEN-032", findings=stands.findings)
    if not stands.penalties.penalties:
        raise Refused("PEN-033", on=day.isoformat())
    version_no = await queries.count_proposals(lot_id) + 1
    content = draw_proposal(facts, stands, await load_lot_names(lot_id), version_no)
    proposal = PenaltyProposal(
        id=uow.new_id(),
        facilitator_org_id=lot.facilitator_org_id,
        buyer_id=lot.buyer_id,
        lot_id=lot_id,
        version_no=version_no,
        figures_on=day,
        amount_eur=stands.penalties.total.value,
        content=content,
        content_hash=content_hash(content),
        recorded_by=uow.actor.id,
        recorded_at=uow.now,
    )
    await queries.insert_proposal(proposal)
    uow.record(
        "penalty_proposal.freeze",
        "penalty_proposal",
        proposal.id,
        org_id=lot.facilitator_org_id,
        lot=lot_id,
        version=proposal.version_no,
        amount_eur=proposal.amount_eur,
        content_hash=proposal.content_hash,
    )
    return proposal


@reading(Scope.CONTRACTS_READ)
async def list_proposals(uow: UnitOfWork, lot_id: UUID, *, after: int, limit: int) -> list[PenaltyProposal]:
    """Proposals of a lot that the caller may see, first to last. NotFound PEN-034."""
    if await find_lot_terms(lot_id) is None:
        raise NotFound("PEN-034")
    return await queries.list_proposals(lot_id, after=after, limit=limit)


@reading(Scope.CONTRACTS_READ)
async def list_lines(uow: UnitOfWork, limit: int) -> list[ProposalLine]:
    """The last proposal of each lot that the caller sees, the newest first."""
    return await queries.list_lines(limit)


@reading(Scope.CONTRACTS_READ)
async def load_proposal(uow: UnitOfWork, proposal_id: UUID) -> PenaltyProposal:
    """A proposal. NotFound PEN-035."""
    proposal = await queries.find_proposal(proposal_id)
    if proposal is None:
        raise NotFound("PEN-035")
    return proposal


@writing(Scope.CONTRACTS_WRITE)
async def record_decision(uow: UnitOfWork, proposal_id: UUID, terms: DecisionTerms) -> PenaltyDecision:
    """What the buyer decided on a proposal; a later decision is a new version.

    NotFound PEN-036, Refused PEN-020 with a finding per value that does not fit.
    """
    proposal = await queries.find_proposal(proposal_id)
    # The lot's lock makes two decisions follow one another.
    if proposal is None or await lock_lot_terms(proposal.lot_id) is None:
        raise NotFound("PEN-036")
    amount = decided_amount(terms, proposal, uow.today)
    decision = PenaltyDecision(
        **{**dict(terms), "amount_eur": amount},
        id=uow.new_id(),
        facilitator_org_id=proposal.facilitator_org_id,
        buyer_id=proposal.buyer_id,
        lot_id=proposal.lot_id,
        proposal_id=proposal_id,
        version_no=len(await queries.list_decisions(proposal_id)) + 1,
        recorded_by=uow.actor.id,
        recorded_at=uow.now,
    )
    await queries.insert_decision(decision)
    uow.record(
        "penalty_decision.record",
        "penalty_proposal",
        proposal_id,
        org_id=proposal.facilitator_org_id,
        reason=terms.reason,
        outcome=terms.outcome,
        amount_eur=amount,
        decided_on=terms.decided_on,
        version=decision.version_no,
    )
    return decision


@reading(Scope.CONTRACTS_READ)
async def list_decisions(uow: UnitOfWork, proposal_id: UUID) -> list[PenaltyDecision]:
    """The decisions on a proposal, first to last. NotFound PEN-037."""
    if await queries.find_proposal(proposal_id) is None:
        raise NotFound("PEN-037")
    return await queries.list_decisions(proposal_id)
