"""Alerts on lots, for whoever may see how the lots stand."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from clause.db.queries.alerts import load_alerts
from clause.db.queries.lot_facts import list_lot_facts
from clause.db.queries.outlooks import Whose, list_lots_in_view, list_some_facts
from clause.domain.actors import OrgKind, Scope
from clause.domain.alerts import Alert
from clause.domain.compliance import LotFacts, assess_lot
from clause.domain.errors import NotFound
from clause.domain.outlooks import ALERT_ORDERS, AlertInView, LotInView, alerts_in_view
from clause.domain.tables import Slice, Take, Window
from clause.rules.alerts import AlertKind
from clause.services.unit_of_work import UnitOfWork, reading

LOTS_AT_ONCE = 200
ORDERS_OF_ALERTS = frozenset(ALERT_ORDERS)
"""Keys of the columns by which alerts are sorted."""


@reading(Scope.CONTRACTS_READ)
async def list_alerts_of_lot(uow: UnitOfWork, lot_id: UUID, on: date | None = None) -> list[Alert]:
    """The alerts of a lot on a day (today by default), followed or not. NotFound ALR-010, Refused CPL-003."""
    found = await list_lot_facts(on or uow.today, lot_ids=[lot_id], holder_id=_holder(uow), with_reasons=False)
    if not found:
        raise NotFound("ALR-010")
    return await _alerts(found, on or uow.today)


@reading(Scope.CONTRACTS_READ)
async def list_alerts(
    uow: UnitOfWork,
    *,
    on: date | None = None,
    kind: AlertKind | None = None,
    buyer_id: UUID | None = None,
    contract_id: UUID | None = None,
    after: tuple[UUID, int] | None = None,
    limit: int = 50,
) -> list[Alert]:
    """A page of the alerts of followed lots on a day, by lot and then by kind; a company has its own lots only.

    ``after`` is the lot and the rank of the kind of the last alert shown. Today, only the lots are drawn of which what
    is kept says that they have one. Refused CPL-003.
    """
    day, last_lot, alerts = on or uow.today, None, list[Alert]()
    if after is not None:
        # The lot of the last alert shown may have others.
        same = await list_lot_facts(day, lot_ids=[after[0]], holder_id=_holder(uow), with_reasons=False)
        of_lot = [alert for alert in await _alerts(same, day) if rank(alert) > after[1]]
        alerts, last_lot = _of_kind(of_lot, kind), after[0]
    whose = Whose(buyer_id=buyer_id, contract_id=contract_id, holder_id=_holder(uow))
    wanted = ([kind] if kind else list(AlertKind)) if day == uow.today else None
    is_last = False
    while len(alerts) < limit and not is_last:
        at_once = LOTS_AT_ONCE if wanted is None else limit
        found, last_lot = await list_some_facts(day, whose, wanted, with_reasons=False, after=last_lot, limit=at_once)
        alerts += _of_kind(await _alerts(found, day), kind)
        is_last = last_lot is None
    return alerts[:limit]


@reading(Scope.CONTRACTS_READ)
async def list_lots_alerted(uow: UnitOfWork) -> list[LotInView]:
    """The followed lots that have an alert today; a company has its own lots only. Refused CPL-003."""
    return [lot for lot in await list_lots_in_view(uow.today, holder_id=_holder(uow)) if lot.outlook.alerts]


@reading(Scope.CONTRACTS_READ)
async def browse_alerts(
    uow: UnitOfWork, lots: Sequence[LotInView], kind: AlertKind | None, window: Window
) -> Slice[Alert]:
    """A window on the alerts of these lots, of one kind or of all, lot by lot or in the order of a column."""
    found = _in_view(lots, kind, window.order)
    return Slice(await _told(uow, found[window.skipped : window.skipped + window.limit]), len(found))


@reading(Scope.CONTRACTS_READ)
async def hand_over_alerts(
    uow: UnitOfWork, lots: Sequence[LotInView], kind: AlertKind | None, order: str, take: Take[Alert]
) -> None:
    """Give all of the same alerts to ``take``, some hundred at a time."""
    found = _in_view(lots, kind, order)
    for first in range(0, len(found), LOTS_AT_ONCE):
        await take(await _told(uow, found[first : first + LOTS_AT_ONCE]))


def _in_view(lots: Sequence[LotInView], kind: AlertKind | None, order: str) -> list[AlertInView]:
    return [one for one in alerts_in_view(lots, order) if kind in (None, one.kind)]


async def _told(uow: UnitOfWork, wanted: Sequence[AlertInView]) -> list[Alert]:
    lot_ids = sorted({one.lot.outlook.lot_id for one in wanted})
    found = await list_lot_facts(uow.today, lot_ids=lot_ids, holder_id=_holder(uow), with_reasons=False)
    told = {(alert.lot_id, alert.kind): alert for alert in await _alerts(found, uow.today)}
    keys = [(one.lot.outlook.lot_id, one.kind) for one in wanted]
    return [told[key] for key in keys if key in told]


def rank(alert: Alert) -> int:
    """The place of an alert among those of its lot."""
    return list(AlertKind).index(alert.kind)


def _of_kind(alerts: Sequence[Alert], kind: AlertKind | None) -> list[Alert]:
    return [alert for alert in alerts if kind is None or alert.kind is kind]


async def _alerts(lots: Sequence[LotFacts], day: date) -> list[Alert]:
    by_lot = await load_alerts(lots, [assess_lot(lot, day) for lot in lots], day)
    return [alert for alerts in by_lot.values() for alert in alerts]


def _holder(uow: UnitOfWork) -> UUID | None:
    return uow.org_id if uow.actor.org_kind is OrgKind.COMPANY else None
