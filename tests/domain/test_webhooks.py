"""What is sent, how it is signed, and when it is tried again."""

import hashlib
import hmac
import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from clause.domain.webhooks import (
    JOURNAL_EVENTS,
    PAUSES,
    DeliveryState,
    Told,
    WebhookDelivery,
    WebhookEvent,
    after_attempt,
    headers_of,
    message_of,
    signature_of,
)
from tests.architecture.code import ROOT, modules

AT = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)
DELIVERY = WebhookDelivery(
    id=UUID(int=1),
    subscription_id=UUID(int=2),
    event=WebhookEvent.CLAIM_SUBMITTED,
    subject_kind="claim",
    subject_id=UUID(int=3),
    operation_id=UUID(int=4),
    created_at=AT,
    next_attempt_at=AT,
)


def test_a_message_holds_ids_and_nothing_of_anybody() -> None:
    assert json.loads(message_of(DELIVERY)) == {
        "id": str(UUID(int=1)),
        "event": "claim.submitted",
        "at": "2026-06-15T09:00:00Z",
        "claim_id": str(UUID(int=3)),
        "operation_id": str(UUID(int=4)),
    }


def test_the_message_is_the_same_to_the_byte_at_each_attempt() -> None:
    later = after_attempt(DELIVERY, Told(status=500), AT)
    assert message_of(later) == message_of(DELIVERY)


def test_the_signature_covers_the_instant_and_the_body() -> None:
    seconds = int(AT.timestamp())
    expected = hmac.new(b"s", f"{seconds}.".encode() + b"{}", hashlib.sha256).hexdigest()
    assert signature_of("s", AT, b"{}") == f"t={seconds},v1={expected}"
    others = [
        signature_of("x", AT, b"{}"), signature_of("s", AT + timedelta(seconds=1), b"{}"), signature_of("s", AT, b"[]"),
    ]  # fmt: skip
    assert expected not in str(others)


def test_the_check_of_the_manual_accepts_what_is_signed_and_nothing_else() -> None:
    manual = (ROOT / "docs" / "oi-api.md").read_text(encoding="utf-8")
    (code,) = [block for block in re.findall(r"```python\n(.*?)```", manual, re.S) if "is_from_clause" in block]
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - our own manual
    check, now = names["is_from_clause"], datetime.now(UTC)
    header = signature_of("s", now, b"{}")
    assert check("s", header, b"{}")
    old = signature_of("s", now - timedelta(seconds=400), b"{}")
    assert [check("x", header, b"{}"), check("s", header, b"[]"), check("s", old, b"{}")] == [False] * 3


def test_only_an_answer_of_success_is_heard() -> None:
    heard = {status: Told(status=status).is_heard for status in (199, 200, 299, 300, 500)}
    assert heard == {199: False, 200: True, 299: True, 300: False, 500: False}
    assert not Told(problem="TIMEOUT").is_heard


def test_attempts_come_after_longer_and_longer_pauses_and_then_end() -> None:
    delivery, pauses = DELIVERY, []
    for _ in PAUSES:
        delivery = after_attempt(delivery, Told(problem="TIMEOUT"), AT)
        assert delivery.state is DeliveryState.PENDING
        assert delivery.next_attempt_at is not None
        pauses.append(delivery.next_attempt_at - AT)
    assert pauses == sorted(PAUSES)
    given_up = after_attempt(delivery, Told(problem="TIMEOUT"), AT)
    assert (given_up.state, given_up.next_attempt_at, given_up.attempts) == (DeliveryState.ABANDONED, None, 13)
    assert timedelta(days=1) <= sum(pauses, timedelta()) < timedelta(days=1, hours=1)


def test_what_was_heard_is_dated() -> None:
    heard = after_attempt(DELIVERY, Told(status=204), AT)
    assert (heard.state, heard.delivered_at, heard.last_status) == (DeliveryState.DELIVERED, AT, 204)


def test_every_action_that_is_told_is_one_that_the_journal_notes() -> None:
    written = "\n".join(module.path.read_text(encoding="utf-8") for module in modules() if module.floor == "services")
    decided = dict.fromkeys(("assignment.accepted", "assignment.rejected"), 'f"assignment.{')
    composed = {"claim.answer_sent": "_sent", "operation.find_purgeable": 'f"operation.{', **decided}
    missing = [action for action in JOURNAL_EVENTS if composed.get(action, f'"{action}"') not in written]
    assert missing == []
    assert set(JOURNAL_EVENTS.values()) == set(WebhookEvent)


def test_a_message_about_no_operation_names_none() -> None:
    alone = DELIVERY.model_copy(update={"operation_id": None})
    assert set(json.loads(message_of(alone))) == {"id", "event", "at", "claim_id"}


def test_what_goes_with_a_message_tells_the_event_and_signs_it() -> None:
    assert headers_of(DELIVERY, "secret", AT, b"{}") == {
        "content-type": "application/json",
        "user-agent": "Clause-Webhooks/1",
        "clause-event": "claim.submitted",
        "clause-event-id": str(UUID(int=1)),
        "clause-signature": signature_of("secret", AT, b"{}"),
    }
