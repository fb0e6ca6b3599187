"""Penalties, the rules of a lot, and on which texts figures rest, told whole; see ``told``."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from clause.rules import employer_costs, holders, hourly_rates, penalties, social_condition
from clause.rules.brackets import Brackets
from clause.rules.calendar import Period
from clause.rules.claim_sums import real_cost
from clause.rules.cofinancing import cost_to_date, own_funds
from clause.rules.compliance import assess
from clause.rules.cost_codes import CostMethod
from clause.rules.flat_rates import FlatRate, flat_rate
from clause.rules.obligation import fixed_hours, hours_from_amount
from clause.rules.obligation_invoices import InvoiceRatio, amount_invoiced
from clause.rules.parameter import value_of_one_contract
from clause.rules.penalty_terms import DayCount, PenaltyKind, PenaltyTerms, ReferenceAmount
from clause.rules.quantities import Unit
from clause.rules.reference import Confidence, LegalReference
from clause.rules.rulebook import DEFAULTS, Rulebook, RuleSetVersion, rule_of_lot
from clause.rules.trace import Figure, Trace
from tests.rules.telling import below_zero

D = Decimal
TODAY = date(2026, 3, 31)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
SPRING, SUMMER = date(2026, 3, 31), date(2026, 6, 30)
MISSING, LATE, ABSENT = PenaltyKind.MISSING_HOURS, PenaltyKind.LATE_DOCUMENTS, PenaltyKind.ABSENCE
AGREED = LegalReference(text="Convention", article="7")
DELAYS = (
    penalties.Delay("plan", date(2026, 3, 1), date(2026, 3, 9)),
    penalties.Delay("bilan", date(2026, 3, 20), None),
    penalties.Delay("avis", date(2026, 3, 20), date(2026, 3, 20)),
    penalties.Delay("attestation", date(2026, 3, 20), date(2026, 4, 9)),
)


def _hours(**terms: object) -> Callable[[], object]:
    def call() -> object:
        told = PenaltyTerms.model_validate({"kind": MISSING, "article": "8.2", **terms})
        asked = fixed_hours(D("100.00")).trace
        summer = penalties.Balance(SUMMER, D("200.00"), D("150.50"), asked)
        return penalties.hours_penalty(told, D("490.00"), [summer, penalties.Balance(SPRING, D("100.00"), D("70.25"))])

    return call


def _late(**terms: object) -> Callable[[], object]:
    return lambda: penalties.late_penalty(PenaltyTerms.model_validate({"kind": LATE, **terms}), DELAYS, TODAY)


def _absences(**terms: object) -> Callable[[], object]:
    absences = [penalties.Absence("B", SUMMER), penalties.Absence("C", SPRING), penalties.Absence("A", SUMMER)]
    return lambda: penalties.absence_penalty(PenaltyTerms.model_validate({"kind": ABSENT, **terms}), absences)


def _resting_on(*figures: Figure) -> list[object]:
    """Each formula with the text it comes from and how sure that is, the figures it was made from after it."""
    waiting: list[Trace] = [figure.trace for figure in figures]
    found: list[object] = []
    while waiting:
        trace = waiting.pop(0)
        found.append([trace.formula_id, trace.reference.model_dump_json(), trace.confidence])
        found += [[use.name, use.reference.model_dump_json(), use.confidence] for use in trace.parameters]
        waiting += trace.steps
    return found


def _book(raw: str) -> Rulebook:
    value = rule_of_lot("loaded_hourly_cost", raw, 3, TODAY)
    return Rulebook((RuleSetVersion(3, TODAY, {"loaded_hourly_cost": value}),))


def _source(raw: str) -> object:
    value = _book(raw).value("loaded_hourly_cost", TODAY)
    return [value.reference.model_dump_json(), value.confidence.value, value.value, value.version_date]


def _calculated() -> Figure:
    rate = value_of_one_contract("calculated_flat_rate", Unit.RATE, "0.20", TODAY, AGREED, Confidence.SURE)
    return flat_rate(FlatRate.P25, D("100.00"), TODAY, calculated_rate=rate)


OF_PENALTIES: Mapping[str, Callable[[], object]] = {
    "penalties: hours at a price": _hours(rate_eur=D("40.00")),
    "penalties: hours at a multiple": _hours(multiplier=D("4"), reference_amount=ReferenceAmount.SMIC_HOURLY),
    "penalties: hours at a multiple of the ceiling": _hours(
        multiplier=D("1.5"), reference_amount=ReferenceAmount.SOCIAL_SECURITY_HOURLY_CEILING
    ),
    "penalties: hours in proportion": _hours(kind=PenaltyKind.PRO_RATA, clause_amount_eur=D("9800.00")),
    "penalties: hours with some forgiven": _hours(rate_eur=D("40.00"), exempt_hours=D("29.75")),
    "penalties: hours with a share forgiven": _hours(rate_eur=D("40.00"), exempt_share=D("0.0700")),
    "penalties: all hours forgiven": _hours(rate_eur=D("40.00"), exempt_hours=D("49.50"), exempt_share=D("0.0100")),
    "penalties: hours up to a cap": _hours(rate_eur=D("40.00"), cap_eur=D("1500.00")),
    "penalties: hours below a cap": _hours(rate_eur=D("40.00"), cap_eur=D("5000.00")),
    "penalties: hours before any published amount": lambda: penalties.hours_penalty(
        PenaltyTerms(kind=MISSING, multiplier=D("4"), reference_amount=ReferenceAmount.SMIC_HOURLY),
        D("490.00"),
        [penalties.Balance(date(1950, 1, 1), D("2.00"), D("1.00"))],
    ),
    "penalties: late by the calendar": _late(rate_eur=D("75.00"), article="8.3"),
    "penalties: late by working days": _late(rate_eur=D("75.00"), days=DayCount.WORKING),
    "penalties: late by all days but Sundays": _late(rate_eur=D("75.00"), days=DayCount.MONDAY_TO_SATURDAY),
    "penalties: absences": _absences(rate_eur=D("500.00"), cap_eur=D("1200.00")),
    "penalties: hours owed below zero": below_zero(
        lambda owed: penalties.hours_penalty(
            PenaltyTerms(kind=PenaltyKind.PRO_RATA, clause_amount_eur=D("9.00"), exempt_share=D("0.01")),
            owed,
            [penalties.Balance(TODAY, D("2.00"), D("1.00"))],
        ),
        owed=D("1.00"),
    ),
    "rules of a lot: what they rest on": lambda: _source("31.50"),
    "rules of a lot: an hour that costs nothing": lambda: _source("0.00"),
    "rules of a lot: no such rule": lambda: rule_of_lot("NO_RULE", True, 1, TODAY),
    "rules of a lot: a value of no such rule": lambda: DEFAULTS.value("no_rule", TODAY),
    "rules of a lot: found for no such rule": lambda: DEFAULTS.find("no_rule", TODAY),
    "rules of a lot: nothing said": lambda: DEFAULTS.value("loaded_hourly_cost", TODAY),
    "rules of a lot: nothing said yet": lambda: _book("31.50").value("loaded_hourly_cost", date(2026, 3, 30)),
    "rules of a lot: a default that is not in force": lambda: DEFAULTS.value("training_rule", date(1900, 1, 1)),
    "resting on: flat rates": lambda: _resting_on(
        _calculated(),
        *(flat_rate(rate, D("1.00"), TODAY) for rate in FlatRate if rate not in (FlatRate.P25, FlatRate.INDIRECT_2014)),
    ),
    "resting on: claims": lambda: _resting_on(
        real_cost(D("1.00")),
        cost_to_date(D("1.00"), D("1.00")),
        own_funds(D("1.00"), D("0.00"), D("0.00")),
        employer_costs.employer_cost(D("9.00"), D("1.00"), D("1.00"), D("1.00"), D("1.00")),
        *(hourly_rates.hours_left_under_cap(method, D("1"), {}, TODAY) for method in (CostMethod.M3A, CostMethod.M3B)),
        hourly_rates.hourly_rate_annual(D("9000.00"), D("1"), TODAY),
        hourly_rates.hourly_rate_monthly(D("900.00"), D("1"), TODAY),
    ),
    "resting on: lots": lambda: _resting_on(
        assess(D("100.00"), D("40.00"), YEAR, TODAY).expected,
        hours_from_amount(D("1000.00"), D("0.50"), D("0.07"), D("30.00"), TODAY),
        InvoiceRatio(D("1.00"), D("1.00"), D("1.00")).hours(amount_invoiced(D("9.00"), D("1.00"), 2)),
        holders.answerable_for_all(D("2.00"), D("1.00")),
        *holders.hours_by_share(D("9.00"), {"A": D("0.5"), "B": D("0.5")}, "A").values(),
    ),
    "resting on: penalties": lambda: _resting_on(
        penalties.late_penalty(PenaltyTerms(kind=LATE, rate_eur=D("1.00")), DELAYS, TODAY).total,
        penalties.hours_penalty(
            PenaltyTerms(kind=MISSING, multiplier=D("4"), reference_amount=ReferenceAmount.SMIC_HOURLY),
            D("9.00"),
            [penalties.Balance(TODAY, D("2.00"), D("1.00"))],
        ).total,
    ),
    "social condition: at the thresholds": lambda: [
        [value, purchase, social_condition.social_condition_required(value, purchase, date(2026, 8, 22)).is_required]
        for purchase in social_condition.Purchase
        for value in (D("139999.99"), D("140000.00"), D("215999.99"), D("216000.00"), D("5403999.99"), D("5404000.00"))
    ],
    "ratio of invoices: steps begun": lambda: [
        InvoiceRatio(D("1000.00"), D("500.00"), D("2.00")).hours(amount_invoiced(D(euros), D("0.00"), 1))
        for euros in ("999.99", "1000.00", "1000.01", "1499.99", "1500.00", "1500.01")
    ],
    "brackets that are wrong": lambda: Brackets.of([(D("1.00"), D("1.00")), (D("1.00"), D("2.00"))]),
    "brackets without a row": lambda: Brackets.of([]),
    "brackets below zero": below_zero(lambda bound, hours: Brackets.of([(bound, hours)]), bound=D("1"), hours=D("1")),
}
