"""Versions of what lots owe."""

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.db.queries.progress import version_in_effect
from clause.domain.errors import NotFound
from clause.domain.obligations import LotTerms, Obligation, ObligationVersion
from clause.rules.codes import ObligationUnit

_COLUMNS = (
    "id, facilitator_org_id, buyer_id, lot_id, version_no, effective_on, method, unit, hours_owed, quantity_owed,"
    " legal_basis, cause, source_id, trace, reason, decided_by, recorded_at"
)
_LOT = "SELECT id, facilitator_org_id, buyer_id, amount_excl_vat FROM lot WHERE id = $1"


def _obligation(row: dict[str, Any]) -> Obligation:
    return Obligation.model_validate({**row, "trace": json.loads(row["trace"])})


def _version(row: dict[str, Any]) -> ObligationVersion:
    return ObligationVersion.model_validate({**row, "trace": json.loads(row["trace"])})


async def load_lot_terms(lot_id: UUID) -> LotTerms:
    """What an obligation needs to know of a lot that the caller may see. NotFound OBL-003."""
    lot = await find_lot_terms(lot_id)
    if lot is None:
        raise NotFound("OBL-003")
    return lot


async def load_locked_lot_terms(lot_id: UUID) -> LotTerms:
    """The same for the tenant alone, locked until the transaction ends. NotFound OBL-001."""
    lot = await lock_lot_terms(lot_id)
    if lot is None:
        raise NotFound("OBL-001")
    return lot


async def find_lot_terms(lot_id: UUID) -> LotTerms | None:
    """What an obligation needs to know of a lot that the caller may see, or None."""
    row = await sql.fetch_one(_LOT, lot_id)
    return LotTerms.model_validate(row) if row else None


async def lock_lot_terms(lot_id: UUID) -> LotTerms | None:
    """The same for the tenant alone, locked until the transaction ends: versions are numbered one after another."""
    row = await sql.fetch_one(f"{_LOT} FOR UPDATE", lot_id)
    return LotTerms.model_validate(row) if row else None


async def insert_version(version: ObligationVersion) -> None:
    """Add a version."""
    values = dict(version)
    values.update(trace=version.trace.model_dump_json())
    await sql.insert("obligation", **values)


async def list_versions(lot_id: UUID, *, after: int = 0, limit: int | None = None) -> list[ObligationVersion]:
    """Versions of a lot in every unit, in the order of their numbers, from the one that follows ``after``."""
    rows = await sql.fetch(
        f"SELECT {_COLUMNS} FROM obligation WHERE lot_id = $1 AND version_no > $2"  # noqa: S608
        " ORDER BY version_no LIMIT $3",
        lot_id,
        after,
        limit,
    )
    return [_version(row) for row in rows]


async def last_version(lot_id: UUID) -> tuple[int, datetime | None]:
    """The number of a lot's last version and the instant of its recording; (0, None) without one."""
    row = await sql.fetch_one(
        "SELECT version_no, recorded_at FROM obligation WHERE lot_id = $1 ORDER BY version_no DESC LIMIT 1", lot_id
    )
    return (row["version_no"], row["recorded_at"]) if row else (0, None)


async def list_obligations(lot_id: UUID) -> list[Obligation]:
    """All versions of the hours that a lot owes, in the order of their numbers."""
    rows = await sql.fetch(
        f"SELECT {_COLUMNS} FROM obligation WHERE lot_id = $1 AND unit = 'HOURS' ORDER BY version_no",  # noqa: S608
        lot_id,
    )
    return [_obligation(row) for row in rows]


async def owed_on(lot_id: UUID, day: date, *, known_at: datetime | None = None) -> Obligation | None:
    """The version of the hours in effect on a day, or None while nothing is owed.

    With ``known_at``, only versions recorded by that instant count: what was known then of that day.
    """
    row = await sql.fetch_one(version_in_effect(_COLUMNS, "$1", "$2", known_at="$3"), lot_id, day, known_at)
    return _obligation(row) if row else None


async def list_in_effect(lot_id: UUID, day: date, *, known_at: datetime | None = None) -> list[ObligationVersion]:
    """The version in effect on a day in each unit in which something is owed, hours first."""
    rows = await sql.fetch(
        f"SELECT DISTINCT ON (unit) {_COLUMNS} FROM obligation WHERE lot_id = $1 AND effective_on <= $2"  # noqa: S608
        " AND ($3::timestamptz IS NULL OR recorded_at <= $3) ORDER BY unit, version_no DESC",
        lot_id,
        day,
        known_at,
    )
    order = list(ObligationUnit)
    return sorted((_version(row) for row in rows), key=lambda version: order.index(version.unit))
