"""Subcontracts: which one a company works under on a day, and what one must be."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from clause.domain.errors import Refused
from clause.domain.findings import Finding
from clause.domain.subcontractors import (
    Subcontractor,
    SubcontractorTerms,
    check_end,
    check_subcontractor,
    subcontract_of,
)
from tests.builders.holding import AGENCY, JANUARY, JUNE, LEAD, MARCH, SECOND, THIRD, WORKER, subcontract
from tests.builders.refusals import error_of, findings_of

MAY_END = date(2026, 5, 31)


def asked(**changes: Any) -> SubcontractorTerms:
    known: dict[str, Any] = {
        "company_id": WORKER,
        "holder_company_id": LEAD,
        "declared_on": JANUARY,
        "first_day": MARCH,
        "last_day": MAY_END,
    }
    return SubcontractorTerms(**{**known, **changes})


def found(terms: SubcontractorTerms, *others: Subcontractor, company_is_known: bool = True) -> list[Finding]:
    held = frozenset({LEAD, SECOND})
    return findings_of(
        "HLD-041",
        lambda: check_subcontractor(terms, company_is_known=company_is_known, holder_ids=held, others=others),
    )


@pytest.mark.parametrize(
    ("day", "holder"),
    [(date(2025, 12, 31), LEAD), (JANUARY, LEAD), (MAY_END, LEAD), (JUNE, SECOND), (date(2026, 8, 1), LEAD)],
)
def test_a_company_works_under_the_subcontract_of_the_day_or_else_under_its_earliest(day: date, holder: UUID) -> None:
    works = [
        subcontract(WORKER, SECOND, JUNE, date(2026, 7, 31)),
        subcontract(WORKER, LEAD, JANUARY, MAY_END),
        subcontract(AGENCY, THIRD, date(2025, 1, 1)),
    ]
    one = subcontract_of(WORKER, works, day)
    assert one is not None
    assert one.holder_company_id == holder


def test_of_two_subcontracts_of_one_day_the_one_that_began_first_speaks_and_then_the_lower_id() -> None:
    earlier, later = subcontract(WORKER, SECOND, JANUARY), subcontract(WORKER, LEAD, MARCH)
    assert subcontract_of(WORKER, [later, earlier], JUNE) == earlier
    twins = [earlier.model_copy(update={"id": UUID(int=number)}) for number in (2, 1)]
    assert subcontract_of(WORKER, twins, JUNE) == twins[1]


def test_a_company_without_a_subcontract_works_under_none() -> None:
    assert subcontract_of(AGENCY, [subcontract(WORKER, LEAD)], JUNE) is None


def test_work_without_a_known_end_goes_on_for_ever() -> None:
    assert subcontract(WORKER, LEAD).known_last_day == date.max
    assert subcontract(WORKER, LEAD).covers(date.max)
    ended = subcontract(WORKER, LEAD, MARCH, MAY_END)
    assert [ended.covers(day) for day in (date(2026, 2, 28), MARCH, MAY_END, JUNE)] == [False, True, True, False]


@pytest.mark.parametrize(
    ("changes", "known", "expected"),
    [
        ({}, True, []),
        ({"last_day": MARCH}, True, []),
        ({"last_day": None, "tier": 2}, True, []),
        ({}, False, [Finding(code="HLD-042", field="company_id", raw=str(WORKER))]),
        ({"company_id": SECOND}, True, [Finding(code="HLD-043", field="company_id", raw=str(SECOND))]),
        ({"holder_company_id": THIRD}, True, [Finding(code="HLD-044", field="holder_company_id", raw=str(THIRD))]),
        ({"last_day": date(2026, 2, 28)}, True, [Finding(code="HLD-045", field="last_day", raw="2026-02-28")]),
        ({"tier": 0}, True, [Finding(code="HLD-046", field="tier", raw="0")]),
    ],
)
def test_what_a_subcontract_must_be(changes: dict[str, Any], known: bool, expected: list[Finding]) -> None:
    assert found(asked(**changes), company_is_known=known) == expected


@pytest.mark.parametrize(
    ("other", "overlaps"),
    [
        (subcontract(WORKER, LEAD, JANUARY, date(2026, 2, 28)), False),
        (subcontract(WORKER, LEAD, JANUARY, MARCH), True),
        (subcontract(WORKER, LEAD, JANUARY), True),
        (subcontract(WORKER, LEAD, MAY_END), True),
        (subcontract(WORKER, LEAD, JUNE), False),
        (subcontract(WORKER, SECOND, MARCH), False),
        (subcontract(AGENCY, LEAD, MARCH), False),
    ],
)
def test_a_company_works_once_at_a_time_for_a_holder(other: Subcontractor, overlaps: bool) -> None:
    values = {"since": other.first_day.isoformat()}
    expected = [Finding(code="HLD-047", field="first_day", raw="2026-03-01", values=values)]
    assert found(asked(), other) == (expected if overlaps else [])


def test_work_without_an_end_overlaps_all_that_comes_later_and_the_first_one_found_is_named() -> None:
    others = [subcontract(WORKER, LEAD, date(2027, 1, 1)), subcontract(WORKER, LEAD, JUNE)]
    assert [one.values for one in found(asked(last_day=None), *others)] == [{"since": "2027-01-01"}]


def test_all_that_forbids_a_subcontract_is_told_at_once() -> None:
    terms = asked(company_id=SECOND, holder_company_id=THIRD, last_day=date(2026, 2, 28), tier=0)
    codes = [one.code for one in found(terms, company_is_known=False)]
    assert codes == ["HLD-042", "HLD-043", "HLD-044", "HLD-045", "HLD-046"]


@pytest.mark.parametrize(
    ("last_day", "expected"),
    [
        (date(2026, 2, 28), (Refused, "HLD-050", {"first_day": "2026-03-01"})),
        (MARCH, None),
        (MAY_END, None),
        (JUNE, (Refused, "HLD-051", {})),
        (None, (Refused, "HLD-051", {})),
    ],
)
def test_work_ends_after_it_began_and_before_the_next_for_the_same_holder(last_day: date | None, expected: Any) -> None:
    one = subcontract(WORKER, LEAD, MARCH)
    following = subcontract(WORKER, LEAD, JUNE).model_copy(update={"id": UUID(int=1)})
    elsewhere = subcontract(WORKER, SECOND, JANUARY)
    assert error_of(lambda: check_end(one, last_day, [one, elsewhere, following])) == expected
