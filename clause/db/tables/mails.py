"""What is written to people: notices and links by mail, invitations, and what limits guessing."""

from piccolo.constraints import Unique
from piccolo.table import Table

from clause.db.tables import columns as c
from clause.db.tables.accounts import AppUser, Organisation


class Mail(Table):
    """One mail to one person, written with what it tells; its text is kept once it has left, a personal link never."""

    id = c.primary_key()
    org_id = c.uuid(index=True)
    announced_by = c.uuid(null=True)
    user_id = c.uuid(null=True, index=True)
    address = c.text(null=True, length=254)
    kind = c.code()
    subject_kind = c.code(null=True)
    subject_id = c.uuid(null=True)
    occurrences = c.integer()
    subject = c.text(null=True)
    body = c.text(null=True)
    state = c.code()
    attempts = c.integer()
    last_problem = c.code(null=True)
    next_attempt_at = c.instant(null=True)
    sent_at = c.instant(null=True)
    created_at = c.instant()


class MailOptOut(Table):
    """A kind of notice that a person does not want."""

    id = c.primary_key()
    user_id = c.reference(AppUser)
    kind = c.code()
    created_at = c.instant()

    mail_opt_out_unique_user_kind = Unique(["user_id", "kind"])


class Invitation(Table):
    """A person asked to join an organisation with a role; accepted, cancelled, or waiting until its link expires."""

    id = c.primary_key()
    org_id = c.reference(Organisation)
    invited_by_org_id = c.uuid(index=True)
    invited_by = c.uuid(null=True)
    email = c.text(length=254)
    full_name = c.text(length=200)
    role = c.code()
    created_at = c.instant()
    expires_at = c.instant()
    accepted_at = c.instant(null=True)
    accepted_by = c.uuid(null=True)
    cancelled_at = c.instant(null=True)


class AccessLink(Table):
    """A personal link that was sent; only the hash of its token is kept."""

    id = c.primary_key()
    token_hash = c.text(length=64)
    purpose = c.code()
    user_id = c.uuid(null=True, index=True)
    invitation_id = c.uuid(null=True, index=True)
    mail_kind = c.code(null=True)
    created_at = c.instant()
    expires_at = c.instant()
    used_at = c.instant(null=True)

    access_link_unique_token_hash = Unique(["token_hash"])


class SignInAttempt(Table):
    """A wrong password or a link asked for, under the hash of an address; forgotten after a day."""

    id = c.primary_key()
    kind = c.code()
    key_hash = c.text(length=64, index=True)
    at = c.instant()
