"""Bodies about the common ESF+ indicators."""

from datetime import date
from typing import Self
from uuid import UUID

from pydantic import Field

from clause.api.schemas.base import RateOut, Schema
from clause.domain.indicators import OperationIndicators
from clause.rules.cost_codes import ParticipantMode
from clause.rules.indicator_codes import Answer, Attainment, Gender, IndicatorCode, LabourStatus
from clause.rules.trace import Trace


class IndicatorOut(Schema):
    """One indicator; ``by_gender`` is null for structures."""

    code: IndicatorCode
    total: int
    by_gender: dict[Gender, int] | None


class CompletenessOut(Schema):
    """How often a field is filled; ``not_given`` counts "not known" and "refused"."""

    field: str
    answered: int
    not_given: int
    missing: int


class ExitMissingOut(Schema):
    """Someone who left without a complete situation on exit."""

    ref: UUID
    exit_on: date | None
    due_on: date = Field(description="The last day to enter it")


class PersonShownOut(Schema):
    """A participant under a pseudonym, without special categories of data."""

    ref: UUID
    entry_on: date
    exit_on: date | None
    gender: Gender
    age: int = Field(description="Full years on entry")
    labour_status: LabourStatus | None
    long_term: bool
    attainment: Attainment | None
    third_country: Answer | None
    foreign_background: Answer | None
    homeless: Answer | None
    rural: Answer | None
    job_search_on_exit: Answer | None
    training_on_exit: Answer | None
    qualification_on_exit: Answer | None
    employment_on_exit: Answer | None
    employment_after: Answer | None
    improvement_after: Answer | None
    questionnaire_signed: bool
    missing: list[str]


class IndicatorsOut(Schema):
    """The indicators of an operation on a day."""

    on: date
    mode: ParticipantMode
    specific_objective: str
    participants: int = Field(description="Entered, with a signed questionnaire: the base of all that follows")
    without_questionnaire: int
    indicators: list[IndicatorOut]
    education_not_given: int
    completeness: list[CompletenessOut]
    incomplete: int
    incomplete_share: RateOut | None = Field(description="Rounded to show; the gate judges the exact share")
    incomplete_trace: Trace | None
    exposed: bool = Field(description="True above 35 % of participants with incomplete data")
    exits: int
    exits_missing: list[ExitMissingOut]
    follow_ups_due: int
    follow_ups_done: int
    inconsistencies: list[str]
    people: list[PersonShownOut]

    @classmethod
    def of(cls, found: OperationIndicators) -> Self:
        """As the API shows it."""
        return cls.model_validate(found.model_dump())
