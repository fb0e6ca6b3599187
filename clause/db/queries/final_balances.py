"""Final balances, and what they are drawn from beside how a lot stands."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.db.queries.lot_names import load_lot_names
from clause.db.queries.obligations import list_obligations
from clause.domain.certificates import canonical_bytes
from clause.domain.compliance import LotFacts
from clause.domain.final_balances import BalanceContent, BalanceMaterial, BalanceObligation, BalanceRelief, FinalBalance
from clause.rules.codes import HireMode

_BALANCE = (
    "id, facilitator_org_id, buyer_id, lot_id, version_no, figures_on, outcome, hours_owed, hours_credited, content,"
    " content_hash, reason, recorded_by, recorded_at"
)
_BY_MODE = (
    "SELECT h.mode, sum(a.hours_credited) AS hours FROM allocation a JOIN ledger_entry e ON e.id = a.ledger_entry_id"
    " JOIN hire h ON h.id = e.hire_id WHERE a.lot_id = $1 AND a.worked_on <= $2 GROUP BY 1"
    " HAVING sum(a.hours_credited) <> 0 ORDER BY 1"
)
_WAITING = (
    "SELECT count(DISTINCT s.id) FROM hours_statement_line d JOIN hours_statement s ON s.id = d.statement_id"
    " WHERE d.lot_id = $1 AND s.state IN ('SUBMITTED', 'CORRECTION_REQUESTED')"
)

_RELIEFS = (
    "SELECT kind, first_day, last_day, hours_delta, hours_kept, ground, decided_on FROM relief_decision"
    " WHERE lot_id = $1 AND first_day <= $2 ORDER BY recorded_no, id"
)


def _balance(row: dict[str, Any]) -> FinalBalance:
    return FinalBalance.model_validate({**row, "content": BalanceContent.model_validate_json(row["content"])})


async def load_material(facts: LotFacts, on: date) -> BalanceMaterial:
    """What a balance on a day is drawn from, for the tenant."""
    lot_id = facts.hours.lot_id
    versions = [version for version in await list_obligations(lot_id) if version.effective_on <= on]
    waiting: int = await sql.fetch_value(_WAITING, lot_id)
    earlier: int = await sql.fetch_value("SELECT count(*) FROM final_balance WHERE lot_id = $1", lot_id)
    return BalanceMaterial(
        names=await load_lot_names(lot_id),
        obligations=tuple(
            BalanceObligation(
                version_no=version.version_no,
                effective_on=version.effective_on,
                hours_owed=version.hours_owed,
                reason=version.reason,
                trace=version.trace,
            )
            for version in versions
        ),
        by_mode=await _load_by_mode(lot_id, on),
        reliefs=tuple(BalanceRelief.model_validate(row) for row in await sql.fetch(_RELIEFS, lot_id, on)),
        waiting_statements=waiting,
        earlier_versions=earlier,
    )


async def _load_by_mode(lot_id: UUID, on: date) -> Mapping[HireMode, Decimal]:
    return {HireMode(row["mode"]): row["hours"] for row in await sql.fetch(_BY_MODE, lot_id, on)}


async def insert_balance(balance: FinalBalance) -> None:
    """Add a version."""
    await sql.execute(
        f"INSERT INTO final_balance ({_BALANCE})"  # noqa: S608
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        balance.id,
        balance.facilitator_org_id,
        balance.buyer_id,
        balance.lot_id,
        balance.version_no,
        balance.figures_on,
        balance.outcome.value,
        balance.hours_owed,
        balance.hours_credited,
        canonical_bytes(balance.content),
        balance.content_hash,
        balance.reason,
        balance.recorded_by,
        balance.recorded_at,
    )


async def list_balances(lot_id: UUID, *, after: int = 0, limit: int | None = None) -> list[FinalBalance]:
    """Versions of a lot in the order of their numbers, from the one that follows ``after``."""
    rows = await sql.fetch(
        f"SELECT {_BALANCE} FROM final_balance WHERE lot_id = $1 AND version_no > $2"  # noqa: S608
        " ORDER BY version_no LIMIT $3",
        lot_id,
        after,
        limit,
    )
    return [_balance(row) for row in rows]


async def find_balance(balance_id: UUID) -> FinalBalance | None:
    """A final balance that the caller may see, or None."""
    row = await sql.fetch_one(f"SELECT {_BALANCE} FROM final_balance WHERE id = $1", balance_id)  # noqa: S608
    return _balance(row) if row else None
