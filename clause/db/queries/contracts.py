"""Contracts, lots, their holders and modifications."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.db.queries.progress import hours_credited, version_in_effect
from clause.domain.contracts import (
    Contract,
    FollowUpState,
    HolderRole,
    Lot,
    LotFilters,
    Modification,
)

_BUYER = "jsonb_build_object('id', b.id, 'kind', b.kind, 'name', b.name, 'identifier', b.identifier) AS buyer"
_CONTRACT = (
    "SELECT c.id, c.facilitator_org_id, c.reference, c.group_key, c.object, c.nature, c.procedure, c.created_at,"  # noqa: S608
    f" c.version, {_BUYER} FROM contract c JOIN organisation b ON b.id = c.buyer_id"
)
_HOLDERS = (
    "(SELECT coalesce(jsonb_agg(jsonb_build_object('role', h.role, 'left_on', h.left_on, 'company', jsonb_build_object("
    "'id', o.id, 'kind', o.kind, 'name', o.name, 'identifier', o.identifier)) ORDER BY h.id), '[]')"
    " FROM lot_holder h JOIN organisation o ON o.id = h.company_id WHERE h.lot_id = l.id) AS holders"
)
_LOT_COLUMNS = (
    "l.id, l.facilitator_org_id, l.contract_id, c.reference AS contract_reference, l.number, l.label, l.cpv, l.place,"
    " l.amount_excl_vat, l.notified_on, l.duration_months, l.first_day, l.last_day, l.consortium_kind,"
    f" l.social_considerations, l.follow_up, l.follow_up_reason, l.created_at, l.version, {_BUYER}, {_HOLDERS}"
)
LOT_TABLES = "FROM lot l JOIN contract c ON c.id = l.contract_id JOIN organisation b ON b.id = l.buyer_id"
_MODIFICATION = (
    "SELECT m.id, l.contract_id, m.lot_id, m.number, m.object, m.notified_on, m.published_on, m.amount_stated,"
    " m.duration_months, m.holders, m.source, m.created_at FROM contract_modification m JOIN lot l ON l.id = m.lot_id"
)


def digits_of(text: str | None) -> str | None:
    """A SIRET as typed with its spaces, as it is kept; None for a text that holds anything else."""
    digits = "".join((text or "").split())
    return digits if digits.isascii() and digits.isdecimal() else None


def _held_by(condition: str, text: str, digits: str) -> str:
    """Whether a company of this name or SIRET is a holder ``h`` of which the condition is true."""
    return (
        "EXISTS (SELECT FROM lot_holder h JOIN organisation o ON o.id = h.company_id"
        f" WHERE {condition} AND (strpos(lower(o.name), lower({text})) > 0 OR o.identifier = {digits}))"
    )


def _contract(row: dict[str, Any]) -> Contract:
    row["buyer"] = json.loads(row["buyer"])
    return Contract.model_validate(row)


def _lot(row: dict[str, Any]) -> Lot:
    row["buyer"], row["holders"] = json.loads(row["buyer"]), json.loads(row["holders"])
    return Lot.model_validate(row)


def _modification(row: dict[str, Any]) -> Modification:
    row["holders"] = json.loads(row["holders"])
    return Modification.model_validate(row)


async def insert_contract(contract: Contract) -> None:
    """Add a contract."""
    await sql.execute(
        "INSERT INTO contract (id, facilitator_org_id, buyer_id, reference, group_key, object, nature, procedure,"
        " created_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        contract.id,
        contract.facilitator_org_id,
        contract.buyer.id,
        contract.reference,
        contract.group_key,
        contract.object,
        contract.nature,
        contract.procedure,
        contract.created_at,
        contract.version,
    )


async def find_contract(contract_id: UUID) -> Contract | None:
    """A contract that the caller may see, or None."""
    row = await sql.fetch_one(f"{_CONTRACT} WHERE c.id = $1", contract_id)
    return _contract(row) if row else None


async def lock_contract(contract_id: UUID) -> int | None:
    """The version of a contract of the caller, locked until the transaction ends; None when it is not the caller's."""
    version: int | None = await sql.fetch_value("SELECT version FROM contract WHERE id = $1 FOR UPDATE", contract_id)
    return version


CONTRACTS_ASKED = (
    "($1::uuid IS NULL OR c.buyer_id = $1)"  # noqa: S608
    " AND ($2::text IS NULL OR strpos(lower(concat_ws(' ', c.reference, c.object, b.name)), lower($2)) > 0"
    f" OR b.identifier = $4 OR {_held_by('h.lot_id IN (SELECT id FROM lot WHERE contract_id = c.id)', '$2', '$4')})"
    " AND (cardinality($3::text[]) = 0"
    " OR EXISTS (SELECT FROM lot l WHERE l.contract_id = c.id AND l.follow_up = ANY($3)))"
)
"""Which contracts ``asked_of_contracts`` asks for, of contracts ``c`` with their buyers ``b``."""


