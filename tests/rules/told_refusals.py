"""What each rule says of an input below zero, and other refusals whose words are kept; see ``told``."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from clause.rules import (
    balance,
    claim_sums,
    cofinancing,
    compliance,
    forecast,
    holders,
    hourly_rates,
    indicators,
    limits,
    obligation,
    obligation_changes,
    payments,
    penalties,
    qpv,
    staff_costs,
    statistics,
)
from clause.rules.calendar import Month, MonthSpan, Period
from clause.rules.codes import ObligationUnit
from clause.rules.cost_codes import BeneficiaryKind, CostMethod
from clause.rules.cost_plans import unit_cost
from clause.rules.eligibility import ground
from clause.rules.obligation_invoices import InvoiceRatio, OrderedAmount, amount_invoiced, amount_ordered
from clause.rules.obligation_share import hours_worked_in_all, share_of_hours_worked
from clause.rules.obligation_takeover import TakeoverTerms, hours_after_takeover
from clause.rules.parameter import value_in_force
from clause.rules.penalty_terms import PenaltyKind, PenaltyTerms
from clause.rules.social_condition import Purchase, social_condition_required
from tests.rules.telling import below_zero

D = Decimal
TODAY = date(2026, 3, 31)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
FINE = D("1.00")
YEAR_OF_PAY = tuple(MonthSpan(Month(2025, 1), Month(2025, 12)).months())
SHARES = {"A": D("0.5000"), "B": D("0.5000")}
NO_TEST = cofinancing.ResourceTest(False)
BY_HOUR = PenaltyTerms(kind=PenaltyKind.MISSING_HOURS, rate_eur=D("40.00"))


def _takeover(amount: Decimal = FINE, staff: Decimal = FINE, rate: Decimal = FINE, price: Decimal = FINE) -> object:
    return hours_after_takeover(TakeoverTerms(amount, 24, staff, rate, price), TODAY)


def _terms() -> payments.PaymentTerms:
    return payments.PaymentTerms(D("100.00"), value_in_force("advance_recovery", TODAY))


def _missing(hours_owed: Decimal, asked: Decimal, done: Decimal) -> object:
    return penalties.hours_penalty(BY_HOUR, hours_owed, [penalties.Balance(TODAY, asked, done)])


def _invoice_hours(threshold: Decimal, step: Decimal, hours: Decimal) -> object:
    return InvoiceRatio(threshold, step, hours).hours(amount_invoiced(D("9.00"), D("0.00"), 1))


def _year_of_pay(cost: Decimal) -> object:
    return hourly_rates.annual_cost(dict.fromkeys(YEAR_OF_PAY, cost))


REFUSED: Mapping[str, Callable[[], object]] = {
    "refused: assess": below_zero(
        lambda owed, credited: compliance.assess(owed, credited, YEAR, TODAY), owed=FINE, credited=FINE
    ),
    "refused: expected": below_zero(
        lambda owed: compliance.expected_hours(owed, compliance.Course(YEAR), TODAY), owed=FINE
    ),
    "refused: invoices of a course": below_zero(
        lambda invoiced, planned: compliance.assess(
            FINE,
            FINE,
            compliance.Course(YEAR, (), compliance.Pace.INVOICES, compliance.Invoiced(invoiced, planned)),
            TODAY,
        ),
        invoiced=FINE,
        planned=FINE,
    ),
    "refused: forecast": below_zero(
        lambda owed, credited, waiting: forecast.forecast(owed, credited, waiting, (), compliance.Course(YEAR), TODAY),
        owed=FINE,
        credited=FINE,
        waiting=FINE,
    ),
    "refused: balance": below_zero(
        lambda owed, credited: balance.final_balance(owed, credited), owed=FINE, credited=FINE
    ),
    "refused: amount due": below_zero(
        lambda grant, rate, cost, resources: cofinancing.amount_due(grant, rate, cost, resources, NO_TEST, TODAY),
        grant=FINE,
        rate=FINE,
        cost=FINE,
        resources=FINE,
    ),
    "refused: printed rate": below_zero(lambda rate: cofinancing.rate_at_printed_precision(rate, 2), rate=FINE),
    "refused: hours by share": below_zero(lambda owed: holders.hours_by_share(owed, SHARES, "A"), owed=FINE),
    "refused: a share": below_zero(
        lambda share: holders.hours_by_share(FINE, {"A": share, "B": D("0.5000")}, "A"), share=D("0.5000")
    ),
    "refused: part owed": below_zero(
        lambda received, given: holders.part_owed(holders.hours_without_share(FINE), received, given),
        received=FINE,
        given=FINE,
    ),
    "refused: answerable for all": below_zero(
        lambda owed, done: holders.answerable_for_all(owed, done), owed=FINE, done=FINE
    ),
    "refused: quantity": below_zero(
        lambda quantity: obligation_changes.quantity_stated(quantity, ObligationUnit.PERSONS), quantity=FINE
    ),
    "refused: hours from an amount": below_zero(
        lambda amount, share, rate, cost: obligation.hours_from_amount(amount, share, rate, cost, TODAY),
        amount=FINE,
        share=FINE,
        rate=FINE,
        cost=FINE,
    ),
    "refused: fixed hours": below_zero(lambda hours: obligation.fixed_hours(hours), hours=FINE),
    "refused: takeover": below_zero(_takeover, amount=FINE, staff=FINE, rate=FINE, price=FINE),
    "refused: a takeover that leaves nothing": lambda: _takeover(amount=D("1.00"), staff=D("9999.00")),
    "refused: ratio of invoices": below_zero(_invoice_hours, threshold=FINE, step=FINE, hours=FINE),
    "refused: orders": below_zero(
        lambda euros: amount_ordered((OrderedAmount("BC-1", euros, YEAR),), TODAY), euros=FINE
    ),
    "refused: share of hours": below_zero(
        lambda rate: share_of_hours_worked(
            hours_worked_in_all(FINE, 1), rate, value_in_force("rounding_obligation_hours", TODAY)
        ),
        rate=FINE,
    ),
    "refused: limits": below_zero(
        lambda line, person, day, sheet, week, worked: [
            limits.statement_line(line, YEAR, TODAY),
            limits.person_days(person, YEAR),
            limits.timesheet_day(day, TODAY),
            limits.timesheet_line(sheet, TODAY),
            limits.timesheet_week(week, TODAY),
            limits.payroll_hours_difference(worked, FINE, TODAY),
        ],
        line=FINE,
        person=FINE,
        day=FINE,
        sheet=FINE,
        week=FINE,
        worked=FINE,
    ),
    "refused: months of a year that do not follow": lambda: hourly_rates.annual_cost(
        {Month(2025, 1): FINE, Month(2025, 3): FINE}
    ),
    "refused: annual cost": below_zero(
        _year_of_pay,
        cost=FINE,
    ),
    "refused: hours left": below_zero(
        lambda share, used: hourly_rates.hours_left_under_cap(CostMethod.M3A, share, {"A": used}, TODAY),
        share=FINE,
        used=FINE,
    ),
    "refused: staff by the hour": below_zero(
        lambda rate, hours, left: hourly_rates.staff_cost_hourly(rate, hours, left, TODAY),
        rate=FINE,
        hours=FINE,
        left=FINE,
    ),
    "refused: staff": below_zero(
        lambda cost, done, worked: staff_costs.staff_cost_variable_time(cost, done, worked, TODAY),
        cost=FINE,
        done=FINE,
        worked=FINE,
    ),
    "refused: staff over a claim": below_zero(
        lambda cost, done, worked: staff_costs.staff_cost_over_claim(
            (staff_costs.WorkedMonth("2026-01", cost, done, worked),), TODAY
        ),
        cost=FINE,
        done=FINE,
        worked=FINE,
    ),
    "refused: units": below_zero(lambda units, value: unit_cost(units, value, TODAY), units=Fraction(1), value=FINE),
    "refused: sums of a claim": below_zero(
        lambda declared, paid, due: [
            claim_sums.real_cost(declared),
            claim_sums.requested_before_typed(paid, {}),
            claim_sums.amount_to_request(due, FINE),
        ],
        declared=FINE,
        paid=FINE,
        due=FINE,
    ),
    "refused: advance": below_zero(
        lambda grant: payments.advance(
            grant, BeneficiaryKind.ASSOCIATION, value_in_force("advance_rate", TODAY), None, TODAY
        ),
        grant=FINE,
    ),
    "refused: settlement": below_zero(
        lambda due, paid, advance: payments.settlement(due, paid, advance, terms=_terms(), is_final=False, on=TODAY),
        due=FINE,
        paid=FINE,
        advance=FINE,
    ),
    "refused: publicity": below_zero(
        lambda due, grant, rate: payments.publicity_reduction(
            due, grant, rate, value_in_force("publicity_penalty_base", TODAY), TODAY
        ),
        due=FINE,
        grant=FINE,
        rate=D("0.01"),
    ),
    "refused: shares of funders": below_zero(
        lambda total, rate: payments.funding_shares(total, {"esf": rate}, TODAY), total=FINE, rate=FINE
    ),
    "refused: missing hours": below_zero(_missing, hours_owed=FINE, asked=FINE, done=FINE),
    "refused: qpv": below_zero(lambda some, whole: qpv.qpv_share(some, whole), some=FINE, whole=FINE),
    "refused: value of a contract": below_zero(
        lambda value: social_condition_required(value, Purchase.WORKS, TODAY), value=FINE
    ),
    "refused: statistics": below_zero(
        lambda hours, part, whole: [
            statistics.full_time_equivalents(hours, TODAY),
            statistics.share_of(part, FINE),
            statistics.share_of(FINE, whole),
        ],
        hours=FINE,
        part=FINE,
        whole=FINE,
    ),
    "refused: an unknown ground": lambda: ground("NONE" * 90),
    "refused: more incomplete than there are": lambda: indicators.incomplete_share(2, 1),
}
