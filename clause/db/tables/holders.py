"""What the members of a consortium agreed among themselves: who answers for which share, and what they passed on."""

from piccolo.constraints import Unique
from piccolo.table import Table

from clause.db.tables import columns as c
from clause.db.tables.accounts import Organisation
from clause.db.tables.contracts import Lot


class HolderSplit(Table):
    """A version of the shares of a lot's obligation between its holders; versions are added, never changed."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    buyer_id = c.uuid()
    lot_id = c.reference(Lot)
    version_no = c.integer()
    effective_on = c.day()
    shares = c.json()
    reason = c.text(null=True)
    decided_by = c.uuid(null=True)
    recorded_at = c.instant()

    holder_split_unique_lot_version = Unique(["lot_id", "version_no"])


class HolderTransfer(Table):
    """Hours of the obligation that one holder took over from another; a mistake is put right by one the other way."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    buyer_id = c.uuid()
    lot_id = c.reference(Lot)
    from_company_id = c.reference(Organisation)
    to_company_id = c.reference(Organisation)
    hours = c.hours()
    effective_on = c.day()
    reason = c.text()
    decided_by = c.uuid(null=True)
    recorded_at = c.instant()
