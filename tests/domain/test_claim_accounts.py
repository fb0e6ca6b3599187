"""What is kept of a claim that was computed: its lines in order, the account of each amount, the rules it used."""

from datetime import date
from decimal import Decimal
from itertools import count
from uuid import UUID

import pytest

from clause.domain.claim_accounts import account_of, rate_of, rule_set_of, stored_lines
from clause.domain.claims import ClaimLine, ClaimLineKind
from clause.domain.claims_computation import ClaimFigures, compute_claim
from clause.rules.cost_codes import CostMethod, CostPlan, CostPost
from clause.rules.cost_plans import plan_figures
from clause.rules.quantities import Unit
from clause.rules.reference import Confidence, LegalReference
from clause.rules.trace import Formula, Trace
from tests.builders.claim_inputs import a_letter, a_month, a_person, an_agreement, an_operation, claim_inputs

OF_THE_AGREEMENT = LegalReference(text="Convention de subvention FSE+", source="C")


def stored(figures: ClaimFigures) -> list[ClaimLine]:
    numbers = count(1)
    return stored_lines(figures, lambda: UUID(int=next(numbers)))


def fixed_share() -> ClaimFigures:
    """Two months of a person with 60 % of her time, under plan P40."""
    person = a_person("P1", a_letter("P1", CostMethod.M1, time_share="0.60"))
    months = [a_month(month, person, cost="3950.00", hours=None) for month in ("2025-01", "2025-02")]
    return compute_claim(claim_inputs(*months, first_month="2025-01", last_month="2025-02"))


def test_lines_are_numbered_from_one_flat_rates_last_each_under_an_id_of_its_own() -> None:
    lines = stored(fixed_share())
    assert [line.position for line in lines] == [1, 2, 3]
    assert len({line.id for line in lines}) == 3
    assert [line.kind for line in lines] == [ClaimLineKind.STAFF, ClaimLineKind.STAFF, ClaimLineKind.FLAT_RATE]


def test_a_line_keeps_its_method_its_amount_and_its_account() -> None:
    figures = fixed_share()
    line, *_ = stored(figures)
    draft = figures.lines[0]
    assert (line.method, line.post) == ("M1", CostPost.STAFF)
    assert (line.amount, line.trace) == (Decimal("2370.00"), draft.figure.trace)
    assert line.assignment_id == draft.assignment_id


def test_a_flat_rate_is_a_line_that_tells_its_rate_and_its_base() -> None:
    """Plan P40: 40 % of staff costs for all other costs (regulation (EU) 2021/1060, art. 56(1))."""
    figures = fixed_share()
    *_, flat = stored(figures)
    assert (flat.amount, flat.trace) == (Decimal("1896.00"), figures.costs.flat_rates[0].amount.trace)
    assert flat.details == {"flat_rate": "P40", "base": "4740.00"}
    assert (flat.post, flat.method) == (figures.costs.flat_rates[0].post, None)
    assert rate_of(flat.trace) == Decimal("0.40")


def test_each_amount_has_its_account_under_its_name() -> None:
    figures = fixed_share()
    inputs = claim_inputs(a_month("2025-01"))
    account = account_of(inputs, figures)
    assert account.inputs_hash == inputs.hash()
    assert account.figures == {
        "staff_cost": figures.costs.staff_cost.trace,
        "flat_rate_amount": figures.costs.flat_rates[0].amount.trace,
        "total_cost": figures.costs.total.trace,
        "cost_claimed_before": figures.cost_before.trace,
        "cost_to_date": figures.cost_to_date.trace,
        "amount_due": figures.due_to_date.trace,
        "settlement": figures.settlement.trace,
        "requested_before": figures.requested_before.trace,
        "amount_requested": figures.amount_requested.trace,
        "own_funds": figures.own_funds.trace,
    }


def test_two_flat_rates_are_told_apart_by_their_names() -> None:
    """Plan P20_P15: 20 % of other direct costs for staff, and 15 % of that for the rest."""
    figures, base = fixed_share(), {CostPost.OPERATING: Decimal("1000.00")}
    two = plan_figures(CostPlan.P20_P15, base, date(2025, 1, 1)).flat_rates
    costs = figures.costs.model_copy(update={"flat_rates": two})
    accounts = account_of(claim_inputs(), figures.model_copy(update={"costs": costs})).figures
    assert {"flat_rate_amount_P20", "flat_rate_amount_P15"} <= set(accounts)
    assert "flat_rate_amount" not in accounts
    assert "cost_STAFF" not in accounts


def a_trace(*uses: object) -> Trace:
    trace = Formula("T", "x = y", Unit.EURO, OF_THE_AGREEMENT, Confidence.SURE).trace("0", {})
    return trace.model_copy(update={"parameters": uses})


def test_a_trace_without_a_rate_has_none_to_tell() -> None:
    with pytest.raises(RuntimeError, match="a flat rate without its rate"):
        rate_of(a_trace())


def test_the_rules_of_a_claim_are_named_by_programme_latest_day_and_agreement() -> None:
    """What the agreement fixes itself is in its version, and dates no rule."""
    operation = an_operation(agreement=an_agreement(version_no=3))
    assert rule_set_of(operation, []) == "pn-fse-plus/2025-01-01+agreement-v3"
    other = operation.model_copy(update={"programme_cci": "2021FR99XXXX001"})
    assert rule_set_of(other, []) == "2021FR99XXXX001/2025-01-01+agreement-v3"
    flat = fixed_share().costs.flat_rates[0].amount.trace
    days = {use.in_force_from for use in flat.parameters}
    assert rule_set_of(operation, [flat]) == f"pn-fse-plus/{max(days).isoformat()}+agreement-v3"
    own = [use.model_copy(update={"reference": OF_THE_AGREEMENT}) for use in flat.parameters]
    assert rule_set_of(operation, [a_trace(*own)]) == "pn-fse-plus/2025-01-01+agreement-v3"
