"""Everything that how lots stand on a day is drawn from: a fixed number of statements for any page of lots."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.db.queries.compliance import list_lot_rows, lot_hours_of
from clause.db.queries.penalty_events import list_absences, list_notices
from clause.db.queries.progress import hours_credited, version_in_effect
from clause.db.queries.rule_sets import OF_LOT, rulebook_beside
from clause.domain.accounts import OrgSummary
from clause.domain.actors import OrgKind
from clause.domain.assessed import MOST_LOTS
from clause.domain.compliance import (
    NOTHING,
    CheckpointHours,
    LotFacts,
    LotHours,
    PenaltyEvents,
    QpvHours,
    checkpoint_days,
    pace_of,
)
from clause.domain.late_documents import late_documents
from clause.domain.penalties import LateDocument, weighs_late_documents
from clause.domain.statements_due import LotMonth, LotOfDue
from clause.rules.calendar import Month, Period
from clause.rules.compliance import Invoiced, Pace
from clause.rules.forecast import Staffing

_MONTHS = """
SELECT m.lot_id, m.facilitator_org_id, m.company_id, o.name AS company_name, o.identifier AS company_identifier,
       l.buyer_id, l.label, m.month, m.hires, m.received_at
FROM clause_lot_months($1, $2) m JOIN lot l ON l.id = m.lot_id JOIN organisation o ON o.id = m.company_id
ORDER BY m.lot_id, m.company_id, m.month
"""

_BESIDE = (
    f""",
  {OF_LOT} AS rule_sets,
  (SELECT json_agg(json_build_array(first_day, last_day) ORDER BY first_day, id) FROM relief_decision
   WHERE lot_id = p.id AND kind = 'SUSPENSION') AS suspensions,
  st.staffing
""",  # noqa: S608
    """LEFT JOIN (
  SELECT lot_id,
         json_agg(json_build_array(first_day, last_day, weekly_hours::text, people) ORDER BY first_day, last_day)
           AS staffing
  FROM clause_lot_staffing(ARRAY(SELECT id FROM page), $1) GROUP BY lot_id) st ON st.lot_id = p.id
""",
)
"""What is read of each lot beside its sums, in the same statement: its rules, its pauses, and who is under contract."""

_ON_CHECKPOINTS = f"""
SELECT asked.lot_id, asked.day AS "on", o.hours_owed, ({hours_credited("asked.lot_id", "asked.day")}) AS hours_credited
FROM unnest($1::uuid[], $2::date[]) AS asked (lot_id, day)
CROSS JOIN LATERAL ({version_in_effect("hours_owed", "asked.lot_id", "asked.day")}) o ORDER BY 1, 2
"""  # noqa: S608


async def list_lot_facts(
    on: date,
    *,
    with_reasons: bool,
    with_events: bool = False,
    lot_ids: Sequence[UUID] | None = None,
    contract_id: UUID | None = None,
    buyer_id: UUID | None = None,
    holder_id: UUID | None = None,
    follow_up: str | None = None,
    after: UUID | None = None,
    limit: int | None = None,
) -> list[LotFacts]:
    """The lots that the caller sees, by id, with all that is known of them on a day; penalties' events if asked."""
    rows = await list_lot_rows(
        on,
        beside=_BESIDE,
        lot_ids=lot_ids,
        contract_id=contract_id,
        buyer_id=buyer_id,
        holder_id=holder_id,
        follow_up=follow_up,
        after=after,
        limit=limit,
    )
    facts = [_lot_facts(tuple(row.items()), on, with_reasons) for row in rows]
    facts = await _with_invoices(facts, on)
    return await _with_events(facts, on) if with_events else facts


@lru_cache(maxsize=MOST_LOTS)
def _lot_facts(columns: tuple[tuple[str, Any], ...], on: date, with_reasons: bool) -> LotFacts:
    """What a row says: remembered, for a lot is asked for more often than anything changes in it."""
    row = dict(columns)
    book, staffing = rulebook_beside(row.pop("rule_sets")), _staffing(row.pop("staffing"))
    suspensions = _suspensions(row.pop("suspensions"))
    hours = lot_hours_of(row, with_reasons=with_reasons)
    return LotFacts(hours=hours, book=book, pace=pace_of(hours, book, on), suspensions=suspensions, staffing=staffing)


def _staffing(told: str | None) -> tuple[Staffing, ...]:
    if told is None:
        return ()
    return tuple(
        Staffing(Period(date.fromisoformat(first_day), date.fromisoformat(last_day)), Decimal(weekly_hours), people)
        for first_day, last_day, weekly_hours, people in json.loads(told)
    )


def _suspensions(told: str | None) -> tuple[Period, ...]:
    if told is None:
        return ()
    return tuple(
        Period(date.fromisoformat(first_day), date.fromisoformat(last_day) if last_day else date.max)
        for first_day, last_day in json.loads(told)
    )


async def _with_invoices(facts: list[LotFacts], on: date) -> list[LotFacts]:
    """The same with what is invoiced on the lots whose pace it is."""
    by_invoices = [lot.hours for lot in facts if lot.pace is Pace.INVOICES]
    if not by_invoices:
        return facts
    invoiced = await _load_invoiced(by_invoices, on)
    return [lot.model_copy(update={"invoiced": invoiced.get(lot.hours.lot_id)}) for lot in facts]


