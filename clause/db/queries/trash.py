"""Records taken out of their tables and put back; table names come from the code, never from a caller."""

import json
from datetime import date
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.domain.trash import Removed, RemovedKind

_REMOVED = "id, facilitator_org_id, kind, subject_id, name, content, removed_by, removed_at, kept_until"
_COMPANY = "(SELECT o.name FROM organisation o WHERE o.id = r.company_id)"
_PERSON = "(SELECT p.first_name || ' ' || p.last_name FROM participant p WHERE p.id = r.participant_id)"
_NAMES = {
    RemovedKind.CONTRACT: "r.reference || ' – ' || r.object",
    RemovedKind.LOT: "concat_ws(' – ', 'Lot ' || r.number, r.label)",
    RemovedKind.HOLDER: _COMPANY,
    RemovedKind.SUBCONTRACTOR: _COMPANY,
    RemovedKind.CONTACT: "r.name",
    RemovedKind.PARTICIPANT: "r.first_name || ' ' || r.last_name",
    RemovedKind.HIRE: f"{_PERSON} || ' – ' || {_COMPANY}",
}
_OF_LOT = (
    "achievement", "allocation", "certificate", "contact", "contract_modification", "difficulty_notice",
    "final_balance", "formal_notice", "hire", "holder_split", "holder_transfer", "hours_statement_line",
    "invoice", "ledger_entry", "lot_day_total", "lot_holder", "lot_standing", "meeting_absence", "obligation",
    "obligation_decision", "penalty_decision", "penalty_proposal", "pooling_agreement_lot", "purchase_order",
    "relief_decision", "rule_set", "subcontractor", "tranche", "tranche_affirmation", "worked_hours", "import_row",
)  # fmt: skip
_OF_PERSON = ("eligibility", "eligibility_suspension", "hire", "operation_participant", "window_override")
_OF_HIRE = ("hire_outcome", "hours_statement_line", "ledger_entry", "hours_import_row")
_NO_OTHER_PART = (
    "NOT EXISTS (SELECT FROM lot_holder h WHERE h.lot_id = r.lot_id AND h.company_id = r.company_id)"
    " AND NOT EXISTS (SELECT FROM subcontractor s WHERE s.lot_id = r.lot_id AND s.company_id = r.company_id"
    " AND s.id <> r.id)"
)
_OF_HOLDER = {
    "hire": "r.company_id IN (d.company_id, d.for_company_id, d.host_company_id)",
    "subcontractor": "r.company_id IN (d.company_id, d.holder_company_id)",
    "contact": "d.company_id = r.company_id",
    "holder_split": "d.shares @> jsonb_build_array(jsonb_build_object('company_id', r.company_id))",
    "holder_transfer": "r.company_id IN (d.from_company_id, d.to_company_id)",
    "hours_statement_line": "d.company_id = r.company_id",
    "ledger_entry": "d.company_id = r.company_id",
    "allocation": "d.company_id = r.company_id",
    "certificate": "d.company_id = r.company_id",
    "pooling_agreement_lot": "d.company_id = r.company_id",
    "hours_import_row": "d.company_id = r.company_id",
}
_OF_SUBCONTRACTOR = {
    "hire": f"d.company_id = r.company_id AND {_NO_OTHER_PART}",
    "contact": f"d.company_id = r.company_id AND {_NO_OTHER_PART}",
}
_PLACES = {"contract_id": "contract", "lot_id": "lot", "participant_id": "participant", "eligibility_id": "eligibility"}
USES: dict[RemovedKind, dict[str, str]] = {
    RemovedKind.CONTRACT: dict.fromkeys(("lot", "social_condition_waiver", "import_row"), "d.contract_id = r.id"),
    RemovedKind.LOT: dict.fromkeys(_OF_LOT, "d.lot_id = r.id"),
    RemovedKind.HOLDER: {table: f"d.lot_id = r.lot_id AND {same}" for table, same in _OF_HOLDER.items()},
    RemovedKind.SUBCONTRACTOR: {table: f"d.lot_id = r.lot_id AND {same}" for table, same in _OF_SUBCONTRACTOR.items()},
    RemovedKind.CONTACT: {},
    RemovedKind.PARTICIPANT: dict.fromkeys(_OF_PERSON, "d.participant_id = r.id"),
    RemovedKind.HIRE: dict.fromkeys(_OF_HIRE, "d.hire_id = r.id"),
}
"""What may stand on a record of each kind: table → when a row ``d`` of it uses the record ``r``.

Every foreign key is here (a test compares), and what names a record without one.
"""


