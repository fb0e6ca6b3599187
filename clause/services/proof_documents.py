"""Copies of proofs: kept for the time of a decision, handed over to who says why, erased in time."""

from typing import NamedTuple
from uuid import UUID

from clause.db.queries import eligibility as eligibility_queries
from clause.db.queries import hires as hire_queries
from clause.db.queries import proof_documents as queries
from clause.domain import proof_documents as domain
from clause.domain.actors import OrgKind, Scope
from clause.domain.eligibility import EligibilityState
from clause.domain.errors import Forbidden, NotFound, WrongState
from clause.domain.hires import NamedHire
from clause.domain.jobs import Job, StepOutcome
from clause.domain.proof_documents import NamedProofDocument, ProofDocument, ProofView, SentFile, SentProof
from clause.rules.eligibility import ground
from clause.rules.proof_retention import keep_until, keep_until_unread
from clause.services.unit_of_work import UnitOfWork, job_step, reading, writing

ERASED_A_STEP = 200
"""Copies that one committed step of the daily job erases."""

_UNDECIDED = (EligibilityState.SUBMITTED, EligibilityState.INCOMPLETE)


class ProofsOfPerson(NamedTuple):
    """All copies of a person's proofs, and every look at them."""

    documents: list[NamedProofDocument]
    views: list[ProofView]


class ViewedProof(NamedTuple):
    """A copy handed over."""

    media_type: str
    content: bytes


@writing(Scope.CONTRACTS_WRITE)
async def keep_proof(uow: UnitOfWork, eligibility_id: UUID, file: SentFile | None) -> ProofDocument:
    """Keep a copy of a proof. NotFound PRF-001, Refused PRF-003 for a file that is no PDF, JPEG or PNG.

    Its kind is read from its bytes. Its name is not kept, and neither name nor hash goes into the journal.
    """
    eligibility = await eligibility_queries.lock_eligibility(eligibility_id)
    if eligibility is None:
        raise _no_eligibility()
    sent, media_type = domain.check_file(file)
    document = ProofDocument(
        id=uow.new_id(),
        facilitator_org_id=uow.org_id,
        eligibility_id=eligibility_id,
        media_type=media_type,
        size_bytes=len(sent.content),
        sha256=domain.fingerprint(sent.content),
        received_by=uow.actor.id,
        received_at=uow.now,
        keep_until=keep_until(ground(eligibility.ground), uow.today, is_decided=eligibility.state not in _UNDECIDED),
        purged_at=None,
    )
    await queries.insert_document(document, sent.content)
    uow.record("proof.kept", "proof_document", document.id, eligibility=eligibility_id)
    return document


def _no_eligibility() -> NotFound:
    return NotFound("PRF-001")


def _require_facilitator_org(uow: UnitOfWork) -> None:
    if uow.actor.org_kind is not OrgKind.FACILITATOR_ORG:
        raise Forbidden("PRF-005")


async def _require_document(document_id: UUID) -> ProofDocument:
    document = await queries.find_document(document_id)
    if document is None:
        raise NotFound("PRF-002")
    return document


@reading(Scope.CONTRACTS_READ)
async def list_documents(
    uow: UnitOfWork, eligibility_id: UUID, *, after: UUID | None, limit: int
) -> list[ProofDocument]:
    """A page of what is known of the copies that prove a ground. Forbidden PRF-005, NotFound PRF-001."""
    _require_facilitator_org(uow)
    if await eligibility_queries.find_eligibility(eligibility_id) is None:
        raise _no_eligibility()
    return await queries.list_documents(eligibility_id, after=after, limit=limit)


