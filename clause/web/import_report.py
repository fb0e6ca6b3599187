"""One file: its report row by row, what its columns are taken for, its corrected copy, and applying it."""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from litestar.types import ControllerRouterHandler
from pydantic import BaseModel, Field

from clause.domain.actors import Scope
from clause.domain.errors import ClauseError
from clause.domain.findings import Finding
from clause.domain.hours_import import HoursRow, HoursRowStatus, SheetColumn, SheetField, SheetLayout
from clause.domain.imports import ImportKind, ImportReport, ImportRow, ImportRun, RowStatus
from clause.domain.jobs import JobState
from clause.domain.tables import CellKind, Column
from clause.edge.files import file_response
from clause.edge.request_context import AnyRequest, needs
from clause.services import hours_imports, hours_imports_apply, imports
from clause.services.context import Context
from clause.text.hours_imports import COLUMN_NAMES, example_for, told
from clause.text.labels import label
from clause.text.messages import sentence
from clause.web.forms import read_form, typed_values
from clause.web.listing import MOST_ROWS, Empty, Filter, Listing, chosen, listing
from clause.web.notes import done
from clause.web.page import page, problems_of

READ = needs(Scope.CONTRACTS_WRITE, Scope.HOURS_DECLARE, Scope.CLAIMS_WRITE)
DECLARE = needs(Scope.HOURS_DECLARE)
NOT_READ = "-"
_TONES = {"refused": "bad", "to_review": "watch", "changed": "watch", "new": "good", "imported": "good"}

StatusOf = Annotated[str, QueryParameter(name="status", description="What became of the rows")]


class ApplyForm(BaseModel):
    """Whether the statements are handed over at once."""

    submit: bool = Field(default=False, title="Transmettre aussitôt")


@dataclass(frozen=True)
class ReportRow:
    """A row of the file as the report tells it."""

    position: int
    address: str
    status: str
    status_name: str
    read: str
    rule: str
    example: str
    path: str | None


_COLUMNS = (
    Column[ReportRow]("address", "Ligne", lambda row: row.address),
    Column[ReportRow](
        "status", "État", lambda row: row.status_name, tone=lambda row: _TONES.get(row.status, "neutral")
    ),
    Column[ReportRow]("read", "Lu", lambda row: row.read, link=lambda row: row.path),
    Column[ReportRow]("rule", "Ce qu’il faut savoir", lambda row: row.rule),
    Column[ReportRow]("example", "Exemple juste", lambda row: row.example),
    Column[ReportRow]("position", "Rang", lambda row: row.position, CellKind.COUNT, only_in_file=True),
)


@get("/imports/{import_id:uuid}", guards=[READ])
async def show_import(
    request: AnyRequest, context: NamedDependency[Context], import_id: FromPath[UUID], status: StatusOf = ""
) -> Response[Any]:
    """The report of a file; while it is read, the bar of the work."""
    return await _report(request, context, import_id, status)


async def _report(
    request: AnyRequest, context: Context, import_id: UUID, status: str = "", error: ClauseError | None = None
) -> Response[Any]:
    report = await imports.load_import(context, import_id)
    is_hours = report.run.kind is ImportKind.HOURS
    choices = _statuses(is_hours)
    picked = chosen(status, choices)
    rows = await (_hours_rows if is_hours else _other_rows)(context, report, picked)
    counts = {one.value: count for one, count in (report.hours.counts if report.hours else report.counts).items()}
    apply_job = report.hours.apply_job if report.hours else None
    wanted = Listing(
        title=f"Import : {report.run.file_name}",
        path=f"/imports/{import_id}",
        name="rapport-import",
        columns=_COLUMNS,
        rows=rows,
        filters=[Filter("status", "État", picked, tuple(choices))],
        empty=Empty("Rien à montrer pour l’instant.", "Le rapport se remplit à mesure que le fichier est lu."),
        more={
            "report": report,
            "run": report.run,
            "counts": [(name, counts.get(value, 0), value) for value, name in choices],
            "findings": [told(one) if is_hours else _said(one) for one in report.run.findings],
            "apply_job": apply_job,
            "applied": report.hours.applied if report.hours else (),
            "may_apply": _may_apply(context, report),
            "to_declare": counts.get("new", 0) + counts.get("changed", 0),
            "told": told,
            "problems": problems_of(error) if error else (),
            "job": report.job,
        },
    )
    return await listing(request, context, wanted, "imports/report.html")


def _statuses(is_hours: bool) -> list[tuple[str, str]]:
    if is_hours:
        return [(one.value, label("hours_row_status", one)) for one in HoursRowStatus]
    return [(one.value, label("import_row_status", one)) for one in RowStatus]


def _may_apply(context: Context, report: ImportReport) -> bool:
    if report.hours is None or not context.actor.may(Scope.HOURS_DECLARE) or report.job.state is not JobState.DONE:
        return False
    return report.hours.apply_job is None or report.hours.apply_job.state is JobState.FAILED


