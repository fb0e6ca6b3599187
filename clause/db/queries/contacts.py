"""Contacts of lots."""

from uuid import UUID

from clause.db import sql
from clause.domain.contacts import Contact

_CONTACT = (
    "id, facilitator_org_id, lot_id, company_id, name, email, phone, role, is_primary, ended_on, created_at, version"
)


async def insert_contact(contact: Contact) -> None:
    """Add a contact."""
    await sql.execute(
        f"INSERT INTO contact ({_CONTACT}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",  # noqa: S608
        contact.id,
        contact.facilitator_org_id,
        contact.lot_id,
        contact.company_id,
        contact.name,
        contact.email,
        contact.phone,
        contact.role,
        contact.is_primary,
        contact.ended_on,
        contact.created_at,
        contact.version,
    )


async def list_contacts(
    lot_id: UUID, *, company_id: UUID | None = None, after: UUID | None = None, limit: int | None = None
) -> list[Contact]:
    """Contacts of a lot that the caller may see, in the order in which they were recorded."""
    rows = await sql.fetch(
        f"SELECT {_CONTACT} FROM contact WHERE lot_id = $1 AND ($2::uuid IS NULL OR company_id = $2)"  # noqa: S608
        " AND ($3::uuid IS NULL OR id > $3) ORDER BY id LIMIT $4",
        lot_id,
        company_id,
        after,
        limit,
    )
    return [Contact.model_validate(row) for row in rows]


async def list_contacts_of_company(company_id: UUID) -> list[Contact]:
    """The contacts of a company on all lots that the caller may see, those who are still to be called, by name."""
    rows = await sql.fetch(
        f"SELECT {_CONTACT} FROM contact WHERE company_id = $1 AND ended_on IS NULL"  # noqa: S608
        " ORDER BY lower(name), lower(email), is_primary DESC, id",
        company_id,
    )
    return [Contact.model_validate(row) for row in rows]


async def find_contact(contact_id: UUID) -> Contact | None:
    """A contact that the caller may see, or None."""
    row = await sql.fetch_one(f"SELECT {_CONTACT} FROM contact WHERE id = $1", contact_id)  # noqa: S608
    return Contact.model_validate(row) if row else None


async def lock_contact(contact_id: UUID) -> Contact | None:
    """The same for the tenant alone, locked until the transaction ends."""
    row = await sql.fetch_one(f"SELECT {_CONTACT} FROM contact WHERE id = $1 FOR UPDATE", contact_id)  # noqa: S608
    return Contact.model_validate(row) if row else None


async def update_contact(contact: Contact) -> None:
    """Write what may be changed of a contact."""
    await sql.execute(
        "UPDATE contact SET company_id = $2, name = $3, email = $4, phone = $5, role = $6, is_primary = $7,"
        " ended_on = $8, version = $9 WHERE id = $1",
        contact.id,
        contact.company_id,
        contact.name,
        contact.email,
        contact.phone,
        contact.role,
        contact.is_primary,
        contact.ended_on,
        contact.version,
    )


async def demote_other_primary(contact: Contact) -> None:
    """Leave this contact alone as the primary one of its company for its lot."""
    await sql.execute(
        "UPDATE contact SET is_primary = false, version = version + 1"
        " WHERE lot_id = $1 AND company_id = $2 AND is_primary AND id <> $3",
        contact.lot_id,
        contact.company_id,
        contact.id,
    )


async def list_party_ids(lot_id: UUID) -> frozenset[UUID]:
    """The companies that have a part in a lot: its holders, subcontractors, and those that hire for it."""
    rows = await sql.fetch(
        "SELECT company_id FROM lot_holder WHERE lot_id = $1"
        " UNION SELECT company_id FROM subcontractor WHERE lot_id = $1"
        " UNION SELECT company_id FROM hire WHERE lot_id = $1",
        lot_id,
    )
    return frozenset(row["company_id"] for row in rows)
