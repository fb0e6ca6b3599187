"""Invitations, personal links and attempts to come in."""

from datetime import datetime
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.domain.access_links import AccessLink, AttemptKind, Invitation

_INVITATION = ", ".join(Invitation.model_fields)
_LINK = ", ".join(AccessLink.model_fields)


async def insert_invitation(invitation: Invitation) -> None:
    """Add an invitation."""
    await sql.insert("invitation", **{**dict(invitation), "role": invitation.role.value})


async def lock_invitation(invitation_id: UUID) -> Invitation | None:
    """An invitation that the caller may see, locked until the transaction ends, or None."""
    row = await sql.fetch_one(f"SELECT {_INVITATION} FROM invitation WHERE id = $1 FOR UPDATE", invitation_id)  # noqa: S608
    return Invitation.model_validate(row) if row else None


async def find_invitation(invitation_id: UUID) -> Invitation | None:
    """An invitation that the caller may see, or None."""
    row = await sql.fetch_one(f"SELECT {_INVITATION} FROM invitation WHERE id = $1", invitation_id)  # noqa: S608
    return Invitation.model_validate(row) if row else None


async def list_pending_invitations(org_id: UUID) -> list[Invitation]:
    """The invitations to an organisation that nobody accepted or cancelled, as the caller may see them."""
    rows = await sql.fetch(
        f"SELECT {_INVITATION} FROM invitation"  # noqa: S608
        " WHERE org_id = $1 AND accepted_at IS NULL AND cancelled_at IS NULL ORDER BY id",
        org_id,
    )
    return [Invitation.model_validate(row) for row in rows]


async def save_invitation(invitation: Invitation) -> None:
    """Write what became of an invitation."""
    await sql.execute(
        "UPDATE invitation SET expires_at = $2, accepted_at = $3, accepted_by = $4, cancelled_at = $5 WHERE id = $1",
        invitation.id,
        invitation.expires_at,
        invitation.accepted_at,
        invitation.accepted_by,
        invitation.cancelled_at,
    )


async def insert_link(link: AccessLink, token_hash: str) -> None:
    """Keep the hash of a personal link."""
    values: dict[str, Any] = {**dict(link), "purpose": link.purpose.value}
    values["mail_kind"] = link.mail_kind.value if link.mail_kind else None
    await sql.insert("access_link", **values, token_hash=token_hash)


async def find_link(token_hash: str, *, lock: bool = False) -> AccessLink | None:
    """The link with this hash, or None."""
    row = await sql.fetch_one(
        f"SELECT {_LINK} FROM access_link WHERE token_hash = $1" + (" FOR UPDATE" if lock else ""),  # noqa: S608
        token_hash,
    )
    return AccessLink.model_validate(row) if row else None


async def use_link(link_id: UUID, now: datetime) -> None:
    """Note that a link has served."""
    await sql.execute("UPDATE access_link SET used_at = $2 WHERE id = $1", link_id, now)


async def end_sign_in_links(user_id: UUID, now: datetime) -> None:
    """Let no link that lets this person in serve any more."""
    await sql.execute(
        "UPDATE access_link SET used_at = $2 WHERE user_id = $1 AND purpose = 'sign_in' AND used_at IS NULL",
        user_id,
        now,
    )


async def list_attempts(kind: AttemptKind, key_hash: str, since: datetime) -> list[datetime]:
    """When this was tried since, under this key."""
    rows = await sql.fetch(
        "SELECT at FROM sign_in_attempt WHERE kind = $1 AND key_hash = $2 AND at > $3", kind.value, key_hash, since
    )
    return [row["at"] for row in rows]


async def insert_attempt(attempt_id: UUID, kind: AttemptKind, key_hash: str, now: datetime) -> None:
    """Note an attempt."""
    await sql.insert("sign_in_attempt", id=attempt_id, kind=kind.value, key_hash=key_hash, at=now)


async def forget_attempts(kind: AttemptKind, key_hash: str) -> None:
    """Forget the attempts under a key: it has served rightly."""
    await sql.execute("DELETE FROM sign_in_attempt WHERE kind = $1 AND key_hash = $2", kind.value, key_hash)


async def forget_last_attempt(kind: AttemptKind, key_hash: str) -> None:
    """Forget the last attempt under a key that others share."""
    await sql.execute(
        "DELETE FROM sign_in_attempt WHERE id = (SELECT id FROM sign_in_attempt WHERE kind = $1 AND key_hash = $2"
        " ORDER BY at DESC, id DESC LIMIT 1)",
        kind.value,
        key_hash,
    )


async def lock_attempts(kind: AttemptKind, key_hash: str) -> None:
    """Wait for the other attempts under this key, until the transaction ends."""
    await sql.execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"attempt:{kind.value}:{key_hash}")


async def purge_links(attempts_before: datetime, links_before: datetime) -> int:
    """Forget attempts and links that are older; the result is how many."""
    attempts = await sql.execute("DELETE FROM sign_in_attempt WHERE at < $1", attempts_before)
    return attempts + await sql.execute("DELETE FROM access_link WHERE expires_at < $1", links_before)
