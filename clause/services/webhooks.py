"""Subscriptions to events, and the deliveries that the worker makes until the receiver has answered."""

from uuid import UUID

from clause.db.queries import webhooks as queries
from clause.domain.actors import Scope
from clause.domain.errors import NotFound, Refused
from clause.domain.findings import Finding
from clause.domain.jobs import Job, JobKind, StepOutcome
from clause.domain.webhooks import (
    DeliveryState,
    NewSubscription,
    WebhookDelivery,
    WebhookSubscription,
    WebhookTerms,
    after_attempt,
    headers_of,
    message_of,
)
from clause.gateways.secrets import new_token
from clause.gateways.webhooks import AddressRefused, messenger
from clause.services.unit_of_work import UnitOfWork, job_step, reading, writing

MOST_SUBSCRIPTIONS = 20
REFUSALS = {"NOT_HTTPS": "WHK-001", "PRIVATE_ADDRESS": "WHK-002", "UNKNOWN_HOST": "WHK-003"}


@writing(Scope.OI_READ, Scope.CLAIMS_WRITE)
async def subscribe(uow: UnitOfWork, terms: WebhookTerms) -> NewSubscription:
    """A subscription of the caller's organisation, with the secret that signs its messages, shown this once.

    Refused WHK-004 for an address that no message may go to (its finding says why: WHK-001 not https, WHK-002 a
    private address, WHK-003 an unknown name), WHK-005 when the organisation has as many as it may have.
    """
    try:
        await messenger.check(terms.url)
    except AddressRefused as error:
        raise Refused("WHK-004", findings=(Finding(code=REFUSALS[error.problem], field="url"),)) from error
    if await queries.count_subscriptions() >= MOST_SUBSCRIPTIONS:
        raise Refused("WHK-005", most=MOST_SUBSCRIPTIONS)
    made = NewSubscription(
        **dict(terms), id=uow.new_id(), org_id=uow.org_id, created_at=uow.now, secret=f"whsec_{new_token()}"
    )
    await queries.insert_subscription(made, uow.actor.id)
    uow.record("webhook.subscribed", "webhook", made.id, events=", ".join(made.events))
    return made


@reading(Scope.OI_READ, Scope.CLAIMS_READ)
async def list_subscriptions(uow: UnitOfWork, *, after: UUID | None, limit: int) -> list[WebhookSubscription]:
    """A page of the organisation's subscriptions, oldest first."""
    return await queries.list_subscriptions(after=after, limit=limit)


@writing(Scope.OI_READ, Scope.CLAIMS_WRITE)
async def unsubscribe(uow: UnitOfWork, subscription_id: UUID) -> None:
    """Tell this address nothing any more; what waits is not sent. NotFound WHK-006."""
    if not await queries.end_subscription(subscription_id, uow.now):
        raise NotFound("WHK-006")
    uow.record("webhook.unsubscribed", "webhook", subscription_id)


@reading(Scope.OI_READ, Scope.CLAIMS_READ)
async def list_deliveries(
    uow: UnitOfWork, subscription_id: UUID, *, after: UUID | None, limit: int
) -> list[WebhookDelivery]:
    """A page of what was told to a subscription, and what came of it, oldest first. NotFound WHK-007."""
    if await queries.find_subscription(subscription_id) is None:
        raise NotFound("WHK-007")
    return await queries.list_deliveries(subscription_id, after=after, limit=limit)


@reading(Scope.OI_READ, Scope.CLAIMS_READ)
async def load_subscription(
    uow: UnitOfWork, subscription_id: UUID, *, limit: int
) -> tuple[WebhookSubscription, list[WebhookDelivery]]:
    """A subscription with what was told to it, the newest first. NotFound WHK-008."""
    found = await queries.find_subscription(subscription_id)
    if found is None:
        raise NotFound("WHK-008")
    return found, await queries.list_latest_deliveries(subscription_id, limit=limit)


@job_step
async def deliver(uow: UnitOfWork, job: Job) -> StepOutcome:
    """One attempt to tell a subscription; when nobody hears it, the next attempt is planned after a longer pause."""
    done = StepOutcome(done=True)
    delivery = await queries.lock_delivery(UUID(job.payload["delivery_id"]))
    if delivery is None or delivery.state is not DeliveryState.PENDING:
        return done
    subscription = await queries.find_subscription(delivery.subscription_id)
    secret = await queries.find_secret(delivery.subscription_id)
    if subscription is None or secret is None:
        abandoned = {"state": DeliveryState.ABANDONED, "next_attempt_at": None, "last_problem": "UNSUBSCRIBED"}
        await queries.save_attempt(delivery.model_copy(update=abandoned))
        return done
    body = message_of(delivery)
    told = await messenger.post(subscription.url, headers_of(delivery, secret, uow.now, body), body)
    after = after_attempt(delivery, told, uow.now)
    await queries.save_attempt(after)
    if after.next_attempt_at is not None:
        await uow.plan_job(JobKind.DELIVER_WEBHOOK, after.next_attempt_at, delivery_id=delivery.id)
    return done
