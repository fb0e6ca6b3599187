"""Hours: what companies declare, what is booked once for all, what is credited to obligations."""

from piccolo.columns import UUID
from piccolo.constraints import Unique
from piccolo.table import Table

from clause.db.tables import columns as c
from clause.db.tables.accounts import Organisation
from clause.db.tables.contracts import Lot
from clause.db.tables.participants import Hire
from clause.db.tables.pooling import PoolingAgreement


class HoursStatement(Table):
    """What a company declares to a facilitator organisation for a month, or from a month to a last one."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation, index=False)
    company_id = c.reference(Organisation, index=False)
    month = c.day(index=True)
    last_month = c.day(null=True)
    nothing_worked = c.flag(default=False)
    evidence = c.code(null=True)
    evidence_seen = c.code(null=True)
    state = c.code(index=True)
    created_by = c.uuid(null=True)
    created_at = c.instant()
    submitted_by = c.uuid(null=True)
    submitted_at = c.instant(null=True)
    decided_by = c.uuid(null=True)
    decided_at = c.instant(null=True)
    decision_reason = c.text(null=True)
    version = c.integer()


class HoursStatementLine(Table):
    """Hours of one hire in a statement.

    One foreign key, ``hours_statement_line_of_hire_fkey``, names the hire together with its lot and organisation.
    """

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    company_id = c.uuid()
    statement_id = c.reference(HoursStatement, index=False)
    position = c.integer()
    hire_id = c.reference(Hire)
    lot_id = c.reference(Lot)
    first_day = c.day()
    last_day = c.day()
    nature = c.code(old_rows="WORK")
    evidence = c.code(null=True)
    hours_declared = c.hours()
    hours_validated = c.hours(null=True)

    hours_statement_line_unique_position = Unique(["statement_id", "position"])


class LedgerEntry(Table):
    """An immutable booked line; a correction is a reversal and a new entry."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    company_id = c.reference(Organisation)
    lot_id = c.reference(Lot, index=False)
    hire_id = c.reference(Hire)
    statement_line_id = c.reference(HoursStatementLine)
    kind = c.code()
    reverses_id = c.uuid(null=True)
    replaces_id = c.uuid(null=True, index=True)
    month = c.day(index=True)
    first_day = c.day()
    last_day = c.day()
    nature = c.code(old_rows="WORK")
    hours_validated = c.hours()
    not_credited_reason = c.code(null=True)
    reason = c.text(null=True)
    trace = c.json()
    booked_by = c.uuid(null=True)
    booked_at = c.instant()

    ledger_entry_unique_reversal = Unique(["reverses_id"])


class Allocation(Table):
    """Hours of a ledger entry put on a lot, or (negative) taken off it to be put on another; names nobody."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    buyer_id = c.uuid()
    company_id = c.uuid()
    ledger_entry_id = c.reference(LedgerEntry)
    lot_id = c.reference(Lot)
    worked_on = c.day()
    hours_credited = c.hours()
    agreement_id = c.reference(PoolingAgreement, null=True)
    booked_at = c.instant()


class LotDayTotal(Table):
    """Hours of a lot by the last day worked: one measure is what is credited, one what is validated, one a reason not
    to credit. Kept by the database with every booking."""

    id = c.primary_key()
    facilitator_org_id = c.uuid()
    lot_id = c.reference(Lot, index=False)
    measure = c.code()
    worked_on = c.day()
    hours = c.hours()

    lot_day_total_unique_lot_measure_day = Unique(["lot_id", "measure", "worked_on"])


class LotStanding(Table):
    """Where a lot stands today, in one row; ``shortfall`` (SQL) is what it owes less what is credited."""

    lot_id = UUID(primary_key=True, default=None, null=False)
    facilitator_org_id = c.reference(Organisation, index=False)
    buyer_id = c.uuid()
    hours_owed = c.hours(null=True)
    hours_credited = c.hours()
    as_of = c.day()


class HireTotal(Table):
    """Hours of a hire by year of the last day worked, nature and lot; counted by the database from the ledger, and good
    as long as nothing has touched the hire since."""

    id = c.primary_key()
    facilitator_org_id = c.uuid(index=True)
    company_id = c.uuid()
    hire_id = c.uuid(index=True)
    lot_id = c.uuid()
    """Of the entry for what is validated, of the allocation for what is credited."""
    nature = c.code()
    year = c.integer()
    hours_validated = c.hours()
    hours_credited = c.hours()


class HireTouch(Table):
    """Hours of a hire were booked or credited: its totals no longer count."""

    id = c.primary_key()
    facilitator_org_id = c.uuid(index=True)
    company_id = c.uuid()
    hire_id = c.uuid(index=True)


class Certificate(Table):
    """A frozen, numbered statement of what was done on a lot, or by a company in a year (no lot, no buyer)."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    buyer_id = c.uuid(null=True)
    company_id = c.reference(Organisation)
    lot_id = c.reference(Lot, null=True)
    kind = c.code()
    year = c.integer()
    sequence = c.integer()
    number = c.text(length=40)
    code = c.text(length=32)
    state = c.code()
    content = c.octets()
    content_hash = c.text(length=64)
    document_id = c.uuid(null=True)
    job_id = c.uuid(null=True)
    issued_on = c.day()
    created_by = c.uuid(null=True)
    created_at = c.instant()
    revoked_at = c.instant(null=True)
    revocation_reason = c.text(null=True)
    superseded_by_id = c.uuid(null=True)
    version = c.integer()

    certificate_unique_sequence = Unique(["facilitator_org_id", "year", "sequence"])
    certificate_unique_code = Unique(["code"])
