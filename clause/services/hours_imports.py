"""Spreadsheets of hours: received at once, read and compared in the background, reported row by row.

The file is read and its rows are decided once, in memory; they are then written some thousands a transaction. A worker
that is killed leaves whole steps only; the next one decides the file again and goes on after the last row written.
"""

import asyncio
import gc
import hashlib
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

import msgspec

from clause.db.queries import accounts, jobs
from clause.db.queries import hours_imports as queries
from clause.db.queries import imports as import_queries
from clause.documents.corrected_hours import corrected_file as write_corrected_file
from clause.domain.actors import OrgKind, Scope
from clause.domain.documents import StoredFile
from clause.domain.errors import NotFound, Refused, TooLarge, WrongState
from clause.domain.hours_import import HoursRow, HoursRowStatus, SheetField, SheetFile
from clause.domain.hours_import_decisions import MatchedRow, decide_rows
from clause.domain.hours_import_matching import KnownHires
from clause.domain.hours_import_reading import HeadedSheet, ReadFile, find_headed_sheets, read_file, signatures_in
from clause.domain.hours_import_rows import ReadRow
from clause.domain.imports import ImportKind, ImportRun, storable_name
from clause.domain.jobs import Job, JobKind, JobState, StepOutcome
from clause.gateways.spreadsheet import read_spreadsheet, sniff
from clause.services.unit_of_work import UnitOfWork, job_step, reading, writing

LARGEST_FILE_BYTES = 25_000_000
ROWS_A_STEP = 10_000
ROWS_A_STATEMENT = 2_000
FILES_KEPT = 2


