"""Files of public contract data and spreadsheets of hours: sent, followed, read record by record, applied."""

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, MultipartBody, QueryParameter
from litestar.types import ControllerRouterHandler
from pydantic import Field, TypeAdapter, ValidationError

from clause.api.answers import change, job_location, shown
from clause.api.pagination import DEFAULT_LIMIT, After, Limit, cut, id_after, number_after
from clause.api.schemas.base import Page
from clause.api.schemas.imports import (
    ApplyIn,
    ApplyStarted,
    HoursRowOut,
    ImportIn,
    ImportOut,
    ImportRowOut,
    ImportStarted,
    ImportSummaryOut,
    MappingOut,
)
from clause.domain.actors import Scope
from clause.domain.errors import Unreadable
from clause.domain.hours_import import HoursRowStatus, SheetField
from clause.domain.imports import ImportKind, ImportRun, RowStatus
from clause.edge.files import file_response
from clause.edge.request_context import AnyRequest, needs
from clause.services import hours_imports, hours_imports_apply, imports, payroll_imports
from clause.services.context import Context

LARGEST_FILE_BYTES = 60_000_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TAGS = ["Imports"]


class AnyRowStatus(StrEnum):
    """What became of a record, whatever the kind of its file."""

    IMPORTED = "imported"
    ALREADY_KNOWN = "already_known"
    TO_REVIEW = "to_review"
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"

    @property
    def kinds(self) -> set[ImportKind]:
        """The kinds of file whose records may become this."""
        known: dict[ImportKind, set[str]] = {
            ImportKind.DECP: set(RowStatus),
            ImportKind.HOURS: set(HoursRowStatus),
            ImportKind.PAYROLL: set(RowStatus),
        }
        return {kind for kind, statuses in known.items() if self.value in statuses}


StatusFilter = Annotated[
    AnyRowStatus | None,
    QueryParameter(description="imported, already_known, to_review, refused. Hours: new, changed, unchanged, refused"),
]
KindFilter = Annotated[ImportKind | None, QueryParameter(description="What the files hold")]


READ = needs(Scope.CONTRACTS_WRITE, Scope.HOURS_DECLARE, Scope.CLAIMS_WRITE)


@post(
    "/imports",
    guards=[READ],
    status_code=202,
    summary="Import a file",
    tags=TAGS,
    request_max_body_size=LARGEST_FILE_BYTES,
)
async def start_import(
    request: AnyRequest, context: NamedDependency[Context], data: MultipartBody[ImportIn]
) -> Response[ImportStarted]:
    """Public contract data (DECP) in JSON, at most 60 MB, or hours in a spreadsheet, at most 25 MB.

    ``decp``: 1.5.0 or 2.0; the same file again changes nothing. ``hours``: XLSX, XLS, ODS or CSV, by a company for its
    own hires or by a facilitator organisation; it is read and compared, and nothing is declared before it is applied.
    ``payroll``: a month of a person a row, by staff number; XLSX, XLS, ODS or CSV of at most 10 MB, columns known by
    their headings (Matricule, Mois, Coût employeur, or Brut and the other parts); recorded at once, and the same file
    again changes nothing.
    What was said of the columns of a sheet is remembered for the next one with the same headings.
    """
    content = await data.file.read()
    mapping = mapping_of(data.mapping) if data.kind is ImportKind.HOURS else {}

    async def start(ctx: Context) -> ImportRun:
        if data.kind is ImportKind.HOURS:
            return await hours_imports.start_hours_import(
                ctx, data.file.filename, content, mapping, data.facilitator_org_id
            )
        if data.kind is ImportKind.PAYROLL:
            return await payroll_imports.start_payroll_import(ctx, data.file.filename, content)
        return await imports.start_import(ctx, data.kind, data.file.filename, content)

    form = f"{data.kind}\n{data.file.filename}\n{data.mapping or ''}\n{data.facilitator_org_id or ''}\n"
    return await change(
        request,
        context,
        start,
        ImportStarted.of,
        status=202,
        location=lambda run: job_location(run.job_id),
        covers=(form.encode(), content),
    )


@get("/imports", guards=[READ], summary="List files imported", tags=TAGS)
async def list_imports(
    context: NamedDependency[Context], kind: KindFilter = None, after: After = None, limit: Limit = DEFAULT_LIMIT
) -> Response[Page[ImportSummaryOut]]:
    """The latest first: all that the facilitator organisation received, or what a company sent."""
    found = await imports.list_imports(context, kind=kind, after=id_after(after), limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.id)
    return shown(Page[ImportSummaryOut](items=[ImportSummaryOut.of(item) for item in items], next=following))


