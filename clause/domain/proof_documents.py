"""Copies of proofs: what a file must be, and what is known of a copy once its bytes are erased."""

import hashlib
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.actors import ActorKind
from clause.domain.errors import Refused
from clause.domain.findings import Finding

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
EXTENSIONS = {PDF: "pdf", JPEG: "jpg", PNG: "png"}
"""The kinds of file admitted, with the extension under which a copy is handed over."""

_SAYS_NOTHING = ("", "application/octet-stream")
_NAMED = {"pdf": PDF, "jpg": JPEG, "jpeg": JPEG, "png": PNG}
_PDF_TAIL_BYTES = 1024


class SentFile(NamedTuple):
    """A file as it came: its name and type as the sender says them, and its bytes."""

    name: str
    media_type: str
    content: bytes


class ProofDocument(BaseModel):
    """A copy of a proof as recorded; its name is not kept, for it often says whose it is."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    facilitator_org_id: UUID
    eligibility_id: UUID
    media_type: str
    size_bytes: int
    sha256: str
    received_by: UUID | None
    received_at: datetime
    keep_until: date
    """The last day on which the bytes are kept."""
    purged_at: datetime | None
    sent_by_org_id: UUID | None = None
    """The company that sent it; None for a copy that the facilitator organisation took itself."""


class NamedProofDocument(ProofDocument):
    """A copy with the name of the company that sent it."""

    sender_name: str | None


class SentProof(BaseModel):
    """What a company sees again of a copy it sent: that it came, and when; never what became of it."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    hire_id: UUID
    media_type: str
    size_bytes: int
    received_at: datetime


class ProofView(BaseModel):
    """That somebody looked at a copy, and what for."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    facilitator_org_id: UUID
    proof_document_id: UUID
    purpose: str
    viewed_by: UUID | None
    viewed_by_kind: ActorKind
    viewed_at: datetime


def media_type_of(content: bytes) -> str | None:
    """What a file is by its bytes: PDF, JPEG or PNG; None for anything else."""
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-_PDF_TAIL_BYTES:]:
        return PDF
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR":
        return PNG
    return None


def check_file(file: SentFile | None) -> tuple[SentFile, str]:
    """The file and what it is by its bytes.

    Raises Refused PRF-003: no file or an empty one, neither PDF nor JPEG nor PNG, or not what its name or type says.
    """
    if file is None or not file.content:
        raise _refused("PRF-010")
    found = media_type_of(file.content)
    if found is None:
        raise _refused("PRF-011")
    declared = file.media_type.partition(";")[0].strip().lower().replace("image/jpg", JPEG)
    extension = file.name.rpartition(".")[2].lower() if "." in file.name else ""
    says_otherwise = declared not in (*_SAYS_NOTHING, found)
    if says_otherwise or _NAMED.get(extension, found) != found:
        raise _refused("PRF-012", found=EXTENSIONS[found].upper())
    return file, found


def fingerprint(content: bytes) -> str:
    """The SHA-256 of a file, in hexadecimal: it stays when the bytes are erased."""
    return hashlib.sha256(content).hexdigest()


def _refused(code: str, **values: str) -> Refused:
    return Refused("PRF-003", findings=(Finding(code=code, field="file", values=values),))
