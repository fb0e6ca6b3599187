"""Files of public contract data: received at once, treated in the background, some records a transaction.

A step writes what its records became together with what they made, so a worker that is killed leaves whole steps
only; the next one goes on with the first record that has no row yet.
"""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from clause.db.queries import hours_imports as hours_queries
from clause.db.queries import imports as queries
from clause.db.queries import jobs
from clause.domain.actors import Scope
from clause.domain.contracts import execution_window, roles_of_published_holders
from clause.domain.decp import DecpRecord, Modification, Reading
from clause.domain.errors import NotFound
from clause.domain.findings import Finding
from clause.domain.import_decisions import (
    Decision,
    KnownContent,
    KnownContract,
    KnownLot,
    already_known,
    decide,
    initial_values,
    refused_as_read,
    refused_by_fault,
)
from clause.domain.imports import (
    NO_REFERENCE,
    GroupKey,
    ImportKind,
    ImportReport,
    ImportRow,
    ImportRun,
    OrgKey,
    RowStatus,
    common_object,
    companies_of,
    comparable,
    group_of,
    placeholder_name,
    storable_name,
)
from clause.domain.jobs import Job, JobKind, StepOutcome
from clause.gateways.decp_open_files import OpenFile, close_decp, open_decp
from clause.gateways.decp_text import clean_text
from clause.services.unit_of_work import UnitOfWork, job_step, reading, writing
from clause.text.messages import sentence

RECORDS_A_STEP = 200
LONGEST_REASON = 2000
_SCOPES = {
    ImportKind.DECP: Scope.CONTRACTS_WRITE,
    ImportKind.HOURS: Scope.HOURS_DECLARE,
    ImportKind.PAYROLL: Scope.CLAIMS_WRITE,
}


@writing(Scope.CONTRACTS_WRITE)
async def start_import(uow: UnitOfWork, kind: ImportKind, file_name: str, content: bytes) -> ImportRun:
    """A file received and kept, with the job that will treat it; the same file may be sent again."""
    import_id = uow.new_id()
    job_id = await uow.add_job(JobKind.IMPORT_DECP, import_id=import_id)
    run = ImportRun(
        id=import_id,
        facilitator_org_id=uow.org_id,
        kind=kind,
        file_name=storable_name(file_name),
        sha256=hashlib.sha256(content).hexdigest(),
        file_format=None,
        total=None,
        job_id=job_id,
        findings=(),
        created_by=uow.actor.id,
        created_at=uow.now,
    )
    await queries.insert_run(run, content)
    uow.record("import.received", "import_run", run.id, kind=kind, sha256=run.sha256, octets=len(content))
    return run


@reading(Scope.CONTRACTS_WRITE, Scope.HOURS_DECLARE, Scope.CLAIMS_WRITE)
async def load_import(uow: UnitOfWork, import_id: UUID) -> ImportReport:
    """What became of a file so far. NotFound IMP-001."""
    run = await _require_run(uow, import_id)
    job = await jobs.find_job(run.job_id)
    if job is None:
        raise RuntimeError("an import without its job")
    if run.kind is ImportKind.HOURS:
        return ImportReport(run=run, counts={}, job=job, hours=await hours_queries.load_state(run))
    return ImportReport(run=run, counts=await queries.count_rows(run.id), job=job)


@reading(Scope.CONTRACTS_WRITE, Scope.HOURS_DECLARE, Scope.CLAIMS_WRITE)
async def list_imports(
    uow: UnitOfWork, *, kind: ImportKind | None = None, after: UUID | None = None, limit: int
) -> list[ImportRun]:
    """A page of the files that the caller's organisation received or sent, the latest first."""
    kinds = [one for one in ImportKind if uow.actor.may(_SCOPES[one]) and kind in (None, one)]
    return await queries.list_runs(kinds=kinds, after=after, limit=limit)


@reading(Scope.CONTRACTS_WRITE, Scope.HOURS_DECLARE, Scope.CLAIMS_WRITE)
async def load_run(uow: UnitOfWork, import_id: UUID) -> ImportRun:
    """A file received, as far as it is known what it holds. NotFound IMP-001."""
    return await _require_run(uow, import_id)


@reading(Scope.CONTRACTS_WRITE, Scope.CLAIMS_WRITE)
async def list_rows(
    uow: UnitOfWork, import_id: UUID, *, status: RowStatus | None = None, after: int = 0, limit: int
) -> list[ImportRow]:
    """A page of the records of a file, in its order, after a position. NotFound IMP-001."""
    run = await _require_run(uow, import_id)
    return await queries.list_rows(run.id, status=status, after=after, limit=limit)


async def _require_run(uow: UnitOfWork, import_id: UUID) -> ImportRun:
    found = await queries.find_run(import_id)
    if found is None or not uow.actor.may(_SCOPES[found.kind]):
        raise NotFound("IMP-001")
    return found


