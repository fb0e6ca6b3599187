"""Programs that are told of events: subscriptions, what was told to each, and the end of one."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Template
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.actors import Scope
from clause.domain.errors import ClauseError
from clause.domain.tables import CellKind, Column
from clause.domain.webhooks import DeliveryState, NewSubscription, WebhookDelivery, WebhookEvent, WebhookTerms
from clause.edge.request_context import AnyRequest, needs
from clause.services import webhooks
from clause.services.context import Context
from clause.text.labels import label
from clause.web.forms import Line, read_form, refused
from clause.web.listing import MOST_ROWS, Empty, Filter, Listing, chosen, listing
from clause.web.notes import done
from clause.web.page import page

READ, WRITE = needs(Scope.OI_READ, Scope.CLAIMS_READ), needs(Scope.OI_READ, Scope.CLAIMS_WRITE)
MOST_SHOWN = 50
TONES = {DeliveryState.DELIVERED: "good", DeliveryState.ABANDONED: "bad", DeliveryState.PENDING: "watch"}


class SubscriptionForm(BaseModel):
    """Where to tell, and of what."""

    url: Line = Field(title="Adresse")
    events: tuple[WebhookEvent, ...] = Field(default=(), title="Événements")


@get("/webhooks", guards=[READ])
async def show_webhooks(request: AnyRequest, context: NamedDependency[Context]) -> Template:
    """The subscriptions of the organisation, and the form for another."""
    return await _webhooks_page(request, context)


async def _webhooks_page(
    request: AnyRequest, context: Context, made: NewSubscription | None = None, **more: Any
) -> Template:
    found = await webhooks.list_subscriptions(context, after=None, limit=MOST_SHOWN)
    return page(
        request,
        "webhooks/webhooks.html",
        title="Notifications à un programme",
        subscriptions=found,
        made=made,
        events=[(event.value, label("webhook_event", event)) for event in WebhookEvent],
        may_write=context.actor.may(Scope.OI_READ) or context.actor.may(Scope.CLAIMS_WRITE),
        **more,
    )


@post("/webhooks", guards=[WRITE], status_code=200)
async def subscribe(request: AnyRequest, context: NamedDependency[Context]) -> Template:
    """A subscription, with its secret: the only time that it is shown."""
    try:
        form = await read_form(request, SubscriptionForm)
        made = await webhooks.subscribe(context, WebhookTerms(url=form.url, events=form.events or tuple(WebhookEvent)))
    except ClauseError as error:
        return await _webhooks_page(request, context, **await refused(request, error))
    return await _webhooks_page(request, context, made)


@get("/webhooks/{webhook_id:uuid}", guards=[READ])
async def show_deliveries(
    request: AnyRequest, context: NamedDependency[Context], webhook_id: FromPath[UUID]
) -> Response[Any]:
    """What was told to one subscription, and what came of it."""
    subscription, deliveries = await webhooks.load_subscription(context, webhook_id, limit=MOST_ROWS)
    choices = tuple((one.value, label("delivery_state", one)) for one in DeliveryState)
    wanted = chosen(request.query_params.get("state", ""), choices)
    columns: list[Column[WebhookDelivery]] = [
        Column("at", "Date", lambda row: row.created_at, CellKind.MOMENT),
        Column("event", "Événement", lambda row: label("webhook_event", row.event)),
        Column("state", "État", lambda row: label("delivery_state", row.state), tone=lambda row: TONES[row.state]),
        Column("attempts", "Essais", lambda row: row.attempts, CellKind.COUNT),
        Column("answer", "Réponse", _answer),
        Column("next", "Prochain essai", lambda row: row.next_attempt_at, CellKind.MOMENT),
        Column("id", "Identifiant du message", lambda row: str(row.id), only_in_file=True),
    ]
    return await listing(
        request,
        context,
        Listing(
            title="Messages envoyés à un programme",
            path=f"/webhooks/{webhook_id}",
            name="notifications",
            columns=columns,
            rows=[row for row in deliveries if wanted in ("", row.state)],
            empty=Empty(
                "Aucun message pour l’instant.", "Les messages apparaîtront ici dès qu’un événement se produira."
            ),
            filters=[Filter("state", "État", wanted, choices)],
            order="-at",
            more={"subscription": subscription},
        ),
        "webhooks/deliveries.html",
    )


def _answer(row: WebhookDelivery) -> str:
    if row.last_problem:
        return label("delivery_problem", row.last_problem)
    return f"Code {row.last_status}" if row.last_status else ""


@post("/webhooks/{webhook_id:uuid}/end", guards=[WRITE], status_code=303)
async def unsubscribe(
    request: AnyRequest, context: NamedDependency[Context], webhook_id: FromPath[UUID]
) -> Response[Any]:
    """Tell this address nothing any more."""
    await webhooks.unsubscribe(context, webhook_id)
    return done("/webhooks", "webhook_ended")


HANDLERS: list[ControllerRouterHandler] = [show_webhooks, subscribe, show_deliveries, unsubscribe]
