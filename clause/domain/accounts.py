"""Organisations of the directory."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.actors import OrgKind, Role


class OrgSummary(BaseModel):
    """What names an organisation beside something else."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    kind: OrgKind
    name: str
    identifier: str


class Organisation(BaseModel):
    """An organisation of the directory; ``identifier`` is a SIRET of 14 digits when ``identifier_kind`` is SIRET."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    kind: OrgKind
    name: str
    identifier_kind: str
    identifier: str
    created_by_org_id: UUID | None
    created_at: datetime
    version: int


class Member(BaseModel):
    """A person's role in an organisation."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    full_name: str
    role: Role