@job_step
async def import_chunk(uow: UnitOfWork, job: Job) -> StepOutcome:
    """The next records of a file, each with what it became; Unreadable when the file is none (DEC-001 to DEC-004)."""
    run = await _require_run(uow, UUID(job.payload["import_id"]))
    opened = await open_decp(run.id, lambda: queries.load_content(run.id))
    records = opened.file.records
    if run.total is None:
        await queries.describe_run(run.id, opened.file.format, len(records), opened.file.file_findings)
    treated = sum((await queries.count_rows(run.id)).values())
    chunk = records[treated : treated + RECORDS_A_STEP]
    if chunk:
        await _treat(uow, run, opened, chunk)
    done = treated + len(chunk)
    is_over = done >= len(records)
    if is_over:
        close_decp(run.id)
    return StepOutcome(
        done=is_over, progress_done=done, progress_total=len(records), result=f"/imports/{run.id}" if is_over else None
    )


async def _treat(uow: UnitOfWork, run: ImportRun, opened: OpenFile, chunk: tuple[DecpRecord, ...]) -> None:
    await queries.lock_matching(uow.org_id)
    contents = await _find_contents(chunk)
    new = [record for record in chunk if record.reading is not Reading.REFUSED and record.content_hash not in contents]
    organisations = await _find_organisations(uow, new)
    contracts = await _find_contracts(uow, opened, new, organisations)
    batch = _Batch(uow, run, organisations, contents)
    for record in chunk:
        if record.reading is Reading.REFUSED:
            batch.add_row(record, refused_as_read(record))
        elif known := contents.get(record.content_hash):
            batch.add_row(record, already_known(record, known), known)
        else:
            contract = contracts[group_of(record)]
            batch.add(record, _decide(record, contract), contract)
    await batch.write()
    uow.record(
        "import.records_treated",
        "import_run",
        run.id,
        first=chunk[0].position.index + 1,
        last=chunk[-1].position.index + 1,
        lots=len(batch.lots),
        modifications=len(batch.modifications),
        imported=batch.counts[RowStatus.IMPORTED],
        already_known=batch.counts[RowStatus.ALREADY_KNOWN],
        to_review=batch.counts[RowStatus.TO_REVIEW],
        refused=batch.counts[RowStatus.REFUSED],
    )


def _decide(record: DecpRecord, contract: KnownContract) -> Decision:
    try:
        return decide(record, contract)
    except (ValueError, ArithmeticError, LookupError, TypeError) as error:
        # One record never rejects a file, whatever nobody thought of.
        return refused_by_fault(record, type(error).__name__)


async def _find_contents(records: tuple[DecpRecord, ...]) -> dict[str, KnownContent]:
    rows = await queries.find_known_contents([record.content_hash for record in records])
    return {row["content_hash"]: KnownContent(row["lot_id"], row["contract_id"], row["label"]) for row in rows}


async def _find_organisations(uow: UnitOfWork, records: list[DecpRecord]) -> dict[OrgKey, UUID]:
    named: dict[OrgKey, str | None] = {}
    for record in records:
        buyer = group_of(record).buyer
        named[buyer] = named.get(buyer) or record.buyer.name
        for company, name in companies_of(record).items():
            named[company] = named.get(company) or name
    wanted = [
        queries.OrganisationToAdd(uow.new_id(), key, name or placeholder_name(key), placeholder_name(key))
        for key, name in named.items()
    ]
    return await queries.find_or_add_organisations(wanted, uow.org_id, uow.now)


async def _find_contracts(
    uow: UnitOfWork, opened: OpenFile, records: list[DecpRecord], organisations: dict[OrgKey, UUID]
) -> dict[GroupKey, KnownContract]:
    firsts: dict[GroupKey, DecpRecord] = {}
    for record in records:
        firsts.setdefault(group_of(record), record)
    wanted = [
        queries.ContractToAdd(
            id=uow.new_id(),
            buyer_id=organisations[group.buyer],
            reference=record.source_id or NO_REFERENCE,
            group_key=group.number,
            object=common_object(opened.groups[group].objects or [NO_REFERENCE]),
            nature=record.nature,
            procedure=record.procedure,
        )
        for group, record in firsts.items()
    ]
    ids = await queries.find_or_add_contracts(wanted, uow.org_id, uow.now)
    contracts = {}
    for group in firsts:
        buyer_id = organisations[group.buyer]
        contracts[group] = KnownContract(ids[buyer_id, group.number], buyer_id)
    by_id = {contract.id: contract for contract in contracts.values()}
    published = [content for group in firsts for content in opened.groups[group].contents]
    keys = {record.match_key for record in records}
    for row in await queries.list_known_lots(list(by_id), list(keys), published):
        by_id[row["contract_id"]].add(_known_lot(row))
    return contracts


def _known_lot(row: dict[str, Any]) -> KnownLot:
    values = {name: row[name] for name in ("cpv", "place", "duration_months", "consortium_kind")}
    objects = [row["label"], *(clean_text(raw).text for raw in row["objects"])]
    return KnownLot(
        id=row["id"],
        label=row["label"],
        match_key=row["match_key"],
        occurrence=row["occurrence"],
        is_published=row["is_published"],
        is_absent=row["is_absent"],
        values={**values, "social_considerations": sorted(row["social_considerations"])},
        objects={comparable(text) for text in objects},
        modifications=set(row["modifications"]),
    )


