"""A person's own account: name, password, open sessions, organisations, and the notices they want."""

from collections.abc import Collection
from uuid import UUID

from clause.db.queries import links as link_queries
from clause.db.queries import mails as mail_queries
from clause.db.queries import people as queries
from clause.domain.errors import Forbidden, NotFound, WrongProof
from clause.domain.findings import Finding
from clause.domain.mails import KINDS_OF_ROLE, MailKind
from clause.domain.passwords import check_password
from clause.domain.people import OwnAccount
from clause.gateways import secrets
from clause.gateways.guessing import is_guessable
from clause.services.opening import SESSION_IDLE, renew_session
from clause.services.unit_of_work import UnitOfWork, as_system, reading, writing


def _user_id(uow: UnitOfWork) -> UUID:
    """Who acts; a program has no account. Forbidden ACC-060."""
    if uow.actor.role is None or uow.actor.id is None:
        raise Forbidden("ACC-060")
    return uow.actor.id


@reading()
async def load_own_account(uow: UnitOfWork, token: str) -> OwnAccount:
    """The caller's account; ``token`` says which of the sessions is this one. Forbidden ACC-060."""
    user_id = _user_id(uow)
    async with as_system(uow):
        own = await queries.find_own(user_id)
        if own is None:
            raise RuntimeError("the person who acts is gone")
        return OwnAccount(
            id=user_id,
            full_name=str(own["full_name"]),
            email=str(own["email"]),
            has_password=bool(own["password_hash"]),
            memberships=tuple(await queries.list_memberships(user_id)),
            sessions=tuple(
                await queries.list_sessions(user_id, secrets.token_hash(token), uow.now, uow.now - SESSION_IDLE)
            ),
        )


@writing()
async def change_name(uow: UnitOfWork, full_name: str) -> None:
    """The caller's name, as others read it. Forbidden ACC-060."""
    user_id = _user_id(uow)
    async with as_system(uow):
        await queries.set_name(user_id, full_name)
    uow.record("user.name_changed", "app_user", user_id)


@writing()
async def change_password(uow: UnitOfWork, token: str, old: str | None, new: str) -> str:
    """A new password; every other session of the person is closed, and the result is the new token of this one.

    Forbidden ACC-060, WrongProof ACC-061 for a wrong old password, Refused ACC-024 for a new one that is too short,
    ACC-099 for one that is soon guessed. Who has none yet shows none.
    """
    user_id = _user_id(uow)
    async with as_system(uow):
        own = await queries.find_own(user_id)
        organisations = await queries.list_memberships(user_id)
    if own is None:
        raise RuntimeError("the person who acts is gone")
    known = str(own["password_hash"])
    if known and not secrets.password_matches(old or "", known):
        raise WrongProof("ACC-061", findings=(Finding(code="ACC-062", field="old_password"),))
    about = (str(own["full_name"]), str(own["email"]), *(one.org_name for one in organisations))
    check_password(new, is_guessable, about)
    async with as_system(uow):
        await queries.set_password(user_id, secrets.hash_password(new))
        await link_queries.end_sign_in_links(user_id, uow.now)
        await queries.close_sessions(user_id, secrets.token_hash(token))
        renewed = await renew_session(token)
    uow.record("password.changed", "app_user", user_id)
    return renewed


@writing()
async def close_other_sessions(uow: UnitOfWork, token: str) -> int:
    """Every session of the person but this one is closed; the result is how many. Forbidden ACC-060."""
    user_id = _user_id(uow)
    async with as_system(uow):
        closed = await queries.close_sessions(user_id, secrets.token_hash(token))
    uow.record("session.others_closed", "app_user", user_id, closed=closed)
    return closed


@writing()
async def close_session(uow: UnitOfWork, session_id: UUID) -> None:
    """One session of the person is closed, this one or another. Forbidden ACC-060, NotFound ACC-064."""
    user_id = _user_id(uow)
    async with as_system(uow):
        is_closed = await queries.close_session(user_id, session_id)
    if not is_closed:
        raise NotFound("ACC-064")
    uow.record("session.closed", "app_user", user_id)


@writing()
async def switch_organisation(uow: UnitOfWork, token: str, membership_id: UUID) -> str:
    """Act for another of one's organisations in this session: its new token. Forbidden ACC-060, NotFound ACC-063."""
    user_id = _user_id(uow)
    async with as_system(uow):
        memberships = {one.id: one for one in await queries.list_memberships(user_id)}
        if membership_id not in memberships:
            raise NotFound("ACC-063")
        await queries.move_session(secrets.token_hash(token), membership_id)
        renewed = await renew_session(token)
    wanted = memberships[membership_id]
    uow.record("session.switched", "app_user", user_id, org_id=wanted.org_id)
    return renewed


@reading()
async def list_wanted_notices(uow: UnitOfWork) -> list[tuple[MailKind, bool]]:
    """The notices that the caller may get in this role, and whether each is wanted. Forbidden ACC-060."""
    user_id = _user_id(uow)
    refused = await mail_queries.list_opt_outs(user_id)
    return [(kind, kind not in refused) for kind in KINDS_OF_ROLE[uow.actor.role]] if uow.actor.role else []


@writing()
async def choose_notices(uow: UnitOfWork, wanted: Collection[MailKind]) -> None:
    """From now on the caller gets these notices of their role and no others. Forbidden ACC-060."""
    user_id = _user_id(uow)
    offered = KINDS_OF_ROLE[uow.actor.role] if uow.actor.role else ()
    elsewhere = await mail_queries.list_opt_outs(user_id) - set(offered)
    refused = sorted(elsewhere | (set(offered) - set(wanted)))
    await mail_queries.replace_opt_outs(user_id, [(uow.new_id(), kind) for kind in refused], uow.now)
    uow.record("notice.chosen", "app_user", user_id, refused=" ".join(refused))
