"""What the indicators of an operation show of its participants: fields filled, exits missing, pseudonyms."""

from datetime import date
from uuid import UUID

from clause.domain.checks.claims.participants_are_complete import participants_are_complete
from clause.domain.findings import Finding, Severity
from clause.domain.indicators import (
    ExitMissing,
    FieldCompleteness,
    IndicatorInputs,
    OperationIndicators,
    PersonShown,
    inputs_of,
)
from clause.domain.operation_participants import ContactData, EntryData, FollowUpData
from clause.domain.participants import Sex
from clause.rules.cost_codes import ParticipantMode
from clause.rules.indicator_codes import Answer, Attainment, Gender, LabourStatus, NotGiven
from tests.builders.operation_participants import FULL_ENTRY
from tests.domain.test_operation_participants import LAST, LEFT, TODAY, a_person, computed, operation

LATER = FollowUpData(observed_on=date(2026, 11, 4), employment=Answer.YES, improvement=Answer.NO)
GONE = date(2026, 5, 4)


def filled(found: OperationIndicators) -> dict[str, tuple[int, int, int]]:
    """By field: answered, not given, missing."""
    return {one.field: (one.answered, one.not_given, one.missing) for one in found.completeness}


def test_each_field_tells_its_answers_what_is_not_given_and_what_is_missing() -> None:
    at_work = FULL_ENTRY.model_copy(update={"labour_status": LabourStatus.EMPLOYED, "unemployed_since": None})
    unknown_since = FULL_ENTRY.model_copy(update={"unemployed_since": NotGiven.UNKNOWN})
    found = computed(
        a_person(1, exit_on=GONE, exit=LEFT, follow_up=LATER),
        a_person(2, entry=EntryData(), sex=Sex.U, contact=ContactData(), exit_on=GONE),
        a_person(3, entry=at_work),
        a_person(4, entry=unknown_since, exit_on=date(2026, 11, 1), exit=LEFT),
    )
    assert filled(found) == {
        "gender": (3, 0, 1),
        "labour_status": (3, 0, 1),
        "unemployed_since": (1, 1, 0),
        "attainment": (3, 0, 1),
        "disability": (0, 3, 1),
        "third_country": (3, 0, 1),
        "foreign_background": (3, 0, 1),
        "minority": (0, 3, 1),
        "homeless": (3, 0, 1),
        "rural": (3, 0, 1),
        "contact": (3, 0, 1),
        "exit": (2, 0, 1),
        "follow_up": (1, 0, 1),
    }
    assert found.completeness[0] == FieldCompleteness(field="gender", answered=3, not_given=0, missing=1)
    assert [one.field for one in found.completeness][:3] == ["gender", "labour_status", "unemployed_since"]


def test_under_objective_l_only_what_is_asked_is_told() -> None:
    found = computed(a_person(), objective="L")
    assert not {"labour_status", "unemployed_since", "attainment"} & set(filled(found))
    assert {"gender", "disability", "contact", "exit", "follow_up"} <= set(filled(found))


def test_education_that_is_not_given_is_counted_among_those_who_count() -> None:
    entries = [FULL_ENTRY.model_copy(update={"attainment": known}) for known in (None, Attainment.ISCED_0_2)]
    outside = EntryData(attainment=None)
    found = computed(*(a_person(number, entry=entry) for number, entry in enumerate([*entries, outside])))
    assert found.education_not_given == 1


def test_the_share_of_gaps_is_told_with_its_account() -> None:
    found = computed(a_person(contact=ContactData()), a_person(2), a_person(3), on=date(2026, 6, 1))
    assert (found.incomplete, str(found.incomplete_share)) == (1, "0.3333")
    assert found.incomplete_trace is not None
    assert set(found.incomplete_trace.inputs.values()) == {"1", "3"}
    assert computed().incomplete_share is None


