"""Subscriptions to events, at an address that nothing answers."""

from clause.domain.webhooks import NewSubscription, WebhookEvent, WebhookTerms
from clause.gateways.webhooks import messenger
from clause.services import webhooks
from tests.builders.territory import Caller

NOBODY = "http://127.0.0.1:9/clause"


async def a_subscription(caller: Caller, url: str = NOBODY, *events: WebhookEvent) -> NewSubscription:
    """A subscription to some events, or to all; private addresses are allowed while it is made."""
    with messenger.reaching_private_addresses():
        return await webhooks.subscribe(caller.context, WebhookTerms(url=url, events=events or tuple(WebhookEvent)))
