"""Files received, what became of their records, and what the records are compared with: read and written in sets."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.db.long_values import given_as
from clause.domain.findings import Finding
from clause.domain.imports import ImportKind, ImportRow, ImportRun, OrgKey, RowStatus

_RUN = (
    "SELECT id, facilitator_org_id, kind, file_name, sha256, file_format, total, job_id, findings, created_by,"
    " created_at, company_id, mapping_given, layouts, apply_job_id FROM import_run"
)


async def insert_run(run: ImportRun, content: bytes) -> None:
    """Keep a file as it came."""
    async with given_as("$6", content) as (place, given):
        await sql.execute(
            "INSERT INTO import_run (id, facilitator_org_id, kind, file_name, sha256, content, job_id, findings,"  # noqa: S608
            f" created_by, created_at, company_id, mapping_given) VALUES ($1, $2, $3, $4, $5, {place}, $7, '[]',"
            " $8, $9, $10, $11::jsonb)",
            run.id,
            run.facilitator_org_id,
            run.kind.value,
            run.file_name,
            run.sha256,
            given,
            run.job_id,
            run.created_by,
            run.created_at,
            run.company_id,
            json.dumps(run.mapping_given) if run.mapping_given else None,
        )


async def find_run(import_id: UUID) -> ImportRun | None:
    """A file of the caller, without its content; or None."""
    row = await sql.fetch_one(f"{_RUN} WHERE id = $1", import_id)
    return _run(row) if row else None


def _run(row: dict[str, Any]) -> ImportRun:
    for name in ("findings", "mapping_given", "layouts"):
        row[name] = json.loads(row[name]) if row[name] else ()
    return ImportRun.model_validate({**row, "mapping_given": row["mapping_given"] or None})


async def list_runs(*, kinds: Iterable[ImportKind], after: UUID | None, limit: int) -> list[ImportRun]:
    """A page of the files that the caller sees, the latest first."""
    rows = await sql.fetch(
        f"{_RUN} WHERE kind = ANY($1) AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3",
        [kind.value for kind in kinds],
        after,
        limit,
    )
    return [_run(row) for row in rows]


async def load_content(import_id: UUID) -> bytes:
    """The bytes of a file."""
    content: bytes = await sql.fetch_value("SELECT content FROM import_run WHERE id = $1", import_id)
    return content


async def describe_run(import_id: UUID, file_format: str, total: int, findings: Iterable[Finding]) -> None:
    """Write what the file turned out to be."""
    await sql.execute(
        "UPDATE import_run SET file_format = $2, total = $3, findings = $4::jsonb WHERE id = $1",
        import_id,
        file_format,
        total,
        findings_json(findings),
    )


async def count_rows(import_id: UUID) -> dict[RowStatus, int]:
    """How many records of a file ended in each state so far; every state is there."""
    rows = await sql.fetch("SELECT status, count(*) FROM import_row WHERE import_id = $1 GROUP BY status", import_id)
    counted = {row["status"]: row["count"] for row in rows}
    return {status: counted.get(status.value, 0) for status in RowStatus}


async def list_rows(import_id: UUID, *, status: RowStatus | None, after: int, limit: int) -> list[ImportRow]:
    """A page of the records of a file, in its order."""
    rows = await sql.fetch(
        "SELECT position, status, findings, raw_record, contract_id, lot_id FROM import_row WHERE import_id = $1"
        " AND ($2::text IS NULL OR status = $2) AND position > $3 ORDER BY position LIMIT $4",
        import_id,
        status.value if status else None,
        after,
        limit,
    )
    for row in rows:
        row["findings"], row["raw_record"] = json.loads(row["findings"]), json.loads(row["raw_record"])
    return [ImportRow.model_validate(row) for row in rows]


async def lock_matching(org_id: UUID) -> None:
    """Wait until no other import of the organisation compares records; held until the transaction ends."""
    await sql.execute("SELECT pg_advisory_xact_lock(hashtextextended('clause.import:' || $1::text, 0))", str(org_id))


def findings_json(findings: Iterable[Finding]) -> str:
    """Findings as JSON text, ready to be stored."""
    return json.dumps([finding.model_dump(mode="json") for finding in findings])


@dataclass(frozen=True)
class OrganisationToAdd:
    """An organisation of a file: what it is found by, the name to give it, and the name it has for want of any."""

    id: UUID
    key: OrgKey
    name: str
    placeholder: str


async def find_or_add_organisations(
    wanted: Sequence[OrganisationToAdd], org_id: UUID, now: datetime
) -> dict[OrgKey, UUID]:
    """The id of each organisation, those that the directory lacked added in one statement.

    Sorted, so that two imports that add the same ones wait for each other in one order; one that the caller added
    under its number gets its name.
    """
    if not wanted:
        return {}
    rows = sorted(wanted, key=lambda row: row.key)
    kinds, registers, identifiers = (list(column) for column in zip(*(row.key for row in rows), strict=True))
    await sql.execute(
        "INSERT INTO organisation (id, kind, name, identifier_kind, identifier, created_by_org_id, created_at, version)"
        " SELECT w.id, w.kind, w.name, w.register, w.identifier, $6, $7, 1"
        " FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[])"
        " AS w(id, kind, name, register, identifier)"
        " ON CONFLICT (kind, identifier_kind, identifier) DO NOTHING",
        [row.id for row in rows],
        kinds,
        [row.name for row in rows],
        registers,
        identifiers,
        org_id,
        now,
    )
    found = await sql.fetch(
        "SELECT o.id, w.rank, o.name FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY"
        " AS w(kind, register, identifier, rank) JOIN organisation o"
        " ON o.kind = w.kind AND o.identifier_kind = w.register AND o.identifier = w.identifier",
        kinds,
        registers,
        identifiers,
    )
    placed = [(rows[one["rank"] - 1], one) for one in found]
    nameless = [(row.name, one["id"]) for row, one in placed if one["name"] == row.placeholder != row.name]
    if nameless:
        await sql.execute_many(
            "UPDATE organisation SET name = $1, version = version + 1 WHERE id = $2", sorted(nameless)
        )
    return {row.key: one["id"] for row, one in placed}


@dataclass(frozen=True)
class ContractToAdd:
    """A contract of a file."""

    id: UUID
    buyer_id: UUID
    reference: str
    group_key: str
    object: str
    nature: str | None
    procedure: str | None


async def find_or_add_contracts(
    rows: Sequence[ContractToAdd], org_id: UUID, now: datetime
) -> dict[tuple[UUID, str], UUID]:
    """The id of each contract by buyer and group key, those that were not known added in one statement."""
    if not rows:
        return {}
    added = await sql.fetch(
        "INSERT INTO contract (id, buyer_id, reference, group_key, object, nature, procedure, facilitator_org_id,"
        " created_at, version) SELECT w.*, $8, $9, 1 FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[],"
        " $5::text[], $6::text[], $7::text[]) AS w"
        " ON CONFLICT (facilitator_org_id, buyer_id, group_key) DO NOTHING RETURNING id, buyer_id, group_key",
        *(list(column) for column in zip(*map(astuple, rows), strict=True)),
        org_id,
        now,
    )
    found = {(row["buyer_id"], row["group_key"]): row["id"] for row in added}
    others = [(row.buyer_id, row.group_key) for row in rows if (row.buyer_id, row.group_key) not in found]
    if others:
        known = await sql.fetch(
            "SELECT c.id, c.buyer_id, c.group_key FROM contract c"
            " JOIN unnest($1::uuid[], $2::text[]) AS w(buyer_id, group_key) USING (buyer_id, group_key)"
            " WHERE c.facilitator_org_id = $3",
            [buyer_id for buyer_id, _ in others],
            [group_key for _, group_key in others],
            org_id,
        )
        found |= {(row["buyer_id"], row["group_key"]): row["id"] for row in known}
    return found


async def find_known_contents(hashes: Sequence[str]) -> list[dict[str, Any]]:
    """Which of these contents the caller imported before: ``content_hash``, ``lot_id``, ``contract_id``, ``label``."""
    return await sql.fetch(
        "SELECT DISTINCT ON (r.content_hash) r.content_hash, r.lot_id, r.contract_id, l.label FROM import_row r"
        " JOIN lot l ON l.id = r.lot_id WHERE r.content_hash = ANY($1) ORDER BY r.content_hash, r.id",
        list(hashes),
    )


async def list_known_lots(
    contract_ids: Sequence[UUID], match_keys: Sequence[str], published: Sequence[str]
) -> list[dict[str, Any]]:
    """The lots of contracts that have one of these keys, or that the file does not contain as they were.

    ``published`` are the contents that the file has under these contracts. Each lot comes with the objects it was
    published under and the hashes of its modifications.
    """
    return await sql.fetch(
        "SELECT l.id, l.contract_id, l.label, l.match_key, l.occurrence, l.content_hash IS NOT NULL AS is_published,"
        " l.cpv, l.place, l.duration_months, l.consortium_kind, l.social_considerations, a.is_absent,"
        " ARRAY(SELECT DISTINCT coalesce(r.raw_record ->> 'objet', '') FROM import_row r WHERE r.lot_id = l.id)"
        " AS objects,"
        " ARRAY(SELECT m.content_hash FROM contract_modification m WHERE m.lot_id = l.id) AS modifications"
        " FROM lot l CROSS JOIN LATERAL (SELECT NOT EXISTS (SELECT FROM import_row r WHERE r.lot_id = l.id"
        " AND r.content_hash = ANY($3)) AS is_absent) a"
        " WHERE l.contract_id = ANY($1) AND (l.match_key = ANY($2) OR a.is_absent) ORDER BY l.id",
        list(contract_ids),
        list(match_keys),
        list(published),
    )


@dataclass(frozen=True)
class LotToAdd:
    """A lot of a file."""

    id: UUID
    facilitator_org_id: UUID
    buyer_id: UUID
    contract_id: UUID
    number: str | None
    label: str
    cpv: str | None
    place: str | None
    amount_excl_vat: Decimal | None
    notified_on: date | None
    duration_months: int | None
    first_day: date | None
    last_day: date | None
    consortium_kind: str
    social_considerations: list[str]
    follow_up: str
    follow_up_reason: str
    match_key: str
    occurrence: int
    content_hash: str
    created_at: datetime


@dataclass(frozen=True)
class HolderToAdd:
    """A holder of a lot of a file."""

    id: UUID
    facilitator_org_id: UUID
    buyer_id: UUID
    lot_id: UUID
    company_id: UUID
    role: str
    created_at: datetime


@dataclass(frozen=True)
class ModificationToAdd:
    """A published modification of a lot."""

    id: UUID
    facilitator_org_id: UUID
    buyer_id: UUID
    lot_id: UUID
    number: str
    object: str | None
    notified_on: date | None
    published_on: date | None
    amount_stated: Decimal | None
    duration_months: int | None
    holders: str
    content_hash: str
    created_at: datetime


@dataclass(frozen=True)
class RowToAdd:
    """What a record became, as stored."""

    id: UUID
    facilitator_org_id: UUID
    import_id: UUID
    position: int
    status: str
    findings: str
    raw_record: str
    content_hash: str
    contract_id: UUID | None
    lot_id: UUID | None


async def insert_lots(rows: Sequence[LotToAdd]) -> None:
    """Add the new lots of a file."""
    await sql.execute_many(
        "INSERT INTO lot (id, facilitator_org_id, buyer_id, contract_id, number, label, cpv, place, amount_excl_vat,"
        " notified_on, duration_months, first_day, last_day, consortium_kind, social_considerations, follow_up,"
        " follow_up_reason, match_key, occurrence, content_hash, created_at, version) VALUES ($1, $2, $3, $4, $5, $6,"
        " $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, 1)",
        [astuple(row) for row in rows],
    )


async def insert_holders(rows: Sequence[HolderToAdd]) -> None:
    """Add the holders of the new lots of a file."""
    await sql.execute_many(
        "INSERT INTO lot_holder (id, facilitator_org_id, buyer_id, lot_id, company_id, role, created_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        [astuple(row) for row in rows],
    )


async def insert_modifications(rows: Sequence[ModificationToAdd]) -> None:
    """Add published modifications."""
    await sql.execute_many(
        "INSERT INTO contract_modification (id, facilitator_org_id, buyer_id, lot_id, number, object, notified_on,"
        " published_on, amount_stated, duration_months, holders, content_hash, created_at, source)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::jsonb, $12, $13, 'decp')",
        [astuple(row) for row in rows],
    )


async def insert_rows(rows: Sequence[RowToAdd]) -> None:
    """Write what records became."""
    await sql.execute_many(
        "INSERT INTO import_row (id, facilitator_org_id, import_id, position, status, findings, raw_record,"
        " content_hash, contract_id, lot_id) VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7::jsonb, $8, $9, $10)",
        [astuple(row) for row in rows],
    )
