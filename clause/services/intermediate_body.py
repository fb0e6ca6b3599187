"""What an intermediate body pulls, exactly as it was frozen, and its word that it has it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from clause.db.queries import claims as claim_queries
from clause.db.queries import documents
from clause.db.queries import intermediate_body as queries
from clause.domain.actors import Scope
from clause.domain.claims import MOVES, ClaimReceipt
from clause.domain.documents import StoredFile
from clause.domain.errors import NotFound, WrongState
from clause.domain.intermediate_body import ClaimsAsked, HandedClaim, KnownClaim
from clause.services.unit_of_work import UnitOfWork, reading, writing

EVERY = ClaimsAsked()


@dataclass(frozen=True)
class Handed:
    """A claim with the bytes that were handed over."""

    claim: HandedClaim
    content: bytes


@reading(Scope.OI_READ, planned_once=True)
async def list_claims(
    uow: UnitOfWork, *, updated_since: datetime | None, after: int, limit: int, asked: ClaimsAsked = EVERY
) -> list[HandedClaim]:
    """A page of the claims handed over, by rank: what comes later has a higher rank, a withdrawal included."""
    return await queries.list_handed(uow.org_id, asked, updated_since=updated_since, after=after, limit=limit)


@reading(Scope.OI_READ, planned_once=True)
async def load_claim(uow: UnitOfWork, claim_id: UUID) -> Handed:
    """A claim, with the very bytes that were frozen. NotFound OIB-001."""
    return await _with_content(uow, claim_id)


@reading(Scope.OI_READ, planned_once=True)
async def load_changed_claim(uow: UnitOfWork, claim_id: UUID, known: Collection[str]) -> Handed | KnownClaim:
    """The same; only where it stands for who has what was frozen, whose SHA-256 is one of ``known``."""
    found = await queries.find_known(uow.org_id, claim_id, known) if known else None
    return found or await _with_content(uow, claim_id)


@reading(Scope.OI_READ)
async def load_pdf(uow: UnitOfWork, claim_id: UUID) -> StoredFile:
    """The printed claim. NotFound OIB-001, WrongState OIB-002 while it is being printed."""
    claim = await _handed(uow, claim_id)
    file = await documents.find_document(claim.document_id) if claim.document_id else None
    if file is None:
        raise WrongState("OIB-002")
    return file


@writing(Scope.OI_VERIFY)
async def record_receipt(uow: UnitOfWork, claim_id: UUID, reference: str, comment: str | None) -> ClaimReceipt:
    """The intermediate body's word that it has the claim; given once.

    NotFound OIB-001, WrongState OIB-003 when it was given before, CLM-002 for a claim that was taken back.
    """
    claim = await _handed(uow, claim_id)
    if claim.receipt_reference is not None:
        raise WrongState("OIB-003", reference=claim.receipt_reference)
    receipt = ClaimReceipt(
        id=uow.new_id(),
        claim_id=claim_id,
        reference=reference,
        comment=comment,
        received_at=uow.now,
        recorded_by=uow.actor.id,
    )
    await queries.insert_receipt(receipt, claim, uow.org_id)
    # The foreign key made this wait for a withdrawal in progress: only now is the state certain.
    MOVES.after((await _handed(uow, claim_id)).state, "receive")
    uow.record("claim.received", "claim", claim_id, org_id=claim.facilitator_org_id, reference=reference)
    return receipt


async def _with_content(uow: UnitOfWork, claim_id: UUID) -> Handed:
    claim = await _handed(uow, claim_id)
    content = await claim_queries.load_snapshot(claim_id)
    if content is None:
        raise RuntimeError("a claim that was handed over has no snapshot")
    return Handed(claim, content)


async def _handed(uow: UnitOfWork, claim_id: UUID) -> HandedClaim:
    claim = await queries.find_handed(uow.org_id, claim_id)
    if claim is None:
        raise NotFound("OIB-001")
    return claim
