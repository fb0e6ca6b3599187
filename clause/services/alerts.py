"""Alerts on lots, for whoever may see how the lots stand."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from clause.db.queries.alerts import load_alert_facts
from clause.db.queries.lot_facts import list_lot_facts, load_late_documents
from clause.domain.actors import OrgKind, Scope
from clause.domain.alerts import Alert, AlertFacts, alerts_of
from clause.domain.compliance import LotFacts, assess_lot
from clause.domain.contracts import FollowUpState
from clause.domain.errors import NotFound
from clause.domain.penalties import LateDocument
from clause.rules.alerts import AlertKind, eligibility_limit
from clause.services.unit_of_work import UnitOfWork, reading

LOTS_AT_ONCE = 200


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

    ``after`` is the lot and the rank of the kind of the last alert shown. Refused CPL-003.
    """
    day, last_lot, alerts = on or uow.today, None, list[Alert]()
    if after is not None:
        # The lot of the last alert shown may have others.
        same = await list_lot_facts(day, lot_ids=[after[0]], holder_id=_holder(uow), with_reasons=False)
        of_lot = [alert for alert in await _alerts(same, day) if rank(alert) > after[1]]
        alerts, last_lot = _of_kind(of_lot, kind), after[0]
    while len(alerts) < limit:
        found = await list_lot_facts(
            day,
            buyer_id=buyer_id,
            contract_id=contract_id,
            holder_id=_holder(uow),
            follow_up=FollowUpState.FOLLOWED.value,
            with_reasons=False,
            after=last_lot,
            limit=LOTS_AT_ONCE,
        )
        alerts += _of_kind(await _alerts(found, day), kind)
        if len(found) < LOTS_AT_ONCE:
            break
        last_lot = found[-1].hours.lot_id
    return alerts[:limit]


def rank(alert: Alert) -> int:
    """The place of an alert among those of its lot."""
    return list(AlertKind).index(alert.kind)


def _of_kind(alerts: Sequence[Alert], kind: AlertKind | None) -> list[Alert]:
    return [alert for alert in alerts if kind is None or alert.kind is kind]


async def _alerts(lots: Sequence[LotFacts], day: date) -> list[Alert]:
    limits = {lot.hours.lot_id: eligibility_limit(day, lot.book)[0] for lot in lots}
    facts = await load_alert_facts(limits, day)
    late = await load_late_documents(lots, day)
    return [alert for lot in lots for alert in alerts_of(assess_lot(lot, day), _facts(lot, facts, late), lot.book)]


def _facts(lot: LotFacts, facts: Mapping[UUID, AlertFacts], late: Mapping[UUID, Sequence[LateDocument]]) -> AlertFacts:
    overdue = tuple(one for one in late.get(lot.hours.lot_id, ()) if one.received_on is None)
    return facts[lot.hours.lot_id].model_copy(update={"overdue": overdue})


def _holder(uow: UnitOfWork) -> UUID | None:
    return uow.org_id if uow.actor.org_kind is OrgKind.COMPANY else None
