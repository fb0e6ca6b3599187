"""One call of each rule whose account is kept whole: value, formula, inputs by name, dated values, steps.

``python -m tests.rules.told`` writes the accounts again; read the difference before it is committed.
"""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from clause.rules import alerts, claim_sums, cofinancing, eligibility_windows, forecast, hourly_rates, statistics
from clause.rules import obligation_changes as changes
from clause.rules.balance import final_balance
from clause.rules.calendar import Month, Period
from clause.rules.codes import ContractType, HoursNature, ObligationUnit
from clause.rules.compliance import ComplianceFigures, Course, Invoiced, Pace, assess, expected_hours
from clause.rules.cost_codes import CostMethod
from clause.rules.cost_plans import lump_sum, unit_cost
from clause.rules.counting import credited_hours
from clause.rules.double_funding import claimed_shares
from clause.rules.employer_costs import employer_cost
from clause.rules.obligation import fixed_hours, hours_of_offer
from clause.rules.obligation_invoices import InvoiceRatio, OrderedAmount, amount_invoiced, amount_ordered
from clause.rules.obligation_share import hours_worked_in_all, share_of_hours_worked
from clause.rules.obligation_takeover import TakeoverTerms, hours_after_takeover
from clause.rules.parameter import value_in_force
from clause.rules.pay_elements import PayElement, PayPart, eligible_part
from clause.rules.payments import funding_shares
from clause.rules.qpv import qpv_share
from clause.rules.staff_costs import WorkedMonth, adjustment, hours_left, staff_cost_over_claim, staff_cost_total
from tests.rules.telling import told
from tests.rules.told_of_claims import OF_CLAIMS
from tests.rules.told_of_penalties import OF_PENALTIES
from tests.rules.told_of_people import OF_PEOPLE
from tests.rules.told_refusals import REFUSED

FILE = Path(__file__).parent / "cases" / "told.json"
TODAY = date(2026, 3, 31)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
D = Decimal


def _standing(owed: str = "833.00", credited: str = "40.00") -> ComplianceFigures:
    return assess(D(owed), D(credited), YEAR, TODAY)


def _staffing(first: date, last: date, hours: str, people: int) -> forecast.Staffing:
    return forecast.Staffing(days=Period(first, last), weekly_hours=D(hours), people=people)


def _forecast(course: Course, on: date = TODAY) -> forecast.ForecastFigures:
    known = (
        _staffing(date(2026, 1, 1), date(2026, 6, 30), "70.00", 2),
        _staffing(date(2025, 1, 1), date(2026, 2, 28), "35.00", 1),
        _staffing(date(2026, 5, 1), date(2027, 4, 30), "24.50", 1),
    )
    return forecast.forecast(D("2000.00"), D("400.00"), D("35.50"), known, course, on)


BEFORE = fixed_hours(D("833.00"))
PAUSE = Period(date(2026, 4, 1), date(2026, 4, 14))
SICK = eligibility_windows.Suspended(date(2026, 2, 1), date(2026, 2, 10))
WINDOW = Period(date(2025, 3, 1), date(2027, 2, 28))
PAY = (
    PayElement(code="BASE_PAY", amount=D("2500.00")),
    PayElement(code="BASE_PAY", amount=D("12.34")),
)

