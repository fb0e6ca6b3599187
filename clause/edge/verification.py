"""What anyone may learn from a verification code, as a program reads it: the same from the API and from the page."""

from datetime import date, datetime
from decimal import Decimal
from typing import Self

from pydantic import BaseModel, ConfigDict, Field

from clause.domain.certificate_register import Standing, Verification
from clause.domain.certificates import CertificateKind, Party


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
