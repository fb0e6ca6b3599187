"""What a record of a participant may say, and what an operation's indicators make of it."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from clause.domain.errors import Refused, WrongState
from clause.domain.findings import Finding
from clause.domain.indicators import IndicatorInputs, OperationIndicators, RecordedPerson, figures
from clause.domain.operation_entities import EntityTerms, OperationEntity, check_entity
from clause.domain.operation_participants import (
    ContactData,
    EntryData,
    ExitData,
    FollowUpData,
    OperationParticipant,
    RecordTerms,
    check_record,
    check_takes_participants,
)
from clause.domain.operations import Operation
from clause.domain.participants import Sex
from clause.rules.cost_codes import ParticipantMode
from clause.rules.indicator_codes import Answer, EntityKind, LabourStatus, NotGiven
from tests.builders.operation_participants import FULL_ENTRY, record_terms
from tests.builders.territory import NOW

TODAY = date(2026, 12, 1)
FIRST, LAST = date(2026, 1, 1), date(2026, 11, 30)
LEFT = ExitData(
    observed_on=date(2026, 5, 4),
    job_search=Answer.NO,
    training=Answer.NO,
    qualification=Answer.NO,
    employment=Answer.YES,
)


def operation(mode: ParticipantMode = ParticipantMode.PARTICIPANTS, last_day: date = LAST) -> Operation:
    terms: Any = {"participant_mode": mode, "first_day": FIRST, "last_day": last_day, "specific_objective": "H"}
    return Operation.model_construct(**terms)


def a_record(number: int = 1, **changes: Any) -> OperationParticipant:
    ids = {"facilitator_org_id": UUID(int=9), "operation_id": UUID(int=8), "participant_id": UUID(int=number)}
    return OperationParticipant(**dict(record_terms(**changes)), id=UUID(int=number), **ids, created_at=NOW, version=1)


def a_person(number: int = 1, *, sex: Sex = Sex.F, born: date = date(1990, 4, 12), **changes: Any) -> RecordedPerson:
    return RecordedPerson(record=a_record(number, **changes), sex=sex, birth_date=born)


def computed(*people: RecordedPerson, on: date = TODAY, objective: str = "H") -> OperationIndicators:
    inputs = IndicatorInputs(
        mode=ParticipantMode.PARTICIPANTS, specific_objective=objective, last_day=LAST, on=on, people=people
    )
    found = figures(inputs)
    assert found is not None
    return found


def total(found: OperationIndicators, code: str) -> int:
    return next(one.total for one in found.indicators if one.code.value == code)


def refusals(terms: RecordTerms) -> list[tuple[str, str]]:
    with pytest.raises(Refused, match="IND-004") as refused:
        check_record(terms, operation(), TODAY)
    return [(finding.code, finding.field) for finding in refused.value.findings]


def test_a_complete_record_is_accepted() -> None:
    check_record(record_terms(exit_on=date(2026, 5, 4), exit=LEFT), operation(), TODAY)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"entry_on": date(2025, 12, 31)}, [("IND-101", "entry_on")]),
        ({"exit_on": date(2026, 2, 1)}, [("IND-102", "exit_on")]),
        ({"exit_on": date(2026, 12, 1)}, [("IND-103", "exit_on")]),
        ({"questionnaire_on": date(2026, 12, 2)}, [("IND-104", "questionnaire_on")]),
        (
            {"entry": FULL_ENTRY.model_copy(update={"labour_status": LabourStatus.INACTIVE})},
            [("IND-105", "entry.unemployed_since")],
        ),
        (
            {"entry": FULL_ENTRY.model_copy(update={"unemployed_since": date(2026, 2, 3)})},
            [("IND-106", "entry.unemployed_since")],
        ),
        ({"entry": FULL_ENTRY.model_copy(update={"minority": Answer.NO})}, [("IND-107", "entry.minority")]),
        ({"exit": LEFT}, [("IND-108", "exit_on")]),
        ({"exit_on": date(2026, 5, 5), "exit": LEFT}, [("IND-109", "exit.observed_on")]),
        ({"exit_on": date(2026, 4, 5), "exit": LEFT}, [("IND-109", "exit.observed_on")]),
        ({"follow_up": FollowUpData(observed_on=TODAY)}, [("IND-110", "exit_on")]),
        (
            {"exit_on": date(2026, 6, 2), "follow_up": FollowUpData(observed_on=TODAY)},
            [("IND-111", "follow_up.observed_on")],
        ),
    ],
)
def test_what_cannot_be_is_refused_with_its_field(changes: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert refusals(record_terms(**changes)) == expected


def test_an_exit_is_looked_at_until_the_28th_day_after_it() -> None:
    check_record(record_terms(exit_on=date(2026, 4, 6), exit=LEFT), operation(), TODAY)


def test_a_follow_up_is_looked_at_from_the_day_six_months_after() -> None:
    later = FollowUpData(observed_on=TODAY)
    check_record(record_terms(exit_on=date(2026, 6, 1), exit=None, follow_up=later), operation(), TODAY)


def test_with_consent_special_categories_are_kept() -> None:
    entry = FULL_ENTRY.model_copy(update={"disability": Answer.YES, "minority": Answer.NO})
    check_record(record_terms(entry=entry, special_consent_on=date(2026, 2, 2)), operation(), TODAY)


@pytest.mark.parametrize(
    ("mode", "last_day", "code"),
    [
        (ParticipantMode.NONE, LAST, "IND-002"),
        (ParticipantMode.ENTITIES, LAST, "IND-002"),
        (ParticipantMode.PARTICIPANTS, FIRST, "IND-003"),
    ],
)
def test_an_operation_of_one_day_or_without_participants_takes_none(
    mode: ParticipantMode, last_day: date, code: str
) -> None:
    with pytest.raises(WrongState, match=code):
        check_takes_participants(operation(mode, last_day))


def test_people_count_from_their_entry_and_their_exit_from_the_day_they_left() -> None:
    person = a_person(exit_on=date(2026, 5, 4), exit=LEFT)
    seen = [
        (found.participants, found.exits, total(found, "EECR04"))
        for found in (computed(person, on=date(2026, month, day)) for month, day in ((2, 1), (2, 2), (5, 3), (5, 4)))
    ]
    assert seen == [(0, 0, 0), (1, 0, 0), (1, 0, 0), (1, 1, 1)]


def test_who_signed_no_questionnaire_is_out_of_the_base() -> None:
    found = computed(a_person(), a_person(2, questionnaire_on=None, contact=ContactData()))
    assert (found.participants, found.without_questionnaire, found.incomplete, total(found, "EECO01")) == (1, 1, 0, 1)
    assert [person.questionnaire_signed for person in found.people] == [True, False]


@pytest.mark.parametrize(
    ("changes", "sex", "missing"),
    [
        ({}, Sex.F, ()),
        ({}, Sex.U, ("gender",)),
        ({"contact": ContactData()}, Sex.F, ("contact",)),
        ({"contact": ContactData(referent_email="a@b.example")}, Sex.F, ()),
        ({"entry": FULL_ENTRY.model_copy(update={"unemployed_since": None})}, Sex.F, ("unemployed_since",)),
        ({"entry": FULL_ENTRY.model_copy(update={"unemployed_since": NotGiven.UNKNOWN})}, Sex.F, ()),
        ({"entry": FULL_ENTRY.model_copy(update={"rural": None, "attainment": None})}, Sex.F, ("attainment", "rural")),
        ({"exit_on": date(2026, 5, 4)}, Sex.F, ("exit",)),
        ({"exit_on": date(2026, 5, 4), "exit": LEFT.model_copy(update={"training": None})}, Sex.F, ("exit",)),
        ({"exit_on": date(2026, 5, 4), "exit": LEFT}, Sex.F, ()),
    ],
)
def test_a_gap_makes_a_record_incomplete_and_a_refusal_does_not(
    changes: dict[str, Any], sex: Sex, missing: tuple[str, ...]
) -> None:
    # Before the operation's end: who has not left needs no exit yet.
    found = computed(a_person(sex=sex, **changes), on=date(2026, 6, 1))
    assert found.people[0].missing == missing
    assert found.incomplete == bool(missing)


def test_under_objective_l_work_and_education_are_not_asked() -> None:
    entry = EntryData(**{**dict(FULL_ENTRY), "labour_status": None, "unemployed_since": None, "attainment": None})
    found = computed(a_person(entry=entry), objective="L", on=date(2026, 6, 1))
    assert (found.incomplete, total(found, "EECO01"), found.inconsistencies) == (0, 1, ())
    assert "attainment" not in {row.field for row in found.completeness}


def test_whoever_is_still_there_on_the_last_day_left_with_the_operation() -> None:
    before, after = computed(a_person(), on=date(2026, 11, 29)), computed(a_person(), on=LAST)
    assert before.exits_missing == ()
    assert [(one.exit_on, one.due_on) for one in after.exits_missing] == [(None, date(2026, 12, 30))]


def test_follow_ups_are_due_six_months_after_leaving() -> None:
    later = FollowUpData(observed_on=date(2026, 11, 4), employment=Answer.YES, improvement=Answer.NO)
    people = (
        a_person(1, exit_on=date(2026, 5, 4), exit=LEFT),
        a_person(2, exit_on=date(2026, 5, 4), exit=LEFT, follow_up=later),
        a_person(3, exit_on=date(2026, 6, 30), exit=None),
    )
    seen = [(computed(*people, on=day).follow_ups_due, computed(*people, on=day).follow_ups_done)
            for day in (date(2026, 11, 3), date(2026, 11, 4))]  # fmt: skip
    assert seen == [(0, 0), (2, 1)]
    assert total(computed(*people, on=date(2026, 11, 4)), "EECR05") == 1


def test_long_term_unemployment_is_told_by_its_first_day() -> None:
    entries = [
        FULL_ENTRY.model_copy(update={"unemployed_since": since})
        for since in (date(2025, 2, 1), date(2025, 2, 2), NotGiven.UNKNOWN)
    ]
    found = computed(*(a_person(number, entry=entry) for number, entry in enumerate(entries)))
    assert (total(found, "EECO02"), total(found, "EECO03")) == (3, 1)


def test_special_categories_stand_in_totals_alone() -> None:
    entry = FULL_ENTRY.model_copy(update={"disability": Answer.YES, "minority": Answer.YES})
    found = computed(a_person(entry=entry, special_consent_on=date(2026, 2, 2)))
    assert (total(found, "EECO12"), total(found, "EECO15")) == (1, 1)
    shown = found.people[0].model_dump()
    assert not {"disability", "minority"} & set(shown)
    assert {"first_name", "last_name", "birth_date", "contact"} & set(shown) == set()


def test_more_than_a_third_of_gaps_is_told() -> None:
    gaps = [a_person(number, contact=ContactData()) for number in range(7)]
    full = [a_person(number) for number in range(7, 20)]
    # 7 of 20 is 35 % exactly, 7 of 19 is more.
    assert (computed(*gaps, *full).exposed, computed(*gaps, *full[1:]).exposed) == (False, True)


def test_structures_withdrawn_or_to_come_do_not_count() -> None:
    def entity(number: int, **changes: Any) -> OperationEntity:
        fields = {
            "id": UUID(int=number), "facilitator_org_id": UUID(int=9), "operation_id": UUID(int=8),
            "organisation_id": UUID(int=number), "kind": EntityKind.PUBLIC_SERVICE, "supported_on": date(2026, 3, 1),
            "recorded_by": None, "created_at": NOW,
        }  # fmt: skip
        return OperationEntity(**{**fields, **changes})

    entities = (
        entity(1),
        entity(2, kind=EntityKind.SMALL_ENTERPRISE),
        entity(3, withdrawn_at=NOW, withdrawal_reason="Doublon"),
        entity(4, supported_on=date(2026, 3, 2)),
    )
    inputs = IndicatorInputs(
        mode=ParticipantMode.ENTITIES, specific_objective="H", last_day=LAST, on=date(2026, 3, 1), entities=entities
    )
    found = figures(inputs)
    assert found is not None
    assert {one.code.value: one.total for one in found.indicators} == {"EECO18": 1, "EECO19": 1}


def test_an_operation_that_reaches_nobody_has_no_indicators() -> None:
    inputs = IndicatorInputs(mode=ParticipantMode.NONE, specific_objective="H", last_day=LAST, on=TODAY)
    assert figures(inputs) is None


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2026, 12, 1)])
def test_a_structure_is_supported_during_the_operation(day: date) -> None:
    terms = EntityTerms(organisation_id=UUID(int=1), kind=EntityKind.PUBLIC_SERVICE, supported_on=day)
    with pytest.raises(Refused, match="IND-021"):
        check_entity(terms, operation(ParticipantMode.ENTITIES), TODAY)
    with pytest.raises(WrongState, match="IND-020"):
        check_entity(terms, operation(), TODAY)


@pytest.mark.parametrize("day", [FIRST, LAST])
def test_a_structure_is_supported_from_the_first_day_to_the_last_and_today(day: date) -> None:
    terms = EntityTerms(organisation_id=UUID(int=1), kind=EntityKind.PUBLIC_SERVICE, supported_on=day)
    check_entity(terms, operation(ParticipantMode.ENTITIES), day)


def test_a_day_that_cannot_be_is_told_with_those_of_the_operation() -> None:
    terms = EntityTerms(organisation_id=UUID(int=1), kind=EntityKind.PUBLIC_SERVICE, supported_on=date(2026, 6, 2))
    with pytest.raises(Refused) as refusal:
        check_entity(terms, operation(ParticipantMode.ENTITIES), date(2026, 6, 1))
    values = {"first_day": "2026-01-01", "last_day": "2026-11-30"}
    assert refusal.value.findings == (Finding(code="IND-120", field="supported_on", raw="2026-06-02", values=values),)
