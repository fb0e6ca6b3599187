"""The indicators of an operation on a day: totals, completeness, exits and follow-ups still to come.

What leaves the beneficiary names nobody: people stand under the id of their record, without the answers of special
categories, which appear in totals only.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.operation_entities import OperationEntity
from clause.domain.operation_participants import SPECIAL, OperationParticipant
from clause.domain.operations import Operation
from clause.domain.participants import Sex, age_on
from clause.rules import indicators as rules
from clause.rules.cost_codes import ParticipantMode
from clause.rules.indicator_codes import Answer, Attainment, Gender, IndicatorCode, LabourStatus, NotGiven
from clause.rules.quantities import Rate
from clause.rules.trace import Trace

OF_THE_WORK = ("labour_status", "attainment")
"""Answers that are not asked under the reduced list (specific objective L)."""
ANSWERS = ("disability", "third_country", "foreign_background", "minority", "homeless", "rural")


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class RecordedPerson(_Frozen):
    """A record with what the indicators need of the person."""

    record: OperationParticipant
    sex: Sex
    birth_date: date

    @property
    def age(self) -> int:
        """Full years on entry."""
        return age_on(self.birth_date, self.record.entry_on)

    @property
    def long_term(self) -> bool:
        """True for unemployment beyond the threshold on entry; False where the day it began is not given."""
        since = self.record.entry.unemployed_since
        return isinstance(since, date) and rules.is_long_term(since, self.record.entry_on, self.age)


class IndicatorInputs(_Frozen):
    """Everything that an operation's indicators are made from."""

    mode: ParticipantMode
    specific_objective: str
    last_day: date
    on: date
    people: tuple[RecordedPerson, ...] = ()
    entities: tuple[OperationEntity, ...] = ()


class IndicatorTotal(_Frozen):
    """One indicator; ``by_gender`` is null for structures."""

    code: IndicatorCode
    total: int
    by_gender: dict[Gender, int] | None


class FieldCompleteness(_Frozen):
    """How often a field is filled: with an answer, with "not known" or "refused", or not at all."""

    field: str
    answered: int
    not_given: int
    missing: int


class ExitMissing(_Frozen):
    """Someone who left, or whose operation ended, without a complete situation on exit."""

    ref: UUID
    exit_on: date | None
    due_on: date
    """The last day to enter it."""


class PersonShown(_Frozen):
    """A participant under a pseudonym, without special categories; enough to count the indicators again."""

    ref: UUID
    entry_on: date
    exit_on: date | None
    gender: Gender
    age: int
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
    missing: tuple[str, ...]


class OperationIndicators(_Frozen):
    """The indicators of an operation on a day.

    ``participants`` have entered and signed the questionnaire; those ``without_questionnaire`` are no base of anything.
    ``exposed`` is the gate of 35 %: incomplete data of more than that share risk a financial adjustment.
    """

    on: date
    mode: ParticipantMode
    specific_objective: str
    participants: int
    without_questionnaire: int
    indicators: tuple[IndicatorTotal, ...]
    education_not_given: int
    completeness: tuple[FieldCompleteness, ...]
    incomplete: int
    incomplete_share: Rate | None
    incomplete_trace: Trace | None
    exposed: bool
    exits: int
    exits_missing: tuple[ExitMissing, ...]
    follow_ups_due: int
    follow_ups_done: int
    inconsistencies: tuple[str, ...]
    people: tuple[PersonShown, ...]


