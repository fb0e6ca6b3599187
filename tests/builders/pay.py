"""Evidence, pay, hourly rates and other costs, through the services."""

from uuid import UUID

from clause.domain.evidence import EvidenceFile, EvidenceKind
from clause.domain.proof_documents import PDF, SentFile
from clause.services import evidence
from tests.builders.territory import Caller


def a_pdf(text: str = "bulletin") -> SentFile:
    """A file that is a PDF by its bytes."""
    return SentFile("piece.pdf", PDF, b"%PDF-1.7\n% " + text.encode() + b"\n%%EOF\n")


async def an_evidence_file(
    manager: Caller, text: str = "bulletin", kind: EvidenceKind = EvidenceKind.PAYSLIP, redacts_id: UUID | None = None
) -> EvidenceFile:
    """A piece of evidence of the manager's organisation."""
    return await evidence.keep_file(manager.context, a_pdf(text), kind, redacts_id)
