"""The amounts of conclusions: what is retained, what is due since the start, and what is to be paid or paid back."""

from decimal import Decimal
from typing import Any

import pytest

from clause.domain.agreements import AgreementOptions
from clause.domain.claim_conclusions import ConclusionInputs, already_settled, conclude
from clause.domain.claims import ClaimKind, ClaimLine, ClaimLineKind
from clause.domain.errors import Refused
from clause.domain.findings import Finding
from clause.domain.payments import Payment, PaymentKind
from clause.domain.verification_decisions import decide_lines
from clause.domain.verifications import (
    ConclusionFigures,
    DeductionReason,
    LineDecision,
    LineOutcome,
    RetainedClaim,
    VerificationStage,
    VerificationTerms,
)
from clause.rules.cofinancing import DueTerm
from clause.rules.cost_codes import CostPlan, CostPost, PenaltyBase
from clause.rules.errors import RuleError
from tests.builders.claim_inputs import an_agreement
from tests.builders.plain_claims import (
    a_claim,
    a_line,
    a_payment,
    a_retained_claim,
    claim_amounts,
    conclusion_figures,
)

FIRST, SECOND = a_line(1, "1000.00"), a_line(2, "500.00")
FLAT = a_line(3, "600.00", ClaimLineKind.FLAT_RATE, None)
LINES = (FIRST, SECOND, FLAT)
OTHER = DeductionReason.OTHER


def terms(*decisions: LineDecision, **changes: Any) -> VerificationTerms:
    return VerificationTerms(stage=VerificationStage.FINAL, decisions=decisions, **changes)


def cut(line: ClaimLine, amount: str) -> LineDecision:
    return LineDecision(
        claim_line_id=line.id, outcome=LineOutcome.DEDUCTED, amount_deducted=Decimal(amount), reason_code=OTHER
    )


def set_aside(line: ClaimLine) -> LineDecision:
    return LineDecision(claim_line_id=line.id, outcome=LineOutcome.PARKED, reason_code=OTHER)


def inputs(
    *others: RetainedClaim,
    lines: tuple[ClaimLine, ...] = LINES,
    kind: ClaimKind = ClaimKind.INTERIM,
    number: int = 1,
    payments: tuple[Payment, ...] = (),
    in_force: ConclusionFigures | None = None,
    declared: str = "0.00",
    **agreement: Any,
) -> ConclusionInputs:
    figures = claim_amounts(other_resources=declared, amount_due="1260.00")
    return ConclusionInputs(
        claim=a_claim(number, kind, figures=figures),
        lines=lines,
        agreement=an_agreement(**agreement),
        others=others,
        payments=payments,
        in_force=in_force,
    )


def figures(of: ConclusionInputs, *decisions: LineDecision, **changes: Any) -> ConclusionFigures:
    said = terms(*decisions, **changes)
    return conclude(of, decide_lines(of.claim, of.lines, of.agreement.cost_plan, said), said).figures


def told(found: ConclusionFigures, *names: str) -> list[str]:
    return [str(getattr(found, name)) for name in names]


def test_a_claim_retained_whole_is_due_at_its_rate() -> None:
    found = figures(inputs())
    assert told(found, "declared_cost", "certified", "deducted", "parked") == ["2100.00", "1500.00", "0.00", "0.00"]
    assert told(found, "retained_cost", "retained_elsewhere", "cost_to_date") == ["2100.00", "0.00", "2100.00"]
    assert told(found, "by_grant", "by_rate", "due_by_terms") == ["36000.00", "1260.00", "1260.00"]
    assert found.binding is DueTerm.RATE
    assert told(found, "due_total", "requested_total", "to_settle", "settles_at") == ["1260.00"] * 4
    assert told(found, "already_settled", "own_funds") == ["0.00", "840.00"]
    assert found.is_reduced is False


def test_a_flat_rate_falls_with_what_is_deducted_and_parked() -> None:
    found = figures(inputs(), cut(FIRST, "100.00"), set_aside(SECOND))
    assert told(found, "certified", "deducted", "parked") == ["900.00", "100.00", "500.00"]
    (flat,) = found.flat_rates
    assert (flat.claim_line_id, str(flat.amount_declared), str(flat.amount_retained)) == (FLAT.id, "600.00", "360.00")
    assert told(found, "retained_cost", "due_total", "own_funds") == ["1260.00", "756.00", "504.00"]
    assert found.is_reduced is True


def test_a_cost_that_the_plan_does_not_take_is_not_concluded() -> None:
    services = a_line(2, "300.00", ClaimLineKind.COST, CostPost.SERVICES)
    with pytest.raises(RuleError, match="COST_NOT_IN_PLAN"):
        figures(inputs(lines=(FIRST, services, FLAT)))


