"""What must hold of the rules whatever the figures."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from clause.rules.calendar import Period, days_after
from clause.rules.cofinancing import (
    DueTerm,
    ResourceTest,
    amount_due,
    exact_rate,
    own_funds,
)
from clause.rules.compliance import ComplianceStatus, assess
from clause.rules.counting import credited_hours
from clause.rules.flat_rates import FlatRate, flat_rate
from clause.rules.obligation import hours_from_amount
from clause.rules.staff_costs import staff_cost_variable_time

TODAY = date(2026, 3, 31)
CENT = Decimal("0.01")
ALWAYS = ResourceTest(applies=True)
NEVER = ResourceTest(applies=False)


def decimals(largest: str, places: int = 2, smallest: str = "0") -> st.SearchStrategy[Decimal]:
    return st.decimals(min_value=Decimal(smallest), max_value=Decimal(largest), places=places)


EUROS = decimals("500000.00")
RATES = decimals("1", places=4)
HOURS = decimals("200.00")
DAYS = st.dates(min_value=date(2024, 1, 1), max_value=date(2027, 12, 31))
PERIODS = st.builds(lambda first, length: Period(first, first + timedelta(days=length)), DAYS, st.integers(0, 500))


@given(EUROS, RATES, EUROS, EUROS)
def test_the_amount_due_is_the_smallest_of_its_terms_and_never_negative(
    grant: Decimal, rate: Decimal, cost: Decimal, resources: Decimal
) -> None:
    due = amount_due(grant, rate, cost, resources, ALWAYS, TODAY)
    terms = {DueTerm.GRANT: due.by_grant, DueTerm.RATE: due.by_rate, DueTerm.RESOURCES: due.by_resources}
    assert due.by_resources == max(Decimal(0), cost - resources)
    assert due.value == min(grant, due.by_rate, due.by_resources) == terms[due.binding]
    assert due.value >= 0
    assert 0 <= rate * cost - due.by_rate < CENT


@given(EUROS, RATES, EUROS, EUROS)
def test_funding_and_cost_always_tie(grant: Decimal, rate: Decimal, cost: Decimal, resources: Decimal) -> None:
    for test in (ALWAYS, NEVER):
        due = amount_due(grant, rate, cost, resources, test, TODAY)
        own = own_funds(cost, resources, due.value)
        assert due.value + resources + own.value == cost
    tested = amount_due(grant, rate, cost, resources, ALWAYS, TODAY)
    assert resources > cost or own_funds(cost, resources, tested.value).value >= 0


@given(EUROS, RATES, EUROS, EUROS)
def test_the_resource_test_can_only_lower_the_amount(
    grant: Decimal, rate: Decimal, cost: Decimal, resources: Decimal
) -> None:
    tested = amount_due(grant, rate, cost, resources, ALWAYS, TODAY)
    untested = amount_due(grant, rate, cost, resources, NEVER, TODAY)
    assert tested.value <= untested.value
    assert untested.by_resources is None


@given(decimals("500000.00", smallest="0.01"), st.data())
def test_an_operation_that_spends_its_plan_is_due_its_whole_grant(planned: Decimal, data: st.DataObject) -> None:
    grant = data.draw(st.decimals(min_value=0, max_value=planned, places=2))
    due = amount_due(grant, exact_rate(grant, planned), planned, Decimal("0.00"), ALWAYS, TODAY)
    assert due.value == due.by_rate == grant


@given(EUROS)
def test_the_flat_rate_amount_is_never_above_forty_per_cent(base: Decimal) -> None:
    over = base * Decimal("0.40") - flat_rate(FlatRate.P40, base, TODAY).value
    assert 0 <= over < CENT


@given(EUROS, HOURS, HOURS)
def test_a_staff_cost_is_the_share_of_time_to_half_a_cent(cost: Decimal, h_op: Decimal, more: Decimal) -> None:
    worked = h_op + more
    value = staff_cost_variable_time(cost, h_op, worked, TODAY).value
    assert 0 <= value <= cost
    assert abs(value * worked - cost * h_op) * 2 <= worked * CENT


@given(EUROS, HOURS, HOURS, HOURS)
def test_two_operations_of_a_month_cost_the_month_to_half_a_cent_each(
    cost: Decimal, one: Decimal, two: Decimal, rest: Decimal
) -> None:
    worked = one + two + rest
    costs = [staff_cost_variable_time(cost, hours, worked, TODAY).value for hours in (one, two, rest)]
    assert worked == 0 or abs(sum(costs) - cost) <= CENT * 3 / 2


@given(decimals("9999999.99"), RATES, RATES, decimals("99.99", smallest="0.01"))
def test_hours_owed_are_the_full_hours_that_the_effort_pays(
    amount: Decimal, labour: Decimal, insertion: Decimal, cost: Decimal
) -> None:
    owed = hours_from_amount(amount, labour, insertion, cost, TODAY).value
    effort = amount * labour * insertion
    assert owed == owed.to_integral_value()
    assert owed * cost <= effort < (owed + 1) * cost


SUSPENSIONS = st.lists(PERIODS, max_size=3).map(tuple)


@given(HOURS, PERIODS, PERIODS, PERIODS, SUSPENSIONS)
def test_a_line_split_where_it_is_told_to_can_be_decided_everywhere(
    hours: Decimal, worked: Period, execution: Period, eligibility: Period, suspensions: tuple[Period, ...]
) -> None:
    decision = credited_hours(hours, worked, execution, eligibility, suspensions=suspensions)
    assert (decision.hours_credited is None) is bool(decision.split_on)
    starts = [worked.first_day, *decision.split_on]
    ends = [days_after(day, -1) for day in decision.split_on] + [worked.last_day]
    for part in map(Period, starts, ends):
        again = credited_hours(hours, part, execution, eligibility, suspensions=suspensions)
        assert again.hours_credited is not None


@given(HOURS, PERIODS, PERIODS, PERIODS, SUSPENSIONS)
def test_hours_count_in_full_exactly_when_every_day_lies_in_both_windows(
    hours: Decimal, worked: Period, execution: Period, eligibility: Period, suspensions: tuple[Period, ...]
) -> None:
    decision = credited_hours(hours, worked, execution, eligibility, suspensions=suspensions)
    is_suspended = any(worked.overlaps(suspension) for suspension in suspensions)
    is_inside = execution.covers(worked) and eligibility.covers(worked) and not is_suspended
    assert (decision.reason is None) is is_inside
    assert decision.hours_credited in ({hours} if is_inside else {Decimal(0), None})


@given(decimals("9999.99"), decimals("9999.99"), PERIODS, DAYS)
def test_gap_and_surplus_say_the_same_thing_twice(owed: Decimal, credited: Decimal, window: Period, on: date) -> None:
    figures = assess(owed, credited, window, on)
    assert figures.gap.value == owed - credited
    assert figures.surplus.value == max(Decimal(0), credited - owed)
    assert (figures.ratio is None) is (owed == 0)
    assert (figures.status in {ComplianceStatus.MET, ComplianceStatus.NOTHING_OWED}) is (credited >= owed or owed == 0)


@given(decimals("9999.99"), PERIODS, DAYS)
def test_hours_expected_never_fall_as_days_go_by(owed: Decimal, window: Period, on: date) -> None:
    nothing = Decimal("0.00")
    today, tomorrow = (assess(owed, nothing, window, day) for day in (on, days_after(on, 1)))
    assert 0 <= today.expected.value <= tomorrow.expected.value <= owed
    assert 0 <= today.elapsed_days <= today.total_days == window.days
