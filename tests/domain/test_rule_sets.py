"""Rules of a lot: what its documents fix, from when, and what is refused."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from clause.domain.findings import Finding
from clause.domain.rule_sets import RuleRaw, RuleSet, RuleSetTerms, check_terms, rulebook_of, rules_in_effect
from clause.rules.errors import UnknownValue
from clause.rules.parameter import all_parameters
from clause.rules.penalty_terms import PenaltyKind, PenaltyTerms
from clause.rules.quantities import Unit
from clause.rules.rulebook import DEFAULTS, RULES
from tests.builders.refusals import findings_of

NOBODY = UUID(int=0)
MARCH, JUNE = date(2026, 3, 1), date(2026, 6, 1)
NO_PENALTIES: tuple[PenaltyTerms, ...] = ()


def rule_set(number: int, effective_on: date, **values: RuleRaw) -> RuleSet:
    return RuleSet(
        id=UUID(int=number),
        facilitator_org_id=NOBODY,
        buyer_id=NOBODY,
        lot_id=NOBODY,
        version_no=number,
        effective_on=effective_on,
        values=values,
        penalties=NO_PENALTIES,
        reason=None,
        decided_by=None,
        recorded_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def found(**values: RuleRaw) -> list[Finding]:
    terms = RuleSetTerms(values=values, penalties=NO_PENALTIES, effective_on=MARCH)
    return findings_of("RUL-010", lambda: check_terms(terms))


def test_a_lot_without_a_version_follows_the_usual_rules() -> None:
    assert rulebook_of([]) == DEFAULTS


def test_the_version_in_effect_speaks_and_what_it_leaves_out_is_usual_again() -> None:
    book = rulebook_of([rule_set(1, MARCH, eligibility_duration=12), rule_set(2, JUNE, qpv_priority=True)])
    usual = DEFAULTS.value("eligibility_duration", MARCH)
    days = (date(2026, 2, 28), MARCH, date(2026, 5, 31), JUNE)
    own, rule = book.value("eligibility_duration", MARCH), "eligibility_duration"
    assert [book.value(rule, day) for day in days] == [usual, own, own, usual]
    assert (own.whole(Unit.MONTH), own.version_date) == (12, MARCH)
    assert own != usual


def test_a_version_is_read_with_its_number_its_day_and_its_penalties() -> None:
    penalties = (
        PenaltyTerms(kind=next(kind for kind in PenaltyKind if kind is not PenaltyKind.PRO_RATA), rate_eur="50.00"),
    )
    version = rule_set(3, MARCH, tutor_hours_count=True).model_copy(update={"penalties": penalties}).version
    assert (version.version_no, version.effective_on, version.penalties) == (3, MARCH, penalties)
    assert list(version.values) == ["tutor_hours_count"]
    assert version.values["tutor_hours_count"].flag() is True
    assert version.values["tutor_hours_count"].reference.source == "règles du lot, version 3"


def test_values_of_their_units_are_accepted() -> None:
    assert found() == []
    assert (
        found(insertion_rate="0.07", eligibility_duration=12, tutor_hours_count=False, loaded_hourly_cost="30.00") == []
    )


@pytest.mark.parametrize(
    ("name", "raw", "unit"),
    [
        ("insertion_rate", "sept", Unit.RATE),
        ("eligibility_duration", "douze", Unit.MONTH),
        ("tutor_hours_count", "oui", Unit.YES_NO),
        ("loaded_hourly_cost", "0.00", Unit.EURO_PER_HOUR),
    ],
)
def test_a_value_has_the_unit_of_its_rule(name: str, raw: str, unit: Unit) -> None:
    values = {"expected": unit.value}
    assert found(**{name: raw}) == [Finding(code="RUL-012", field=f"values.{name}", raw=raw, values=values)]


def test_an_unknown_rule_is_told_with_those_that_are_known() -> None:
    values = {"expected": ", ".join(RULES)}
    assert found(couleur="bleu") == [Finding(code="RUL-011", field="values.couleur", raw="bleu", values=values)]


def test_every_wrong_value_is_told_in_the_order_typed_cut_to_what_a_finding_holds() -> None:
    long = "x" * 300
    typed: dict[str, RuleRaw] = {long: long, "insertion_rate": "2", "qpv_priority": True}
    told = found(**typed)
    assert [(one.code, one.field, one.raw) for one in told] == [
        ("RUL-011", "values." + "x" * 193, "x" * 200),
        ("RUL-012", "values.insertion_rate", "2"),
    ]


def test_every_rule_is_told_on_a_day_with_its_unit_its_meaning_and_whether_it_is_the_lots_own() -> None:
    book = rulebook_of([rule_set(1, MARCH, insertion_rate="0.07", labour_share="0.4")])
    told = {one.name: one for one in rules_in_effect(book, MARCH)}
    assert list(told) == list(RULES)
    assert [name for name, one in told.items() if one.is_own] == ["labour_share", "insertion_rate"]
    rate, share, cost = told["insertion_rate"], told["labour_share"], told["loaded_hourly_cost"]
    assert (rate.unit, rate.meaning) == (Unit.RATE, all_parameters()["insertion_rate_default"].meaning)
    assert (share.unit, share.meaning, cost.meaning, cost.value) == (Unit.RATE, None, None, None)
    assert rate.value is not None
    assert rate.value.decimal(Unit.RATE) == Decimal("0.07")
    assert told["eligibility_duration"].value == DEFAULTS.value("eligibility_duration", MARCH)


def test_before_the_lots_own_version_no_rule_is_its_own() -> None:
    book = rulebook_of([rule_set(1, MARCH, insertion_rate="0.07")])
    told = {one.name: one for one in rules_in_effect(book, date(2026, 2, 28))}
    assert not any(one.is_own for one in told.values())
    assert told["insertion_rate"].value == DEFAULTS.find("insertion_rate", MARCH)
    with pytest.raises(UnknownValue):
        rules_in_effect(book, date(1900, 1, 1))
