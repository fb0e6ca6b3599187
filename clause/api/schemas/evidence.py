"""Bodies about pieces of evidence."""

from typing import Self
from uuid import UUID

from litestar.datastructures import UploadFile
from pydantic import BaseModel, ConfigDict, Field

from clause.api.schemas.base import InstantOut, Schema
from clause.domain.evidence import EvidenceFile, EvidenceKind
from clause.domain.proof_documents import SentFile


class EvidenceIn(BaseModel):
    """A piece of evidence, as ``multipart/form-data``."""

    model_config = ConfigDict(
        arbitrary_types_allowed=True,
        extra="ignore",
        json_schema_extra={"examples": [{"kind": "OTHER", "file": "piece.pdf"}]},
    )

    file: UploadFile | None = None
    kind: EvidenceKind = EvidenceKind.OTHER
    redacts_id: UUID | None = Field(default=None, description="The original that this is the redacted copy of")

    async def sent(self) -> SentFile | None:
        """The file with what its sender says of it, or None."""
        if self.file is None:
            return None
        return SentFile(self.file.filename, self.file.content_type or "", await self.file.read())


class EvidenceOut(Schema):
    """What is known of a piece of evidence; its id is what payroll, costs and rates name as ``document_id``."""

    id: UUID
    kind: EvidenceKind
    is_personal: bool = Field(description="An intermediate body gets a redacted copy only")
    file_name: str
    media_type: str
    size_bytes: int
    sha256: str
    redacts_id: UUID | None
    received_by: UUID | None
    received_at: InstantOut

    @classmethod
    def of(cls, file: EvidenceFile) -> Self:
        """As the API shows it."""
        return cls(**dict(file), is_personal=file.kind.is_personal)
