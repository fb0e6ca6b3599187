"""Coming in by a personal link: asking for one, what it shows, using it, and a new one for who comes too late.

Opening a link changes nothing, because machines that look after mail open every link; only the button on its page does.
Asking for a link says the same whoever asks.
"""

from dataclasses import dataclass
from uuid import UUID

from clause.db.queries import accounts as account_queries
from clause.db.queries import links as queries
from clause.db.queries import mails as mail_queries
from clause.db.queries import people as people_queries
from clause.domain.access_links import (
    CLIENT_LIMITS,
    EMAIL_LIMITS,
    FIRST_LINK_LIFE,
    INVITATION_LIFE,
    AccessLink,
    AttemptKind,
    Invitation,
    LinkPurpose,
    LinkState,
    check_attempts,
    link_state,
)
from clause.domain.accounts import Organisation
from clause.domain.errors import NotFound, WrongState
from clause.domain.mails import MailKind
from clause.domain.passwords import check_password
from clause.gateways import secrets
from clause.gateways.guessing import is_guessable
from clause.services.opening import CodeAwaited, OpenSession, enter
from clause.services.unit_of_work import UnitOfWork, reading, writing


@dataclass(frozen=True)
class SeenLink:
    """What the page of a link shows: what it is for, whether it serves, and for whom."""

    purpose: LinkPurpose
    state: LinkState
    full_name: str
    email: str
    organisation: Organisation | None
    invitation: Invitation | None
    mail_kind: MailKind | None
    has_password: bool


@writing()
async def count_attempt(uow: UnitOfWork, kind: AttemptKind, email: str, client: str) -> None:
    """Note an attempt before it is looked at, under hashes: no address is kept. TooMany ACC-020, and nothing noted.

    Attempts under one key wait for each other here, so that many sent at once are counted like many sent in turn.
    """
    limits = {_key(email): EMAIL_LIMITS[kind], _key(client): CLIENT_LIMITS[kind]}
    for key, limit in sorted(limits.items()):
        await queries.lock_attempts(kind, key)
        check_attempts(await queries.list_attempts(kind, key, uow.now - limit.within), limit, uow.now)
    for key in limits:
        await queries.insert_attempt(uow.new_id(), kind, key, uow.now)


@writing()
async def forget_failures(uow: UnitOfWork, kind: AttemptKind, email: str, client: str) -> None:
    """Forget the failures under an address, whose owner has come in, and this attempt among those of the machine."""
    await queries.forget_attempts(kind, _key(email))
    await queries.forget_last_attempt(kind, _key(client))


@writing()
async def take_back_attempt(uow: UnitOfWork, kind: AttemptKind, email: str, client: str) -> None:
    """Forget this one attempt, which was refused for another reason; those before count as they did."""
    for value in (email, client):
        await queries.forget_last_attempt(kind, _key(value))


def _key(value: str) -> str:
    return secrets.token_hash(value.strip().lower())


@writing()
async def request_link(uow: UnitOfWork, email: str) -> None:
    """Send a link to the person with this address, if there is one; nothing tells whether there was."""
    user = await account_queries.find_user_by_email(email.strip())
    memberships = await account_queries.list_memberships(user["id"]) if user and user["disabled_at"] is None else []
    if user is None or not memberships:
        return
    await _send_sign_in_link(uow, user["id"], memberships[0]["org_id"])


async def _send_sign_in_link(uow: UnitOfWork, user_id: UUID, org_id: UUID) -> None:
    await uow.add_mail(MailKind.SIGN_IN_LINK, org_id, ("app_user", user_id), user_id=user_id)
    uow.record("sign_in_link.requested", "app_user", user_id, org_id=org_id)


@writing()
async def hand_over_link(uow: UnitOfWork, email: str) -> str:
    """The token of a new link to sign in, for the operator to hand over; it serves once, and for a day.

    Those before serve no more. NotFound ACC-100 for an address that nobody with access signs in with.
    """
    user = await account_queries.find_user_by_email(email.strip())
    memberships = await account_queries.list_memberships(user["id"]) if user and user["disabled_at"] is None else []
    if user is None or not memberships:
        raise NotFound("ACC-100")
    await queries.end_sign_in_links(user["id"], uow.now)
    token = secrets.new_token()
    link = AccessLink(
        id=uow.new_id(),
        purpose=LinkPurpose.SIGN_IN,
        user_id=user["id"],
        invitation_id=None,
        mail_kind=None,
        created_at=uow.now,
        expires_at=uow.now + FIRST_LINK_LIFE,
        used_at=None,
    )
    await queries.insert_link(link, secrets.token_hash(token))
    uow.record("sign_in_link.handed_over", "app_user", user["id"], org_id=memberships[0]["org_id"])
    return token


@reading()
async def look_at_link(uow: UnitOfWork, token: str) -> SeenLink:
    """What a link is for and whether it serves. NotFound ACC-021 for one that was never sent."""
    link = await queries.find_link(secrets.token_hash(token))
    if link is None:
        raise NotFound("ACC-021")
    return await _seen(uow, link)


