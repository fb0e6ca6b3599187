"""Who to call in the companies of a lot."""

from piccolo.table import Table

from clause.db.tables import columns as c
from clause.db.tables.accounts import Organisation
from clause.db.tables.contracts import Lot


class Contact(Table):
    """A person of a company whom the facilitator calls about a lot; seen by these two organisations only."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    lot_id = c.reference(Lot)
    company_id = c.reference(Organisation)
    name = c.text(length=200)
    email = c.text(null=True, length=254)
    phone = c.text(null=True, length=30)
    role = c.text(null=True, length=200)
    is_primary = c.flag()
    ended_on = c.day(null=True)
    created_at = c.instant()
    version = c.integer()
