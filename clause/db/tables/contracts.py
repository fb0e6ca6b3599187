"""Contracts, their lots, holders and modifications, and the imports they come from."""

from piccolo.constraints import Unique
from piccolo.table import Table

from clause.db.tables import columns as c
from clause.db.tables.accounts import Organisation


class Contract(Table):
    """A public contract followed by a facilitator organisation; its amounts live on its lots."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    buyer_id = c.reference(Organisation)
    reference = c.text(length=80, index=True)
    group_key = c.text(length=200)
    object = c.text()
    nature = c.text(null=True)
    procedure = c.text(null=True)
    created_at = c.instant()
    version = c.integer()

    contract_unique_group = Unique(["facilitator_org_id", "buyer_id", "group_key"])


class Lot(Table):
    """What one company, or one consortium, must do, and from when to when."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    buyer_id = c.reference(Organisation)
    contract_id = c.reference(Contract)
    number = c.text(null=True, length=40)
    label = c.text()
    cpv = c.text(null=True, length=10)
    place = c.text(null=True)
    amount_excl_vat = c.euros(null=True)
    notified_on = c.day(null=True)
    duration_months = c.integer(null=True)
    first_day = c.day(null=True)
    last_day = c.day(null=True)
    consortium_kind = c.code()
    social_considerations = c.texts()
    follow_up = c.code(index=True)
    follow_up_reason = c.text(null=True)
    match_key = c.text(length=64)
    occurrence = c.integer()
    content_hash = c.text(null=True, length=64)
    created_at = c.instant()
    version = c.integer()

    lot_unique_source = Unique(["contract_id", "match_key", "occurrence"])


class LotHolder(Table):
    """A company that holds a lot, alone or in a consortium."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    buyer_id = c.uuid()
    lot_id = c.reference(Lot)
    company_id = c.reference(Organisation)
    role = c.code()
    created_at = c.instant()
    left_on = c.day(null=True)
    left_reason = c.text(null=True)

    lot_holder_unique_lot_company = Unique(["lot_id", "company_id"])


class ContractModification(Table):
    """A change of a lot as published or typed; the initial values are never overwritten."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    buyer_id = c.uuid()
    lot_id = c.reference(Lot)
    number = c.text(null=True, length=40)
    object = c.text(null=True)
    notified_on = c.day(null=True)
    published_on = c.day(null=True)
    amount_stated = c.euros(null=True)
    duration_months = c.integer(null=True)
    holders = c.json()
    source = c.code()
    content_hash = c.text(length=64)
    created_at = c.instant()

    contract_modification_unique_content = Unique(["lot_id", "content_hash"])


class ImportRun(Table):
    """A file received, kept as it came, and what became of it."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    kind = c.code()
    file_name = c.text(length=255)
    sha256 = c.text(length=64)
    content = c.octets()
    file_format = c.code(null=True)
    total = c.integer(null=True)
    job_id = c.uuid(null=True)
    findings = c.json()
    created_by = c.uuid(null=True)
    created_at = c.instant()
    company_id = c.uuid(null=True, index=True)
    mapping_given = c.json(null=True)
    layouts = c.json(null=True)
    apply_job_id = c.uuid(null=True)


class ImportRow(Table):
    """What one record of a file became, and why; the raw record is kept."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    import_id = c.reference(ImportRun)
    position = c.integer()
    status = c.code()
    findings = c.json()
    raw_record = c.json()
    content_hash = c.text(null=True, length=64, index=True)
    contract_id = c.uuid(null=True)
    lot_id = c.uuid(null=True, index=True)

    import_row_unique_position = Unique(["import_id", "position"])


class Obligation(Table):
    """A version of what a lot owes, in hours or in another unit; versions are added, never changed.

    ``cause`` and ``source_id`` name what made it be recorded: a decision, a modification, an invoice…
    """

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    buyer_id = c.uuid()
    lot_id = c.reference(Lot)
    version_no = c.integer()
    effective_on = c.day()
    method = c.code()
    unit = c.code(old_rows="HOURS")
    hours_owed = c.hours(null=True)
    quantity_owed = c.quantity(null=True)
    cause = c.code(old_rows="DECISION")
    legal_basis = c.code(null=True)
    source_id = c.uuid(null=True)
    trace = c.json()
    reason = c.text(null=True)
    decided_by = c.uuid(null=True)
    recorded_at = c.instant()

    obligation_unique_lot_version = Unique(["lot_id", "version_no"])


class RuleSet(Table):
    """A version of the rules that a lot's own documents fix; versions are added, never changed."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    buyer_id = c.uuid()
    lot_id = c.reference(Lot)
    version_no = c.integer()
    effective_on = c.day()
    values = c.json()
    penalties = c.json()
    reason = c.text(null=True)
    decided_by = c.uuid(null=True)
    recorded_at = c.instant()

    rule_set_unique_lot_version = Unique(["lot_id", "version_no"])
