"""Pooling agreements with their lots and the consents of their buyers."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.domain.accounts import OrgSummary
from clause.domain.actors import OrgKind
from clause.domain.pooling import CandidateLot, Consent, PooledLot, PoolingAgreement

_PARTY = "jsonb_build_object('id', {0}.id, 'kind', {0}.kind, 'name', {0}.name, 'identifier', {0}.identifier)"

_SELECT = f"""
SELECT a.id, a.facilitator_org_id, a.reference, a.first_day, a.last_day, a.ended_on, a.end_reason, a.created_by,
       a.created_at, a.version, {_PARTY.format("o")} AS company,
       (SELECT jsonb_agg({_PARTY.format("b")} ORDER BY b.id) FROM organisation b WHERE b.id = ANY(a.buyer_ids))
         AS buyers,
       (SELECT jsonb_agg(jsonb_build_object('lot_id', l.lot_id, 'buyer_id', l.buyer_id) ORDER BY l.id)
        FROM pooling_agreement_lot l WHERE l.agreement_id = a.id) AS lots,
       (SELECT coalesce(jsonb_agg(jsonb_build_object('buyer_id', c.buyer_id, 'given_on', c.given_on, 'reference',
          c.reference, 'recorded_at', c.recorded_at) ORDER BY c.id), '[]')
        FROM pooling_consent c WHERE c.agreement_id = a.id) AS consents
FROM pooling_agreement a JOIN organisation o ON o.id = a.company_id
"""  # noqa: S608


def _agreement(row: dict[str, Any]) -> PoolingAgreement:
    decoded = {name: json.loads(row[name]) for name in ("company", "buyers", "lots", "consents")}
    return PoolingAgreement.model_validate({**row, **decoded})


async def find_candidate_lots(lot_ids: Sequence[UUID]) -> list[CandidateLot]:
    """The lots among these that the caller sees, with who holds them; they stay followed until the commit."""
    rows = await sql.fetch(
        "SELECT l.id AS lot_id, l.buyer_id, l.facilitator_org_id, l.follow_up = 'followed' AS is_followed,"
        " ARRAY(SELECT h.company_id FROM lot_holder h WHERE h.lot_id = l.id) AS holder_ids"
        " FROM lot l WHERE l.id = ANY($1) ORDER BY l.id FOR SHARE OF l",
        list(lot_ids),
    )
    return [CandidateLot.model_validate(row) for row in rows]


async def find_company(company_id: UUID) -> OrgSummary | None:
    """A company, or None."""
    row = await sql.fetch_one(
        "SELECT id, kind, name, identifier FROM organisation WHERE id = $1 AND kind = $2",
        company_id,
        OrgKind.COMPANY.value,
    )
    return OrgSummary.model_validate(row) if row else None


async def insert_agreement(agreement: PoolingAgreement, lots: Sequence[tuple[UUID, PooledLot]]) -> None:
    """Add an agreement with its lots, each under its id."""
    await sql.execute(
        "INSERT INTO pooling_agreement (id, facilitator_org_id, company_id, buyer_ids, reference, first_day, last_day,"
        " created_by, created_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        agreement.id,
        agreement.facilitator_org_id,
        agreement.company.id,
        [buyer.id for buyer in agreement.buyers],
        agreement.reference,
        agreement.first_day,
        agreement.last_day,
        agreement.created_by,
        agreement.created_at,
        agreement.version,
    )
    await sql.execute_many(
        "INSERT INTO pooling_agreement_lot (id, facilitator_org_id, buyer_id, company_id, agreement_id, lot_id)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        [
            (row_id, agreement.facilitator_org_id, lot.buyer_id, agreement.company.id, agreement.id, lot.lot_id)
            for row_id, lot in lots
        ],
    )


async def find_buyers(buyer_ids: Sequence[UUID]) -> list[OrgSummary]:
    """These buyers, by id."""
    rows = await sql.fetch(
        "SELECT id, kind, name, identifier FROM organisation WHERE id = ANY($1) ORDER BY id", list(buyer_ids)
    )
    return [OrgSummary.model_validate(row) for row in rows]


async def find_agreement(agreement_id: UUID) -> PoolingAgreement | None:
    """An agreement that the caller sees, or None."""
    row = await sql.fetch_one(f"{_SELECT} WHERE a.id = $1", agreement_id)
    return _agreement(row) if row else None


async def lock_agreement(agreement_id: UUID) -> PoolingAgreement | None:
    """An agreement that the caller may change, which nobody else changes or pools by until the commit."""
    locked = await sql.fetch_value("SELECT id FROM pooling_agreement WHERE id = $1 FOR UPDATE", agreement_id)
    return await find_agreement(agreement_id) if locked else None


async def insert_consent(consent_id: UUID, agreement: PoolingAgreement, consent: Consent, by: UUID | None) -> None:
    """Add a buyer's consent."""
    await sql.execute(
        "INSERT INTO pooling_consent (id, facilitator_org_id, buyer_id, company_id, agreement_id, given_on, reference,"
        " recorded_by, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        consent_id,
        agreement.facilitator_org_id,
        consent.buyer_id,
        agreement.company.id,
        agreement.id,
        consent.given_on,
        consent.reference,
        by,
        consent.recorded_at,
    )
    await sql.execute("UPDATE pooling_agreement SET version = version + 1 WHERE id = $1", agreement.id)


