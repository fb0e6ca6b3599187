"""Bodies about copies of proofs."""

from datetime import date
from typing import Self
from uuid import UUID

from litestar.datastructures import UploadFile
from pydantic import BaseModel, ConfigDict, Field

from clause.api.schemas.base import InstantOut, Schema, Text
from clause.domain.actors import ActorKind
from clause.domain.proof_documents import ProofDocument, ProofView, SentFile, SentProof


class ProofDocumentIn(BaseModel):
    """A copy of a proof, as ``multipart/form-data``."""

    model_config = ConfigDict(
        arbitrary_types_allowed=True, extra="ignore", json_schema_extra={"examples": [{"file": "justificatif.pdf"}]}
    )

    file: UploadFile | None = None

    async def sent(self) -> SentFile | None:
        """The file with what its sender says of it, or None."""
        if self.file is None:
            return None
        return SentFile(self.file.filename, self.file.content_type or "", await self.file.read())


class ProofDocumentOut(Schema):
    """What is known of a copy; its bytes are handed over to who says why."""

    id: UUID
    eligibility_id: UUID
    media_type: str
    size_bytes: int
    sha256: str
    received_by: UUID | None
    received_at: InstantOut
    keep_until: date = Field(description="The last day on which the bytes are kept")
    purged_at: InstantOut | None
    sent_by_org_id: UUID | None = Field(description="The company that sent it, if one did")

    @classmethod
    def of(cls, document: ProofDocument) -> Self:
        """As the API shows it."""
        return cls(**{name: value for name, value in document if name in cls.model_fields})


class SentProofOut(Schema):
    """What a company sees again of a copy it sent."""

    id: UUID
    hire_id: UUID
    media_type: str
    size_bytes: int
    received_at: InstantOut

    @classmethod
    def of(cls, proof: SentProof) -> Self:
        """As the API shows it."""
        return cls(**dict(proof))


class ProofViewIn(Schema):
    """Why somebody looks at a copy."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"purpose": "Contrôle du dossier avant décision."}]})

    purpose: Text


class ProofViewOut(Schema):
    """That somebody looked at a copy, and what for."""

    id: UUID
    purpose: str
    viewed_by: UUID | None
    viewed_by_kind: ActorKind
    viewed_at: InstantOut

    @classmethod
    def of(cls, view: ProofView) -> Self:
        """As the API shows it."""
        return cls(**{name: value for name, value in view if name in cls.model_fields})
