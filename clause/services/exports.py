"""Files of a claim for other tools: what is retyped into the national portal, and staff for a spreadsheet."""

from uuid import UUID

from clause.db.queries import claim_files, claims
from clause.documents.claim_csv import staff_csv
from clause.documents.claim_entry_xlsx import claim_entry_xlsx
from clause.domain.actors import Scope
from clause.domain.claim_snapshot import read_snapshot, snapshot_hash
from clause.domain.claim_tables import ClaimTables, blocks_of, tables_of_snapshot
from clause.domain.claims import Claim
from clause.domain.documents import CSV, XLSX, StoredFile
from clause.domain.errors import NotFound, Refused
from clause.services.unit_of_work import UnitOfWork, reading
from clause.text.exports import preamble


@reading(Scope.CLAIMS_READ)
async def export_entry(uow: UnitOfWork, claim_id: UUID) -> StoredFile:
    """The workbook to be retyped into the national portal. NotFound EXP-002, Refused EXP-003 before it is computed."""
    claim, tables = await _tables(claim_id)
    if not tables.row_count:
        raise Refused("EXP-003")
    above = preamble(_scope(tables), tables.row_count, uow.actor.name, uow.now)
    content = claim_entry_xlsx(tables, above, uow.now)
    return StoredFile.of(f"mdfse-bilan-{claim.number}.xlsx", XLSX, content)


@reading(Scope.CLAIMS_READ)
async def export_staff(uow: UnitOfWork, claim_id: UUID, *, decimal_comma: bool) -> StoredFile:
    """Staff by person and month as CSV. NotFound EXP-002, Refused EXP-004 when the claim holds no line of staff."""
    claim, tables = await _tables(claim_id)
    if not tables.staff:
        raise Refused("EXP-004")
    above = preamble(_scope(tables), len(tables.staff), uow.actor.name, uow.now)
    content = staff_csv(tables.staff, above, decimal_comma=decimal_comma)
    return StoredFile.of(f"personnel-bilan-{claim.number}.csv", CSV, content)


async def _tables(claim_id: UUID) -> tuple[Claim, ClaimTables]:
    """What was frozen, once it is; before that, what was computed last."""
    claim = await claims.find_claim(claim_id)
    if claim is None:
        raise NotFound("EXP-002")
    content = await claims.load_snapshot(claim.id)
    if content is not None:
        return claim, tables_of_snapshot(read_snapshot(content), snapshot_hash(content))
    file = await claim_files.load_file(claim)
    tables = ClaimTables(
        number=claim.number,
        operation_number=file.operation.number,
        first_month=str(claim.first_month),
        last_month=str(claim.last_month),
        sha256=None,
        **blocks_of(file.lines, file.records, None),
    )
    return claim, tables


def _scope(tables: ClaimTables) -> str:
    frozen = f", empreinte {tables.sha256}" if tables.sha256 else ", non transmis : provisoire"
    period = f"{tables.first_month} à {tables.last_month}"
    return f"Opération {tables.operation_number}, bilan {tables.number}, {period}{frozen}"
