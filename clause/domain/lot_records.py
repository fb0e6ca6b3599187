"""What is written down about a lot once and for all: by whom, when, and never changed afterwards."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class LotRecord(BaseModel):
    """A line of a lot that is only ever added."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    lot_id: UUID
    recorded_by: UUID | None
    recorded_at: datetime
