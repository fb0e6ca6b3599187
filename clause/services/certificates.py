"""Certificates: asked for, drawn by the worker, downloaded, checked by anyone, taken back."""

from datetime import date
from typing import Any
from uuid import UUID

from clause.db.queries import certificates as queries
from clause.db.queries import documents, obligations
from clause.documents.certificate import render_certificate as draw
from clause.domain.actors import Actor, ActorKind, Scope
from clause.domain.certificate_register import (
    MOVES,
    Certificate,
    CertificateFilters,
    CertificateOrder,
    CertificateState,
    Holder,
    Post,
    Subject,
    Verification,
    add_up,
    execution_of,
    figures_day,
    holder_of,
    hours_of,
    progress,
)
from clause.domain.certificates import (
    CertificateContent,
    CertificateKind,
    ObligationLine,
    Signatory,
    certificate_number,
    content_hash,
    new_verification_code,
    normalise_code,
)
from clause.domain.documents import StoredFile
from clause.domain.errors import NotFound, Refused, WrongState
from clause.domain.jobs import Job, JobKind, StepOutcome
from clause.gateways import secrets
from clause.rules.calendar import Period
from clause.services.unit_of_work import UnitOfWork, job_step, reading, writing
from clause.text.certificates import COFINANCED, PROGRAM_CAPACITY, UNNAMED_GROUND, consortium_note
from clause.text.formulas import basis
from clause.text.labels import label

CODE_BYTES = 10


@writing(Scope.CONTRACTS_WRITE)
async def request_certificate(uow: UnitOfWork, lot_id: UUID, order: CertificateOrder, public_url: str) -> Certificate:
    """The certificate, numbered and with its content frozen; its file follows from the job named by ``job_id``.

    Hours are those worked until the day of the order. ``public_url`` is where anyone will check it. Raises NotFound
    CRT-020, Refused CRT-011 to CRT-016 and CRT-021 (nothing is owed on that day), WrongState CRT-022 for a FINAL
    certificate while statements on the lot wait for a decision.
    """
    subject = await queries.find_subject(lot_id)
    if subject is None:
        raise NotFound("CRT-020")
    holder, execution = holder_of(subject, order.company_id), execution_of(subject)
    on = figures_day(order, execution, uow.today)
    figures = await _figures(order, subject, holder, execution, on)
    # From here to the commit nobody else takes a number of this organisation: two requests follow one another.
    sequence = await queries.next_sequence(subject.facilitator_org_id, uow.today.year)
    content = await _content(uow, order, subject, holder, sequence, public_url, figures)
    certificate = await _register(uow, order, subject, holder, sequence, content)
    uow.record(
        "certificate.requested",
        "certificate",
        certificate.id,
        org_id=subject.facilitator_org_id,
        number=certificate.number,
        kind=certificate.kind,
        lot=lot_id,
        company=holder.company_id,
        content_hash=certificate.content_hash,
    )
    return certificate


async def _figures(
    order: CertificateOrder, subject: Subject, holder: Holder, execution: Period, on: date
) -> dict[str, Any]:
    """The fields of the content that count something."""
    in_effect = await obligations.owed_on(subject.lot_id, on)
    if in_effect is None:
        raise Refused("CRT-021", on=on.isoformat())
    versions = [version for version in await obligations.list_obligations(subject.lot_id) if version.effective_on <= on]
    declared = await queries.sum_declared(subject.lot_id, on)
    if order.kind is CertificateKind.FINAL and declared.pending_statements:
        raise WrongState("CRT-022", count=declared.pending_statements)
    rows = await queries.list_hire_hours(subject.lot_id, on)
    booked = add_up(rows, UNNAMED_GROUND)
    owed = in_effect.hours_owed
    others = subject.others(holder)
    own_hours = hours_of(rows, holder.company_id)
    return {
        "execution_first_day": execution.first_day,
        "execution_last_day": execution.last_day,
        "figures_on": on,
        "hours_owed": owed,
        "hours_declared": declared.hours_declared,
        "obligations": tuple(
            ObligationLine(
                version=version.version_no,
                effective_on=version.effective_on,
                hours_owed=version.hours_owed,
                basis=basis(version.trace),
            )
            for version in versions
        ),
        "consortium": consortium_note(others, holder.party.name, own_hours) if others else None,
        **dict(booked),
        **progress(owed, booked.hours_credited, execution, on),
    }


