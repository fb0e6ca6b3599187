"""Bodies about subscriptions to events."""

from typing import Annotated, Self
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from clause.api.schemas.base import InstantOut, Schema
from clause.domain.webhooks import (
    DeliveryState,
    NewSubscription,
    WebhookDelivery,
    WebhookEvent,
    WebhookSubscription,
    WebhookTerms,
)

Address = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500, pattern=r"^[!-~]+$")]


class WebhookIn(Schema):
    """Where to tell, and of what."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"url": "https://oi.example/clause", "events": ["claim.submitted", "claim.withdrawn"]}]
        }
    )

    url: Address = Field(description="https only, no private address, without credentials")
    events: list[WebhookEvent] = Field(min_length=1, max_length=20)

    def to_domain(self) -> WebhookTerms:
        """As the service takes it; an event named twice counts once."""
        return WebhookTerms(url=self.url, events=tuple(dict.fromkeys(self.events)))


class WebhookOut(Schema):
    """A subscription."""

    id: UUID
    url: str
    events: list[WebhookEvent]
    created_at: InstantOut

    @classmethod
    def of(cls, subscription: WebhookSubscription) -> Self:
        """As the API shows it: without its secret."""
        return cls(**{name: getattr(subscription, name) for name in cls.model_fields})


class NewWebhookOut(WebhookOut):
    """A subscription just made."""

    secret: str = Field(description="Signs the messages; shown this once")

    @classmethod
    def of(cls, subscription: WebhookSubscription) -> Self:
        """As the API shows it, once."""
        if not isinstance(subscription, NewSubscription):
            raise TypeError("only a new subscription shows its secret")
        return super().of(subscription)


class UnsubscribedOut(Schema):
    """The answer to a subscription that was ended."""

    id: UUID


class DeliveryOut(Schema):
    """One event for one subscription, and what came of it; ``id`` is what the receiver sees as the event's id."""

    id: UUID
    event: WebhookEvent
    subject_kind: str
    subject_id: UUID
    operation_id: UUID | None
    state: DeliveryState = Field(description="pending, delivered or abandoned")
    attempts: int
    last_status: int | None = Field(description="The receiver's last HTTP status")
    last_problem: str | None = Field(
        description="TIMEOUT, UNREACHABLE, UNKNOWN_HOST, PRIVATE_ADDRESS, NOT_HTTPS or UNSUBSCRIBED"
    )
    next_attempt_at: InstantOut | None
    delivered_at: InstantOut | None
    created_at: InstantOut

    @classmethod
    def of(cls, delivery: WebhookDelivery) -> Self:
        """As the API shows it."""
        return cls(**{name: getattr(delivery, name) for name in cls.model_fields})
