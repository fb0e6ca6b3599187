"""How lots stand, as the rules last said: drawn in Python, kept so that lists need not draw every lot at each call."""

from piccolo.columns import UUID
from piccolo.table import Table

from clause.db.tables import columns as c
from clause.db.tables.accounts import Organisation


class LotOutlook(Table):
    """The status of a lot and the kinds of its alerts: from the day it was drawn to the day before ``holds_until``, and
    for that edition of the rules."""

    lot_id = UUID(primary_key=True, default=None, null=False)
    facilitator_org_id = c.reference(Organisation)
    buyer_id = c.uuid()
    drawn_on = c.day()
    holds_until = c.day(null=True)
    edition = c.code()
    status = c.code(null=True)
    hours_owed = c.hours(null=True)
    hours_credited = c.hours()
    alerts = c.texts()


class LotTouch(Table):
    """Something that the outlook of a lot is drawn from has changed: what is kept no longer counts."""

    id = c.primary_key()
    facilitator_org_id = c.uuid(index=True)
    buyer_id = c.uuid()
    lot_id = c.uuid(index=True)
