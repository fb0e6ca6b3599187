"""Spreadsheets of hours: what each row says, the statements that they became, the meaning of columns remembered."""

from piccolo.constraints import Unique
from piccolo.table import Table

from clause.db.tables import columns as c
from clause.db.tables.accounts import Organisation
from clause.db.tables.contracts import ImportRun


class HoursImportRow(Table):
    """What one row of a spreadsheet says and what is to become of it; ``company_id`` is the company that sent it."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation, index=False)
    company_id = c.uuid(null=True)
    import_id = c.reference(ImportRun, index=False)
    position = c.integer()
    sheet = c.text(length=200)
    row_number = c.integer()
    status = c.code()
    findings = c.json()
    cells = c.json()
    employer_id = c.uuid(null=True)
    month = c.day(null=True)
    hire_id = c.uuid(null=True)
    lot_id = c.uuid(null=True)
    parts = c.json()

    hours_import_row_unique_position = Unique(["import_id", "position"])


class HoursImportStatement(Table):
    """What applying a spreadsheet did for one company and month."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    company_id = c.uuid(null=True)
    import_id = c.reference(ImportRun, index=False)
    employer_id = c.reference(Organisation)
    month = c.day()
    statement_id = c.uuid(null=True)
    lines_declared = c.integer()
    findings = c.json()
    created_at = c.instant()

    hours_import_statement_unique_month = Unique(["import_id", "employer_id", "month"])


class ImportMapping(Table):
    """The meaning that a sender gave to the columns of sheets with the same headings."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    sender_org_id = c.reference(Organisation)
    signature = c.text(length=64)
    mapping = c.json()
    updated_at = c.instant()

    import_mapping_unique_signature = Unique(["facilitator_org_id", "sender_org_id", "signature"])
