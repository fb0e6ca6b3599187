"""Rules at their edges: one day, one hour, one person before and after each bound."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from clause.rules import alerts, limits, mails, person_files, proof_retention, retention, statistics, trash
from clause.rules.calendar import Month, MonthSpan, Period
from clause.rules.checkpoints import CheckpointKind, checkpoints
from clause.rules.codes import ContractType, HoursNature
from clause.rules.compliance import Course, Pace, assess
from clause.rules.cost_codes import KeyPeriod
from clause.rules.counting import credited_hours, not_credited
from clause.rules.eligibility import AgeLimit, EligibilityGround, grounds
from clause.rules.eligibility_windows import Suspended, eligibility_window
from clause.rules.errors import RuleError
from clause.rules.indicator_codes import IndicatorCode
from clause.rules.indicators import inconsistencies
from clause.rules.limits import Verdict
from clause.rules.parameter import FOLDER, PAY_ELEMENTS_FILE, BadParameterFile, value_in_force
from clause.rules.pay_elements import PayElement, PayEligibility, eligibility_of, load_pay_element_kinds
from clause.rules.programmes import programmes
from clause.rules.qpv import may_be_told, qpv_share
from clause.rules.quantities import Unit, require_amount, signed_amount
from clause.rules.trace import value_again
from clause.rules.work_pattern import WorkPattern

TODAY = date(2026, 3, 31)
DAY = timedelta(days=1)
D = Decimal
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


def test_an_alert_of_nobody_hired_waits_for_a_quarter_of_the_execution_and_for_hours_missing() -> None:
    hundred = Period(date(2026, 1, 1), date(2026, 1, 1) + 99 * DAY)

    def raised(day: int, hires: int = 0, credited: str = "0.00") -> bool:
        on = hundred.first_day + (day - 1) * DAY
        return alerts.no_hire(assess(D("100.00"), D(credited), hundred, on), hires).is_raised

    assert [raised(24), raised(25), raised(25, hires=1), raised(25, credited="100.00")] == [False, True, False, False]
    assert alerts.no_hire(assess(D("1.00"), D("2.00"), hundred, TODAY), 0).trace.inputs["hours_missing"] == "0.00"


def test_a_lot_is_far_behind_from_mid_term_on_with_less_than_half_of_what_was_expected() -> None:
    hundred = Period(date(2026, 1, 1), date(2026, 1, 1) + 99 * DAY)

    def raised(day: int, credited: str) -> bool:
        on = hundred.first_day + (day - 1) * DAY
        return alerts.far_behind(assess(D("100.00"), D(credited), hundred, on)).is_raised

    assert [raised(49, "0.00"), raised(50, "24.99"), raised(50, "25.00")] == [False, True, False]
    assert not raised(50, "60.00")


def test_a_lot_whose_every_day_is_suspended_has_no_part_of_it_gone() -> None:
    figures = assess(D("10.00"), D("0.00"), Course(YEAR, (YEAR,)), TODAY)
    assert figures.total_days == 0
    assert not alerts.no_hire(figures, 0).is_raised


@pytest.mark.parametrize(("count", "raised"), [(0, False), (1, True)])
def test_one_is_enough_for_the_alerts_that_count(count: int, raised: bool) -> None:
    assert alerts.statement_overdue(count).is_raised is raised
    assert alerts.eligibility_ending(count, TODAY).is_raised is raised
    assert alerts.hours_after_end(D(count) / 100, TODAY).is_raised is raised
    assert alerts.surplus(assess(D("10.00"), D("10.00") + D(count) / 100, YEAR, TODAY)).is_raised is raised


def _bound(name: str) -> Decimal:
    return value_in_force(name, TODAY).decimal(Unit.HOUR)


def test_hours_of_lines_weeks_and_payrolls_are_fine_at_their_bound_and_looked_at_above() -> None:
    cent = D("0.01")
    line, week = _bound("timesheet_line_hours_maximum"), _bound("timesheet_week_hours_warning")
    lines = [limits.timesheet_line(hours, TODAY).verdict for hours in (line, line + cent)]
    weeks = [limits.timesheet_week(hours, TODAY).verdict for hours in (week, week + cent)]
    assert (lines, weeks) == ([Verdict.FINE, Verdict.REFUSED], [Verdict.FINE, Verdict.LOOK])
    tolerated = _bound("timesheet_payroll_tolerance_hours")
    paid = D("151.67")
    found = [
        limits.payroll_hours_difference(paid + sign * (tolerated + more), paid, TODAY)
        for sign in (-1, 1)
        for more in (D("0.00"), cent)
    ]
    assert [check.verdict for check in found] == [Verdict.FINE, Verdict.LOOK] * 2
    assert [check.bound.name for check in found if check.bound] == ["timesheet_payroll_tolerance_hours"] * 2
    assert limits.timesheet_line(line + cent, TODAY).bound == value_in_force("timesheet_line_hours_maximum", TODAY)
    assert limits.timesheet_week(week + cent, TODAY).bound == value_in_force("timesheet_week_hours_warning", TODAY)


def test_a_line_is_late_only_after_the_usual_days_and_not_when_nobody_knows() -> None:
    days = value_in_force("timesheet_late_entry_days", TODAY).whole(Unit.DAY)
    found = [limits.is_late_entry(TODAY, TODAY + late * DAY) for late in (days, days + 1)]
    assert [*found, limits.is_late_entry(TODAY, None)] == [False, True, False]


def test_a_pattern_is_suspicious_from_its_number_of_days_on() -> None:
    days = value_in_force("timesheet_suspicious_pattern_days", TODAY).whole(Unit.DAY)
    assert [limits.is_suspicious_pattern(count, TODAY) for count in (days - 1, days)] == [False, True]


def test_a_record_may_depart_from_the_fixed_share_by_what_is_tolerated_both_ways() -> None:
    tolerated = value_in_force("m1_drift", TODAY)
    width = Fraction(tolerated.decimal(Unit.RATE))
    tiny = Fraction(1, 10**9)
    worked = [Fraction(1, 2) + sign * (width + more) for sign in (-1, 1) for more in (Fraction(0), tiny)]
    checks = [limits.fixed_share_drift(share, D("0.5"), TODAY) for share in worked]
    assert [check.verdict for check in checks] == [Verdict.FINE, Verdict.LOOK] * 2
    assert [check.bound for check in checks] == [None, tolerated] * 2


def _ground(*, is_sensitive: bool) -> EligibilityGround:
    return next(ground for ground in grounds().values() if ground.is_sensitive is is_sensitive)


def test_copies_of_proofs_are_kept_for_their_days_after_the_decision() -> None:
    def kept(*, sensitive: bool, decided: bool) -> int:
        ground = _ground(is_sensitive=sensitive)
        return (proof_retention.keep_until(ground, TODAY, is_decided=decided) - TODAY).days

    def days(name: str) -> int:
        return value_in_force(name, TODAY).whole(Unit.DAY)

    usual, sensitive = days("proof_retention_days"), days("proof_retention_days_sensitive")
    assert sensitive < usual
    assert kept(sensitive=False, decided=True) == usual
    assert kept(sensitive=True, decided=True) == sensitive
    assert kept(sensitive=True, decided=False) == days("proof_retention_days_undecided")
    assert (proof_retention.keep_until_unread(TODAY) - TODAY).days == sensitive


def test_a_file_with_state_aid_is_kept_longer_and_the_clock_may_stand_still() -> None:
    paid = date(2026, 2, 3)
    assert retention.operation_keep_until(paid, has_state_aid=False, held_days=0) == date(2031, 12, 31)
    assert retention.operation_keep_until(paid, has_state_aid=True, held_days=0) == date(2036, 12, 31)
    assert retention.operation_keep_until(paid, has_state_aid=False, held_days=31) == date(2032, 1, 31)


def test_records_of_people_mails_and_what_was_removed_end_on_their_day() -> None:
    months = value_in_force("person_file_months", TODAY).whole(Unit.MONTH)
    assert person_files.file_keep_until(TODAY) == date(2026 + months // 12, 3, 31)
    read = value_in_force("access_log_months", TODAY).whole(Unit.MONTH)
    assert person_files.readings_kept_from(TODAY) == date(2026 - read // 12, 3, 31)
    assert (months % 12, read % 12) == (0, 0)
    assert trash.restorable_until(TODAY) - TODAY == value_in_force("trash_days", TODAY).whole(Unit.DAY) * DAY
    assert mails.mail_life(TODAY) == value_in_force("mail_days", TODAY).whole(Unit.DAY) * DAY


def test_a_share_of_residents_is_told_only_when_both_sides_are_a_group() -> None:
    least = value_in_force("statistics_smallest_group", TODAY).whole(Unit.PERSON)
    people = 2 * least
    found = [may_be_told(residents, people, TODAY) for residents in (least - 1, least, least + 1)]
    assert found == [False, True, False]
    assert qpv_share(D("0.00"), D("0.00")) is None


def test_an_age_is_admitted_from_its_lower_bound_to_the_eve_of_its_upper_one() -> None:
    young, senior = AgeLimit(under=26), AgeLimit(at_least=50)
    assert [young.admits(age) for age in (25, 26)] == [True, False]
    assert [senior.admits(age) for age in (49, 50)] == [False, True]
    assert AgeLimit().admits(0)


def test_figures_without_anything_to_divide_by_are_none() -> None:
    assert statistics.hours_per_person(D("10.00"), 0) is None
    assert statistics.hours_per_hire(D("10.00"), 0) is None
    assert statistics.hires_per_person(3, 0) is None
    assert statistics.share_of(D("1.00"), D("0.00")) is None
    assert statistics.mean_duration(365, 0, TODAY) is None
    brought = statistics.leverage({statistics.FundingSource.STATE: D("5.00")})
    assert (brought.fse_per_local_euro, brought.public_per_local_euro, brought.other_public) == (None, None, D("5.00"))


def test_the_rules_of_a_year_are_those_of_its_last_day() -> None:
    assert statistics.last_day_of(2024) == date(2024, 12, 31)
    rules = statistics.rules_of(2026)
    names = [value.name for value in rules.all()]
    assert names == [
        "fte_hours",
        "statistics_smallest_group",
        "statistics_fewest_organisations",
        "age_band_young_below",
        "age_band_senior_from",
        *(f"hire_duration_band_{band}" for band in range(1, 5)),
        *(f"contract_amount_band_{band}_eur" for band in range(1, 5)),
    ]


def test_a_span_of_months_says_its_months_and_its_days() -> None:
    span = MonthSpan.of(Month(2025, 11), Month(2026, 2))
    assert (span.count, str(span), str(MonthSpan.of(Month(2026, 2)))) == (4, "2025-11/2026-02", "2026-02")
    assert [str(month) for month in span.months()] == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert span.period == Period(date(2025, 11, 1), date(2026, 2, 28))
    months = [Month(2025, 10), Month(2025, 11), Month(2026, 2), Month(2026, 3), Month(2024, 12), Month(2026, 12)]
    assert [span.contains(month) for month in months] == [False, True, True, False, False, False]


def test_a_quarter_that_closes_on_no_day_of_the_execution_has_no_report() -> None:
    found = list(checkpoints(Period(date(2026, 1, 15), date(2026, 3, 30))))
    assert [(one.on, one.kind) for one in found] == [
        (date(2026, 1, 15), CheckpointKind.LAUNCH),
        (date(2026, 3, 30), CheckpointKind.END),
    ]


def test_a_pace_by_invoices_without_any_follows_the_time() -> None:
    timed = assess(D("100.00"), D("0.00"), Course(YEAR), TODAY)
    assert assess(D("100.00"), D("0.00"), Course(YEAR, pace=Pace.INVOICES), TODAY).expected == timed.expected


def test_an_amount_made_without_a_fraction_is_refused_like_any_other() -> None:
    require_amount(D("12.34"), "hours")
    for wrong in (D("-0.01"), D("0.001"), D("NaN"), D("1E+30")):
        with pytest.raises(RuleError):
            require_amount(wrong, "hours")
    assert signed_amount(D("-0.01"), "x") == Fraction(-1, 100)


def test_a_week_without_days_has_no_hours_and_no_minutes_beyond_the_week() -> None:
    pattern = WorkPattern(YEAR, D("35.00"), weekdays="")
    assert pattern.theoretical_hours(Month(2026, 3)) == D("0.00")
    assert pattern.day_minutes == 2100
    assert not WorkPattern(Period(date(1990, 1, 1), date(2200, 1, 1)), D("35.00")).is_holiday(date(2101, 12, 25))


def test_what_was_decided_counts_only_for_what_is_in_review() -> None:
    def found(code: str, decision: PayEligibility | None) -> PayEligibility:
        return eligibility_of(PayElement(code=code, amount=D("1.00"), decision=decision), TODAY)

    assert found("BASE_PAY", PayEligibility.EXCLUDED) is PayEligibility.ELIGIBLE
    review = next(code for code in _codes() if found(code, None) is PayEligibility.REVIEW)
    assert found(review, PayEligibility.EXCLUDED) is PayEligibility.EXCLUDED


def _codes() -> list[str]:
    return list(load_pay_element_kinds(FOLDER / PAY_ELEMENTS_FILE))


@pytest.mark.parametrize(
    ("text", "message"),
    [("- BASE_PAY\n", "not a list"), ("BASE_PAY: 3\n", "pay.yaml"), ("BASE_PAY: {label: x}\n", "part")],
)
def test_a_wrong_list_of_pay_elements_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "pay.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadParameterFile, match=message):
        load_pay_element_kinds(path)


def test_training_is_training_inside_and_outside_the_contract() -> None:
    assert {nature for nature in HoursNature if nature.is_training} == {
        HoursNature.TRAINING_IN_CONTRACT,
        HoursNature.TRAINING_OUTSIDE_CONTRACT,
    }


@pytest.mark.parametrize("nature", list(HoursNature))
@pytest.mark.parametrize("first", [date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31)])
def test_why_hours_do_not_count_is_what_their_credit_says(nature: HoursNature, first: date) -> None:
    worked, eligible = Period(first, first), Period(date(2026, 1, 1), date(2026, 11, 30))
    decision = credited_hours(D("7.00"), worked, YEAR, eligible, nature=nature)
    assert not_credited(worked, YEAR, eligible, nature=nature) == decision.reason


def test_a_value_that_a_trace_recorded_computes_again() -> None:
    value = value_in_force("fte_hours", TODAY)
    used = statistics.full_time_equivalents(D("1600.00"), TODAY).trace.parameters
    again = value_again(used[0])
    assert (again.name, again.value, again.unit) == (value.name, value.value, value.unit)


def test_a_suspension_before_the_window_lengthens_it_by_nothing() -> None:
    early = Suspended(date(2025, 1, 1), date(2025, 1, 31))
    usual = eligibility_window(date(2025, 3, 1), ContractType.FIXED_TERM_I, TODAY)
    assert eligibility_window(date(2025, 3, 1), ContractType.FIXED_TERM_I, TODAY, suspensions=(early,)) == usual


def test_indicators_of_a_reduced_set_are_not_held_to_the_rules_of_the_others() -> None:
    assert inconsistencies({IndicatorCode.EECO01: 3}, 0) == ()


def test_the_key_of_shares_is_monthly_and_a_programme_has_its_window() -> None:
    assert value_in_force("key_period", TODAY).key_period() is KeyPeriod.MONTH
    programme = programmes()[-1]
    assert programme.window == Period(programme.first_day, programme.last_day)
