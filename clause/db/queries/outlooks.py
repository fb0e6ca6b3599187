"""Outlooks of lots: those that are kept and still good, and the others drawn again from everything they come from."""

from collections.abc import Sequence
from datetime import date
from typing import Any, TypedDict
from uuid import UUID

from clause.db import sql
from clause.db.queries.alerts import load_alerts
from clause.db.queries.lot_facts import list_lot_facts, load_lot_months
from clause.domain.compliance import LotFacts, assess_lot
from clause.domain.contracts import FollowUpState
from clause.domain.outlook_days import holds_until
from clause.domain.outlooks import LotInView, Outlook, edition, outlook_of
from clause.rules.alerts import AlertKind, eligibility_limit
from clause.rules.calendar import Month
from clause.rules.compliance import ComplianceStatus

# What is kept counts for the days that it holds and the rules by which it was drawn, until something touches the lot.
_IS_KEPT = (
    "k.drawn_on <= $1 AND k.holds_until > $1 AND k.edition = $2"
    " AND NOT EXISTS (SELECT FROM lot_touch t WHERE t.lot_id = l.id)"
)
_IN_VIEW = f"""
SELECT l.id AS lot_id, l.contract_id, l.buyer_id, b.name AS buyer_name, l.label, l.last_day,
       k.lot_id IS NOT NULL AS is_kept, k.status, k.hours_owed, k.hours_credited, k.alerts
FROM lot l JOIN organisation b ON b.id = l.buyer_id LEFT JOIN lot_outlook k ON k.lot_id = l.id AND {_IS_KEPT}
WHERE ($3::text IS NULL OR l.follow_up = $3) AND ($4::uuid IS NULL OR l.buyer_id = $4)
  AND ($5::uuid IS NULL OR EXISTS (SELECT FROM lot_holder h WHERE h.lot_id = l.id AND h.company_id = $5))
ORDER BY l.id
"""  # noqa: S608
_TO_DRAW = f"""
SELECT l.id FROM lot l WHERE l.facilitator_org_id = $3
  AND NOT EXISTS (SELECT FROM lot_outlook k WHERE k.lot_id = l.id AND {_IS_KEPT})
ORDER BY l.id LIMIT $4
"""  # noqa: S608
_KEEP = """
INSERT INTO lot_outlook AS k (lot_id, facilitator_org_id, buyer_id, drawn_on, edition, status, hours_owed,
                              hours_credited, alerts, holds_until)
SELECT l.id, l.facilitator_org_id, l.buyer_id, $1, $2, $4, $5, $6, $7, $8 FROM lot l WHERE l.id = $3
ON CONFLICT (lot_id) DO UPDATE SET drawn_on = excluded.drawn_on, edition = excluded.edition, status = excluded.status,
  hours_owed = excluded.hours_owed, hours_credited = excluded.hours_credited, alerts = excluded.alerts,
  holds_until = excluded.holds_until
"""


# The first day after $2 that something stored of a lot is dated by; $3: the days before which an end of eligibility is
# told; $4: the first day of the next month.
_NEXT_DAYS = """
SELECT l.id AS lot_id, least(
  (SELECT min(o.effective_on) FROM obligation o WHERE o.lot_id = l.id AND o.effective_on > $2),
  (SELECT min(t.worked_on) FROM lot_day_total t WHERE t.lot_id = l.id AND t.worked_on > $2),
  (SELECT min(i.issued_on) FROM invoice i WHERE i.lot_id = l.id AND i.issued_on > $2),
  (SELECT min(d.last_day) FROM hours_statement_line d JOIN hours_statement s ON s.id = d.statement_id
   WHERE d.lot_id = l.id AND s.state = 'SUBMITTED' AND d.last_day > $2),
  (SELECT min(x.day) FROM hire h
   CROSS JOIN LATERAL (SELECT coalesce(h.last_day, h.planned_last_day, 'infinity') AS last_day) ends
   CROSS JOIN LATERAL (
     SELECT h.first_day AS day
     UNION ALL SELECT v.day FROM (VALUES (h.eligible_last_day - asked.days), (h.eligible_last_day + 1)) v (day)
       WHERE h.eligible_last_day < least(ends.last_day, coalesce(l.last_day, 'infinity'))
     UNION ALL SELECT $4::date WHERE least(ends.last_day, l.last_day) >= $4) x
   WHERE h.lot_id = l.id AND x.day > $2)) AS day
FROM unnest($1::uuid[], $3::int[]) AS asked (id, days) JOIN lot l ON l.id = asked.id
"""
# Those of which nothing is kept are looked at too: what they are is known once they are drawn.
_PERHAPS = f"""
SELECT l.id FROM lot l LEFT JOIN lot_outlook k ON k.lot_id = l.id AND {_IS_KEPT}
WHERE l.follow_up = 'followed' AND (k.lot_id IS NULL OR k.status = ANY($4::text[]) OR k.alerts::text[] && $4::text[])
  AND {{asked}} ORDER BY l.id LIMIT $3
"""  # noqa: S608


class Whose(TypedDict, total=False):
    """Whose lots are asked for; what is left out or None asks nothing."""

    buyer_id: UUID | None
    contract_id: UUID | None
    holder_id: UUID | None


async def list_some_facts(
    on: date,
    whose: Whose,
    wanted: Sequence[ComplianceStatus | AlertKind] | None,
    *,
    with_reasons: bool,
    after: UUID | None,
    limit: int,
) -> tuple[list[LotFacts], UUID | None]:
    """The next followed lots by id, with all that is known of them on a day; and after which lot there may be others.

    With ``wanted``, those of which nothing is kept, and of the others those that by what is kept stand so or have such
    an alert.
    """
    lot_ids = None if wanted is None else await _list_perhaps(on, whose, wanted, after, limit)
    found = await list_lot_facts(
        on,
        lot_ids=lot_ids,
        **whose,
        follow_up=FollowUpState.FOLLOWED.value,
        with_reasons=with_reasons,
        after=after,
        limit=limit,
    )
    seen = [lot.hours.lot_id for lot in found] if lot_ids is None else lot_ids
    return found, seen[-1] if len(seen) == limit else None


