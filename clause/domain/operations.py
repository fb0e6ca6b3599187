"""FSE+ operations, what was agreed for them, and who is assigned to them."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.agreements import GrantAgreement
from clause.domain.employments import FAR_FUTURE
from clause.rules.calendar import Month, Period
from clause.rules.codes import RegionCategory
from clause.rules.cost_codes import BeneficiaryKind, CostMethod, ParticipantMode
from clause.rules.quantities import Rate

MOST_RATE_DECIMALS = 8
"""Decimals of a printed percentage: as many as the fraction can be stored with."""


class OperationState(StrEnum):
    """Where an operation stands, from the application to the day its file may be destroyed."""

    APPLICATION_DRAFT = "application_draft"
    APPLICATION_SUBMITTED = "application_submitted"
    INCOMPLETE = "incomplete"
    ADMISSIBLE = "admissible"
    IN_APPRAISAL = "in_appraisal"
    TO_COMMITTEE = "to_committee"
    PROGRAMMED = "programmed"
    REFUSED = "refused"
    ADJOURNED = "adjourned"
    AGREEMENT_DRAFT = "agreement_draft"
    AGREEMENT_SIGNED = "agreement_signed"
    IN_FORCE = "in_force"
    AMENDMENT_PENDING = "amendment_pending"
    IMPLEMENTATION_ENDED = "implementation_ended"
    FINAL_CLAIM_DUE = "final_claim_due"
    SETTLED = "settled"
    IN_RETENTION = "in_retention"
    PURGEABLE = "purgeable"


class OperationTerms(BaseModel):
    """What an operation is."""

    model_config = ConfigDict(frozen=True)

    intermediate_body_id: UUID
    number: str
    title: str
    programme_cci: str
    priority: str
    specific_objective: str
    region_category: RegionCategory
    first_day: date
    last_day: date
    call_id: UUID | None = None
    participant_mode: ParticipantMode = ParticipantMode.NONE
    beneficiary_kind: BeneficiaryKind = BeneficiaryKind.OTHER
    accounting_code: str | None = None
    description: str | None = None
    nuts: str | None = None


class OperationRecord(OperationTerms):
    """An operation as recorded, from its application on; ``agreement`` is its latest version, None before the first."""

    id: UUID
    facilitator_org_id: UUID
    state: OperationState
    created_at: datetime
    version: int
    settled_on: date | None = None
    """The day of the last payment to the beneficiary, or of its repayment, once the final claim is settled."""
    agreement: GrantAgreement | None

    @property
    def terms(self) -> OperationTerms:
        """What the operation is, without what is recorded of it."""
        return OperationTerms(**{name: getattr(self, name) for name in OperationTerms.model_fields})

    @property
    def period(self) -> Period:
        """The days in which the operation is carried out."""
        return Period(self.first_day, self.last_day)


class Operation(OperationRecord):
    """An operation that has its agreement: what claims, letters and resources need."""

    agreement: GrantAgreement


class AssignmentTerms(BaseModel):
    """A mission letter: one person's time for the operation, from when to when."""

    model_config = ConfigDict(frozen=True)

    employment_id: UUID
    method: CostMethod
    first_day: date
    last_day: date | None
    issued_on: date
    time_share: Rate | None = None
    """Method M1: the share of the working time that goes to the operation each month."""
    missions: str | None = None
    document_id: UUID | None = None
    overlap_reason: str | None = None
    """Why two people hold one post on the same days, where this letter is for who stands in for another."""
    stands_in_for_id: UUID | None = None
    """The employment of the person who is replaced during leave."""

    @property
    def period(self) -> Period:
        """The days of the mission; one without an end runs on."""
        return Period(self.first_day, self.last_day or FAR_FUTURE)


class Assignment(AssignmentTerms):
    """A mission letter as recorded; a new one replaces the earlier ones from its first day on."""

    id: UUID
    operation_id: UUID
    version_no: int
    created_at: datetime


def assignment_on(letters: Iterable[Assignment], day: date) -> Assignment | None:
    """The mission letter in force on a day, among those of one person for one operation; None when none is.

    The latest version that has begun decides, so that a letter issued again with an earlier end ends the mission.
    """
    begun = [letter for letter in letters if letter.first_day <= day]
    latest = max(begun, key=lambda letter: letter.version_no, default=None)
    return latest if latest is not None and latest.period.contains(day) else None


def letters_in_force(letters: Iterable[Assignment], month: Month) -> list[Assignment]:
    """The mission letters of one person in force on one day of the month at least, once each."""
    known = list(letters)
    found: dict[UUID, Assignment] = {}
    for operation_id in {letter.operation_id for letter in known}:
        of_it = [letter for letter in known if letter.operation_id == operation_id]
        for number in range(1, month.last_day.day + 1):
            letter = assignment_on(of_it, month.first_day.replace(day=number))
            if letter is not None:
                found[letter.id] = letter
    return [found[key] for key in sorted(found)]
