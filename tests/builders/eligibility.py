"""Suspensions, decisions on windows and copies of proofs, through the services."""

from datetime import date
from uuid import UUID

from clause.domain.eligibility_windows import OverrideTerms, SuspensionTerms
from clause.domain.proof_documents import ProofDocument, SentFile, SentProof
from clause.services import eligibility_windows, proof_documents
from clause.services.eligibility_windows import OverrideKept, SuspensionKept
from tests.builders.territory import Caller

A_PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
A_JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"
A_PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01"


async def a_suspension(
    caller: Caller, participant_id: UUID, first_day: date, last_day: date | None = None
) -> SuspensionKept:
    """A suspension of a person's clock."""
    terms = SuspensionTerms(first_day=first_day, last_day=last_day, reason="Demande du référent")
    return await eligibility_windows.suspend(caller.context, participant_id, terms)


async def a_decided_end(caller: Caller, participant_id: UUID, last_day: date | None) -> OverrideKept:
    """A decision on the end of a person's windows."""
    terms = OverrideTerms(last_day=last_day, reason="Avis du comité")
    return await eligibility_windows.override_window(caller.context, participant_id, terms)


async def a_proof_document(caller: Caller, eligibility_id: UUID, content: bytes = A_PDF) -> ProofDocument:
    """A copy of a proof."""
    file = SentFile("justificatif", "application/octet-stream", content)
    return await proof_documents.keep_proof(caller.context, eligibility_id, file)


async def a_sent_proof(company: Caller, hire_id: UUID, content: bytes = A_PNG) -> SentProof:
    """A copy of a proof that the employer sends."""
    return await proof_documents.send_proof(company.context, hire_id, SentFile("scan.png", "image/png", content))


async def the_rows_of_eligibility(caller: Caller, participant_id: UUID, eligibility_id: UUID) -> dict[str, UUID]:
    """One of each for a person hired, by the name that the routes give to its id."""
    suspended = await a_suspension(caller, participant_id, date(2026, 6, 1), date(2026, 6, 5))
    await a_decided_end(caller, participant_id, date(2028, 6, 30))
    document = await a_proof_document(caller, eligibility_id)
    await proof_documents.view_proof(caller.context, document.id, "Contrôle du dossier")
    return {"suspension_id": suspended.suspension.id, "proof_document_id": document.id}
