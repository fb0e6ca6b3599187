"""Calls for projects: when one is open, and what cannot be in one."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from clause.domain.errors import Refused
from clause.domain.findings import Finding
from clause.domain.funding_calls import CallTerms, check_call
from clause.rules.cost_codes import CostPlan

OPENS, CLOSES = date(2026, 1, 15), date(2026, 3, 31)


def a_call(**changes: Any) -> CallTerms:
    fields: dict[str, Any] = {
        "reference": "AAP-2026-1",
        "title": "Facilitation de la clause sociale",
        "opens_on": OPENS,
        "closes_on": CLOSES,
        "cost_plans": (CostPlan.P40, CostPlan.P15),
    }
    return CallTerms(**{**fields, **changes})


def findings(call: CallTerms) -> tuple[Finding, ...]:
    with pytest.raises(Refused) as refused:
        check_call(call)
    assert refused.value.code == "CAL-001"
    return refused.value.findings


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (date(2026, 1, 14), False),
        (OPENS, True),
        (date(2026, 2, 1), True),
        (CLOSES, True),
        (date(2026, 4, 1), False),
    ],
)
def test_a_call_is_open_from_its_first_day_to_its_last(day: date, is_open: bool) -> None:
    assert a_call().is_open_on(day) is is_open


@pytest.mark.parametrize(
    "call",
    [
        a_call(),
        a_call(closes_on=OPENS),
        a_call(cost_plans=(CostPlan.P25,), calculated_flat_rate=Decimal("0.20")),
        a_call(cost_plans=tuple(CostPlan), calculated_flat_rate=Decimal("0.00")),
    ],
)
def test_a_call_of_one_day_or_of_every_plan_is_taken(call: CallTerms) -> None:
    check_call(call)


def test_a_call_does_not_close_before_it_opens() -> None:
    found = findings(a_call(closes_on=date(2026, 1, 14)))
    assert found == (Finding(code="CAL-101", field="closes_on", raw="2026-01-14"),)


def test_a_call_admits_one_plan_at_least() -> None:
    assert findings(a_call(cost_plans=())) == (Finding(code="CAL-102", field="cost_plans"),)


def test_each_plan_that_is_named_again_is_told_where_it_stands() -> None:
    plans = (CostPlan.P40, CostPlan.P15, CostPlan.P40, CostPlan.LS, CostPlan.P40)
    assert findings(a_call(cost_plans=plans)) == (
        Finding(code="CAL-103", field="cost_plans[2]", raw="P40"),
        Finding(code="CAL-103", field="cost_plans[4]", raw="P40"),
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"calculated_flat_rate": Decimal("0.20")},
        {"calculated_flat_rate": Decimal("0.00")},
        {"cost_plans": (CostPlan.P25,)},
    ],
)
def test_a_rate_of_its_own_goes_with_the_plan_that_needs_one_and_with_no_other(changes: dict[str, Any]) -> None:
    assert findings(a_call(**changes)) == (Finding(code="CAL-104", field="calculated_flat_rate"),)


def test_all_that_is_wrong_with_a_call_is_told_at_once() -> None:
    call = a_call(closes_on=date(2025, 1, 1), cost_plans=(), calculated_flat_rate=Decimal("0.20"))
    assert [one.code for one in findings(call)] == ["CAL-101", "CAL-102", "CAL-104"]
