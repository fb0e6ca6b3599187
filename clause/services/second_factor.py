"""A person's second factor: set up, asked for at sign-in, replaced by a recovery code, removed by its owner or another.

A code serves once: the step of time it belongs to is noted, and no code of that step or an earlier one is taken again,
however it is typed. Failures are counted by the caller, in a unit of work of their own.
"""

from uuid import UUID

from clause.db.queries import accounts as account_queries
from clause.db.queries import people as people_queries
from clause.db.queries import second_factors as queries
from clause.domain.access_links import may_manage
from clause.domain.errors import Forbidden, NotFound, Refused, Unauthenticated, WrongProof, WrongState
from clause.domain.findings import Finding
from clause.domain.mails import MailKind
from clause.domain.people import Person
from clause.domain.second_factor import (
    RECOVERY_CODES,
    OwnSecondFactor,
    SecondFactor,
    WaitingStep,
    is_from_telephone,
    plain_code,
    shown_key,
)
from clause.gateways import one_time_codes, secrets
from clause.gateways.locker import locker
from clause.services.opening import OpenSession, open_session, renew_session
from clause.services.unit_of_work import UnitOfWork, as_system, reading, writing


def _user_id(uow: UnitOfWork) -> UUID:
    """Who acts; a program has no second factor. Forbidden ACC-080."""
    if uow.actor.role is None or uow.actor.id is None:
        raise Forbidden("ACC-080")
    return uow.actor.id


@reading()
async def load_own(uow: UnitOfWork) -> OwnSecondFactor:
    """Where the caller's second factor stands; its key only while it is being set up. Forbidden ACC-080."""
    user_id = _user_id(uow)
    async with as_system(uow):
        own = await people_queries.find_own(user_id)
        factor = await queries.find_factor(user_id)
        left = await queries.count_recovery_codes(user_id)
    has_password = bool(own and own["password_hash"])
    if factor is None or own is None:
        return OwnSecondFactor(has_password=has_password)
    if factor.is_on:
        return OwnSecondFactor(has_password=has_password, on_since=factor.confirmed_at, codes_left=left)
    key = _key_of(factor)
    address = one_time_codes.key_address(key, str(own["email"]))
    return OwnSecondFactor(has_password=has_password, key=shown_key(key), address=address)


def _key_of(factor: SecondFactor) -> str:
    """The key that the telephone has too. Unavailable ACC-101."""
    return locker.unlock(factor.secret, str(factor.user_id))


@writing()
async def begin(uow: UnitOfWork, password: str | None) -> None:
    """A new key for the caller, which is not asked for until a code made from it was shown.

    Forbidden ACC-080, WrongState ACC-081 when a second factor is on, WrongProof ACC-082 for a wrong password.
    """
    user_id = _user_id(uow)
    async with as_system(uow):
        factor = await queries.find_factor(user_id, lock=True)
    if factor is not None and factor.is_on:
        raise WrongState("ACC-081")
    await _check_password(uow, user_id, password)
    async with as_system(uow):
        key = locker.lock(one_time_codes.new_key(), str(user_id))
        await queries.insert_factor(uow.new_id(), user_id, key, uow.now)


async def _check_password(uow: UnitOfWork, user_id: UUID, password: str | None) -> bool:
    """Whether a password was there to be checked; WrongProof ACC-082 when it is another one."""
    async with as_system(uow):
        own = await people_queries.find_own(user_id)
    known = str(own["password_hash"]) if own else ""
    if known and not secrets.password_matches(password or "", known):
        raise WrongProof("ACC-082", findings=(Finding(code="ACC-083", field="password"),))
    return bool(known)


