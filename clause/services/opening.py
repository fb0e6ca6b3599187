"""A session opened for a person who has proved to be that person: by a password, or by a link."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from clause.db.queries import accounts as queries
from clause.gateways import secrets
from clause.services.unit_of_work import UnitOfWork

SESSION_LIFE = timedelta(hours=12)


@dataclass(frozen=True)
class OpenSession:
    """A session just opened; ``token`` goes into the cookie and is kept nowhere else."""

    token: str
    csrf_token: str
    expires_at: datetime


async def open_session(uow: UnitOfWork, user_id: UUID, membership_id: UUID, org_id: UUID) -> OpenSession:
    """A new session of this person, for this organisation; part of the unit of work of who checked the proof."""
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
