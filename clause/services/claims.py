"""Claims: drafted, computed by a job, signed, frozen and handed over, printed by a job, taken back with a reason."""

from uuid import UUID

from clause.db.queries import claim_events as event_queries
from clause.db.queries import claim_facilitation as facilitation_queries
from clause.db.queries import claim_files as file_queries
from clause.db.queries import claim_inputs as input_queries
from clause.db.queries import claim_lines, documents
from clause.db.queries import claims as queries
from clause.db.queries import employments as employment_queries
from clause.db.queries import operations as operation_queries
from clause.db.queries import timesheets as timesheet_queries
from clause.db.queries.claim_moves import lock_with_operation
from clause.documents.claim import render_claim as draw
from clause.domain.actors import Scope
from clause.domain.checks.claims import findings_of, with_waivers
from clause.domain.claim_accounts import account_of, amounts_of, rule_set_of, stored_lines
from clause.domain.claim_document import ClaimDocument
from clause.domain.claim_events import ClaimEvent, Move
from clause.domain.claim_printing import document_of
from clause.domain.claim_snapshot import freeze, snapshot_hash
from clause.domain.claim_snapshot_parts import SnapshotSignature
from clause.domain.claims import (
    MOVES,
    Claim,
    ClaimKind,
    ClaimLine,
    ClaimState,
    ClaimTerms,
    blocks,
    new_draft,
)
from clause.domain.claims_computation import compute_claim as compute_amounts
from clause.domain.documents import StoredFile
from clause.domain.errors import NotFound, Refused, WrongState
from clause.domain.findings import Finding
from clause.domain.jobs import Job, JobKind, StepOutcome
from clause.domain.operations import Operation, OperationState
from clause.gateways.seals import sealer
from clause.rules.calendar import FRANCE, Month
from clause.rules.errors import Reason, RuleError
from clause.services.unit_of_work import UnitOfWork, job_step, reading, writing
from clause.text.claim_declarations import DECLARATIONS
from clause.text.labels import label

CLAIMABLE = (
    OperationState.IN_FORCE,
    OperationState.AMENDMENT_PENDING,
    OperationState.IMPLEMENTATION_ENDED,
    OperationState.FINAL_CLAIM_DUE,
)
"""States of an operation in which a claim may be started (C1)."""


@writing(Scope.CLAIMS_WRITE)
async def start_claim(uow: UnitOfWork, operation_id: UUID, terms: ClaimTerms) -> Claim:
    """A draft for whole months of an operation, and the job that computes it.

    NotFound CLM-001 for an unknown operation, WrongState CLM-021 before it is in force; Refused CLM-003 for months in
    the wrong order, CLM-004 for months outside the operation, CLM-022 for a postponement without its reason; WrongState
    CLM-005 while another claim is open, CLM-006 for a month that was claimed before, CLM-007 after the final claim.
    """
    operation = await operation_queries.lock_operation(operation_id)
    if operation is None:
        raise NotFound("CLM-001")
    if operation.state not in CLAIMABLE:
        raise WrongState("CLM-021", operation_state=operation.state.value)
    if (terms.postponed_to is None) != (terms.postponed_reason is None):
        raise Refused("CLM-022")
    _check_months(terms, operation)
    others = await queries.list_claims_of(operation_id)
    _check_others(terms, others)
    claim_id = uow.new_id()
    claim = new_draft(
        terms,
        claim_id=claim_id,
        facilitator_org_id=uow.org_id,
        intermediate_body_id=operation.intermediate_body_id,
        operation_id=operation_id,
        number=max((other.number for other in others), default=0) + 1,
        job_id=await uow.add_job(JobKind.COMPUTE_CLAIM, claim_id=claim_id),
        prepared_by=uow.actor.id,
        now=uow.now,
    )
    await queries.insert_claim(claim)
    await _write_move(uow, claim, "start", claim.state, came_from=None)
    uow.record("claim.started", "claim", claim_id, number=claim.number, first=terms.first_month, last=terms.last_month)
    return claim


