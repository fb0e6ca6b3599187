"""What passes between organisations' programs: who read what, who is told, and what was told."""

from piccolo.table import Table

from clause.db.tables import columns as c
from clause.db.tables.accounts import Organisation


class AccessLog(Table):
    """One reading of a claim or an operation, or one export: by whom, for what purpose, and what was answered."""

    id = c.primary_key()
    org_id = c.uuid(index=True)
    facilitator_org_id = c.uuid(null=True, index=True)
    actor_kind = c.code()
    actor_id = c.uuid(null=True)
    route = c.text(length=200)
    subject_kind = c.code(null=True)
    subject_id = c.uuid(null=True)
    purpose = c.text(null=True, length=200)
    status = c.integer()
    bytes = c.integer()
    at = c.instant()


class WebhookSubscription(Table):
    """Where an organisation wants to be told of events; the secret signs, and is never shown again."""

    id = c.primary_key()
    org_id = c.reference(Organisation)
    url = c.text(length=500)
    events = c.texts()
    secret = c.text(length=80)
    created_by = c.uuid(null=True)
    created_at = c.instant()
    ended_at = c.instant(null=True)


class WebhookDelivery(Table):
    """One event on its way to one subscription; its id is the event's id for the receiver, the same at each attempt."""

    id = c.primary_key()
    org_id = c.uuid(index=True)
    announced_by = c.uuid()
    subscription_id = c.reference(WebhookSubscription)
    event = c.code()
    subject_kind = c.code()
    subject_id = c.uuid()
    operation_id = c.uuid(null=True)
    state = c.code()
    attempts = c.integer()
    last_status = c.integer(null=True)
    last_problem = c.code(null=True)
    next_attempt_at = c.instant(null=True)
    delivered_at = c.instant(null=True)
    created_at = c.instant()