@get("/imports/{import_id:uuid}", guards=[READ], summary="What became of a file", tags=TAGS)
async def get_import(context: NamedDependency[Context], import_id: FromPath[UUID]) -> Response[ImportOut]:
    """How many records ended in each state so far, and where the job stands."""
    return shown(ImportOut.of(await imports.load_import(context, import_id)))


@get(
    "/imports/{import_id:uuid}/rows",
    guards=[READ],
    summary="What became of each record of a file",
    tags=TAGS,
)
async def list_import_rows(
    context: NamedDependency[Context],
    import_id: FromPath[UUID],
    status: StatusFilter = None,
    after: After = None,
    limit: Limit = DEFAULT_LIMIT,
) -> Response[Page[ImportRowOut | HoursRowOut]]:
    """In the order of the file. ``decp``: field, value and reason of each finding, and the raw record. ``hours``: what
    was read, the hire and the month that it means, and for each bad cell its address, the rule and a right value.
    """
    run = await imports.load_run(context, import_id)
    start = number_after(after)
    if status is not None and run.kind not in status.kinds:
        return shown(Page[ImportRowOut | HoursRowOut](items=[], next=None))
    if run.kind is ImportKind.HOURS:
        wanted = HoursRowStatus(status.value) if status else None
        rows = await hours_imports.list_rows(context, import_id, status=wanted, after=start, limit=limit + 1)
        page, following = cut(rows, limit, lambda item: item.position)
        return shown(Page[ImportRowOut | HoursRowOut](items=[HoursRowOut.of(row) for row in page], next=following))
    asked = RowStatus(status.value) if status else None
    found = await imports.list_rows(context, import_id, status=asked, after=start, limit=limit + 1)
    items, following = cut(found, limit, lambda item: item.position)
    return shown(Page[ImportRowOut | HoursRowOut](items=[ImportRowOut.of(item) for item in items], next=following))


@get(
    "/imports/{import_id:uuid}/mapping",
    guards=[needs(Scope.HOURS_DECLARE)],
    summary="What the columns of a spreadsheet are taken for",
    tags=TAGS,
)
async def get_mapping(context: NamedDependency[Context], import_id: FromPath[UUID]) -> Response[MappingOut]:
    """Sheet by sheet, with the row of headings; empty until the file is read."""
    return shown(MappingOut.of(await imports.load_run(context, import_id)))


@get(
    "/imports/{import_id:uuid}/corrected-file",
    guards=[needs(Scope.HOURS_DECLARE)],
    summary="The spreadsheet to send back, its errors explained",
    tags=TAGS,
    media_type=XLSX,
)
async def get_corrected_file(
    request: AnyRequest, context: NamedDependency[Context], import_id: FromPath[UUID]
) -> Response[Any]:
    """XLSX: the same columns, bad cells highlighted with a comment each, and a first column with state and reason.

    It may be corrected and imported as it is. Errors: 404, 409 as long as the file is not read, 422 for other kinds.
    """
    return file_response(request, await hours_imports.corrected_file(context, import_id))


@post(
    "/imports/{import_id:uuid}/apply",
    guards=[needs(Scope.HOURS_DECLARE)],
    status_code=202,
    summary="Declare the new and changed hours of a spreadsheet",
    tags=TAGS,
)
async def apply_import(
    request: AnyRequest, context: NamedDependency[Context], import_id: FromPath[UUID], data: JSONBody[ApplyIn]
) -> Response[ApplyStarted]:
    """One draft a company and month, or the lines of the one that is open; with ``submit`` they are handed over.

    Refused rows are left out. Errors: 404, 409 as long as the file is not read and once it is applied, 422.
    """
    return await change(
        request,
        context,
        lambda ctx: hours_imports_apply.apply_import(ctx, import_id, submit=data.submit),
        ApplyStarted.of,
        status=202,
        location=lambda run: job_location(run.apply_job_id or run.job_id),
    )


def mapping_of(text: str | None) -> dict[str, SheetField | None]:
    """A mapping as the form gives it; Unreadable IMP-129 when it is none."""
    try:
        return _MAPPING.validate_json(text) if text else {}
    except ValidationError as error:
        raise Unreadable("IMP-129", fields=", ".join(SheetField)) from error


_MAPPING = TypeAdapter(dict[Annotated[str, Field(min_length=1, max_length=200)], SheetField | None])

HANDLERS: list[ControllerRouterHandler] = [
    start_import,
    list_imports,
    get_import,
    list_import_rows,
    get_mapping,
    get_corrected_file,
    apply_import,
]
