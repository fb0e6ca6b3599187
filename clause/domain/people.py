"""People with access: the members of an organisation, and what a person sees of their own account."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.actors import OrgKind, Role


class Person(BaseModel):
    """A person's access to an organisation; after ``ended_at`` it opens nothing."""

    model_config = ConfigDict(frozen=True)

    membership_id: UUID
    id: UUID
    full_name: str
    email: str
    role: Role
    created_at: datetime
    ended_at: datetime | None
    disabled_at: datetime | None

    @property
    def has_access(self) -> bool:
        """Whether the person may come in now."""
        return self.ended_at is None and self.disabled_at is None


class Membership(BaseModel):
    """An organisation that a person may act for."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    role: Role
    org_id: UUID
    org_name: str
    org_kind: OrgKind


class Session(BaseModel):
    """A browser in which a person is signed in."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    created_at: datetime
    expires_at: datetime
    is_this_one: bool


class OwnAccount(BaseModel):
    """What a person sees of their own account."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    full_name: str
    email: str
    has_password: bool
    memberships: tuple[Membership, ...]
    sessions: tuple[Session, ...]
