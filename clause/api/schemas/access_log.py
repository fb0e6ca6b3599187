"""Bodies of the access log."""

from typing import Self
from uuid import UUID

from pydantic import Field

from clause.api.schemas.base import InstantOut, Schema
from clause.domain.access_log import AccessLine


class AccessLineOut(Schema):
    """One reading: by whom, of what, for what purpose, and what was answered."""

    id: UUID
    at: InstantOut
    org_id: UUID = Field(description="The organisation that read")
    facilitator_org_id: UUID | None = Field(description="The organisation whose data was read; null for a list")
    actor_kind: str = Field(description="user or client")
    actor_id: UUID | None
    route: str
    subject_kind: str | None = Field(description="claim or operation")
    subject_id: UUID | None
    purpose: str | None = Field(description="What the caller said in `Clause-Purpose`")
    status: int
    bytes: int

    @classmethod
    def of(cls, line: AccessLine) -> Self:
        """As the API shows it."""
        return cls(**dict(line))
