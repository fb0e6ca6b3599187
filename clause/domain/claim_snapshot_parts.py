"""What the frozen claim is made of: the records behind each amount, as they were when it was handed over.

Fields that came with format ``clause-claim/2`` have a default, so that the bytes of ``clause-claim/1`` are read with
the same models. People stand in it as a staff number, a function and the id of their account.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import PlainSerializer

from clause.domain.agreements import AgreementOptions
from clause.domain.certificates import ExactRate, FrozenContent, Party, RateFraction, ShownText, TwoDecimals
from clause.domain.claim_document import ClaimOperation, ClaimSignature
from clause.domain.claims import ClaimKind, ClaimLineKind, ClaimState
from clause.rules.calendar import Month
from clause.rules.codes import RegionCategory
from clause.rules.cofinancing import DueTerm
from clause.rules.cost_codes import BeneficiaryKind, CostMethod, CostPlan, CostPost, ParticipantMode
from clause.rules.trace import Trace


def _plain(value: Decimal) -> str:
    return format(value, "f")


PlainRate = Annotated[ExactRate, PlainSerializer(_plain)]
PlainNumber = Annotated[Decimal, PlainSerializer(_plain)]
NOTHING = Decimal("0.00")


class LineEvidence(FrozenContent):
    """What stands behind a line of one person's month: the signed time record, and the version of the payroll."""

    timesheet_hash: str | None = None
    timesheet_signed_at: datetime | None = None
    timesheet_approved_at: datetime | None = None
    payroll_version_no: int | None = None


class SnapshotOperation(ClaimOperation):
    """The operation with its id, its category of region, and what decides advances and indicators."""

    id: UUID
    region_category: RegionCategory
    call_id: UUID | None = None
    participant_mode: ParticipantMode = ParticipantMode.NONE
    beneficiary_kind: BeneficiaryKind = BeneficiaryKind.OTHER
    accounting_code: str | None = None
    nuts: str | None = None


class SnapshotParty(Party):
    """An organisation with its id."""

    id: UUID


class SnapshotAgreement(FrozenContent):
    """The version of the agreement that was computed with, and what it fixes beside its figures."""

    id: UUID
    version_no: int
    reference: ShownText
    signed_on: date
    planned_total_cost: TwoDecimals
    grant_amount: TwoDecimals
    rate: PlainRate
    rate_decimals: int
    cost_plan: CostPlan
    options: AgreementOptions = AgreementOptions()
    effective_on: date | None = None
    reason: str | None = None


class SnapshotAssignment(FrozenContent):
    """A mission letter of someone who stands in the claim, and the intermediate body's word on it."""

    id: UUID
    staff_number: ShownText
    version_no: int
    method: CostMethod
    first_day: date
    last_day: date | None
    issued_on: date
    employment_id: UUID | None = None
    time_share: PlainRate | None = None
    missions: str | None = None
    document_id: UUID | None = None
    decision: str | None = None
    """``accepted`` or ``rejected``: the latest word; None while there is none."""
    decided_on: date | None = None
    decision_reference: str | None = None


class SnapshotEntry(FrozenContent):
    """Minutes of one day; ``operation_id`` is None for work that no operation bears."""

    day: date
    operation_id: UUID | None
    activity: str
    minutes: int
    description: str | None = None
    start_minute: int | None = None
    end_minute: int | None = None
    place: str | None = None
    other_funding: str | None = None
    is_travel: bool = False
    entered_on: date | None = None


class SnapshotAbsence(FrozenContent):
    """Minutes of one day: a public holiday, or simply not worked; why stays with the employer."""

    day: date
    category: str
    minutes: int | None = None


class SnapshotTimesheet(FrozenContent):
    """A signed and approved month; minutes of this operation, of other operations, and of all work."""

    id: UUID
    employment_id: UUID
    staff_number: ShownText
    month: Month
    revision: int
    content_hash: str | None
    signed_by: UUID | None
    signed_at: datetime | None
    approved_by: UUID | None
    approved_at: datetime | None
    nothing_worked: bool = False
    late_reason: str | None = None
    difference_reason: str | None = None
    entries: tuple[SnapshotEntry, ...]
    absences: tuple[SnapshotAbsence, ...] = ()
    minutes_on_operation: int
    minutes_on_other_operations: int
    minutes_worked: int


class SnapshotPayroll(FrozenContent):
    """What a month cost the employer, in euros, with the parts it is made of where they are known."""

    id: UUID
    employment_id: UUID
    staff_number: ShownText
    month: Month
    version_no: int
    employer_cost: TwoDecimals
    gross: TwoDecimals | None = None
    employer_contributions: TwoDecimals | None = None
    pay_taxes: TwoDecimals | None = None
    benefits: TwoDecimals | None = None
    reimbursements: TwoDecimals | None = None
    paid_on: date | None = None
    document_sha256: str | None = None
    regularises: bool = False


class SnapshotHourlyRate(FrozenContent):
    """A fixed hourly rate with the cost and the hours it comes from; ``hours_cap`` bounds the hours (CR-25)."""

    id: UUID
    employment_id: UUID
    staff_number: ShownText
    version_no: int
    method: CostMethod
    hourly_rate: TwoDecimals
    hours_cap: TwoDecimals
    employer_cost: TwoDecimals
    first_month: Month
    last_month: Month
    documented_months: int
    effective_on: date
    document_sha256: str | None = None


class SnapshotCostItem(FrozenContent):
    """A cost other than staff: an invoice, units delivered, a deliverable."""

    id: UUID
    post: CostPost
    label: ShownText
    incurred_on: date
    amount_declared: TwoDecimals
    supplier: str | None = None
    supplier_identifier: str | None = None
    document_reference: str | None = None
    document_on: date | None = None
    amount_document: TwoDecimals | None = None
    amount_vat: TwoDecimals | None = None
    vat_recoverable: bool | None = None
    allocation_key: str | None = None
    paid_on: date | None = None
    payment_reference: str | None = None
    accounting_code: str | None = None
    unit_code: str | None = None
    units: PlainNumber | None = None
    deliverable_code: str | None = None
    document_sha256: str | None = None


