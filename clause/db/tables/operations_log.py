"""What makes work certain: idempotency keys, the journal, jobs, files."""

from piccolo.constraints import Unique
from piccolo.table import Table

from clause.db.tables import columns as c


class IdempotencyKey(Table):
    """The first answer given to a caller for a key, replayed to the letter."""

    id = c.primary_key()
    caller = c.text(length=80)
    key = c.text(length=255)
    request_hash = c.text(length=64)
    status = c.integer(null=True)
    headers = c.json(null=True)
    body = c.octets(null=True)
    created_at = c.instant(index=True)

    idempotency_key_unique_caller_key = Unique(["caller", "key"])


class Journal(Table):
    """Who did what, when and why: one hash chain per organisation, append-only."""

    id = c.primary_key()
    org_id = c.uuid()
    seq = c.integer()
    at = c.instant()
    actor_kind = c.code()
    actor_id = c.uuid(null=True)
    actor_org_id = c.uuid(null=True)
    action = c.text(length=80)
    subject_kind = c.code()
    subject_id = c.uuid(index=True)
    reason = c.text(null=True)
    data = c.json()
    previous_hash = c.text(length=64)
    hash = c.text(length=64)
    format = c.integer(old_rows=1)
    reason_digest = c.text(null=True, length=64)
    reason_salt = c.text(null=True, length=36)

    journal_unique_org_seq = Unique(["org_id", "seq"])


class JournalHead(Table):
    """The last link of each organisation's chain."""

    org_id = c.primary_key()
    seq = c.integer()
    hash = c.text(length=64)


class JournalSeal(Table):
    """The last link of a chain as it was on a day, signed with a key that the database does not hold."""

    id = c.primary_key()
    number = c.integer()
    previous = c.text(length=64)
    org_id = c.uuid()
    seq = c.integer()
    hash = c.text(length=64)
    sealed_at = c.instant()
    key_id = c.text(length=16)
    signature = c.text(length=64)

    journal_seal_unique_number = Unique(["number"])
    journal_seal_unique_org_seq = Unique(["org_id", "seq"])


class Job(Table):
    """Work to be done after a commit; the row is the record, the queue only a wake-up."""

    id = c.primary_key()
    org_id = c.uuid(index=True)
    requested_by_org_id = c.uuid()
    requested_by = c.uuid(null=True)
    kind = c.code()
    payload = c.json()
    state = c.code()
    progress_done = c.integer()
    progress_total = c.integer()
    result = c.text(null=True)
    error = c.json(null=True)
    attempts = c.integer()
    run_at = c.instant()
    created_at = c.instant()
    finished_at = c.instant(null=True)


class Document(Table):
    """A file made or received, with its SHA-256; who sees it follows from the organisations named."""

    id = c.primary_key()
    facilitator_org_id = c.uuid(index=True)
    company_id = c.uuid(null=True)
    buyer_id = c.uuid(null=True)
    intermediate_body_id = c.uuid(null=True)
    file_name = c.text(length=200)
    media_type = c.text(length=100)
    sha256 = c.text(length=64)
    content = c.octets()
    created_at = c.instant()
    seal_fingerprint = c.text(length=64, null=True)


class Counter(Table):
    """The last number given in a series of an organisation; read and moved only by ``clause_next_number``."""

    id = c.primary_key()
    org_id = c.uuid()
    series = c.text(length=60)
    last = c.integer()

    counter_unique_org_series = Unique(["org_id", "series"])
