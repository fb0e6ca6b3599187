"""Mission letters: where one stands on a day, and what a new one must agree with."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from clause.domain.assignments import (
    AssignmentDecision,
    AssignmentOutcome,
    AssignmentState,
    Surroundings,
    assignment_state,
    check_letter,
    decision_on,
    effective_periods,
    is_accepted_on,
)
from clause.domain.employments import FAR_FUTURE
from clause.domain.findings import Finding
from clause.domain.operations import Assignment, AssignmentTerms
from clause.rules.calendar import Period
from clause.rules.cost_codes import CostMethod
from tests.builders.claim_inputs import a_letter, an_operation, named
from tests.builders.refusals import findings_of

M1, M2, M3A = CostMethod.M1, CostMethod.M2, CostMethod.M3A
MARCH, END = date(2025, 3, 1), date(2026, 6, 30)
AT = datetime(2025, 1, 10, 9, tzinfo=UTC)
ELSEWHERE, THIRD = named("another operation"), named("a third operation")
YES, NO = AssignmentOutcome.ACCEPTED, AssignmentOutcome.REJECTED


def word(outcome: AssignmentOutcome, on: date, at: datetime = AT, number: int = 1) -> AssignmentDecision:
    return AssignmentDecision(
        outcome=outcome,
        reference=None,
        comment=None,
        decided_on=on,
        id=UUID(int=number),
        assignment_id=named("letter"),
        recorded_by=None,
        recorded_at=at,
    )


def letter(method: CostMethod = M2, last_day: date | None = None, **more: Any) -> Assignment:
    return a_letter("P1", method, **more).model_copy(update={"last_day": last_day})


def fixed(share: str, **more: Any) -> Assignment:
    return letter(M1, time_share=share, **more)


def asked(method: CostMethod = M2, first_day: date = MARCH, share: str | None = None, **more: Any) -> AssignmentTerms:
    values: dict[str, Any] = {"last_day": None, "issued_on": first_day, "employment_id": named("P1"), **more}
    time_share = None if share is None else Decimal(share)
    return AssignmentTerms(method=method, first_day=first_day, time_share=time_share, **values)


def found(terms: AssignmentTerms, **around: Any) -> list[Finding]:
    surroundings = Surroundings(**{"employment": Period(date(2024, 1, 1), FAR_FUTURE), **around})
    return findings_of("OPE-005", lambda: check_letter(terms, an_operation(), surroundings))


def codes(terms: AssignmentTerms, **around: Any) -> list[tuple[str, str]]:
    return [(finding.code, finding.field) for finding in found(terms, **around)]


def test_the_word_that_holds_is_the_last_given_of_those_decided_by_the_day() -> None:
    """Whenever they were recorded."""
    later = word(NO, date(2025, 2, 2), AT - timedelta(days=1))
    words = [later, word(YES, date(2025, 2, 1), number=2)]
    assert [decision_on(words, date(2025, 1, 31) + timedelta(days=days)) for days in range(3)] == [
        None,
        words[1],
        later,
    ]


def test_of_two_words_of_one_day_the_one_recorded_last_holds_and_then_the_higher_id() -> None:
    day = date(2025, 2, 1)
    recorded_last = word(YES, day, AT + timedelta(seconds=1), number=1)
    assert decision_on([recorded_last, word(NO, day, number=2)], day) == recorded_last
    assert decision_on([word(NO, day, number=3), word(YES, day, number=2)], day) == word(NO, day, number=3)


def test_a_letter_is_accepted_from_the_day_of_the_word_until_it_is_taken_back() -> None:
    words = [word(YES, date(2025, 2, 1)), word(NO, date(2025, 2, 3))]
    days = [date(2025, 1, 31), date(2025, 2, 1), date(2025, 2, 2), date(2025, 2, 3)]
    assert [is_accepted_on(words, day) for day in days] == [False, True, True, False]
    assert not is_accepted_on([], days[0])


@pytest.mark.parametrize(
    ("method", "words", "day", "state"),
    [
        (M1, [], date(2025, 2, 28), AssignmentState.ISSUED),
        (M1, [], MARCH, AssignmentState.ISSUED),
        (M2, [], date(2025, 2, 28), AssignmentState.ISSUED),
        (M2, [], MARCH, AssignmentState.ACTIVE),
        (M3A, [], MARCH, AssignmentState.ACTIVE),
        (M1, [YES], date(2025, 2, 28), AssignmentState.ACCEPTED),
        (M1, [YES], MARCH, AssignmentState.ACTIVE),
        (M2, [NO], MARCH, AssignmentState.REJECTED),
        (M1, [NO], date(2025, 6, 30), AssignmentState.REJECTED),
        (M1, [YES], date(2025, 6, 30), AssignmentState.ACTIVE),
        (M1, [YES], date(2025, 7, 1), AssignmentState.ENDED),
        (M1, [NO], date(2025, 7, 1), AssignmentState.ENDED),
    ],
)
def test_only_a_letter_of_fixed_time_waits_for_the_word_of_the_intermediate_body(
    method: CostMethod, words: list[AssignmentOutcome], day: date, state: AssignmentState
) -> None:
    one = letter(method, date(2025, 6, 30), first_day=MARCH)
    told = [word(outcome, date(2025, 1, 20)) for outcome in words]
    assert assignment_state(one, [one], told, day) is state


def test_a_later_letter_supersedes_the_earlier_from_its_first_day_even_when_that_has_ended() -> None:
    first = letter(first_day=date(2025, 1, 1), last_day=date(2025, 2, 1))
    second = letter(first_day=MARCH, version_no=2)
    both = [first, second]
    days = [date(2025, 2, 1), date(2025, 2, 28), MARCH]
    states = [AssignmentState.ACTIVE, AssignmentState.ENDED, AssignmentState.SUPERSEDED]
    assert [assignment_state(first, both, [], day) for day in days] == states
    assert assignment_state(second, both, [], MARCH) is AssignmentState.ACTIVE


def test_each_letter_is_in_force_until_the_eve_of_any_later_one() -> None:
    first = letter(first_day=date(2025, 1, 1))
    second = letter(first_day=MARCH, last_day=date(2025, 9, 30), version_no=2)
    third = letter(first_day=date(2025, 6, 1), version_no=3)
    assert effective_periods([third, first, second]) == [
        (first, Period(date(2025, 1, 1), date(2025, 2, 28))),
        (second, Period(MARCH, date(2025, 5, 31))),
        (third, Period(date(2025, 6, 1), FAR_FUTURE)),
    ]


@pytest.mark.parametrize(
    ("replacing_from", "days"),
    [
        (date(2025, 2, 28), None),
        (MARCH, None),
        (date(2025, 3, 2), Period(MARCH, MARCH)),
        (date(2025, 5, 1), Period(MARCH, date(2025, 3, 31))),
    ],
)
def test_a_letter_replaced_before_it_began_was_never_in_force(replacing_from: date, days: Period | None) -> None:
    first = letter(first_day=MARCH, last_day=date(2025, 3, 31))
    second = letter(first_day=replacing_from, version_no=2)
    assert [period for one, period in effective_periods([first, second]) if one == first] == ([days] if days else [])


@pytest.mark.parametrize(
    ("first_day", "last_day", "expected"),
    [
        (date(2025, 1, 1), END, []),
        (date(2025, 1, 1), None, []),
        (END, END, []),
        (date(2024, 12, 31), END, [("OPE-107", "first_day")]),
        (date(2025, 1, 1), END + timedelta(days=1), [("OPE-107", "first_day")]),
        (MARCH, date(2025, 2, 28), [("OPE-106", "last_day")]),
        (END + timedelta(days=1), None, [("OPE-107", "first_day")]),
    ],
)
def test_a_letter_lies_inside_the_operation_with_its_days_in_order(
    first_day: date, last_day: date | None, expected: list[tuple[str, str]]
) -> None:
    assert codes(asked(first_day=first_day, last_day=last_day)) == expected


@pytest.mark.parametrize(
    ("employment", "fits"),
    [
        (Period(MARCH, date(2025, 3, 31)), True),
        (Period(date(2025, 3, 2), date(2025, 3, 31)), False),
        (Period(MARCH, date(2025, 3, 30)), False),
    ],
)
def test_a_letter_lies_inside_the_employment(employment: Period, fits: bool) -> None:
    terms = asked(last_day=date(2025, 3, 31))
    assert codes(terms, employment=employment) == ([] if fits else [("OPE-108", "employment_id")])


def test_wrong_days_are_told_with_the_days_of_the_operation_and_with_a_wrong_share_at_once() -> None:
    terms = asked(M1, date(2027, 1, 2), last_day=date(2027, 1, 1))
    outside = {"first_day": "2025-01-01", "last_day": "2026-06-30"}
    assert found(terms, employment=Period(MARCH, END)) == [
        Finding(code="OPE-106", field="last_day", raw="2027-01-01"),
        Finding(code="OPE-107", field="first_day", raw="2027-01-02", values=outside),
        Finding(code="OPE-108", field="employment_id", raw="2027-01-02"),
        Finding(code="ASG-101", field="time_share"),
    ]


@pytest.mark.parametrize(
    ("method", "share", "least", "expected"),
    [
        (M1, "1", None, []),
        (M1, "0.0001", None, []),
        (M1, "0.2", "0.2", []),
        (M2, None, "0.2", []),
        (M1, None, None, [Finding(code="ASG-101", field="time_share")]),
        (M1, "0", None, [Finding(code="ASG-102", field="time_share", raw="0")]),
        (M1, "1E+1", None, [Finding(code="ASG-102", field="time_share", raw="10")]),
        (M2, "1E-7", None, [Finding(code="ASG-103", field="time_share", raw="0.0000001")]),
        (
            M1,
            "1E-7",
            "2E-7",
            [Finding(code="ASG-104", field="time_share", raw="0.0000001", values={"least": "0.0000002"})],
        ),
        (M1, "1.0001", None, [Finding(code="ASG-102", field="time_share", raw="1.0001")]),
        (M2, "0.5", None, [Finding(code="ASG-103", field="time_share", raw="0.5")]),
        (M1, "0.19", "0.20", [Finding(code="ASG-104", field="time_share", raw="0.19", values={"least": "0.20"})]),
    ],
)
def test_a_share_belongs_to_fixed_time_is_a_part_of_the_whole_and_at_least_the_one_agreed(
    method: CostMethod, share: str | None, least: str | None, expected: list[Finding]
) -> None:
    assert found(asked(method, share=share), min_time_share=Decimal(least) if least else None) == expected


@pytest.mark.parametrize(
    ("before", "terms", "expected"),
    [
        (fixed("0.5"), asked(M1, date(2025, 3, 1), "0.6"), []),
        (fixed("0.5"), asked(M1, date(2025, 3, 15), "0.6"), [("ASG-105", "first_day")]),
        (fixed("0.5"), asked(M1, date(2025, 3, 15), "0.5"), []),
        (fixed("0.5"), asked(M2, date(2025, 3, 15)), [("ASG-105", "first_day")]),
        (letter(M2), asked(M1, date(2025, 3, 15), "0.5"), [("ASG-105", "first_day")]),
        (letter(M2), asked(M3A, date(2025, 3, 15)), []),
        (fixed("0.5", last_day=date(2025, 3, 14)), asked(M1, date(2025, 3, 15), "0.6"), [("ASG-105", "first_day")]),
        (fixed("0.5", last_day=date(2025, 3, 13)), asked(M1, date(2025, 3, 15), "0.6"), []),
        (fixed("0.5", first_day=date(2025, 3, 15)), asked(M1, date(2025, 3, 15), "0.6"), []),
    ],
)
def test_a_change_of_a_fixed_time_begins_with_a_month(
    before: Assignment, terms: AssignmentTerms, expected: list[tuple[str, str]]
) -> None:
    assert codes(terms, letters=(before,)) == expected


def test_a_change_inside_a_month_names_its_day() -> None:
    expected = Finding(code="ASG-105", field="first_day", raw="2025-03-15")
    assert found(asked(M1, date(2025, 3, 15), "0.6"), letters=(fixed("0.5"),)) == [expected]


@pytest.mark.parametrize(
    ("others", "total"),
    [
        ((fixed("0.6", operation_id=ELSEWHERE),), None),
        ((fixed("0.61", operation_id=ELSEWHERE),), "1.01"),
        ((fixed("0.3", operation_id=ELSEWHERE), fixed("0.3", operation_id=THIRD)), None),
        ((fixed("0.3", operation_id=ELSEWHERE), fixed("0.31", operation_id=THIRD)), "1.01"),
        ((fixed("1"),), None),
    ],
)
def test_the_shares_of_a_person_over_all_operations_are_the_whole_at_most(
    others: tuple[Assignment, ...], total: str | None
) -> None:
    values = {"total": str(total), "on": "2025-03-01"}
    refused = [Finding(code="ASG-106", field="time_share", raw="0.4", values=values)]
    assert found(asked(M1, share="0.4"), letters=others) == (refused if total else [])


@pytest.mark.parametrize(
    ("days", "end", "on"),
    [
        ({"first_day": date(2025, 1, 1), "last_day": date(2025, 2, 28)}, END, None),
        ({"first_day": date(2025, 1, 1), "last_day": MARCH}, END, "2025-03-01"),
        ({"first_day": date(2025, 9, 10)}, END, "2025-09-10"),
        ({"first_day": END}, date(2027, 12, 31), "2026-06-30"),
        ({"first_day": END + timedelta(days=1)}, date(2027, 12, 31), None),
        ({"first_day": date(2025, 1, 1)}, date(2025, 2, 28), None),
        ({"first_day": date(2025, 1, 1)}, MARCH, "2025-03-01"),
        ({"first_day": date(2025, 9, 10)}, date(2025, 9, 9), None),
        ({"first_day": date(2025, 9, 10)}, date(2025, 9, 10), "2025-09-10"),
    ],
)
def test_shares_add_up_on_common_days_only_and_no_further_than_the_operations_last(
    days: dict[str, Any], end: date, on: str | None
) -> None:
    other = fixed("0.7", operation_id=ELSEWHERE, **days)
    refusals = found(asked(M1, share="0.4"), letters=(other,), ends={ELSEWHERE: end})
    assert [(one.code, one.values["on"]) for one in refusals] == ([("ASG-106", on)] if on else [])


def test_the_first_day_above_the_whole_is_told() -> None:
    others = (
        fixed("0.7", operation_id=ELSEWHERE, first_day=date(2025, 10, 1)),
        fixed("0.8", operation_id=THIRD, first_day=date(2025, 5, 1), last_day=date(2025, 5, 31)),
    )
    refused = found(asked(M1, share="0.4"), letters=others)
    assert [one.values for one in refused] == [{"total": "1.2", "on": "2025-05-01"}]


def test_a_letter_elsewhere_that_was_replaced_does_not_count() -> None:
    others = (
        fixed("0.7", operation_id=ELSEWHERE),
        fixed("0.6", operation_id=ELSEWHERE, first_day=MARCH, version_no=2),
    )
    assert found(asked(M1, share="0.4"), letters=others) == []
    assert codes(asked(M1, date(2025, 2, 1), "0.4"), letters=others) == [("ASG-106", "time_share")]


@pytest.mark.parametrize(
    ("method", "other", "clashes"),
    [
        (M2, fixed("0.5", operation_id=ELSEWHERE), True),
        (M2, letter(M3A, operation_id=ELSEWHERE), False),
        (M2, fixed("0.5"), False),
        (M1, letter(M2, operation_id=ELSEWHERE), True),
        (M1, fixed("0.5", operation_id=ELSEWHERE), False),
        (M1, letter(M2, operation_id=ELSEWHERE, last_day=date(2025, 3, 14)), True),
        (M1, letter(M2, operation_id=ELSEWHERE, last_day=date(2025, 2, 28)), False),
        (M1, letter(M2, operation_id=ELSEWHERE, first_day=date(2025, 5, 31)), True),
        (M1, letter(M2, operation_id=ELSEWHERE, first_day=date(2025, 6, 1)), False),
    ],
)
def test_a_person_has_no_fixed_and_variable_time_in_one_month(
    method: CostMethod, other: Assignment, clashes: bool
) -> None:
    share = "0.5" if method is M1 else None
    first_day = date(2025, 3, 1) if other.operation_id != ELSEWHERE else date(2025, 3, 15)
    terms = asked(method, first_day, share, last_day=date(2025, 5, 2))
    refused = [Finding(code="ASG-109", field="method", raw=method.value)]
    assert found(terms, letters=(other,)) == (refused if clashes else [])


def test_who_stands_in_for_another_overlaps_with_a_reason_only() -> None:
    absent = named("absent")
    held = (letter(last_day=MARCH),)
    terms = asked(stands_in_for_id=absent)
    assert found(terms, replaced=held) == [Finding(code="ASG-107", field="overlap_reason")]
    assert found(asked(stands_in_for_id=absent, overlap_reason="Passation"), replaced=held) == []
    assert found(terms, replaced=(letter(last_day=date(2025, 2, 28)),)) == []
    assert found(asked(), replaced=held) == []


def test_nobody_stands_in_for_themselves_nor_for_who_has_no_letter_here() -> None:
    own, other = named("P1"), named("absent")
    for who, replaced in ((own, (letter(),)), (other, ())):
        expected = [Finding(code="ASG-108", field="stands_in_for_id", raw=str(who))]
        assert found(asked(stands_in_for_id=who), replaced=replaced) == expected


@pytest.mark.parametrize(("until", "refused"), [(date(2025, 2, 28), False), (MARCH, True), (date(2025, 3, 31), True)])
def test_a_letter_begins_after_the_claims_signed(until: date, refused: bool) -> None:
    values = {"claimed_until": until.isoformat()}
    expected = [Finding(code="ASG-110", field="first_day", raw="2025-03-01", values=values)]
    assert found(asked(), claimed_until=until) == (expected if refused else [])


@pytest.mark.parametrize(
    ("last_day", "refused"), [(date(2025, 5, 30), True), (date(2025, 5, 31), False), (None, False)]
)
def test_a_letter_does_not_end_before_the_hours_signed_under_it(last_day: date | None, refused: bool) -> None:
    values = {"hours_until": "2025-05-31"}
    expected = [Finding(code="ASG-111", field="last_day", raw="2025-05-30", values=values)]
    assert found(asked(last_day=last_day), hours_until=date(2025, 5, 31)) == (expected if refused else [])


def test_one_refusal_tells_all_that_a_letter_disagrees_with() -> None:
    others = (fixed("0.5"), fixed("0.7", operation_id=ELSEWHERE), letter(M2, operation_id=THIRD))
    terms = asked(M1, date(2025, 3, 15), "0.4", stands_in_for_id=named("P1"), last_day=date(2025, 4, 30))
    assert [code for code, _ in codes(terms, letters=others, claimed_until=END, hours_until=END)] == [
        "ASG-105",
        "ASG-106",
        "ASG-109",
        "ASG-108",
        "ASG-110",
    ]
