"""Pieces of evidence kept for claims: sent once, known by their SHA-256, redacted before they are handed over.

A payslip tells a social-security number, a bank account, a tax rate, a sickness. The original is kept and never leaves
the organisation by itself: its redacted copy is sent as a second file that names it, and goes into the bundle instead.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from clause.domain.errors import Refused
from clause.domain.findings import Finding
from clause.domain.proof_documents import SentFile, fingerprint, media_type_of

LARGEST_EVIDENCE_BYTES = 15_000_000


class EvidenceKind(StrEnum):
    """What a piece of evidence is."""

    PAYSLIP = "PAYSLIP"
    PAYROLL_JOURNAL = "PAYROLL_JOURNAL"
    EMPLOYMENT_CONTRACT = "EMPLOYMENT_CONTRACT"
    MISSION_LETTER = "MISSION_LETTER"
    RATE_CALCULATION = "RATE_CALCULATION"
    INVOICE = "INVOICE"
    PAYMENT_PROOF = "PAYMENT_PROOF"
    DELIVERY_PROOF = "DELIVERY_PROOF"
    COFUNDING_STATEMENT = "COFUNDING_STATEMENT"
    OTHER = "OTHER"

    @property
    def is_personal(self) -> bool:
        """True when only a redacted copy is handed over (*assumption* of claims.md §8, minimisation)."""
        return self in (EvidenceKind.PAYSLIP, EvidenceKind.PAYROLL_JOURNAL, EvidenceKind.EMPLOYMENT_CONTRACT)


class EvidenceFile(BaseModel):
    """A piece of evidence as recorded; its id is that of the stored document."""

    model_config = ConfigDict(frozen=True)

    id: UUID
    kind: EvidenceKind
    file_name: str
    media_type: str
    size_bytes: int
    sha256: str
    redacts_id: UUID | None
    """The original that it is the redacted copy of."""
    received_by: UUID | None
    received_at: datetime


def handed_over(files: Iterable[EvidenceFile]) -> Mapping[UUID, EvidenceFile | None]:
    """What the intermediate body gets in place of each original: the latest redacted copy, else the file itself.

    None for what is personal and has no redacted copy. ``files`` are the originals and the redacted copies known.
    """
    known = sorted(files, key=lambda file: (file.received_at, file.id))
    copies = {file.redacts_id: file for file in known if file.redacts_id is not None}
    return {
        file.id: copies.get(file.id) or (None if file.kind.is_personal else file)
        for file in known
        if file.redacts_id is None
    }


def check_file(file: SentFile | None, kind: EvidenceKind, original: EvidenceFile | None) -> str:
    """What a file is by its bytes. ``original`` is what it is said to be the redacted copy of.

    Raises Refused EVD-002 with what is wrong: no file, an empty one, one that is neither PDF nor JPEG nor PNG, a copy
    of something of another kind, of a copy, or with the very bytes of its original.
    """
    findings = []
    media_type = media_type_of(file.content) if file is not None else None
    if file is None or not file.content:
        findings.append(Finding(code="EVD-003", field="file"))
    elif media_type is None:
        findings.append(Finding(code="EVD-004", field="file"))
    if original is not None:
        findings += _copy_findings(file, kind, original)
    if findings or media_type is None:
        raise Refused("EVD-002", findings=tuple(findings))
    return media_type


def _copy_findings(file: SentFile | None, kind: EvidenceKind, original: EvidenceFile) -> list[Finding]:
    findings = []
    if original.redacts_id is not None:
        findings.append(Finding(code="EVD-005", field="redacts_id", raw=str(original.id)))
    if original.kind is not kind:
        findings.append(Finding(code="EVD-006", field="kind", raw=kind.value))
    if file is not None and fingerprint(file.content) == original.sha256:
        findings.append(Finding(code="EVD-007", field="file"))
    return findings
