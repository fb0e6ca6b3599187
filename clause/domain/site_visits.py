"""Visits on site of an operation (O14): what was looked at and found; they change no state."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.actors import ActorKind


class VisitSubject(StrEnum):
    """What a visit looks at; the source's list is not complete."""

    REALITY = "REALITY"
    CONFORMITY = "CONFORMITY"
    PUBLICITY = "PUBLICITY"
    ACCOUNTING = "ACCOUNTING"
    PARTICIPANTS = "PARTICIPANTS"
    TIME_RECORDS = "TIME_RECORDS"
    ARCHIVES = "ARCHIVES"
    OTHER = "OTHER"


class VisitTerms(BaseModel):
    """A visit as told."""

    model_config = ConfigDict(frozen=True)

    visited_on: date
    visited_by: str
    subjects: tuple[VisitSubject, ...]
    reference: str | None = None
    findings: str | None = None


class SiteVisit(VisitTerms):
    """A visit as recorded."""

    id: UUID
    operation_id: UUID
    recorded_by: UUID | None
    recorded_by_kind: ActorKind
    recorded_at: datetime