def _check_months(terms: ClaimTerms, operation: Operation) -> None:
    if terms.last_month < terms.first_month:
        raise Refused("CLM-003", first_month=terms.first_month, last_month=terms.last_month)
    first, last = Month.of(operation.first_day), Month.of(operation.last_day)
    if terms.first_month < first or last < terms.last_month:
        raise Refused("CLM-004", first_month=first, last_month=last)


def _check_others(terms: ClaimTerms, others: list[Claim]) -> None:
    for other in others:
        if other.state.is_open:
            raise WrongState("CLM-005", number=other.number)
        if not other.state.stands:
            continue
        if other.first_month <= terms.last_month and terms.first_month <= other.last_month:
            raise WrongState("CLM-006", number=other.number)
        if other.kind is ClaimKind.FINAL:
            raise WrongState("CLM-007", number=other.number)


async def _write_move(
    uow: UnitOfWork,
    claim: Claim,
    action: str,
    state: ClaimState,
    *,
    came_from: ClaimState | None,
    reason: str | None = None,
    snapshot_hash: str | None = None,
) -> None:
    move = Move(action=action, from_state=came_from, to_state=state, reason=reason, snapshot_hash=snapshot_hash)
    await event_queries.insert_event(uow, claim, move)


async def _locked(claim_id: UUID, action: str) -> tuple[Claim, ClaimState]:
    """A claim of the caller, locked, and its state after the action. NotFound CLM-008, WrongState CLM-002."""
    claim = await queries.lock_claim(claim_id)
    if claim is None:
        raise NotFound("CLM-008")
    return claim, MOVES.after(claim.state, action)


async def _found(claim_id: UUID) -> Claim:
    claim = await queries.find_claim(claim_id)
    if claim is None:
        raise NotFound("CLM-009")
    return claim


@writing(Scope.CLAIMS_WRITE)
async def recompute_claim(uow: UnitOfWork, claim_id: UUID) -> Claim:
    """A draft again, without lines, and a new job that computes it from what is known by then."""
    claim, state = await _locked(claim_id, "recompute")
    await claim_lines.delete_lines(claim.id)
    job_id = await uow.add_job(JobKind.COMPUTE_CLAIM, claim_id=claim.id)
    await queries.save_draft(claim.id, state, job_id, (), uow.now)
    await _write_move(uow, claim, "recompute", state, came_from=claim.state)
    uow.record("claim.recomputed", "claim", claim.id)
    return await _found(claim.id)


@reading(Scope.CLAIMS_READ)
async def load_claim(uow: UnitOfWork, claim_id: UUID) -> Claim:
    """One claim. NotFound CLM-009."""
    return await _found(claim_id)


@reading(Scope.CLAIMS_READ)
async def list_claims(
    uow: UnitOfWork, *, operation_id: UUID | None, state: ClaimState | None, after: UUID | None, limit: int
) -> list[Claim]:
    """A page of the organisation's claims, oldest first."""
    return await queries.list_claims(operation_id=operation_id, state=state, after=after, limit=limit)


@reading(Scope.CLAIMS_READ)
async def load_lines(uow: UnitOfWork, claim_id: UUID) -> tuple[Claim, list[ClaimLine]]:
    """A claim with its lines; none before it is computed."""
    return await _found(claim_id), await claim_lines.list_lines(claim_id)


@reading(Scope.CLAIMS_READ)
async def list_events(uow: UnitOfWork, claim_id: UUID) -> list[ClaimEvent]:
    """The moves of a claim, in their order."""
    return await event_queries.list_events((await _found(claim_id)).id)


@reading(Scope.CLAIMS_READ)
async def load_pdf(uow: UnitOfWork, claim_id: UUID) -> StoredFile:
    """The claim as a PDF. WrongState CLM-010 before it is submitted and printed."""
    claim = await _found(claim_id)
    file = await documents.find_document(claim.document_id) if claim.document_id else None
    if file is None:
        raise WrongState("CLM-010")
    return file


