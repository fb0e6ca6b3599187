"""Spreadsheets of payroll: received at once, read and recorded in the background, reported row by row."""

import asyncio
import hashlib
import json
from uuid import UUID

from clause.db.queries import employments as employment_queries
from clause.db.queries import imports as import_queries
from clause.db.queries import payroll as queries
from clause.domain.actors import Scope
from clause.domain.errors import TooLarge
from clause.domain.findings import Finding
from clause.domain.imports import ImportKind, ImportRun, RowStatus, storable_name
from clause.domain.jobs import Job, JobKind, StepOutcome
from clause.domain.payroll import PayrollMonth
from clause.domain.payroll_import import KnownPay, PayRow, decide, read_rows
from clause.gateways.spreadsheet import read_spreadsheet, sniff
from clause.services.unit_of_work import UnitOfWork, job_step, writing

LARGEST_FILE_BYTES = 10_000_000


@writing(Scope.CLAIMS_WRITE)
async def start_payroll_import(uow: UnitOfWork, file_name: str, content: bytes) -> ImportRun:
    """A spreadsheet received and kept, with the job that will record its months; the same file may be sent again.

    TooLarge PAY-004, Unreadable IMP-101 to IMP-104 and IMP-115 for what is no spreadsheet.
    """
    if len(content) > LARGEST_FILE_BYTES:
        raise TooLarge("PAY-004", most=LARGEST_FILE_BYTES // 1_000_000)
    sniff(content)
    import_id = uow.new_id()
    job_id = await uow.add_job(JobKind.IMPORT_PAYROLL, import_id=import_id)
    run = ImportRun(
        id=import_id,
        facilitator_org_id=uow.org_id,
        kind=ImportKind.PAYROLL,
        file_name=storable_name(file_name),
        sha256=hashlib.sha256(content).hexdigest(),
        file_format=None,
        total=None,
        job_id=job_id,
        findings=(),
        created_by=uow.actor.id,
        created_at=uow.now,
    )
    await import_queries.insert_run(run, content)
    uow.record("import.received", "import_run", run.id, kind=run.kind, sha256=run.sha256, octets=len(content))
    return run


@job_step
async def import_file(uow: UnitOfWork, job: Job) -> StepOutcome:
    """A whole spreadsheet in one transaction: every month that can be recorded, and what became of each row.

    Unreadable IMP-104 to IMP-116 and PAY-001 to PAY-003, in which case nothing is recorded.
    """
    run = await import_queries.find_run(UUID(job.payload["import_id"]))
    if run is None:
        raise RuntimeError("an import job without its import")
    file = await asyncio.to_thread(read_spreadsheet, await import_queries.load_content(run.id))
    rows = await asyncio.to_thread(read_rows, file)
    known = await _known(uow, rows)
    made, statuses = _decided(uow, run, rows, known)
    await queries.insert_payroll_months(made, uow.org_id)
    await import_queries.describe_run(run.id, file.kind.value, len(rows), ())
    await import_queries.insert_rows([_stored(uow, run, row, statuses[row.position]) for row in rows])
    refused = sum(1 for status in statuses.values() if status is RowStatus.REFUSED)
    uow.record("import.payroll_recorded", "import_run", run.id, recorded=len(made), refused=refused)
    count = max(len(rows), 1)
    return StepOutcome(done=True, progress_done=count, progress_total=count, result=f"/imports/{run.id}")


async def _known(uow: UnitOfWork, rows: list[PayRow]) -> KnownPay:
    keys = [row.key for row in rows if row.key]
    employments = await employment_queries.lock_by_staff_number(sorted({number for number, _ in keys}))
    ids = [employment.id for employment in employments.values()]
    months = [month for _, month in keys]
    latest = await queries.list_payroll(ids, min(months), max(months)) if months else []
    return KnownPay(
        employments=employments,
        latest={(pay.employment_id, pay.month): pay for pay in latest},
        held=await queries.list_months_in_claims(ids),
        today=uow.today,
    )


def _decided(
    uow: UnitOfWork, run: ImportRun, rows: list[PayRow], known: KnownPay
) -> tuple[list[PayrollMonth], dict[int, RowStatus]]:
    made, statuses = [], {}
    wanted = decide(rows, known, f"Import {run.file_name}")
    for row in rows:
        statuses[row.position] = RowStatus.REFUSED
        if row.position not in wanted or row.key is None:
            continue
        employment, terms, figures = wanted[row.position]
        key = (employment.id, row.key[1])
        before = known.latest.get(key)
        payroll = PayrollMonth(
            id=uow.new_id(),
            employment_id=employment.id,
            month=row.key[1],
            version_no=before.version_no + 1 if before else 1,
            **figures,
            hours_paid=terms.hours_paid,
            paid_on=terms.paid_on,
            reason=terms.reason,
            recorded_by=run.created_by,
            recorded_at=uow.now,
        )
        if before is not None and before.says(payroll.model_copy(update=_not_in_files(before))):
            statuses[row.position] = RowStatus.ALREADY_KNOWN
        elif key in known.held:
            row.findings.append(Finding(code="PAY-108", field=str(key[1]), raw=row.key[0]))
        else:
            made.append(payroll)
            statuses[row.position] = RowStatus.IMPORTED
    return made, statuses


def _not_in_files(before: PayrollMonth) -> dict[str, object]:
    """The payslip of a month, which no spreadsheet holds, so that it makes no difference."""
    return {"document_id": before.document_id, "document_sha256": before.document_sha256}


def _stored(uow: UnitOfWork, run: ImportRun, row: PayRow, status: RowStatus) -> import_queries.RowToAdd:
    raw = json.dumps(row.cells, sort_keys=True)
    return import_queries.RowToAdd(
        id=uow.new_id(),
        facilitator_org_id=run.facilitator_org_id,
        import_id=run.id,
        position=row.position,
        status=status.value,
        findings=import_queries.findings_json(row.findings),
        raw_record=raw,
        content_hash=hashlib.sha256(f"{run.id} {row.position} {raw}".encode()).hexdigest(),
        contract_id=None,
        lot_id=None,
    )
