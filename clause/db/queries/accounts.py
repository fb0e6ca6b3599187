"""Organisations, people, sessions and machine clients."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from clause.db import sql
from clause.domain.accounts import Organisation, OrgSummary
from clause.domain.actors import OrgKind, Role

_ORGANISATION = (
    "id, kind, name, identifier_kind, identifier, created_by_org_id, created_at, version, structure_kind,"
    " company_size, buyer_kind, region_code"
)


async def find_session_actor(token_hash: str, now: datetime, idle: timedelta) -> dict[str, Any] | None:
    """Who stands behind a session cookie that was used within ``idle``, or None."""
    rows = await sql.fetch_without_identity("SELECT * FROM clause_session_in_use($1, $2, $3)", token_hash, now, idle)
    return rows[0] if rows else None


async def note_session_use(session_id: UUID, now: datetime) -> None:
    """Note that a session is used now."""
    await sql.fetch_without_identity("SELECT clause_session_seen($1, $2)", session_id, now)


async def find_token_actor(token_hash: str, now: datetime) -> dict[str, Any] | None:
    """Which client stands behind a bearer token, or None."""
    rows = await sql.fetch_without_identity("SELECT * FROM clause_token_actor($1, $2)", token_hash, now)
    return rows[0] if rows else None


async def insert_organisation(organisation: Organisation) -> None:
    """Add to the directory."""
    await sql.execute(
        f"INSERT INTO organisation ({_ORGANISATION}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",  # noqa: S608
        organisation.id,
        organisation.kind.value,
        organisation.name,
        organisation.identifier_kind,
        organisation.identifier,
        organisation.created_by_org_id,
        organisation.created_at,
        organisation.version,
        organisation.structure_kind,
        organisation.company_size,
        organisation.buyer_kind,
        organisation.region_code,
    )


async def find_organisation(kind: OrgKind, identifier_kind: str, identifier: str) -> Organisation | None:
    """The organisation of this kind with this identifier, or None."""
    row = await sql.fetch_one(
        f"SELECT {_ORGANISATION} FROM organisation"  # noqa: S608
        " WHERE kind = $1 AND identifier_kind = $2 AND identifier = $3",
        kind.value,
        identifier_kind,
        identifier,
    )
    return Organisation.model_validate(row) if row else None


async def list_organisation_ids(kind: OrgKind) -> list[UUID]:
    """The ids of every organisation of a kind, oldest first."""
    rows = await sql.fetch("SELECT id FROM organisation WHERE kind = $1 ORDER BY id", kind.value)
    return [row["id"] for row in rows]


async def find_organisation_by_id(org_id: UUID, kind: OrgKind | None = None) -> Organisation | None:
    """The organisation with this id (and kind), or None."""
    row = await sql.fetch_one(
        f"SELECT {_ORGANISATION} FROM organisation WHERE id = $1 AND ($2::text IS NULL OR kind = $2)",  # noqa: S608
        org_id,
        kind.value if kind else None,
    )
    return Organisation.model_validate(row) if row else None


async def list_organisations(
    kind: OrgKind, *, identifier: str | None, name: str | None, after: UUID | None, limit: int
) -> list[Organisation]:
    """A page of the directory, by id."""
    rows = await sql.fetch(
        f"SELECT {_ORGANISATION} FROM organisation WHERE kind = $1"  # noqa: S608
        " AND ($2::text IS NULL OR identifier = $2) AND ($3::text IS NULL OR name ILIKE '%' || $3 || '%')"
        " AND ($4::uuid IS NULL OR id > $4) ORDER BY id LIMIT $5",
        kind.value,
        identifier,
        name,
        after,
        limit,
    )
    return [Organisation.model_validate(row) for row in rows]


async def update_organisation(organisation: Organisation, version: int) -> bool:
    """Write what may be corrected; False when the row is not the caller's, or has moved on since it was read."""
    changed = await sql.execute(
        "UPDATE organisation SET name = $2, structure_kind = $3, company_size = $4, buyer_kind = $5, region_code = $6,"
        " version = $7 WHERE id = $1 AND version = $8",
        organisation.id,
        organisation.name,
        organisation.structure_kind,
        organisation.company_size,
        organisation.buyer_kind,
        organisation.region_code,
        organisation.version,
        version,
    )
    return changed == 1


