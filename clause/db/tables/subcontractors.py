"""Companies that work for a holder of a lot."""

from piccolo.constraints import Unique
from piccolo.table import Table

from clause.db.tables import columns as c
from clause.db.tables.accounts import Organisation
from clause.db.tables.contracts import Lot


class Subcontractor(Table):
    """A company that works on a lot for one of its holders, and from when to when; its hours count for the holder."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    buyer_id = c.uuid()
    lot_id = c.reference(Lot)
    company_id = c.reference(Organisation)
    holder_company_id = c.reference(Organisation)
    tier = c.integer()
    declared_on = c.day()
    first_day = c.day()
    last_day = c.day(null=True)
    created_at = c.instant()
    version = c.integer()

    subcontractor_unique_start = Unique(["lot_id", "company_id", "holder_company_id", "first_day"])