def test_each_post_stays_apart_so_that_a_flat_rate_is_on_its_own_base() -> None:
    paid_to_participants = a_line(2, "300.00", ClaimLineKind.COST, CostPost.PARTICIPANTS)
    found = figures(inputs(lines=(FIRST, paid_to_participants, FLAT)), cut(paid_to_participants, "100.00"))
    assert str(found.flat_rates[0].amount_retained) == "400.00"
    assert told(found, "certified", "retained_cost") == ["1200.00", "1600.00"]


def test_a_line_of_an_old_claim_without_a_post_is_staff_cost() -> None:
    found = figures(inputs(lines=(FIRST, a_line(4, "200.00", post=None), FLAT)))
    assert told(found, "certified", "retained_cost") == ["1200.00", "1680.00"]
    assert str(found.flat_rates[0].amount_retained) == "480.00"


def test_a_plan_of_its_own_rate_takes_the_rate_that_the_agreement_fixes() -> None:
    options = AgreementOptions(calculated_flat_rate=Decimal("0.1234"))
    of = inputs(cost_plan=CostPlan.P25, options=options)
    assert str(figures(of).flat_rates[0].amount_retained) == "185.10"
    with pytest.raises(RuleError, match="RATE_NOT_AGREED"):
        figures(inputs(cost_plan=CostPlan.P25))


def test_what_other_claims_retained_counts_since_the_start() -> None:
    of = inputs(a_retained_claim(2, retained_cost="400.00", settles_at="240.00"), number=3)
    found = figures(of)
    assert told(found, "retained_elsewhere", "cost_to_date", "due_by_terms") == ["400.00", "2500.00", "1500.00"]
    assert told(found, "already_settled", "to_settle", "settles_at") == ["240.00", "1260.00", "1260.00"]


def test_what_is_paid_or_left_by_other_conclusions_is_settled_once() -> None:
    payments = (
        a_payment("A", "300.00", PaymentKind.ADVANCE, claim=None),
        a_payment("P1", "100.00", claim=1),
        a_payment("P2", "200.00", claim=2),
    )
    of = inputs(a_retained_claim(2, settles_at="240.00"), payments=payments)
    assert str(already_settled(of)) == "640.00"


def test_what_another_claim_has_to_pay_back_is_settled_too() -> None:
    of = inputs(a_retained_claim(2, settles_at="150.00"), payments=(a_payment("P2", "200.00", claim=2),))
    assert str(already_settled(of)) == "150.00"


def test_what_the_claim_was_paid_is_part_of_what_it_settles_at() -> None:
    found = figures(inputs(payments=(a_payment("P1", "1300.00"),)))
    assert told(found, "already_settled", "to_settle", "settles_at") == ["1300.00", "-40.00", "1260.00"]


def test_an_advance_stays_on_top_before_the_balance_and_is_taken_back_by_it() -> None:
    advance = (a_payment("A", "500.00", PaymentKind.ADVANCE, claim=None),)
    before, balance = figures(inputs(payments=advance)), figures(inputs(kind=ClaimKind.FINAL, payments=advance))
    assert told(before, "to_settle", "settles_at") == ["1260.00", "1260.00"]
    assert told(balance, "to_settle", "settles_at") == ["760.00", "760.00"]


@pytest.mark.parametrize(
    ("kind", "other", "settles"),
    [
        (ClaimKind.INTERIM, ClaimKind.INTERIM, False),
        (ClaimKind.FINAL, ClaimKind.INTERIM, True),
        (ClaimKind.INTERIM, ClaimKind.FINAL, True),
    ],
)
def test_the_operation_is_settled_once_its_final_claim_is_concluded(
    kind: ClaimKind, other: ClaimKind, settles: bool
) -> None:
    of = inputs(a_retained_claim(2, other), kind=kind, declared="1000.00")
    assert of.settles_operation is settles
    found = figures(of)
    if settles:
        assert told(found, "by_resources", "due_by_terms") == ["1100.00", "1100.00"]
        assert found.binding is DueTerm.RESOURCES


def test_resources_do_not_limit_an_interim_claim_unless_the_agreement_says_so() -> None:
    tested, free = (
        inputs(declared="2000.00", options=AgreementOptions(resource_test_on_interim=applies))
        for applies in (True, False)
    )
    assert told(figures(tested), "by_resources", "due_total") == ["100.00", "100.00"]
    assert (figures(free).by_resources, str(figures(free).due_total)) == (None, "1260.00")


@pytest.mark.parametrize(("given", "kept"), [(None, "120.00"), ("120.00", "120.00"), ("500.00", "500.00")])
def test_resources_are_at_least_the_most_that_is_known(given: str | None, kept: str) -> None:
    of = inputs(
        a_retained_claim(2, other_resources="110.00"),
        declared="100.00",
        in_force=conclusion_figures(other_resources="120.00"),
    )
    assert str(figures(of, other_resources=Decimal(given) if given else None).other_resources) == kept


