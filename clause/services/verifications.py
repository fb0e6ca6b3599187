"""The verification of claims by their intermediate body: opened, concluded, corrected later; the claim follows."""

from datetime import date
from uuid import UUID

from clause.db.queries import claim_lines
from clause.db.queries import claim_messages as message_queries
from clause.db.queries import claims as claim_queries
from clause.db.queries import conclusion_inputs as input_queries
from clause.db.queries import verification_drafts as draft_queries
from clause.db.queries import verifications as queries
from clause.db.queries.claim_moves import lock_with_operation, move_claim
from clause.db.queries.operation_settling import settle_if_done
from clause.documents.verification import render_verification
from clause.domain.actors import Scope
from clause.domain.agreement_rules import agreement_value_of
from clause.domain.claim_conclusions import ConclusionInputs
from clause.domain.claim_standing import ClaimStanding, standing_of
from clause.domain.claims import MOVES, Claim, ClaimState
from clause.domain.documents import StoredFile
from clause.domain.errors import Forbidden, NotFound, WrongState
from clause.domain.operations import Operation
from clause.domain.verification_report import report_of
from clause.domain.verification_work import weigh
from clause.domain.verifications import (
    Verification,
    VerificationStage,
    VerificationTerms,
    content_hash,
)
from clause.rules.claim_calendar import answer_until
from clause.services.unit_of_work import UnitOfWork, reading, writing

CLAIM_READERS = (Scope.CLAIMS_READ, Scope.OI_READ)


async def _locked(uow: UnitOfWork, claim_id: UUID) -> tuple[Claim, Operation]:
    """A claim handed to the caller's organisation, with its operation, both locked (NotFound CSF-001).

    Forbidden CSF-002 for whoever prepared or signed it: nobody verifies their own claim.
    """
    found = await lock_with_operation(claim_id)
    if found is None:
        raise NotFound("CSF-001")
    if uow.actor.id is not None and uow.actor.id in (found[0].prepared_by, found[0].signed_by):
        raise Forbidden("CSF-002")
    return found


@writing(Scope.OI_VERIFY)
async def declare_inadmissible(uow: UnitOfWork, claim_id: UUID, reason: str) -> Claim:
    """Send a claim back before its verification: signed by the wrong person, wrong period, a piece missing.

    Its months are free again. NotFound CSF-001, Forbidden CSF-002, WrongState CLM-002.
    """
    claim, _ = await _locked(uow, claim_id)
    moved = await move_claim(uow, claim, "declare_inadmissible", reason=reason)
    uow.record("claim.declared_inadmissible", "claim", claim.id, org_id=claim.facilitator_org_id, reason=reason)
    return moved


@writing(Scope.OI_VERIFY)
async def open_verification(uow: UnitOfWork, claim_id: UUID) -> Claim:
    """The claim is admissible and its verification begins, or goes on after a question left without answer.

    NotFound CSF-001, Forbidden CSF-002, WrongState CLM-002, CSF-003 while a question may still be answered.
    """
    claim, _ = await _locked(uow, claim_id)
    if claim.state is not ClaimState.CLARIFICATION:
        moved = await move_claim(uow, claim, "open_verification")
    else:
        standing = standing_of(claim.conclusions)
        if standing.clarification_due_on is not None and uow.today <= standing.clarification_due_on:
            raise WrongState("CSF-003", due_on=standing.clarification_due_on.isoformat())
        moved = await move_claim(uow, claim, "resume", standing=standing.with_clock_running(uow.today))
    uow.record("verification.opened", "claim", claim.id, org_id=claim.facilitator_org_id, before=claim.state)
    return moved


@writing(Scope.OI_VERIFY)
async def record_conclusions(uow: UnitOfWork, claim_id: UUID, terms: VerificationTerms) -> Verification:
    """Interim or final conclusions, with the decision on each line and what follows; the claim moves on with them.

    Interim ones that retain less FSE+ than requested open the contradictory period. Final ones say what is to be paid,
    to be paid back, or that nothing is. NotFound CSF-001, Forbidden CSF-002, WrongState CLM-002, CSF-004 before earlier
    claims are concluded, CSF-005 before the contradictory period is over, CSF-006 for final conclusions that retain
    less than the interim ones told; Refused CSF-010 to CSF-012 with findings.
    """
    claim, operation = await _locked(uow, claim_id)
    final = terms.stage is VerificationStage.FINAL
    MOVES.after(claim.state, "conclude_final" if final else "conclude_interim")
    earlier = await input_queries.unconcluded_before(claim)
    if earlier is not None:
        raise WrongState("CSF-004", number=earlier)
    standing = standing_of(claim.conclusions)
    if final:
        _check_answered(uow, claim, standing)
    verification = await _conclude(uow, claim, terms)
    if final:
        told = standing.figures
        if told is not None and verification.figures.due_total < min(told.due_total, told.requested_total):
            raise WrongState("CSF-006", told=told.due_total, found=verification.figures.due_total)
        await _store(uow, verification)
        await _move_to_settlement(uow, claim, operation, verification, "conclude_final")
    else:
        await _store(uow, verification)
        await _move_to_interim(uow, claim, verification)
    return verification


