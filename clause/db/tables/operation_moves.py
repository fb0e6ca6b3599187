"""What happened to an operation: its moves, the amendments proposed, the visits on site."""

from piccolo.constraints import Unique
from piccolo.table import Table

from clause.db.tables import columns as c
from clause.db.tables.accounts import Organisation
from clause.db.tables.operations import Operation


class OperationEvent(Table):
    """One move of an operation; what it says of the past is never changed."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    intermediate_body_id = c.uuid()
    operation_id = c.reference(Operation)
    seq = c.integer()
    action = c.code()
    state_before = c.code(null=True)
    state_after = c.code()
    happened_at = c.instant()
    reference = c.text(null=True, length=120)
    reason = c.text(null=True)
    details = c.json(null=True)
    recorded_by = c.uuid(null=True)
    recorded_by_kind = c.code()
    recorded_at = c.instant()

    operation_event_unique_seq = Unique(["operation_id", "seq"])


class AgreementAmendment(Table):
    """A change of an agreement that is proposed; signed, it becomes a version of the agreement."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    intermediate_body_id = c.uuid()
    operation_id = c.reference(Operation)
    number = c.integer()
    state = c.code()
    effective_on = c.day()
    reason = c.text()
    terms = c.json()
    last_day = c.day(null=True)
    agreement_version_no = c.integer(null=True)
    signed_on = c.day(null=True)
    close_reason = c.text(null=True)
    recorded_by = c.uuid(null=True)
    created_at = c.instant()
    version = c.integer()

    agreement_amendment_unique_number = Unique(["operation_id", "number"])


class SiteVisit(Table):
    """A visit on site of an operation by its intermediate body or an auditor."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    intermediate_body_id = c.uuid()
    operation_id = c.reference(Operation)
    visited_on = c.day()
    visited_by = c.text(length=200)
    subjects = c.texts()
    reference = c.text(null=True, length=120)
    findings = c.text(null=True)
    recorded_by = c.uuid(null=True)
    recorded_by_kind = c.code()
    recorded_at = c.instant()
