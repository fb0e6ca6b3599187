"""What facilitators' posts cost and who pays for them, for the yearly consolidation."""

from piccolo.constraints import Unique
from piccolo.table import Table

from clause.db.tables import columns as c
from clause.db.tables.accounts import Organisation


class PostFinancing(Table):
    """What one source pays for an organisation's posts in a year; versions are added, the latest wins."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    year = c.integer()
    source = c.code()
    version_no = c.integer()
    amount_eur = c.euros()
    posts_fte = c.hours()
    reason = c.text(null=True)
    recorded_by = c.uuid(null=True)
    recorded_at = c.instant()

    post_financing_unique_version = Unique(["facilitator_org_id", "year", "source", "version_no"])
