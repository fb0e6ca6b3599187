"""Indexes by which sealed documents are found; built beside the writers, and kept where 3302 built them already."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from clause.db.migration import index_migration

ID = "2026-11-22T00:34:52:000000"
VERSION = "1.38.0"
DESCRIPTION = "Sealed documents are found by their hash, their seal and what they are the file of"

INDEXES = {
    "document_by_sha256": "document (sha256)",
    "document_by_seal": "document (seal_fingerprint) WHERE seal_fingerprint IS NOT NULL",
    "certificate_by_document": "certificate (document_id) WHERE document_id IS NOT NULL",
    "claim_by_document": "claim (document_id) WHERE document_id IS NOT NULL",
    "timesheet_by_document": "timesheet (document_id) WHERE document_id IS NOT NULL",
}


async def forwards() -> MigrationManager:
    return index_migration(ID, DESCRIPTION, INDEXES)
