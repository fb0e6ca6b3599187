"""Claims, their lines, conclusions and payments as plain values, for tests of rules that read no database."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from clause.domain.claims import (
    Claim,
    ClaimAmounts,
    ClaimKind,
    ClaimLine,
    ClaimLineKind,
    ClaimState,
    ClaimTerms,
    new_draft,
)
from clause.domain.payments import Payment, PaymentKind
from clause.domain.verifications import (
    ConclusionFigures,
    DecidedLine,
    RetainedClaim,
    Verification,
    VerificationStage,
    VerificationTerms,
)
from clause.rules.calendar import Month
from clause.rules.cofinancing import DueTerm
from clause.rules.cost_codes import CostPost
from clause.rules.staff_costs import staff_cost_total
from tests.builders.claim_inputs import OPERATION_ID, named

AT = datetime(2026, 7, 1, 9, tzinfo=UTC)
ZERO = Decimal("0.00")
TRACE = staff_cost_total({}).trace
_SUMS = (
    "declared_cost", "certified", "deducted", "parked", "retained_cost", "retained_elsewhere", "cost_to_date",
    "other_resources", "by_grant", "by_rate", "due_by_terms", "publicity_reduction", "due_total", "requested_total",
    "already_settled", "to_settle", "settles_at", "own_funds",
)  # fmt: skip


def a_claim(number: int = 1, kind: ClaimKind = ClaimKind.INTERIM, **changes: object) -> Claim:
    """A draft of May and June 2026 without figures, in verification unless told otherwise."""
    draft = new_draft(
        ClaimTerms(first_month=Month(2026, 5), last_month=Month(2026, 6), kind=kind),
        claim_id=named(f"claim {number}"),
        facilitator_org_id=UUID(int=1),
        intermediate_body_id=UUID(int=1),
        operation_id=OPERATION_ID,
        number=number,
        job_id=named("job"),
        prepared_by=None,
        now=AT,
    )
    return draft.model_copy(update={"state": ClaimState.IN_VERIFICATION, **changes})


def claim_amounts(**amounts: str) -> ClaimAmounts:
    """Amounts of nothing but these; the rate binds."""
    euros = {name: ZERO for name in ClaimAmounts.model_fields if ClaimAmounts.model_fields[name].is_required()}
    values = {name: Decimal(text) for name, text in amounts.items()}
    return ClaimAmounts.model_validate(
        {**euros, "flat_rate": None, "by_resources": None, "binding": DueTerm.RATE, **values}
    )


def a_line(
    position: int,
    amount: str,
    kind: ClaimLineKind = ClaimLineKind.STAFF,
    post: CostPost | None = CostPost.STAFF,
    **changes: object,
) -> ClaimLine:
    """A line by its place in the claim."""
    line = ClaimLine(
        id=named(f"line {position}"), position=position, kind=kind, post=post, amount=Decimal(amount), trace=TRACE
    )
    return line.model_copy(update=changes)


def conclusion_figures(**amounts: str) -> ConclusionFigures:
    """Figures of nothing but these."""
    sums = dict.fromkeys(_SUMS, ZERO)
    values = {name: Decimal(text) for name, text in amounts.items()}
    fixed = {"flat_rates": (), "by_resources": None, "binding": DueTerm.RATE, "publicity_rate": ZERO}
    return ConclusionFigures.model_validate({**sums, **fixed, **values})


def a_retained_claim(number: int, kind: ClaimKind = ClaimKind.INTERIM, **amounts: str) -> RetainedClaim:
    """Another claim of the operation, settled by final conclusions."""
    return RetainedClaim(
        claim_id=named(f"claim {number}"),
        number=number,
        kind=kind,
        state=ClaimState.PAID,
        verification_id=named(f"verification {number}"),
        version_no=2,
        stage=VerificationStage.FINAL,
        figures=conclusion_figures(**amounts),
        decisions=(),
    )


def a_verification(
    *decisions: DecidedLine, stage: VerificationStage = VerificationStage.FINAL, **changes: object
) -> Verification:
    """The second conclusions on the first claim."""
    made = Verification(
        id=named("verification 1"),
        facilitator_org_id=UUID(int=1),
        intermediate_body_id=UUID(int=1),
        claim_id=named("claim 1"),
        version_no=2,
        terms=VerificationTerms(stage=stage),
        figures=conclusion_figures(settles_at="2000.00"),
        account={},
        decisions=decisions,
        content_hash="0" * 64,
        contradictory_until=None,
        recorded_by=None,
        recorded_at=AT,
    )
    return made.model_copy(update=changes)


def a_payment(
    reference: str,
    amount: str,
    kind: PaymentKind = PaymentKind.PAYMENT,
    *,
    claim: int | None = 1,
    reverses: str | None = None,
) -> Payment:
    """A movement of 1 July 2026 for a claim, or for the operation with ``claim=None``."""
    return Payment(
        id=named(reference),
        facilitator_org_id=UUID(int=1),
        intermediate_body_id=UUID(int=1),
        operation_id=OPERATION_ID,
        claim_id=named(f"claim {claim}") if claim else None,
        kind=kind,
        amount=Decimal(amount),
        paid_on=date(2026, 7, 1),
        reference=reference,
        comment=None,
        reverses_id=named(reverses) if reverses else None,
        recorded_by=None,
        recorded_at=AT,
    )
