"""Background work: its kinds, and what is known of a piece of it."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class JobKind(StrEnum):
    """What the worker knows how to do; the payload of each holds ids only."""

    IMPORT_DECP = "import_decp"
    IMPORT_HOURS = "import_hours"
    IMPORT_PAYROLL = "import_payroll"
    APPLY_HOURS = "apply_hours"
    SUBMIT_HOURS = "submit_hours"
    RENDER_CERTIFICATE = "render_certificate"
    COMPUTE_CLAIM = "compute_claim"
    RENDER_CLAIM = "render_claim"
    BUILD_BUNDLE = "build_bundle"
    DELIVER_WEBHOOK = "deliver_webhook"
    SEND_MAIL = "send_mail"
    RENDER_TIMESHEET = "render_timesheet"
    EXPIRE_ELIGIBILITIES = "expire_eligibilities"
    ERASE_PROOFS = "erase_proofs"
    MOVE_OPERATIONS = "move_operations"
    EMPTY_TRASH = "empty_trash"


DAILY = (JobKind.EXPIRE_ELIGIBILITIES, JobKind.ERASE_PROOFS, JobKind.MOVE_OPERATIONS, JobKind.EMPTY_TRASH)
"""What is done once a day for each facilitator organisation; done twice, it finds nothing left to do."""


class JobState(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(BaseModel):
    """A piece of background work as recorded."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    org_id: UUID
    kind: JobKind
    payload: dict[str, Any]
    state: JobState
    progress_done: int
    progress_total: int
    result: str | None
    error: dict[str, Any] | None
    attempts: int
    created_at: datetime
    finished_at: datetime | None


class StepOutcome(BaseModel):
    """What one step of a job achieved. A job is done when ``done`` is true; else its next step follows at once."""

    model_config = ConfigDict(frozen=True)

    done: bool
    progress_done: int = 1
    progress_total: int = 1
    result: str | None = None
    """The link of what was made, relative to the API's root."""