@reading(Scope.CLAIMS_READ)
async def load_document(uow: UnitOfWork, claim_id: UUID) -> ClaimDocument:
    """All that the PDF of a claim says. WrongState CLM-024 before it is submitted."""
    content = await queries.load_snapshot((await _found(claim_id)).id)
    if content is None:
        raise WrongState("CLM-024")
    return document_of(content)


@job_step
async def compute_claim(uow: UnitOfWork, job: Job) -> StepOutcome:
    """Compute a draft: its lines and amounts, or the findings that keep it a draft.

    Nothing happens when the claim has gone on meanwhile, or when a later job computes it. Refused CLM-011 should a
    formula refuse what the checks let through.
    """
    done = StepOutcome(done=True, result=f"/claims/{job.payload['claim_id']}")
    claim = await queries.lock_claim(UUID(job.payload["claim_id"]))
    if claim is None or claim.state is not ClaimState.DRAFT or claim.job_id != job.id:
        return done
    inputs = await input_queries.load_inputs(claim)
    findings = with_waivers(findings_of(inputs, uow.today), claim.waivers)
    await queries.save_draft(claim.id, claim.state, claim.job_id, findings, uow.now)
    if blocks(findings):
        uow.record("claim.not_computed", "claim", claim.id, findings=len(findings))
        return done
    try:
        figures = compute_amounts(inputs)
    except RuleError as error:
        if error.reason is Reason.NEGATIVE and "person_ref" not in error.values:
            below = Finding(code="CLM-130", field="lines", raw=error.values.get("value"), values=error.values)
            await queries.save_draft(claim.id, claim.state, claim.job_id, (*findings, below), uow.now)
            return done
        raise Refused("CLM-011", reason=error.reason.value, about=", ".join(error.values.values())) from error
    lines = stored_lines(figures, uow.new_id)
    await claim_lines.insert_lines(claim, lines)
    amounts, account = amounts_of(figures), account_of(inputs, figures)
    state = MOVES.after(claim.state, "compute")
    await queries.save_facilitation(claim.id, await facilitation_queries.count_facilitation(claim.period))
    rule_set = rule_set_of(inputs.operation, [*account.figures.values(), *(line.trace for line in lines)])
    await queries.save_figures(claim.id, state, amounts, account, rule_set, uow.now)
    await _write_move(uow, claim, "compute", state, came_from=claim.state)
    uow.record("claim.computed", "claim", claim.id, total=amounts.total_cost, requested=amounts.amount_requested)
    return done


@writing(Scope.CLAIMS_SIGN)
async def sign_claim(uow: UnitOfWork, claim_id: UUID) -> Claim:
    """The signature of someone who may bind the organisation; from here on, time and pay of the claim are frozen.

    WrongState CLM-012 when time, pay, missions, the agreement or earlier claims changed since the computation.
    """
    claim, state = await _locked(claim_id, "sign")
    lines = await claim_lines.list_lines(claim.id)
    # Locked first, read again afterwards: nobody reopens a month between the comparison and the signature.
    await timesheet_queries.share_timesheets(sorted({sheet for line in lines for sheet in line.timesheets}))
    await employment_queries.share_employments(sorted({line.employment_id for line in lines if line.employment_id}))
    if claim.account is None or (await input_queries.load_inputs(claim)).hash() != claim.account.inputs_hash:
        raise WrongState("CLM-012")
    await queries.save_signature(claim.id, state, uow.actor.id, tuple(DECLARATIONS), uow.now)
    await _write_move(uow, claim, "sign", state, came_from=claim.state)
    uow.record("claim.signed", "claim", claim.id, inputs_hash=claim.account.inputs_hash)
    return await _found(claim.id)


