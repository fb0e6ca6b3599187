"""Suspensions, reductions and waivers: what the buyer may decide, and when a holder's notice may be dated."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from clause.domain.errors import Refused
from clause.domain.findings import Finding
from clause.domain.obligation_timeline import Change, ChangeKind, Components
from clause.domain.reliefs import (
    NewDifficultyNotice,
    NewRelief,
    ReliefGround,
    ReliefKind,
    check_notice,
    checked_relief,
)
from tests.builders.decisions import decided
from tests.builders.refusals import error_of, findings_of

SUSPENSION, REDUCTION, WAIVER = ReliefKind
MARCH = date(2026, 3, 1)
OWED = Components(decisions=(decided(1, date(2026, 1, 1), 100),))


def relief(kind: ReliefKind, **changes: Any) -> NewRelief:
    known: dict[str, Any] = {
        "first_day": MARCH,
        "ground": ReliefGround.SITE_STOPPED,
        "decided_by_name": "Le maire",
        "decided_on": MARCH,
    }
    return NewRelief(kind=kind, **{**known, **changes})


def found(kind: ReliefKind, components: Components = OWED, **changes: Any) -> list[Finding]:
    return findings_of("OBL-120", lambda: checked_relief(relief(kind, **changes), components))


def test_a_waiver_keeps_nothing_unless_told() -> None:
    assert checked_relief(relief(WAIVER), OWED) == relief(WAIVER, hours_kept=Decimal("0.00"))
    told = relief(WAIVER, hours_kept=Decimal("12.50"))
    assert checked_relief(told, OWED) is told


def test_a_suspension_or_a_reduction_is_kept_as_typed() -> None:
    for typed in (relief(SUSPENSION), relief(REDUCTION, hours_delta=Decimal("1.00"))):
        assert checked_relief(typed, OWED) is typed


@pytest.mark.parametrize(
    ("kind", "hours", "wrong"),
    [
        (SUSPENSION, {}, []),
        (SUSPENSION, {"hours_delta": "5.00"}, [("hours_delta", "5.00")]),
        (SUSPENSION, {"hours_delta": "0.00"}, [("hours_delta", "0.00")]),
        (SUSPENSION, {"hours_kept": "5.00"}, [("hours_kept", "5.00")]),
        (REDUCTION, {"hours_delta": "0.01"}, []),
        (REDUCTION, {"hours_delta": "0.00"}, [("hours_delta", "0.00")]),
        (REDUCTION, {}, [("hours_delta", None)]),
        (REDUCTION, {"hours_kept": "5.00"}, [("hours_delta", None), ("hours_kept", "5.00")]),
        (REDUCTION, {"hours_delta": "5.00", "hours_kept": "0.00"}, [("hours_kept", "0.00")]),
        (WAIVER, {"hours_kept": "0.00"}, []),
        (WAIVER, {"hours_delta": "5.00"}, [("hours_delta", "5.00")]),
    ],
)
def test_a_reduction_says_what_it_takes_off_a_waiver_what_it_keeps_and_a_suspension_neither(
    kind: ReliefKind, hours: dict[str, str], wrong: list[tuple[str, str | None]]
) -> None:
    given: dict[str, Any] = {name: Decimal(text) for name, text in hours.items()}
    assert found(kind, **given) == [
        Finding(code="OBL-121", field=field, raw=raw, values={"kind": kind.value}) for field, raw in wrong
    ]


@pytest.mark.parametrize(
    ("kind", "last_day", "wrong"),
    [
        (SUSPENSION, None, False),
        (SUSPENSION, MARCH, False),
        (SUSPENSION, date(2026, 2, 28), True),
        (WAIVER, None, False),
        (WAIVER, date(2026, 4, 1), True),
    ],
)
def test_only_a_suspension_has_a_last_day_that_does_not_precede_the_first(
    kind: ReliefKind, last_day: date | None, wrong: bool
) -> None:
    expected = [Finding(code="OBL-122", field="last_day", raw=str(last_day))]
    assert found(kind, last_day=last_day) == (expected if wrong else [])


@pytest.mark.parametrize(
    ("ground", "text", "wrong"),
    [
        (ReliefGround.OTHER, None, True),
        (ReliefGround.OTHER, "", True),
        (ReliefGround.OTHER, "Incendie", False),
        (ReliefGround.NO_CANDIDATE, None, False),
    ],
)
def test_another_ground_is_told_in_words(ground: ReliefGround, text: str | None, wrong: bool) -> None:
    expected = [Finding(code="OBL-123", field="ground_text")]
    assert found(SUSPENSION, ground=ground, ground_text=text) == (expected if wrong else [])


@pytest.mark.parametrize(("kind", "field"), [(REDUCTION, "hours_delta"), (WAIVER, "hours_kept")])
def test_no_more_is_taken_off_or_kept_than_is_owed_on_the_first_day(kind: ReliefKind, field: str) -> None:
    values = {"owed": "100.00"}
    beyond = [Finding(code="OBL-125", field=field, raw="100.01", values=values)]
    allowed: dict[str, Any] = {field: Decimal("100.00")}
    refused: dict[str, Any] = {field: Decimal("100.01")}
    assert found(kind, **allowed) == []
    assert found(kind, **refused) == beyond


def test_what_is_owed_counts_the_changes_in_effect_on_the_first_day() -> None:
    less = Change(2, ChangeKind.REDUCTION, MARCH, Decimal("40.00"))
    components = Components(OWED.decisions, (less,))
    hours = Decimal("60.01")
    assert [one.values for one in found(REDUCTION, components, hours_delta=hours)] == [{"owed": "60.00"}]
    assert found(REDUCTION, components, hours_delta=hours, first_day=date(2026, 2, 28)) == []


def test_hours_are_taken_off_from_the_day_on_which_some_are_owed_but_a_suspension_needs_none() -> None:
    before = date(2025, 12, 31)
    nothing = [Finding(code="OBL-124", field="first_day", raw="2025-12-31")]
    assert found(REDUCTION, hours_delta=Decimal("1.00"), first_day=before) == nothing
    assert found(WAIVER, first_day=before) == nothing
    assert found(WAIVER, first_day=date(2026, 1, 1)) == []
    assert found(SUSPENSION, Components(), first_day=before) == []


def test_wrong_fields_are_told_at_once_and_before_what_is_owed() -> None:
    codes = [one.code for one in found(REDUCTION, Components(), last_day=MARCH, ground=ReliefGround.OTHER)]
    assert codes == ["OBL-121", "OBL-122", "OBL-123"]


@pytest.mark.parametrize(
    ("received_on", "expected"),
    [(MARCH, None), (date(2026, 3, 2), (Refused, "OBL-126", {"received_on": "2026-03-02"}))],
)
def test_a_notice_was_received_by_today(received_on: date, expected: Any) -> None:
    notice = NewDifficultyNotice(received_on=received_on, is_registered_letter=True, content="Chômage partiel")
    assert error_of(lambda: check_notice(notice, MARCH)) == expected
