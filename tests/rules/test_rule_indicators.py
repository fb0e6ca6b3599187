"""Who is counted in which common ESF+ indicator, and when incomplete data expose an operation."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clause.rules.errors import RuleError
from clause.rules.indicator_codes import Answer, Attainment, EntityKind, Gender, IndicatorCode, LabourStatus
from clause.rules.indicators import (
    Counted,
    exit_entry_due_on,
    exit_situation_until,
    exposes,
    follow_up_due_on,
    incomplete_share,
    inconsistencies,
    indicators_of_entities,
    indicators_of_people,
    is_long_term,
    is_reduced,
)

ON = date(2026, 6, 15)
ANSWERS = st.none() | st.sampled_from(Answer)
PEOPLE = st.lists(
    st.builds(
        Counted,
        gender=st.sampled_from(Gender),
        age=st.integers(min_value=14, max_value=99),
        labour_status=st.none() | st.sampled_from(LabourStatus),
        long_term=st.booleans(),
        attainment=st.none() | st.sampled_from(Attainment),
        disability=ANSWERS,
        rural=ANSWERS,
        job_search_on_exit=ANSWERS,
        employment_on_exit=ANSWERS,
    ),
    max_size=30,
)


def totals(people: list[Counted], *, reduced: bool = False) -> dict[str, int]:
    return {one.code.value: one.total for one in indicators_of_people(people, reduced=reduced)}


def someone(age: int = 40, status: LabourStatus | None = LabourStatus.UNEMPLOYED, **more: object) -> Counted:
    return Counted(gender=Gender.F, age=age, labour_status=status, **more)  # type: ignore[arg-type]


@given(PEOPLE)
def test_the_consistency_rules_hold_for_any_participants(people: list[Counted]) -> None:
    count = totals(people)
    assert count["EECO02"] + count["EECO04"] + count["EECO05"] == count["EECO01"]
    assert count["EECO03"] <= count["EECO02"]
    assert count["EECR01"] <= count["EECO04"]
    known = [person for person in people if person.labour_status and person.labour_status.is_known]
    unknown = sum(1 for person in known if person.attainment is None or not person.attainment.is_known)
    assert count["EECO09"] + count["EECO10"] + count["EECO11"] + unknown == count["EECO01"]
    assert inconsistencies({IndicatorCode(code): total for code, total in count.items()}, unknown) == ()


@given(PEOPLE, st.booleans())
def test_the_genders_of_an_indicator_add_up_to_it(people: list[Counted], reduced: bool) -> None:
    for one in indicators_of_people(people, reduced=reduced):
        assert one.by_gender is not None
        assert sum(one.by_gender.values()) == one.total


@pytest.mark.parametrize(
    ("age", "groups"),
    [
        (17, {"EECO06"}),
        (18, {"EECO07"}),
        (29, {"EECO07"}),
        (30, set()),
        (54, set()),
        (55, {"EECO08"}),
        (56, {"EECO08"}),
    ],
)
def test_ages_fall_in_their_group(age: int, groups: set[str]) -> None:
    count = totals([someone(age)])
    assert {code for code in ("EECO06", "EECO07", "EECO08") if count[code]} == groups


@pytest.mark.parametrize("status", [None, LabourStatus.UNKNOWN, LabourStatus.REFUSED])
def test_without_a_situation_on_the_labour_market_a_person_enters_no_total(status: LabourStatus | None) -> None:
    assert set(totals([someone(status=status, disability=Answer.YES)]).values()) == {0}


def test_only_a_yes_counts() -> None:
    count = totals([someone(disability=answer) for answer in (*Answer, None)])
    assert (count["EECO01"], count["EECO12"]) == (5, 1)


def test_job_search_on_exit_counts_for_people_inactive_on_entry_alone() -> None:
    people = [someone(status=status, job_search_on_exit=Answer.YES) for status in LabourStatus]
    assert totals(people)["EECR01"] == 1


def test_long_term_counts_for_the_unemployed_alone() -> None:
    people = [someone(status=status, long_term=True) for status in LabourStatus]
    assert (totals(people)["EECO02"], totals(people)["EECO03"]) == (1, 1)


def test_under_objective_l_the_first_group_is_the_total_and_the_ages() -> None:
    count = totals([someone(20, None, rural=Answer.YES)], reduced=True)
    first = {code for code in count if code <= "EECO11"}
    assert first == {"EECO01", "EECO06", "EECO07", "EECO08"}
    assert (count["EECO01"], count["EECO07"], count["EECO17"]) == (1, 1, 1)
    assert [is_reduced(text) for text in ("L", "l", "OS L", "H", "")] == [True, True, True, False, False]


def test_structures_are_counted_by_kind() -> None:
    kinds = [EntityKind.PUBLIC_SERVICE, EntityKind.SMALL_ENTERPRISE, EntityKind.PUBLIC_SERVICE]
    found = {one.code.value: (one.total, one.by_gender) for one in indicators_of_entities(kinds)}
    assert found == {"EECO18": (2, None), "EECO19": (1, None)}


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ({}, ()),
        ({"EECO03": 3}, ("EECO03 ≤ EECO02",)),
        ({"EECO05": 0}, ("EECO02 + EECO04 + EECO05 = EECO01",)),
        ({"EECO09": 2}, ("EECO09 + EECO10 + EECO11 = EECO01",)),
        ({"EECR01": 2}, ("EECR01 ≤ EECO04",)),
    ],
)
def test_totals_that_disagree_are_named(change: dict[str, int], broken: tuple[str, ...]) -> None:
    good = {"EECO01": 4, "EECO02": 2, "EECO03": 1, "EECO04": 1, "EECO05": 1, "EECO09": 1, "EECO10": 1, "EECO11": 1}
    count = {IndicatorCode(code): total for code, total in {**good, "EECR01": 1, **change}.items()}
    assert inconsistencies(count, 1) == broken


@pytest.mark.parametrize(
    ("since", "long_term"),
    [(date(2025, 2, 3), False), (date(2025, 2, 2), False), (date(2025, 2, 1), True)],
)
@pytest.mark.parametrize("age", [24, 25])
def test_long_term_is_more_than_twelve_months(since: date, long_term: bool, age: int) -> None:
    assert is_long_term(since, date(2026, 2, 2), age) is long_term


@pytest.mark.parametrize(
    ("incomplete", "participants", "percent", "exposed"),
    [
        # Golden case G24: 98 participants; published percentages 14,3 and 23,5.
        (14, 98, "14.3", False),
        (23, 98, "23.5", False),
        (34, 98, "34.7", False),
        (35, 98, "35.7", True),
        # The threshold itself: 35 of 100 exactly, one less, one more.
        (34, 100, "34.0", False),
        (35, 100, "35.0", False),
        (36, 100, "36.0", True),
        # Shown as 35.0, yet above: the exact share is judged.
        (3_501, 10_000, "35.0", True),
        (0, 3, "0.0", False),
    ],
)
def test_more_than_35_percent_of_incomplete_data_exposes(
    incomplete: int, participants: int, percent: str, exposed: bool
) -> None:
    share = incomplete_share(incomplete, participants)
    assert share is not None
    assert f"{share.value * 100:.1f}" == percent
    assert share.trace.inputs == {"incomplete": str(incomplete), "participants": str(participants)}
    assert exposes(incomplete, participants, ON) is exposed


def test_without_participants_nothing_is_incomplete() -> None:
    assert incomplete_share(0, 0) is None
    assert exposes(0, 0, ON) is False


@pytest.mark.parametrize(("incomplete", "participants"), [(2, 1), (-1, 1)])
def test_impossible_counts_are_refused(incomplete: int, participants: int) -> None:
    with pytest.raises(RuleError):
        incomplete_share(incomplete, participants)


def test_the_days_after_leaving() -> None:
    left_on = date(2026, 1, 31)
    assert exit_situation_until(left_on) == date(2026, 2, 28)
    assert exit_entry_due_on(left_on) == date(2026, 2, 28)
    assert follow_up_due_on(left_on) == date(2026, 7, 31)
