"""Social condition of contracts: what the question needs of them, and the reasons given."""

from uuid import UUID

from clause.db import sql
from clause.domain.social_conditions import ContractFacts, Waiver

_FACTS = """
SELECT c.id, c.facilitator_org_id, c.buyer_id, c.version, sum(l.amount_excl_vat) AS value_excl_vat,
  coalesce(array_agg(l.cpv) FILTER (WHERE l.cpv IS NOT NULL), '{}') AS cpv_codes, min(l.notified_on) AS notified_on,
  coalesce(bool_or(
    l.social_considerations && ARRAY['SOCIAL_CLAUSE', 'RESERVED_CONTRACT']::varchar[]
    OR EXISTS (SELECT FROM obligation o WHERE o.lot_id = l.id)), false) AS has_clause
FROM contract c LEFT JOIN lot l ON l.contract_id = c.id WHERE c.id = $1 GROUP BY c.id
"""
_WAIVER = (
    "SELECT id, contract_id, version_no, ground, explanation, decided_on, author, recorded_by, recorded_at"
    " FROM social_condition_waiver WHERE contract_id = $1 ORDER BY version_no DESC LIMIT 1"
)


async def find_facts(contract_id: UUID) -> ContractFacts | None:
    """What the question needs of a contract that the caller may see, or None."""
    row = await sql.fetch_one(_FACTS, contract_id)
    return ContractFacts.model_validate(row) if row else None


async def find_waiver(contract_id: UUID) -> Waiver | None:
    """The reason given last, or None; the buyer and the facilitator organisation see it."""
    row = await sql.fetch_one(_WAIVER, contract_id)
    return Waiver.model_validate(row) if row else None


async def insert_waiver(facts: ContractFacts, waiver: Waiver) -> None:
    """Add a reason."""
    owner = {"facilitator_org_id": facts.facilitator_org_id, "buyer_id": facts.buyer_id}
    await sql.insert("social_condition_waiver", **dict(waiver), **owner)


async def move_version(contract_id: UUID, version: int) -> None:
    """Note that something of a locked contract changed."""
    await sql.execute("UPDATE contract SET version = $2 WHERE id = $1", contract_id, version)
