"""What operations come from: schemes of an intermediate body, and calls for projects under them."""

from piccolo.constraints import Unique
from piccolo.table import Table

from clause.db.tables import columns as c
from clause.db.tables.accounts import Organisation


class FundingScheme(Table):
    """A scheme (dispositif) under a priority of a programme, with the global grant that pays for it."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    intermediate_body_id = c.uuid()
    reference = c.text(length=80)
    title = c.text(length=300)
    programme_cci = c.text(length=20)
    priority = c.text(length=40)
    specific_objective = c.text(length=40)
    global_grant_reference = c.text(null=True, length=80)
    created_at = c.instant()
    version = c.integer()

    funding_scheme_unique_reference = Unique(["facilitator_org_id", "intermediate_body_id", "reference"])


class FundingCall(Table):
    """A call for projects under a scheme: when it is open, which cost plans and rates it names."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    intermediate_body_id = c.uuid()
    scheme_id = c.reference(FundingScheme)
    reference = c.text(length=80)
    title = c.text(length=300)
    opens_on = c.day()
    closes_on = c.day()
    cost_plans = c.texts()
    max_rate = c.rate(null=True)
    calculated_flat_rate = c.rate(null=True)
    min_time_share = c.rate(null=True)
    min_grant_per_year = c.euros(null=True)
    created_at = c.instant()
    version = c.integer()

    funding_call_unique_reference = Unique(["scheme_id", "reference"])