async def end_agreement(agreement_id: UUID, ended_on: date, reason: str) -> None:
    """Write the last day whose work can be pooled."""
    await sql.execute(
        "UPDATE pooling_agreement SET ended_on = $2, end_reason = $3, version = version + 1 WHERE id = $1",
        agreement_id,
        ended_on,
        reason,
    )


async def last_pooled_day(agreement_id: UUID) -> date | None:
    """The last day worked of hours that stand on another lot than their own by an agreement, or None."""
    found: date | None = await sql.fetch_value(
        "SELECT max(worked_on) FROM (SELECT max(a.worked_on) AS worked_on FROM allocation p"
        " JOIN allocation a ON a.ledger_entry_id = p.ledger_entry_id JOIN ledger_entry e ON e.id = a.ledger_entry_id"
        " WHERE p.agreement_id = $1 AND a.lot_id <> e.lot_id AND e.kind = 'BOOKING'"
        " AND NOT EXISTS (SELECT FROM ledger_entry r WHERE r.reverses_id = e.id)"
        " GROUP BY a.ledger_entry_id, a.lot_id HAVING sum(a.hours_credited) <> 0) standing",
        agreement_id,
    )
    return found


async def list_agreements(
    *, company_id: UUID | None, lot_id: UUID | None, after: UUID | None, limit: int
) -> list[PoolingAgreement]:
    """A page of the agreements that the caller sees, oldest first."""
    rows = await sql.fetch(
        f"{_SELECT} WHERE ($1::uuid IS NULL OR a.company_id = $1) AND ($2::uuid IS NULL OR EXISTS ("
        "   SELECT FROM pooling_agreement_lot l WHERE l.agreement_id = a.id AND l.lot_id = $2))"
        " AND ($3::uuid IS NULL OR a.id > $3) ORDER BY a.id LIMIT $4",
        company_id,
        lot_id,
        after,
        limit,
    )
    return [_agreement(row) for row in rows]


async def list_agreements_over(from_lot_id: UUID, to_lot_id: UUID) -> list[PoolingAgreement]:
    """The agreements that cover both lots, oldest first."""
    rows = await sql.fetch(
        f"{_SELECT} WHERE 2 = (SELECT count(*) FROM pooling_agreement_lot l WHERE l.agreement_id = a.id"  # noqa: S608
        " AND l.lot_id IN ($1, $2)) ORDER BY a.id",
        from_lot_id,
        to_lot_id,
    )
    return [_agreement(row) for row in rows]
