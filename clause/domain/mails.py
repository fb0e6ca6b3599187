"""Mail to people: what is told to whom when the journal notes an action, and the pauses between attempts.

A mail names organisations, months and numbers, never a person who was hired: it may be read over a shoulder, forwarded,
and kept for years by a mail box that Clause does not know.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.actors import Role


class MailKind(StrEnum):
    """What a mail is about."""

    STATEMENT_REMINDER = "statement_reminder"
    STATEMENT_SENT_BACK = "statement_sent_back"
    STATEMENT_SUBMITTED = "statement_submitted"
    CERTIFICATE_READY = "certificate_ready"
    CLAIM_RECEIVED = "claim_received"
    CLAIM_CONCLUDED = "claim_concluded"
    CLAIM_PAID = "claim_paid"
    INVITATION = "invitation"
    SIGN_IN_LINK = "sign_in_link"
    SECOND_FACTOR_REMOVED = "second_factor_removed"


PERSONAL = frozenset({MailKind.INVITATION, MailKind.SIGN_IN_LINK})
"""Mails that hold a personal link: asked for by somebody, so that nobody can switch them off."""


ALWAYS_SENT = PERSONAL | {MailKind.SECOND_FACTOR_REMOVED}
"""Mails that nobody can switch off: those, and what its reader must know for the safety of the account."""


class MailState(StrEnum):
    """Where a mail stands; ``NOT_CONFIGURED``: it was kept, because no mail server was known when it was written."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    NOT_CONFIGURED = "not_configured"


class Notice(BaseModel):
    """Who is told of an action: the people with these roles in one of the parties of its subject."""

    model_config = ConfigDict(frozen=True)

    kind: MailKind
    party: str
    roles: tuple[Role, ...]


_COMPANY: dict[str, object] = {"party": "company_id", "roles": (Role.COMPANY_AGENT,)}
_MANAGERS: dict[str, object] = {"party": "facilitator_org_id", "roles": (Role.MANAGER,)}
_BUYER: dict[str, object] = {"party": "buyer_id", "roles": (Role.BUYER_AGENT,)}


def _notice(kind: MailKind, who: dict[str, object]) -> Notice:
    return Notice.model_validate({"kind": kind, **who})


JOURNAL_NOTICES: dict[str, tuple[Notice, ...]] = {
    # The reminder that tells the buyer names one; the others name none, and go to the company.
    "statement_reminder.issued": (
        _notice(MailKind.STATEMENT_REMINDER, _COMPANY),
        _notice(MailKind.STATEMENT_REMINDER, _BUYER),
    ),
    "hours_statement.correction_requested": (_notice(MailKind.STATEMENT_SENT_BACK, _COMPANY),),
    "hours_statement.rejected": (_notice(MailKind.STATEMENT_SENT_BACK, _COMPANY),),
    "hours_statement.submitted": (
        Notice(kind=MailKind.STATEMENT_SUBMITTED, party="facilitator_org_id", roles=(Role.FACILITATOR, Role.MANAGER)),
    ),
    "certificate.issued": (_notice(MailKind.CERTIFICATE_READY, _COMPANY),),
    "claim.submitted": (Notice(kind=MailKind.CLAIM_RECEIVED, party="intermediate_body_id", roles=(Role.OI_OFFICER,)),),
    "claim.declared_inadmissible": (_notice(MailKind.CLAIM_CONCLUDED, _MANAGERS),),
    "verification.interim": (_notice(MailKind.CLAIM_CONCLUDED, _MANAGERS),),
    "verification.final": (_notice(MailKind.CLAIM_CONCLUDED, _MANAGERS),),
    "verification.correction": (_notice(MailKind.CLAIM_CONCLUDED, _MANAGERS),),
    "payment.advance": (_notice(MailKind.CLAIM_PAID, _MANAGERS),),
    "payment.payment": (_notice(MailKind.CLAIM_PAID, _MANAGERS),),
}
"""Who is told when the journal notes an action: a notice is part of the change, or there is none."""

KINDS_OF_ROLE: dict[Role, tuple[MailKind, ...]] = {
    role: tuple(
        dict.fromkeys(notice.kind for notices in JOURNAL_NOTICES.values() for notice in notices if role in notice.roles)
    )
    for role in Role
}
"""The notices that a person with this role may get, and may do without."""


