"""FSE+ operations, their agreement, what else finances them, and who is assigned to them."""

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
    call_id = c.uuid(null=True)
    participant_mode = c.code(old_rows="none")
    beneficiary_kind = c.code(old_rows="other")
    accounting_code = c.text(null=True, length=40)
    description = c.text(null=True)
    nuts = c.text(null=True, length=10)
    settled_on = c.day(null=True)
    changed_at = c.instant(null=True)
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
    options = c.json(null=True)
    effective_on = c.day(null=True)
    reason = c.text(null=True)
    recorded_by = c.uuid(null=True)
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
    time_share = c.rate(null=True)
    missions = c.text(null=True)
    document_id = c.uuid(null=True)
    overlap_reason = c.text(null=True)
    stands_in_for_id = c.uuid(null=True)
    created_at = c.instant()

    assignment_unique_version = Unique(["operation_id", "employment_id", "version_no"])


class AssignmentDecision(Table):
    """The intermediate body's word on a mission letter; the latest one holds."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    intermediate_body_id = c.uuid()
    assignment_id = c.reference(Assignment)
    outcome = c.code()
    reference = c.text(null=True, length=80)
    comment = c.text(null=True)
    decided_on = c.day()
    recorded_by = c.uuid(null=True)
    recorded_at = c.instant()


class OperationResource(Table):
    """Money from someone other than the FSE+ for an operation; a correction is a new row that replaces another."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    intermediate_body_id = c.uuid()
    operation_id = c.reference(Operation)
    funder = c.text(length=200)
    kind = c.code()
    act_reference = c.text(null=True, length=120)
    act_on = c.day(null=True)
    amount_committed = c.euros()
    amount_received = c.euros()
    amount_allocated = c.euros()
    received_on = c.day(null=True)
    allocation_key = c.text(null=True)
    same_post = c.flag()
    document_id = c.uuid(null=True)
    replaces_id = c.uuid(null=True)
    cancelled = c.flag()
    reason = c.text(null=True)
    recorded_by = c.uuid(null=True)
    recorded_at = c.instant()

    operation_resource_unique_replaces = Unique(["replaces_id"])


class CostItem(Table):
    """A cost other than staff (invoice, units delivered, deliverable); a correction is a row that replaces another."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    intermediate_body_id = c.uuid()
    operation_id = c.reference(Operation)
    post = c.code()
    label = c.text(length=300)
    incurred_on = c.day()
    amount_declared = c.euros()
    supplier = c.text(null=True, length=200)
    supplier_identifier = c.text(null=True, length=30)
    document_reference = c.text(null=True, length=80)
    document_on = c.day(null=True)
    amount_document = c.euros(null=True)
    amount_vat = c.euros(null=True)
    vat_recoverable = c.flag(null=True)
    allocation_key = c.text(null=True)
    paid_on = c.day(null=True)
    payment_reference = c.text(null=True, length=80)
    accounting_code = c.text(null=True, length=40)
    internal_reference = c.text(null=True, length=80)
    unit_code = c.text(null=True, length=40)
    units = c.quantity(null=True)
    deliverable_code = c.text(null=True, length=40)
    details = c.json(null=True)
    document_id = c.uuid(null=True)
    document_sha256 = c.text(null=True, length=64)
    replaces_id = c.uuid(null=True)
    cancelled = c.flag()
    reason = c.text(null=True)
    recorded_by = c.uuid(null=True)
    recorded_at = c.instant()

    cost_item_unique_replaces = Unique(["replaces_id"])


class HourlyRate(Table):
    """The hourly rate of a person for an operation (methods M3a and M3b); fixed, a change is a new version."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    intermediate_body_id = c.uuid()
    operation_id = c.reference(Operation)
    employment_id = c.reference(Employment)
    version_no = c.integer()
    method = c.code()
    hourly_rate = c.euros()
    hours_cap = c.hours()
    employer_cost = c.euros()
    first_month = c.day()
    last_month = c.day()
    documented_months = c.integer()
    effective_on = c.day()
    reason = c.text(null=True)
    trace = c.json()
    document_id = c.uuid(null=True)
    document_sha256 = c.text(null=True, length=64)
    recorded_by = c.uuid(null=True)
    recorded_at = c.instant()

    hourly_rate_unique_version = Unique(["operation_id", "employment_id", "version_no"])
