"""Bodies about imports."""

from typing import Any, Self
from uuid import UUID

from litestar.datastructures import UploadFile
from pydantic import BaseModel, ConfigDict, Field

from clause.api.problems import findings_as_json
from clause.api.schemas.accounts import JobOut
from clause.api.schemas.base import FindingOut, InstantOut, Schema
from clause.domain.findings import Finding
from clause.domain.imports import ImportKind, ImportReport, ImportRow, ImportRun, RowStatus


class ImportIn(BaseModel):
    """A file to import, as ``multipart/form-data``."""

    model_config = ConfigDict(arbitrary_types_allowed=True, extra="ignore")

    kind: ImportKind
    file: UploadFile


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


class CountsOut(Schema):
    """How many records ended in each state so far."""

    imported: int
    already_known: int
    to_review: int
    refused: int


class ImportOut(Schema):
    """A file, and what became of it so far."""

    id: UUID
    kind: ImportKind
    file_name: str
    sha256: str
    file_format: str | None = Field(description="1.5.0 or 2.0, once the file has been opened")
    total: int | None = Field(description="Records in the file, once it has been opened")
    counts: CountsOut
    findings: list[FindingOut] = Field(description="About the file as a whole")
    job: JobOut
    created_at: InstantOut

    @classmethod
    def of(cls, report: ImportReport) -> Self:
        """As the API shows it."""
        run = report.run
        return cls(
            **run.model_dump(exclude={"facilitator_org_id", "job_id", "created_by", "findings"}),
            counts=CountsOut(**{status.value: count for status, count in report.counts.items()}),
            findings=_findings(run.findings),
            job=JobOut.of(report.job),
        )


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


def _findings(findings: tuple[Finding, ...]) -> list[FindingOut]:
    return [FindingOut(**shown) for shown in findings_as_json(findings)]
