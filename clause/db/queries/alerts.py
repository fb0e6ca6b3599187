"""What the alerts of lots need to know beside their figures, and the alerts: two statements for any page of lots."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from clause.db import sql
from clause.db.queries.lot_facts import load_late_documents
from clause.domain.alerts import Alert, AlertFacts, alerts_of
from clause.domain.compliance import LotCompliance, LotFacts
from clause.domain.penalties import LateDocument
from clause.rules.alerts import eligibility_limit


async def load_alerts(lots: Sequence[LotFacts], stands: Sequence[LotCompliance], on: date) -> dict[UUID, list[Alert]]:
    """The alerts of lots that the caller sees, by lot, each list in the order of the kinds; ``stands`` is how each
    stands on the day."""
    if not lots:
        return {}
    limits = {lot.hours.lot_id: eligibility_limit(on, lot.book)[0] for lot in lots}
    facts = await _load_alert_facts(limits, on)
    late = await load_late_documents(lots, on)
    return {
        lot.hours.lot_id: list(alerts_of(one, _facts(lot, facts, late), lot.book))
        for lot, one in zip(lots, stands, strict=True)
    }


async def _load_alert_facts(ending_by: Mapping[UUID, date], on: date) -> dict[UUID, AlertFacts]:
    rows = await sql.fetch(
        "SELECT * FROM clause_lot_alert_facts($1, $2, $3)", list(ending_by), list(ending_by.values()), on
    )
    return {row["lot_id"]: AlertFacts.model_validate(row) for row in rows}


def _facts(lot: LotFacts, facts: Mapping[UUID, AlertFacts], late: Mapping[UUID, Sequence[LateDocument]]) -> AlertFacts:
    overdue = tuple(one for one in late.get(lot.hours.lot_id, ()) if one.received_on is None)
    return facts[lot.hours.lot_id].model_copy(update={"overdue": overdue})
