"""FSE+ operations, their agreement and assignments, and the claims made on them."""

from piccolo.constraints import Unique
from piccolo.table import Table

from clause.db.tables import columns as c
from clause.db.tables.accounts import Organisation
from clause.db.tables.time import Employment


class Operation(Table):
    """An FSE+ project that co-finances facilitator posts."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    intermediate_body_id = c.reference(Organisation)
    number = c.text(length=40)
    title = c.text(length=300)
    programme_cci = c.text(length=20)
    priority = c.text(length=40)
    specific_objective = c.text(length=40)
    region_category = c.code()
    first_day = c.day()
    last_day = c.day()
    state = c.code()
    created_at = c.instant()
    version = c.integer()

    operation_unique_number = Unique(["facilitator_org_id", "number"])


class GrantAgreement(Table):
    """What was agreed for an operation; an amendment is a new version."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    intermediate_body_id = c.uuid()
    operation_id = c.reference(Operation)
    version_no = c.integer()
    reference = c.text(length=80)
    signed_on = c.day()
    planned_total_cost = c.euros()
    grant_amount = c.euros()
    rate = c.rate()
    rate_decimals = c.integer()
    cost_plan = c.code()
    created_at = c.instant()

    grant_agreement_unique_version = Unique(["operation_id", "version_no"])


class Assignment(Table):
    """A mission letter: a person works for an operation, from when to when, by which method."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    intermediate_body_id = c.uuid()
    operation_id = c.reference(Operation)
    employment_id = c.reference(Employment)
    version_no = c.integer()
    method = c.code()
    first_day = c.day()
    last_day = c.day(null=True)
    issued_on = c.day()
    created_at = c.instant()

    assignment_unique_version = Unique(["operation_id", "employment_id", "version_no"])


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
    other_resources = c.euros()
    already_paid = c.euros()
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
