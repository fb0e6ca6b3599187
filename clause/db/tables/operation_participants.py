"""Who an FSE+ operation reaches: people followed one by one, or structures."""

from piccolo.constraints import Unique
from piccolo.table import Table

from clause.db.tables import columns as c
from clause.db.tables.accounts import Organisation
from clause.db.tables.operations import Operation
from clause.db.tables.participants import Participant


class OperationParticipant(Table):
    """A person's part in an operation, one row even after coming back; read by the beneficiary alone."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    operation_id = c.reference(Operation)
    participant_id = c.reference(Participant)
    entry_on = c.day()
    exit_on = c.day(null=True)
    questionnaire_on = c.day(null=True)
    special_consent_on = c.day(null=True)
    contact = c.json()
    entry = c.json()
    exit = c.json(null=True)
    follow_up = c.json(null=True)
    created_at = c.instant()
    version = c.integer()

    operation_participant_unique_person = Unique(["operation_id", "participant_id"])


class OperationEntity(Table):
    """A structure that an operation supports."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    operation_id = c.reference(Operation)
    organisation_id = c.reference(Organisation, index=False)
    kind = c.code()
    supported_on = c.day()
    note = c.text(null=True)
    recorded_by = c.uuid(null=True)
    created_at = c.instant()
    withdrawn_at = c.instant(null=True)
    withdrawal_reason = c.text(null=True)
