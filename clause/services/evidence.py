"""Pieces of evidence: received once, known by their SHA-256, read again by who keeps them."""

from uuid import UUID

from clause.db.queries import documents
from clause.db.queries import evidence as queries
from clause.domain.actors import Scope
from clause.domain.documents import StoredFile
from clause.domain.errors import NotFound, Refused
from clause.domain.evidence import EvidenceFile, EvidenceKind, check_file
from clause.domain.proof_documents import EXTENSIONS, SentFile, fingerprint
from clause.services.unit_of_work import UnitOfWork, reading, writing


@writing(Scope.CLAIMS_WRITE)
async def keep_file(
    uow: UnitOfWork, file: SentFile | None, kind: EvidenceKind, redacts_id: UUID | None
) -> EvidenceFile:
    """Keep a file; the same bytes as the same thing are kept once, and their first receipt is the answer.

    Its name is not kept, for it often says whose it is.
    ``redacts_id`` names the original that this is the redacted copy of: it is what an intermediate body gets.
    Refused EVD-001 for an original that is not the organisation's, EVD-002 with what is wrong with the file.
    """
    original = await queries.find_file(redacts_id) if redacts_id else None
    if redacts_id is not None and original is None:
        raise Refused("EVD-001")
    media_type = check_file(file, kind, original)
    assert file is not None  # noqa: S101 - check_file refuses no file
    sha256 = fingerprint(file.content)
    known = await queries.find_same_file(sha256, kind, redacts_id)
    if known is not None:
        return known
    file_id = uow.new_id()
    kept = EvidenceFile(
        id=file_id,
        kind=kind,
        file_name=f"{kind.value.lower()}-{file_id}.{EXTENSIONS[media_type]}",
        media_type=media_type,
        size_bytes=len(file.content),
        sha256=sha256,
        redacts_id=redacts_id,
        received_by=uow.actor.id,
        received_at=uow.now,
    )
    await queries.insert_file(kept, file.content, uow.org_id)
    uow.record("evidence.kept", "evidence_file", kept.id, kind=kind, sha256=sha256, redacts=redacts_id)
    return kept


@reading(Scope.CLAIMS_READ)
async def load_file(uow: UnitOfWork, file_id: UUID) -> EvidenceFile:
    """What is known of a piece of evidence. NotFound EVD-008."""
    found = await queries.find_file(file_id)
    if found is None:
        raise NotFound("EVD-008")
    return found


@reading(Scope.CLAIMS_WRITE)
async def load_content(uow: UnitOfWork, file_id: UUID) -> StoredFile:
    """The file itself, for the organisation that keeps it. NotFound EVD-009."""
    stored = await documents.find_document(file_id) if await queries.find_file(file_id) else None
    if stored is None:
        raise NotFound("EVD-009")
    return stored


@reading(Scope.CLAIMS_READ)
async def list_files(
    uow: UnitOfWork, *, kind: EvidenceKind | None, after: UUID | None, limit: int
) -> list[EvidenceFile]:
    """A page of the organisation's pieces of evidence, oldest first."""
    return await queries.list_files(kind=kind, after=after, limit=limit)
