"""How an hourly rate is fixed, and what is refused, one rule at a time."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from clause.domain.agreements import AgreementOptions
from clause.domain.employments import Employment
from clause.domain.errors import Refused
from clause.domain.hourly_rate_making import (
    RateGround,
    RateTerms,
    cap_findings,
    check_rate,
    latest_months,
    made_rate,
)
from clause.domain.hourly_rates import HourlyRate
from clause.rules.calendar import Month
from clause.rules.cost_codes import CostMethod
from clause.rules.quantities import Euros
from clause.rules.trace import Trace
from tests.builders.claim_inputs import OPERATION_ID, an_operation
from tests.builders.territory import NOW

D = Decimal
A, B = CostMethod.M3A, CostMethod.M3B
PERSON, DOCUMENT = UUID(int=4), UUID(int=5)
YEAR_2024 = dict.fromkeys(Month.range(Month(2024, 1), Month(2024, 12)), D("4000.00"))
NOTHING: dict[str, Any] = {}
TRACE = Trace.model_construct(**NOTHING)


def _terms(method: CostMethod = A, **changes: object) -> RateTerms:
    months = (Month(2024, 1), Month(2024, 12)) if method is A else (Month(2024, 12), Month(2024, 12))
    terms = RateTerms(
        employment_id=PERSON,
        method=method,
        first_month=months[0],
        last_month=months[1],
        effective_on=date(2025, 1, 1),
    )
    return terms.model_copy(update=changes)


def _employment(share: str = "1") -> Employment:
    return Employment(
        id=PERSON,
        facilitator_org_id=UUID(int=1),
        person_id=UUID(int=6),
        staff_number="P1",
        job_title="Facilitatrice",
        working_time_share=D(share),
        weekly_hours=D("35.00"),
        first_day=date(2020, 1, 1),
        last_day=None,
        person_name=None,
        created_at=NOW,
        version=1,
    )


def _rate(number: int = 1, **changes: object) -> HourlyRate:
    rate = HourlyRate(
        id=UUID(int=number),
        operation_id=OPERATION_ID,
        employment_id=PERSON,
        version_no=number,
        method=A,
        hourly_rate=D("27.91"),
        hours_cap=D("1720.00"),
        employer_cost=D("48000.00"),
        first_month=Month(2024, 1),
        last_month=Month(2024, 12),
        documented_months=12,
        effective_on=date(2025, 1, 1),
        reason=None,
        trace=TRACE,
        document_id=None,
        document_sha256=None,
        recorded_by=None,
        recorded_at=NOW,
    )
    return rate.model_copy(update=changes)


def _ground(
    *earlier: HourlyRate,
    pay: Mapping[Month, Euros] = YEAR_2024,
    share: str = "1",
    last_claimed: Month | None = None,
    today: date = date(2026, 6, 1),
) -> RateGround:
    return RateGround(an_operation(), _employment(share), earlier, pay, None, last_claimed, today)


def _found(terms: RateTerms, ground: RateGround) -> list[tuple[str, str | None, str | None, dict[str, str]]]:
    with pytest.raises(Refused) as refusal:
        check_rate(terms, ground)
    assert refusal.value.code == "RAT-003"
    return [(one.code, one.field, one.raw, dict(one.values)) for one in refusal.value.findings]


def test_a_year_of_pay_makes_a_rate_of_1720_hours() -> None:
    check_rate(_terms(), _ground())
    made = made_rate(_terms(), _ground())
    assert (made.hourly_rate, made.hours_cap) == (D("27.90"), D("1720.00"))
    assert (made.employer_cost, made.documented_months) == (D("48000.00"), 12)
    assert (made.trace.result, made.trace.steps[-1].result) == ("27.90", "48000.00")


def test_part_time_has_its_share_of_the_hours() -> None:
    made = made_rate(_terms(), _ground(share="0.50"))
    assert (made.hourly_rate, made.hours_cap) == (D("55.81"), D("860.00"))


def test_fewer_months_are_brought_to_a_year_with_what_they_do_not_show() -> None:
    pay = {month: cost for month, cost in YEAR_2024.items() if month >= Month(2024, 7)}
    terms = _terms(first_month=Month(2024, 7), other_pay_of_the_year=D("2000.00"))
    check_rate(terms, _ground(pay=pay))
    made = made_rate(terms, _ground(pay=pay))
    assert (made.employer_cost, made.documented_months) == (D("50000.00"), 6)


def test_a_month_of_pay_makes_a_rate_of_the_hours_of_a_month() -> None:
    check_rate(_terms(B), _ground())
    made = made_rate(_terms(B), _ground())
    assert (made.employer_cost, made.documented_months, made.trace.steps) == (D("4000.00"), 1, ())
    assert (made.hourly_rate, made.hours_cap) == (D("26.37"), D("151.67"))


def test_a_typed_cost_rests_on_a_document() -> None:
    typed = _terms(employer_cost=D("51600.00"))
    assert _found(typed, _ground(pay={})) == [("RAT-106", "document_id", None, {})]
    unknown = typed.model_copy(update={"document_id": DOCUMENT})
    assert _found(unknown, _ground(pay={})) == [("RAT-105", "document_id", str(DOCUMENT), {})]
    assert made_rate(typed, _ground(pay={})).hourly_rate == D("30.00")


@pytest.mark.parametrize(("cost", "share", "reason"), [("-1.00", "1", "NEGATIVE"), ("1.00", "0", "NOT_POSITIVE")])
def test_a_cost_that_makes_no_rate_is_refused(cost: str, share: str, reason: str) -> None:
    with pytest.raises(Refused) as refusal:
        made_rate(_terms(employer_cost=D(cost)), _ground(share=share))
    assert (refusal.value.code, refusal.value.values) == ("RAT-004", {"reason": reason})


WINDOWS: list[tuple[RateTerms, tuple[str, str, str, dict[str, str]]]] = [
    (_terms(method=CostMethod.M2), ("RAT-101", "method", "M2", {})),
    (_terms(first_month=Month(2023, 12)), ("RAT-102", "last_month", "2024-12", {"most": "12"})),
    (_terms(first_month=Month(2025, 1)), ("RAT-102", "last_month", "2024-12", {"most": "12"})),
    (_terms(B, first_month=Month(2024, 11)), ("RAT-102", "last_month", "2024-12", {"most": "1"})),
    (_terms(effective_on=date(2024, 12, 31)), ("RAT-104", "effective_on", "2024-12-31", {})),
    (_terms(effective_on=date(2026, 7, 1)), ("RAT-104", "effective_on", "2026-07-01", {})),
]


@pytest.mark.parametrize(("terms", "finding"), WINDOWS)
def test_a_rate_is_of_a_year_or_a_month_and_of_the_operation(
    terms: RateTerms, finding: tuple[str, str, str, dict[str, str]]
) -> None:
    assert _found(terms, _ground())[0] == finding


def test_a_rate_is_made_from_months_that_are_over() -> None:
    assert [code for code, *_ in _found(_terms(), _ground(today=date(2024, 12, 30)))] == ["RAT-103"]
    check_rate(_terms(), _ground(today=date(2024, 12, 31)))


def test_the_pay_of_each_month_is_recorded() -> None:
    pay = {month: cost for month, cost in YEAR_2024.items() if month.number not in (3, 5)}
    assert _found(_terms(), _ground(pay=pay)) == [("RAT-107", "first_month", None, {"months": "2024-03, 2024-05"})]


def test_the_latest_documented_months_are_taken_and_all_of_them() -> None:
    older = _terms(last_month=Month(2024, 11))
    assert _found(older, _ground()) == [("RAT-108", "last_month", "2024-11", {"latest": "2024-12"})]
    fewer = _terms(first_month=Month(2024, 2))
    assert _found(fewer, _ground()) == [("RAT-109", "first_month", "2024-02", {"first": "2024-01"})]


def test_a_new_version_has_a_reason_and_begins_with_a_month_that_is_not_claimed() -> None:
    change = _terms(effective_on=date(2025, 7, 1), reason="Avenant")
    check_rate(change, _ground(_rate()))
    assert _found(change.model_copy(update={"reason": ""}), _ground(_rate())) == [("RAT-110", "reason", None, {})]
    values = {"effective_on": "2025-01-01"}
    for day in (date(2025, 1, 1), date(2025, 7, 2)):
        told = _found(change.model_copy(update={"effective_on": day}), _ground(_rate()))
        assert told == [("RAT-111", "effective_on", day.isoformat(), values)]
    claimed = _found(change, _ground(_rate(), last_claimed=Month(2025, 7)))
    assert claimed == [("RAT-112", "effective_on", "2025-07-01", {"month": "2025-07"})]
    check_rate(change, _ground(_rate(), last_claimed=Month(2025, 6)))


def test_a_change_follows_the_latest_version() -> None:
    later = _rate(2, effective_on=date(2025, 9, 1))
    told = _found(_terms(effective_on=date(2025, 7, 1), reason="Avenant"), _ground(later, _rate()))
    assert told == [("RAT-111", "effective_on", "2025-07-01", {"effective_on": "2025-09-01"})]


def test_a_rate_above_the_ceilings_of_the_agreement_is_told() -> None:
    def told(rate: HourlyRate, share: str = "1", **caps: Decimal) -> list[tuple[str, str | None, str | None, object]]:
        found = cap_findings(rate, AgreementOptions(**caps), D(share))
        assert all(one.severity == "warning" for one in found)
        return [(one.code, one.field, one.raw, dict(one.values)) for one in found]

    assert told(_rate()) == []
    assert told(_rate(), salary_cap_hourly=D("27.91"), salary_cap_annual=D("48000.00")) == []
    hourly = ("RAT-201", "hourly_rate", "27.91", {"cap": "27.90"})
    assert told(_rate(), salary_cap_hourly=D("27.90")) == [hourly]
    annual = ("RAT-202", "employer_cost", "48000.00", {"cap": "60000.00"})
    assert told(_rate(), "0.79", salary_cap_annual=D("60000.00")) == [annual]
    assert told(_rate(), "0.80", salary_cap_annual=D("60000.00")) == []
    assert told(_rate(method=B), salary_cap_annual=D("1.00")) == []


def test_the_latest_months_follow_one_another_and_are_twelve_at_most() -> None:
    many = list(Month.range(Month(2023, 1), Month(2024, 12)))
    assert latest_months(many, date(2025, 1, 1)) == many[12:]
    assert latest_months(many, date(2024, 12, 31)) == many[11:23]
    with_gap = [month for month in many if month != Month(2024, 6)]
    assert latest_months(with_gap, date(2025, 1, 1)) == many[18:]
    assert latest_months([], date(2025, 1, 1)) == []
