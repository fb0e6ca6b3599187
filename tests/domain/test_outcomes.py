"""Situations after the end of a contract: which version speaks, what is due when, what is refused."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from clause.domain.errors import Refused, WrongState
from clause.domain.findings import Finding
from clause.domain.outcomes import HireOutcome, OutcomesDue, OutcomeTerms, check_outcome, latest_of, points_due
from clause.rules.outcomes import Outcome, OutcomePoint
from tests.builders.hours import an_id
from tests.domain.test_hires import hire

EXIT, M3, M6, M12 = OutcomePoint
ENDED = date(2026, 5, 29)
DAY = timedelta(days=1)


def outcome(version: int, situation: str = "CDI", point: OutcomePoint = EXIT, of: str = "hire") -> HireOutcome:
    return HireOutcome(
        id=an_id(f"{of} {point} {version}"),
        facilitator_org_id=an_id("org"),
        hire_id=an_id(of),
        point=point,
        outcome=Outcome(situation),
        observed_on=ENDED,
        version_no=version,
        recorded_by=None,
        recorded_at=datetime(2026, 6, 1, tzinfo=UTC),
    )


def due(**more: Any) -> OutcomesDue:
    fields: dict[str, Any] = {
        "hire_id": an_id("hire"),
        "participant_id": an_id("person"),
        "first_name": "Camille",
        "last_name": "Durand",
        "lot_id": an_id("lot"),
        "company_id": an_id("company"),
        "last_day": ENDED,
        "planned_last_day": None,
        "lot_label": "Gros œuvre",
        "company_name": "Bâtisseurs",
        "recorded": frozenset(),
    }
    return OutcomesDue(**(fields | more))


@pytest.mark.parametrize(
    ("situation", "lasting"),
    [("CDI", True), ("CDD_GT_6M", True), ("BUSINESS_CREATION", True), ("CDD_LT_6M", False), ("UNKNOWN", False)],
)
def test_a_lasting_job_has_no_term_or_a_far_one_or_is_a_business_of_ones_own(situation: str, lasting: bool) -> None:
    assert outcome(1, situation).lasting is lasting


def test_the_highest_version_speaks_of_each_point_of_each_hire() -> None:
    corrected, elsewhere, later = outcome(2, "TEMP"), outcome(1, of="other"), outcome(1, point=M6)
    assert latest_of([corrected, outcome(1), elsewhere, later]) == {
        (an_id("hire"), EXIT): corrected,
        (an_id("other"), EXIT): elsewhere,
        (an_id("hire"), M6): later,
    }


@pytest.mark.parametrize(
    ("on", "points"),
    [
        (ENDED - DAY, []),
        (ENDED, [(EXIT, ENDED)]),
        (date(2026, 8, 28), [(EXIT, ENDED)]),
        (date(2026, 8, 29), [(EXIT, ENDED), (M3, date(2026, 8, 29))]),
        (date(2026, 11, 28), [(EXIT, ENDED), (M3, date(2026, 8, 29))]),
        (date(2026, 11, 29), [(EXIT, ENDED), (M3, date(2026, 8, 29)), (M6, date(2026, 11, 29))]),
        (
            date(2027, 5, 29),
            [(EXIT, ENDED), (M3, date(2026, 8, 29)), (M6, date(2026, 11, 29)), (M12, date(2027, 5, 29))],
        ),
    ],
)
def test_situations_are_due_on_leaving_and_three_six_and_twelve_months_later(
    on: date, points: list[tuple[OutcomePoint, date]]
) -> None:
    assert points_due(ENDED, (), on) == tuple(points)
    assert due().points_due(on) == tuple(points)


def test_what_is_recorded_is_not_due_and_nothing_is_before_the_end() -> None:
    assert points_due(ENDED, {EXIT, M6}, date(2026, 12, 1)) == ((M3, date(2026, 8, 29)),)
    assert due(recorded=frozenset(OutcomePoint)).points_due(date(2030, 1, 1)) == ()
    assert points_due(None, (), date(2030, 1, 1)) == ()


def test_a_month_that_is_too_short_has_its_point_on_its_last_day() -> None:
    assert points_due(date(2025, 11, 30), {EXIT}, date(2026, 2, 27)) == ()
    assert points_due(date(2025, 11, 30), {EXIT}, date(2026, 2, 28)) == ((M3, date(2026, 2, 28)),)


def test_points_beyond_the_calendar_are_never_reached() -> None:
    last = date(9999, 12, 31)
    assert points_due(last, (), last) == ((EXIT, last),)
    assert points_due(date(9999, 9, 30), {EXIT}, last) == ((M3, date(9999, 12, 30)),)


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"last_day": None, "planned_last_day": date(2026, 6, 14)}, True),
        ({"last_day": None, "planned_last_day": date(2026, 6, 15)}, False),
        ({"last_day": None}, False),
        ({"planned_last_day": date(2026, 6, 14)}, False),
    ],
)
def test_an_end_is_missing_from_the_day_after_the_planned_one(changes: dict[str, Any], missing: bool) -> None:
    assert due(**changes).is_end_missing(date(2026, 6, 15)) is missing


def terms(observed_on: date, point: OutcomePoint = M3) -> OutcomeTerms:
    return OutcomeTerms(point=point, outcome=Outcome.CDI, observed_on=observed_on)


def test_a_situation_is_observed_from_the_day_of_its_point_until_today() -> None:
    for observed_on in (date(2026, 8, 29), date(2026, 8, 30)):
        check_outcome(hire(last_day=ENDED), terms(observed_on), date(2026, 8, 30))
    check_outcome(hire(last_day=ENDED), terms(ENDED, EXIT), ENDED)


def test_a_situation_waits_for_the_end_of_the_contract() -> None:
    with pytest.raises(WrongState) as refused:
        check_outcome(hire(), terms(ENDED, EXIT), ENDED)
    assert refused.value.code == "OUT-002"


def test_a_situation_observed_too_soon_or_on_a_day_to_come_is_refused_for_both() -> None:
    early = date(2026, 8, 28)
    too_soon = Finding(code="OUT-010", field="observed_on", raw="2026-08-28", values={"since": "2026-08-29"})
    to_come = Finding(code="OUT-011", field="observed_on", raw="2026-08-28")
    for today, expected in ((early, (too_soon,)), (early - DAY, (too_soon, to_come))):
        with pytest.raises(Refused) as refused:
            check_outcome(hire(last_day=ENDED), terms(early), today)
        assert (refused.value.code, refused.value.findings) == ("OUT-003", expected)
    with pytest.raises(Refused) as refused:
        check_outcome(hire(last_day=ENDED), terms(date(2026, 9, 1)), date(2026, 8, 31))
    assert [finding.code for finding in refused.value.findings] == ["OUT-011"]