async def _seen(uow: UnitOfWork, link: AccessLink) -> SeenLink:
    invitation = await queries.find_invitation(link.invitation_id) if link.invitation_id else None
    own = await people_queries.find_own(link.user_id) if link.user_id else None
    if invitation is not None:
        known = await account_queries.find_user_by_email(invitation.email)
        organisation = await account_queries.find_organisation_by_id(invitation.org_id)
        name, email, has_password = invitation.full_name, invitation.email, bool(known and known["password_hash"])
    else:
        organisation = None
        name, email = (str(own["full_name"]), str(own["email"])) if own else ("", "")
        has_password = bool(own and own["password_hash"])
    return SeenLink(
        purpose=link.purpose,
        state=link_state(link, invitation, uow.now),
        full_name=name,
        email=email,
        organisation=organisation,
        invitation=invitation,
        mail_kind=link.mail_kind,
        has_password=has_password,
    )


@writing()
async def use_link(uow: UnitOfWork, token: str, password: str | None = None) -> OpenSession | CodeAwaited:
    """Come in by a link, once: an invitation is accepted with it; a password is set when one is given.

    NotFound ACC-021, WrongState ACC-022 for a link that has served, expired or was taken back, ACC-025 for one that
    lets nobody in, Refused ACC-024 for a password that is too short, ACC-099 for one that is soon guessed.
    """
    link = await queries.find_link(secrets.token_hash(token), lock=True)
    if link is None:
        raise NotFound("ACC-026")
    invitation = await queries.lock_invitation(link.invitation_id) if link.invitation_id else None
    if link_state(link, invitation, uow.now) is not LinkState.OPEN:
        raise WrongState("ACC-022")
    if password is not None:
        seen = await _seen(uow, link)
        organisation = seen.organisation.name if seen.organisation else ""
        check_password(password, is_guessable, (seen.full_name, seen.email, organisation))
    await queries.use_link(link.id, uow.now)
    user_id, org_id = await _accept(uow, invitation) if invitation else (link.user_id, None)
    memberships = await account_queries.list_memberships(user_id) if user_id else []
    chosen = next((one for one in memberships if org_id in (None, one["org_id"])), None)
    if user_id is None or chosen is None or link.purpose is LinkPurpose.UNSUBSCRIBE:
        raise WrongState("ACC-025")
    if password is not None:
        await people_queries.set_password(user_id, secrets.hash_password(password))
        await people_queries.close_sessions(user_id, "")
        uow.record("password.set", "app_user", user_id, org_id=chosen["org_id"])
    await queries.end_sign_in_links(user_id, uow.now)
    return await enter(uow, user_id, chosen["id"], chosen["org_id"])


async def _accept(uow: UnitOfWork, invitation: Invitation) -> tuple[UUID, UUID]:
    """The person of an invitation, known already or new, now a member of its organisation."""
    known = await account_queries.find_user_by_email(invitation.email)
    user_id = known["id"] if known else uow.new_id()
    if known is None:
        # No password: whoever has none comes in by links.
        await account_queries.insert_user(user_id, invitation.email, invitation.full_name, "", uow.now)
    membership = await people_queries.find_membership(user_id, invitation.org_id, invitation.role)
    if membership is None:
        await account_queries.insert_membership(uow.new_id(), user_id, invitation.org_id, invitation.role, uow.now)
    else:
        await people_queries.set_end(membership, None)
    accepted = invitation.model_copy(update={"accepted_at": uow.now, "accepted_by": user_id})
    await queries.save_invitation(accepted)
    uow.record("invitation.accepted", "invitation", invitation.id, org_id=invitation.org_id, person=user_id)
    return user_id, invitation.org_id


@writing()
async def renew_link(uow: UnitOfWork, token: str) -> None:
    """Send a new link of the same kind to the same address. NotFound ACC-027, WrongState ACC-028 when there is none.

    An accepted invitation gives a link to sign in; one that was taken back gives nothing.
    """
    link = await queries.find_link(secrets.token_hash(token))
    if link is None:
        raise NotFound("ACC-027")
    invitation = await queries.lock_invitation(link.invitation_id) if link.invitation_id else None
    user_id = link.user_id
    if invitation is not None:
        if invitation.cancelled_at is not None:
            raise WrongState("ACC-028")
        if invitation.accepted_at is None:
            await _send_invitation_again(uow, invitation)
            return
        user_id = invitation.accepted_by
    memberships = await account_queries.list_memberships(user_id) if user_id else []
    if user_id is not None and memberships:
        await _send_sign_in_link(uow, user_id, memberships[0]["org_id"])


async def _send_invitation_again(uow: UnitOfWork, invitation: Invitation) -> None:
    again = invitation.model_copy(update={"expires_at": uow.now + INVITATION_LIFE})
    await queries.save_invitation(again)
    await uow.add_mail(MailKind.INVITATION, again.invited_by_org_id, ("invitation", again.id), address=again.email)
    uow.record("invitation.renewed", "invitation", again.id, org_id=again.org_id)


@writing()
async def unsubscribe(uow: UnitOfWork, token: str) -> MailKind:
    """Write no more mails of the kind that the link came with to its reader. NotFound ACC-029."""
    link = await queries.find_link(secrets.token_hash(token))
    if link is None or link.user_id is None or link.mail_kind is None:
        raise NotFound("ACC-029")
    await mail_queries.add_opt_out(uow.new_id(), link.user_id, link.mail_kind, uow.now)
    memberships = await account_queries.list_memberships(link.user_id)
    if memberships:
        uow.record("notice.refused", "app_user", link.user_id, org_id=memberships[0]["org_id"], kind=link.mail_kind)
    return link.mail_kind