@dataclass
class _Batch:
    """Everything that one step will write, gathered in memory and written in few statements."""

    uow: UnitOfWork
    run: ImportRun
    organisations: dict[OrgKey, UUID]
    contents: dict[str, KnownContent]
    lots: list[queries.LotToAdd] = field(default_factory=list)
    holders: list[queries.HolderToAdd] = field(default_factory=list)
    modifications: list[queries.ModificationToAdd] = field(default_factory=list)
    rows: list[queries.RowToAdd] = field(default_factory=list)
    counts: Counter[RowStatus] = field(default_factory=Counter)

    def add(self, record: DecpRecord, decision: Decision, contract: KnownContract) -> None:
        """Gather what a new record makes, and let the following ones know it."""
        lot = decision.lot
        if lot is not None:
            contract.join(lot, decision.modifications)
        elif decision.follow_up is not None:
            lot = self._add_lot(record, decision, contract)
        known = None
        if lot is not None:
            known = self.contents[record.content_hash] = KnownContent(lot.id, contract.id, lot.label)
            self.modifications += [self._modification(item, lot.id, contract) for item in decision.modifications]
        self.add_row(record, decision, known)

    def add_row(self, record: DecpRecord, decision: Decision, known: KnownContent | None = None) -> None:
        """Gather what is told of one record."""
        self.counts[decision.status] += 1
        self.rows.append(
            queries.RowToAdd(
                id=self.uow.new_id(),
                facilitator_org_id=self.uow.org_id,
                import_id=self.run.id,
                position=record.position.index + 1,
                status=decision.status.value,
                findings=queries.findings_json(decision.findings),
                raw_record=record.raw_json,
                content_hash=record.content_hash,
                contract_id=known.contract_id if known else None,
                lot_id=known.lot_id if known else None,
            )
        )

    def _add_lot(self, record: DecpRecord, decision: Decision, contract: KnownContract) -> KnownLot:
        lot = KnownLot(
            id=self.uow.new_id(),
            label=record.object or record.source_id or NO_REFERENCE,
            match_key=record.match_key,
            occurrence=contract.next_occurrence(record.match_key),
            is_published=True,
            is_absent=False,
            values=initial_values(record),
            objects={comparable(record.object)},
            modifications={modification.content_hash for modification in decision.modifications},
        )
        contract.add(lot)
        self.lots.append(self._lot(record, decision, contract, lot))
        companies = companies_of(record)
        role = roles_of_published_holders(len(companies))
        for company in companies:
            self.holders.append(
                queries.HolderToAdd(
                    id=self.uow.new_id(),
                    facilitator_org_id=self.uow.org_id,
                    buyer_id=contract.buyer_id,
                    lot_id=lot.id,
                    company_id=self.organisations[company],
                    role=role.value,
                    created_at=self.uow.now,
                )
            )
        return lot

    def _lot(self, record: DecpRecord, decision: Decision, contract: KnownContract, lot: KnownLot) -> queries.LotToAdd:
        window = execution_window(record.notified_on, record.duration_months)
        return queries.LotToAdd(
            id=lot.id,
            facilitator_org_id=self.uow.org_id,
            buyer_id=contract.buyer_id,
            contract_id=contract.id,
            number=record.lot_number_hint,
            label=lot.label,
            amount_excl_vat=record.amount_excl_vat,
            notified_on=record.notified_on,
            first_day=window.first_day if window else None,
            last_day=window.last_day if window else None,
            follow_up=decision.follow_up.value if decision.follow_up else "",
            follow_up_reason=_reason(decision.reasons),
            match_key=lot.match_key,
            occurrence=lot.occurrence,
            content_hash=record.content_hash,
            created_at=self.uow.now,
            **lot.values,
        )

    def _modification(
        self, modification: Modification, lot_id: UUID, contract: KnownContract
    ) -> queries.ModificationToAdd:
        holders = [
            {"kind": holder.identifier.kind.value, "identifier": holder.identifier.value, "name": holder.name}
            for holder in modification.holders
        ]
        return queries.ModificationToAdd(
            id=self.uow.new_id(),
            facilitator_org_id=self.uow.org_id,
            buyer_id=contract.buyer_id,
            lot_id=lot_id,
            number=str(modification.number),
            object=modification.object,
            notified_on=modification.notified_on,
            published_on=modification.published_on,
            amount_stated=modification.amount_stated,
            duration_months=modification.duration_months,
            holders=json.dumps(holders),
            content_hash=modification.content_hash,
            created_at=self.uow.now,
        )

    async def write(self) -> None:
        """Write all of it."""
        await queries.insert_lots(self.lots)
        await queries.insert_holders(self.holders)
        await queries.insert_modifications(self.modifications)
        await queries.insert_rows(self.rows)


def _reason(findings: tuple[Finding, ...]) -> str:
    said = dict.fromkeys(
        sentence(finding.code, {"field": finding.field, "raw": finding.raw, **finding.values}) for finding in findings
    )
    return " ".join(said)[:LONGEST_REASON]