async def _list_perhaps(
    on: date, whose: Whose, wanted: Sequence[ComplianceStatus | AlertKind], after: UUID | None, limit: int
) -> list[UUID]:
    asked, arguments = sql.given(
        {
            "l.buyer_id = {}": whose.get("buyer_id"),
            "l.contract_id = {}": whose.get("contract_id"),
            "EXISTS (SELECT FROM lot_holder h WHERE h.lot_id = l.id AND h.company_id = {})": whose.get("holder_id"),
            "l.id > {}": after,
        },
        (on, edition(), limit, wanted),
    )
    return [row["id"] for row in await sql.fetch(_PERHAPS.format(asked=asked), *arguments)]


async def list_lots_in_view(
    on: date,
    *,
    follow_up: FollowUpState | None = FollowUpState.FOLLOWED,
    buyer_id: UUID | None = None,
    holder_id: UUID | None = None,
) -> list[LotInView]:
    """All lots that the caller sees, by id, with the outlook of each on a day.

    What is kept is read; what is not, or no longer counts, is drawn here: the same, only slower.
    """
    rows = await sql.fetch(_IN_VIEW, on, edition(), follow_up.value if follow_up else None, buyer_id, holder_id)
    outlooks = {row["lot_id"]: _kept(row) for row in rows if row["is_kept"]}
    missing = [row["lot_id"] for row in rows if not row["is_kept"]]
    outlooks |= {one.lot_id: one for one in await draw_outlooks(missing, on)}
    return [
        LotInView(
            contract_id=row["contract_id"],
            buyer_id=row["buyer_id"],
            buyer_name=row["buyer_name"],
            label=row["label"],
            last_day=row["last_day"],
            outlook=outlooks[row["lot_id"]],
        )
        for row in rows
        if row["lot_id"] in outlooks
    ]


def _kept(row: dict[str, Any]) -> Outlook:
    return Outlook(
        lot_id=row["lot_id"],
        status=ComplianceStatus(row["status"]) if row["status"] else None,
        hours_owed=row["hours_owed"],
        hours_credited=row["hours_credited"],
        alerts=tuple(AlertKind(kind) for kind in row["alerts"]),
    )


async def draw_outlooks(lot_ids: Sequence[UUID], on: date) -> list[Outlook]:
    """The outlook of each of these lots, by the rules, from what is stored now."""
    return [outlook for _, outlook in await _draw(lot_ids, on)]


async def _draw(lot_ids: Sequence[UUID], on: date) -> list[tuple[LotFacts, Outlook]]:
    if not lot_ids:
        return []
    facts = await list_lot_facts(on, lot_ids=lot_ids, with_reasons=False)
    stands = [assess_lot(one, on) for one in facts]
    alerts = await load_alerts(facts, stands, on)
    return [(lot, outlook_of(one, alerts[one.hours.lot_id])) for lot, one in zip(facts, stands, strict=True)]


async def lock_outlooks(facilitator_org_id: UUID) -> bool:
    """Whether the outlooks of an organisation are the caller's alone to draw until its transaction ends."""
    lock = "SELECT pg_try_advisory_xact_lock(hashtextextended('lot_outlook:' || $1, 0))"
    return bool(await sql.fetch_value(lock, str(facilitator_org_id)))


async def take_lots_to_draw(facilitator_org_id: UUID, on: date, limit: int) -> list[UUID]:
    """Lots of an organisation whose outlook does not count; what has touched them is forgotten.

    Whatever is read afterwards holds at least what touched them: a change that is committed later leaves its own mark.
    """
    rows = await sql.fetch(_TO_DRAW, on, edition(), facilitator_org_id, limit)
    lot_ids = [row["id"] for row in rows]
    await sql.execute("DELETE FROM lot_touch WHERE lot_id = ANY($1)", lot_ids)
    return lot_ids


async def keep_outlooks(lot_ids: Sequence[UUID], on: date) -> None:
    """Draw these lots of the caller's own and keep their outlooks, with the day until which each holds."""
    drawn = await _draw(lot_ids, on)
    months = await load_lot_months([lot for lot, _ in drawn], on)
    stored = await _load_next_days([lot for lot, _ in drawn], on)
    await sql.execute_many(
        _KEEP,
        [
            (
                on, edition(), one.lot_id, one.status, one.hours_owed, one.hours_credited, list(one.alerts),
                holds_until(lot, months.get(one.lot_id, ()), stored[one.lot_id], on),
            )
            for lot, one in drawn
        ],
    )  # fmt: skip


async def _load_next_days(facts: Sequence[LotFacts], on: date) -> dict[UUID, date | None]:
    delays = [(eligibility_limit(on, lot.book)[0] - on).days for lot in facts]
    lot_ids = [lot.hours.lot_id for lot in facts]
    rows = await sql.fetch(_NEXT_DAYS, lot_ids, on, delays, Month.of(on).next.first_day)
    return {row["lot_id"]: row["day"] for row in rows}


async def list_organisations_to_draw(on: date) -> list[UUID]:
    """The facilitator organisations of which a lot is to be drawn; seen by the service itself alone."""
    rows = await sql.fetch("SELECT facilitator_org_id FROM clause_orgs_to_draw($1, $2) ORDER BY 1", on, edition())
    return [row["facilitator_org_id"] for row in rows]