@writing()
async def confirm(uow: UnitOfWork, token: str, code: str) -> tuple[list[str], str]:
    """Ask for codes from now on, since this one is right: the recovery codes, and the new token of this session.

    Every other session is closed. Forbidden ACC-080, WrongState ACC-084 when none is being set up, Refused ACC-085.
    """
    user_id = _user_id(uow)
    async with as_system(uow):
        factor = await queries.find_factor(user_id, lock=True)
        if factor is None or factor.is_on:
            raise WrongState("ACC-084")
        if not await _takes(uow, factor, plain_code(code)):
            raise Refused("ACC-085", findings=(Finding(code="ACC-086", field="code"),))
        await queries.confirm_factor(user_id, uow.now)
        codes = await _new_recovery_codes(uow, user_id)
        await people_queries.close_sessions(user_id, secrets.token_hash(token))
        renewed = await renew_session(token)
    uow.record("second_factor.confirmed", "app_user", user_id)
    return codes, renewed


async def _takes(uow: UnitOfWork, factor: SecondFactor, code: str) -> bool:
    """Whether the telephone made this code now, and it has not served; it has from here on."""
    if not is_from_telephone(code):
        return False
    step = one_time_codes.matching_step(_key_of(factor), code, uow.now)
    return step is not None and await queries.take_step(factor.user_id, step)


async def _new_recovery_codes(uow: UnitOfWork, user_id: UUID) -> list[str]:
    codes = [one_time_codes.new_recovery_code() for _ in range(RECOVERY_CODES)]
    kept = [(uow.new_id(), secrets.token_hash(code)) for code in codes]
    await queries.replace_recovery_codes(user_id, kept, uow.now)
    return [shown_key(code) for code in codes]


@writing()
async def renew_recovery_codes(uow: UnitOfWork, password: str | None, code: str) -> list[str]:
    """Recovery codes in the place of those before.

    Forbidden ACC-080, WrongState ACC-087, WrongProof ACC-082, ACC-088.
    """
    user_id = await _prove(uow, password, code)
    async with as_system(uow):
        codes = await _new_recovery_codes(uow, user_id)
    uow.record("recovery_codes.renewed", "app_user", user_id)
    return codes


@writing()
async def remove(uow: UnitOfWork, token: str, password: str | None, code: str) -> str:
    """The caller is asked for codes no more; the new token of this session, the only one left.

    Forbidden ACC-080, WrongState ACC-087 when it is not on, WrongProof ACC-082, ACC-088.
    """
    user_id = await _prove(uow, password, code)
    async with as_system(uow):
        await queries.delete_factor(user_id)
        await people_queries.close_sessions(user_id, secrets.token_hash(token))
        renewed = await renew_session(token)
    await _tell(uow, user_id, uow.org_id)
    uow.record("second_factor.removed", "app_user", user_id)
    return renewed


async def _prove(uow: UnitOfWork, password: str | None, code: str) -> UUID:
    """The caller, who has proved it: by the password, or by a code for who has none."""
    user_id = _user_id(uow)
    async with as_system(uow):
        factor = await queries.find_factor(user_id, lock=True)
    if factor is None or not factor.is_on:
        raise WrongState("ACC-087")
    if await _check_password(uow, user_id, password):
        return user_id
    async with as_system(uow):
        if not await _takes_any(uow, factor, plain_code(code)):
            raise WrongProof("ACC-088", findings=(Finding(code="ACC-089", field="code"),))
    return user_id


async def _takes_any(uow: UnitOfWork, factor: SecondFactor, code: str) -> bool:
    """Whether this is a code of the telephone or a recovery code that has not served."""
    if is_from_telephone(code):
        return await _takes(uow, factor, code)
    return await queries.use_recovery_code(factor.user_id, secrets.token_hash(code), uow.now)


async def _tell(uow: UnitOfWork, user_id: UUID, org_id: UUID) -> None:
    """Write to the person that their second factor is gone: they may not know."""
    await uow.add_mail(MailKind.SECOND_FACTOR_REMOVED, org_id, ("app_user", user_id), user_id=user_id)