@writing(Scope.HOURS_DECLARE)
async def send_proof(uow: UnitOfWork, hire_id: UUID, file: SentFile | None) -> SentProof:
    """Send a copy of a proof for a person whom the company employs; what it proves is not told to the company.

    Forbidden PRF-006 for anybody but a company, NotFound PRF-007, Refused PRF-003 as for ``keep_proof``. The copy is
    kept as one of the most sensitive grounds, for the company does not know which it is.
    """
    hire = await _require_own_hire(uow, hire_id)
    sent, media_type = domain.check_file(file)
    document = ProofDocument(
        id=uow.new_id(),
        facilitator_org_id=hire.facilitator_org_id,
        eligibility_id=hire.eligibility_id,
        media_type=media_type,
        size_bytes=len(sent.content),
        sha256=domain.fingerprint(sent.content),
        received_by=uow.actor.id,
        received_at=uow.now,
        keep_until=keep_until_unread(uow.today),
        purged_at=None,
        sent_by_org_id=uow.org_id,
    )
    await queries.insert_document(document, sent.content)
    uow.record("proof.sent", "proof_document", document.id, org_id=hire.facilitator_org_id, hire=hire_id)
    return SentProof(
        id=document.id,
        hire_id=hire_id,
        media_type=media_type,
        size_bytes=document.size_bytes,
        received_at=document.received_at,
    )


@reading(Scope.HOURS_DECLARE)
async def list_sent_proofs(uow: UnitOfWork, hire_id: UUID) -> list[SentProof]:
    """The copies that the company sent for a person it employs. Forbidden PRF-006, NotFound PRF-007."""
    await _require_own_hire(uow, hire_id)
    return await queries.list_sent(hire_id, uow.org_id)


async def _require_own_hire(uow: UnitOfWork, hire_id: UUID) -> NamedHire:
    if uow.actor.org_kind is not OrgKind.COMPANY:
        raise Forbidden("PRF-006")
    hire = await hire_queries.find_hire(hire_id)
    if hire is None:
        raise NotFound("PRF-007")
    return hire


@writing(Scope.CONTRACTS_WRITE)
async def view_proof(uow: UnitOfWork, document_id: UUID, purpose: str) -> ViewedProof:
    """The copy itself, for a purpose; who looked is recorded with the look, or nothing is handed over.

    NotFound PRF-002, WrongState PRF-004 once the bytes are erased.
    """
    document = await _require_document(document_id)
    content = await queries.lock_content(document_id)
    if content is None:
        raise WrongState("PRF-004")
    view = ProofView(
        id=uow.new_id(),
        facilitator_org_id=document.facilitator_org_id,
        proof_document_id=document_id,
        purpose=purpose,
        viewed_by=uow.actor.id,
        viewed_by_kind=uow.actor.kind,
        viewed_at=uow.now,
    )
    await queries.insert_view(view)
    uow.record("proof.viewed", "proof_document", document_id, eligibility=document.eligibility_id)
    return ViewedProof(document.media_type, content)


@reading(Scope.CONTRACTS_READ)
async def list_views(uow: UnitOfWork, document_id: UUID, *, after: UUID | None, limit: int) -> list[ProofView]:
    """A page of who looked at a copy, when and what for. Forbidden PRF-005, NotFound PRF-002."""
    _require_facilitator_org(uow)
    await _require_document(document_id)
    return await queries.list_views(document_id, after=after, limit=limit)


@reading(Scope.CONTRACTS_READ)
async def list_proofs_of_participant(uow: UnitOfWork, participant_id: UUID) -> ProofsOfPerson:
    """What is known of the copies that prove any ground of a person, and who looked at them. Forbidden PRF-005."""
    _require_facilitator_org(uow)
    return ProofsOfPerson(
        await queries.list_documents_of_participant(participant_id),
        await queries.list_views_of_participant(participant_id),
    )


@job_step
async def erase_proofs(uow: UnitOfWork, job: Job) -> StepOutcome:
    """Erase the bytes of copies kept long enough; run again the same day, it finds nothing."""
    erased = await queries.erase(uow.today, uow.now, ERASED_A_STEP)
    for document_id in erased:
        uow.record("proof.erased", "proof_document", document_id)
    done = job.progress_done + len(erased)
    return StepOutcome(done=not erased, progress_done=done, progress_total=done)
