"""Bodies about the papers of operations."""

from typing import Self
from uuid import UUID

from litestar.datastructures import UploadFile
from pydantic import BaseModel, ConfigDict

from clause.api.schemas.base import Schema
from clause.domain.documents import KeptDocument
from clause.domain.proof_documents import SentFile


class OperationDocumentIn(BaseModel):
    """A paper, as ``multipart/form-data``."""

    model_config = ConfigDict(arbitrary_types_allowed=True, extra="ignore")

    file: UploadFile | None = None

    async def sent(self) -> SentFile | None:
        """The file with what its sender says of it, or None."""
        if self.file is None:
            return None
        return SentFile(self.file.filename, self.file.content_type or "", await self.file.read())


class OperationDocumentOut(Schema):
    """What is known of a paper; a mission letter or a resource names it by its id."""

    id: UUID
    media_type: str
    sha256: str
    size_bytes: int

    @classmethod
    def of(cls, document: KeptDocument) -> Self:
        """As the API shows it."""
        return cls(**dict(document))
