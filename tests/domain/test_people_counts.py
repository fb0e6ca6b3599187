"""How many people there are, as it may be told: small groups are not counted to those who do not follow them."""

from datetime import date

import pytest

from clause.domain.people_counts import PeopleCount, told_count

TODAY = date(2026, 6, 15)


@pytest.mark.parametrize("people", [0, 1, 4, 5, 1000])
def test_those_who_follow_people_are_told_how_many(people: int) -> None:
    assert told_count(people, TODAY, is_exact=True) == PeopleCount(people=people)


@pytest.mark.parametrize(
    ("people", "told"),
    [
        (0, PeopleCount(people=0)),
        (1, PeopleCount(people=None, fewer_than=5)),
        (4, PeopleCount(people=None, fewer_than=5)),
        (5, PeopleCount(people=5)),
        (6, PeopleCount(people=6)),
    ],
)
def test_others_are_told_groups_of_five_and_more(people: int, told: PeopleCount) -> None:
    assert told_count(people, TODAY, is_exact=False) == told
