"""What an officer may decide on the lines of a claim: each wrong decision is told by its finding."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clause.domain.agreements import GrantAgreement
from clause.domain.claim_conclusions import ConclusionInputs, conclude
from clause.domain.claims import Claim, ClaimKind, ClaimLine, ClaimLineKind, ClaimState
from clause.domain.errors import Refused
from clause.domain.verification_decisions import decide_lines
from clause.domain.verifications import (
    DecidedLine,
    DeductionReason,
    LineDecision,
    LineOutcome,
    VerificationStage,
    VerificationTerms,
)
from clause.rules.calendar import Month
from clause.rules.cost_codes import CostPlan, CostPost
from clause.rules.cost_plans import plan_figures
from clause.rules.staff_costs import staff_cost_total
from tests.builders.claims import agreement_terms

AT = datetime(2026, 6, 15, 9, tzinfo=UTC)
TRACE = staff_cost_total({}).trace
STAFF, SMALL, LOWERING, FLAT = (UUID(int=number) for number in range(1, 5))
OTHER = UUID(int=9)


def line(line_id: UUID, amount: str, kind: ClaimLineKind = ClaimLineKind.STAFF, position: int = 1) -> ClaimLine:
    post = None if kind is ClaimLineKind.FLAT_RATE else CostPost.STAFF
    return ClaimLine(id=line_id, position=position, kind=kind, post=post, amount=Decimal(amount), trace=TRACE)


LINES = (
    line(STAFF, "1000.00"),
    line(SMALL, "0.01", position=2),
    line(LOWERING, "-100.00", ClaimLineKind.ADJUSTMENT, 3),
    line(FLAT, "360.00", ClaimLineKind.FLAT_RATE, 4),
)


def claim(kind: ClaimKind = ClaimKind.INTERIM) -> Claim:
    return Claim(
        first_month=Month(2026, 4),
        last_month=Month(2026, 4),
        kind=kind,
        id=UUID(int=20),
        facilitator_org_id=UUID(int=21),
        intermediate_body_id=UUID(int=22),
        operation_id=UUID(int=23),
        number=1,
        state=ClaimState.IN_VERIFICATION,
        figures=None,
        account=None,
        findings=(),
        job_id=None,
        prepared_by=None,
        signed_by=None,
        signed_at=None,
        submitted_at=AT,
        snapshot_hash=None,
        document_id=None,
        oi_sequence=1,
        updated_at=AT,
        created_at=AT,
        version=1,
    )


def terms(*decisions: LineDecision) -> VerificationTerms:
    return VerificationTerms(stage=VerificationStage.INTERIM, decisions=decisions)


def decision(line_id: UUID, outcome: LineOutcome, amount: str | None = None, *, reason: bool = True) -> LineDecision:
    return LineDecision(
        claim_line_id=line_id,
        outcome=outcome,
        amount_deducted=Decimal(amount) if amount else None,
        reason_code=DeductionReason.OTHER if reason else None,
    )


CERTIFIED, DEDUCTED, PARKED = LineOutcome.CERTIFIED, LineOutcome.DEDUCTED, LineOutcome.PARKED
WRONG: dict[str, tuple[tuple[LineDecision, ...], list[str]]] = {
    "a line of another claim": ((decision(OTHER, PARKED),), ["CSF-101"]),
    "two decisions": ((decision(STAFF, PARKED), decision(STAFF, CERTIFIED, reason=False)), ["CSF-102"]),
    "a flat rate": ((decision(FLAT, DEDUCTED, "1.00"),), ["CSF-106"]),
    "certified with a reason": ((decision(STAFF, CERTIFIED),), ["CSF-108"]),
    "certified with an amount": ((decision(STAFF, CERTIFIED, "1.00", reason=False),), ["CSF-108"]),
    "deducted without a reason": ((decision(STAFF, DEDUCTED, "1.00", reason=False),), ["CSF-109"]),
    "deducted without an amount": ((decision(STAFF, DEDUCTED),), ["CSF-113"]),
    "deducted of nothing": ((decision(STAFF, DEDUCTED, "0.00"),), ["CSF-113"]),
    "deducted of more than the line": ((decision(STAFF, DEDUCTED, "1000.01"),), ["CSF-113"]),
    "a lowering line deducted": ((decision(LOWERING, DEDUCTED, "1.00"),), ["CSF-110"]),
    "a lowering line parked": ((decision(LOWERING, PARKED),), ["CSF-110"]),
    "parked with an amount": ((decision(STAFF, PARKED, "1.00"),), ["CSF-112"]),
    "parked without a reason": ((decision(STAFF, PARKED, reason=False),), ["CSF-109"]),
    "two faults": ((decision(OTHER, PARKED), decision(FLAT, PARKED)), ["CSF-101", "CSF-106"]),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_decision_that_does_not_fit_is_told(what: str) -> None:
    decisions, codes = WRONG[what]
    with pytest.raises(Refused) as refusal:
        decide_lines(claim(), LINES, CostPlan.P40, terms(*decisions))
    assert (refusal.value.code, [finding.code for finding in refusal.value.findings]) == ("CSF-010", codes)


@pytest.mark.parametrize("amount", ["0.01", "999.99", "1000.00"])
def test_a_line_is_cut_from_a_cent_to_all_of_it(amount: str) -> None:
    decided = decide_lines(claim(), LINES, CostPlan.P40, terms(decision(STAFF, DEDUCTED, amount)))
    assert [one.claim_line_id for one in decided] == [STAFF, SMALL, LOWERING]
    assert decided[0].amount_certified + decided[0].amount_deducted == Decimal("1000.00")
    assert [one.outcome for one in decided[1:]] == [CERTIFIED, CERTIFIED]


def test_a_line_of_the_final_claim_is_not_parked() -> None:
    with pytest.raises(Refused) as refusal:
        decide_lines(claim(ClaimKind.FINAL), LINES, CostPlan.P40, terms(decision(STAFF, PARKED)))
    assert [finding.code for finding in refusal.value.findings] == ["CSF-111"]


@pytest.mark.parametrize(("amount", "is_taken"), [("999.99", False), ("1000.00", True)])
def test_a_deliverable_is_retained_whole_or_not_at_all(amount: str, is_taken: bool) -> None:
    call = terms(decision(STAFF, DEDUCTED, amount))
    if is_taken:
        assert decide_lines(claim(), LINES, CostPlan.LS, call)[0].amount_certified == 0
        return
    with pytest.raises(Refused) as refusal:
        decide_lines(claim(), LINES, CostPlan.LS, call)
    assert [finding.code for finding in refusal.value.findings] == ["CSF-114"]


def test_a_line_that_came_back_stays_parked() -> None:
    before = decide_lines(claim(), LINES, CostPlan.P40, terms(decision(STAFF, PARKED)))
    kept = decide_lines(claim(), LINES, CostPlan.P40, terms(), before=before, returned=frozenset({STAFF}))
    assert kept == before
    with pytest.raises(Refused) as refusal:
        decide_lines(
            claim(),
            LINES,
            CostPlan.P40,
            terms(decision(STAFF, CERTIFIED, reason=False)),
            before=before,
            returned=frozenset({STAFF}),
        )
    assert [finding.code for finding in refusal.value.findings] == ["CSF-107"]


def test_a_line_left_out_keeps_its_decision() -> None:
    before = decide_lines(claim(), LINES, CostPlan.P40, terms(decision(STAFF, DEDUCTED, "1.00")))
    after = decide_lines(claim(), LINES, CostPlan.P40, terms(decision(SMALL, PARKED)), before=before)
    assert [one.outcome for one in after] == [DEDUCTED, PARKED, CERTIFIED]


AMOUNTS = st.lists(st.integers(1, 3_000_000).map(lambda cents: Decimal(cents) / 100), min_size=1, max_size=6)


@given(amounts=AMOUNTS, data=st.data())
def test_a_rejected_line_never_raises_the_amount(amounts: list[Decimal], data: st.DataObject) -> None:
    """Whatever is cut or parked: the retained cost, the flat rate and the FSE+ due only fall."""
    staff = [line(UUID(int=100 + index), str(amount)) for index, amount in enumerate(amounts)]
    flat = plan_figures(CostPlan.P40, {CostPost.STAFF: sum(amounts, Decimal("0.00"))}, claim().period.last_day)
    lines = (*staff, line(FLAT, str(flat.flat_rates[0].amount.value), ClaimLineKind.FLAT_RATE))
    agreement = GrantAgreement(**dict(agreement_terms()), id=UUID(int=30), version_no=1)
    inputs = ConclusionInputs(claim(), lines, agreement, others=(), payments=())
    whole = _figures(inputs, ())
    chosen = data.draw(st.sampled_from(staff))
    cut = data.draw(st.integers(1, int(chosen.amount * 100)).map(lambda cents: Decimal(cents) / 100))
    less = _figures(inputs, (decision(chosen.id, DEDUCTED, f"{cut:.2f}"),))
    none = _figures(inputs, (decision(chosen.id, PARKED),))
    assert none[0] <= less[0] < whole[0] == sum((one.amount for one in lines), Decimal(0))
    assert none[1] <= less[1] <= whole[1]


def _figures(inputs: ConclusionInputs, decisions: tuple[LineDecision, ...]) -> tuple[Decimal, Decimal]:
    said = terms(*decisions)
    decided: tuple[DecidedLine, ...] = decide_lines(inputs.claim, inputs.lines, CostPlan.P40, said)
    figures = conclude(inputs, decided, said).figures
    assert figures.to_settle <= figures.due_total <= figures.by_grant
    return figures.retained_cost, figures.due_total
