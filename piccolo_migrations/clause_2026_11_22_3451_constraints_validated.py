"""Constraints of large tables that hold for every new row since 3302, 3312 and 3322 hold for the old ones too.

Rows are read while others write. A database on which those migrations validated them at once is not read again.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import sql_migration

ID = "2026-11-22T00:34:51:000000"
VERSION = "1.38.0"
DESCRIPTION = "Constraints of documents, attempts to sign in, mails and journals are validated"

SCRIPT = """
ALTER TABLE document VALIDATE CONSTRAINT document_seal_is_a_hash;
ALTER TABLE sign_in_attempt VALIDATE CONSTRAINT sign_in_attempt_kind_known;
ALTER TABLE mail VALIDATE CONSTRAINT mail_kind_known;
ALTER TABLE journal VALIDATE CONSTRAINT journal_format_known;
"""


async def forwards() -> MigrationManager:
    return sql_migration(ID, DESCRIPTION, SCRIPT)
