"""Pieces of evidence for claims; the bytes are those of a document of the same id."""

from piccolo.constraints import Unique
from piccolo.table import Table

from clause.db.tables import columns as c
from clause.db.tables.accounts import Organisation


class EvidenceFile(Table):
    """What a stored document proves, and of which original it is the redacted copy."""

    id = c.primary_key()
    facilitator_org_id = c.reference(Organisation)
    document_id = c.uuid()
    kind = c.code()
    size_bytes = c.integer()
    redacts_id = c.uuid(null=True, index=True)
    received_by = c.uuid(null=True)
    received_at = c.instant()

    evidence_file_unique_document = Unique(["document_id"])
