"""When claims are due, and which months the next one takes."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from clause.domain.agreements import AgreementOptions
from clause.domain.claim_schedule import due_of, due_on, expected_count, proposal, schedule
from clause.domain.claims import Claim, ClaimKind, ClaimState
from clause.domain.operations import Operation
from clause.rules.calendar import Month
from tests.builders.claim_inputs import OPERATION_ID, an_agreement, an_operation

DAYS = (date(2026, 3, 31), date(2027, 3, 31))
FINAL_DUE = date(2028, 12, 30)
DECEMBER = Month(2025, 12)


def _operation(*days: date, last_day: date = date(2028, 6, 30)) -> Operation:
    return an_operation(last_day=last_day, agreement=an_agreement(options=AgreementOptions(interim_claims_due_on=days)))


def _claim(
    number: int,
    last_month: Month = DECEMBER,
    kind: ClaimKind = ClaimKind.INTERIM,
    state: ClaimState = ClaimState.SUBMITTED,
    operation_id: UUID = OPERATION_ID,
    postponed_to: date | None = None,
) -> Claim:
    known: dict[str, Any] = {
        "number": number,
        "kind": kind,
        "state": state,
        "first_month": Month(2025, 1),
        "last_month": last_month,
        "operation_id": operation_id,
        "postponed_to": postponed_to,
    }
    return Claim.model_construct(**known)


def test_interim_claims_are_due_on_the_days_of_the_agreement_and_the_last_one_after_the_end() -> None:
    operation = _operation(*DAYS)
    assert [due_on(ClaimKind.INTERIM, rank, operation) for rank in range(3)] == [*DAYS, None]
    assert due_on(ClaimKind.FINAL, 0, operation) == FINAL_DUE


def test_a_claim_takes_the_next_day_that_no_claim_before_it_took() -> None:
    operation, second = _operation(*DAYS), _claim(2)
    assert due_of(second, operation, [_claim(1), second]) == DAYS[1]
    for other in (
        _claim(1, state=ClaimState.WITHDRAWN),
        _claim(1, state=ClaimState.DRAFT),
        _claim(1, kind=ClaimKind.FINAL),
        _claim(1, operation_id=UUID(int=9)),
        _claim(3),
    ):
        assert due_of(second, operation, [other, second]) == DAYS[0]
    assert due_of(_claim(2, postponed_to=date(2027, 6, 30)), operation, [_claim(1)]) == date(2027, 6, 30)


def test_a_schedule_tells_the_claims_that_were_made_and_those_to_come() -> None:
    operation, first = _operation(*DAYS), _claim(1)
    gone = _claim(2, state=ClaimState.INADMISSIBLE)
    told = [(one.kind, one.due_on, one.claim) for one in schedule(operation, [first, gone])]
    assert told == [
        (ClaimKind.INTERIM, DAYS[0], first),
        (ClaimKind.INTERIM, DAYS[1], None),
        (ClaimKind.FINAL, FINAL_DUE, None),
    ]


def test_nothing_comes_after_the_final_claim() -> None:
    last = _claim(2, kind=ClaimKind.FINAL, state=ClaimState.DRAFT)
    assert [one.claim for one in schedule(_operation(*DAYS), [_claim(1), last])] == [_claim(1), last]


def test_as_many_interim_claims_are_expected_as_the_length_needs_or_the_agreement_names() -> None:
    without_days = _operation()
    assert expected_count(without_days).least == 2
    assert [one.due_on for one in schedule(without_days, [])] == [None, None, FINAL_DUE]
    many = _operation(*DAYS, date(2028, 3, 31))
    assert [one.kind for one in schedule(many, [])] == [ClaimKind.INTERIM] * 3 + [ClaimKind.FINAL]


def test_the_next_claim_takes_the_months_that_are_over_and_that_no_claim_holds() -> None:
    operation = _operation()
    first = proposal(operation, [], date(2026, 1, 31))
    assert first is not None
    assert (first.first_month, first.last_month, first.kind) == (Month(2025, 1), Month(2025, 12), ClaimKind.INTERIM)
    after = proposal(operation, [_claim(1), _claim(2, Month(2026, 6), state=ClaimState.WITHDRAWN)], date(2026, 2, 1))
    assert after is not None
    assert (after.first_month, after.last_month) == (Month(2026, 1), Month(2026, 1))


def test_the_claim_that_reaches_the_end_is_the_final_one() -> None:
    operation = _operation()
    last = proposal(operation, [_claim(1)], date(2028, 7, 1))
    assert last is not None
    assert (last.last_month, last.kind) == (Month(2028, 6), ClaimKind.FINAL)
    assert proposal(operation, [_claim(1, Month(2028, 6))], date(2028, 9, 1)) is None


@pytest.mark.parametrize(
    ("claims", "today"),
    [
        ([_claim(1, state=ClaimState.DRAFT)], date(2027, 1, 1)),
        ([_claim(1, kind=ClaimKind.FINAL)], date(2027, 1, 1)),
        ([_claim(1)], date(2026, 1, 31)),
        ([], date(2025, 1, 31)),
    ],
)
def test_no_claim_is_proposed(claims: list[Claim], today: date) -> None:
    assert proposal(_operation(), claims, today) is None