def figures(inputs: IndicatorInputs) -> OperationIndicators | None:
    """The indicators of an operation; None when it reaches neither people nor structures.

    People count from their entry, their exit from the day they left, their follow-up six months after. A person whose
    questionnaire is not signed is out of the base (probable: as the platform does).
    """
    if inputs.mode is ParticipantMode.NONE:
        return None
    entered = [person for person in inputs.people if person.record.entry_on <= inputs.on]
    base = [person for person in entered if _signed(person, inputs.on)]
    reduced = rules.is_reduced(inputs.specific_objective)
    counted = [_counted(person, inputs.on) for person in base]
    totals = _totals(inputs, counted, reduced=reduced)
    gaps = [missing_fields(person, inputs.on, reduced=reduced) for person in base]
    incomplete = sum(1 for names in gaps if names)
    share = rules.incomplete_share(incomplete, len(base))
    unknown = _education_not_given(counted)
    due = [person for person in base if _follow_up_is_due(person.record, inputs.on)]
    return OperationIndicators(
        on=inputs.on,
        mode=inputs.mode,
        specific_objective=inputs.specific_objective,
        participants=len(base),
        without_questionnaire=len(entered) - len(base),
        indicators=totals,
        education_not_given=unknown,
        completeness=_completeness(base, inputs.on, reduced=reduced),
        incomplete=incomplete,
        incomplete_share=share.value if share else None,
        incomplete_trace=share.trace if share else None,
        exposed=rules.exposes(incomplete, len(base), inputs.on),
        exits=sum(1 for person in base if _left(person.record, inputs.on)),
        exits_missing=tuple(_exits_missing(base, inputs)),
        follow_ups_due=len(due),
        follow_ups_done=sum(1 for person in due if _is_followed_up(person.record)),
        inconsistencies=rules.inconsistencies({one.code: one.total for one in totals}, unknown),
        people=tuple(_shown(person, inputs.on, reduced=reduced) for person in entered),
    )


def inputs_of(
    operation: Operation, on: date, people: Iterable[RecordedPerson], entities: Iterable[OperationEntity]
) -> IndicatorInputs:
    """What the indicators of an operation are made from, on a day."""
    return IndicatorInputs(
        mode=operation.participant_mode,
        specific_objective=operation.specific_objective,
        last_day=operation.last_day,
        on=on,
        people=tuple(people),
        entities=tuple(entities),
    )


def missing_fields(person: RecordedPerson, on: date, *, reduced: bool) -> tuple[str, ...]:
    """The fields without an answer that are due on a day, in one order; empty for a complete record.

    Interpretation: "not known" and "refused" complete a field, except the situation on the labour market, without which
    the person enters no total. The situation on exit is due from the day of leaving; follow-ups may be a sample.
    """
    record, entry = person.record, person.record.entry
    missing = [] if person.sex is not Sex.U else ["gender"]
    if not reduced:
        if not rules.is_counted(entry.labour_status):
            missing.append("labour_status")
        if entry.labour_status is LabourStatus.UNEMPLOYED and entry.unemployed_since is None:
            missing.append("unemployed_since")
        if entry.attainment is None:
            missing.append("attainment")
    missing += [name for name in ANSWERS if getattr(entry, name) is None]
    if not record.contact.is_enough:
        missing.append("contact")
    if _left(record, on) and not _exit_is_complete(record):
        missing.append("exit")
    return tuple(missing)


def _signed(person: RecordedPerson, on: date) -> bool:
    return person.record.questionnaire_on is not None and person.record.questionnaire_on <= on


def _left(record: OperationParticipant, on: date) -> bool:
    return record.exit_on is not None and record.exit_on <= on


def _exit_is_complete(record: OperationParticipant) -> bool:
    return record.exit is not None and record.exit.is_complete


def _follow_up_is_due(record: OperationParticipant, on: date) -> bool:
    return record.exit_on is not None and rules.follow_up_due_on(record.exit_on) <= on


def _is_followed_up(record: OperationParticipant) -> bool:
    return record.follow_up is not None and None not in (record.follow_up.employment, record.follow_up.improvement)


def _counted(person: RecordedPerson, on: date) -> rules.Counted:
    entry = person.record.entry
    return rules.Counted(
        gender=Gender(person.sex.value),
        age=person.age,
        labour_status=entry.labour_status,
        long_term=person.long_term,
        attainment=entry.attainment,
        **{name: getattr(entry, name) for name in ANSWERS},
        **_results(person.record, on),
    )


