"""Penalty proposals frozen, and the buyers' decisions on them."""

from typing import Any
from uuid import UUID

from clause.db import sql
from clause.domain.certificates import canonical_bytes
from clause.domain.penalty_proposals import PenaltyDecision, PenaltyProposal, ProposalContent, ProposalLine

_PROPOSAL = (
    "id, facilitator_org_id, buyer_id, lot_id, version_no, figures_on, amount_eur, content, content_hash, recorded_by,"
    " recorded_at"
)
_DECISION = (
    "id, facilitator_org_id, buyer_id, lot_id, proposal_id, version_no, outcome, amount_eur, decided_on,"
    " decided_by_name, reason, recorded_by, recorded_at"
)


def _proposal(row: dict[str, Any]) -> PenaltyProposal:
    return PenaltyProposal.model_validate({**row, "content": ProposalContent.model_validate_json(row["content"])})


async def insert_proposal(proposal: PenaltyProposal) -> None:
    """Add a version."""
    await sql.execute(
        f"INSERT INTO penalty_proposal ({_PROPOSAL})"  # noqa: S608
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        proposal.id,
        proposal.facilitator_org_id,
        proposal.buyer_id,
        proposal.lot_id,
        proposal.version_no,
        proposal.figures_on,
        proposal.amount_eur,
        canonical_bytes(proposal.content),
        proposal.content_hash,
        proposal.recorded_by,
        proposal.recorded_at,
    )


async def count_proposals(lot_id: UUID) -> int:
    """How many versions a lot has."""
    found: int = await sql.fetch_value("SELECT count(*) FROM penalty_proposal WHERE lot_id = $1", lot_id)
    return found


async def list_proposals(lot_id: UUID, *, after: int = 0, limit: int | None = None) -> list[PenaltyProposal]:
    """Versions of a lot in the order of their numbers, from the one that follows ``after``."""
    rows = await sql.fetch(
        f"SELECT {_PROPOSAL} FROM penalty_proposal WHERE lot_id = $1 AND version_no > $2"  # noqa: S608
        " ORDER BY version_no LIMIT $3",
        lot_id,
        after,
        limit,
    )
    return [_proposal(row) for row in rows]


async def list_lines(limit: int) -> list[ProposalLine]:
    """The last proposal of each lot that the caller sees, the newest first, with the buyer's decision that holds."""
    rows = await sql.fetch(
        "SELECT p.id, p.lot_id, p.version_no, p.figures_on, p.amount_eur, l.label AS lot_label,"
        " c.reference AS contract_reference, b.name AS buyer_name,"
        " d.outcome, d.amount_eur AS decided_eur, d.decided_on"
        " FROM (SELECT DISTINCT ON (lot_id) * FROM penalty_proposal ORDER BY lot_id, version_no DESC) p"
        " JOIN lot l ON l.id = p.lot_id JOIN contract c ON c.id = l.contract_id"
        " JOIN organisation b ON b.id = p.buyer_id"
        " LEFT JOIN LATERAL (SELECT outcome, amount_eur, decided_on FROM penalty_decision"
        "  WHERE proposal_id = p.id ORDER BY version_no DESC LIMIT 1) d ON true"
        " ORDER BY p.figures_on DESC, p.id DESC LIMIT $1",
        limit,
    )
    return [ProposalLine.model_validate(row) for row in rows]


async def find_proposal(proposal_id: UUID) -> PenaltyProposal | None:
    """A proposal that the caller may see, or None."""
    row = await sql.fetch_one(f"SELECT {_PROPOSAL} FROM penalty_proposal WHERE id = $1", proposal_id)  # noqa: S608
    return _proposal(row) if row else None


async def insert_decision(decision: PenaltyDecision) -> None:
    """Add a decision."""
    values = decision.model_dump()
    places = ", ".join(f"${place}" for place in range(1, len(values) + 1))
    await sql.execute(
        f"INSERT INTO penalty_decision ({_DECISION}) VALUES ({places})",  # noqa: S608
        *[values[name.strip()] for name in _DECISION.split(",")],
    )


async def list_decisions(proposal_id: UUID) -> list[PenaltyDecision]:
    """All decisions on a proposal, first to last."""
    rows = await sql.fetch(
        f"SELECT {_DECISION} FROM penalty_decision WHERE proposal_id = $1 ORDER BY version_no",  # noqa: S608
        proposal_id,
    )
    return [PenaltyDecision.model_validate(row) for row in rows]
