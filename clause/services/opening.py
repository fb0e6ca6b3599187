"""A session opened for a person who has proved to be that person: by a password or a link, and a code if they chose so.

A session has a new identifier each time that what it may do changes: nobody who knew the one before has any use of it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from clause.db.queries import accounts as queries
from clause.db.queries import people as people_queries
from clause.db.queries import second_factors as factor_queries
from clause.domain.second_factor import STEP_LIFE
from clause.gateways import secrets
from clause.services.unit_of_work import UnitOfWork

SESSION_LIFE = timedelta(hours=12)
SESSION_IDLE = timedelta(hours=3)
"""Longer than a lunch; a session that nobody uses for so long is over."""


@dataclass(frozen=True)
class OpenSession:
    """A session just opened; ``token`` goes into the cookie and is kept nowhere else."""

    token: str
    csrf_token: str
    expires_at: datetime


@dataclass(frozen=True)
class CodeAwaited:
    """The first half of a sign-in: ``token`` goes into a cookie that opens nothing but the form for the code."""

    token: str
    expires_at: datetime


async def enter(uow: UnitOfWork, user_id: UUID, membership_id: UUID, org_id: UUID) -> OpenSession | CodeAwaited:
    """A new session of this person, or the step before it for who has a second factor."""
    if not await factor_queries.is_asked(user_id):
        return await open_session(uow, user_id, membership_id, org_id)
    step = CodeAwaited(secrets.new_token(), uow.now + STEP_LIFE)
    await factor_queries.insert_step(
        uow.new_id(), secrets.token_hash(step.token), user_id, membership_id, uow.now, step.expires_at
    )
    return step


async def open_session(uow: UnitOfWork, user_id: UUID, membership_id: UUID, org_id: UUID) -> OpenSession:
    """A new session of this person, for this organisation; part of the unit of work of who checked every proof."""
    session = OpenSession(secrets.new_token(), secrets.new_token(), uow.now + SESSION_LIFE)
    await queries.insert_session(
        uow.new_id(),
        secrets.token_hash(session.token),
        session.csrf_token,
        user_id,
        membership_id,
        uow.now,
        session.expires_at,
    )
    uow.record("session.opened", "app_user", user_id, org_id=org_id)
    return session


async def renew_session(token: str) -> str:
    """Another identifier and form token for a session, which goes on; the identifier before opens nothing any more."""
    new = secrets.new_token()
    await people_queries.rename_session(secrets.token_hash(token), secrets.token_hash(new), secrets.new_token())
    return new
