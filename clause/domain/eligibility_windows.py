"""A person's windows: what suspends the clock, what was decided on its end, and what that makes of each hire.

Moving a window never rewrites hours that are booked: those now outside are told, for the facilitator to correct.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.errors import Refused, WrongState
from clause.domain.findings import Finding, Severity
from clause.domain.hires import Hire, HireTerms, window_of
from clause.rules.eligibility_windows import DecidedEnd, EligibilityWindow, Suspended
from clause.rules.rulebook import DEFAULTS, Rulebook


class SuspensionTerms(BaseModel):
    """A suspension as typed; open while its last day is unknown."""

    model_config = ConfigDict(frozen=True)

    first_day: date
    last_day: date | None
    reason: str

    @property
    def suspended(self) -> Suspended:
        """As the rules read it."""
        return Suspended(self.first_day, self.last_day)


class Suspension(SuspensionTerms):
    """A suspension as recorded."""

    id: UUID
    facilitator_org_id: UUID
    participant_id: UUID
    recorded_by: UUID | None
    recorded_at: datetime
    version: int


class OverrideTerms(BaseModel):
    """The last day of a person's window as decided; None gives the computed one back."""

    model_config = ConfigDict(frozen=True)

    last_day: date | None
    reason: str


class WindowOverride(OverrideTerms):
    """A decision on the end of a window, with its author; the latest version speaks."""

    id: UUID
    facilitator_org_id: UUID
    participant_id: UUID
    version_no: int
    decided_by: UUID | None
    decided_at: datetime


class CreditedOutside(BaseModel):
    """The last day of hours credited on a hire that its window, or a suspension, now leaves outside."""

    model_config = ConfigDict(frozen=True)

    hire_id: UUID
    beyond_on: date | None
    suspended_on: date | None


class EndingWindow(BaseModel):
    """A hire whose window ends soon."""

    model_config = ConfigDict(frozen=True)

    hire_id: UUID
    lot_id: UUID
    last_day: date


class EndingProof(BaseModel):
    """An accepted ground of a person not yet hired whose proof soon proves nothing any more."""

    model_config = ConfigDict(frozen=True)

    eligibility_id: UUID
    last_day: date


class PersonAlerts(BaseModel):
    """What ends soon for a person."""

    model_config = ConfigDict(frozen=True)

    participant_id: UUID
    first_name: str
    last_name: str
    windows: tuple[EndingWindow, ...]
    proofs: tuple[EndingProof, ...]


@dataclass(frozen=True)
class WindowFacts:
    """All that decides the windows of a person."""

    participant_id: UUID
    hires: tuple[Hire, ...]
    books: Mapping[UUID, Rulebook]
    suspensions: tuple[Suspension, ...]
    overrides: tuple[WindowOverride, ...]

    @property
    def suspended(self) -> tuple[Suspended, ...]:
        """The suspensions as the rules read them."""
        return tuple(suspension.suspended for suspension in self.suspensions)

    @property
    def decided(self) -> DecidedEnd | None:
        """The decision on the end that speaks, or None."""
        last = max(self.overrides, key=lambda override: override.version_no, default=None)
        if last is None or last.last_day is None:
            return None
        return DecidedEnd(last.last_day, last.version_no)

    @property
    def first_clause_start(self) -> date | None:
        """The first day of the person's first hire, or None."""
        return min((hire.first_day for hire in self.hires), default=None)

    @property
    def last_day(self) -> date | None:
        """The last day on which hours of any hire may be credited, or None."""
        return max((hire.eligible_last_day for hire in self.hires), default=None)

    def window_of(self, terms: HireTerms, book: Rulebook | None = None) -> EligibilityWindow:
        """The window of a hire recorded, or to be: it may turn out to be the first. Refused HIR-005."""
        start = min(terms.first_day, self.first_clause_start or terms.first_day)
        rules = book or self.books.get(terms.lot_id, DEFAULTS)
        return window_of(terms, start, book=rules, suspensions=self.suspended, decided=self.decided)

    def moved(self, new: HireTerms | None = None) -> tuple[tuple[Hire, EligibilityWindow], ...]:
        """The hires recorded whose window is not what these facts make of it, beside a new hire, each with its own."""
        start = self.first_clause_start
        if start is None:
            return ()
        start = min(start, new.first_day) if new else start
        found = []
        for hire in self.hires:
            book = self.books.get(hire.lot_id, DEFAULTS)
            window = window_of(hire, start, book=book, suspensions=self.suspended, decided=self.decided)
            if (window.period, window.trace) != (hire.eligible_period, hire.eligibility_trace):
                found.append((hire, window))
        return tuple(found)


def alert_until(on: date, days: int) -> date:
    """The last day on which an end is told on a day; the end of the calendar at most."""
    return on + timedelta(days=min(days, (date.max - on).days))


def check_suspension(terms: SuspensionTerms, others: Iterable[Suspension]) -> None:
    """Raises Refused ELG-030 for days in the wrong order or shared with another suspension of the person."""
    findings = _order_findings(terms.first_day, terms.last_day)
    if not findings:
        for other in others:
            if other.suspended.period.overlaps(terms.suspended.period):
                values = {"since": other.first_day.isoformat()}
                findings.append(
                    Finding(code="ELG-041", field="first_day", raw=terms.first_day.isoformat(), values=values)
                )
                break
    if findings:
        raise Refused("ELG-030", findings=tuple(findings))


def check_end(suspension: Suspension, last_day: date, others: Iterable[Suspension]) -> None:
    """Raises WrongState ELG-031 for a suspension that has ended, else as ``check_suspension``."""
    if suspension.last_day is not None:
        raise WrongState("ELG-031")
    ended = suspension.model_copy(update={"last_day": last_day})
    check_suspension(ended, (other for other in others if other.id != suspension.id))


def check_override(terms: OverrideTerms, facts: WindowFacts) -> None:
    """Raises WrongState ELG-032 before any hire, Refused ELG-033 for an end before the first clause day."""
    start = facts.first_clause_start
    if start is None:
        raise WrongState("ELG-032")
    if terms.last_day is not None and terms.last_day < start:
        values = {"since": start.isoformat()}
        finding = Finding(code="ELG-042", field="last_day", raw=terms.last_day.isoformat(), values=values)
        raise Refused("ELG-033", findings=(finding,))


def findings_about_credited_outside(outside: Iterable[CreditedOutside]) -> tuple[Finding, ...]:
    """One warning per hire with credited hours past the end of its window, and one with some in a suspension."""
    findings = []
    for one in outside:
        for code, day in (("ELG-043", one.beyond_on), ("ELG-044", one.suspended_on)):
            if day is not None:
                values = {"id": str(one.hire_id)}
                findings.append(
                    Finding(code=code, severity=Severity.WARNING, field="hires", raw=day.isoformat(), values=values)
                )
    return tuple(findings)


def _order_findings(first_day: date, last_day: date | None) -> list[Finding]:
    if last_day is None or first_day <= last_day:
        return []
    return [
        Finding(code="ELG-040", field="last_day", raw=last_day.isoformat(), values={"since": first_day.isoformat()})
    ]