@writing(Scope.HOURS_DECLARE)
async def start_hours_import(
    uow: UnitOfWork,
    file_name: str,
    content: bytes,
    mapping: Mapping[str, SheetField | None],
    facilitator_org_id: UUID | None,
) -> ImportRun:
    """A spreadsheet received and kept, with the job that will read it; nothing is declared before it is applied.

    A company's file goes to the organisation that follows its hires; it says which when there are several.
    TooLarge IMP-117, Unreadable IMP-101 to IMP-104 and IMP-115 for what is no spreadsheet, Refused IMP-121 to IMP-123.
    """
    if len(content) > LARGEST_FILE_BYTES:
        raise TooLarge("IMP-117", most=str(LARGEST_FILE_BYTES // 1_000_000))
    sniff(content)
    recipient = await _recipient(uow, facilitator_org_id)
    return await _receive(uow, file_name, content, mapping, recipient)


@writing(Scope.HOURS_DECLARE)
async def read_again(uow: UnitOfWork, import_id: UUID, mapping: Mapping[str, SheetField | None]) -> ImportRun:
    """The same spreadsheet received once more, its columns taken for what is said now; the first report stays.

    NotFound IMP-133, Refused IMP-134 (not of hours).
    """
    run = await import_queries.find_run(import_id)
    if run is None:
        raise NotFound("IMP-133")
    if run.kind is not ImportKind.HOURS:
        raise Refused("IMP-134")
    content = await import_queries.load_content(run.id)
    return await _receive(uow, run.file_name, content, mapping, run.facilitator_org_id)


async def _receive(
    uow: UnitOfWork, file_name: str, content: bytes, mapping: Mapping[str, SheetField | None], recipient: UUID
) -> ImportRun:
    import_id = uow.new_id()
    job_id = await uow.add_job(JobKind.IMPORT_HOURS, recipient, import_id=import_id)
    run = ImportRun(
        id=import_id,
        facilitator_org_id=recipient,
        kind=ImportKind.HOURS,
        file_name=storable_name(file_name),
        sha256=hashlib.sha256(content).hexdigest(),
        file_format=None,
        total=None,
        job_id=job_id,
        findings=(),
        created_by=uow.actor.id,
        created_at=uow.now,
        company_id=uow.org_id if uow.actor.org_kind is OrgKind.COMPANY else None,
        mapping_given=dict(mapping) or None,
    )
    await import_queries.insert_run(run, content)
    uow.record(
        "import.received", "import_run", run.id, org_id=recipient, kind=run.kind, sha256=run.sha256, octets=len(content)
    )
    return run


async def _recipient(uow: UnitOfWork, facilitator_org_id: UUID | None) -> UUID:
    if uow.actor.org_kind is not OrgKind.COMPANY:
        if facilitator_org_id not in (None, uow.org_id):
            raise Refused("IMP-121")
        return uow.org_id
    following = await queries.list_facilitators_of(uow.org_id)
    if facilitator_org_id in following:
        return facilitator_org_id
    if facilitator_org_id is not None or not following:
        raise Refused("IMP-122")
    if len(following) > 1:
        raise Refused("IMP-123", count=len(following))
    return following[0]


@reading(Scope.HOURS_DECLARE)
async def list_rows(
    uow: UnitOfWork, import_id: UUID, *, status: HoursRowStatus | None = None, after: int = 0, limit: int
) -> list[HoursRow]:
    """A page of the rows of a spreadsheet, in its order, after a position. NotFound IMP-124."""
    run = await import_queries.find_run(import_id)
    if run is None:
        raise NotFound("IMP-124")
    return await queries.list_rows(run.id, status=status, after=after, limit=limit)


@reading(Scope.HOURS_DECLARE)
async def corrected_file(uow: UnitOfWork, import_id: UUID) -> StoredFile:
    """The spreadsheet to send back, with what is wrong highlighted and explained.

    NotFound IMP-132, Refused IMP-130 (not of hours), WrongState IMP-131 (not read yet).
    """
    run = await import_queries.find_run(import_id)
    if run is None:
        raise NotFound("IMP-132")
    if run.kind is not ImportKind.HOURS:
        raise Refused("IMP-130")
    job = await jobs.find_job(run.job_id)
    if job is None or job.state is not JobState.DONE:
        raise WrongState("IMP-131")
    content = await import_queries.load_content(run.id)
    rows = await queries.list_told_rows(run.id)
    written = await asyncio.to_thread(_corrected, content, run, rows)
    return StoredFile(
        file_name=f"heures-corrigees-{run.id}.xlsx",
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        sha256=hashlib.sha256(written).hexdigest(),
        content=written,
    )


def _corrected(content: bytes, run: ImportRun, rows: list[HoursRow]) -> bytes:
    return write_corrected_file(read_spreadsheet(content), run.layouts, rows, run.created_at)


@dataclass
class _DecidedFile:
    """A file with what becomes of each of its rows."""

    read: ReadFile
    matched: dict[int, MatchedRow]
    file_format: str


_kept: OrderedDict[UUID, _DecidedFile] = OrderedDict()


@job_step
async def import_chunk(uow: UnitOfWork, job: Job) -> StepOutcome:
    """The next rows of a spreadsheet, each with what is to become of it. Unreadable, with the reason, for no such."""
    run = await import_queries.find_run(UUID(job.payload["import_id"]))
    if run is None:
        raise RuntimeError("an import job without its import")
    with _collector_at_rest():
        return await _import_chunk(uow, run)


async def _import_chunk(uow: UnitOfWork, run: ImportRun) -> StepOutcome:
    decided = _kept.get(run.id) or await _decide(uow, run)
    rows = decided.read.rows
    if run.total is None:
        findings = import_queries.findings_json(decided.read.findings)
        await queries.describe_run(run.id, decided.file_format, len(rows), findings, decided.read.layouts)
    written = await queries.count_written(run.id)
    chunk = rows[written : written + ROWS_A_STEP]
    if chunk:
        await _write(uow, run, chunk, decided.matched)
        uow.record("import.rows_read", "import_run", run.id, first=chunk[0].position, last=chunk[-1].position)
    done = written + len(chunk)
    is_over = done >= len(rows)
    _kept.pop(run.id, None)
    if not is_over:
        _keep(run.id, decided)
    result = f"/imports/{run.id}" if is_over else None
    return StepOutcome(done=is_over, progress_done=done, progress_total=len(rows), result=result)


async def _write(uow: UnitOfWork, run: ImportRun, rows: list[ReadRow], matched: dict[int, MatchedRow]) -> None:
    """Write these rows, some a statement: the next ones are made ready while the database writes."""
    writing: asyncio.Task[None] | None = None
    try:
        for first in range(0, len(rows), ROWS_A_STATEMENT):
            ready = [_stored(uow, row, matched) for row in rows[first : first + ROWS_A_STATEMENT]]
            if writing is not None:
                await writing
            writing = asyncio.create_task(queries.insert_rows(run.id, run.facilitator_org_id, run.company_id, ready))
            await asyncio.sleep(0)  # so that the statement leaves before the next rows are made ready
    finally:
        if writing is not None:
            await writing


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """The rows of a file stay until they are written: to look for garbage among them over and over costs a third."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        # All that is alive becomes old at once, else the first new object would have it all looked through.
        gc.freeze()
        gc.unfreeze()
        if was_enabled:
            gc.enable()


def _keep(import_id: UUID, decided: _DecidedFile) -> None:
    _kept[import_id] = decided
    while len(_kept) > FILES_KEPT:
        _kept.popitem(last=False)


async def _decide(uow: UnitOfWork, run: ImportRun) -> _DecidedFile:
    content = await import_queries.load_content(run.id)
    file = await asyncio.to_thread(read_spreadsheet, content)
    given = run.mapping_given or {}
    remembered = await _remembered(run, file)
    headed = find_headed_sheets(file, given, remembered)
    await _remember(uow, run, headed)
    read = await asyncio.to_thread(read_file, file, headed, given, remembered, uow.today)
    matched = await _match(run, read.rows)
    if matched:
        hires = {one.hire.id: one.hire for one in matched.values()}
        months = [one.key.month for one in matched.values()]
        known = await queries.load_known_hours(run.facilitator_org_id, hires, months, uow.today)
        await asyncio.to_thread(decide_rows, matched.values(), known)
    return _DecidedFile(read, matched, _format_of(file))


def _format_of(file: SheetFile) -> str:
    return file.kind.value


async def _remembered(run: ImportRun, file: SheetFile) -> dict[str, dict[str, SheetField | None]]:
    """What the sender said before of such columns; nothing when it says it anew."""
    if run.mapping_given is not None:
        return {}
    sender = run.company_id or run.facilitator_org_id
    return await queries.load_mappings(run.facilitator_org_id, sender, signatures_in(file))


async def _remember(uow: UnitOfWork, run: ImportRun, headed: tuple[HeadedSheet, ...]) -> None:
    sender = run.company_id or run.facilitator_org_id
    for signature in sorted({sheet.signature for sheet in headed} if run.mapping_given else ()):
        await queries.keep_mapping(
            uow.new_id(), run.facilitator_org_id, sender, signature, run.mapping_given or {}, uow.now
        )


async def _match(run: ImportRun, rows: list[ReadRow]) -> dict[int, MatchedRow]:
    own = None
    if run.company_id is not None:
        company = await accounts.find_organisation_by_id(run.company_id, OrgKind.COMPANY)
        own = company.identifier if company else ""
    sirets = {own} if own is not None else {row.siret for row in rows if row.siret is not None}
    hires = KnownHires(await queries.list_known_hires(run.facilitator_org_id, sirets), own)
    return await asyncio.to_thread(_matched, hires, rows)


def _matched(hires: KnownHires, rows: list[ReadRow]) -> dict[int, MatchedRow]:
    found = {}
    for row in rows:
        if row.is_sound:
            hire = hires.match(row)
            if hire is not None and row.is_sound:
                found[row.position] = MatchedRow(row, hire)
    return found


_encode = msgspec.json.Encoder().encode


def _stored(uow: UnitOfWork, row: ReadRow, matched: dict[int, MatchedRow]) -> queries.RowToAdd:
    found = matched.get(row.position)
    hire = found.hire if found else None
    parts = [vars(part) for part in row.parts] if hire else []
    return queries.RowToAdd(
        id=uow.new_id(),
        position=row.position,
        sheet=row.layout.sheet,
        row_number=row.row,
        status=found.status if found else HoursRowStatus.REFUSED,
        findings=import_queries.findings_json(row.findings) if row.findings else "[]",
        cells=_encode(row.cells).decode(),
        employer_id=hire.company_id if hire else None,
        month=row.month.first_day if row.month else None,
        hire_id=hire.id if hire else None,
        lot_id=hire.lot_id if hire else None,
        parts=_encode(parts).decode(),
    )
