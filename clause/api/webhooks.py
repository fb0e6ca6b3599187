"""Programs that want to be told of events: subscriptions, and what was told."""

from uuid import UUID

from litestar import Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from litestar.types import ControllerRouterHandler

from clause.api.answers import change, shown
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, id_after
from clause.api.schemas.base import Page
from clause.api.schemas.webhooks import DeliveryOut, NewWebhookOut, UnsubscribedOut, WebhookIn, WebhookOut
from clause.domain.actors import Scope
from clause.edge.request_context import AnyRequest, needs
from clause.services import webhooks
from clause.services.context import Context

READ = [needs(Scope.OI_READ, Scope.CLAIMS_READ)]
WRITE = [needs(Scope.OI_READ, Scope.CLAIMS_WRITE)]
TAGS = ["Webhooks"]
WEBHOOK = "/webhooks/{webhook_id:uuid}"


@post("/webhooks", guards=WRITE, status_code=201, summary="Be told of events", tags=TAGS)
async def subscribe(
    request: AnyRequest, context: NamedDependency[Context], data: JSONBody[WebhookIn]
) -> Response[NewWebhookOut]:
    """The answer holds the secret that signs the messages, this once.

    A message is a POST with the event, its id, its instant and ids of what changed; ask the API for the rest. Its
    header `Clause-Signature: t=<seconds>,v1=<hex>` is the HMAC-SHA256 of `<seconds>.<body>` under the secret. Answer
    200 to 299 within five seconds; otherwise it comes again, with the same id, after 1, 5 and 30 minutes, 2, 8 and 24
    hours. The same event may come more than once.

    Errors: 422 for an address that is not https, is unknown, or leads to a private network.
    """
    return await change(
        request, context, lambda ctx: webhooks.subscribe(ctx, data.to_domain()), NewWebhookOut.of, status=201
    )


@get("/webhooks", guards=READ, summary="The organisation's subscriptions", tags=TAGS)
async def list_webhooks(
    context: NamedDependency[Context], after: After = None, limit: Limit = DEFAULT_LIMIT
) -> Response[Page[WebhookOut]]:
    """Those that last, oldest first, without their secrets."""
    found = await webhooks.list_subscriptions(context, after=id_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.id)
    return shown(Page[WebhookOut](items=[WebhookOut.of(item) for item in items], next=following))


@delete(WEBHOOK, guards=WRITE, status_code=200, summary="Be told no more", tags=TAGS)
async def unsubscribe(
    request: AnyRequest, context: NamedDependency[Context], webhook_id: FromPath[UUID]
) -> Response[UnsubscribedOut]:
    """What waits for this address is not sent any more."""

    async def call(ctx: Context) -> UUID:
        await webhooks.unsubscribe(ctx, webhook_id)
        return webhook_id

    return await change(request, context, call, lambda ended: UnsubscribedOut(id=ended))


@get(f"{WEBHOOK}/deliveries", guards=READ, summary="What was told, and what came of it", tags=TAGS)
async def list_deliveries(
    context: NamedDependency[Context], webhook_id: FromPath[UUID], after: After = None, limit: Limit = DEFAULT_LIMIT
) -> Response[Page[DeliveryOut]]:
    """Oldest first."""
    found = await webhooks.list_deliveries(context, webhook_id, after=id_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.id)
    return shown(Page[DeliveryOut](items=[DeliveryOut.of(item) for item in items], next=following))


HANDLERS: list[ControllerRouterHandler] = [subscribe, list_webhooks, unsubscribe, list_deliveries]
