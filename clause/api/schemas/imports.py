"""Bodies about imports."""

from collections.abc import Iterable
from datetime import date
from typing import Any, Self
from uuid import UUID

from litestar.datastructures import UploadFile
from pydantic import BaseModel, ConfigDict, Field

from clause.api.problems import findings_as_json
from clause.api.schemas.accounts import JobOut
from clause.api.schemas.base import FindingOut, HoursOut, InstantOut, MonthOut, Schema
from clause.domain.findings import Finding
from clause.domain.hours_import import AppliedStatement, HoursRow, HoursRowStatus, MappingSource, SheetField
from clause.domain.hours_import_cells import shown
from clause.domain.imports import ImportKind, ImportReport, ImportRow, ImportRun, RowStatus
from clause.rules.codes import HoursNature
from clause.text.hours_imports import column_of, example_for, told


class ImportIn(BaseModel):
    """A file to import, as ``multipart/form-data``."""

    model_config = ConfigDict(
        arbitrary_types_allowed=True,
        extra="ignore",
        json_schema_extra={"examples": [{"kind": "hours", "file": "heures.xlsx"}]},
    )

    kind: ImportKind
    file: UploadFile
    mapping: str | None = Field(
        None,
        max_length=20_000,
        description='Hours only: what columns are, as JSON: {"Salarié": "last_name", "C": "hours", "Note": null}',
    )
    facilitator_org_id: UUID | None = Field(
        None, description="Hours sent by a company whose hires are followed by several organisations: to which one"
    )


class ImportStarted(Schema):
    """A file received; the job treats it."""

    id: UUID
    job_id: UUID
    kind: ImportKind
    file_name: str
    sha256: str

    @classmethod
    def of(cls, run: ImportRun) -> Self:
        """As the API shows it."""
        return cls(id=run.id, job_id=run.job_id, kind=run.kind, file_name=run.file_name, sha256=run.sha256)


class CellFindingOut(FindingOut):
    """What is said of a cell: ``field`` is its address, ``raw`` what was read there."""

    column: SheetField | None
    example: str | None = Field(description="A right value for the cell", examples=["121,50"])


def cell_findings(findings: Iterable[Finding]) -> list[CellFindingOut]:
    """Findings about cells, in French, each with a right value."""
    return [
        CellFindingOut(
            code=finding.code,
            severity=finding.severity.value,
            field=finding.field,
            raw=finding.raw,
            detail=told(finding),
            column=column_of(finding),
            example=example_for(finding),
        )
        for finding in findings
    ]


def file_findings(findings: Iterable[Finding]) -> list[FindingOut]:
    """Findings about a whole spreadsheet, columns by their headings."""
    return [
        FindingOut(
            code=finding.code,
            severity=finding.severity.value,
            field=finding.field,
            raw=finding.raw,
            detail=told(finding),
        )
        for finding in findings
    ]


class CountsOut(Schema):
    """How many records ended in each state so far."""

    imported: int
    already_known: int
    to_review: int
    refused: int


class HoursCountsOut(Schema):
    """How many rows of a spreadsheet of hours are in each state so far."""

    new: int
    changed: int
    unchanged: int
    refused: int


class AppliedOut(Schema):
    """What applying a spreadsheet did for one company and month."""

    company_id: UUID
    month: MonthOut
    statement_id: UUID | None = Field(description="null when nothing could be declared")
    lines_declared: int
    findings: list[CellFindingOut]

    @classmethod
    def of(cls, applied: AppliedStatement) -> Self:
        """As the API shows it."""
        return cls(**dict(applied) | {"findings": cell_findings(applied.findings)})


class ApplicationOut(Schema):
    """The work of applying a spreadsheet, and what it did so far."""

    job: JobOut
    statements: list[AppliedOut]


