"""What the obligation of a lot is made of, read at once, and the versions that follow when something is added."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.db.queries.obligations import insert_version, last_version
from clause.db.queries.rule_sets import load_rulebook
from clause.domain.obligation_methods import figure_of, usual_values
from clause.domain.obligation_timeline import (
    Billed,
    Change,
    ChangeKind,
    Components,
    Forecast,
    Recording,
    Worked,
    forecast_on,
    versions_to_record,
)
from clause.domain.obligations import (
    BaseDecision,
    LotTerms,
    ObligationCause,
    ObligationTerms,
    ObligationVersion,
    with_amount,
)
from clause.rules.calendar import Month, Period
from clause.rules.obligation_invoices import OrderedAmount
from clause.rules.trace import Figure

_DECISIONS = (
    "SELECT id, recorded_no, unit, method, inputs, effective_on, legal_basis, quantity, trace FROM obligation_decision"
    " WHERE lot_id = $1 ORDER BY recorded_no"
)
_CHANGES = (
    "SELECT a.recorded_no, 'TRANCHE' AS kind, a.affirmed_on AS effective_on, t.hours, t.label"
    " FROM tranche_affirmation a JOIN tranche t ON t.id = a.tranche_id WHERE a.lot_id = $1"
    " UNION ALL SELECT recorded_no, kind, first_day, coalesce(hours_delta, hours_kept), '' FROM relief_decision"
    " WHERE lot_id = $1 AND kind <> 'SUSPENSION' ORDER BY 1"
)
_BILLED = "SELECT issued_on, amount_excl_vat, kind FROM invoice WHERE lot_id = $1 ORDER BY issued_on, id"
_WORKED = (
    "SELECT DISTINCT ON (month) month, hours_worked FROM worked_hours WHERE lot_id = $1 ORDER BY month, version_no DESC"
)
_ORDERS = (
    "SELECT number, amount_excl_vat, first_day, last_day FROM purchase_order WHERE lot_id = $1"
    " ORDER BY first_day, number"
)


def _decision(row: dict[str, Any]) -> BaseDecision:
    row["inputs"], row["trace"] = json.loads(row["inputs"]), json.loads(row["trace"])
    return BaseDecision.model_validate(row)


async def load_components(lot_id: UUID) -> Components:
    """All that the obligation of a lot is made of, as far as the caller sees it."""
    changes = [Change(**{**row, "kind": ChangeKind(row["kind"])}) for row in await sql.fetch(_CHANGES, lot_id)]
    billed = [
        Billed(row["issued_on"], row["amount_excl_vat"], row["kind"] == "CREDIT_NOTE")
        for row in await sql.fetch(_BILLED, lot_id)
    ]
    worked = [Worked(Month.of(row["month"]).last_day, row["hours_worked"]) for row in await sql.fetch(_WORKED, lot_id)]
    return Components(
        decisions=tuple(_decision(row) for row in await sql.fetch(_DECISIONS, lot_id)),
        changes=tuple(changes),
        billed=tuple(billed),
        worked=tuple(worked),
    )


async def next_recorded_no() -> int:
    """The next number of recording; of two on one lot, which its lock makes follow one another, the later is higher."""
    number: int = await sql.fetch_value("SELECT nextval('clause_recorded_no')")
    return number


async def record_decision(
    lot: LotTerms, before: Components, terms: ObligationTerms, recording: Recording, new_id: Callable[[], UUID]
) -> list[ObligationVersion]:
    """Add a decision of a locked lot, and the versions that follow; the first of them is the decision's own.

    The amount is the lot's where none is given; rates left out are the lot's own, then those of the sector that the
    terms name. Raises what ``domain.obligation_methods.figure_of`` and ``usual_values`` refuse.
    """
    terms = with_amount(terms, lot.amount_excl_vat)
    figure = await figure_for(lot, before, terms)
    decision = BaseDecision(
        id=recording.source_id if recording.cause is ObligationCause.DECISION else new_id(),
        recorded_no=await next_recorded_no(),
        unit=terms.unit,
        method=terms.method,
        inputs=terms.inputs,
        effective_on=terms.effective_on,
        legal_basis=terms.legal_basis,
        quantity=figure.value,
        trace=figure.trace,
    )
    await _insert_decision(lot, decision, recording)
    after = replace(before, decisions=(*before.decisions, decision))
    return await record_versions(lot, before, after, recording, new_id)


async def figure_for(lot: LotTerms, before: Components, terms: ObligationTerms) -> Figure:
    """What these terms give for a lot, by its own rules, amount, invoices and hours worked. Raises as above."""
    book = await load_rulebook(lot.id)
    usual = usual_values(terms.sector, terms.effective_on, book)
    return figure_of(with_amount(terms, lot.amount_excl_vat), usual, book, before.feed_on(terms.effective_on))


async def _insert_decision(lot: LotTerms, decision: BaseDecision, recording: Recording) -> None:
    await sql.insert(
        "obligation_decision",
        id=decision.id,
        facilitator_org_id=lot.facilitator_org_id,
        buyer_id=lot.buyer_id,
        lot_id=lot.id,
        recorded_no=decision.recorded_no,
        unit=decision.unit,
        method=decision.method,
        inputs=decision.inputs.model_dump_json(exclude_none=True),
        effective_on=decision.effective_on,
        legal_basis=decision.legal_basis,
        quantity=decision.quantity,
        trace=decision.trace.model_dump_json(),
        cause=recording.cause,
        source_id=recording.source_id,
        reason=recording.reason,
        decided_by=recording.decided_by,
        recorded_at=recording.recorded_at,
    )


async def record_versions(
    lot: LotTerms, before: Components, after: Components, recording: Recording, new_id: Callable[[], UUID]
) -> list[ObligationVersion]:
    """Add the versions that lead from one account of a locked lot to the other; none when they say the same.

    No version is dated before one with a lower number, so that what was known at an instant stays so.
    """
    number, recorded_at = await last_version(lot.id)
    if recorded_at is not None and recorded_at > recording.recorded_at:
        recording = replace(recording, recorded_at=recorded_at)
    versions = versions_to_record(lot, before, after, recording, number, new_id)
    for version in versions:
        await insert_version(version)
    return versions


async def load_forecast(lot_id: UUID, on: date) -> Forecast:
    """Due and forecast of a lot on a day: from the invoices issued by then, and from its orders spread evenly."""
    orders = [
        OrderedAmount(row["number"], row["amount_excl_vat"], Period(row["first_day"], row["last_day"]))
        for row in await sql.fetch(_ORDERS, lot_id)
    ]
    return forecast_on(await load_components(lot_id), orders, on)
