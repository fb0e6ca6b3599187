"""Who takes part in an operation: one record per person and operation, from the first action to the last.

Entry, exit and six months after are asked with the national questionnaire; "not known" and "refused" are answers, an
empty field is a gap. Disability and minority (special categories) are kept only with the person's consent.
"""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.errors import Refused, WrongState
from clause.domain.findings import Finding
from clause.domain.operations import Operation
from clause.rules.cost_codes import ParticipantMode
from clause.rules.indicator_codes import Answer, Attainment, LabourStatus, NotGiven
from clause.rules.indicators import exit_situation_until, follow_up_due_on

SPECIAL = ("disability", "minority")
"""Answers of special categories of data (regulation (EU) 2016/679, art. 9)."""


class ContactData(BaseModel):
    """How the person, or someone who knows where they are, is reached for the survey after the end."""

    model_config = ConfigDict(frozen=True)

    phone: str | None = None
    email: str | None = None
    referent_phone: str | None = None
    referent_email: str | None = None

    @property
    def is_enough(self) -> bool:
        """True with one phone number or e-mail address at least."""
        return any((self.phone, self.email, self.referent_phone, self.referent_email))


class EntryData(BaseModel):
    """Answers on entry."""

    model_config = ConfigDict(frozen=True)

    labour_status: LabourStatus | None = None
    unemployed_since: date | NotGiven | None = None
    """First day of the unemployment, without interruption until the entry."""
    attainment: Attainment | None = None
    disability: Answer | None = None
    third_country: Answer | None = None
    foreign_background: Answer | None = None
    minority: Answer | None = None
    homeless: Answer | None = None
    rural: Answer | None = None


class ExitData(BaseModel):
    """The situation within four weeks after leaving, as observed on a day."""

    model_config = ConfigDict(frozen=True)

    observed_on: date
    job_search: Answer | None = None
    training: Answer | None = None
    qualification: Answer | None = None
    employment: Answer | None = None

    @property
    def is_complete(self) -> bool:
        """True when every question has an answer."""
        return None not in (self.job_search, self.training, self.qualification, self.employment)


class FollowUpData(BaseModel):
    """The situation six months after leaving, as observed on a day."""

    model_config = ConfigDict(frozen=True)

    observed_on: date
    employment: Answer | None = None
    improvement: Answer | None = None


class RecordTerms(BaseModel):
    """What is known of a person's part in an operation."""

    model_config = ConfigDict(frozen=True)

    entry_on: date
    exit_on: date | None = None
    questionnaire_on: date | None = None
    """The day on which the person signed the questionnaire; None while nobody has."""
    special_consent_on: date | None = None
    """The day on which the person agreed that answers of special categories are kept."""
    contact: ContactData = ContactData()
    entry: EntryData = EntryData()
    exit: ExitData | None = None
    follow_up: FollowUpData | None = None


class OperationParticipant(RecordTerms):
    """The record of a person in an operation; coming back after leaving reopens it."""

    id: UUID
    facilitator_org_id: UUID
    operation_id: UUID
    participant_id: UUID
    created_at: datetime
    version: int


def check_takes_participants(operation: Operation) -> None:
    """Raises WrongState IND-002 when the agreement foresees no participants, IND-003 for an operation of one day.

    Source: Seine-et-Marne and Grand Est: an operation of one day or less creates no participant.
    """
    if operation.participant_mode is not ParticipantMode.PARTICIPANTS:
        raise WrongState("IND-002")
    if operation.first_day == operation.last_day:
        raise WrongState("IND-003")


def check_record(terms: RecordTerms, operation: Operation, today: date) -> None:
    """Refuses a record that cannot be, all reasons at once (Refused IND-004 with its findings)."""
    findings = (
        *_day_findings(terms, operation, today),
        *_entry_findings(terms),
        *_exit_findings(terms, today),
        *_follow_up_findings(terms, today),
    )
    if findings:
        raise Refused("IND-004", findings=findings)


def _day_findings(terms: RecordTerms, operation: Operation, today: date) -> Iterator[Finding]:
    period = {"first_day": operation.first_day.isoformat(), "last_day": operation.last_day.isoformat()}
    if not operation.period.contains(terms.entry_on):
        yield Finding(code="IND-101", field="entry_on", raw=terms.entry_on.isoformat(), values=period)
    if terms.exit_on is not None and terms.exit_on < terms.entry_on:
        yield Finding(code="IND-102", field="exit_on", raw=terms.exit_on.isoformat())
    if terms.exit_on is not None and terms.exit_on > operation.last_day:
        yield Finding(code="IND-103", field="exit_on", raw=terms.exit_on.isoformat(), values=period)
    for name in ("entry_on", "exit_on", "questionnaire_on", "special_consent_on"):
        day = getattr(terms, name)
        if day is not None and day > today:
            yield Finding(code="IND-104", field=name, raw=day.isoformat())


def _entry_findings(terms: RecordTerms) -> Iterator[Finding]:
    entry, since = terms.entry, terms.entry.unemployed_since
    if since is not None and entry.labour_status is not LabourStatus.UNEMPLOYED:
        yield Finding(code="IND-105", field="entry.unemployed_since")
    if isinstance(since, date) and since > terms.entry_on:
        yield Finding(code="IND-106", field="entry.unemployed_since")
    for name in SPECIAL:
        if getattr(entry, name) in (Answer.YES, Answer.NO) and terms.special_consent_on is None:
            yield Finding(code="IND-107", field=f"entry.{name}")


def _exit_findings(terms: RecordTerms, today: date) -> Iterator[Finding]:
    if terms.exit is None:
        return
    if terms.exit_on is None:
        yield Finding(code="IND-108", field="exit_on")
        return
    until, observed = exit_situation_until(terms.exit_on), terms.exit.observed_on
    if not terms.exit_on <= observed <= min(until, today):
        values = {"first_day": terms.exit_on.isoformat(), "last_day": min(until, today).isoformat()}
        yield Finding(code="IND-109", field="exit.observed_on", raw=observed.isoformat(), values=values)


def _follow_up_findings(terms: RecordTerms, today: date) -> Iterator[Finding]:
    if terms.follow_up is None:
        return
    if terms.exit_on is None:
        yield Finding(code="IND-110", field="exit_on")
        return
    due_on, observed = follow_up_due_on(terms.exit_on), terms.follow_up.observed_on
    if not due_on <= observed <= today:
        values = {"due_on": due_on.isoformat()}
        yield Finding(code="IND-111", field="follow_up.observed_on", raw=observed.isoformat(), values=values)
