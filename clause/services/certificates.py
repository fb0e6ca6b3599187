"""Certificates: drawn by the worker, downloaded, checked by anyone, taken back. Asking for one: certificate_orders."""

from uuid import UUID

from clause.db.queries import certificates as queries
from clause.db.queries import documents
from clause.documents.certificate import render_certificate as draw_certificate
from clause.documents.yearly_certificate import render_yearly_certificate as draw_yearly_certificate
from clause.domain.actors import Scope
from clause.domain.certificate_register import (
    MOVES,
    Certificate,
    CertificateFilters,
    CertificateState,
    Verification,
)
from clause.domain.certificates import CertificateContent, YearlyContent, normalise_code
from clause.domain.documents import StoredFile
from clause.domain.errors import NotFound, WrongState
from clause.domain.jobs import Job, StepOutcome
from clause.gateways.seals import sealer
from clause.services.unit_of_work import UnitOfWork, job_step, reading, writing


@job_step
async def render_certificate(uow: UnitOfWork, job: Job) -> StepOutcome:
    """The file of a certificate, drawn from its frozen content alone; a certificate that has one is left as it is."""
    certificate = await queries.lock_certificate(UUID(job.payload["certificate_id"]))
    if certificate is None:
        raise NotFound("CRT-023")
    if certificate.state is CertificateState.REQUESTED:
        await _issue(uow, certificate)
    return StepOutcome(done=True, result=f"/certificates/{certificate.id}")


def _draw(content: CertificateContent | YearlyContent, seal_octets: int) -> bytes:
    if isinstance(content, YearlyContent):
        return draw_yearly_certificate(content, seal_octets)
    return draw_certificate(content, seal_octets)


async def _issue(uow: UnitOfWork, certificate: Certificate) -> None:
    MOVES.after(certificate.state, "issue")
    sealed = await sealer.seal(_draw(certificate.content, await sealer.octets()), uow.now)
    file = StoredFile.pdf(f"attestation-{certificate.number}.pdf", sealed.content)
    document_id = uow.new_id()
    await documents.insert_document(
        document_id,
        file,
        facilitator_org_id=certificate.facilitator_org_id,
        company_id=certificate.company_id,
        buyer_id=certificate.buyer_id,
        seal_fingerprint=sealed.fingerprint,
        now=uow.now,
    )
    await queries.mark_issued(certificate.id, document_id)
    if certificate.content.replaces_number:
        await queries.mark_superseded(
            certificate.facilitator_org_id, certificate.content.replaces_number, certificate.id
        )
    uow.record("certificate.issued", "certificate", certificate.id, number=certificate.number, sha256=file.sha256)


@reading(Scope.CERTIFICATES_READ)
async def load_certificate(uow: UnitOfWork, certificate_id: UUID) -> Certificate:
    """A certificate of the caller: one it gave, one about its contract, or its own. NotFound CRT-024."""
    return await _require_certificate(certificate_id)


@reading(Scope.CERTIFICATES_READ)
async def list_certificates(
    uow: UnitOfWork, filters: CertificateFilters, *, after: UUID | None, limit: int
) -> list[Certificate]:
    """A page of the caller's certificates, the newest first."""
    return await queries.list_certificates(filters, after=after, limit=limit)


@reading(Scope.CERTIFICATES_READ)
async def load_certificate_file(uow: UnitOfWork, certificate_id: UUID) -> StoredFile:
    """The file of a certificate, the same bytes every time. NotFound CRT-024, WrongState CRT-025 until it is drawn."""
    certificate = await _require_certificate(certificate_id)
    file = await documents.find_document(certificate.document_id) if certificate.document_id else None
    if file is None:
        raise WrongState("CRT-025", number=certificate.number)
    return file


@writing(Scope.CONTRACTS_WRITE)
async def revoke_certificate(uow: UnitOfWork, certificate_id: UUID, reason: str) -> Certificate:
    """Take an issued certificate back; who checks its code learns it at once. NotFound CRT-026, WrongState CRT-010."""
    certificate = await queries.lock_certificate(certificate_id)
    if certificate is None:
        raise NotFound("CRT-026")
    after = MOVES.after(certificate.state, "revoke")
    await queries.mark_revoked(certificate_id, reason, uow.now)
    uow.record("certificate.revoked", "certificate", certificate_id, reason=reason, number=certificate.number)
    return certificate.model_copy(
        update={
            "state": after,
            "revoked_at": uow.now,
            "revocation_reason": reason,
            "version": certificate.version + 1,
        }
    )


@reading()
async def verify_certificate(uow: UnitOfWork, typed: str) -> Verification:
    """What anyone may learn from a code, however it was typed. Unreadable CRT-001, NotFound CRT-027."""
    code = normalise_code(typed)
    found = await queries.verify(code)
    if found is None:
        raise NotFound("CRT-027", typed=code)
    return found


async def _require_certificate(certificate_id: UUID) -> Certificate:
    certificate = await queries.find_certificate(certificate_id)
    if certificate is None:
        raise NotFound("CRT-024")
    return certificate
