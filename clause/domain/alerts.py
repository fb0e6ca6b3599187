"""Alerts on lots: what deserves a look on a day, each with its values and its account."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.accounts import OrgSummary
from clause.domain.compliance import LotCompliance
from clause.domain.penalties import LateDocument
from clause.rules import alerts as rules
from clause.rules.alerts import AlertCheck, AlertKind
from clause.rules.quantities import Hours
from clause.rules.rulebook import Rulebook
from clause.rules.trace import Trace


class AlertFacts(BaseModel):
    """What alerts need beside the figures of a lot: counts and sums, nobody's name."""

    model_config = ConfigDict(frozen=True)

    lot_id: UUID
    hires: int
    """Hires begun by the day."""
    people_ending: int
    """People under contract whose eligibility ends within the delay, before their contract and the lot do."""
    first_ending: date | None
    hours_after_last_day: Hours
    overdue: tuple[LateDocument, ...] = ()
    """Statements that were due by the day and had not come."""


class Alert(BaseModel):
    """One thing that deserves a look on a lot; ``code`` names its sentence, which ``values`` fill."""

    model_config = ConfigDict(frozen=True)

    code: str
    kind: AlertKind
    lot_id: UUID
    contract_id: UUID
    buyer: OrgSummary
    lot_label: str
    on: date
    values: dict[str, str]
    trace: Trace


_CODES = {
    AlertKind.NO_HIRE: "ALR-001",
    AlertKind.FAR_BEHIND: "ALR-002",
    AlertKind.STATEMENT_OVERDUE: "ALR-003",
    AlertKind.ELIGIBILITY_ENDING: "ALR-004",
    AlertKind.HOURS_AFTER_END: "ALR-005",
    AlertKind.SURPLUS: "ALR-006",
}


def alerts_of(stands: LotCompliance, facts: AlertFacts, book: Rulebook) -> tuple[Alert, ...]:
    """The alerts of a lot on a day, in the order of their kinds.

    Those that compare with what is owed need an obligation and the days of execution; the others are told without.
    Raises UnknownValue on a day before the first known threshold.
    """
    return tuple(
        Alert(
            code=_CODES[check.kind],
            kind=check.kind,
            lot_id=stands.hours.lot_id,
            contract_id=stands.hours.contract_id,
            buyer=stands.hours.buyer,
            lot_label=stands.hours.label,
            on=stands.on,
            values={**check.trace.inputs, **_more(check.kind, stands, facts)},
            trace=check.trace,
        )
        for check in _checks(stands, facts, book)
        if check.is_raised
    )


def _checks(stands: LotCompliance, facts: AlertFacts, book: Rulebook) -> Iterator[AlertCheck]:
    figures, last_day = stands.figures, stands.hours.last_day
    if figures is not None:
        yield rules.no_hire(figures, facts.hires, book)
        yield rules.far_behind(figures, book)
    yield rules.statement_overdue(len(facts.overdue))
    yield rules.eligibility_ending(facts.people_ending, stands.on, book)
    if last_day is not None:
        yield rules.hours_after_end(facts.hours_after_last_day, last_day)
    if figures is not None:
        yield rules.surplus(figures)


def _more(kind: AlertKind, stands: LotCompliance, facts: AlertFacts) -> dict[str, str]:
    if kind is AlertKind.STATEMENT_OVERDUE:
        return {"first_due_on": min(late.due_on for late in facts.overdue).isoformat()}
    if kind is AlertKind.ELIGIBILITY_ENDING and facts.first_ending is not None:
        return {"first_ending": facts.first_ending.isoformat()}
    if kind is AlertKind.SURPLUS and stands.figures is not None:
        return {"surplus": str(stands.figures.surplus.value)}
    return {}