class Mail(BaseModel):
    """A mail as recorded; subject and body are what was sent, a personal link left out."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    org_id: UUID
    announced_by: UUID | None = None
    user_id: UUID | None = None
    address: str | None = None
    kind: MailKind
    subject_kind: str | None = None
    subject_id: UUID | None = None
    occurrences: int = 1
    """How many things of this kind one action told: a file of thirty statements is one mail."""
    subject: str | None = None
    body: str | None = None
    state: MailState
    attempts: int = 0
    last_problem: str | None = None
    next_attempt_at: datetime | None = None
    sent_at: datetime | None = None
    created_at: datetime


class SentMail(Mail):
    """A mail with the name of whom it is for, for the list of an organisation."""

    full_name: str | None = None


class MailFacts(BaseModel):
    """What a mail may tell of its subject, as the reader's organisation may see it."""

    model_config = ConfigDict(frozen=True)

    company: str = ""
    facilitator: str = ""
    body: str = ""
    """The organisation that receives claims."""
    first_month: date | None = None
    last_month: date | None = None
    number: str = ""
    operation: str = ""
    person: str = ""
    organisation: str = ""
    role: Role | None = None
    expires_at: datetime | None = None
    letter_subject: str = ""
    letter: str = ""
    is_for_buyer: bool = False
    """Of a letter about a company, when it is the buyer that it is sent to."""


class Letter(BaseModel):
    """A mail as people read it: a subject, paragraphs, and the one place where the rest is."""

    model_config = ConfigDict(frozen=True)

    subject: str
    paragraphs: tuple[str, ...]
    link: str
    link_name: str


class Sending(BaseModel):
    """What came of one attempt: nothing when the server took the mail, else a problem, for good or for now."""

    model_config = ConfigDict(frozen=True)

    problem: str | None = None
    is_final: bool = False


PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
)
"""How long after each failed attempt the next one comes; after the last one the mail has failed."""


def after_attempt(mail: Mail, sending: Sending, now: datetime) -> Mail:
    """The mail after an attempt: sent, to be tried again after a longer and longer pause, or failed."""
    attempts = mail.attempts + 1
    changed: dict[str, object] = {"attempts": attempts, "last_problem": sending.problem, "next_attempt_at": None}
    if sending.problem is None:
        changed |= {"state": MailState.SENT, "sent_at": now}
    elif sending.is_final or attempts > len(PAUSES):
        changed |= {"state": MailState.FAILED}
    else:
        changed |= {"next_attempt_at": now + PAUSES[attempts - 1]}
    return mail.model_copy(update=changed)


def notices_of(actions: Sequence[tuple[str, str, UUID]]) -> dict[tuple[Notice, str], tuple[UUID, int]]:
    """What one change tells: for each notice and kind of subject, the last subject and how many there were.

    ``actions`` are those that the journal notes: action, kind of subject, its id.
    """
    told: dict[tuple[Notice, str], tuple[UUID, int]] = {}
    for action, subject_kind, subject_id in actions:
        for notice in JOURNAL_NOTICES.get(action, ()):
            _, before = told.get((notice, subject_kind), (subject_id, 0))
            told[notice, subject_kind] = (subject_id, before + 1)
    return told


LINK_PATH = "/sign-in/open"
"""The page that personal links lead to."""


def personal_path(token: str) -> str:
    """The path of a personal link: what stands behind the ``#`` is sent to no server, so no log keeps it."""
    return f"{LINK_PATH}#{token}"


def link_path(mail: Mail) -> str:
    """The page that shows what the mail is about; of a personal link, the address without its token."""
    if mail.kind in PERSONAL:
        return LINK_PATH
    if mail.occurrences > 1 or mail.subject_id is None:
        return _LISTS[mail.kind]
    return _PAGES.get(mail.kind, _LISTS[mail.kind]).format(id=mail.subject_id)


_LISTS = {
    MailKind.STATEMENT_REMINDER: "/statements-due",
    MailKind.STATEMENT_SENT_BACK: "/hours-statements",
    MailKind.STATEMENT_SUBMITTED: "/hours-statements",
    MailKind.CERTIFICATE_READY: "/certificates",
    MailKind.CLAIM_RECEIVED: "/oi/claims",
    MailKind.CLAIM_CONCLUDED: "/claims",
    MailKind.CLAIM_PAID: "/operations",
    MailKind.SECOND_FACTOR_REMOVED: "/account/second-factor",
}
_PAGES = {
    MailKind.STATEMENT_SENT_BACK: "/hours-statements/{id}",
    MailKind.STATEMENT_SUBMITTED: "/hours-statements/{id}",
    MailKind.CERTIFICATE_READY: "/certificates/{id}",
    MailKind.CLAIM_RECEIVED: "/oi/claims/{id}",
    MailKind.CLAIM_CONCLUDED: "/claims/{id}",
    MailKind.CLAIM_PAID: "/operations/{id}",
}
