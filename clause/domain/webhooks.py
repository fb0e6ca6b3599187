"""Programs that want to be told: subscriptions, events, the signed message and the pauses between attempts.

A message holds ids only: whoever receives it asks the API for the rest, with its own rights.
"""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict

SIGNATURE_HEADER = "clause-signature"
EVENT_HEADER = "clause-event"
EVENT_ID_HEADER = "clause-event-id"


class WebhookEvent(StrEnum):
    """What can be told."""

    CLAIM_SUBMITTED = "claim.submitted"
    CLARIFICATION_ANSWERED = "claim.clarification_answered"
    CLAIM_WITHDRAWN = "claim.withdrawn"
    ASSIGNMENT_CHANGED = "assignment.changed"
    RETENTION_DUE = "retention.due"


JOURNAL_EVENTS: dict[str, WebhookEvent] = {
    "claim.submitted": WebhookEvent.CLAIM_SUBMITTED,
    "claim.withdrawn": WebhookEvent.CLAIM_WITHDRAWN,
    "claim.answer_sent": WebhookEvent.CLARIFICATION_ANSWERED,
    "assignment.issued": WebhookEvent.ASSIGNMENT_CHANGED,
    "assignment.accepted": WebhookEvent.ASSIGNMENT_CHANGED,
    "assignment.rejected": WebhookEvent.ASSIGNMENT_CHANGED,
    "operation.find_purgeable": WebhookEvent.RETENTION_DUE,
}
"""What is told when the journal notes an action: an event is part of the change, or there is no event."""


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    PENDING = "pending"
    DELIVERED = "delivered"
    ABANDONED = "abandoned"


PAUSES = (
    *(timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 20, 30)),
    *(timedelta(hours=hours) for hours in (1, 2, 3, 4, 6, 7)),
)
"""How long after each failed attempt the next one comes: thirteen in a day; after the last it is abandoned."""


class WebhookTerms(BaseModel):
    """Where to tell, and of what."""

    model_config = ConfigDict(frozen=True)

    url: str
    events: tuple[WebhookEvent, ...]


class WebhookSubscription(WebhookTerms):
    """A subscription as recorded, without its secret."""

    id: UUID
    org_id: UUID
    created_at: datetime


class NewSubscription(WebhookSubscription):
    """A subscription just made, with the secret that is shown this once."""

    secret: str


class Parties(BaseModel):
    """Whom an event concerns: the beneficiary and the intermediate body of an operation."""

    model_config = ConfigDict(frozen=True)

    operation_id: UUID
    facilitator_org_id: UUID
    intermediate_body_id: UUID


class WebhookDelivery(BaseModel):
    """One event for one subscription; ``id`` is the event's id for the receiver, the same at each attempt."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    subscription_id: UUID
    event: WebhookEvent
    subject_kind: str
    subject_id: UUID
    operation_id: UUID | None
    state: DeliveryState = DeliveryState.PENDING
    attempts: int = 0
    last_status: int | None = None
    last_problem: str | None = None
    next_attempt_at: datetime | None = None
    delivered_at: datetime | None = None
    created_at: datetime


class Told(BaseModel):
    """What came of one attempt: the receiver's status, or what kept it from answering."""

    model_config = ConfigDict(frozen=True)

    status: int | None = None
    problem: str | None = None

    @property
    def is_heard(self) -> bool:
        """True for an answer from 200 to 299; a redirection is none, because it is not followed."""
        return self.status is not None and 200 <= self.status < 300


def message_of(delivery: WebhookDelivery) -> bytes:
    """The body of the message, the same to the byte at each attempt: event, id, instant, and ids of what changed."""
    ids = {f"{delivery.subject_kind}_id": str(delivery.subject_id)}
    if delivery.operation_id is not None:
        ids["operation_id"] = str(delivery.operation_id)
    at = delivery.created_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
    body = {"id": str(delivery.id), "event": delivery.event.value, "at": at, **ids}
    return json.dumps(body, sort_keys=True, separators=(",", ":")).encode()


def signature_of(secret: str, at: datetime, body: bytes) -> str:
    """The value of ``Clause-Signature``: ``t=<seconds>,v1=<hexadecimal HMAC-SHA256 of "t.body">``.

    The instant is signed with the body, so that an old message cannot be sent again as a new one.
    """
    seconds = int(at.timestamp())
    digest = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={digest}"


def headers_of(delivery: WebhookDelivery, secret: str, at: datetime, body: bytes) -> dict[str, str]:
    """What goes with the message."""
    return {
        "content-type": "application/json",
        "user-agent": "Clause-Webhooks/1",
        EVENT_HEADER: delivery.event.value,
        EVENT_ID_HEADER: str(delivery.id),
        SIGNATURE_HEADER: signature_of(secret, at, body),
    }


def after_attempt(delivery: WebhookDelivery, told: Told, now: datetime) -> WebhookDelivery:
    """The delivery after an attempt: delivered, to be tried again after a longer and longer pause, or abandoned."""
    attempts = delivery.attempts + 1
    changed: dict[str, object] = {
        "attempts": attempts,
        "last_status": told.status,
        "last_problem": told.problem,
        "next_attempt_at": None,
    }
    if told.is_heard:
        changed |= {"state": DeliveryState.DELIVERED, "delivered_at": now}
    elif attempts > len(PAUSES):
        changed |= {"state": DeliveryState.ABANDONED}
    else:
        changed |= {"next_attempt_at": now + PAUSES[attempts - 1]}
    return delivery.model_copy(update=changed)
