"""Amendments: which version of an agreement holds on a day, and when one is proposed, signed or withdrawn."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from clause.domain.amendments import (
    AMENDMENT_MOVES,
    Amendment,
    AmendmentState,
    AmendmentTerms,
    agreement_on,
    check_amendment,
    check_signature,
)
from clause.domain.errors import WrongState
from clause.domain.findings import Finding
from tests.builders.claim_inputs import OPERATION_ID, an_agreement, an_operation
from tests.builders.refusals import error_of, findings_of

JULY, END = date(2025, 7, 1), date(2026, 6, 30)
PENDING, SIGNED, WITHDRAWN = AmendmentState


def proposed(effective_on: date = JULY, last_day: date | None = None) -> AmendmentTerms:
    return AmendmentTerms(effective_on=effective_on, reason="Budget", terms=an_agreement(), last_day=last_day)


def found(terms: AmendmentTerms, claimed_until: date | None = None, today: date = END) -> list[Finding]:
    return findings_of("AGR-001", lambda: check_amendment(terms, an_operation(), claimed_until, today))


def signature(signed_on: date, today: date) -> list[Finding]:
    amendment = Amendment(
        **dict(proposed()),
        id=UUID(int=1),
        operation_id=OPERATION_ID,
        number=1,
        state=PENDING,
        recorded_by=None,
        created_at=datetime(2025, 6, 1, tzinfo=UTC),
        version=1,
    )
    operation = an_operation(agreement=an_agreement(signed_on=date(2024, 12, 15)))
    return findings_of("AGR-005", lambda: check_signature(amendment, operation, signed_on, today))


@pytest.mark.parametrize(
    ("day", "number"),
    [(date(2025, 6, 30), 1), (JULY, 2), (date(2025, 9, 30), 2), (date(2025, 10, 1), 4), (END, 4)],
)
def test_the_latest_version_in_effect_holds_whatever_the_order_of_their_days(day: date, number: int) -> None:
    versions = [
        an_agreement(),
        an_agreement(version_no=2, effective_on=JULY),
        an_agreement(version_no=3, effective_on=date(2025, 11, 1)),
        an_agreement(version_no=4, effective_on=date(2025, 10, 1)),
    ]
    assert agreement_on(versions, day).version_no == number


def test_before_any_other_the_first_version_holds() -> None:
    versions = [an_agreement(version_no=number, effective_on=JULY) for number in (1, 2)]
    assert agreement_on(versions, date(2025, 6, 30)).version_no == 1


@pytest.mark.parametrize(
    ("effective_on", "last_day", "end"),
    [
        (date(2024, 12, 31), None, "2026-06-30"),
        (date(2025, 1, 1), None, None),
        (END, None, None),
        (date(2026, 7, 1), None, "2026-06-30"),
        (date(2026, 12, 31), date(2026, 12, 31), None),
        (date(2027, 1, 1), date(2026, 12, 31), "2026-12-31"),
        (date(2025, 12, 31), date(2025, 12, 31), None),
        (date(2026, 1, 1), date(2025, 12, 31), "2025-12-31"),
    ],
)
def test_an_amendment_takes_effect_between_the_first_day_and_the_end_as_it_would_be(
    effective_on: date, last_day: date | None, end: str | None
) -> None:
    values = {"first_day": "2025-01-01", "last_day": str(end)}
    expected = [Finding(code="AGR-131", field="effective_on", raw=effective_on.isoformat(), values=values)]
    assert found(proposed(effective_on, last_day)) == (expected if end else [])


def test_an_amendment_is_proposed_before_the_end_even_to_put_it_off() -> None:
    terms = proposed(last_day=date(2026, 12, 31))
    over = Finding(code="AGR-130", field="effective_on", raw="2026-07-01", values={"last_day": "2026-06-30"})
    assert found(terms, today=END) == []
    assert found(terms, today=date(2026, 7, 1)) == [over]


@pytest.mark.parametrize(
    ("last_day", "refused"),
    [(date(2025, 9, 29), True), (date(2025, 9, 30), False), (None, False), (date(2026, 12, 31), False)],
)
def test_the_end_does_not_move_before_that_of_the_claims_signed(last_day: date | None, refused: bool) -> None:
    claimed = date(2025, 9, 30)
    values = {"claimed_until": "2025-09-30"}
    expected = [Finding(code="AGR-132", field="last_day", raw="2025-09-29", values=values)]
    assert found(proposed(last_day=last_day), claimed) == (expected if refused else [])
    assert found(proposed(last_day=last_day)) == []


def test_all_that_is_wrong_with_an_amendment_is_told_at_once() -> None:
    terms = proposed(date(2026, 1, 1), date(2025, 9, 29))
    codes = [one.code for one in found(terms, date(2025, 9, 30), date(2026, 7, 1))]
    assert codes == ["AGR-130", "AGR-131", "AGR-132"]


@pytest.mark.parametrize(
    ("signed_on", "today", "codes"),
    [
        (date(2024, 12, 14), END, ["AGR-134"]),
        (date(2024, 12, 15), END, []),
        (JULY, JULY, []),
        (date(2025, 7, 2), JULY, ["AGR-134"]),
        (END, date(2026, 7, 1), []),
        (date(2026, 7, 1), date(2026, 7, 1), ["AGR-133"]),
        (date(2026, 7, 2), date(2026, 7, 1), ["AGR-133", "AGR-134"]),
    ],
)
def test_an_amendment_is_signed_after_the_agreement_and_within_its_validity(
    signed_on: date, today: date, codes: list[str]
) -> None:
    values = {"AGR-133": {"last_day": "2026-06-30"}, "AGR-134": {"first": "2024-12-15"}}
    assert signature(signed_on, today) == [
        Finding(code=code, field="signed_on", raw=signed_on.isoformat(), values=values[code]) for code in codes
    ]


@pytest.mark.parametrize("state", [SIGNED, WITHDRAWN])
@pytest.mark.parametrize("action", ["sign", "withdraw"])
def test_an_amendment_is_signed_or_withdrawn_once(action: str, state: AmendmentState) -> None:
    assert AMENDMENT_MOVES.after(PENDING, action) is (SIGNED if action == "sign" else WITHDRAWN)
    expected: Any = (WrongState, "AGR-004", {"action": action, "state": state.value})
    assert error_of(lambda: AMENDMENT_MOVES.after(state, action)) == expected
