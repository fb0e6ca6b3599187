"""Whom a facilitator calls in the companies of a lot: several people, so that one who left does not stop the clause.

Names and addresses of professionals: seen by the facilitator organisation and the company, never in journal or errors.
"""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.errors import Refused, WrongState


class ContactTerms(BaseModel):
    """A contact as typed."""

    model_config = ConfigDict(frozen=True)

    company_id: UUID
    name: str
    email: str | None = None
    phone: str | None = None
    role: str | None = None
    is_primary: bool = False
    """The one to write to first; a company has at most one for a lot."""


class Contact(ContactTerms):
    """A contact as recorded; after ``ended_on`` it is nobody to call any more."""

    id: UUID
    facilitator_org_id: UUID
    lot_id: UUID
    ended_on: date | None
    created_at: datetime
    version: int


class ContactChange(BaseModel):
    """What may be changed of a contact: only the fields that were set; None empties email, phone, role, ended_on."""

    model_config = ConfigDict(frozen=True)

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    role: str | None = None
    company_id: UUID | None = None
    is_primary: bool | None = None
    ended_on: date | None = None


_MAY_BE_EMPTIED = frozenset({"email", "phone", "role", "ended_on"})


def check_contact(terms: ContactTerms, party_ids: frozenset[UUID]) -> None:
    """Refused HLD-061 when the company has no part in the lot, HLD-062 with neither an address nor a number."""
    if terms.company_id not in party_ids:
        raise Refused("HLD-061")
    if terms.email is None and terms.phone is None:
        raise Refused("HLD-062")


def changed_contact(contact: Contact, change: ContactChange) -> Contact:
    """The contact after a change; one that ends is not the primary any more, and WrongState HLD-065 to make it so."""
    given = {name: getattr(change, name) for name in change.model_fields_set}
    kept = {name: value for name, value in given.items() if value is not None or name in _MAY_BE_EMPTIED}
    after = contact.model_copy(update=kept)
    if after.ended_on is None:
        return after
    if kept.get("is_primary"):
        raise WrongState("HLD-065")
    return after.model_copy(update={"is_primary": False})
