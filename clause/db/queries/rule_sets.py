"""Versions of the rules of lots."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.domain.rule_sets import RuleSet, rulebook_of
from clause.rules.rulebook import DEFAULTS, Rulebook

_COLUMNS = (
    "id, facilitator_org_id, buyer_id, lot_id, version_no, effective_on, values, penalties, reason, decided_by,"
    " recorded_at"
)


OF_LOT = f"(SELECT json_agg(json_build_array({_COLUMNS}) ORDER BY version_no) FROM rule_set WHERE lot_id = p.id)"  # noqa: S608
"""The rule sets of a lot ``p`` of another statement, in one column: :func:`rulebook_beside` reads it."""
_NAMES = _COLUMNS.split(", ")


def rulebook_beside(rule_sets: str | None) -> Rulebook:
    """The rules of a lot from what ``OF_LOT`` gives; the usual ones for a lot that fixes nothing."""
    if rule_sets is None:
        return DEFAULTS
    return rulebook_of([RuleSet.model_validate(dict(zip(_NAMES, one, strict=True))) for one in json.loads(rule_sets)])


def _rule_set(row: dict[str, Any]) -> RuleSet:
    row["values"] = json.loads(row["values"])
    row["penalties"] = json.loads(row["penalties"])
    return RuleSet.model_validate(row)


async def insert_rule_set(rule_set: RuleSet) -> None:
    """Add a version."""
    await sql.execute(
        f"INSERT INTO rule_set ({_COLUMNS})"  # noqa: S608
        " VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8::jsonb, $9, $10, $11)",
        rule_set.id,
        rule_set.facilitator_org_id,
        rule_set.buyer_id,
        rule_set.lot_id,
        rule_set.version_no,
        rule_set.effective_on,
        json.dumps(dict(rule_set.values)),
        json.dumps([terms.model_dump(mode="json") for terms in rule_set.penalties]),
        rule_set.reason,
        rule_set.decided_by,
        rule_set.recorded_at,
    )


async def list_rule_sets(lot_id: UUID, *, after: int = 0, limit: int | None = None) -> list[RuleSet]:
    """Versions of a lot in the order of their numbers, from the one that follows ``after``."""
    rows = await sql.fetch(
        f"SELECT {_COLUMNS} FROM rule_set WHERE lot_id = $1 AND version_no > $2"  # noqa: S608
        " ORDER BY version_no LIMIT $3",
        lot_id,
        after,
        limit,
    )
    return [_rule_set(row) for row in rows]


async def load_rulebook(lot_id: UUID) -> Rulebook:
    """The rules of a lot on any day, as far as the caller sees them."""
    return (await load_rulebooks([lot_id]))[lot_id]


async def load_rulebooks(lot_ids: Iterable[UUID]) -> dict[UUID, Rulebook]:
    """The rules of each of these lots, in one statement; the usual ones for a lot that fixes nothing."""
    asked = set(lot_ids)
    rows = await sql.fetch(
        f"SELECT {_COLUMNS} FROM rule_set WHERE lot_id = ANY($1) ORDER BY lot_id, version_no",  # noqa: S608
        sorted(asked),
    )
    by_lot: dict[UUID, list[RuleSet]] = {}
    for row in rows:
        by_lot.setdefault(row["lot_id"], []).append(_rule_set(row))
    return {lot_id: rulebook_of(by_lot[lot_id]) if lot_id in by_lot else DEFAULTS for lot_id in asked}
