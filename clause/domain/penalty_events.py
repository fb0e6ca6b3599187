"""Formal notices and missed meetings: what penalties are counted from, besides hours and statements."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.errors import Refused
from clause.domain.findings import Finding


class NoticeAbout(StrEnum):
    """What a formal notice asks for."""

    HOURS = "HOURS"
    DOCUMENTS = "DOCUMENTS"
    ABSENCE = "ABSENCE"


class NoticeTerms(BaseModel):
    """A formal notice as typed."""

    model_config = ConfigDict(frozen=True)

    about: NoticeAbout
    reference: str
    sent_on: date
    due_on: date | None = None
    """The day by which what is asked must be there; None when the notice gives no delay."""


class FormalNotice(NoticeTerms):
    """A formal notice as recorded."""

    id: UUID
    facilitator_org_id: UUID
    buyer_id: UUID
    lot_id: UUID
    settled_on: date | None = None
    """The day on which what was asked came."""
    recorded_by: UUID | None
    created_at: datetime
    version: int


class AbsenceTerms(BaseModel):
    """A missed meeting as typed; names nobody."""

    model_config = ConfigDict(frozen=True)

    meeting: str
    happened_on: date


class MeetingAbsence(AbsenceTerms):
    """A missed meeting as recorded; one withdrawn stays, with its reason, and counts no more."""

    id: UUID
    facilitator_org_id: UUID
    buyer_id: UUID
    lot_id: UUID
    recorded_by: UUID | None
    created_at: datetime
    withdrawn_at: datetime | None = None
    withdrawal_reason: str | None = None
    version: int


def check_notice(terms: NoticeTerms, today: date) -> None:
    """Raises Refused PEN-010 with a finding per day that cannot be: sent in the future, due before it was sent."""
    findings = []
    if terms.sent_on > today:
        findings.append(_finding("PEN-011", "sent_on", terms.sent_on, today))
    if terms.due_on is not None and terms.due_on < terms.sent_on:
        findings.append(_finding("PEN-012", "due_on", terms.due_on, terms.sent_on))
    if findings:
        raise Refused("PEN-010", findings=tuple(findings))


def check_settlement(notice: FormalNotice, settled_on: date, today: date) -> None:
    """Raises Refused PEN-013 with a finding when the day lies before the notice, or is to come."""
    findings = []
    if settled_on < notice.sent_on:
        findings.append(_finding("PEN-014", "settled_on", settled_on, notice.sent_on))
    if settled_on > today:
        findings.append(_finding("PEN-015", "settled_on", settled_on, today))
    if findings:
        raise Refused("PEN-013", findings=tuple(findings))


def check_absence(terms: AbsenceTerms, today: date) -> None:
    """Raises Refused PEN-016 with a finding when the meeting is still to come."""
    if terms.happened_on > today:
        raise Refused("PEN-016", findings=(_finding("PEN-017", "happened_on", terms.happened_on, today),))


def _finding(code: str, field: str, raw: date, bound: date) -> Finding:
    return Finding(code=code, field=field, raw=raw.isoformat(), values={"bound": bound.isoformat()})
