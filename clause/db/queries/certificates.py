"""Certificates: what they are drawn from, their register, their public verification."""

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.db.queries.outcomes import exit_outcome
from clause.domain.certificate_figures import HireHours
from clause.domain.certificate_register import (
    Certificate,
    CertificateFilters,
    CertificateState,
    DeclaredHours,
    Post,
    Subject,
    Verification,
    standing_of,
)
from clause.domain.certificates import canonical_bytes, read_content

PARTY = (
    "jsonb_build_object('name', {0}.name, 'identifier', {0}.identifier,"
    " 'identifier_kind', replace({0}.identifier_kind, '-', '_'))"
)
"""An organisation as documents name it; ``{0}`` is its alias in the query."""

_COLUMNS = (
    "id, facilitator_org_id, buyer_id, company_id, lot_id, kind, year, sequence, number, code, state, content,"
    " content_hash, document_id, job_id, issued_on, created_by, created_at, revoked_at, revocation_reason,"
    " superseded_by_id, version"
)
_NAMES = [name.strip() for name in _COLUMNS.split(",")]
_SELECT = (
    f"SELECT {', '.join(f'c.{name}' for name in _NAMES)}, s.number AS superseded_by_number"  # noqa: S608
    " FROM certificate c LEFT JOIN certificate s ON s.id = c.superseded_by_id"
)


def _certificate(row: dict[str, Any]) -> Certificate:
    return Certificate.model_validate({**row, "content": read_content(row["content"])})


async def find_subject(lot_id: UUID) -> Subject | None:
    """The lot and everyone that a certificate on it names, or None when the caller may not see it."""
    row = await sql.fetch_one(
        "SELECT l.id AS lot_id, l.facilitator_org_id, l.buyer_id, c.reference AS contract_reference,"  # noqa: S608
        " c.object AS contract_object, l.number AS lot_number, l.label AS lot_label, l.first_day, l.last_day,"
        f" {PARTY.format('f')} AS facilitator_org, {PARTY.format('b')} AS buyer,"
        " (SELECT coalesce(jsonb_agg(jsonb_build_object('company_id', o.id, 'party',"
        f" {PARTY.format('o')}) ORDER BY h.id), '[]') FROM lot_holder h JOIN organisation o ON o.id = h.company_id"
        " WHERE h.lot_id = l.id) AS holders"
        " FROM lot l JOIN contract c ON c.id = l.contract_id JOIN organisation f ON f.id = l.facilitator_org_id"
        " JOIN organisation b ON b.id = l.buyer_id WHERE l.id = $1",
        lot_id,
    )
    if row is None:
        return None
    decoded = {name: json.loads(row[name]) for name in ("facilitator_org", "buyer", "holders")}
    return Subject.model_validate({**row, **decoded})


# Hours worked on the lot, and hours worked elsewhere that a pooling agreement credits to it; reversals taken off.
_HIRE_HOURS = f"""
SELECT e.hire_id, h.participant_id, h.company_id, h.mode, g.ground, p.sex, h.lives_in_qpv, x.outcome AS exit_outcome,
       e.nature, coalesce(e.not_credited_reason, r.not_credited_reason) AS not_credited_reason,
       e.lot_id <> $1 AS is_borrowed,
       sum(CASE WHEN e.lot_id = $1 THEN e.hours_validated ELSE 0 END) AS hours_validated,
       sum(a.hours_credited) AS hours_credited,
       sum(CASE WHEN e.lot_id = $1 THEN a.hours_lent ELSE 0 END) AS hours_lent,
       sum(CASE WHEN e.lot_id <> $1 THEN 0 WHEN e.kind = 'BOOKING' THEN 1 ELSE -1 END) AS entries
FROM ledger_entry e LEFT JOIN ledger_entry r ON r.id = e.reverses_id
JOIN hire h ON h.id = e.hire_id JOIN eligibility g ON g.id = h.eligibility_id
JOIN participant p ON p.id = h.participant_id LEFT JOIN LATERAL ({exit_outcome("h.id")}) x ON true
CROSS JOIN LATERAL (
  SELECT coalesce(sum(hours_credited) FILTER (WHERE lot_id = $1), 0) AS hours_credited,
         coalesce(sum(hours_credited) FILTER (WHERE lot_id <> $1), 0) AS hours_lent
  FROM allocation WHERE ledger_entry_id = e.id) a
WHERE (e.lot_id = $1 OR e.id IN (SELECT ledger_entry_id FROM allocation WHERE lot_id = $1)) AND e.last_day <= $2
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
"""  # noqa: S608


async def list_hire_hours(lot_id: UUID, on: date) -> list[HireHours]:
    """What was booked on a lot for work until a day: one row per hire and per outcome, reversals taken off."""
    return [HireHours.model_validate(row) for row in await sql.fetch(_HIRE_HOURS, lot_id, on)]


async def sum_declared(lot_id: UUID, on: date) -> DeclaredHours:
    """What companies handed in for a lot and what was not rejected; hours until a day, pending whatever the month."""
    row = await sql.fetch_one(
        "SELECT coalesce(sum(n.hours_declared) FILTER (WHERE n.last_day <= $2), 0) AS hours_declared,"
        " count(DISTINCT s.id) FILTER (WHERE s.state = 'SUBMITTED') AS pending_statements"
        " FROM hours_statement_line n JOIN hours_statement s ON s.id = n.statement_id"
        " WHERE n.lot_id = $1 AND s.state IN ('SUBMITTED', 'CORRECTION_REQUESTED', 'VALIDATED')",
        lot_id,
        on,
    )
    return DeclaredHours.model_validate(row)


