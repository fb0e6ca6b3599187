"""What anyone may learn from a verification code or a file, as a program reads it; how often a file may be asked of."""

from datetime import date, datetime
from decimal import Decimal
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from clause.domain.certificate_register import Standing, Verification
from clause.domain.certificates import CertificateKind, Party
from clause.domain.errors import TooMany
from clause.domain.file_checks import LARGEST_CHECKED_BYTES, DocumentKind, FileCheck, Verdict
from clause.domain.rates import Rate
from clause.domain.seals import ExaminedSeal, SealState
from clause.edge.rate_limits import caller_of
from clause.edge.request_context import AnyRequest
from clause.services import rates

LARGEST_FORM_BYTES = LARGEST_CHECKED_BYTES + 10_000
"""The largest file, and what a form adds around it."""
CHECKS = Rate(a_minute=20, burst=60)
"""Files of one caller: each check hashes a file and reads the database twice."""


async def count_file_check(request: AnyRequest) -> None:
    """Counts one more file that is checked. TooMany CRT-044 when they come too fast."""
    said = await rates.take(f"file:{caller_of(request.scope)}", CHECKS)
    if not said.is_welcome:
        error = TooMany("CRT-044", seconds=said.retry_seconds)
        error.retry_seconds = said.retry_seconds
        raise error


class VerificationBody(BaseModel):
    """An issued certificate as anyone may check it. Hours are strings with two decimals."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    standing: Standing = Field(description="VALID, SUPERSEDED by another certificate, or REVOKED")
    number: str
    kind: CertificateKind
    verification_code: str
    issued_on: date
    facilitator_org: Party
    buyer: Party | None = Field(description="Null for a company's year")
    holder: Party
    consortium: str | None
    contract_reference: str | None
    contract_object: str | None
    lot_label: str | None
    year: int | None = Field(description="The year of a company's yearly certificate")
    figures_on: date
    hours_owed: Decimal | None
    hours_credited: Decimal
    gap: Decimal | None = Field(description="Owed less credited; negative in surplus")
    ratio: Decimal | None
    document_sha256: str = Field(description="SHA-256 of the genuine file")
    revoked_at: datetime | None
    superseded_by_number: str | None

    @classmethod
    def of(cls, found: Verification) -> Self:
        """What may be told of a certificate that was found."""
        own = {"standing", "document_sha256", "revoked_at", "superseded_by_number"}
        content = {name: getattr(found.content, name, None) for name in cls.model_fields.keys() - own}
        return cls(**content, **{name: getattr(found, name) for name in own})


class SealBody(BaseModel):
    """The seal of a file, and the certificate that it was made with."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    state: SealState = Field(description="INTACT, ADDED_TO (something stands behind what it covers) or BROKEN")
    claimed_at: datetime | None = Field(description="When it was made, as the seal says itself")
    fingerprint: str = Field(description="SHA-256 of the certificate, in hexadecimal")
    subject: str
    is_self_signed: bool
    is_known: bool = Field(description="True for a certificate that this service seals or sealed with")

    @classmethod
    def of(cls, seal: ExaminedSeal, *, is_known: bool) -> Self:
        """What a seal shows."""
        return cls(**seal.model_dump(exclude={"covers"}), is_known=is_known)


class FileCheckBody(BaseModel):
    """What a file is worth, for whoever holds it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    verdict: Verdict = Field(
        description="genuine: to the byte a file that was made here; added_to: with something behind it; changed: it"
        " says that it comes from here, and is not what was made; forgotten: sealed here, not kept any more;"
        " elsewhere: sealed by somebody that this service does not know; unknown: nothing in it leads here"
    )
    sha256: str = Field(description="SHA-256 of the file that was sent, in hexadecimal")
    kind: DocumentKind | None = Field(description="Of the document that it is or begins with; null without one")
    number: str | None
    issued_by: str | None
    issued_at: datetime | None
    standing: Standing | None = Field(description="VALID, SUPERSEDED by another document, or REVOKED")
    seal: SealBody | None
    certificate: VerificationBody | None = Field(description="The certificate that it is, or says that it is")

    @classmethod
    def of(cls, found: FileCheck) -> Self:
        """What may be told of a file."""
        issued, seal = found.issued, found.seal
        return cls(
            verdict=found.verdict,
            sha256=found.sha256,
            kind=issued.kind if issued else None,
            number=issued.number if issued else None,
            issued_by=issued.organisation if issued else None,
            issued_at=issued.made_at if issued else None,
            standing=issued.standing if issued else None,
            seal=SealBody.of(seal, is_known=found.is_seal_known) if seal else None,
            certificate=VerificationBody.of(found.certificate) if found.certificate else None,
        )
