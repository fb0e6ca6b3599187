"""What whoever runs the service watches of the work behind it: counts and instants, nothing about anyone."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict


class WaitingWork(BaseModel):
    """Background work of one kind whose time has come: how much of it, and since when the oldest waits."""

    model_config = ConfigDict(frozen=True)

    kind: str
    jobs: int
    oldest_due: datetime


class WorkBehind(BaseModel):
    """The state of background work and of the journals at one instant."""

    model_config = ConfigDict(frozen=True)

    waiting: tuple[WaitingWork, ...]
    recent_failures: int
    """Jobs given up, among the last thousand."""
    last_finished: datetime | None
    journals: int
    journal_lines: int
    last_seal: datetime | None
