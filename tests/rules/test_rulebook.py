"""The rules of a lot on a day: its own where it fixes them, the usual dated ones for the rest."""

from datetime import date
from decimal import Decimal

import pytest
from pydantic import ValidationError

from clause.rules.codes import Cadence, TrainingRule
from clause.rules.errors import Reason, RuleError, UnknownValue
from clause.rules.parameter import value_in_force
from clause.rules.penalty_terms import PenaltyKind, PenaltyTerms, ReferenceAmount
from clause.rules.quantities import Unit
from clause.rules.rulebook import DEFAULTS, RULES, Rulebook, RuleSetVersion, rule_of_lot
from clause.rules.trace import used

DAY = date(2026, 3, 1)


def version(no: int, effective_on: date, **raw: object) -> RuleSetVersion:
    return RuleSetVersion(
        no, effective_on, {name: rule_of_lot(name, value, no, effective_on) for name, value in raw.items()}
    )


def test_a_lot_that_fixes_nothing_follows_the_usual_values() -> None:
    for name, spec in RULES.items():
        expected = value_in_force(spec.default, DAY) if spec.default else None
        assert DEFAULTS.find(name, DAY) == expected
    assert DEFAULTS.penalties(DAY) == ()


@pytest.mark.parametrize(("on", "months"), [(date(2026, 2, 28), 24), (date(2026, 3, 1), 18), (date(2026, 3, 2), 18)])
def test_a_rule_of_the_lot_holds_from_its_day_on(on: date, months: int) -> None:
    book = Rulebook((version(1, DAY, eligibility_duration=18),))
    assert book.value("eligibility_duration", on).whole(Unit.MONTH) == months


def test_the_highest_version_in_effect_speaks_and_what_it_leaves_out_is_usual_again() -> None:
    book = Rulebook(
        (
            version(1, date(2026, 1, 1), insertion_rate="0.10", statement_due_day=20),
            version(2, date(2026, 1, 1), insertion_rate="0.07"),
            version(3, date(2026, 6, 1), insertion_rate="0.20"),
        )
    )
    assert book.value("insertion_rate", DAY).decimal(Unit.RATE) == Decimal("0.07")
    assert book.value("statement_due_day", DAY) == value_in_force("statement_due_day", DAY)
    assert book.value("insertion_rate", date(2026, 6, 1)).decimal(Unit.RATE) == Decimal("0.20")


def test_the_account_of_a_figure_names_the_version_of_the_lots_rules() -> None:
    value = Rulebook((version(4, DAY, statement_cadence="QUARTERLY"),)).value("statement_cadence", DAY)
    assert value.cadence() is Cadence.QUARTERLY
    use = used(value)
    assert (use.value, use.in_force_from) == ("QUARTERLY", DAY)
    assert use.reference.source == "règles du lot, version 4"


@pytest.mark.parametrize(
    ("rule", "raw"),
    [
        ("insertion_rate", "1.01"),
        ("insertion_rate", 0.1),
        ("eligibility_duration", "24"),
        ("eligibility_duration", -1),
        ("statement_due_day", 0),
        ("statement_due_day", 32),
        ("statement_cadence", "WEEKLY"),
        ("training_rule", "SOME"),
        ("qpv_priority", 1),
        ("loaded_hourly_cost", "30"),
    ],
)
def test_a_value_that_its_unit_does_not_admit_is_refused(rule: str, raw: object) -> None:
    with pytest.raises(RuleError) as refused:
        rule_of_lot(rule, raw, 1, DAY)
    assert refused.value.reason is Reason.NOT_OF_THE_UNIT


def test_a_cost_of_zero_is_refused_before_anything_is_divided_by_it() -> None:
    with pytest.raises(RuleError) as refused:
        rule_of_lot("loaded_hourly_cost", "0.00", 1, DAY)
    assert refused.value.reason is Reason.NOT_POSITIVE


def test_what_is_no_rule_is_refused_by_name() -> None:
    with pytest.raises(UnknownValue) as typed:
        rule_of_lot("colour", "red", 1, DAY)
    with pytest.raises(UnknownValue) as asked:
        DEFAULTS.find("colour", DAY)
    assert (typed.value.reason, asked.value.reason) == (Reason.UNKNOWN_NAME, Reason.UNKNOWN_NAME)


def test_a_rule_that_nobody_gives_is_absent_and_refused_when_needed() -> None:
    assert DEFAULTS.find("labour_share", DAY) is None
    with pytest.raises(UnknownValue) as refused:
        DEFAULTS.value("labour_share", DAY)
    assert refused.value.reason is Reason.NOT_IN_FORCE


def test_training_counts_by_default_when_it_is_part_of_the_contract() -> None:
    assert DEFAULTS.value("training_rule", DAY).training_rule() is TrainingRule.IN_CONTRACT


@pytest.mark.parametrize(
    "terms",
    [
        {"kind": PenaltyKind.MISSING_HOURS},
        {"kind": PenaltyKind.MISSING_HOURS, "rate_eur": Decimal(35), "clause_amount_eur": Decimal(1)},
        {"kind": PenaltyKind.MISSING_HOURS, "multiplier": Decimal(4)},
        {"kind": PenaltyKind.MISSING_HOURS, "clause_amount_eur": Decimal(100)},
        {"kind": PenaltyKind.PRO_RATA, "rate_eur": Decimal(35)},
        {"kind": PenaltyKind.ABSENCE, "rate_eur": Decimal(-1)},
        {"kind": PenaltyKind.ABSENCE, "rate_eur": Decimal(1), "exempt_share": Decimal("1.01")},
    ],
)
def test_a_penalty_has_exactly_one_price_and_no_negative_amount(terms: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        PenaltyTerms.model_validate(terms)


def test_a_penalty_may_be_a_multiple_of_a_published_amount() -> None:
    ceiling = ReferenceAmount.SOCIAL_SECURITY_HOURLY_CEILING
    terms = PenaltyTerms(kind=PenaltyKind.MISSING_HOURS, multiplier=Decimal(4), reference_amount=ceiling)
    version_1 = RuleSetVersion(1, DAY, {}, (terms,))
    assert Rulebook((version_1,)).penalties(DAY) == (terms,)