async def insert_user(user_id: UUID, email: str, full_name: str, password_hash: str, now: datetime) -> None:
    """Add a person."""
    await sql.execute(
        "INSERT INTO app_user (id, email, full_name, password_hash, created_at) VALUES ($1, $2, $3, $4, $5)",
        user_id,
        email,
        full_name,
        password_hash,
        now,
    )


async def find_user_by_email(email: str) -> dict[str, Any] | None:
    """Id, password hash and state of the person with this address, whatever its case; or None."""
    return await sql.fetch_one(
        "SELECT id, full_name, password_hash, disabled_at FROM app_user WHERE lower(email) = lower($1)", email
    )


async def insert_membership(membership_id: UUID, user_id: UUID, org_id: UUID, role: Role, now: datetime) -> None:
    """Give a person a role in an organisation."""
    await sql.execute(
        "INSERT INTO membership (id, user_id, org_id, role, created_at) VALUES ($1, $2, $3, $4, $5)",
        membership_id,
        user_id,
        org_id,
        role.value,
        now,
    )


async def list_memberships(user_id: UUID) -> list[dict[str, Any]]:
    """A person's roles that last, oldest first."""
    return await sql.fetch(
        "SELECT m.id, m.role, o.id AS org_id, o.name AS org_name, o.kind AS org_kind FROM membership m"
        " JOIN organisation o ON o.id = m.org_id WHERE m.user_id = $1 AND m.ended_at IS NULL ORDER BY m.id",
        user_id,
    )


async def list_members(org_id: UUID) -> list[dict[str, Any]]:
    """The people of an organisation."""
    return await sql.fetch(
        "SELECT u.id, u.full_name, m.role FROM membership m JOIN app_user u ON u.id = m.user_id"
        " WHERE m.org_id = $1 ORDER BY u.full_name, u.id",
        org_id,
    )


async def insert_session(
    session_id: UUID,
    token_hash: str,
    csrf_token: str,
    user_id: UUID,
    membership_id: UUID,
    now: datetime,
    until: datetime,
) -> None:
    """Open a session."""
    await sql.execute(
        "INSERT INTO web_session (id, token_hash, csrf_token, user_id, membership_id, created_at, expires_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        session_id,
        token_hash,
        csrf_token,
        user_id,
        membership_id,
        now,
        until,
    )


async def delete_session(token_hash: str) -> None:
    """Close a session."""
    await sql.execute("DELETE FROM web_session WHERE token_hash = $1", token_hash)


async def purge_sessions(now: datetime) -> int:
    """Forget what has expired: sessions and tokens."""
    sessions = await sql.execute("DELETE FROM web_session WHERE expires_at < $1", now)
    return sessions + await sql.execute("DELETE FROM access_token WHERE expires_at < $1", now)


async def insert_client(
    client_id: UUID, org_id: UUID, name: str, secret_hash: str, scopes: list[str], now: datetime
) -> None:
    """Add a machine client."""
    await sql.execute(
        "INSERT INTO api_client (id, org_id, name, secret_hash, scopes, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
        client_id,
        org_id,
        name,
        secret_hash,
        scopes,
        now,
    )


async def find_client(client_id: UUID) -> dict[str, Any] | None:
    """Secret hash and scopes of a client that is not revoked, or None."""
    return await sql.fetch_one(
        "SELECT id, org_id, secret_hash, scopes FROM api_client WHERE id = $1 AND revoked_at IS NULL", client_id
    )


async def insert_token(
    token_id: UUID, token_hash: str, client_id: UUID, scopes: list[str], now: datetime, until: datetime
) -> None:
    """Keep the hash of a token."""
    await sql.execute(
        "INSERT INTO access_token (id, token_hash, client_id, scopes, created_at, expires_at)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        token_id,
        token_hash,
        client_id,
        scopes,
        now,
        until,
    )


async def summarise(org_ids: list[UUID]) -> dict[UUID, OrgSummary]:
    """Name and identifier of organisations, by id."""
    rows = await sql.fetch("SELECT id, kind, name, identifier FROM organisation WHERE id = ANY($1)", org_ids)
    return {row["id"]: OrgSummary.model_validate(row) for row in rows}