def _removed(row: dict[str, Any]) -> Removed:
    return Removed.model_validate({**row, "content": json.loads(row["content"])})


async def find_row(kind: RemovedKind, subject_id: UUID) -> dict[str, Any] | None:
    """A record of the caller, locked, as ``name`` and ``content`` (its whole row); None when it is not the caller's."""
    row = await sql.fetch_one(
        f"SELECT {_NAMES[kind]} AS name, to_jsonb(r) AS content FROM {kind.value} r"  # noqa: S608
        " WHERE r.id = $1 AND r.facilitator_org_id = clause_org() FOR UPDATE OF r",
        subject_id,
    )
    return {**row, "content": json.loads(row["content"])} if row else None


async def find_holder_id(lot_id: UUID, company_id: UUID) -> UUID | None:
    """The record that says that a company holds a lot."""
    found: UUID | None = await sql.fetch_value(
        "SELECT id FROM lot_holder WHERE lot_id = $1 AND company_id = $2", lot_id, company_id
    )
    return found


async def list_uses(kind: RemovedKind, subject_id: UUID) -> list[str]:
    """The tables in which something stands on this record."""
    if not USES[kind]:
        return []
    asked = " UNION ALL ".join(
        f"SELECT '{table}' AS used_by FROM r WHERE EXISTS (SELECT FROM {table} d WHERE {uses})"  # noqa: S608
        for table, uses in USES[kind].items()
    )
    rows = await sql.fetch(f"WITH r AS (SELECT * FROM {kind.value} WHERE id = $1) {asked}", subject_id)  # noqa: S608
    return [row["used_by"] for row in rows]


async def lacks_its_place(removed: Removed) -> bool:
    """Whether something that the record belongs to is no longer there."""
    named = [(table, removed.id_of(column)) for column, table in _PLACES.items() if column in removed.content]
    found = [await sql.fetch_value(f"SELECT id FROM {table} WHERE id = $1 FOR SHARE", id_) for table, id_ in named]  # noqa: S608
    return None in found


async def take_out(removed: Removed) -> None:
    """Move the record from its table to the trash."""
    await sql.execute(f"DELETE FROM {removed.kind.value} WHERE id = $1", removed.subject_id)  # noqa: S608
    await sql.insert(
        "removed_record",
        **{**removed.model_dump(exclude={"kind", "content"}), "kind": removed.kind.value},
        content=json.dumps(removed.content),
    )


async def put_back(removed: Removed) -> None:
    """Move the record from the trash to its table, as it was."""
    table = removed.kind.value
    await sql.execute(
        f"INSERT INTO {table} SELECT * FROM jsonb_populate_record(NULL::{table}, $1::jsonb)",  # noqa: S608
        json.dumps(removed.content),
    )
    await sql.execute("DELETE FROM removed_record WHERE id = $1", removed.id)


async def find_removed(subject_id: UUID) -> Removed | None:
    """What the trash of the caller holds of a record, locked; None when it holds nothing of it."""
    row = await sql.fetch_one(
        f"SELECT {_REMOVED} FROM removed_record WHERE subject_id = $1 FOR UPDATE",  # noqa: S608
        subject_id,
    )
    return _removed(row) if row else None


async def list_removed(today: date, *, limit: int) -> list[Removed]:
    """What can still be put back on a day, the last removed first."""
    rows = await sql.fetch(
        f"SELECT {_REMOVED} FROM removed_record WHERE kept_until >= $1 ORDER BY removed_at DESC LIMIT $2",  # noqa: S608
        today,
        limit,
    )
    return [_removed(row) for row in rows]


async def forget(today: date, limit: int) -> list[UUID]:
    """Erase up to ``limit`` records that can no longer be put back on a day; the result is which."""
    rows = await sql.fetch(
        "DELETE FROM removed_record WHERE id IN (SELECT id FROM removed_record WHERE kept_until < $1"
        " ORDER BY id LIMIT $2 FOR UPDATE) RETURNING subject_id",
        today,
        limit,
    )
    return sorted(row["subject_id"] for row in rows)