def test_a_missing_exit_names_who_left_when_and_the_last_day_to_tell_it() -> None:
    """Whoever has no day of leaving left with the operation; the situation is entered within a month."""
    found = computed(a_person(1, exit_on=GONE), a_person(2), a_person(3, exit_on=GONE, exit=LEFT))
    assert found.exits_missing == (
        ExitMissing(ref=UUID(int=1), exit_on=GONE, due_on=date(2026, 6, 4)),
        ExitMissing(ref=UUID(int=2), exit_on=None, due_on=date(2026, 12, 30)),
    )
    assert found.exits == 2


def test_a_person_is_shown_under_a_pseudonym_with_what_counts() -> None:
    person = a_person(7, exit_on=GONE, exit=LEFT, follow_up=LATER)
    shown = PersonShown(
        ref=UUID(int=7),
        entry_on=date(2026, 2, 2),
        exit_on=GONE,
        gender=Gender.F,
        age=35,
        labour_status=LabourStatus.UNEMPLOYED,
        long_term=True,
        attainment=Attainment.ISCED_0_2,
        third_country=Answer.NO,
        foreign_background=Answer.NO,
        homeless=Answer.NO,
        rural=Answer.YES,
        job_search_on_exit=Answer.NO,
        training_on_exit=Answer.NO,
        qualification_on_exit=Answer.NO,
        employment_on_exit=Answer.YES,
        employment_after=Answer.YES,
        improvement_after=Answer.NO,
        questionnaire_signed=True,
        missing=(),
    )
    assert computed(person).people == (shown,)
    results = (
        "job_search_on_exit", "training_on_exit", "qualification_on_exit", "employment_on_exit",
        "employment_after", "improvement_after",
    )  # fmt: skip
    before = shown.model_copy(update={"exit_on": None, **dict.fromkeys(results)})
    assert computed(person, on=date(2026, 5, 3)).people == (before,)


def test_long_term_is_told_of_the_unemployed_alone() -> None:
    at_work = FULL_ENTRY.model_copy(update={"labour_status": LabourStatus.EMPLOYED})
    assert [person.long_term for person in computed(a_person(), a_person(2, entry=at_work)).people] == [True, False]


def test_fields_that_miss_are_named_in_one_order() -> None:
    found = computed(a_person(entry=EntryData(), sex=Sex.U, contact=ContactData(), exit_on=GONE))
    assert found.people[0].missing == (
        "gender", "labour_status", "attainment", "disability", "third_country", "foreign_background", "minority",
        "homeless", "rural", "contact", "exit",
    )  # fmt: skip


def test_indicators_are_made_from_the_operation_and_those_it_reaches() -> None:
    people = [a_person(), a_person(2)]
    assert inputs_of(operation(), TODAY, iter(people), iter([])) == IndicatorInputs(
        mode=ParticipantMode.PARTICIPANTS,
        specific_objective="H",
        last_day=LAST,
        on=TODAY,
        people=tuple(people),
        entities=(),
    )


def test_a_claim_is_told_what_is_missing_and_of_whom() -> None:
    gaps = [a_person(number, contact=ContactData()) for number in range(3)]
    found = computed(*gaps, a_person(5, questionnaire_on=None), on=date(2026, 5, 31))
    disagreeing = found.model_copy(update={"inconsistencies": ("EECO01 < EECO02",)})
    field, warning = "indicators", Severity.WARNING
    values = {"incomplete": "3", "participants": "3"}
    assert list(participants_are_complete(disagreeing, TODAY)) == [
        Finding(code="IND-132", severity=warning, field=f"{field}.incomplete", values=values),
        Finding(code="IND-133", severity=warning, field=f"{field}.without_questionnaire", raw="1"),
        Finding(code="IND-134", severity=warning, field=f"{field}.indicators", raw="EECO01 < EECO02"),
    ]
    gone, others = a_person(4, exit_on=GONE), [a_person(number) for number in range(5, 8)]
    (late,) = participants_are_complete(computed(gone, *others, on=date(2026, 5, 31)), date(2026, 6, 5))
    ref = str(UUID(int=4))
    assert (late.code, late.field, late.raw) == ("IND-130", f"{field}.exits_missing.{ref}", ref)
    assert (late.severity, late.values) == (Severity.BLOCKING, {"due_on": "2026-06-04"})