class SnapshotResource(FrozenContent):
    """Money from someone other than the FSE+, as recorded on the day of the computation."""

    id: UUID
    funder: ShownText
    kind: str
    act_reference: str | None = None
    act_on: date | None = None
    amount_committed: TwoDecimals
    amount_received: TwoDecimals
    amount_allocated: TwoDecimals
    received_on: date | None = None
    allocation_key: str | None = None
    same_post: bool = False
    document_id: UUID | None = None


class SnapshotPayment(FrozenContent):
    """Money of the FSE+ paid for the operation, or given back."""

    id: UUID
    claim_id: UUID | None
    kind: str
    amount: TwoDecimals
    paid_on: date
    reference: ShownText
    reverses_id: UUID | None = None


class SnapshotTyped(FrozenContent):
    """What was typed in the place of what is recorded, in euros; None where the records speak."""

    other_resources: TwoDecimals | None = None
    already_paid: TwoDecimals | None = None


class SnapshotEarlierClaim(FrozenContent):
    """A claim handed over before: what it declared, what is retained of it, what it still asks for."""

    id: UUID
    number: int
    kind: ClaimKind
    state: ClaimState
    first_month: Month
    last_month: Month
    cost_declared: TwoDecimals
    cost_retained: TwoDecimals
    """What a verification concluded; else what was declared."""
    amount_requested: TwoDecimals
    amount_accepted: TwoDecimals | None = None
    """What a verification found to be paid of the request; None before."""
    requested_before: TwoDecimals = NOTHING
    """Paid or asked for before it, as it said."""
    amount_paid: TwoDecimals = NOTHING
    still_requested: TwoDecimals = NOTHING


class SnapshotDeclared(FrozenContent):
    """Time that earlier claims declared: of a person's month, or of a whole claim or year."""

    line_id: UUID
    """The first line that declared it."""
    claim_number: int
    employment_id: UUID
    staff_number: ShownText
    method: CostMethod
    months: tuple[Month, ...]
    spans_months: bool = False
    """True for the line of a whole claim or year, even where it holds one month."""
    amount: TwoDecimals
    """With the adjustments since."""
    computed_on: date
    """The day whose parameter values it was computed with."""


class SnapshotReturned(FrozenContent):
    """A line that the verification of an earlier claim parked, and that no claim has taken up since."""

    line_id: UUID
    claim_number: int
    position: int
    post: CostPost
    amount: TwoDecimals
    employment_id: UUID | None = None
    staff_number: str | None = None
    month: Month | None = None
    method: CostMethod | None = None
    cost_item_id: UUID | None = None


class SnapshotHoursUsed(FrozenContent):
    """Hours of a person that other claims hold against the cap of a year (M3a) or a month (M3b), all operations."""

    line_id: UUID
    """The line that holds them, or the first one where it was adjusted."""
    operation_id: UUID
    employment_id: UUID
    staff_number: ShownText
    month: Month
    hours: TwoDecimals


class SnapshotLine(FrozenContent):
    """A cost line; the fields of a person's month are null on the lines of other kinds.

    ``details`` says what a line of several months or an adjustment is made of.
    """

    position: int
    kind: ClaimLineKind
    staff_number: ShownText | None = None
    function: ShownText | None = None
    month: Month | None = None
    method: CostMethod | None = None
    employer_cost: TwoDecimals | None = None
    hours_on_operation: TwoDecimals | None = None
    hours_worked: TwoDecimals | None = None
    amount: TwoDecimals
    employment_id: UUID | None = None
    timesheet_id: UUID | None = None
    payroll_month_id: UUID | None = None
    evidence: LineEvidence | None = None
    trace: Trace
    id: UUID | None = None
    post: CostPost | None = None
    assignment_id: UUID | None = None
    hourly_rate_id: UUID | None = None
    cost_item_id: UUID | None = None
    origin_line_id: UUID | None = None
    details: dict[str, object] | None = None


class SnapshotFlatRate(FrozenContent):
    """A flat rate of the plan on its base, in euros."""

    code: str
    base: TwoDecimals
    rate: RateFraction
    amount: TwoDecimals


class SnapshotAmounts(FrozenContent):
    """The amounts in euros; from ``cost_to_date`` on they run since the start of the operation."""

    staff_cost: TwoDecimals
    flat_rate: RateFraction | None
    flat_rate_amount: TwoDecimals
    total_cost: TwoDecimals
    cost_claimed_before: TwoDecimals
    cost_to_date: TwoDecimals
    other_resources: TwoDecimals
    by_grant: TwoDecimals
    by_rate: TwoDecimals
    by_resources: TwoDecimals | None
    binding: DueTerm
    amount_due: TwoDecimals
    already_paid: TwoDecimals
    requested_before: TwoDecimals
    amount_requested: TwoDecimals
    own_funds: TwoDecimals
    other_costs: TwoDecimals = NOTHING
    flat_rates: tuple[SnapshotFlatRate, ...] = ()
    cap_before_balance: TwoDecimals | None = None
    advance_recovered: TwoDecimals | None = None


class SnapshotSignature(ClaimSignature):
    """Who declared the claim true, and the instant."""

    signed_at: datetime
    account_id: UUID | None = None


class SnapshotWaiver(FrozenContent):
    """A blocking finding that the legal representative waived, and why."""

    code: str
    field: str
    reason: ShownText
    waived_by: UUID | None
    waived_at: datetime
