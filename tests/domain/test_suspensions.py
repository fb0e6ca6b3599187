"""Pauses of an eligibility, decisions on its end, and what they leave outside."""

from datetime import date
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
from clause.domain.hires import Hire
from tests.builders.territory import NOW

PERSON, HIRE = UUID(int=1), UUID(int=2)


def _terms(first: int, last: int | None) -> SuspensionTerms:
    return SuspensionTerms(
        first_day=date(2026, 3, first), last_day=date(2026, 3, last) if last else None, reason="Maladie"
    )


def _recorded(first: int, last: int | None, number: int = 5) -> Suspension:
    return Suspension(
        **_terms(first, last).model_dump(),
        id=UUID(int=number),
        facilitator_org_id=UUID(int=9),
        participant_id=PERSON,
        recorded_by=None,
        recorded_at=NOW,
        version=1,
    )


def _facts(*overrides: WindowOverride, first_days: tuple[date, ...] = ()) -> WindowFacts:
    known: list[dict[str, Any]] = [{"first_day": day, "eligible_last_day": day} for day in first_days]
    hires = tuple(Hire.model_construct(**one) for one in known)
    return WindowFacts(PERSON, hires, {}, (_recorded(1, 3),), overrides)


def _decided(version_no: int, last_day: date | None) -> WindowOverride:
    return WindowOverride(
        last_day=last_day,
        reason="Décision",
        id=UUID(int=version_no),
        facilitator_org_id=UUID(int=9),
        participant_id=PERSON,
        version_no=version_no,
        decided_by=None,
        decided_at=NOW,
    )


def _refused(terms: SuspensionTerms, *others: Suspension) -> list[tuple[str, str | None, str | None, dict[str, str]]]:
    with pytest.raises(Refused) as refusal:
        check_suspension(terms, others)
    assert refusal.value.code == "ELG-030"
    return [(one.code, one.field, one.raw, dict(one.values)) for one in refusal.value.findings]


def test_a_suspension_has_its_days_in_order_and_shares_none() -> None:
    check_suspension(_terms(5, 5), [_recorded(1, 4), _recorded(6, None)])
    assert _refused(_terms(5, 4)) == [("ELG-040", "last_day", "2026-03-04", {"since": "2026-03-05"})]
    shared = [("ELG-041", "first_day", "2026-03-05", {"since": "2026-03-01"})]
    assert _refused(_terms(5, 9), _recorded(1, 5), _recorded(9, 10)) == shared
    assert _refused(_terms(5, None), _recorded(1, None)) == shared


def test_a_suspension_ends_once_and_beside_the_others() -> None:
    running = _recorded(5, None)
    check_end(running, date(2026, 3, 9), [running, _recorded(10, None, 6)])
    with pytest.raises(WrongState) as ended:
        check_end(_recorded(5, 9), date(2026, 3, 10), [])
    assert ended.value.code == "ELG-031"
    with pytest.raises(Refused) as refusal:
        check_end(running, date(2026, 3, 10), [running, _recorded(10, None, 6)])
    assert [one.code for one in refusal.value.findings] == ["ELG-041"]


def test_the_latest_decision_on_an_end_speaks_or_gives_the_computed_one_back() -> None:
    assert _facts().decided is None
    decided = _facts(_decided(2, date(2026, 9, 30)), _decided(1, date(2026, 6, 30))).decided
    assert decided is not None
    assert (decided.last_day, decided.version_no) == (date(2026, 9, 30), 2)
    assert _facts(_decided(1, date(2026, 6, 30)), _decided(2, None)).decided is None


def test_the_clock_starts_with_the_first_hire_and_stops_with_the_last_window() -> None:
    assert (_facts().first_clause_start, _facts().last_day, _facts().moved()) == (None, None, ())
    facts = _facts(first_days=(date(2026, 3, 2), date(2026, 1, 5)))
    assert (facts.first_clause_start, facts.last_day) == (date(2026, 1, 5), date(2026, 3, 2))
    assert [(one.first_day, one.last_day) for one in facts.suspended] == [(date(2026, 3, 1), date(2026, 3, 3))]


def test_an_end_is_decided_after_a_hire_and_not_before_its_first_day() -> None:
    facts = _facts(first_days=(date(2026, 3, 2),))
    for day in (None, date(2026, 3, 2)):
        check_override(OverrideTerms(last_day=day, reason="Décision"), facts)
    with pytest.raises(WrongState) as early:
        check_override(OverrideTerms(last_day=None, reason="Décision"), _facts())
    assert early.value.code == "ELG-032"
    with pytest.raises(Refused) as refusal:
        check_override(OverrideTerms(last_day=date(2026, 3, 1), reason="Décision"), facts)
    (finding,) = refusal.value.findings
    assert (refusal.value.code, finding.code, finding.field) == ("ELG-033", "ELG-042", "last_day")
    assert (finding.raw, dict(finding.values)) == ("2026-03-01", {"since": "2026-03-02"})


def test_credited_hours_that_are_now_outside_are_told() -> None:
    day, other = date(2026, 4, 30), date(2026, 3, 2)
    outside = [
        CreditedOutside(hire_id=HIRE, beyond_on=day, suspended_on=other),
        CreditedOutside(hire_id=HIRE, beyond_on=None, suspended_on=None),
    ]
    told = [(one.code, one.raw, one.severity, dict(one.values)) for one in findings_about_credited_outside(outside)]
    values = {"id": str(HIRE)}
    assert told == [("ELG-043", "2026-04-30", "warning", values), ("ELG-044", "2026-03-02", "warning", values)]


def test_an_end_is_told_so_many_days_before_or_to_the_end_of_the_calendar() -> None:
    assert alert_until(date(2026, 3, 1), 60) == date(2026, 4, 30)
    assert alert_until(date(9999, 12, 30), 60) == date.max
