"""Who read what of a claim or an operation, and for what purpose: one line for each reading."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.errors import Unreadable
from clause.domain.header_texts import text_of_header

LONGEST_PURPOSE = 200


class Reading(BaseModel):
    """One answer that was given: where, about what, and how much left the house."""

    model_config = ConfigDict(frozen=True)

    route: str
    subject_kind: str | None
    subject_id: UUID | None
    purpose: str | None
    status: int
    bytes: int


class AccessLine(Reading):
    """A reading as noted: by whom, of whose data, when."""

    id: UUID
    org_id: UUID
    facilitator_org_id: UUID | None
    actor_kind: str
    actor_id: UUID | None
    at: datetime


class NamedReading(AccessLine):
    """A reading with the name of the organisation that read."""

    organisation: str


def purpose_of(header: str | None) -> str | None:
    """The purpose that the caller gives in ``Clause-Purpose``, None without one.

    Unreadable OIB-005 for one that is too long to keep or that cannot be printed.
    """
    purpose = text_of_header(header)
    if len(purpose) > LONGEST_PURPOSE or not purpose.isprintable():
        raise Unreadable("OIB-005", most=LONGEST_PURPOSE)
    return purpose or None
