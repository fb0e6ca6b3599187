"""Lines looked at in a verification: a sample and what it must say, and where each wrong decision is told."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from clause.domain.claims import ClaimKind, ClaimLineKind
from clause.domain.errors import Refused
from clause.domain.findings import Finding
from clause.domain.verification_decisions import decide_lines
from clause.domain.verifications import (
    DecidedLine,
    DeductionReason,
    LineDecision,
    LineOutcome,
    VerificationScope,
    VerificationStage,
    VerificationTerms,
)
from clause.rules.cost_codes import CostPlan
from tests.builders.plain_claims import a_claim, a_line

FIRST, SECOND = a_line(1, "1000.00"), a_line(2, "0.01")
FLAT = a_line(3, "400.00", ClaimLineKind.FLAT_RATE, None)
LOWERING = a_line(4, "-5.00", ClaimLineKind.ADJUSTMENT)
LINES = (FIRST, SECOND, FLAT, LOWERING)
STRANGER = UUID(int=99)
CERTIFIED, DEDUCTED, PARKED = LineOutcome.CERTIFIED, LineOutcome.DEDUCTED, LineOutcome.PARKED


def sample(*line_ids: UUID, decisions: tuple[LineDecision, ...] = (), **changes: Any) -> VerificationTerms:
    said = VerificationTerms(
        stage=VerificationStage.INTERIM,
        scope=VerificationScope.SAMPLE,
        sample_method="Tirage au sort",
        risk_assessment_ref="AR-2026-3",
        sampled_line_ids=line_ids,
        decisions=decisions,
    )
    return said.model_copy(update=changes)


def full(*decisions: LineDecision, **changes: Any) -> VerificationTerms:
    return VerificationTerms(stage=VerificationStage.INTERIM, decisions=decisions, **changes)


def decision(line_id: UUID, outcome: LineOutcome, amount: str | None = None, **changes: Any) -> LineDecision:
    fields = {"reason_code": None if outcome is CERTIFIED else DeductionReason.OTHER, **changes}
    return LineDecision(
        claim_line_id=line_id, outcome=outcome, amount_deducted=Decimal(amount) if amount else None, **fields
    )


def decide(terms: VerificationTerms, **more: Any) -> tuple[DecidedLine, ...]:
    return decide_lines(a_claim(), LINES, more.pop("plan", CostPlan.P40), terms, **more)


def refused(terms: VerificationTerms, **more: Any) -> tuple[Finding, ...]:
    with pytest.raises(Refused) as refusal:
        decide(terms, **more)
    assert refusal.value.code == "CSF-010"
    return refusal.value.findings


def test_a_full_verification_names_no_sample() -> None:
    found = refused(full(sampled_line_ids=(FIRST.id, SECOND.id)))
    assert found == (Finding(code="CSF-103", field="sampled_line_ids", raw="2"),)


def test_a_sample_says_how_it_was_drawn_by_which_assessment_of_risk_and_which_lines_it_holds() -> None:
    found = refused(sample(sample_method=None, risk_assessment_ref=""))
    assert found == tuple(
        Finding(code="CSF-104", field=name) for name in ("sample_method", "risk_assessment_ref", "sampled_line_ids")
    )


def test_a_sample_holds_lines_of_the_claim_that_can_be_decided() -> None:
    found = refused(sample(FIRST.id, STRANGER, FLAT.id))
    assert found == (
        Finding(code="CSF-105", field="sampled_line_ids[1]", raw=str(STRANGER)),
        Finding(code="CSF-105", field="sampled_line_ids[2]", raw=str(FLAT.id)),
    )


def test_lines_of_the_sample_and_lines_decided_are_looked_at_and_no_others() -> None:
    found = decide(sample(FIRST.id, decisions=(decision(SECOND.id, DEDUCTED, "0.01"),)))
    assert [one.in_sample for one in found] == [True, True, False]
    assert [one.in_sample for one in decide(full())] == [True, True, True]


def test_a_line_looked_at_once_stays_looked_at() -> None:
    before = decide(sample(FIRST.id))
    after = decide(sample(SECOND.id), before=before)
    assert [one.in_sample for one in after] == [True, True, False]


def test_a_decision_says_how_much_is_retained_why_and_in_which_words() -> None:
    cut = decision(FIRST.id, DEDUCTED, "0.01", reason_code=DeductionReason.HOURS_CAP, comment="Plafond.")
    first, second, lowering = decide(full(cut, decision(SECOND.id, PARKED, comment="À revoir.")))
    assert first == DecidedLine(
        claim_line_id=FIRST.id,
        outcome=DEDUCTED,
        amount_certified=Decimal("999.99"),
        amount_deducted=Decimal("0.01"),
        reason_code=DeductionReason.HOURS_CAP,
        comment="Plafond.",
        in_sample=True,
    )
    assert (str(second.amount_certified), str(second.amount_deducted)) == ("0.00", "0.00")
    assert (second.reason_code, second.comment) == (DeductionReason.OTHER, "À revoir.")
    assert (lowering.outcome, str(lowering.amount_certified), lowering.reason_code) == (CERTIFIED, "-5.00", None)


def test_a_line_certified_again_loses_its_deduction() -> None:
    before = decide(full(decision(FIRST.id, DEDUCTED, "10.00")))
    after = decide(full(decision(FIRST.id, CERTIFIED)), before=before)
    assert (str(after[0].amount_certified), str(after[0].amount_deducted)) == ("1000.00", "0.00")


def test_a_line_taken_up_again_may_be_parked_once_more() -> None:
    found = decide(full(decision(FIRST.id, PARKED)), returned=frozenset({FIRST.id}))
    assert found[0].outcome is PARKED


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (full(decision(STRANGER, PARKED)), [("CSF-101", "decisions[0]", str(STRANGER), {})]),
        (
            full(decision(FIRST.id, PARKED), decision(FIRST.id, CERTIFIED)),
            [("CSF-102", "decisions[1]", str(FIRST.id), {})],
        ),
        (full(decision(FLAT.id, CERTIFIED)), [("CSF-106", "decisions[0]", None, {"position": "3"})]),
        (full(decision(FIRST.id, CERTIFIED, "0.01")), [("CSF-108", "decisions[0]", None, {"position": "1"})]),
        (
            full(decision(FIRST.id, PARKED, reason_code=None)),
            [("CSF-109", "decisions[0].reason_code", None, {"position": "1", "amount": "1000.00"})],
        ),
        (
            full(decision(LOWERING.id, PARKED)),
            [("CSF-110", "decisions[0]", None, {"position": "4", "amount": "-5.00"})],
        ),
        (
            full(decision(LOWERING.id, DEDUCTED, "1.00", reason_code=None)),
            [
                ("CSF-109", "decisions[0].reason_code", None, {"position": "4", "amount": "-5.00"}),
                ("CSF-110", "decisions[0]", None, {"position": "4", "amount": "-5.00"}),
            ],
        ),
        (
            full(decision(FIRST.id, PARKED, "1.00")),
            [("CSF-112", "decisions[0].amount_deducted", None, {"position": "1", "amount": "1000.00"})],
        ),
        (
            full(decision(FIRST.id, DEDUCTED, "1000.01")),
            [("CSF-113", "decisions[0].amount_deducted", "1000.01", {"position": "1", "amount": "1000.00"})],
        ),
        (
            full(decision(FIRST.id, DEDUCTED)),
            [("CSF-113", "decisions[0].amount_deducted", None, {"position": "1", "amount": "1000.00"})],
        ),
    ],
)
def test_a_wrong_decision_is_told_where_it_stands(terms: VerificationTerms, expected: list[Any]) -> None:
    assert [(one.code, one.field, one.raw, one.values) for one in refused(terms)] == expected


def test_certifying_a_line_that_was_taken_up_again_is_told_with_its_place() -> None:
    found = refused(full(decision(FIRST.id, CERTIFIED)), returned=frozenset({FIRST.id}))
    assert found == (Finding(code="CSF-107", field="decisions[0]", values={"position": "1"}),)


def test_a_part_of_a_deliverable_is_told_with_the_amount_that_was_cut() -> None:
    found = refused(full(decision(FIRST.id, DEDUCTED, "999.99")), plan=CostPlan.LS)
    values = {"position": "1", "amount": "1000.00"}
    assert found == (Finding(code="CSF-114", field="decisions[0].amount_deducted", raw="999.99", values=values),)


def test_a_line_of_nothing_can_only_be_certified() -> None:
    empty = a_line(1, "0.00")
    with pytest.raises(Refused) as refusal:
        decide_lines(a_claim(), (empty,), CostPlan.P40, full(decision(empty.id, DEDUCTED, "0.01")))
    assert [one.code for one in refusal.value.findings] == ["CSF-110"]


def test_a_parked_line_of_the_final_claim_is_told_with_all_that_is_wrong_with_it() -> None:
    said = full(decision(FIRST.id, PARKED, "1.00", reason_code=None))
    with pytest.raises(Refused) as refusal:
        decide_lines(a_claim(1, ClaimKind.FINAL), LINES, CostPlan.P40, said)
    assert [(one.code, one.field) for one in refusal.value.findings] == [
        ("CSF-109", "decisions[0].reason_code"),
        ("CSF-111", "decisions[0]"),
        ("CSF-112", "decisions[0].amount_deducted"),
    ]