TOLD: dict[str, Callable[[], object]] = {
    "alert: nobody hired": lambda: alerts.no_hire(_standing(), 0),
    "alert: far behind": lambda: alerts.far_behind(_standing()),
    "alert: statement overdue": lambda: alerts.statement_overdue(2),
    "alert: eligibility ending": lambda: alerts.eligibility_ending(3, TODAY),
    "alert: eligibility ending at the end of the calendar": lambda: alerts.eligibility_ending(0, date.max),
    "alert: hours after the end": lambda: alerts.hours_after_end(D("7.00"), YEAR.last_day),
    "alert: surplus": lambda: alerts.surplus(_standing(credited="833.01")),
    "balance: met": lambda: final_balance(D("490.00"), D("490.00")),
    "balance: shortfall": lambda: final_balance(D("490.00"), D("70.00")),
    "balance: surplus": lambda: final_balance(D("490.00"), D("490.01")),
    "claim: real cost": lambda: claim_sums.real_cost(D("120.50")),
    "claim: returned cost": lambda: claim_sums.returned_cost(D("-20.15")),
    "claim: post": lambda: claim_sums.post_cost({"1": D("100.00"), "2": D("-0.50")}),
    "claim: retained before": lambda: claim_sums.retained_before({"C1": D("900.00"), "C2": D("-10.00")}),
    "claim: requested before": lambda: claim_sums.requested_before(D("500.00"), {"C2": D("-40.00")}),
    "claim: requested before, typed": lambda: claim_sums.requested_before_typed(D("500.00"), {"C1": D("510.00")}),
    "claim: requested before, paid more": lambda: claim_sums.requested_before_typed(D("520.00"), {"C1": D("510.00")}),
    "claim: to request": lambda: claim_sums.amount_to_request(D("900.00"), D("1000.50")),
    "cofinancing: cost to date": lambda: cofinancing.cost_to_date(D("-10.00"), D("10.00")),
    "cofinancing: printed rate": lambda: cofinancing.rate_at_printed_precision(Fraction(937500, 2137349), 2),
    "compliance: by time": _standing,
    "compliance: by invoices": lambda: assess(
        D("100.00"), D("0.00"), Course(YEAR, (PAUSE,), Pace.INVOICES, Invoiced(D("30.00"), D("120.00"))), TODAY
    ),
    "compliance: expected alone": lambda: expected_hours(D("365.00"), Course(YEAR), TODAY),
    "cost: lump sum": lambda: lump_sum(D("1500.00"), is_accepted=True),
    "cost: lump sum not accepted": lambda: lump_sum(D("1500.00"), is_accepted=False),
    "cost: units": lambda: unit_cost(Fraction(5, 2), D("31.27"), TODAY),
    "counting: credited": lambda: credited_hours(D("35.00"), PAUSE, YEAR, WINDOW, nature=HoursNature.TUTORING),
    "double funding": lambda: claimed_shares({"A": Fraction(2, 3), "B": D("0.50")}),
    "eligibility: remaining days": lambda: eligibility_windows.remaining_days(WINDOW, (SICK,), date(2026, 1, 15)),
    "eligibility: remaining days under an open suspension": lambda: eligibility_windows.remaining_days(
        WINDOW, (SICK, eligibility_windows.Suspended(date(2026, 3, 1))), TODAY
    ),
    "eligibility: remaining days of a window that is over": lambda: eligibility_windows.remaining_days(
        WINDOW, (SICK,), date(2028, 1, 1)
    ),
    "eligibility: window": lambda: eligibility_windows.eligibility_window(
        date(2025, 3, 1), ContractType.FIXED_TERM_I, TODAY, suspensions=(SICK,)
    ),
    "employer cost": lambda: employer_cost(D("3000.00"), D("1200.50"), D("99.25"), D("60.00"), D("450.75")),
    "forecast": lambda: _forecast(Course(YEAR)),
    "forecast: under a suspension": lambda: _forecast(Course(YEAR, (PAUSE,))),
    "forecast: after the end": lambda: _forecast(Course(YEAR), date(2027, 1, 1)),
    "forecast: on the last day of the calendar": lambda: _forecast(Course(Period(TODAY, date.max)), date.max),
    "funding shares": lambda: funding_shares(D("1000.01"), {"esf": D("0.5"), "state": D("0.25")}, TODAY).residual,
    "hourly rate: annual cost": lambda: hourly_rates.annual_cost(
        dict.fromkeys(Month.range(Month(2025, 1), Month(2025, 12)), D("3912.37"))
    ),
    "hourly rate: annualised cost": lambda: hourly_rates.annualised_cost(
        {Month(2026, 1): D("3912.37"), Month(2026, 2): D("4000.00"), Month(2026, 3): D("3900.01")}, D("1200.00"), TODAY
    ),
    "hourly rate: annual": lambda: hourly_rates.hourly_rate_annual(D("46948.44"), D("0.80"), TODAY),
    "hourly rate: monthly": lambda: hourly_rates.hourly_rate_monthly(D("3912.37"), D("0.80"), TODAY),
    "hourly rate: hours left": lambda: hourly_rates.hours_left_under_cap(
        CostMethod.M3A, D("0.80"), {"A": D("300.00")}, TODAY
    ),
    "hourly rate: staff cost": lambda: hourly_rates.staff_cost_hourly(D("27.30"), D("151.67"), D("120.00"), TODAY),
    "obligation: tranche": lambda: changes.with_tranche(BEFORE, D("120.00"), "TO1"),
    "obligation: reduction": lambda: changes.with_reduction(BEFORE, D("133.50")),
    "obligation: reduction below nothing": lambda: changes.with_reduction(BEFORE, D("900.00")),
    "obligation: waiver": lambda: changes.after_waiver(BEFORE, D("70.00")),
    "obligation: gap in persons": lambda: changes.gap_in_unit(D("3.00"), D("1.00"), ObligationUnit.PERSONS),
    "obligation: offer": lambda: hours_of_offer(D("500.00"), D("650.00")),
    "obligation: invoices": lambda: InvoiceRatio(D("1000.00"), D("500.00"), D("2.00")).hours(
        amount_invoiced(D("4200.00"), D("150.00"), 3)
    ),
    "obligation: orders": lambda: amount_ordered(
        (OrderedAmount("BC-1", D("3000.00"), Period(date(2026, 3, 1), date(2026, 5, 31))),), TODAY
    ),
    "obligation: hours worked": lambda: share_of_hours_worked(
        hours_worked_in_all(D("12345.00"), 3), D("0.05"), value_in_force("rounding_obligation_hours", TODAY)
    ),
    "obligation: takeover": lambda: hours_after_takeover(
        TakeoverTerms(D("600000.00"), 24, D("400.00"), D("0.10")), TODAY
    ),
    "pay: eligible part": lambda: eligible_part(PAY, PayPart.GROSS, TODAY),
    "pay: nothing of another part": lambda: eligible_part(PAY, PayPart.BENEFITS, TODAY),
    "qpv share": lambda: qpv_share(D("100.00"), D("300.00")),
    "staff cost: adjustment": lambda: adjustment(D("1000.00"), D("1200.50")),
    "staff cost: hours left": lambda: hours_left({"A": D("20.00"), "B": D("30.25")}, D("133.00")),
    "staff cost: over a claim": lambda: staff_cost_over_claim(
        (
            WorkedMonth("2026-01", D("3912.37"), D("98.50"), D("133.00")),
            WorkedMonth("2026-02", D("4000.00"), D("0.00"), D("0.00")),
        ),
        TODAY,
    ),
    "staff cost: total": lambda: staff_cost_total({"1": D("100.00"), "2": D("-0.50")}),
    "statistics: full-time equivalents": lambda: statistics.full_time_equivalents(D("25124684.00"), TODAY),
    "statistics: hours a person": lambda: statistics.hours_per_person(D("1000.00"), 3),
    "statistics: hours a hire": lambda: statistics.hours_per_hire(D("1000.00"), 7),
    "statistics: hires a person": lambda: statistics.hires_per_person(7, 3),
    "statistics: share": lambda: statistics.share_of(D("1.00"), D("3.00")),
    "statistics: duration": lambda: statistics.mean_duration(365, 2, TODAY),
    "statistics: leverage": lambda: (
        statistics.leverage(
            {
                statistics.FundingSource.LOCAL: D("300.00"),
                statistics.FundingSource.FSE: D("450.00"),
                statistics.FundingSource.STATE: D("100.00"),
                statistics.FundingSource.PRIVATE: D("1.00"),
            }
        ).fse_per_local_euro
    ),
    **OF_CLAIMS,
    **OF_PEOPLE,
    **OF_PENALTIES,
    **REFUSED,
}


if __name__ == "__main__":
    accounts = {name: told(call) for name, call in TOLD.items()}
    FILE.write_text(json.dumps(accounts, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
