"""People with access to an organisation, and what belongs to one person: read and written as system (see services)."""

from datetime import datetime
from uuid import UUID

from clause.db import sql
from clause.domain.actors import Role
from clause.domain.people import Membership, Person, Session

_PERSON = (
    "m.id AS membership_id, u.id, u.full_name, u.email, m.role, m.created_at, m.ended_at, u.disabled_at"
    " FROM membership m JOIN app_user u ON u.id = m.user_id"
)


async def list_people(org_id: UUID) -> list[Person]:
    """Everyone who has or had access to an organisation, those who have it first, by name."""
    rows = await sql.fetch(
        f"SELECT {_PERSON} WHERE m.org_id = $1 ORDER BY m.ended_at IS NOT NULL, lower(u.full_name), u.id",
        org_id,
    )
    return [Person.model_validate(row) for row in rows]


async def lock_person(org_id: UUID, membership_id: UUID) -> Person | None:
    """One access to an organisation, locked until the transaction ends, or None."""
    row = await sql.fetch_one(
        f"SELECT {_PERSON} WHERE m.org_id = $1 AND m.id = $2 FOR UPDATE OF m",
        org_id,
        membership_id,
    )
    return Person.model_validate(row) if row else None


async def find_membership(user_id: UUID, org_id: UUID, role: Role) -> UUID | None:
    """The access of a person to an organisation with a role, ended or not, or None."""
    found: UUID | None = await sql.fetch_value(
        "SELECT id FROM membership WHERE user_id = $1 AND org_id = $2 AND role = $3", user_id, org_id, role.value
    )
    return found


async def find_role_of(email: str, org_id: UUID) -> UUID | None:
    """The access, which lasts, of the person with this address to an organisation, or None."""
    found: UUID | None = await sql.fetch_value(
        "SELECT m.id FROM membership m JOIN app_user u ON u.id = m.user_id"
        " WHERE lower(u.email) = lower($1) AND m.org_id = $2 AND m.ended_at IS NULL",
        email,
        org_id,
    )
    return found


async def set_role(membership_id: UUID, role: Role) -> None:
    """Give another role."""
    await sql.execute("UPDATE membership SET role = $2 WHERE id = $1", membership_id, role.value)


async def set_end(membership_id: UUID, ended_at: datetime | None) -> None:
    """End an access, or open it again; its sessions are closed either way."""
    await sql.execute("UPDATE membership SET ended_at = $2 WHERE id = $1", membership_id, ended_at)
    await sql.execute("DELETE FROM web_session WHERE membership_id = $1", membership_id)


async def find_own(user_id: UUID) -> dict[str, object] | None:
    """Name, address and password hash of a person, or None."""
    return await sql.fetch_one("SELECT id, full_name, email, password_hash FROM app_user WHERE id = $1", user_id)


async def list_memberships(user_id: UUID) -> list[Membership]:
    """The organisations that a person may act for."""
    rows = await sql.fetch(
        "SELECT m.id, m.role, o.id AS org_id, o.name AS org_name, o.kind AS org_kind FROM membership m"
        " JOIN organisation o ON o.id = m.org_id WHERE m.user_id = $1 AND m.ended_at IS NULL ORDER BY o.name, m.id",
        user_id,
    )
    return [Membership.model_validate(row) for row in rows]


async def list_sessions(user_id: UUID, token_hash: str, now: datetime, used_since: datetime) -> list[Session]:
    """The browsers in which a person is signed in, used since an instant, the newest first."""
    rows = await sql.fetch(
        "SELECT id, created_at, expires_at, token_hash = $2 AS is_this_one FROM web_session"
        " WHERE user_id = $1 AND expires_at > $3 AND coalesce(seen_at, created_at) > $4 ORDER BY id DESC",
        user_id,
        token_hash,
        now,
        used_since,
    )
    return [Session.model_validate(row) for row in rows]


async def close_sessions(user_id: UUID, but: str) -> int:
    """Close the sessions of a person but the one with this hash; the result is how many."""
    return await sql.execute("DELETE FROM web_session WHERE user_id = $1 AND token_hash <> $2", user_id, but)


async def move_session(token_hash: str, membership_id: UUID) -> None:
    """Let the session act for another organisation of the same person."""
    await sql.execute("UPDATE web_session SET membership_id = $2 WHERE token_hash = $1", token_hash, membership_id)


async def rename_session(token_hash: str, new_hash: str, csrf_token: str) -> None:
    """Give a session another identifier and another token for its forms."""
    await sql.execute(
        "UPDATE web_session SET token_hash = $2, csrf_token = $3 WHERE token_hash = $1",
        token_hash,
        new_hash,
        csrf_token,
    )


async def close_session(user_id: UUID, session_id: UUID) -> bool:
    """Close one session of a person; False when it is none of theirs."""
    return await sql.execute("DELETE FROM web_session WHERE user_id = $1 AND id = $2", user_id, session_id) == 1


async def set_name(user_id: UUID, full_name: str) -> None:
    """Write a person's name."""
    await sql.execute("UPDATE app_user SET full_name = $2 WHERE id = $1", user_id, full_name)


async def set_password(user_id: UUID, password_hash: str) -> None:
    """Write the hash of a person's password."""
    await sql.execute("UPDATE app_user SET password_hash = $2 WHERE id = $1", user_id, password_hash)


async def follows_company(company_id: UUID) -> bool:
    """Whether the company has a part in a lot of the caller: as a holder, a subcontractor or an employer."""
    found: bool = await sql.fetch_value(
        "SELECT EXISTS (SELECT FROM lot_holder WHERE company_id = $1)"
        " OR EXISTS (SELECT FROM subcontractor WHERE company_id = $1)"
        " OR EXISTS (SELECT FROM hire WHERE company_id = $1)",
        company_id,
    )
    return found
