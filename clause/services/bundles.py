"""The bundle of a claim: made once by a job from what was frozen, kept, handed over as it is."""

from datetime import timedelta
from uuid import UUID

from clause.db.queries import bundles as queries
from clause.db.queries import claims as claim_queries
from clause.db.queries import documents
from clause.db.queries import evidence as evidence_queries
from clause.documents.archive import entry_of, zip_of
from clause.documents.claim_csv import plain_lines_csv, plain_staff_csv
from clause.domain.actors import Scope
from clause.domain.bundle import (
    EVIDENCE_LIST,
    MANIFEST,
    ZIP,
    BundleContents,
    BundleFile,
    BundleParts,
    HandedEvidence,
    contents_of,
    evidence_file,
    files_of,
    timesheet_file,
)
from clause.domain.claim_snapshot import ClaimSnapshot, read_snapshot, snapshot_hash
from clause.domain.claim_tables import tables_of_snapshot
from clause.domain.documents import StoredFile
from clause.domain.errors import NotFound, WrongState
from clause.domain.frozen_claim import trace_of
from clause.domain.jobs import Job, JobKind, StepOutcome
from clause.services.unit_of_work import UnitOfWork, job_step, reading

PAUSE = timedelta(seconds=30)
"""How long after each look the next one comes while something is to be printed."""
PATIENCE = timedelta(days=2)


@reading(Scope.CLAIMS_READ, Scope.OI_READ)
async def load_bundle(uow: UnitOfWork, claim_id: UUID) -> StoredFile:
    """The bundle of a claim that was handed over, for the beneficiary and for the intermediate body.

    NotFound OIB-009, WrongState OIB-010 while it is being made or before the claim is handed over.
    """
    is_seen, document_id = await queries.find_bundle(claim_id)
    if not is_seen:
        raise NotFound("OIB-009")
    file = await documents.find_document(document_id) if document_id else None
    if file is None:
        raise WrongState("OIB-010")
    return file


@reading(Scope.CLAIMS_READ, Scope.OI_READ)
async def list_contents(uow: UnitOfWork, claim_id: UUID) -> BundleContents | None:
    """What the bundle of a claim holds, None while it is being made. NotFound OIB-013."""
    is_seen, document_id = await queries.find_bundle(claim_id)
    if not is_seen:
        raise NotFound("OIB-013")
    file = await documents.find_document(document_id) if document_id else None
    if file is None:
        return None
    manifest, evidence = entry_of(file.content, MANIFEST), entry_of(file.content, EVIDENCE_LIST)
    if manifest is None or evidence is None:
        raise RuntimeError("a bundle without its lists")
    return contents_of(len(file.content), manifest, evidence)


@reading(Scope.CLAIMS_READ, Scope.OI_READ)
async def load_entry(uow: UnitOfWork, claim_id: UUID, path: str) -> StoredFile:
    """One file of the bundle of a claim, to the byte. NotFound OIB-014 for a path that it does not hold."""
    _, document_id = await queries.find_bundle(claim_id)
    bundle = await documents.find_document(document_id) if document_id else None
    lists = entry_of(bundle.content, MANIFEST) if bundle else None
    held = contents_of(0, lists, b'{"evidence": []}').files if lists else ()
    listed = next((file for file in held if file.path == path), None)
    content = entry_of(bundle.content, path) if bundle and listed else None
    if listed is None or content is None:
        raise NotFound("OIB-014")
    return StoredFile.of(path.rpartition("/")[2], listed.media_type, content)


@job_step
async def build_bundle(uow: UnitOfWork, job: Job) -> StepOutcome:
    """Put the files of a submitted claim together, once; looks again later while something is still to be printed.

    Nothing waits for longer than two days after the submission: then what is there is put together.
    """
    done = StepOutcome(done=True, result=f"/claims/{job.payload['claim_id']}/bundle")
    claim = await claim_queries.lock_claim(UUID(job.payload["claim_id"]))
    content = await claim_queries.load_snapshot(claim.id) if claim is not None else None
    if claim is None or content is None or (await queries.find_bundle(claim.id))[1] is not None:
        return done
    snapshot = read_snapshot(content)
    pdf = await documents.find_document(claim.document_id) if claim.document_id else None
    if pdf is None or await _waits_for_months(uow, snapshot):
        await uow.plan_job(JobKind.BUILD_BUNDLE, uow.now + PAUSE, claim_id=claim.id)
        return done
    archive = zip_of(files_of(await _parts(claim.id, content, snapshot, pdf.content)))
    file = StoredFile.of(f"bilan-{claim.number}-{claim.first_month}-{claim.last_month}.zip", ZIP, archive)
    document_id = uow.new_id()
    await documents.insert_document(
        document_id,
        file,
        facilitator_org_id=claim.facilitator_org_id,
        intermediate_body_id=claim.intermediate_body_id,
        now=uow.now,
    )
    await queries.save_bundle(claim.id, document_id)
    uow.record("claim.bundled", "claim", claim.id, sha256=file.sha256)
    return done


async def _waits_for_months(uow: UnitOfWork, snapshot: ClaimSnapshot) -> bool:
    """True while a month behind the claim has no file yet; asks for the files that are missing."""
    if uow.now - snapshot.submitted_at > PATIENCE:
        return False
    files = await queries.list_timesheet_files([sheet.id for sheet in snapshot.timesheets])
    missing = [sheet.id for sheet in snapshot.timesheets if sheet.id not in files]
    for timesheet_id in missing:
        await uow.add_job(JobKind.RENDER_TIMESHEET, timesheet_id=timesheet_id)
    return bool(missing)


async def _parts(claim_id: UUID, content: bytes, snapshot: ClaimSnapshot, pdf: bytes) -> BundleParts:
    tables = tables_of_snapshot(snapshot, snapshot_hash(content))
    return BundleParts(
        claim_id=claim_id,
        claim=content,
        pdf=pdf,
        trace=trace_of(content),
        lines_csv=plain_lines_csv(snapshot.lines),
        staff_csv=plain_staff_csv(tables.staff),
        declarations=snapshot.declarations,
        timesheets=tuple(await _timesheets(snapshot)),
        evidence=tuple(await _evidence(snapshot)),
    )


async def _timesheets(snapshot: ClaimSnapshot) -> list[BundleFile]:
    files = await queries.list_timesheet_files([sheet.id for sheet in snapshot.timesheets])
    return [
        timesheet_file(sheet.staff_number, str(sheet.month), sheet.revision, files[sheet.id].content)
        for sheet in snapshot.timesheets
        if sheet.id in files
    ]


async def _evidence(snapshot: ClaimSnapshot) -> list[HandedEvidence]:
    """What the claim's records name, each as it may leave the house: personal pieces as their redacted copy only."""
    named = await queries.list_evidence_ids(snapshot)
    handed = []
    for original_id, given in (await evidence_queries.list_handed_over(named)).items():
        original = await evidence_queries.find_file(original_id)
        file = await documents.find_document(given.id) if given else None
        if original is not None:
            held = evidence_file(file.media_type, file.content) if file else None
            handed.append(HandedEvidence(original.sha256, original.kind.value, held))
    return handed
