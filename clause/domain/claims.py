"""A claim (bilan d’exécution): its states, its lines and its amounts, each with its account."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.claim_narrative import ClaimNarrative, Facilitation, FiledAs, Waiver
from clause.domain.findings import Finding, Severity
from clause.domain.transitions import Transitions
from clause.rules.calendar import Month, Period
from clause.rules.cofinancing import DueTerm
from clause.rules.cost_codes import CostPost
from clause.rules.quantities import Euros, Hours, Rate
from clause.rules.trace import ParameterUse, Trace


class ClaimKind(StrEnum):
    """A claim on the way, or the one that settles the operation."""

    INTERIM = "interim"
    FINAL = "final"


class ClaimState(StrEnum):
    """Where a claim stands: with the beneficiary, then with the intermediate body."""

    DRAFT = "draft"
    COMPUTED = "computed"
    SIGNED = "signed"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    INADMISSIBLE = "inadmissible"
    IN_VERIFICATION = "in_verification"
    CLARIFICATION = "clarification"
    INTERIM_CONCLUSIONS = "interim_conclusions"
    CONTRADICTORY = "contradictory"
    FINAL_CONCLUSIONS = "final_conclusions"
    PAYABLE = "payable"
    PAID = "paid"
    RECOVERY_DUE = "recovery_due"
    RECOVERED = "recovered"
    CORRECTED = "corrected"

    @property
    def is_open(self) -> bool:
        """True while the claim is in the hands of the beneficiary."""
        return self in _OPEN

    @property
    def stands(self) -> bool:
        """True for a claim that was handed over and holds its months: neither open, nor withdrawn, nor inadmissible."""
        return self not in _OPEN | _GONE

    @property
    def is_concluded(self) -> bool:
        """True once the final conclusions say what is retained."""
        return self in _CONCLUDED


_OPEN = {ClaimState.DRAFT, ClaimState.COMPUTED, ClaimState.SIGNED}
_GONE = {ClaimState.WITHDRAWN, ClaimState.INADMISSIBLE}
_CONCLUDED = {
    ClaimState.FINAL_CONCLUSIONS,
    ClaimState.PAYABLE,
    ClaimState.PAID,
    ClaimState.RECOVERY_DUE,
    ClaimState.RECOVERED,
    ClaimState.CORRECTED,
}
_SETTLING = (
    ClaimState.PAYABLE,
    ClaimState.PAID,
    ClaimState.RECOVERY_DUE,
    ClaimState.RECOVERED,
    ClaimState.CORRECTED,
)
STANDING_STATES = tuple(state for state in ClaimState if state.stands)
FROZEN_STATES = (ClaimState.SIGNED, *STANDING_STATES)
"""States in which time, pay and missions of the claim no longer move."""


MOVES = Transitions(
    "CLM-002",
    {
        "compute": {ClaimState.DRAFT: ClaimState.COMPUTED},
        "recompute": {ClaimState.DRAFT: ClaimState.DRAFT, ClaimState.COMPUTED: ClaimState.DRAFT},
        "sign": {ClaimState.COMPUTED: ClaimState.SIGNED},
        "submit": {ClaimState.SIGNED: ClaimState.SUBMITTED},
        "narrate": {ClaimState.DRAFT: ClaimState.DRAFT, ClaimState.COMPUTED: ClaimState.COMPUTED},
        "waive": {ClaimState.DRAFT: ClaimState.DRAFT},
        "file": {ClaimState.SIGNED: ClaimState.SIGNED, ClaimState.SUBMITTED: ClaimState.SUBMITTED},
        "redo": {ClaimState.INADMISSIBLE: ClaimState.INADMISSIBLE},
        "withdraw": {
            ClaimState.DRAFT: ClaimState.WITHDRAWN,
            ClaimState.COMPUTED: ClaimState.WITHDRAWN,
            ClaimState.SIGNED: ClaimState.WITHDRAWN,
            ClaimState.SUBMITTED: ClaimState.WITHDRAWN,
        },
        "receive": {ClaimState.SUBMITTED: ClaimState.SUBMITTED},
        "declare_inadmissible": {ClaimState.SUBMITTED: ClaimState.INADMISSIBLE},
        "open_verification": {ClaimState.SUBMITTED: ClaimState.IN_VERIFICATION},
        "ask": {ClaimState.IN_VERIFICATION: ClaimState.CLARIFICATION},
        "answer": {ClaimState.CLARIFICATION: ClaimState.IN_VERIFICATION},
        "resume": {ClaimState.CLARIFICATION: ClaimState.IN_VERIFICATION},
        "conclude_interim": {
            ClaimState.IN_VERIFICATION: ClaimState.INTERIM_CONCLUSIONS,
            ClaimState.INTERIM_CONCLUSIONS: ClaimState.INTERIM_CONCLUSIONS,
            ClaimState.CONTRADICTORY: ClaimState.INTERIM_CONCLUSIONS,
        },
        "observe": {ClaimState.CONTRADICTORY: ClaimState.CONTRADICTORY},
        "open_contradictory": {ClaimState.INTERIM_CONCLUSIONS: ClaimState.CONTRADICTORY},
        "conclude_final": {
            ClaimState.INTERIM_CONCLUSIONS: ClaimState.FINAL_CONCLUSIONS,
            ClaimState.CONTRADICTORY: ClaimState.FINAL_CONCLUSIONS,
        },
        "find_payable": {
            ClaimState.FINAL_CONCLUSIONS: ClaimState.PAYABLE,
            ClaimState.CORRECTED: ClaimState.PAYABLE,
        },
        "find_recovery_due": {
            ClaimState.FINAL_CONCLUSIONS: ClaimState.RECOVERY_DUE,
            ClaimState.CORRECTED: ClaimState.RECOVERY_DUE,
        },
        "find_settled": {ClaimState.FINAL_CONCLUSIONS: ClaimState.PAID},
        "pay_in_part": {ClaimState.PAYABLE: ClaimState.PAYABLE},
        "pay": {ClaimState.PAYABLE: ClaimState.PAID},
        "recover_in_part": {ClaimState.RECOVERY_DUE: ClaimState.RECOVERY_DUE},
        "recover": {ClaimState.RECOVERY_DUE: ClaimState.RECOVERED},
        "reverse_to_payable": dict.fromkeys(_SETTLING, ClaimState.PAYABLE),
        "reverse_to_recovery_due": dict.fromkeys(_SETTLING, ClaimState.RECOVERY_DUE),
        "reverse_to_settled": dict.fromkeys(_SETTLING, ClaimState.PAID),
        "correct": {
            ClaimState.PAID: ClaimState.CORRECTED,
            ClaimState.RECOVERED: ClaimState.CORRECTED,
            ClaimState.CORRECTED: ClaimState.CORRECTED,
        },
    },
)


class ClaimLineKind(StrEnum):
    """What a line is made of."""

    STAFF = "STAFF"
    """One person's month, or one person's time of the whole claim."""
    FLAT_RATE = "FLAT_RATE"
    """A flat rate on lines above; computed, never typed."""
    COST = "COST"
    """A cost other than staff: an invoice, units, a deliverable."""
    ADJUSTMENT = "ADJUSTMENT"
    """The difference on a month that an earlier claim held; the only line that may be negative."""
    RETURNED = "RETURNED"
    """A line that the verification of an earlier claim parked."""


NOTHING = Decimal("0.00")


class ClaimTerms(BaseModel):
    """What is asked for: whole months, and what else paid for the operation since its start.

    ``other_resources`` are funds other than FSE+ and own funds; ``already_paid`` what the FSE+ has paid so far, advance
    included. None leaves the records of the operation to speak.
    """

    model_config = ConfigDict(frozen=True)

    first_month: Month
    last_month: Month
    kind: ClaimKind
    other_resources: Euros | None = None
    already_paid: Euros | None = None
    postponed_to: date | None = None
    """The later day that was agreed for filing an interim claim."""
    postponed_reason: str | None = None

    @property
    def period(self) -> Period:
        """The days of the claim's months."""
        return Period(self.first_month.first_day, self.last_month.last_day)


