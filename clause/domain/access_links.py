"""Personal links, invitations, and how often one may try: what lets a person in without a password."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.actors import ROLE_ORG_KIND, OrgKind, Role
from clause.domain.errors import TooMany, Unreadable
from clause.domain.mails import MailKind

INVITATION_LIFE = timedelta(days=14)
SIGN_IN_LINK_LIFE = timedelta(hours=1)
FIRST_LINK_LIFE = timedelta(days=1)
"""Of a link that the operator hands over by other means than mail."""
UNSUBSCRIBE_LIFE = timedelta(days=365)


class LinkPurpose(StrEnum):
    """What a personal link is for."""

    INVITATION = "invitation"
    SIGN_IN = "sign_in"
    UNSUBSCRIBE = "unsubscribe"


def life_of(purpose: LinkPurpose) -> timedelta:
    """How long a link of this purpose serves."""
    return {
        LinkPurpose.INVITATION: INVITATION_LIFE,
        LinkPurpose.SIGN_IN: SIGN_IN_LINK_LIFE,
        LinkPurpose.UNSUBSCRIBE: UNSUBSCRIBE_LIFE,
    }[purpose]


class LinkState(StrEnum):
    """What opening a link shows."""

    OPEN = "open"
    EXPIRED = "expired"
    USED = "used"
    CANCELLED = "cancelled"


class AccessLink(BaseModel):
    """A personal link as recorded, without its token."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    purpose: LinkPurpose
    user_id: UUID | None
    invitation_id: UUID | None
    mail_kind: MailKind | None
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None


class Invitation(BaseModel):
    """A person asked to join an organisation with a role."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    org_id: UUID
    invited_by_org_id: UUID
    invited_by: UUID | None
    email: str
    full_name: str
    role: Role
    created_at: datetime
    expires_at: datetime
    accepted_at: datetime | None = None
    accepted_by: UUID | None = None
    cancelled_at: datetime | None = None

    def has_expired(self, now: datetime) -> bool:
        """Whether its link serves no more, although nobody accepted or cancelled it."""
        return self.accepted_at is None and self.cancelled_at is None and now >= self.expires_at


def link_state(link: AccessLink, invitation: Invitation | None, now: datetime) -> LinkState:
    """What opening the link shows: an invitation speaks for its own links, whichever of them is opened."""
    if invitation is not None and invitation.cancelled_at is not None:
        return LinkState.CANCELLED
    if link.used_at is not None or (invitation is not None and invitation.accepted_at is not None):
        return LinkState.USED
    return LinkState.EXPIRED if now >= link.expires_at else LinkState.OPEN


def parse_email(raw: str) -> str:
    """An address of the usual shape, without spaces around it. Unreadable ACC-023."""
    email = raw.strip()
    name, _, domain = email.rpartition("@")
    is_shaped = bool(name) and "." in domain and not domain.startswith(".") and not domain.endswith(".")
    if not is_shaped or len(email) > 254 or "@" in name or not email.isprintable() or set(email) & set(' <>,;:"\\()'):
        raise Unreadable("ACC-023")
    return email


def roles_of(kind: OrgKind) -> tuple[Role, ...]:
    """The roles that people of this kind of organisation may have."""
    return tuple(role for role, of in ROLE_ORG_KIND.items() if of is kind)


def may_manage(role: Role | None) -> bool:
    """Whether a person with this role decides who has access: a manager, and anyone where there is one role only."""
    return role is not None and role is not Role.FACILITATOR


class AttemptKind(StrEnum):
    """What is limited."""

    PASSWORD = "password"  # noqa: S105 - a word, not a secret
    LINK = "link"
    CODE = "code"


class Limit(BaseModel):
    """At most this many attempts in this time, for one address of mail or of a machine."""

    model_config = ConfigDict(frozen=True)

    most: int
    within: timedelta


EMAIL_LIMITS = {
    AttemptKind.PASSWORD: Limit(most=10, within=timedelta(minutes=15)),
    AttemptKind.LINK: Limit(most=5, within=timedelta(hours=1)),
    AttemptKind.CODE: Limit(most=5, within=timedelta(minutes=15)),
}
CLIENT_LIMITS = {
    AttemptKind.PASSWORD: Limit(most=100, within=timedelta(minutes=15)),
    AttemptKind.LINK: Limit(most=60, within=timedelta(hours=1)),
    AttemptKind.CODE: Limit(most=100, within=timedelta(minutes=15)),
}
"""Much wider than for one address of mail: a town hall, or a proxy, may stand behind one machine's address."""


def check_attempts(attempts: Sequence[datetime], limit: Limit, now: datetime) -> None:
    """TooMany ACC-020 when as many attempts as may be made lie within the time; says when one may try again."""
    recent = sorted(at for at in attempts if at > now - limit.within)
    if len(recent) >= limit.most:
        again = recent[-limit.most] + limit.within
        seconds = max(1, int((again - now).total_seconds()))
        error = TooMany("ACC-020", minutes=-(-seconds // 60))
        error.retry_seconds = seconds
        raise error