def _results(record: OperationParticipant, on: date) -> dict[str, Any]:
    """The answers on exit and six months after, as far as their days have come."""
    out = record.exit if _left(record, on) else None
    later = record.follow_up if _follow_up_is_due(record, on) else None
    return {
        "job_search_on_exit": out.job_search if out else None,
        "training_on_exit": out.training if out else None,
        "qualification_on_exit": out.qualification if out else None,
        "employment_on_exit": out.employment if out else None,
        "employment_after": later.employment if later else None,
        "improvement_after": later.improvement if later else None,
    }


def _totals(inputs: IndicatorInputs, counted: list[rules.Counted], *, reduced: bool) -> tuple[IndicatorTotal, ...]:
    if inputs.mode is ParticipantMode.PARTICIPANTS:
        found = rules.indicators_of_people(counted, reduced=reduced)
    else:
        standing = [entity for entity in inputs.entities if entity.withdrawn_at is None]
        found = rules.indicators_of_entities(one.kind for one in standing if one.supported_on <= inputs.on)
    return tuple(
        IndicatorTotal(code=one.code, total=one.total, by_gender=dict(one.by_gender) if one.by_gender else None)
        for one in found
    )


def _education_not_given(counted: list[rules.Counted]) -> int:
    within = [person for person in counted if rules.is_counted(person.labour_status)]
    return sum(1 for person in within if person.attainment is None or not person.attainment.is_known)


def _completeness(base: list[RecordedPerson], on: date, *, reduced: bool) -> tuple[FieldCompleteness, ...]:
    names = ANSWERS if reduced else (*OF_THE_WORK, *ANSWERS)
    rows = [_field(name, [getattr(person.record.entry, name) for person in base]) for name in names]
    if not reduced:
        jobless = [person for person in base if person.record.entry.labour_status is LabourStatus.UNEMPLOYED]
        rows.insert(1, _field("unemployed_since", [person.record.entry.unemployed_since for person in jobless]))
    left = [person.record for person in base if _left(person.record, on)]
    later = [record for record in left if _follow_up_is_due(record, on)]
    return (
        _field("gender", [None if person.sex is Sex.U else person.sex for person in base]),
        *rows,
        _field("contact", [True if person.record.contact.is_enough else None for person in base]),
        _field("exit", [True if _exit_is_complete(record) else None for record in left]),
        _field("follow_up", [True if _is_followed_up(record) else None for record in later]),
    )


def _field(name: str, values: list[Any]) -> FieldCompleteness:
    missing = sum(1 for value in values if value is None)
    not_given = sum(1 for value in values if value is not None and str(value) in tuple(NotGiven))
    answered = len(values) - missing - not_given
    return FieldCompleteness(field=name, answered=answered, not_given=not_given, missing=missing)


def _exits_missing(base: list[RecordedPerson], inputs: IndicatorInputs) -> Iterator[ExitMissing]:
    for record in (person.record for person in base):
        if _left(record, inputs.on) and _exit_is_complete(record):
            continue
        # Whoever has no day of leaving left with the operation.
        left_on = record.exit_on or inputs.last_day
        if left_on <= inputs.on:
            yield ExitMissing(ref=record.id, exit_on=record.exit_on, due_on=rules.exit_entry_due_on(left_on))


def _shown(person: RecordedPerson, on: date, *, reduced: bool) -> PersonShown:
    record, entry = person.record, person.record.entry
    return PersonShown(
        ref=record.id,
        entry_on=record.entry_on,
        exit_on=record.exit_on if _left(record, on) else None,
        gender=Gender(person.sex.value),
        age=person.age,
        labour_status=entry.labour_status,
        long_term=entry.labour_status is LabourStatus.UNEMPLOYED and person.long_term,
        attainment=entry.attainment,
        **{name: getattr(entry, name) for name in ANSWERS if name not in SPECIAL},
        **_results(record, on),
        questionnaire_signed=_signed(person, on),
        missing=missing_fields(person, on, reduced=reduced),
    )