@reading()
async def look_at_step(uow: UnitOfWork, token: str) -> WaitingStep | None:
    """The sign-in that waits for a code behind this cookie, or None when there is none or it is too late."""
    return await queries.find_step(secrets.token_hash(token), uow.now)


@writing()
async def finish_sign_in(uow: UnitOfWork, token: str, code: str) -> OpenSession:
    """The session of a sign-in that waited for this code, of the telephone or of recovery.

    Unauthenticated ACC-090 when nothing waits any more, ACC-091 for a wrong code or one that has served.
    """
    waiting = await queries.find_step(secrets.token_hash(token), uow.now)
    # The person's own row first: sign-ins of one person wait for each other there, and none holds what another needs.
    factor = await queries.find_factor(waiting.user_id, lock=True) if waiting else None
    step = await queries.find_step(secrets.token_hash(token), uow.now)
    if step is None or factor is None:
        raise Unauthenticated("ACC-090")
    typed = plain_code(code)
    if not await _takes_any(uow, factor, typed):
        raise Unauthenticated("ACC-091", findings=(Finding(code="ACC-092", field="code"),))
    if not is_from_telephone(typed):
        uow.record("recovery_code.used", "app_user", step.user_id, org_id=step.org_id)
    await queries.delete_steps(step.user_id)
    return await open_session(uow, step.user_id, step.membership_id, step.org_id)


@reading()
async def is_on_for(uow: UnitOfWork, person: Person) -> bool:
    """Whether a colleague has a second factor; False for who does not decide upon access."""
    colleagues = await people_queries.list_people(uow.org_id)
    if not may_manage(uow.actor.role) or person.membership_id not in {one.membership_id for one in colleagues}:
        return False
    async with as_system(uow):
        return await queries.is_asked(person.id)


@writing()
async def reset_for_colleague(uow: UnitOfWork, membership_id: UUID) -> Person:
    """A colleague who lost the telephone and the codes is asked for none at the next sign-in, and is told by mail.

    Their sessions are closed. Forbidden ACC-093, NotFound ACC-094, Refused ACC-095 for oneself, ACC-096 for who
    also acts for another organisation, which has not been asked, WrongState ACC-097 when there is none.
    """
    if not may_manage(uow.actor.role):
        raise Forbidden("ACC-093")
    async with as_system(uow):
        person = await people_queries.lock_person(uow.org_id, membership_id)
        memberships = await people_queries.list_memberships(person.id) if person else []
        is_on = bool(person and await queries.is_asked(person.id))
    if person is None:
        raise NotFound("ACC-094")
    if person.id == uow.actor.id:
        raise Refused("ACC-095")
    if any(one.org_id != uow.org_id for one in memberships):
        raise Refused("ACC-096")
    if not is_on:
        raise WrongState("ACC-097")
    await _reset(uow, person.id, uow.org_id)
    return person


async def _reset(uow: UnitOfWork, user_id: UUID, org_id: UUID) -> None:
    async with as_system(uow):
        await queries.delete_factor(user_id)
        await people_queries.close_sessions(user_id, "")
    await _tell(uow, user_id, org_id)
    uow.record("second_factor.reset", "app_user", user_id, org_id=org_id)


@writing()
async def lock_plain_keys(uow: UnitOfWork) -> int:
    """Lock the keys that were kept before there were locks; the result is how many."""
    found = [factor for factor in await queries.list_factors() if not locker.is_locked(factor.secret)]
    for factor in found:
        await queries.replace_key(factor.user_id, locker.lock(factor.secret, str(factor.user_id)))
    return len(found)


@writing()
async def reset_by_operator(uow: UnitOfWork, email: str) -> None:
    """The same, by the operator, for anyone. NotFound ACC-098 for an address that nobody with access signs in with."""
    user = await account_queries.find_user_by_email(email.strip())
    memberships = await account_queries.list_memberships(user["id"]) if user else []
    if user is None or not memberships:
        raise NotFound("ACC-098")
    await _reset(uow, user["id"], memberships[0]["org_id"])
