"""Machine clients: programs of an organisation, with the rights they were given."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.actors import Scope


class ApiClient(BaseModel):
    """A program as its organisation sees it; its secret is known to nobody but itself."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    org_id: UUID
    name: str
    scopes: tuple[Scope, ...]
    created_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None


class IssuedClient(BaseModel):
    """A program just made, with the secret that is shown this once."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    name: str
    secret: str
