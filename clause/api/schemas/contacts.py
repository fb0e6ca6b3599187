"""Bodies about contacts: names and addresses of professionals."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from pydantic import ConfigDict, Field, StringConstraints

from clause.api.schemas.base import InstantOut, Schema, ShortText
from clause.api.schemas.contracts import Day
from clause.domain.contacts import Contact, ContactChange, ContactTerms

Email = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        max_length=254,
        pattern=r"^[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f.]+(\.[^@\s\x00-\x1f.]+)+$",
    ),
]
Phone = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^\+?[0-9][0-9 .()-]{4,28}$")]


class ContactIn(Schema):
    """A person to call about the lot in one of its companies."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "company_id": "0190a1b2-0000-7000-8000-000000000002",
                    "name": "Claude Exemple",
                    "email": "claude@entreprise.example",
                    "phone": "02 00 00 00 00",
                    "role": "Conduite de travaux",
                    "is_primary": True,
                }
            ]
        }
    )

    company_id: UUID = Field(description="A holder, a subcontractor, or a company that hires for the lot")
    name: ShortText
    email: Email | None = None
    phone: Phone | None = None
    role: ShortText | None = None
    is_primary: bool = Field(False, description="The one to write to first; takes the place of the one before")

    def terms(self) -> ContactTerms:
        """As the domain knows them."""
        return ContactTerms(**dict(self))


class ContactPatch(Schema):
    """What may be changed of a contact; a field left out stays as it is."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"ended_on": "2026-06-30"}]})

    company_id: UUID | None = None
    name: ShortText | None = None
    email: Email | None = Field(None, description="null takes it away; one of email and phone stays")
    phone: Phone | None = Field(None, description="null takes it away; one of email and phone stays")
    role: ShortText | None = None
    is_primary: bool | None = None
    ended_on: Day | None = Field(None, description="From then on nobody to call; null takes the end back")

    def to_domain(self) -> ContactChange:
        """As the service takes it: the fields that were given, and no other."""
        return ContactChange(**self.model_dump(exclude_unset=True))


class ContactOut(Schema):
    """A contact, for the facilitator organisation and that company."""

    id: UUID
    lot_id: UUID
    company_id: UUID
    name: str
    email: str | None
    phone: str | None
    role: str | None
    is_primary: bool
    ended_on: date | None
    created_at: InstantOut
    version: int

    @classmethod
    def of(cls, contact: Contact) -> Self:
        """As the API shows it."""
        return cls(**contact.model_dump(exclude={"facilitator_org_id"}))