class ImportOut(Schema):
    """A file, and what became of it so far."""

    id: UUID
    kind: ImportKind
    file_name: str
    sha256: str
    file_format: str | None = Field(
        description="1.5.0 or 2.0; xlsx, xls, ods or csv for spreadsheets; once the file has been opened"
    )
    total: int | None = Field(description="Records in the file, once it has been opened")
    counts: CountsOut | HoursCountsOut
    findings: list[FindingOut] = Field(description="About the file as a whole")
    job: JobOut
    created_at: InstantOut
    application: ApplicationOut | None = Field(description="Hours only: null until the file is applied")

    @classmethod
    def of(cls, report: ImportReport) -> Self:
        """As the API shows it."""
        run, hours = report.run, report.hours
        counts = {status.value: count for status, count in (hours.counts if hours else report.counts).items()}
        application = None
        if hours and hours.apply_job:
            application = ApplicationOut(
                job=JobOut.of(hours.apply_job), statements=[AppliedOut.of(one) for one in hours.applied]
            )
        return cls(
            **run.model_dump(include=_SHOWN),
            counts=HoursCountsOut(**counts) if hours else CountsOut(**counts),
            findings=file_findings(run.findings) if hours else _findings(run.findings),
            job=JobOut.of(report.job),
            application=application,
        )


_SHOWN = {"id", "kind", "file_name", "sha256", "file_format", "total", "created_at"}


class ImportSummaryOut(Schema):
    """A file in a list."""

    id: UUID
    kind: ImportKind
    file_name: str
    sha256: str
    file_format: str | None
    total: int | None
    job_id: UUID
    created_at: InstantOut

    @classmethod
    def of(cls, run: ImportRun) -> Self:
        """As the API shows it."""
        return cls(**run.model_dump(include={*_SHOWN, "job_id"}))


class ColumnOut(Schema):
    """A column of a sheet, and what it is taken for."""

    column: str
    header: str
    field: SheetField | None = Field(description="null: nothing that is read")


class SheetMappingOut(Schema):
    """How a sheet is read."""

    sheet: str
    header_row: int
    source: MappingSource = Field(description="Recognised by its headings, remembered from the sender, or given")
    columns: list[ColumnOut]


class MappingOut(Schema):
    """How the sheets of a file are read."""

    sheets: list[SheetMappingOut]

    @classmethod
    def of(cls, run: ImportRun) -> Self:
        """As the API shows it."""
        return cls(
            sheets=[
                SheetMappingOut(
                    sheet=layout.sheet,
                    header_row=layout.header_row,
                    source=layout.source,
                    columns=[ColumnOut(**dict(column)) for column in layout.columns],
                )
                for layout in run.layouts
            ]
        )


class ApplyIn(Schema):
    """Whether the statements are handed over to the facilitator as soon as they are drafted."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"submit": False}]})

    submit: bool = False


class ApplyStarted(Schema):
    """A spreadsheet that is being applied; the job does it."""

    id: UUID
    job_id: UUID

    @classmethod
    def of(cls, run: ImportRun) -> Self:
        """As the API shows it."""
        return cls(id=run.id, job_id=run.apply_job_id)


class ImportRowOut(Schema):
    """What one record became, and why; the record as it was published."""

    position: int = Field(description="Rank in the file, from 1")
    status: RowStatus
    findings: list[FindingOut] = Field(description="Field, value as read, what was done or is to be done")
    contract_id: UUID | None
    lot_id: UUID | None
    raw_record: Any

    @classmethod
    def of(cls, row: ImportRow) -> Self:
        """As the API shows it."""
        return cls(**row.model_dump(exclude={"findings"}), findings=_findings(row.findings))


class PartOut(Schema):
    """Hours of one nature in a row."""

    nature: HoursNature
    hours_declared: HoursOut
    first_day: date | None
    last_day: date | None


class HoursRowOut(Schema):
    """What one row of a spreadsheet says, and what becomes of it."""

    position: int = Field(description="Rank among the rows that declare something, from 1")
    sheet: str
    row: int
    status: HoursRowStatus
    findings: list[CellFindingOut]
    cells: dict[SheetField, str] = Field(description="What was read in each column that is used")
    month: MonthOut | None
    hire_id: UUID | None
    lot_id: UUID | None
    parts: list[PartOut]

    @classmethod
    def of(cls, row: HoursRow) -> Self:
        """As the API shows it."""
        return cls(
            **row.model_dump(include={"position", "sheet", "row", "status", "hire_id", "lot_id"}),
            month=row.month,
            findings=cell_findings(row.findings),
            cells={SheetField(name): shown(cell) for name, cell in row.cells.items()},
            parts=[PartOut(**dict(part)) for part in row.parts],
        )


def _findings(findings: tuple[Finding, ...]) -> list[FindingOut]:
    return [FindingOut(**shown) for shown in findings_as_json(findings)]
