"""Alerts on lots, and the days on which a clause is looked at."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.types import ControllerRouterHandler

from clause.api.answers import shown
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, number_after, pair_after
from clause.api.schemas.alerts import AlertOut, AlertsOut, CheckpointOut
from clause.api.schemas.base import Page
from clause.domain.actors import Scope
from clause.edge.request_context import needs
from clause.rules.alerts import AlertKind
from clause.services import alerts, compliance
from clause.services.context import Context

READ = needs(Scope.CONTRACTS_READ)
TAGS = ["Compliance"]

OnDay = Annotated[date | None, QueryParameter(description="The day of the alerts; today when left out")]
BuyerFilter = Annotated[UUID | None, QueryParameter(name="buyer", description="Id of the buyer")]
KindFilter = Annotated[AlertKind | None, QueryParameter(name="kind", description="One kind of alert")]


@get("/lots/{lot_id:uuid}/alerts", guards=[READ], summary="What deserves a look on a lot", tags=TAGS)
async def list_alerts_of_lot(
    context: NamedDependency[Context], lot_id: FromPath[UUID], on: OnDay = None
) -> Response[AlertsOut]:
    """Each with its sentence, its values and its account. Errors: 404, 422 for a day before any known threshold."""
    found = await alerts.list_alerts_of_lot(context, lot_id, on)
    return shown(AlertsOut(items=[AlertOut.of(alert) for alert in found]))


@get("/alerts", guards=[READ], summary="What deserves a look on followed lots", tags=TAGS)
async def list_alerts(
    context: NamedDependency[Context],
    on: OnDay = None,
    kind: KindFilter = None,
    buyer_id: BuyerFilter = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Response[Page[AlertOut]]:
    """By lot, then by kind: the facilitator's own, those of the buyer's contracts, those that the company holds."""
    found = await alerts.list_alerts(
        context, on=on, kind=kind, buyer_id=buyer_id, after=pair_after(after), limit=limit + 1
    )
    items, following = cut(found, limit, lambda alert: (alert.lot_id, alerts.rank(alert)))
    return shown(Page[AlertOut](items=[AlertOut.of(alert) for alert in items], next=following))


@get("/lots/{lot_id:uuid}/checkpoints", guards=[READ], summary="The days on which a clause is looked at", tags=TAGS)
async def list_checkpoints(
    context: NamedDependency[Context], lot_id: FromPath[UUID], after: After = None, limit: Limit = DEFAULT_LIMIT
) -> Response[Page[CheckpointOut]]:
    """Launch, reports, overviews and end, from the days of execution and the lot's cadences, in the order of days.

    Errors: 404 for a lot that the caller may not see, 422 when its days of execution are not known.
    """
    first = number_after(after)
    found = await compliance.list_checkpoints(context, lot_id, first, limit + 1)
    items, following = cut(list(enumerate(found, first + 1)), limit, lambda item: item[0])
    return shown(Page[CheckpointOut](items=[CheckpointOut.of(point) for _, point in items], next=following))


HANDLERS: list[ControllerRouterHandler] = [list_alerts_of_lot, list_alerts, list_checkpoints]
