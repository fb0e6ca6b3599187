"""A program is told of what happens: once it answers, at least once; its silence blocks nobody."""

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from clause.domain.claims import Claim
from clause.domain.errors import ClauseError, Forbidden, NotFound, Refused
from clause.domain.jobs import JobKind
from clause.domain.webhooks import PAUSES, DeliveryState, WebhookDelivery, WebhookEvent, WebhookTerms
from clause.gateways.webhooks import messenger
from clause.services import claims, webhooks
from tests.builders.bundles import run_jobs
from tests.builders.claims import a_claim, a_ready_operation, a_submitted_claim
from tests.builders.territory import NOW, Caller, Territory
from tests.builders.webhooks import a_subscription

pytestmark = pytest.mark.usefixtures("transaction")


@dataclass
class Receiver:
    """A program that receives messages and answers as told."""

    url: str
    status: int = 200
    received: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A real HTTP server."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            found.received.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(found.status)
            self.send_header("location", "http://127.0.0.1:9/elsewhere")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = Receiver(f"http://127.0.0.1:{server.server_port}/clause?de=clause")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with messenger.reaching_private_addresses():
        yield found
    server.shutdown()
    server.server_close()


async def _submitted(territory: Territory) -> Claim:
    operation = await a_ready_operation(territory.manager, territory.facilitator, territory, ("2026-01",))
    return await a_submitted_claim(territory.manager, await a_claim(territory.manager, operation, "2026-01", "2026-01"))


async def _deliveries(caller: Caller, subscription: object) -> list[WebhookDelivery]:
    return await webhooks.list_deliveries(caller.context, subscription.id, after=None, limit=9)  # type: ignore[attr-defined]


async def test_a_submission_is_told_signed_and_with_ids_only(territory: Territory, receiver: Receiver) -> None:
    subscription = await a_subscription(territory.oi_client, receiver.url, WebhookEvent.CLAIM_SUBMITTED)
    claim = await _submitted(territory)
    assert await run_jobs(JobKind.DELIVER_WEBHOOK) == 1
    ((headers, body),) = receiver.received
    told = json.loads(body)
    assert told == {
        "id": told["id"],
        "event": "claim.submitted",
        "at": "2026-06-15T09:00:00Z",
        "claim_id": str(claim.id),
        "operation_id": str(claim.operation_id),
    }
    seconds, digest = (part.split("=", 1)[1] for part in headers["clause-signature"].split(","))
    signed = hmac.new(subscription.secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256)
    assert hmac.compare_digest(digest, signed.hexdigest())
    assert (headers["clause-event"], headers["clause-event-id"]) == ("claim.submitted", told["id"])
    (delivery,) = await _deliveries(territory.oi_client, subscription)
    assert (str(delivery.id), delivery.state, delivery.attempts, delivery.last_status) == (
        told["id"], DeliveryState.DELIVERED, 1, 200,
    )  # fmt: skip


async def test_what_was_told_is_not_told_again(territory: Territory, receiver: Receiver) -> None:
    await a_subscription(territory.oi_client, receiver.url)
    claim = await _submitted(territory)
    await run_jobs(JobKind.DELIVER_WEBHOOK)
    before = len(receiver.received)
    assert await run_jobs(JobKind.DELIVER_WEBHOOK, NOW + timedelta(days=2)) == 0
    await claims.withdraw_claim(territory.manager.context, claim.id, "Paie provisoire")
    await run_jobs(JobKind.DELIVER_WEBHOOK)
    assert [json.loads(body)["event"] for _, body in receiver.received[before:]] == ["claim.withdrawn"]


async def test_an_event_comes_again_with_the_same_id_until_it_is_heard(
    territory: Territory, receiver: Receiver
) -> None:
    subscription = await a_subscription(territory.oi_client, receiver.url, WebhookEvent.CLAIM_SUBMITTED)
    await _submitted(territory)
    receiver.status = 503
    await run_jobs(JobKind.DELIVER_WEBHOOK)
    (waiting,) = await _deliveries(territory.oi_client, subscription)
    assert (waiting.state, waiting.attempts, waiting.last_status) == (DeliveryState.PENDING, 1, 503)
    assert waiting.next_attempt_at == NOW + PAUSES[0]
    assert await run_jobs(JobKind.DELIVER_WEBHOOK, NOW + PAUSES[0] - timedelta(seconds=1)) == 0
    receiver.status = 200
    assert await run_jobs(JobKind.DELIVER_WEBHOOK, NOW + PAUSES[0]) == 1
    assert receiver.received[0][1] == receiver.received[1][1]
    assert receiver.received[0][0]["clause-signature"] != receiver.received[1][0]["clause-signature"]
    (heard,) = await _deliveries(territory.oi_client, subscription)
    assert (heard.state, heard.attempts) == (DeliveryState.DELIVERED, 2)