def asked_of_contracts(
    buyer_id: UUID | None, text: str | None, follow_up: Sequence[FollowUpState]
) -> tuple[object, ...]:
    """The values of ``CONTRACTS_ASKED``; ``text`` is looked for in reference, object, buyer and holders.

    With ``follow_up``, those that have a lot in one of these states.
    """
    return buyer_id, text, [state.value for state in follow_up], digits_of(text)


async def list_contracts(
    *,
    buyer_id: UUID | None,
    text: str | None,
    after: UUID | None,
    limit: int,
    follow_up: Sequence[FollowUpState] = (),
) -> list[Contract]:
    """A page of contracts, by id, as ``asked_of_contracts`` says."""
    rows = await sql.fetch(
        f"{_CONTRACT} WHERE {CONTRACTS_ASKED} AND ($5::uuid IS NULL OR c.id > $5) ORDER BY c.id LIMIT $6",
        *asked_of_contracts(buyer_id, text, follow_up),
        after,
        limit,
    )
    return [_contract(row) for row in rows]


async def list_contracts_of(contract_ids: Sequence[UUID]) -> list[Contract]:
    """These contracts, in their order, as far as the caller sees them."""
    rows = await sql.fetch(
        f"{_CONTRACT} WHERE c.id = ANY($1) ORDER BY array_position($1::uuid[], c.id)", list(contract_ids)
    )
    return [_contract(row) for row in rows]


async def list_buyers() -> dict[UUID, str]:
    """The buyers of the contracts that the caller sees, by name."""
    rows = await sql.fetch(
        "SELECT o.id, o.name FROM organisation o WHERE o.kind = 'buyer'"
        " AND EXISTS (SELECT FROM contract c WHERE c.buyer_id = o.id) ORDER BY lower(o.name), o.id LIMIT 1000"
    )
    return {row["id"]: row["name"] for row in rows}


