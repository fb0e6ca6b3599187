"""Employment contracts of participants."""

import json
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.domain.hires import Hire, HireLot, NamedHire
from clause.rules.calendar import Period

_HIRE = (
    "h.id, h.facilitator_org_id, h.participant_id, h.eligibility_id, h.lot_id, h.company_id, h.mode, h.contract_type,"
    " h.job_title, h.first_day, h.planned_last_day, h.last_day, h.weekly_hours, h.eligible_first_day,"
    " h.eligible_last_day, h.eligibility_trace, h.for_company_id, h.host_company_id, h.education_level, h.lives_in_qpv,"
    " h.qpv_code, h.commune_code, h.sector, h.referrer_kind, h.recruitment_channel, h.is_full_time, h.tutor_name,"
    " h.details, h.created_at, h.version"
)
_NAMED = f"SELECT {_HIRE}, p.first_name, p.last_name FROM hire h JOIN participant p ON p.id = h.participant_id"  # noqa: S608


def _values(row: dict[str, Any]) -> dict[str, Any]:
    details = json.loads(row["details"]) if row["details"] else {}
    return {**row, "eligibility_trace": json.loads(row["eligibility_trace"]), "details": details}


async def find_hire_lot(lot_id: UUID) -> HireLot | None:
    """What a hire needs to know of a lot that the caller may see, or None."""
    row = await sql.fetch_one(
        "SELECT l.id, l.last_day, ARRAY(SELECT company_id FROM lot_holder WHERE lot_id = l.id) AS holder_ids,"
        " ARRAY(SELECT company_id FROM subcontractor WHERE lot_id = l.id) AS subcontractor_ids,"
        " 'RESERVED_CONTRACT' = ANY(l.social_considerations) AS is_reserved"
        " FROM lot l WHERE l.id = $1",
        lot_id,
    )
    return HireLot.model_validate(row) if row else None


async def insert_hire(hire: Hire) -> None:
    """Add an employment contract."""
    await sql.execute(
        "INSERT INTO hire (id, facilitator_org_id, participant_id, eligibility_id, lot_id, company_id, mode,"
        " contract_type, job_title, first_day, planned_last_day, last_day, weekly_hours, eligible_first_day,"
        " eligible_last_day, eligibility_trace, created_at, version, for_company_id, host_company_id, education_level,"
        " lives_in_qpv, qpv_code, commune_code, sector, referrer_kind, recruitment_channel, is_full_time, tutor_name,"
        " details) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16::jsonb, $17, $18, $19,"
        " $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30::jsonb)",
        hire.id,
        hire.facilitator_org_id,
        hire.participant_id,
        hire.eligibility_id,
        hire.lot_id,
        hire.company_id,
        hire.mode.value,
        hire.contract_type.value,
        hire.job_title,
        hire.first_day,
        hire.planned_last_day,
        hire.last_day,
        hire.weekly_hours,
        hire.eligible_first_day,
        hire.eligible_last_day,
        hire.eligibility_trace.model_dump_json(),
        hire.created_at,
        hire.version,
        hire.for_company_id,
        hire.host_company_id,
        hire.education_level,
        hire.lives_in_qpv,
        hire.qpv_code,
        hire.commune_code,
        hire.sector,
        hire.referrer_kind,
        hire.recruitment_channel,
        hire.is_full_time,
        hire.tutor_name,
        hire.details.model_dump_json(exclude_none=True),
    )


async def find_hire(hire_id: UUID) -> NamedHire | None:
    """A hire that the caller may see, with the person's names, or None."""
    row = await sql.fetch_one(f"{_NAMED} WHERE h.id = $1", hire_id)
    return NamedHire.model_validate(_values(row)) if row else None


async def lock_hire(hire_id: UUID) -> NamedHire | None:
    """The same for the tenant alone, locked until the transaction ends: no hours are booked on it meanwhile."""
    row = await sql.fetch_one(f"{_NAMED} WHERE h.id = $1 FOR UPDATE OF h", hire_id)
    return NamedHire.model_validate(_values(row)) if row else None


async def list_hires(
    *, lot_id: UUID | None, company_id: UUID | None, participant_id: UUID | None, after: UUID | None, limit: int
) -> list[NamedHire]:
    """A page of hires, oldest record first."""
    rows = await sql.fetch(
        f"{_NAMED} WHERE ($1::uuid IS NULL OR h.lot_id = $1) AND ($2::uuid IS NULL OR h.company_id = $2)"
        " AND ($3::uuid IS NULL OR h.participant_id = $3) AND ($4::uuid IS NULL OR h.id > $4) ORDER BY h.id LIMIT $5",
        lot_id,
        company_id,
        participant_id,
        after,
        limit,
    )
    return [NamedHire.model_validate(_values(row)) for row in rows]


async def list_hires_of_participant(participant_id: UUID) -> list[Hire]:
    """All hires of a person, oldest record first."""
    rows = await sql.fetch(f"SELECT {_HIRE} FROM hire h WHERE h.participant_id = $1 ORDER BY h.id", participant_id)  # noqa: S608
    return [Hire.model_validate(_values(row)) for row in rows]


async def update_hire(hire: Hire) -> None:
    """Write a locked row back, with its new version; its windows are written apart."""
    await sql.execute(
        "UPDATE hire SET mode = $2, contract_type = $3, job_title = $4, first_day = $5, planned_last_day = $6,"
        " last_day = $7, weekly_hours = $8, for_company_id = $9, host_company_id = $10, education_level = $11,"
        " lives_in_qpv = $12, qpv_code = $13, commune_code = $14, sector = $15, referrer_kind = $16,"
        " recruitment_channel = $17, is_full_time = $18, tutor_name = $19, details = $20::jsonb, version = $21"
        " WHERE id = $1",
        hire.id,
        hire.mode.value,
        hire.contract_type.value,
        hire.job_title,
        hire.first_day,
        hire.planned_last_day,
        hire.last_day,
        hire.weekly_hours,
        hire.for_company_id,
        hire.host_company_id,
        hire.education_level,
        hire.lives_in_qpv,
        hire.qpv_code,
        hire.commune_code,
        hire.sector,
        hire.referrer_kind,
        hire.recruitment_channel,
        hire.is_full_time,
        hire.tutor_name,
        hire.details.model_dump_json(exclude_none=True),
        hire.version,
    )


async def touch_hires_of_participant(participant_id: UUID) -> None:
    """Move the versions of a person's hires on: what is shown of them has changed."""
    await sql.execute("UPDATE hire SET version = version + 1 WHERE participant_id = $1", participant_id)


async def find_booked_days(hire_id: UUID) -> Period | None:
    """The days from the first to the last of the hours booked on a hire and not reversed, or None."""
    row = await sql.fetch_one(
        "SELECT min(e.first_day) AS first_day, max(e.last_day) AS last_day FROM ledger_entry e"
        " WHERE e.hire_id = $1 AND e.kind = 'BOOKING'"
        " AND NOT EXISTS (SELECT FROM ledger_entry r WHERE r.reverses_id = e.id)",
        hire_id,
    )
    return Period(row["first_day"], row["last_day"]) if row and row["last_day"] else None
