"""What is remembered of how lots stand is what the rules say, and is forgotten with what it was drawn from."""

from datetime import timedelta

import pytest

from clause.domain.assessed import MOST_LOTS, assess_again
from clause.domain.compliance import assess_lot
from clause.rules.compliance import Pace
from clause.rules.rulebook import DEFAULTS, Rulebook, RuleSetVersion
from tests.domain.test_compliance import ON, lot_facts


def test_equal_facts_of_a_day_are_assessed_once() -> None:
    first = assess_again(lot_facts(), ON)
    assert first == assess_lot(lot_facts(), ON)
    assert assess_again(lot_facts(), ON) is first


@pytest.mark.parametrize(
    "more",
    [{"credited": "500.01"}, {"owed": "1000.01"}, {"name": "another"}, {"label": "Gros œuvre et façades"}],
)
def test_other_facts_are_assessed_anew(more: dict[str, str]) -> None:
    before, after = lot_facts(), lot_facts(**more)
    assess_again(before, ON)
    assert assess_again(after, ON) == assess_lot(after, ON) != assess_lot(before, ON)


def test_another_day_and_other_rules_are_assessed_anew() -> None:
    facts, ends = lot_facts(), ON + timedelta(days=30)
    strict = RuleSetVersion(1, ON, {"compliance_by_invoices": DEFAULTS.value("compliance_by_invoices", ON)})
    others = [facts.model_copy(update={"book": Rulebook((strict,))}), facts.model_copy(update={"pace": Pace.INVOICES})]
    first = assess_again(facts, ON)
    assert assess_again(facts, ends) == assess_lot(facts, ends) != first
    for other in others:
        assert assess_again(other, ON) == assess_lot(other, ON)
        assert assess_again(other, ON) is not first


def test_few_are_remembered() -> None:
    first = assess_again(lot_facts(), ON)
    for number in range(MOST_LOTS):
        assess_again(lot_facts(name=f"lot {number}"), ON)
    assert assess_again(lot_facts(), ON) is not first
