"""Papers of operations: mission letters, attestations of co-financing, acts; kept as they came."""

from uuid import UUID

from clause.db.queries import documents
from clause.db.queries import operations as operation_queries
from clause.domain.actors import Scope
from clause.domain.documents import KeptDocument, StoredFile
from clause.domain.errors import NotFound
from clause.domain.proof_documents import EXTENSIONS, SentFile, check_file
from clause.services.unit_of_work import UnitOfWork, reading, writing


@writing(Scope.CLAIMS_WRITE)
async def keep_document(uow: UnitOfWork, operation_id: UUID, file: SentFile | None) -> KeptDocument:
    """Keep a paper of an operation, which its intermediate body may read. NotFound OPE-120, Refused PRF-003.

    Its kind is read from its bytes; its name, which often says whose it is, is not kept.
    """
    operation = await operation_queries.find_record(operation_id)
    if operation is None:
        raise NotFound("OPE-120")
    sent, media_type = check_file(file)
    document_id = uow.new_id()
    stored = StoredFile.of(f"piece-{document_id}.{EXTENSIONS[media_type]}", media_type, sent.content)
    await documents.insert_document(
        document_id,
        stored,
        facilitator_org_id=operation.facilitator_org_id,
        intermediate_body_id=operation.intermediate_body_id,
        now=uow.now,
    )
    uow.record("document.kept", "operation", operation_id, document=document_id, sha256=stored.sha256)
    return KeptDocument(id=document_id, media_type=media_type, sha256=stored.sha256, size_bytes=len(sent.content))


@reading(Scope.CLAIMS_READ, Scope.OI_READ)
async def load_document(uow: UnitOfWork, document_id: UUID) -> StoredFile:
    """The paper itself. NotFound OPE-121."""
    file = await documents.find_document(document_id)
    if file is None:
        raise NotFound("OPE-121")
    return file
