"""The windows of a person: what suspends the clock, what was decided on its end, and which hires that moves."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from clause.domain.eligibility_windows import (
    CreditedOutside,
    OverrideTerms,
    Suspension,
    SuspensionTerms,
    WindowFacts,
    WindowOverride,
    alert_until,
    check_end,
    check_override,
    check_suspension,
    findings_about_credited_outside,
)
from clause.domain.errors import Refused, WrongState
from clause.domain.findings import Finding, Severity
from clause.domain.hires import Hire, window_of
from clause.rules.calendar import Period
from clause.rules.eligibility_windows import DecidedEnd, Suspended
from tests.builders.hours import a_rulebook, an_id
from tests.domain.test_hires import FIRST_DAY, LOT, hire, terms

AT = datetime(2026, 6, 15, tzinfo=UTC)
DAY = timedelta(days=1)
MARCH = (date(2026, 3, 1), date(2026, 3, 10))


def days(first_day: date, last_day: date | None = None) -> SuspensionTerms:
    return SuspensionTerms(first_day=first_day, last_day=last_day, reason="Demande du référent")


def suspension(first_day: date, last_day: date | None = None, name: str = "suspension") -> Suspension:
    return Suspension(
        **dict(days(first_day, last_day)),
        id=an_id(name),
        facilitator_org_id=an_id("org"),
        participant_id=an_id("person"),
        recorded_by=None,
        recorded_at=AT,
        version=1,
    )


def override(version: int, last_day: date | None) -> WindowOverride:
    return WindowOverride(
        id=an_id(f"override {version}"),
        facilitator_org_id=an_id("org"),
        participant_id=an_id("person"),
        version_no=version,
        last_day=last_day,
        reason="Avis du comité",
        decided_by=None,
        decided_at=AT,
    )


def facts(*hires: Hire, **more: Any) -> WindowFacts:
    usual: dict[str, Any] = {"books": {}, "suspensions": (), "overrides": ()}
    return WindowFacts(participant_id=an_id("person"), hires=hires, **(usual | more))


def with_window(recorded: Hire, start: date) -> Hire:
    """The hire as recorded when the first clause day was another one."""
    window = window_of(recorded, start)
    known = {"eligible_first_day": window.period.first_day, "eligible_last_day": window.period.last_day}
    return recorded.model_copy(update={**known, "eligibility_trace": window.trace})


def test_suspensions_are_read_in_their_order() -> None:
    known = facts(suspensions=(suspension(*MARCH), suspension(date(2026, 5, 1))))
    assert known.suspended == (Suspended(*MARCH), Suspended(date(2026, 5, 1), None))


def test_the_latest_decision_on_the_end_speaks_and_none_gives_the_computed_end_back() -> None:
    first, second, back = override(1, date(2028, 1, 1)), override(2, date(2027, 1, 1)), override(3, None)
    assert facts(overrides=(second, first)).decided == DecidedEnd(date(2027, 1, 1), 2)
    assert facts(overrides=(second, back, first)).decided is None
    assert facts().decided is None


def test_the_clock_begins_with_the_first_hire_and_ends_with_the_last_window() -> None:
    early = hire(first_day=date(2026, 2, 1), eligible_last_day=date(2028, 1, 31))
    late = hire(first_day=date(2026, 4, 1), eligible_last_day=date(2030, 1, 31))
    assert facts(late, early).first_clause_start == date(2026, 2, 1)
    assert facts(late, early).last_day == date(2030, 1, 31)
    assert (facts().first_clause_start, facts().last_day) == (None, None)


def test_the_window_of_a_hire_to_be_runs_from_the_first_clause_day_or_from_its_own() -> None:
    known = facts(hire())
    later = known.window_of(terms(first_day=date(2026, 10, 1)))
    assert later.period == Period(FIRST_DAY, date(2028, 3, 15))
    before = known.window_of(terms(first_day=date(2026, 1, 1)))
    assert before.period == Period(date(2026, 1, 1), date(2027, 12, 31))
    assert facts().window_of(terms()).period == Period(FIRST_DAY, date(2028, 3, 15))


def test_a_window_goes_by_the_rules_of_the_lot_or_by_those_given() -> None:
    known = facts(books={LOT: a_rulebook(eligibility_duration=12)})
    assert known.window_of(terms()).period.last_day == date(2027, 3, 15)
    assert known.window_of(terms(lot_id=UUID(int=50))).period.last_day == date(2028, 3, 15)
    given = a_rulebook(eligibility_duration=6)
    assert known.window_of(terms(), given).period.last_day == date(2026, 9, 15)


def test_a_window_takes_in_what_was_suspended_and_what_was_decided() -> None:
    stopped = (suspension(date(2026, 4, 1), date(2026, 4, 10)),)
    assert facts(suspensions=stopped).window_of(terms()).period.last_day == date(2028, 3, 25)
    decided = facts(suspensions=stopped, overrides=(override(1, date(2027, 1, 1)),))
    assert decided.window_of(terms()).period.last_day == date(2027, 1, 1)


def test_a_window_on_a_day_that_no_rule_knows_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        facts().window_of(terms(first_day=date(2000, 12, 31)))
    assert refused.value.code == "HIR-005"


def test_nothing_moves_while_the_facts_are_those_recorded() -> None:
    assert facts().moved() == ()
    assert facts().moved(terms()) == ()
    assert facts(hire()).moved() == ()
    assert facts(hire()).moved(terms(first_day=FIRST_DAY + DAY)) == ()


def test_a_hire_before_all_others_moves_their_windows() -> None:
    recorded = hire()
    [(moved, window)] = facts(recorded).moved(terms(first_day=FIRST_DAY - DAY))
    assert moved is recorded
    assert window.period == Period(FIRST_DAY - DAY, date(2028, 3, 14))


def test_only_hires_whose_window_is_another_one_are_moved() -> None:
    first = hire(first_day=date(2026, 2, 1))
    right = with_window(hire(), date(2026, 2, 1))
    wrong = hire(first_day=date(2026, 5, 1))
    assert [one.first_day for one, _ in facts(first, right, wrong).moved()] == [date(2026, 5, 1)]


def test_a_suspension_moves_the_hires_of_every_lot_and_a_rule_those_of_its_own() -> None:
    here, there = hire(), hire(lot_id=UUID(int=50))
    stopped = facts(here, there, suspensions=(suspension(date(2026, 4, 1), date(2026, 4, 10)),))
    assert [window.period.last_day for _, window in stopped.moved()] == [date(2028, 3, 25)] * 2
    shorter = facts(here, there, books={LOT: a_rulebook(eligibility_duration=12)})
    assert [(one.lot_id, window.period.last_day) for one, window in shorter.moved()] == [(LOT, date(2027, 3, 15))]


def test_a_window_of_the_same_days_for_another_reason_is_moved_too() -> None:
    recorded = hire()
    decided = facts(recorded, overrides=(override(1, recorded.eligible_last_day),))
    [(_, window)] = decided.moved()
    assert window.period == recorded.eligible_period
    assert window.trace.formula_id == "ELG-WINDOW-DECIDED"


def test_an_end_is_told_ahead_by_so_many_days_to_the_end_of_the_calendar() -> None:
    assert alert_until(date(2026, 6, 15), 60) == date(2026, 8, 14)
    assert alert_until(date(2026, 6, 15), 0) == date(2026, 6, 15)
    assert alert_until(date(9999, 12, 30), 1) == date.max
    assert alert_until(date(9999, 12, 30), 2) == date.max


@pytest.mark.parametrize(
    ("first_day", "last_day", "allowed"),
    [
        (date(2026, 3, 11), date(2026, 3, 11), True),
        (date(2026, 3, 10), date(2026, 3, 12), False),
        (date(2026, 2, 1), date(2026, 2, 28), True),
        (date(2026, 2, 1), date(2026, 3, 1), False),
        (date(2026, 3, 11), None, True),
        (date(2026, 2, 1), None, False),
    ],
)
def test_suspensions_of_one_person_share_no_day(first_day: date, last_day: date | None, allowed: bool) -> None:
    if allowed:
        check_suspension(days(first_day, last_day), [suspension(*MARCH)])
        return
    with pytest.raises(Refused) as refused:
        check_suspension(days(first_day, last_day), [suspension(*MARCH)])
    assert refused.value.code == "ELG-030"
    assert refused.value.findings == (
        Finding(code="ELG-041", field="first_day", raw=first_day.isoformat(), values={"since": "2026-03-01"}),
    )


def test_the_first_suspension_in_the_way_is_told_alone() -> None:
    others = [suspension(date(2026, 1, 1), date(2026, 1, 2)), suspension(*MARCH), suspension(date(2026, 3, 20))]
    with pytest.raises(Refused) as refused:
        check_suspension(days(date(2026, 2, 1)), others)
    assert [finding.values for finding in refused.value.findings] == [{"since": "2026-03-01"}]


def test_days_in_the_wrong_order_are_told_before_anything_else() -> None:
    with pytest.raises(Refused) as refused:
        check_suspension(days(date(2026, 3, 5), date(2026, 3, 4)), [suspension(*MARCH)])
    assert refused.value.code == "ELG-030"
    assert refused.value.findings == (
        Finding(code="ELG-040", field="last_day", raw="2026-03-04", values={"since": "2026-03-05"}),
    )


def test_an_open_suspension_ends_on_a_day_that_no_other_has() -> None:
    opened, other = suspension(date(2026, 2, 1)), suspension(*MARCH, name="other")
    for last_day in (date(2026, 2, 1), date(2026, 2, 28)):
        check_end(opened, last_day, [opened, other])
    for last_day, code in ((date(2026, 1, 31), "ELG-040"), (date(2026, 3, 1), "ELG-041")):
        with pytest.raises(Refused) as refused:
            check_end(opened, last_day, [opened, other])
        assert [finding.code for finding in refused.value.findings] == [code]


def test_a_suspension_that_has_ended_ends_no_more() -> None:
    with pytest.raises(WrongState) as refused:
        check_end(suspension(*MARCH), date(2026, 3, 11), ())
    assert refused.value.code == "ELG-031"


def decided(last_day: date | None) -> OverrideTerms:
    return OverrideTerms(last_day=last_day, reason="Avis du comité")


def test_a_window_is_decided_to_end_on_its_first_day_at_the_soonest_or_given_back() -> None:
    for last_day in (FIRST_DAY, FIRST_DAY + DAY, None):
        check_override(decided(last_day), facts(hire()))
    with pytest.raises(Refused) as refused:
        check_override(decided(FIRST_DAY - DAY), facts(hire()))
    assert refused.value.code == "ELG-033"
    assert refused.value.findings == (
        Finding(code="ELG-042", field="last_day", raw="2026-03-15", values={"since": "2026-03-16"}),
    )


@pytest.mark.parametrize("last_day", [None, date(2028, 1, 1)])
def test_there_is_nothing_to_decide_before_a_first_hire(last_day: date | None) -> None:
    with pytest.raises(WrongState) as refused:
        check_override(decided(last_day), facts())
    assert refused.value.code == "ELG-032"


def test_hours_credited_outside_are_told_hire_by_hire_those_beyond_the_end_first() -> None:
    one, two, three = (an_id(name) for name in ("one", "two", "three"))
    told = {"severity": Severity.WARNING, "field": "hires"}
    assert findings_about_credited_outside(
        [
            CreditedOutside(hire_id=one, beyond_on=date(2026, 5, 31), suspended_on=date(2026, 4, 30)),
            CreditedOutside(hire_id=two, beyond_on=None, suspended_on=date(2026, 4, 1)),
            CreditedOutside(hire_id=three, beyond_on=None, suspended_on=None),
        ]
    ) == (
        Finding(code="ELG-043", raw="2026-05-31", values={"id": str(one)}, **told),
        Finding(code="ELG-044", raw="2026-04-30", values={"id": str(one)}, **told),
        Finding(code="ELG-044", raw="2026-04-01", values={"id": str(two)}, **told),
    )
    assert findings_about_credited_outside([]) == ()
