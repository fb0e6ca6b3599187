"""When a link serves, what an address and a password must be, and how often one may try."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from clause.domain.access_links import (
    EMAIL_LIMITS,
    INVITATION_LIFE,
    AccessLink,
    AttemptKind,
    Invitation,
    LinkPurpose,
    LinkState,
    check_attempts,
    link_state,
    may_manage,
    parse_email,
    roles_of,
)
from clause.domain.actors import OrgKind, Role
from clause.domain.errors import TooMany, Unreadable
from clause.domain.mails import KINDS_OF_ROLE, PERSONAL

NOW = datetime(2026, 6, 15, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)
ID = UUID(int=1)


def _link(**more: object) -> AccessLink:
    values = {"id": ID, "purpose": LinkPurpose.SIGN_IN, "user_id": ID, "invitation_id": None, "mail_kind": None}
    return AccessLink.model_validate(
        {**values, "created_at": NOW, "expires_at": NOW + timedelta(hours=1), "used_at": None, **more}
    )


def _invitation(**more: object) -> Invitation:
    values = {"id": ID, "org_id": ID, "invited_by_org_id": ID, "invited_by": ID, "email": "a@b.example"}
    named = {"full_name": "A", "role": Role.COMPANY_AGENT, "created_at": NOW, "expires_at": NOW + INVITATION_LIFE}
    return Invitation.model_validate({**values, **named, **more})


@pytest.mark.parametrize(
    ("after", "state"),
    [
        (timedelta(hours=1) - SECOND, LinkState.OPEN),
        (timedelta(hours=1), LinkState.EXPIRED),
        (timedelta(hours=1) + SECOND, LinkState.EXPIRED),
    ],
)
def test_a_link_serves_until_it_expires(after: timedelta, state: LinkState) -> None:
    assert link_state(_link(), None, NOW + after) is state


def test_a_link_that_served_says_so_even_when_it_has_expired_since() -> None:
    assert link_state(_link(used_at=NOW), None, NOW + timedelta(days=9)) is LinkState.USED


def test_an_invitation_speaks_for_all_its_links() -> None:
    accepted = _invitation(accepted_at=NOW, accepted_by=ID)
    assert link_state(_link(), accepted, NOW) is LinkState.USED
    assert link_state(_link(), _invitation(cancelled_at=NOW), NOW) is LinkState.CANCELLED
    assert link_state(_link(), _invitation(), NOW) is LinkState.OPEN


def test_an_invitation_expires_unless_somebody_answered() -> None:
    late = NOW + INVITATION_LIFE
    assert [_invitation().has_expired(at) for at in (late - SECOND, late, late + SECOND)] == [False, True, True]
    assert not _invitation(accepted_at=NOW, accepted_by=ID).has_expired(late)
    assert not _invitation(cancelled_at=NOW).has_expired(late)


@pytest.mark.parametrize("raw", [" a.b@c.example ", "a+b@c-d.example", "é@exemple.fr"])
def test_an_address_of_the_usual_shape_is_taken_without_its_spaces(raw: str) -> None:
    assert parse_email(raw) == raw.strip()


@pytest.mark.parametrize(
    "raw",
    ["", "a", "@b.example", "a@", "a@b", "a@.example", "a@b.", "a@b@c.example", "a b@c.example", "a@b.fr, c@d.fr",
     "a@b.example\r\nBcc: c@d.example", "<a@b.example>", "x" * 250 + "@b.fr"],
)  # fmt: skip
def test_what_is_no_address_is_refused(raw: str) -> None:
    with pytest.raises(Unreadable) as refused:
        parse_email(raw)
    assert refused.value.code == "ACC-023"


def test_the_limit_counts_what_lies_within_its_time_and_says_when_to_come_back() -> None:
    limit = EMAIL_LIMITS[AttemptKind.LINK]
    attempts = [NOW - timedelta(minutes=59 - n) for n in range(limit.most)]
    check_attempts(attempts[1:], limit, NOW)
    with pytest.raises(TooMany) as refused:
        check_attempts(attempts, limit, NOW)
    assert refused.value.values == {"minutes": 1}
    check_attempts(attempts, limit, NOW + timedelta(minutes=1))


def test_who_decides_upon_access() -> None:
    assert not may_manage(None)
    assert [role for role in Role if not may_manage(role)] == [Role.FACILITATOR]
    assert all(any(may_manage(role) for role in roles_of(kind)) for kind in OrgKind)


def test_what_somebody_asked_for_cannot_be_switched_off() -> None:
    assert not [role for role, kinds in KINDS_OF_ROLE.items() if PERSONAL & set(kinds)]
    assert all(KINDS_OF_ROLE.values())