def _check_answered(uow: UnitOfWork, claim: Claim, standing: ClaimStanding) -> None:
    """The beneficiary has answered, or its days are over (WrongState CSF-005)."""
    until = standing.contradictory_until
    if claim.state is not ClaimState.CONTRADICTORY or standing.observations_received or until is None:
        return
    if uow.today <= until:
        raise WrongState("CSF-005", until=until.isoformat())


@writing(Scope.OI_VERIFY)
async def correct_claim(uow: UnitOfWork, claim_id: UUID, terms: VerificationTerms) -> Verification:
    """A later finding on a settled claim, as a new version of its conclusions; the difference is paid or paid back.

    NotFound CSF-001, Forbidden CSF-002, WrongState CLM-002, Refused CSF-010 to CSF-012 with findings.
    """
    claim, operation = await _locked(uow, claim_id)
    MOVES.after(claim.state, "correct")
    verification = await _conclude(uow, claim, terms)
    await _store(uow, verification)
    await _move_to_settlement(uow, claim, operation, verification, "correct")
    return verification


async def _conclude(uow: UnitOfWork, claim: Claim, terms: VerificationTerms) -> Verification:
    grounds = await input_queries.load_grounds(claim)
    decisions, found = weigh(grounds, terms)
    verification = Verification(
        id=uow.new_id(),
        facilitator_org_id=claim.facilitator_org_id,
        intermediate_body_id=claim.intermediate_body_id,
        claim_id=claim.id,
        version_no=grounds.version_no + 1,
        terms=terms,
        figures=found.figures,
        account=found.account,
        decisions=decisions,
        content_hash="",
        contradictory_until=None,
        recorded_by=uow.actor.id,
        recorded_at=uow.now,
    )
    until = _contradictory_until(uow, grounds.inputs, verification)
    dated = verification.model_copy(update={"contradictory_until": until})
    return dated.model_copy(update={"content_hash": content_hash(dated)})


def _contradictory_until(uow: UnitOfWork, inputs: ConclusionInputs, verification: Verification) -> date | None:
    if verification.terms.stage is not VerificationStage.INTERIM or not verification.figures.is_reduced:
        return None
    return answer_until(uow.today, agreement_value_of(inputs.agreement, "contradictory_days", uow.today))


async def _store(uow: UnitOfWork, verification: Verification) -> None:
    await queries.insert_verification(verification)
    await queries.insert_decisions(verification, [uow.new_id() for _ in verification.decisions])
    await draft_queries.delete_drafts(verification.claim_id)
    figures = verification.figures
    uow.record(
        f"verification.{verification.terms.stage.value}",
        "claim",
        verification.claim_id,
        org_id=verification.facilitator_org_id,
        reason=verification.terms.reason,
        version=verification.version_no,
        retained=figures.retained_cost,
        due=figures.due_total,
        to_settle=figures.to_settle,
        content_hash=verification.content_hash,
    )


async def _move_to_interim(uow: UnitOfWork, claim: Claim, verification: Verification) -> None:
    standing = standing_of(claim.conclusions).with_conclusions(verification)
    moved = await move_claim(uow, claim, "conclude_interim", standing=standing)
    if verification.contradictory_until is not None:
        await move_claim(uow, moved, "open_contradictory")


async def _move_to_settlement(
    uow: UnitOfWork, claim: Claim, operation: Operation, verification: Verification, action: str
) -> None:
    standing = standing_of(claim.conclusions).with_conclusions(verification)
    moved = await move_claim(uow, claim, action, reason=verification.terms.reason, standing=standing)
    left = verification.figures.to_settle
    if left > 0:
        await move_claim(uow, moved, "find_payable")
    elif left < 0:
        await move_claim(uow, moved, "find_recovery_due")
    elif action == "conclude_final":
        await move_claim(uow, moved, "find_settled")
    await settle_if_done(uow, operation)


@reading(*CLAIM_READERS)
async def list_verifications(uow: UnitOfWork, claim_id: UUID) -> list[Verification]:
    """The conclusions on a claim that the caller may see, first to last. NotFound CSF-007."""
    if await claim_queries.find_claim(claim_id) is None:
        raise NotFound("CSF-007")
    return await queries.list_verifications(claim_id)


@reading(*CLAIM_READERS)
async def load_standing(uow: UnitOfWork, claim_id: UUID) -> Claim:
    """A claim that the caller may see, with what stands beside it. NotFound CSF-008."""
    claim = await claim_queries.find_claim(claim_id)
    if claim is None:
        raise NotFound("CSF-008")
    return claim


@reading(*CLAIM_READERS)
async def load_report(uow: UnitOfWork, verification_id: UUID) -> StoredFile:
    """The report of conclusions that the caller may see, as a PDF; the same bytes every time. NotFound CSF-009."""
    found = await queries.find_verification(verification_id)
    content = await claim_queries.load_snapshot(found.claim_id) if found else None
    if found is None or content is None:
        raise NotFound("CSF-009")
    messages = await message_queries.list_messages(found.claim_id)
    report = report_of(content, await claim_lines.list_lines(found.claim_id), found, messages)
    return StoredFile.pdf(f"csf-bilan-{report.claim_number}-v{found.version_no}.pdf", render_verification(report))
