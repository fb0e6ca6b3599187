"""Checking a file that someone holds: whether it was made here, whether it has changed, and what it is worth today."""

import hashlib
import re
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from clause.domain.certificate_register import Standing, Verification
from clause.domain.errors import TooLarge, Unreadable
from clause.domain.seals import ExaminedSeal, SealState

LARGEST_CHECKED_BYTES = 5_000_000
"""A document that is made here is a hundred times smaller."""

_PDF = b"%PDF-"
_HEADER_WITHIN = 1024
_CODE = re.compile(rb"/verify/([0-9A-Z]{4}(?:-[0-9A-Z]{4}){3})\b")


class DocumentKind(StrEnum):
    """What is sealed."""

    CERTIFICATE = "certificate"
    CLAIM = "claim"
    TIMESHEET = "timesheet"


class IssuedFile(BaseModel):
    """A file that was made here, as anyone who holds it may know it; nothing of it is about a single person."""

    model_config = ConfigDict(frozen=True)

    kind: DocumentKind
    number: str | None
    code: str | None
    organisation: str
    made_at: datetime
    seal_fingerprint: str | None
    """None for a file that was made before files were sealed."""
    is_replaced: bool
    is_taken_back: bool

    @property
    def standing(self) -> Standing:
        """What it is worth today."""
        if self.is_taken_back:
            return Standing.REVOKED
        return Standing.SUPERSEDED if self.is_replaced else Standing.VALID


class Verdict(StrEnum):
    """What a file is, seen from here."""

    GENUINE = "genuine"
    """To the byte a file that was made here."""
    ADDED_TO = "added_to"
    """A file that was made here, with something behind it."""
    CHANGED = "changed"
    """It says that it comes from here, and is not what was made."""
    FORGOTTEN = "forgotten"
    """Sealed by this service and unchanged, but not kept any more."""
    ELSEWHERE = "elsewhere"
    """Sealed and unchanged, by somebody that this service does not know."""
    UNKNOWN = "unknown"
    """Nothing in it leads here."""


class FileCheck(BaseModel):
    """The answer to who asks what a file is worth."""

    model_config = ConfigDict(frozen=True)

    verdict: Verdict
    sha256: str
    issued: IssuedFile | None = None
    seal: ExaminedSeal | None = None
    is_seal_known: bool = False
    certificate: Verification | None = None
    """The certificate that it is, or says that it is."""


def hash_of(content: bytes) -> str:
    """The SHA-256, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def check_is_pdf(content: bytes) -> None:
    """TooLarge CRT-041, Unreadable CRT-042 for an empty file and CRT-043 for one that is no PDF."""
    if len(content) > LARGEST_CHECKED_BYTES:
        raise TooLarge("CRT-041", most=LARGEST_CHECKED_BYTES // 1_000_000)
    if not content:
        raise Unreadable("CRT-042", findings=())
    if _PDF not in content[:_HEADER_WITHIN]:
        raise Unreadable("CRT-043", findings=())


def code_in(content: bytes) -> str | None:
    """The verification code that the file's link names, when its links can be read as they stand; nothing is proved."""
    found = _CODE.search(content)
    return found[1].decode() if found else None


def verdict_of(
    issued: IssuedFile | None, seal: ExaminedSeal | None, *, is_exact: bool, is_seal_known: bool, names_one: bool
) -> Verdict:
    """What the file is: ``is_exact`` the issued one, else it begins with it; ``names_one`` of the certificates."""
    if issued is not None:
        return Verdict.GENUINE if is_exact else Verdict.ADDED_TO
    if seal is not None and seal.state is SealState.INTACT:
        return Verdict.FORGOTTEN if is_seal_known else Verdict.ELSEWHERE
    return Verdict.CHANGED if names_one or (seal is not None and is_seal_known) else Verdict.UNKNOWN