async def _content(
    uow: UnitOfWork,
    order: CertificateOrder,
    subject: Subject,
    holder: Holder,
    sequence: int,
    public_url: str,
    figures: dict[str, Any],
) -> CertificateContent:
    """Everything the certificate will say."""
    code = new_verification_code(secrets.random_bytes(CODE_BYTES))
    is_person = uow.actor.kind is ActorKind.USER and uow.actor.id is not None
    post = await queries.find_post(uow.actor.id, uow.today) if is_person and uow.actor.id else None
    final = order.kind is CertificateKind.FINAL
    return CertificateContent(
        kind=order.kind,
        number=certificate_number(uow.today.year, sequence),
        verification_code=code,
        verify_url=f"{public_url}/verify/{code}",
        issued_on=uow.today,
        replaces_number=await queries.find_final_number(subject.lot_id, holder.company_id) if final else None,
        facilitator_org=subject.facilitator_org,
        signatory=_signatory(uow.actor, post),
        buyer=subject.buyer,
        holder=holder.party,
        contract_reference=subject.contract_reference,
        contract_object=subject.contract_object,
        lot_label=subject.lot_name,
        remark=order.remark,
        eu_mention=COFINANCED if post is not None and post.is_cofinanced else None,
        **figures,
    )


def _signatory(actor: Actor, post: Post | None) -> Signatory:
    if post is not None:
        return Signatory(name=actor.name, capacity=post.job_title)
    return Signatory(name=actor.name, capacity=label("role", actor.role) if actor.role else PROGRAM_CAPACITY)


async def _register(
    uow: UnitOfWork,
    order: CertificateOrder,
    subject: Subject,
    holder: Holder,
    sequence: int,
    content: CertificateContent,
) -> Certificate:
    """The row of the register, with the job that will draw the file."""
    certificate_id = uow.new_id()
    certificate = Certificate(
        id=certificate_id,
        facilitator_org_id=subject.facilitator_org_id,
        buyer_id=subject.buyer_id,
        company_id=holder.company_id,
        lot_id=subject.lot_id,
        kind=order.kind,
        year=uow.today.year,
        sequence=sequence,
        number=content.number,
        code=content.verification_code,
        state=CertificateState.REQUESTED,
        content=content,
        content_hash=content_hash(content),
        document_id=None,
        job_id=await uow.add_job(JobKind.RENDER_CERTIFICATE, certificate_id=certificate_id),
        issued_on=content.issued_on,
        created_by=uow.actor.id,
        created_at=uow.now,
        version=1,
    )
    await queries.insert_certificate(certificate)
    return certificate


@job_step
async def render_certificate(uow: UnitOfWork, job: Job) -> StepOutcome:
    """The file of a certificate, drawn from its frozen content alone; a certificate that has one is left as it is."""
    certificate = await queries.lock_certificate(UUID(job.payload["certificate_id"]))
    if certificate is None:
        raise NotFound("CRT-023")
    if certificate.state is CertificateState.REQUESTED:
        await _issue(uow, certificate)
    return StepOutcome(done=True, result=f"/certificates/{certificate.id}")


async def _issue(uow: UnitOfWork, certificate: Certificate) -> None:
    MOVES.after(certificate.state, "issue")
    file = StoredFile.pdf(f"attestation-{certificate.number}.pdf", draw(certificate.content))
    document_id = uow.new_id()
    await documents.insert_document(
        document_id,
        file,
        facilitator_org_id=certificate.facilitator_org_id,
        company_id=certificate.company_id,
        buyer_id=certificate.buyer_id,
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
