"""Claims on operations: their lines, what happened to them, and how they were verified and paid."""

from piccolo.constraints import Unique
from piccolo.table import Table

from clause.db.tables import columns as c
from clause.db.tables.accounts import Organisation
from clause.db.tables.operations import Operation


class Claim(Table):
    """A bilan d'exécution: computed from approved months, signed, frozen, submitted, pulled by the OI."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    intermediate_body_id = c.uuid(index=True)
    operation_id = c.reference(Operation)
    number = c.integer()
    kind = c.code()
    first_month = c.day()
    last_month = c.day()
    state = c.code()
    other_resources = c.euros(null=True)
    already_paid = c.euros(null=True)
    figures = c.json(null=True)
    trace = c.json(null=True)
    findings = c.json()
    job_id = c.uuid(null=True)
    prepared_by = c.uuid(null=True)
    signed_by = c.uuid(null=True)
    signed_at = c.instant(null=True)
    submitted_at = c.instant(null=True)
    snapshot = c.octets(null=True)
    snapshot_hash = c.text(null=True, length=64)
    document_id = c.uuid(null=True)
    oi_sequence = c.integer(null=True)
    replaces_id = c.uuid(null=True)
    rule_set_id = c.text(null=True, length=80)
    narrative = c.json(null=True)
    declarations = c.json(null=True)
    facilitation = c.json(null=True)
    waivers = c.json(null=True)
    filed_as = c.json(null=True)
    postponed_to = c.day(null=True)
    postponed_reason = c.text(null=True)
    conclusions = c.json(null=True)
    bundle_document_id = c.uuid(null=True)
    updated_at = c.instant()
    created_at = c.instant()
    version = c.integer()

    claim_unique_operation_number = Unique(["operation_id", "number"])


class ClaimLine(Table):
    """One cost line of a claim, pointing at the month of time and the payroll it comes from."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    intermediate_body_id = c.uuid()
    claim_id = c.reference(Claim)
    position = c.integer()
    kind = c.code()
    employment_id = c.uuid(null=True)
    timesheet_id = c.uuid(null=True)
    payroll_month_id = c.uuid(null=True)
    month = c.day(null=True)
    method = c.code(null=True)
    employer_cost = c.euros(null=True)
    hours_on_operation = c.hours(null=True)
    hours_worked = c.hours(null=True)
    amount = c.euros()
    post = c.code(null=True)
    assignment_id = c.uuid(null=True)
    hourly_rate_id = c.uuid(null=True)
    cost_item_id = c.uuid(null=True)
    origin_line_id = c.uuid(null=True, index=True)
    details = c.json(null=True)
    trace = c.json()

    claim_line_unique_position = Unique(["claim_id", "position"])


class ClaimReceipt(Table):
    """The intermediate body's word that it has a claim."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    intermediate_body_id = c.uuid()
    claim_id = c.reference(Claim)
    reference = c.text(length=80)
    comment = c.text(null=True)
    received_at = c.instant()
    recorded_by = c.uuid(null=True)

    claim_receipt_unique_claim = Unique(["claim_id"])


class ClaimEvent(Table):
    """One move of a claim from a state to another, by whom and why."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    intermediate_body_id = c.uuid()
    claim_id = c.reference(Claim)
    seq = c.integer()
    at = c.instant()
    actor_kind = c.code()
    actor_id = c.uuid(null=True)
    actor_org_id = c.uuid(null=True)
    actor_role = c.code(null=True)
    action = c.code()
    from_state = c.code(null=True)
    to_state = c.code()
    reason = c.text(null=True)
    snapshot_hash = c.text(null=True, length=64)

    claim_event_unique_seq = Unique(["claim_id", "seq"])


class ClaimMessage(Table):
    """A question of the verification officer or an answer of the beneficiary, kept as it was sent."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    intermediate_body_id = c.uuid()
    claim_id = c.reference(Claim)
    seq = c.integer()
    kind = c.code()
    text = c.text()
    due_on = c.day(null=True)
    sent_by = c.uuid(null=True)
    sent_at = c.instant()

    claim_message_unique_seq = Unique(["claim_id", "seq"])


class ClaimMessageFile(Table):
    """A file sent with a message; its bytes are those of the document of the same id, which both sides may read."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    intermediate_body_id = c.uuid()
    claim_id = c.reference(Claim)
    claim_message_id = c.reference(ClaimMessage)
    document_id = c.uuid()
    place = c.integer()
    size_bytes = c.integer()

    claim_message_file_unique_place = Unique(["claim_message_id", "place"])
    claim_message_file_unique_document = Unique(["document_id"])


class Verification(Table):
    """Conclusions of the verification of a claim (CSF); interim, final, then corrections: versions, never changes."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    intermediate_body_id = c.uuid()
    claim_id = c.reference(Claim)
    version_no = c.integer()
    stage = c.code()
    scope = c.code()
    reference = c.text(null=True, length=80)
    report = c.json()
    figures = c.json()
    trace = c.json()
    content_hash = c.text(length=64)
    contradictory_until = c.day(null=True)
    recorded_by = c.uuid(null=True)
    recorded_at = c.instant()

    verification_unique_version = Unique(["claim_id", "version_no"])


class VerificationDecision(Table):
    """What a verification decided on one line of the claim."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    intermediate_body_id = c.uuid()
    verification_id = c.reference(Verification)
    claim_line_id = c.reference(ClaimLine)
    outcome = c.code()
    amount_certified = c.euros()
    amount_deducted = c.euros()
    reason_code = c.code(null=True)
    comment = c.text(null=True)
    in_sample = c.flag()

    verification_decision_unique_line = Unique(["verification_id", "claim_line_id"])


class VerificationDraft(Table):
    """What an officer intends for one line of a claim until conclusions are recorded; the beneficiary never sees it."""

    id = c.primary_key()
    intermediate_body_id = c.reference(Organisation)
    claim_id = c.reference(Claim)
    claim_line_id = c.reference(ClaimLine)
    outcome = c.code()
    amount_deducted = c.euros(null=True)
    reason_code = c.code(null=True)
    comment = c.text(null=True)
    decided_by = c.uuid(null=True)
    decided_at = c.instant()
    replaces = c.json(null=True)

    verification_draft_unique_line = Unique(["claim_line_id"])


class Payment(Table):
    """Money that an intermediate body paid for an operation, or got back; a mistake is undone by a row that says so."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    intermediate_body_id = c.uuid()
    operation_id = c.reference(Operation)
    claim_id = c.reference(Claim, null=True)
    kind = c.code()
    amount = c.euros()
    paid_on = c.day()
    reference = c.text(length=80)
    comment = c.text(null=True)
    reverses_id = c.uuid(null=True)
    recorded_by = c.uuid(null=True)
    recorded_at = c.instant()

    payment_unique_reference = Unique(["intermediate_body_id", "reference"])
    payment_unique_reverses = Unique(["reverses_id"])
