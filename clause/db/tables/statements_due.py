"""Reminders of statements of hours that have not come."""

from piccolo.table import Table

from clause.db.tables import columns as c
from clause.db.tables.accounts import Organisation


class StatementReminder(Table):
    """A letter about a statement that is due: proposed by the daily look, or issued by a facilitator."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    company_id = c.reference(Organisation)
    buyer_id = c.uuid(null=True)
    first_month = c.day()
    last_month = c.day()
    due_on = c.day()
    level = c.code()
    state = c.code()
    contact_name = c.text(null=True, length=200)
    contact_email = c.text(null=True, length=320)
    subject = c.text()
    body = c.text()
    created_by = c.uuid(null=True)
    created_at = c.instant()
    issued_by = c.uuid(null=True)
    issued_at = c.instant(null=True)