async def count_lots(contract_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """Of each contract: ``lots``, ``waiting`` (for a decision), ``followed`` (their ids), the ``last_day`` of those."""
    rows = await sql.fetch(
        "SELECT contract_id, count(*) AS lots, count(*) FILTER (WHERE follow_up IN ('preselected', 'to_review'))"
        " AS waiting, coalesce(array_agg(id) FILTER (WHERE follow_up = 'followed'), '{}') AS followed,"
        " max(last_day) FILTER (WHERE follow_up = 'followed') AS last_day"
        " FROM lot WHERE contract_id = ANY($1) GROUP BY contract_id",
        list(contract_ids),
    )
    return {row.pop("contract_id"): row for row in rows}


async def update_contract(contract: Contract) -> None:
    """Write what may be corrected of a contract."""
    await sql.execute(
        "UPDATE contract SET object = $2, nature = $3, procedure = $4, version = $5 WHERE id = $1",
        contract.id,
        contract.object,
        contract.nature,
        contract.procedure,
        contract.version,
    )


async def insert_lot(lot: Lot, match_key: str) -> None:
    """Add a lot without its holders; ``match_key`` is what an import knows it by."""
    await sql.execute(
        "INSERT INTO lot (id, facilitator_org_id, buyer_id, contract_id, number, label, cpv, place, amount_excl_vat,"
        " notified_on, duration_months, first_day, last_day, consortium_kind, social_considerations, follow_up,"
        " follow_up_reason, match_key, occurrence, content_hash, created_at, version)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, 1, NULL, $19, 1)",
        lot.id,
        lot.facilitator_org_id,
        lot.buyer.id,
        lot.contract_id,
        lot.number,
        lot.label,
        lot.cpv,
        lot.place,
        lot.amount_excl_vat,
        lot.notified_on,
        lot.duration_months,
        lot.first_day,
        lot.last_day,
        lot.consortium_kind.value,
        [kind.value for kind in lot.social_considerations],
        lot.follow_up.value,
        lot.follow_up_reason,
        match_key,
        lot.created_at,
    )


async def find_lot(lot_id: UUID) -> Lot | None:
    """A lot that the caller may see, or None."""
    row = await sql.fetch_one(f"SELECT {_LOT_COLUMNS} {LOT_TABLES} WHERE l.id = $1", lot_id)
    return _lot(row) if row else None


async def lock_lot(lot_id: UUID) -> int | None:
    """The version of a lot of the caller, locked until the transaction ends; None when it is not the caller's."""
    version: int | None = await sql.fetch_value("SELECT version FROM lot WHERE id = $1 FOR UPDATE", lot_id)
    return version


async def update_lot(lot: Lot) -> None:
    """Write what a person may change of a lot."""
    await sql.execute(
        "UPDATE lot SET label = $2, first_day = $3, last_day = $4, follow_up = $5, follow_up_reason = $6,"
        " consortium_kind = $7, version = $8 WHERE id = $1",
        lot.id,
        lot.label,
        lot.first_day,
        lot.last_day,
        lot.follow_up.value,
        lot.follow_up_reason,
        lot.consortium_kind.value,
        lot.version,
    )


async def days_credited_outside(lot_id: UUID, first_day: date, last_day: date) -> date | None:
    """The first day, outside the given ones, for which hours are credited to the lot; None when there is none."""
    found: date | None = await sql.fetch_value(
        "SELECT min(worked_on) FROM (SELECT worked_on FROM allocation WHERE lot_id = $1"
        " AND NOT worked_on BETWEEN $2 AND $3 GROUP BY worked_on HAVING sum(hours_credited) <> 0) outside",
        lot_id,
        first_day,
        last_day,
    )
    return found


LOTS_ASKED = (
    "$1::date IS NOT NULL AND ($2::text IS NULL OR l.follow_up = $2) AND ($3::uuid IS NULL OR l.buyer_id = $3)"
    " AND ($4::uuid IS NULL OR EXISTS (SELECT FROM lot_holder h WHERE h.lot_id = l.id AND h.company_id = $4))"
    " AND ($5::uuid IS NULL OR l.contract_id = $5)"
    " AND ($6::text IS NULL OR strpos(lower(concat_ws(' ', l.label, l.number, c.reference, c.object, b.name)),"
    f" lower($6)) > 0 OR b.identifier = $7 OR {_held_by('h.lot_id = l.id', '$6', '$7')})"
)
"""Which lots ``asked_of_lots`` asks for, over ``LOT_TABLES``."""


def asked_of_lots(filters: LotFilters, on: date) -> tuple[object, ...]:
    """The values of ``LOTS_ASKED``, the day first."""
    follow_up = filters.follow_up.value if filters.follow_up else None
    of_whom = (filters.buyer_id, filters.company_id, filters.contract_id)
    return on, follow_up, *of_whom, filters.text, digits_of(filters.text)


async def list_lots(
    filters: LotFilters, *, on: date, after: UUID | None, limit: int, lot_ids: Sequence[UUID] | None = None
) -> list[dict[str, Any]]:
    """A page of lots, by id, each with ``lot``, ``contract_object``, ``hours_owed`` and ``hours_credited`` on a day.

    One statement, whatever the number of lots: owed is the latest version in force on the day (None without one),
    credited the sum of what was worked until then. With ``lot_ids``, of these only.
    """
    rows = await sql.fetch(
        f"SELECT {_LOT_COLUMNS}, c.object AS contract_object,"
        f" ({version_in_effect('hours_owed', 'l.id', '$1')}) AS hours_owed,"
        f" ({hours_credited('l.id', '$1')}) AS hours_credited {LOT_TABLES} WHERE {LOTS_ASKED}"
        " AND ($8::uuid IS NULL OR l.id > $8) AND ($10::uuid[] IS NULL OR l.id = ANY($10)) ORDER BY l.id LIMIT $9",
        *asked_of_lots(filters, on),
        after,
        limit,
        lot_ids,
    )
    names = ("contract_object", "hours_owed", "hours_credited")
    return [{**{name: row.pop(name) for name in names}, "lot": _lot(row)} for row in rows]


async def insert_holder(holder_id: UUID, lot: Lot, company_id: UUID, role: HolderRole, now: datetime) -> None:
    """Say that a company holds a lot."""
    await sql.execute(
        "INSERT INTO lot_holder (id, facilitator_org_id, buyer_id, lot_id, company_id, role, created_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        holder_id,
        lot.facilitator_org_id,
        lot.buyer.id,
        lot.id,
        company_id,
        role.value,
        now,
    )


async def insert_modification(modification: Modification, lot: Lot, content_hash: str) -> None:
    """Add a modification of a lot."""
    await sql.execute(
        "INSERT INTO contract_modification (id, facilitator_org_id, buyer_id, lot_id, number, object, notified_on,"
        " published_on, amount_stated, duration_months, holders, source, content_hash, created_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::jsonb, $12, $13, $14)",
        modification.id,
        lot.facilitator_org_id,
        lot.buyer.id,
        lot.id,
        modification.number,
        modification.object,
        modification.notified_on,
        modification.published_on,
        modification.amount_stated,
        modification.duration_months,
        json.dumps(modification.holders),
        modification.source.value,
        content_hash,
        modification.created_at,
    )


async def list_modifications(contract_id: UUID, *, after: UUID | None, limit: int) -> list[Modification]:
    """A page of the modifications of all lots of a contract, by id: in the order in which they became known."""
    rows = await sql.fetch(
        f"{_MODIFICATION} WHERE l.contract_id = $1 AND ($2::uuid IS NULL OR m.id > $2) ORDER BY m.id LIMIT $3",
        contract_id,
        after,
        limit,
    )
    return [_modification(row) for row in rows]
