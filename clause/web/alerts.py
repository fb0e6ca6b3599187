"""What deserves a look on followed lots: one list, by kind and buyer."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from litestar.types import ControllerRouterHandler

from clause.domain.actors import Actor, OrgKind, Scope
from clause.domain.alerts import Alert
from clause.domain.outlooks import LotInView
from clause.domain.tables import CellKind, Column
from clause.edge.request_context import AnyRequest, needs
from clause.rules.alerts import AlertKind
from clause.services import alerts
from clause.services.context import Context
from clause.text.labels import LABELS, label
from clause.text.readable import readable_fact, readable_sentence
from clause.web.list_sources import Stored
from clause.web.listing import Empty, Filter, Listing, chosen, listing

READ = needs(Scope.CONTRACTS_READ)
KINDS = tuple(LABELS["alert_kind"].items())
Kind = Annotated[str, QueryParameter(name="kind", description="One kind of alert")]
Buyer = Annotated[str, QueryParameter(name="buyer", description="Id of a buyer")]
GRAVE = frozenset({AlertKind.FAR_BEHIND, AlertKind.NO_HIRE})


def _columns(actor: Actor) -> tuple[Column[Alert], ...]:
    told = readable_sentence if actor.may(Scope.CONTRACTS_WRITE) else readable_fact
    return (
        Column("lot", "Lot", lambda row: row.lot_label, link=lambda row: f"/lots/{row.lot_id}"),
        Column(
            "kind",
            "Alerte",
            lambda row: label("alert_kind", row.kind),
            tone=lambda row: "bad" if row.kind in GRAVE else "neutral" if row.kind is AlertKind.SURPLUS else "watch",
        ),
        Column("sentence", "Ce qu’il en est", lambda row: told(row.code, row.values)),
        Column("buyer", "Acheteur", lambda row: row.buyer.name, only_in_file=actor.org_kind is OrgKind.BUYER),
        Column("on", "Au", lambda row: row.on, CellKind.DAY, only_in_file=True),
    )


@get("/alerts", guards=[READ])
async def show_alerts(
    request: AnyRequest, context: NamedDependency[Context], kind: Kind = "", buyer: Buyer = ""
) -> Response[Any]:
    """The alerts of followed lots today."""
    found = await alerts.list_lots_alerted(context)
    buyers = _buyers(found)
    wanted, of_buyer = chosen(kind, KINDS), chosen(buyer, buyers)
    lots = [lot for lot in found if of_buyer in ("", str(lot.buyer_id))]
    of_kind = AlertKind(wanted) if wanted else None
    filters = [Filter("kind", "Alerte", wanted, KINDS, every="Toutes")]
    if context.actor.org_kind is not OrgKind.BUYER:
        filters.append(Filter("buyer", "Acheteur", of_buyer, buyers))
    return await listing(
        request,
        context,
        Listing(
            title="Alertes",
            path="/alerts",
            name="alertes",
            columns=_columns(context.actor),
            rows=Stored(
                browse=partial(alerts.browse_alerts, context, lots, of_kind),
                hand_over=partial(alerts.hand_over_alerts, context, lots, of_kind),
                keys=alerts.ORDERS_OF_ALERTS,
            ),
            filters=filters,
            empty=Empty("Aucune alerte aujourd’hui.", "Les lots suivis vont comme prévu."),
            lead="Ce qui mérite un regard sur les lots suivis, aujourd’hui.",
        ),
    )


def _buyers(found: Sequence[LotInView]) -> tuple[tuple[str, str], ...]:
    names = {str(one.buyer_id): one.buyer_name for one in found}
    return tuple(sorted(names.items(), key=lambda item: item[1].casefold()))


HANDLERS: list[ControllerRouterHandler] = [show_alerts]
