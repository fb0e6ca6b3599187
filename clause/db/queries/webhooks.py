"""Subscriptions to events, and the deliveries of each."""

from datetime import datetime
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.domain.webhooks import NewSubscription, Parties, WebhookDelivery, WebhookEvent, WebhookSubscription

_SUBSCRIPTION = "id, org_id, url, events, created_at"
_DELIVERY = ", ".join(WebhookDelivery.model_fields)
_PARTIES = {
    "claim": ("SELECT c.operation_id, c.facilitator_org_id, c.intermediate_body_id FROM claim c WHERE c.id = $1"),
    "operation": (
        "SELECT o.id AS operation_id, o.facilitator_org_id, o.intermediate_body_id FROM operation o WHERE o.id = $1"
    ),
    "assignment": (
        "SELECT a.operation_id, a.facilitator_org_id, a.intermediate_body_id FROM assignment a WHERE a.id = $1"
    ),
}


async def insert_subscription(subscription: NewSubscription, created_by: UUID | None) -> None:
    """Add a subscription with its secret."""
    await sql.insert(
        "webhook_subscription",
        id=subscription.id,
        org_id=subscription.org_id,
        url=subscription.url,
        events=[event.value for event in subscription.events],
        secret=subscription.secret,
        created_by=created_by,
        created_at=subscription.created_at,
    )


async def count_subscriptions() -> int:
    """How many subscriptions the caller's organisation has."""
    count: int = await sql.fetch_value("SELECT count(*) FROM webhook_subscription WHERE ended_at IS NULL")
    return count


async def list_subscriptions(*, after: UUID | None, limit: int) -> list[WebhookSubscription]:
    """A page of the subscriptions that last, oldest first."""
    rows = await sql.fetch(
        f"SELECT {_SUBSCRIPTION} FROM webhook_subscription"  # noqa: S608
        " WHERE ended_at IS NULL AND ($1::uuid IS NULL OR id > $1) ORDER BY id LIMIT $2",
        after,
        limit,
    )
    return [WebhookSubscription.model_validate(row) for row in rows]


async def find_subscription(subscription_id: UUID) -> WebhookSubscription | None:
    """A subscription of the caller's organisation that lasts, or None."""
    row = await sql.fetch_one(
        f"SELECT {_SUBSCRIPTION} FROM webhook_subscription WHERE id = $1 AND ended_at IS NULL",  # noqa: S608
        subscription_id,
    )
    return WebhookSubscription.model_validate(row) if row else None


async def find_secret(subscription_id: UUID) -> str | None:
    """What signs for a subscription that lasts, or None; read by the delivery and by nothing else."""
    secret: str | None = await sql.fetch_value(
        "SELECT secret FROM webhook_subscription WHERE id = $1 AND ended_at IS NULL", subscription_id
    )
    return secret


async def end_subscription(subscription_id: UUID, now: datetime) -> bool:
    """Tell this subscription nothing any more; False when there is none."""
    return bool(
        await sql.execute(
            "UPDATE webhook_subscription SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL", subscription_id, now
        )
    )


async def find_parties(subject_kind: str, subject_id: UUID) -> Parties | None:
    """Whom a claim, an operation or a mission letter concerns, or None."""
    row = await sql.fetch_one(_PARTIES[subject_kind], subject_id) if subject_kind in _PARTIES else None
    return Parties.model_validate(row) if row else None


async def list_subscribers(event: WebhookEvent, parties: Parties) -> list[tuple[UUID, UUID]]:
    """The subscriptions of both sides to an event, each with its organisation."""
    rows = await sql.fetch(
        "SELECT subscription_id, org_id FROM clause_subscribers($1, $2::uuid[])",
        event.value,
        [parties.facilitator_org_id, parties.intermediate_body_id],
    )
    return [(row["subscription_id"], row["org_id"]) for row in rows]


async def insert_delivery(delivery: WebhookDelivery, *, org_id: UUID, announced_by: UUID) -> None:
    """Add what is to be told to a subscription of ``org_id``."""
    await sql.insert(
        "webhook_delivery",
        **{**dict(delivery), "event": delivery.event.value, "state": delivery.state.value},
        org_id=org_id,
        announced_by=announced_by,
    )


async def lock_delivery(delivery_id: UUID) -> WebhookDelivery | None:
    """A delivery of the caller's organisation, locked until the transaction ends, or None."""
    row = await sql.fetch_one(f"SELECT {_DELIVERY} FROM webhook_delivery WHERE id = $1 FOR UPDATE", delivery_id)  # noqa: S608
    return _delivery(row) if row else None


async def list_deliveries(subscription_id: UUID, *, after: UUID | None, limit: int) -> list[WebhookDelivery]:
    """A page of the deliveries of a subscription, oldest first."""
    rows = await sql.fetch(
        f"SELECT {_DELIVERY} FROM webhook_delivery"  # noqa: S608
        " WHERE subscription_id = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3",
        subscription_id,
        after,
        limit,
    )
    return [_delivery(row) for row in rows]


async def list_latest_deliveries(subscription_id: UUID, *, limit: int) -> list[WebhookDelivery]:
    """The deliveries of a subscription, the newest first."""
    rows = await sql.fetch(
        f"SELECT {_DELIVERY} FROM webhook_delivery WHERE subscription_id = $1 ORDER BY id DESC LIMIT $2",  # noqa: S608
        subscription_id,
        limit,
    )
    return [_delivery(row) for row in rows]


async def save_attempt(delivery: WebhookDelivery) -> None:
    """Write what an attempt left."""
    await sql.execute(
        "UPDATE webhook_delivery SET state = $2, attempts = $3, last_status = $4, last_problem = $5,"
        " next_attempt_at = $6, delivered_at = $7 WHERE id = $1",
        delivery.id,
        delivery.state.value,
        delivery.attempts,
        delivery.last_status,
        delivery.last_problem,
        delivery.next_attempt_at,
        delivery.delivered_at,
    )


def _delivery(row: dict[str, Any]) -> WebhookDelivery:
    return WebhookDelivery.model_validate(row)
