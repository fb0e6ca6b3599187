"""How many claims an operation needs, and by when the last one."""

from datetime import date, timedelta

import pytest

from clause.rules.calendar import Period, add_months
from clause.rules.claim_calendar import InterimClaims, final_claim_due_on, interim_claims

FIRST = date(2025, 1, 1)


@pytest.mark.parametrize(
    ("months", "at_most", "beyond"),
    [
        (12, InterimClaims(0, 0), InterimClaims(0, 1)),
        (24, InterimClaims(0, 1), InterimClaims(1, None)),
        (36, InterimClaims(1, None), InterimClaims(2, None)),
    ],
)
def test_a_length_reached_exactly_belongs_to_the_lower_class(
    months: int, at_most: InterimClaims, beyond: InterimClaims
) -> None:
    last_day = add_months(FIRST, months) - timedelta(days=1)
    found = [interim_claims(Period(FIRST, last_day + timedelta(days=days))) for days in (-1, 0, 1)]
    assert found == [at_most, at_most, beyond]


@pytest.mark.parametrize(("months", "least", "most"), [(12, 0, 0), (18, 0, 1), (30, 1, None), (48, 2, None)])
def test_published_lengths(months: int, least: int, most: int | None) -> None:
    period = Period(FIRST, add_months(FIRST, months) - timedelta(days=1))
    assert interim_claims(period) == InterimClaims(least, most)


@pytest.mark.parametrize(
    ("end", "due_on"),
    [
        (date(2024, 12, 31), date(2025, 6, 30)),
        (date(2025, 8, 31), date(2026, 2, 28)),
        (date(2026, 2, 28), date(2026, 8, 28)),
    ],
)
def test_the_final_claim_is_due_six_months_after_the_end(end: date, due_on: date) -> None:
    assert final_claim_due_on(end) == due_on