@writing(Scope.CLAIMS_WRITE)
async def submit_claim(uow: UnitOfWork, claim_id: UUID) -> Claim:
    """Freeze the claim as bytes, hand it to the intermediate body, and have it printed.

    WrongState CLM-013 when the person who signed may no longer sign for the organisation, CLM-023 when time, pay,
    payments, resources or an earlier claim changed since the signature: what is handed over is what was signed.
    """
    # The operation first: nothing is added to its resources or payments between the comparison and the snapshot.
    await lock_with_operation(claim_id)
    claim, state = await _locked(claim_id, "submit")
    file = await file_queries.load_file(claim)
    if claim.account is None or file.inputs_hash != claim.account.inputs_hash:
        raise WrongState("CLM-023")
    snapshot = freeze(file, await _signature(claim), _declared(claim), uow.now)
    content = snapshot.canonical_bytes()
    digest = snapshot_hash(content)
    sequence = await queries.next_sequence(claim.intermediate_body_id)
    job_id = await uow.add_job(JobKind.RENDER_CLAIM, claim_id=claim.id)
    await queries.save_submission(claim.id, state, content, digest, sequence, job_id, uow.now)
    await _write_move(uow, claim, "submit", state, came_from=claim.state, snapshot_hash=digest)
    uow.record("claim.submitted", "claim", claim.id, snapshot_hash=digest, sequence=sequence)
    return await _found(claim.id)


def _declared(claim: Claim) -> tuple[str, ...]:
    return tuple(DECLARATIONS[code] for code in claim.declarations or DECLARATIONS)


async def _signature(claim: Claim) -> SnapshotSignature:
    signatory = (
        await file_queries.find_signatory(claim.facilitator_org_id, claim.signed_by) if claim.signed_by else None
    )
    if signatory is None or claim.signed_at is None:
        raise WrongState("CLM-013")
    name, role = signatory
    signed_on = claim.signed_at.astimezone(FRANCE).date()
    return SnapshotSignature(
        name=name,
        capacity=label("role", role),
        signed_on=signed_on,
        signed_at=claim.signed_at,
        account_id=claim.signed_by,
    )


@writing(Scope.CLAIMS_WRITE)
async def withdraw_claim(uow: UnitOfWork, claim_id: UUID, reason: str) -> Claim:
    """Take a claim back, before the intermediate body has acknowledged it; its months can be claimed again.

    WrongState CLM-014 once there is a receipt, CLM-015 while a later claim builds on it.
    """
    claim, state = await _locked(claim_id, "withdraw")
    sequence = claim.oi_sequence
    if claim.state is ClaimState.SUBMITTED:
        receipt = await queries.find_receipt(claim.id)
        if receipt is not None:
            raise WrongState("CLM-014", reference=receipt.reference)
        later = [
            other.number
            for other in await queries.list_claims_of(claim.operation_id)
            if other.number > claim.number and other.state is not ClaimState.WITHDRAWN
        ]
        if later:
            raise WrongState("CLM-015", number=later[0])
        sequence = await queries.next_sequence(claim.intermediate_body_id)
    await queries.save_withdrawal(claim.id, state, sequence, uow.now)
    await _write_move(uow, claim, "withdraw", state, came_from=claim.state, reason=reason)
    uow.record("claim.withdrawn", "claim", claim.id, reason=reason, before=claim.state)
    return await _found(claim.id)


@job_step
async def render_claim(uow: UnitOfWork, job: Job) -> StepOutcome:
    """Print a submitted claim from its snapshot and from nothing else; the same snapshot gives the same bytes."""
    done = StepOutcome(done=True, result=f"/claims/{job.payload['claim_id']}/pdf")
    claim = await queries.lock_claim(UUID(job.payload["claim_id"]))
    content = await queries.load_snapshot(claim.id) if claim is not None else None
    if claim is None or content is None or claim.document_id is not None:
        return done
    name = f"bilan-{claim.number}-{claim.first_month}-{claim.last_month}.pdf"
    sealed = await sealer.seal(draw(document_of(content), await sealer.octets()), uow.now)
    file = StoredFile.pdf(name, sealed.content)
    document_id = uow.new_id()
    await documents.insert_document(
        document_id,
        file,
        facilitator_org_id=claim.facilitator_org_id,
        intermediate_body_id=claim.intermediate_body_id,
        seal_fingerprint=sealed.fingerprint,
        now=uow.now,
    )
    await queries.save_document(claim.id, document_id)
    await uow.add_job(JobKind.BUILD_BUNDLE, claim_id=claim.id)
    uow.record("claim.printed", "claim", claim.id, sha256=file.sha256)
    return done
