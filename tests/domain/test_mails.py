"""Mails: who is told of what, when a mail that failed is tried again, and where its link leads."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from clause.domain.actors import Role
from clause.domain.mails import (
    ALWAYS_SENT,
    JOURNAL_NOTICES,
    KINDS_OF_ROLE,
    PERSONAL,
    Mail,
    MailKind,
    MailState,
    Notice,
    Sending,
    after_attempt,
    link_path,
    notices_of,
)

NOW = datetime(2026, 7, 1, 9, tzinfo=UTC)
SUBJECT, OTHER = UUID(int=7), UUID(int=8)


def a_mail(kind: MailKind = MailKind.CERTIFICATE_READY, **changes: Any) -> Mail:
    fields: dict[str, Any] = {"subject_id": SUBJECT, "state": MailState.QUEUED, "next_attempt_at": NOW, **changes}
    return Mail(id=UUID(int=1), org_id=UUID(int=2), kind=kind, created_at=NOW, **fields)


def told(action: str) -> list[tuple[MailKind, str, tuple[Role, ...]]]:
    return [(notice.kind, notice.party, notice.roles) for notice in JOURNAL_NOTICES[action]]


def test_a_mail_that_the_server_took_is_sent_and_has_no_next_attempt() -> None:
    sent = after_attempt(a_mail(attempts=2, last_problem="busy"), Sending(), NOW)
    assert (sent.state, sent.sent_at, sent.attempts) == (MailState.SENT, NOW, 3)
    assert (sent.last_problem, sent.next_attempt_at) == (None, None)


@pytest.mark.parametrize(
    ("attempts", "pause"),
    [
        (0, timedelta(minutes=1)),
        (1, timedelta(minutes=5)),
        (2, timedelta(minutes=30)),
        (3, timedelta(hours=2)),
        (4, timedelta(hours=8)),
        (5, timedelta(hours=24)),
    ],
)
def test_each_failed_attempt_is_followed_by_a_longer_pause(attempts: int, pause: timedelta) -> None:
    tried = after_attempt(a_mail(attempts=attempts), Sending(problem="busy"), NOW)
    assert (tried.state, tried.attempts, tried.next_attempt_at) == (MailState.QUEUED, attempts + 1, NOW + pause)
    assert (tried.last_problem, tried.sent_at) == ("busy", None)


def test_a_mail_has_failed_after_the_last_pause() -> None:
    tried = after_attempt(a_mail(attempts=6), Sending(problem="busy"), NOW)
    assert (tried.state, tried.attempts, tried.next_attempt_at) == (MailState.FAILED, 7, None)
    assert (tried.last_problem, tried.sent_at) == ("busy", None)


def test_a_mail_that_is_refused_for_good_is_not_tried_again() -> None:
    tried = after_attempt(a_mail(), Sending(problem="no such mailbox", is_final=True), NOW)
    assert (tried.state, tried.attempts, tried.next_attempt_at) == (MailState.FAILED, 1, None)
    assert tried.last_problem == "no such mailbox"


def test_a_change_of_thirty_statements_is_one_notice_that_names_the_last_and_counts_all() -> None:
    action = "hours_statement.submitted"
    (notice,) = JOURNAL_NOTICES[action]
    ids = [UUID(int=number) for number in range(1, 31)]
    found = notices_of([(action, "hours_statement", subject) for subject in ids])
    assert found == {(notice, "hours_statement"): (ids[-1], 30)}


def test_two_actions_of_one_notice_are_counted_together_and_two_kinds_of_subject_apart() -> None:
    (notice,) = JOURNAL_NOTICES["payment.payment"]
    found = notices_of(
        [
            ("payment.advance", "operation", SUBJECT),
            ("payment.payment", "claim", OTHER),
            ("payment.payment", "operation", OTHER),
        ]
    )
    assert found == {(notice, "operation"): (OTHER, 2), (notice, "claim"): (OTHER, 1)}


def test_an_action_that_concerns_two_parties_tells_both() -> None:
    found = notices_of([("statement_reminder.issued", "statement_reminder", SUBJECT)])
    assert [(notice.party, found[notice, kind]) for notice, kind in found] == [
        ("company_id", (SUBJECT, 1)), ("buyer_id", (SUBJECT, 1)),
    ]  # fmt: skip


@pytest.mark.parametrize("action", ["claim.computed", "payment.recovery", "hours_statement.validated"])
def test_an_action_that_nobody_waits_for_tells_nobody(action: str) -> None:
    assert notices_of([(action, "claim", SUBJECT)]) == {}
    assert notices_of([]) == {}


MANAGERS = ("facilitator_org_id", (Role.MANAGER,))
COMPANY = ("company_id", (Role.COMPANY_AGENT,))


@pytest.mark.parametrize(
    ("action", "kind", "who"),
    [
        ("hours_statement.correction_requested", MailKind.STATEMENT_SENT_BACK, COMPANY),
        ("hours_statement.rejected", MailKind.STATEMENT_SENT_BACK, COMPANY),
        (
            "hours_statement.submitted",
            MailKind.STATEMENT_SUBMITTED,
            ("facilitator_org_id", (Role.FACILITATOR, Role.MANAGER)),
        ),
        ("certificate.issued", MailKind.CERTIFICATE_READY, COMPANY),
        ("claim.submitted", MailKind.CLAIM_RECEIVED, ("intermediate_body_id", (Role.OI_OFFICER,))),
        ("claim.declared_inadmissible", MailKind.CLAIM_CONCLUDED, MANAGERS),
        ("verification.interim", MailKind.CLAIM_CONCLUDED, MANAGERS),
        ("verification.final", MailKind.CLAIM_CONCLUDED, MANAGERS),
        ("verification.correction", MailKind.CLAIM_CONCLUDED, MANAGERS),
        ("payment.advance", MailKind.CLAIM_PAID, MANAGERS),
        ("payment.payment", MailKind.CLAIM_PAID, MANAGERS),
    ],
)
def test_each_step_tells_the_party_that_waits_for_it(
    action: str, kind: MailKind, who: tuple[str, tuple[Role, ...]]
) -> None:
    assert told(action) == [(kind, *who)]


def test_a_reminder_tells_the_company_and_the_buyer_that_it_names() -> None:
    assert told("statement_reminder.issued") == [
        (MailKind.STATEMENT_REMINDER, *COMPANY),
        (MailKind.STATEMENT_REMINDER, "buyer_id", (Role.BUYER_AGENT,)),
    ]


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        (Role.COMPANY_AGENT, ("statement_reminder", "statement_sent_back", "certificate_ready")),
        (Role.BUYER_AGENT, ("statement_reminder",)),
        (Role.FACILITATOR, ("statement_submitted",)),
        (Role.MANAGER, ("statement_submitted", "claim_concluded", "claim_paid")),
        (Role.OI_OFFICER, ("claim_received",)),
    ],
)
def test_a_person_may_do_without_the_notices_of_the_role_each_named_once(role: Role, kinds: tuple[str, ...]) -> None:
    assert KINDS_OF_ROLE[role] == kinds


def test_mails_with_a_personal_link_or_about_safety_cannot_be_switched_off() -> None:
    assert {MailKind.INVITATION, MailKind.SIGN_IN_LINK} == PERSONAL
    assert {*PERSONAL, MailKind.SECOND_FACTOR_REMOVED} == ALWAYS_SENT
    assert not ALWAYS_SENT & {kind for kinds in KINDS_OF_ROLE.values() for kind in kinds}


@pytest.mark.parametrize("kind", [MailKind.INVITATION, MailKind.SIGN_IN_LINK])
def test_of_a_personal_link_only_the_beginning_is_told(kind: MailKind) -> None:
    assert link_path(a_mail(kind)) == "/sign-in/open"
    assert link_path(a_mail(kind, occurrences=2)) == "/sign-in/open"


@pytest.mark.parametrize(
    ("kind", "one", "several"),
    [
        (MailKind.STATEMENT_REMINDER, "/statements-due", "/statements-due"),
        (MailKind.STATEMENT_SENT_BACK, f"/hours-statements/{SUBJECT}", "/hours-statements"),
        (MailKind.STATEMENT_SUBMITTED, f"/hours-statements/{SUBJECT}", "/hours-statements"),
        (MailKind.CERTIFICATE_READY, f"/certificates/{SUBJECT}", "/certificates"),
        (MailKind.CLAIM_RECEIVED, f"/oi/claims/{SUBJECT}", "/oi/claims"),
        (MailKind.CLAIM_CONCLUDED, f"/claims/{SUBJECT}", "/claims"),
        (MailKind.CLAIM_PAID, f"/operations/{SUBJECT}", "/operations"),
        (MailKind.SECOND_FACTOR_REMOVED, "/account/second-factor", "/account/second-factor"),
    ],
)
def test_a_mail_about_one_thing_leads_to_it_and_one_about_several_to_their_list(
    kind: MailKind, one: str, several: str
) -> None:
    assert link_path(a_mail(kind)) == one
    assert link_path(a_mail(kind, occurrences=2)) == several
    assert link_path(a_mail(kind, subject_id=None)) == several


def test_a_notice_is_known_by_its_kind_its_party_and_its_roles() -> None:
    notice = Notice(kind=MailKind.CLAIM_PAID, party="facilitator_org_id", roles=(Role.MANAGER,))
    assert JOURNAL_NOTICES["payment.payment"] == JOURNAL_NOTICES["payment.advance"] == (notice,)