class FlatRateAmount(BaseModel):
    """A flat rate of the plan on its base."""

    model_config = ConfigDict(frozen=True)

    code: str
    base: Euros
    rate: Rate
    amount: Euros


class ClaimAmounts(BaseModel):
    """The amounts of a claim in euros; from ``cost_to_date`` on they run since the start of the operation.

    ``flat_rate`` is None under a plan without one; ``flat_rate_amount`` adds up all of ``flat_rates``.
    """

    model_config = ConfigDict(frozen=True)

    staff_cost: Euros
    other_costs: Euros = NOTHING
    flat_rate: Rate | None
    flat_rate_amount: Euros
    flat_rates: tuple[FlatRateAmount, ...] = ()
    total_cost: Euros
    cost_claimed_before: Euros
    cost_to_date: Euros
    other_resources: Euros
    by_grant: Euros
    by_rate: Euros
    by_resources: Euros | None
    binding: DueTerm
    amount_due: Euros
    already_paid: Euros = NOTHING
    requested_before: Euros
    cap_before_balance: Euros | None = None
    """What may be paid before the balance, where the agreement limits it."""
    advance_recovered: Euros | None = None
    amount_requested: Euros
    own_funds: Euros


class ClaimAccount(BaseModel):
    """How a claim's amounts came about, and the SHA-256 of everything that went into them."""

    model_config = ConfigDict(frozen=True)

    inputs_hash: str
    figures: dict[str, Trace]