async def find_post(person_id: UUID, day: date) -> Post | None:
    """The post that a person holds on a day, and whether an assignment to an operation pays for part of it."""
    row = await sql.fetch_one(
        "SELECT e.job_title, EXISTS (SELECT FROM assignment a JOIN operation o ON o.id = a.operation_id"
        " WHERE a.employment_id = e.id AND $2 BETWEEN a.first_day AND coalesce(a.last_day, $2)"
        " AND $2 BETWEEN o.first_day AND o.last_day) AS is_cofinanced FROM employment e"
        " WHERE e.person_id = $1 AND $2 BETWEEN e.first_day AND coalesce(e.last_day, $2)"
        " ORDER BY is_cofinanced DESC, e.id LIMIT 1",
        person_id,
        day,
    )
    return Post.model_validate(row) if row else None


async def next_sequence(facilitator_org_id: UUID, year: int) -> int:
    """The next rank in the year of an organisation; nobody else gets one until this transaction ends."""
    sequence: int = await sql.fetch_value(
        "SELECT clause_next_number($1, $2)", facilitator_org_id, f"certificate-{year}"
    )
    return sequence


async def find_final_number(lot_id: UUID, company_id: UUID) -> str | None:
    """The number of the last FINAL certificate of a company on a lot, or None."""
    number: str | None = await sql.fetch_value(
        "SELECT number FROM certificate WHERE lot_id = $1 AND company_id = $2 AND kind = 'FINAL'"
        " ORDER BY year DESC, sequence DESC LIMIT 1",
        lot_id,
        company_id,
    )
    return number


async def find_pending_number(former: Certificate) -> str | None:
    """The number of a certificate of the same kind, company and lot that waits for its file, or None."""
    number: str | None = await sql.fetch_value(
        "SELECT number FROM certificate WHERE kind = $1 AND company_id = $2 AND lot_id IS NOT DISTINCT FROM $3"
        " AND state = 'REQUESTED' LIMIT 1",
        former.kind.value,
        former.company_id,
        former.lot_id,
    )
    return number


async def insert_certificate(certificate: Certificate) -> None:
    """Register a certificate with its content, frozen from now on."""
    values = certificate.model_dump(exclude={"content", "superseded_by_number"})
    values |= {"kind": certificate.kind.value, "state": certificate.state.value}
    places = ", ".join(f"${place}" for place in range(1, len(_NAMES) + 1))
    values["content"] = canonical_bytes(certificate.content)
    await sql.execute(
        f"INSERT INTO certificate ({_COLUMNS}) VALUES ({places})",  # noqa: S608
        *(values[name] for name in _NAMES),
    )


async def find_certificate(certificate_id: UUID) -> Certificate | None:
    """A certificate that the caller may see, or None."""
    row = await sql.fetch_one(f"{_SELECT} WHERE c.id = $1", certificate_id)
    return _certificate(row) if row else None


async def lock_certificate(certificate_id: UUID) -> Certificate | None:
    """The same for the tenant alone, locked until the transaction ends."""
    locked = await sql.fetch_value("SELECT id FROM certificate WHERE id = $1 FOR UPDATE", certificate_id)
    return await find_certificate(certificate_id) if locked else None


async def list_certificates(filters: CertificateFilters, *, after: UUID | None, limit: int) -> list[Certificate]:
    """A page of certificates, the newest first."""
    rows = await sql.fetch(
        f"{_SELECT} WHERE ($1::uuid IS NULL OR c.lot_id = $1) AND ($2::uuid IS NULL OR c.company_id = $2)"
        " AND ($3::text IS NULL OR c.state = $3) AND ($4::text IS NULL OR c.kind = $4)"
        " AND ($7::text IS NULL OR strpos(lower(c.number), lower($7)) > 0)"
        " AND ($5::uuid IS NULL OR c.id < $5) ORDER BY c.id DESC LIMIT $6",
        filters.lot_id,
        filters.company_id,
        filters.state.value if filters.state else None,
        filters.kind.value if filters.kind else None,
        after,
        limit,
        filters.number,
    )
    return [_certificate(row) for row in rows]


async def mark_issued(certificate_id: UUID, document_id: UUID) -> None:
    """The certificate has its file."""
    await sql.execute(
        "UPDATE certificate SET state = 'ISSUED', document_id = $2, version = version + 1 WHERE id = $1",
        certificate_id,
        document_id,
    )


async def mark_superseded(facilitator_org_id: UUID, number: str, successor_id: UUID) -> None:
    """The certificate of this number has given its place to another."""
    await sql.execute(
        "UPDATE certificate SET superseded_by_id = $3, version = version + 1"
        " WHERE facilitator_org_id = $1 AND number = $2 AND superseded_by_id IS NULL",
        facilitator_org_id,
        number,
        successor_id,
    )


async def mark_revoked(certificate_id: UUID, reason: str, now: datetime) -> None:
    """The certificate is taken back."""
    await sql.execute(
        "UPDATE certificate SET state = 'REVOKED', revoked_at = $3, revocation_reason = $2, version = version + 1"
        " WHERE id = $1",
        certificate_id,
        reason,
        now,
    )


async def verify(code: str) -> Verification | None:
    """What anyone may learn from a code as it was issued, or None when no issued certificate has it."""
    rows = await sql.fetch_without_identity("SELECT * FROM clause_verify_certificate($1)", code)
    if not rows:
        return None
    row = rows[0]
    return Verification(
        standing=standing_of(CertificateState(row["state"]), row["superseded_by_number"]),
        content=read_content(row["content"]),
        document_sha256=row["document_sha256"],
        revoked_at=row["revoked_at"],
        superseded_by_number=row["superseded_by_number"],
    )