async def _hours_rows(context: Context, report: ImportReport, status: str) -> list[ReportRow]:
    wanted = HoursRowStatus(status) if status else None
    found = await hours_imports.list_rows(context, report.run.id, status=wanted, limit=MOST_ROWS)
    return [_hours_row(row) for row in found]


def _hours_row(row: HoursRow) -> ReportRow:
    first = row.findings[0].field if row.findings else None
    examples = [example for finding in row.findings if (example := example_for(finding))]
    return ReportRow(
        position=row.position,
        address=first or (f"{row.sheet}, ligne {row.row}" if row.sheet else f"Ligne {row.row}"),
        status=row.status.value,
        status_name=label("hours_row_status", row.status),
        read=", ".join(str(value) for value in row.cells.values() if value not in (None, ""))[:160],
        rule=" ".join(told(finding) for finding in row.findings),
        example=" ; ".join(examples),
        path=None,
    )


async def _other_rows(context: Context, report: ImportReport, status: str) -> list[ReportRow]:
    wanted = RowStatus(status) if status else None
    found = await imports.list_rows(context, report.run.id, status=wanted, limit=MOST_ROWS)
    return [_other_row(row) for row in found]


def _other_row(row: ImportRow) -> ReportRow:
    return ReportRow(
        position=row.position,
        address=f"Ligne {row.position}",
        status=row.status.value,
        status_name=label("import_row_status", row.status),
        read=_read(row.raw_record),
        rule=" ".join(_said(finding) for finding in row.findings),
        example="",
        path=f"/lots/{row.lot_id}" if row.lot_id else None,
    )


def _read(record: Any) -> str:
    """What names a published record, or the cells of a row."""
    if not isinstance(record, dict):
        return str(record)[:160]
    named = record.get("objet") or record.get("object")
    return str(named or ", ".join(str(value) for value in record.values() if value not in (None, "")))[:160]


def _said(finding: Finding) -> str:
    return sentence(finding.code, {"field": finding.field, "raw": finding.raw, **finding.values})


@get("/imports/{import_id:uuid}/mapping", guards=[DECLARE])
async def show_mapping(
    request: AnyRequest, context: NamedDependency[Context], import_id: FromPath[UUID]
) -> Response[Any]:
    """What each column is taken for, to be changed."""
    run = await imports.load_run(context, import_id)
    seen: dict[str, tuple[SheetLayout, SheetColumn]] = {}
    for layout in run.layouts:
        for column in layout.columns:
            seen.setdefault(column.header, (layout, column))
    return _mapping_page(request, run, list(seen.values()))


def _mapping_page(request: AnyRequest, run: ImportRun, columns: list[tuple[SheetLayout, SheetColumn]]) -> Response[Any]:
    return page(
        request,
        "imports/mapping.html",
        title=f"Colonnes de {run.file_name}",
        run=run,
        columns=columns,
        choices=[(field.value, COLUMN_NAMES[field]) for field in SheetField],
        not_read=NOT_READ,
    )


@post("/imports/{import_id:uuid}/mapping", guards=[DECLARE], status_code=303)
async def change_mapping(
    request: AnyRequest, context: NamedDependency[Context], import_id: FromPath[UUID]
) -> Response[Any]:
    """Read the file again with these columns."""
    run = await imports.load_run(context, import_id)
    typed = await typed_values(request)
    headers = dict.fromkeys(column.header for layout in run.layouts for column in layout.columns)
    mapping: dict[str, SheetField | None] = {}
    for number, header in enumerate(headers):
        said = typed.get(f"column-{number}", "")
        if header and (said == NOT_READ or said in set(SheetField)):
            mapping[header] = None if said == NOT_READ else SheetField(said)
    again = await hours_imports.read_again(context, import_id, mapping)
    return done(f"/imports/{again.id}", "import_read_again")


@get("/imports/{import_id:uuid}/corrected-file", guards=[DECLARE])
async def download_corrected(
    request: AnyRequest, context: NamedDependency[Context], import_id: FromPath[UUID]
) -> Response[Any]:
    """The spreadsheet with what is wrong highlighted and explained."""
    return file_response(request, await hours_imports.corrected_file(context, import_id))


@post("/imports/{import_id:uuid}/apply", guards=[DECLARE], status_code=303)
async def apply_import(
    request: AnyRequest, context: NamedDependency[Context], import_id: FromPath[UUID]
) -> Response[Any]:
    """Declare the new and changed hours, and show it being done."""
    form = await read_form(request, ApplyForm)
    try:
        await hours_imports_apply.apply_import(context, import_id, submit=form.submit)
    except ClauseError as error:
        return await _report(request, context, import_id, error=error)
    return done(f"/imports/{import_id}", "import_applied")


HANDLERS: list[ControllerRouterHandler] = [
    show_import,
    show_mapping,
    change_mapping,
    download_corrected,
    apply_import,
]