class Claim(ClaimTerms):
    """A claim as recorded; ``figures`` and ``account`` are there once it is computed."""

    id: UUID
    facilitator_org_id: UUID
    intermediate_body_id: UUID
    operation_id: UUID
    number: int
    state: ClaimState
    figures: ClaimAmounts | None
    account: ClaimAccount | None
    findings: tuple[Finding, ...]
    waivers: tuple[Waiver, ...] = ()
    narrative: ClaimNarrative | None = None
    facilitation: Facilitation | None = None
    """What facilitation achieved in the claim's months, counted by Clause; frozen with the claim."""
    declarations: tuple[str, ...] = ()
    """Codes of the declarations that were made."""
    filed_as: FiledAs | None = None
    replaces_id: UUID | None = None
    rule_set_id: str | None = None
    conclusions: dict[str, Any] | None = None
    bundle_document_id: UUID | None = None
    job_id: UUID | None
    prepared_by: UUID | None
    signed_by: UUID | None
    signed_at: datetime | None
    submitted_at: datetime | None
    snapshot_hash: str | None
    document_id: UUID | None
    oi_sequence: int | None
    updated_at: datetime
    created_at: datetime
    version: int


def new_draft(
    terms: ClaimTerms,
    *,
    claim_id: UUID,
    facilitator_org_id: UUID,
    intermediate_body_id: UUID,
    operation_id: UUID,
    number: int,
    job_id: UUID,
    prepared_by: UUID | None,
    now: datetime,
) -> Claim:
    """A draft with these terms, to be computed by a job; nothing else is known of it yet."""
    return Claim(
        **{name: getattr(terms, name) for name in ClaimTerms.model_fields},
        id=claim_id,
        facilitator_org_id=facilitator_org_id,
        intermediate_body_id=intermediate_body_id,
        operation_id=operation_id,
        number=number,
        state=ClaimState.DRAFT,
        figures=None,
        account=None,
        findings=(),
        job_id=job_id,
        prepared_by=prepared_by,
        signed_by=None,
        signed_at=None,
        submitted_at=None,
        snapshot_hash=None,
        document_id=None,
        oi_sequence=None,
        updated_at=now,
        created_at=now,
        version=1,
    )


class ClaimLine(BaseModel):
    """One cost line, with the records that it comes from; ``details`` says what a line of several months is made of."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    position: int
    kind: ClaimLineKind
    employment_id: UUID | None = None
    staff_number: str | None = None
    job_title: str | None = None
    timesheet_id: UUID | None = None
    payroll_month_id: UUID | None = None
    assignment_id: UUID | None = None
    hourly_rate_id: UUID | None = None
    cost_item_id: UUID | None = None
    origin_line_id: UUID | None = None
    post: CostPost | None = None
    month: Month | None = None
    method: str | None = None
    employer_cost: Euros | None = None
    hours_on_operation: Hours | None = None
    hours_worked: Hours | None = None
    details: dict[str, Any] | None = None
    amount: Euros
    trace: Trace

    @property
    def timesheets(self) -> list[UUID]:
        """Every time record that the line comes from."""
        return self._named(self.timesheet_id, "timesheet_ids")

    @property
    def payrolls(self) -> list[UUID]:
        """Every payroll month that the line comes from."""
        return self._named(self.payroll_month_id, "payroll_month_ids")

    def _named(self, own: UUID | None, others: str) -> list[UUID]:
        named = [UUID(text) for text in (self.details or {}).get(others, ())]
        return [own, *named] if own else named


class ClaimReceipt(BaseModel):
    """The intermediate body's word that it has a claim."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    claim_id: UUID
    reference: str
    comment: str | None
    received_at: datetime
    recorded_by: UUID | None


def canonical_json(value: Any) -> bytes:
    """JSON with sorted keys and without spaces, in UTF-8: equal values give equal bytes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def parameters_used(traces: Iterable[Trace]) -> list[ParameterUse]:
    """Every dated value that went into figures, once each, by name and date."""
    found = {(use.name, use.in_force_from): use for trace in traces for use in _uses(trace)}
    return [found[key] for key in sorted(found)]


def _uses(trace: Trace) -> Iterator[ParameterUse]:
    yield from trace.parameters
    for step in trace.steps:
        yield from _uses(step)


def blocks(findings: Sequence[Finding]) -> bool:
    """True when one of the findings stops the claim."""
    return any(finding.severity is Severity.BLOCKING for finding in findings)
