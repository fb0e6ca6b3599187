"""What was added by mistake: taken out while nothing stands on it, kept some days, put back on request.

Only records that nothing was built on can be removed. What has effects is never removed: it is corrected, ended or
reversed, with a reason.
"""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.errors import WrongState


class RemovedKind(StrEnum):
    """What can be removed; the value is also the name of its table."""

    CONTRACT = "contract"
    LOT = "lot"
    HOLDER = "lot_holder"
    SUBCONTRACTOR = "subcontractor"
    CONTACT = "contact"
    PARTICIPANT = "participant"
    HIRE = "hire"


class Removed(BaseModel):
    """A record in the trash: its row as it was, and until when it can be put back."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    facilitator_org_id: UUID
    kind: RemovedKind
    subject_id: UUID
    name: str
    content: dict[str, Any]
    removed_by: UUID | None
    removed_at: datetime
    kept_until: date

    def id_of(self, column: str) -> UUID:
        """What a column of the row names."""
        return UUID(self.content[column])


def require_unused(name: str, used_by: Sequence[str]) -> None:
    """WrongState TRS-001 when something stands on the record; ``used_by`` names the tables that do."""
    if used_by:
        raise WrongState("TRS-001", name=name, used_by=", ".join(f"HAS_{table.upper()}" for table in used_by))


def require_restorable(removed: Removed, today: date) -> None:
    """WrongState TRS-002 once the last day is over, even when the record is not erased yet."""
    if today > removed.kept_until:
        raise WrongState("TRS-002", until=removed.kept_until.isoformat())
