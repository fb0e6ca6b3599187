"""Calls of the rules of people, hours and lots whose account is kept whole; see ``told``."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from clause.rules import (
    declaration,
    holders,
    indicators,
    limits,
    obligation,
    outcomes,
    penalties,
    person_files,
    proof_retention,
    statistics,
)
from clause.rules.alerts import eligibility_limit
from clause.rules.brackets import Brackets
from clause.rules.calendar import Month, Period, add_months, days_after
from clause.rules.checkpoints import checkpoints, days_to_judge
from clause.rules.codes import HoursNature, Sector
from clause.rules.compliance import days_covered
from clause.rules.counting import credited_hours, not_credited
from clause.rules.eligibility import grounds, proof_fresh_until, proof_is_fresh
from clause.rules.holiday_zones import HolidayZone
from clause.rules.indicator_codes import Answer, Attainment, EntityKind, Gender, LabourStatus
from clause.rules.indicators import Counted
from clause.rules.mails import mail_life
from clause.rules.obligation_brackets import hours_from_brackets, usual_brackets
from clause.rules.penalty_terms import DayCount, PenaltyKind, PenaltyTerms
from clause.rules.profiles import EducationLevel, education_band
from clause.rules.qpv import may_be_told
from clause.rules.rulebook import DEFAULTS, Rulebook, RuleSetVersion, rule_of_lot
from clause.rules.social_condition import Purchase, social_condition_required
from clause.rules.trash import restorable_until
from clause.rules.work_pattern import WorkPattern
from clause.rules.working_days import count_days, public_holidays

D = Decimal
TODAY = date(2026, 3, 31)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
SPRING = Period(date(2026, 3, 1), date(2026, 5, 31))
SPRING_9 = date(2026, 3, 9)
SOON = date(2026, 4, 30)
APRIL = Period(date(2026, 4, 1), date(2026, 4, 30))


def _book(**rules: object) -> Rulebook:
    values = {name: rule_of_lot(name, raw, 1, date(2025, 1, 1)) for name, raw in rules.items()}
    return Rulebook((RuleSetVersion(1, date(2025, 1, 1), values),))


def _credited(first: date, last: date, *suspended: Period, nature: HoursNature = HoursNature.WORK) -> object:
    return credited_hours(D("35.00"), Period(first, last), YEAR, SPRING, nature=nature, suspensions=suspended)


def _around(middle: str, step: str) -> tuple[Decimal, Decimal, Decimal]:
    return D(middle) - D(step), D(middle), D(middle) + D(step)


def _each(call: Callable[[Decimal], object], *hours: str) -> Callable[[], object]:
    return lambda: [call(D(some)) for some in hours]


def _half(first: int, last: int) -> Period:
    return Period(date(2026, 4, first), date(2026, 4, last))


def _person(number: int) -> Counted:
    genders, statuses, attained = [*Gender], [*LabourStatus], [*Attainment]
    answers = [*Answer]
    turn = [answers[(number + place) % len(answers)] for place in range(11)]
    return Counted(
        genders[number % len(genders)],
        (17, 18, 24, 29, 30, 54, 55, 70)[number % 8],
        statuses[number % len(statuses)],
        number % 3 == 0,
        attained[number % len(attained)],
        *turn,
    )


PEOPLE = tuple(_person(number) for number in range(48))
SHARES = {"A": D("0.5000"), "B": D("0.3333"), "C": D("0.1667")}
GAPS = {"A": D("100.00"), "B": D("50.00"), "C": D("20.00")}
DONE = {"A": D("60.00"), "B": D("75.50"), "C": D("34.50")}

OF_PEOPLE: Mapping[str, Callable[[], object]] = {
    "brackets": lambda: [hours_from_brackets(cost, usual_brackets(TODAY)) for cost in (D("0.00"), D("1000000.00"))],
    "brackets of a contract": lambda: [
        hours_from_brackets(cost, Brackets.of([(D("0.00"), D("0.00")), (D("100.00"), D("7.00"))]))
        for cost in _around("100.00", "0.01")
    ],
    "brackets of an amount below zero": lambda: hours_from_brackets(D("-0.01"), usual_brackets(TODAY)),
    "calendar": lambda: {
        "months": [add_months(date(2026, 1, 31), months) for months in (-11, -1, 0, 1, 13)],
        "days": [days_after(TODAY, days) for days in (-1, 0, 1)],
        "holidays": [sorted(public_holidays(2026, alsace_moselle=there)) for there in (True, False)],
        "days of a delay": [
            count_days(Period(date(2026, 5, 1), date(2026, 5, last)), count)
            for count in DayCount
            for last in (1, 3, 8, 31)
        ],
        "restorable": restorable_until(TODAY),
        "file kept": person_files.file_keep_until(TODAY),
        "readings kept": person_files.readings_kept_from(TODAY),
        "mail": mail_life(TODAY),
    },
    "calendar: after its end": lambda: days_after(date.max, 1),
    "calendar: before its beginning": lambda: add_months(date.min, -1),
    "checkpoints": lambda: [(one.on, one.kind) for one in checkpoints(YEAR)],
    "checkpoints of a short lot": lambda: [(one.on, one.kind) for one in checkpoints(APRIL)],
    "checkpoints: days to judge": lambda: [days_to_judge(YEAR, until) for until in (TODAY, YEAR.last_day, date.max)],
    "compliance: days covered": lambda: days_covered(YEAR, (APRIL, _half(10, 20), SPRING)),
    "counting: inside": lambda: _credited(date(2026, 4, 1), date(2026, 4, 30)),
    "counting: before the eligibility": lambda: _credited(date(2026, 2, 1), date(2026, 2, 28)),
    "counting: after the execution": lambda: _credited(date(2027, 1, 1), date(2027, 1, 31)),
    "counting: over the edge of the eligibility": lambda: _credited(date(2026, 2, 15), date(2026, 3, 1)),
    "counting: over the end of the eligibility": lambda: _credited(date(2026, 5, 31), date(2026, 6, 1)),
    "counting: over the edge of the execution": lambda: credited_hours(
        D("35.00"), Period(date(2025, 12, 31), date(2026, 1, 1)), YEAR, YEAR
    ),
    "counting: suspended throughout by two that touch": lambda: _credited(
        date(2026, 4, 5), date(2026, 4, 25), _half(15, 30), _half(1, 14)
    ),
    "counting: suspended throughout by two that overlap": lambda: _credited(
        date(2026, 4, 1), date(2026, 4, 25), _half(10, 25), _half(1, 14)
    ),
    "counting: a day between two suspensions": lambda: _credited(
        date(2026, 4, 5), date(2026, 4, 25), _half(15, 30), _half(1, 13)
    ),
    "counting: a suspension of some days": lambda: _credited(date(2026, 4, 5), date(2026, 4, 25), _half(5, 24)),
    "counting: a suspension that ends the day before": lambda: _credited(
        date(2026, 4, 5), date(2026, 4, 25), _half(1, 4)
    ),
    "counting: a suspension before one that covers all": lambda: _credited(
        date(2026, 4, 5), date(2026, 4, 25), _half(1, 3), _half(4, 30)
    ),
    "counting: natures by what counts": lambda: [
        not_credited(APRIL, YEAR, SPRING, nature=nature, book=_book(training_rule=rule, tutor_hours_count=tutors))
        for nature in HoursNature
        for rule in ("NONE", "IN_CONTRACT", "ALL")
        for tutors in (True, False)
    ],
    "counting: hours below zero": lambda: credited_hours(D("-0.01"), APRIL, YEAR, SPRING),
    "counting: hours too fine": lambda: credited_hours(D("0.001"), APRIL, YEAR, SPRING),
    "declaration": lambda: {
        "months": [
            str(declaration.declaration_months(Month(2026, month), _book(statement_cadence=cadence)))
            for cadence in ("MONTHLY", "QUARTERLY", "HALF_YEARLY")
            for month in (1, 3, 4, 6, 7, 12)
        ],
        "due": [
            declaration.declaration_due_on(declaration.declaration_months(Month(2026, month))) for month in (1, 12)
        ],
        "reminders": [declaration.reminder_reached(TODAY, TODAY + timedelta(days=days)) for days in range(40)],
    },
    "alerts: day before which eligibility ends soon": lambda: eligibility_limit(TODAY)[0],
    "eligibility: proofs": lambda: {
        code: [
            [proof_is_fresh(ground, TODAY, on, proof_kind=kind.code) for on in (TODAY, date(2026, 9, 30))]
            + [
                proof_fresh_until(ground, TODAY, proof_kind=kind.code, valid_until=until)
                for until in (None, APRIL.last_day)
            ]
            for kind in ground.proofs
        ]
        for code, ground in grounds().items()
    },
    "eligibility: ages": lambda: {
        code: [g.age.admits(age) for age in (15, 25, 26, 50, 57)] for code, g in grounds().items()
    },
    "eligibility: proofs kept": lambda: {
        code: [proof_retention.keep_until(ground, TODAY, is_decided=decided) for decided in (True, False)]
        for code, ground in grounds().items()
    },
    "eligibility: proofs unread kept": lambda: proof_retention.keep_until_unread(TODAY),
    "holders: hours by share": lambda: holders.hours_by_share(D("833.00"), SHARES, "A"),
    "holders: shares that are not one": lambda: holders.hours_by_share(D("833.00"), {"A": D("0.5")}, "A"),
    "holders: hours without share": lambda: holders.hours_without_share(D("833.00")),
    "holders: part owed": lambda: holders.part_owed(
        holders.hours_by_share(D("833.00"), SHARES, "A")["B"], D("12.00"), D("5.50")
    ),
    "holders: gap of a member": lambda: [
        holders.member_gap(D("100.00"), done) for done in (D("0.00"), D("100.00"), D("100.01"))
    ],
    "holders: balances": lambda: holders.balances(GAPS, DONE, "A"),
    "holders: balances that do not tie": lambda: holders.balances(GAPS, {**DONE, "A": D("61.00")}, "A"),
    "holders: settlements": lambda: [
        (one.debtor, one.creditor, one.hours) for one in holders.settlements(holders.balances(GAPS, DONE, "A") or {})
    ],
    "holders: answerable for a part": lambda: holders.answerable_for_part(holders.member_gap(D("100.00"), D("30.00"))),
    "holders: answerable for all": lambda: holders.answerable_for_all(D("100.00"), D("30.00")),
    "indicators: people": lambda: [
        [(one.code, one.total, one.by_gender) for one in indicators.indicators_of_people(PEOPLE, reduced=reduced)]
        for reduced in (True, False)
    ],
    "indicators: entities": lambda: [
        (one.code, one.total)
        for one in indicators.indicators_of_entities([*EntityKind, *EntityKind, EntityKind.PUBLIC_SERVICE])
    ],
    "indicators: reduced": lambda: [indicators.is_reduced(code) for code in "abcdefghijklm"],
    "indicators: counted": lambda: [indicators.is_counted(status) for status in (None, *LabourStatus)],
    "indicators: long term": lambda: [
        indicators.is_long_term(date(2025, month, day), TODAY, age)
        for month, day in ((3, 30), (3, 31), (4, 1), (9, 29), (9, 30), (10, 1))
        for age in (24, 25)
    ],
    "indicators: incomplete": lambda: [indicators.incomplete_share(part, 14) for part in (0, 5, 14)],
    "indicators: days": lambda: [
        indicators.exit_situation_until(TODAY),
        indicators.exit_entry_due_on(TODAY),
        indicators.follow_up_due_on(TODAY),
    ],
    "limits: a line": _each(lambda hours: limits.statement_line(hours, APRIL, TODAY), "0.00", "151.67", "400.00"),
    "limits: days of a person": _each(
        lambda hours: limits.person_days(hours, _half(1, 1)), "7.00", "12.00", "12.01", "24.01"
    ),
    "limits: a day of a timesheet": _each(lambda hours: limits.timesheet_day(hours, TODAY), "10.00", "10.01", "24.01"),
    "limits: a line of a timesheet": _each(lambda hours: limits.timesheet_line(hours, TODAY), "0.00", "24.00", "24.01"),
    "limits: a week of a timesheet": _each(
        lambda hours: limits.timesheet_week(hours, TODAY), "47.99", "48.00", "48.01", "60.00", "60.01"
    ),
    "limits: beside the payslip": _each(
        lambda hours: limits.payroll_hours_difference(hours, D("151.67"), TODAY), "100.00", "151.67", "160.00"
    ),
    "limits: written late": lambda: [limits.is_late_entry(TODAY, TODAY + timedelta(days=days)) for days in range(40)],
    "limits: not written": lambda: limits.is_late_entry(TODAY, None),
    "limits: all alike": lambda: [limits.is_suspicious_pattern(days, TODAY) for days in range(32)],
    "limits: drift": lambda: [
        limits.fixed_share_drift(Fraction(part, 100), D("0.50"), TODAY) for part in range(30, 71, 5)
    ],
    "limits: signature": lambda: [
        limits.timesheet_signature(Month(2026, 3), TODAY + timedelta(days=days)) for days in range(0, 63, 3)
    ],
    "obligation: from an amount": lambda: obligation.hours_from_amount(
        D("600000.01"), D("0.50"), D("0.07"), D("30.00"), TODAY
    ),
    "obligation: from an amount below zero": lambda: obligation.hours_from_amount(
        D("-0.01"), D("0.50"), D("0.07"), D("30.00"), TODAY
    ),
    "obligation: labour share above one": lambda: obligation.hours_from_amount(
        D("1.00"), D("1.50"), D("0.07"), D("30.00"), TODAY
    ),
    "obligation: rate of insertion above one": lambda: obligation.hours_from_amount(
        D("1.00"), D("0.50"), D("1.07"), D("30.00"), TODAY
    ),
    "obligation: an hour that costs nothing": lambda: obligation.hours_from_amount(
        D("1.00"), D("0.50"), D("0.07"), D("0.00"), TODAY
    ),
    "obligation: usual values": lambda: [obligation.sector_defaults(sector, TODAY) for sector in Sector],
    "outcomes": lambda: {
        one: [outcomes.is_lasting(one), *(outcomes.outcome_due_on(TODAY, point) for point in outcomes.OutcomePoint)]
        for one in outcomes.Outcome
    },
    "penalties: late": lambda: penalties.late_penalty(
        PenaltyTerms(kind=PenaltyKind.LATE_DOCUMENTS, rate_eur=D("50.00")),
        [
            penalties.Delay("bilan", date(2026, 3, 20), None),
            penalties.Delay("plan", date(2026, 3, 1), date(2026, 3, 9)),
        ],
        TODAY,
    ),
    "profiles: bands": lambda: {level: education_band(level) for level in EducationLevel},
    "qpv: told": lambda: [may_be_told(some, whole, TODAY) for some in range(12) for whole in (11, 12, 24)],
    "social condition": lambda: [
        social_condition_required(value, purchase, on)
        for purchase in Purchase
        for value in (D("100000.00"), D("10000000.00"))
        for on in (date(2026, 8, 20), date(2026, 8, 22))
    ],
    "statistics: rules": lambda: [(one.name, one.value) for one in statistics.rules_of(2026).all()],
    "statistics: last day": lambda: statistics.last_day_of(2026),
    "work pattern": lambda: {
        zone: [
            [pattern.theoretical_hours(month), len(pattern.working_days(month)), pattern.holidays(month)]
            for pattern in [WorkPattern(Period(date(2026, 5, 4), date(2026, 12, 31)), D("28.00"), "1234", zone)]
            for month in (Month(2026, 4), Month(2026, 5), Month(2026, 7), Month(2026, 12))
        ]
        for zone in HolidayZone
    },
    "work pattern: minutes of a day": lambda: [
        WorkPattern(YEAR, D(hours), weekdays).day_minutes
        for hours, weekdays in (("35.00", "12345"), ("35.00", "1234567"), ("28.00", "123"), ("17.50", ""))
    ],
    "work pattern: no weekday": lambda: WorkPattern(YEAR, D("35.00"), "").theoretical_hours(Month(2026, 5)),
    "work pattern: holidays that are not known": lambda: [
        WorkPattern(YEAR, D("35.00")).is_holiday(date(year, 1, 1)) for year in (1999, 2000, 2100, 2101)
    ],
    "rules of a lot": lambda: [
        _book(training_rule="ALL").value("training_rule", TODAY),
        _book(training_rule="ALL").value("training_rule", date(2024, 12, 31)),
        DEFAULTS.value("training_rule", TODAY),
    ],
    "rules of a lot: not of the unit": lambda: rule_of_lot("training_rule", "SOME", 1, TODAY),
}