async def _load_invoiced(lots: Sequence[LotHours], on: date) -> Mapping[UUID, Invoiced]:
    """What is invoiced by a day, credit notes taken off, against the price of the lot; nothing where it is unknown."""
    prices = {lot.lot_id: lot.amount_excl_vat for lot in lots if lot.amount_excl_vat is not None}
    if not prices:
        return {}
    rows = await sql.fetch(
        "SELECT lot_id, sum(CASE kind WHEN 'CREDIT_NOTE' THEN -amount_excl_vat ELSE amount_excl_vat END) AS invoiced"
        " FROM invoice WHERE lot_id = ANY($1) AND issued_on <= $2 GROUP BY 1",
        list(prices),
        on,
    )
    invoiced = {row["lot_id"]: max(row["invoiced"], NOTHING) for row in rows}
    return {lot_id: Invoiced(invoiced.get(lot_id, NOTHING), price) for lot_id, price in prices.items()}


async def _with_events(facts: Sequence[LotFacts], on: date) -> list[LotFacts]:
    """The same with what their penalties are weighed by; a lot whose documents foresee none needs nothing of it."""
    penalised = [lot for lot in facts if lot.book.penalties(on)]
    events = await _load_events(penalised, on) if penalised else {}
    qpv = await load_qpv_hours([lot.hours.lot_id for lot in facts if lot.book.value("qpv_priority", on).flag()], on)
    return [
        lot.model_copy(
            update={
                "qpv": qpv.get(lot.hours.lot_id),
                "events": events.get(lot.hours.lot_id, PenaltyEvents()),
            }
        )
        for lot in facts
    ]


async def _load_events(facts: Sequence[LotFacts], on: date) -> Mapping[UUID, PenaltyEvents]:
    lot_ids = [lot.hours.lot_id for lot in facts]
    notices, absences = await list_notices(lot_ids), await list_absences(lot_ids)
    reached = await _load_checkpoints(facts, on)
    for_delays = [lot for lot in facts if weighs_late_documents(lot.book.penalties(on))]
    late = await load_late_documents(for_delays, on) if for_delays else {}
    return {
        lot_id: PenaltyEvents(
            checkpoints=reached.get(lot_id, ()),
            notices=tuple(one for one in notices if one.lot_id == lot_id),
            absences=tuple(one for one in absences if one.lot_id == lot_id),
            late_documents=late.get(lot_id, ()),
        )
        for lot_id in lot_ids
    }


async def load_qpv_hours(lot_ids: Sequence[UUID], on: date) -> Mapping[UUID, QpvHours]:
    """Hours credited to each lot until a day and the people behind them, nobody named."""
    if not lot_ids:
        return {}
    rows = await sql.fetch("SELECT * FROM clause_lot_qpv($1, $2)", lot_ids, on)
    return {row.pop("lot_id"): QpvHours.model_validate(row) for row in rows}


async def _load_checkpoints(facts: Sequence[LotFacts], on: date) -> Mapping[UUID, tuple[CheckpointHours, ...]]:
    asked = [(lot.hours.lot_id, day) for lot in facts for day in checkpoint_days(lot, on)]
    if not asked:
        return {}
    rows = await sql.fetch(_ON_CHECKPOINTS, [lot_id for lot_id, _ in asked], [day for _, day in asked])
    by_lot: dict[UUID, tuple[CheckpointHours, ...]] = {}
    for row in rows:
        lot_id = row.pop("lot_id")
        by_lot[lot_id] = (*by_lot.get(lot_id, ()), CheckpointHours.model_validate(row))
    return by_lot


async def load_late_documents(facts: Sequence[LotFacts], on: date) -> Mapping[UUID, tuple[LateDocument, ...]]:
    """The statements of each lot that came late or had not come by a day, by the lot's own cadence and due day."""
    by_lot = await load_lot_months(facts, on)
    return {
        lot.hours.lot_id: late_documents(by_lot[lot.hours.lot_id], lot.book, on)
        for lot in facts
        if lot.hours.lot_id in by_lot
    }


async def load_lot_months(facts: Sequence[LotFacts], on: date) -> Mapping[UUID, list[LotMonth]]:
    """The months of each lot until a day in which people were under contract, with what has come of them."""
    by_lot: dict[UUID, list[LotMonth]] = {}
    for row in await sql.fetch(_MONTHS, [lot.hours.lot_id for lot in facts], on):
        by_lot.setdefault(row["lot_id"], []).append(_lot_month(row))
    return by_lot


def _lot_month(row: dict[str, Any]) -> LotMonth:
    return LotMonth(
        facilitator_org_id=row["facilitator_org_id"],
        company=OrgSummary(
            id=row["company_id"],
            kind=OrgKind.COMPANY,
            name=row["company_name"],
            identifier=row["company_identifier"],
        ),
        lot=LotOfDue(
            lot_id=row["lot_id"], buyer_id=row["buyer_id"], buyer_name="", contract_reference="", label=row["label"]
        ),
        month=Month.of(row["month"]),
        hires=row["hires"],
        received_at=row["received_at"],
    )