async def test_a_redirection_is_not_followed(territory: Territory, receiver: Receiver) -> None:
    subscription = await a_subscription(territory.oi_client, receiver.url, WebhookEvent.CLAIM_SUBMITTED)
    receiver.status = 307
    await _submitted(territory)
    await run_jobs(JobKind.DELIVER_WEBHOOK)
    (delivery,) = await _deliveries(territory.oi_client, subscription)
    assert (delivery.state, delivery.last_status, len(receiver.received)) == (DeliveryState.PENDING, 307, 1)


async def test_a_receiver_that_is_away_blocks_nothing_and_is_given_up_in_the_end(territory: Territory) -> None:
    subscription = await a_subscription(territory.oi_client)
    claim = await _submitted(territory)
    assert claim.document_id is not None
    at = NOW
    for pause in (timedelta(), *PAUSES):
        at += pause
        with messenger.reaching_private_addresses():
            assert await run_jobs(JobKind.DELIVER_WEBHOOK, at) >= 1
    deliveries = await _deliveries(territory.oi_client, subscription)
    assert {(one.state, one.attempts, one.last_problem) for one in deliveries} == {
        (DeliveryState.ABANDONED, 13, "UNREACHABLE")
    }
    assert await run_jobs(JobKind.DELIVER_WEBHOOK, at + timedelta(days=30)) == 0


async def test_only_those_whom_it_concerns_are_told(territory: Territory, receiver: Receiver) -> None:
    concerned = [await a_subscription(one, receiver.url) for one in (territory.oi_client, territory.manager)]
    foreign = [await a_subscription(one, receiver.url) for one in (territory.other_oi_client, territory.other_manager)]
    await _submitted(territory)
    for caller, one in zip((territory.oi_client, territory.manager), concerned, strict=True):
        events = [delivery.event for delivery in await _deliveries(caller, one)]
        assert WebhookEvent.CLAIM_SUBMITTED in events
        assert WebhookEvent.ASSIGNMENT_CHANGED in events
    for caller, one in zip((territory.other_oi_client, territory.other_manager), foreign, strict=True):
        assert await _deliveries(caller, one) == []


async def test_what_is_ended_is_told_nothing_more(territory: Territory, receiver: Receiver) -> None:
    subscription = await a_subscription(territory.oi_client, receiver.url, WebhookEvent.CLAIM_SUBMITTED)
    await _submitted(territory)
    await webhooks.unsubscribe(territory.oi_client.context, subscription.id)
    await run_jobs(JobKind.DELIVER_WEBHOOK)
    assert receiver.received == []
    assert await webhooks.list_subscriptions(territory.oi_client.context, after=None, limit=9) == []
    with pytest.raises(NotFound) as refusal:
        await webhooks.unsubscribe(territory.oi_client.context, subscription.id)
    assert refusal.value.code == "WHK-006"


async def test_an_address_of_the_house_is_refused_and_the_field_is_named(territory: Territory) -> None:
    for url, code in (("https://127.0.0.1/x", "WHK-002"), ("http://9.9.9.9/x", "WHK-001")):
        with pytest.raises(Refused) as refusal:
            await webhooks.subscribe(
                territory.oi_client.context, WebhookTerms(url=url, events=(WebhookEvent.CLAIM_SUBMITTED,))
            )
        assert refusal.value.code == "WHK-004"
        assert [(one.code, one.field) for one in refusal.value.findings] == [(code, "url")]


async def test_the_secret_is_shown_once_and_only_its_owner_sees_the_subscription(territory: Territory) -> None:
    made = await a_subscription(territory.oi_client)
    (listed,) = await webhooks.list_subscriptions(territory.oi_officer.context, after=None, limit=9)
    assert made.secret.startswith("whsec_")
    assert "secret" not in listed.model_dump()
    assert await webhooks.list_subscriptions(territory.other_oi_client.context, after=None, limit=9) == []
    with pytest.raises(NotFound) as refusal:
        await _deliveries(territory.other_oi_client, made)
    assert refusal.value.code == "WHK-007"


async def test_who_reads_no_claims_subscribes_to_nothing(territory: Territory) -> None:
    with pytest.raises(Forbidden):
        await a_subscription(territory.buyer_agent)
    with pytest.raises(ClauseError):
        await a_subscription(territory.facilitator)
