"""What was removed and can still be put back."""

from piccolo.constraints import Unique
from piccolo.table import Table

from clause.db.tables import columns as c
from clause.db.tables.accounts import Organisation


class RemovedRecord(Table):
    """A row taken out of its table, kept whole until the last day on which it can be put back, then forgotten."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    kind = c.code()
    subject_id = c.uuid()
    name = c.text()
    content = c.json()
    removed_by = c.uuid(null=True)
    removed_at = c.instant()
    kept_until = c.day(index=True)

    removed_record_unique_subject = Unique(["subject_id"])