@pytest.mark.parametrize(
    ("declared", "elsewhere", "in_force", "least"),
    [
        ("130.00", "110.00", "120.00", "130.00"),
        ("100.00", "110.00", "90.00", "110.00"),
        ("100.00", "110.00", None, "110.00"),
    ],
)
def test_resources_below_what_is_known_are_refused(
    declared: str, elsewhere: str, in_force: str | None, least: str
) -> None:
    of = inputs(
        a_retained_claim(2, other_resources=elsewhere),
        declared=declared,
        in_force=conclusion_figures(other_resources=in_force) if in_force else None,
    )
    low = Decimal(least) - Decimal("0.01")
    with pytest.raises(Refused) as refused:
        figures(of, other_resources=low)
    assert refused.value.code == "CSF-011"
    assert refused.value.findings == (
        Finding(code="CSF-115", field="other_resources", raw=str(low), values={"least": least}),
    )


def test_a_claim_without_figures_declared_nothing() -> None:
    of = inputs()
    bare = ConclusionInputs(of.claim.model_copy(update={"figures": None}), LINES, of.agreement, (), ())
    assert told(figures(bare), "other_resources", "requested_total") == ["0.00", "0.00"]


def test_missing_publicity_lowers_what_is_due_and_what_is_paid() -> None:
    found = figures(inputs(), publicity_rate=Decimal("0.03"))
    assert told(found, "publicity_rate", "publicity_reduction", "due_by_terms") == ["0.03", "37.80", "1260.00"]
    assert told(found, "due_total", "to_settle", "own_funds") == ["1222.20", "1222.20", "877.80"]


def test_a_reduction_for_publicity_may_be_of_the_grant_where_the_agreement_says_so() -> None:
    options = AgreementOptions(publicity_penalty_base=PenaltyBase.AGREED_GRANT)
    found = figures(inputs(options=options), publicity_rate=Decimal("0.01"))
    assert told(found, "publicity_reduction", "due_total") == ["360.00", "900.00"]


def test_a_reduction_above_the_highest_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        figures(inputs(), publicity_rate=Decimal("0.0301"))
    assert refused.value.code == "CSF-012"
    assert refused.value.findings == (
        Finding(code="CSF-116", field="publicity_rate", raw="0.0301", values={"highest": "0.03"}),
    )


def publicity(rate: str) -> ConclusionFigures:
    return conclusion_figures(publicity_rate=rate)


@pytest.mark.parametrize(
    ("others", "in_force", "rate"),
    [
        ({}, None, "0.00"),
        ({}, "0.02", "0.02"),
        ({1: "0.01"}, None, "0.01"),
        ({1: "0.01"}, "0.02", "0.02"),
        ({5: "0.01"}, "0.02", "0.01"),
        ({5: "0.01"}, None, "0.01"),
        ({5: "0.01", 4: "0.03"}, "0.02", "0.01"),
        ({1: "0.03", 2: "0.01"}, None, "0.01"),
    ],
)
def test_without_a_word_the_rate_of_the_latest_claim_stays(
    others: dict[int, str], in_force: str | None, rate: str
) -> None:
    found = figures(
        inputs(
            *(a_retained_claim(number, publicity_rate=value) for number, value in others.items()),
            number=3,
            in_force=publicity(in_force) if in_force else None,
        )
    )
    assert str(found.publicity_rate) == rate


def test_a_reduction_that_is_lifted_is_not_that_of_the_claim_before() -> None:
    of = inputs(a_retained_claim(1, publicity_rate="0.01"), number=3)
    assert str(figures(of, publicity_rate=Decimal("0.00")).publicity_rate) == "0.00"


def test_each_amount_has_its_account_under_its_name() -> None:
    said = terms(publicity_rate=Decimal("0.01"))
    of = inputs()
    found = conclude(of, decide_lines(of.claim, LINES, CostPlan.P40, said), said)
    assert {name: trace.result for name, trace in found.account.items()} == {
        "retained_cost": "2100.00",
        "cost_to_date": "2100.00",
        "due_by_terms": "1260.00",
        "publicity_reduction": "12.60",
        "due_total": "1247.40",
        "to_settle": "1247.40",
        "own_funds": "852.60",
    }


def test_more_taken_back_than_was_ever_retained_is_refused() -> None:
    lowering = a_line(1, "-10.00", ClaimLineKind.ADJUSTMENT)
    flat = a_line(2, "-4.00", ClaimLineKind.FLAT_RATE, None)
    with pytest.raises(RuleError, match="NEGATIVE"):
        figures(inputs(lines=(lowering, flat)))
    kept = figures(inputs(a_retained_claim(2, retained_cost="14.00"), lines=(lowering, flat)))
    assert told(kept, "retained_cost", "cost_to_date", "due_total") == ["-14.00", "0.00", "0.00"]
