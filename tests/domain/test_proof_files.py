"""What a file sent as a proof or a piece of evidence must be, and what is handed over in place of an original."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest

from clause.domain import evidence, proof_documents
from clause.domain.errors import Refused
from clause.domain.evidence import LARGEST_EVIDENCE_BYTES, EvidenceFile, EvidenceKind, handed_over
from clause.domain.findings import Finding
from clause.domain.proof_documents import EXTENSIONS, JPEG, PDF, PNG, SentFile, fingerprint, media_type_of
from tests.builders.eligibility import A_JPEG, A_PDF, A_PNG
from tests.builders.hours import an_id

AT = datetime(2026, 6, 15, tzinfo=UTC)
PERSONAL = {EvidenceKind.PAYSLIP, EvidenceKind.PAYROLL_JOURNAL, EvidenceKind.EMPLOYMENT_CONTRACT}
UNSAID = "application/octet-stream"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (A_PDF, PDF),
        (b"%PDF-" + b" " * 2000 + b"%%EOF".ljust(1024), PDF),
        (b"%PDF-" + b" " * 2000 + b"%%EOF".ljust(1025), None),
        (b"%PDF-1.7", None),
        (b" " + A_PDF, None),
        (A_JPEG, JPEG),
        (b"\xff\xd8\xff", JPEG),
        (b"\xff\xd8", None),
        (A_PNG, PNG),
        (A_PNG.replace(b"IHDR", b"IDAT"), None),
        (b"\x89PNG\r\n\x1a\n" + b"IHDR", None),
        (b"GIF89a", None),
        (b"", None),
    ],
)
def test_a_file_is_known_by_its_bytes(content: bytes, found: str | None) -> None:
    assert media_type_of(content) == found


def test_three_kinds_of_file_are_admitted_each_with_its_extension() -> None:
    assert EXTENSIONS == {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


def test_a_fingerprint_is_the_sha_256_of_the_bytes() -> None:
    assert fingerprint(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.mark.parametrize(
    ("name", "media_type", "content", "found"),
    [
        ("scan.pdf", "application/pdf", A_PDF, PDF),
        ("SCAN.PDF", " Application/PDF ; charset=x", A_PDF, PDF),
        ("photo.jpg", "image/jpg", A_JPEG, JPEG),
        ("photo.jpeg", "image/jpeg", A_JPEG, JPEG),
        ("photo", "", A_PNG, PNG),
        ("png", UNSAID, A_PDF, PDF),
        ("photo.bin", UNSAID, A_PNG, PNG),
        ("jpg.archive.png", UNSAID, A_PNG, PNG),
    ],
)
def test_a_proof_is_what_its_name_and_type_say_or_they_say_nothing(
    name: str, media_type: str, content: bytes, found: str
) -> None:
    file = SentFile(name, media_type, content)
    assert proof_documents.check_file(file) == (file, found)


@pytest.mark.parametrize(
    ("file", "code", "values"),
    [
        (None, "PRF-010", {}),
        (SentFile("scan.pdf", PDF, b""), "PRF-010", {}),
        (SentFile("scan.gif", "image/gif", b"GIF89a"), "PRF-011", {}),
        (SentFile("scan.pdf", UNSAID, A_PNG), "PRF-012", {"found": "PNG"}),
        (SentFile("scan.PNG", UNSAID, A_JPEG), "PRF-012", {"found": "JPG"}),
        (SentFile("scan.jpeg", UNSAID, A_PDF), "PRF-012", {"found": "PDF"}),
        (SentFile("scan.jpg", UNSAID, A_PDF), "PRF-012", {"found": "PDF"}),
        (SentFile("scan", PDF, A_PNG), "PRF-012", {"found": "PNG"}),
        (SentFile("scan.pdf", "text/html", A_PDF), "PRF-012", {"found": "PDF"}),
    ],
)
def test_a_proof_that_is_not_what_it_says_is_refused(file: SentFile | None, code: str, values: dict[str, str]) -> None:
    with pytest.raises(Refused) as refused:
        proof_documents.check_file(file)
    assert refused.value.code == "PRF-003"
    assert refused.value.findings == (Finding(code=code, field="file", values=values),)


def piece(name: str, kind: str = "PAYSLIP", *, day: int = 0, **more: Any) -> EvidenceFile:
    fields: dict[str, Any] = {
        "id": an_id(name),
        "kind": kind,
        "file_name": f"{name}.pdf",
        "media_type": PDF,
        "size_bytes": 1,
        "sha256": sha256(name.encode()).hexdigest(),
        "redacts_id": None,
        "received_by": None,
        "received_at": AT + timedelta(days=day),
    }
    return EvidenceFile(**(fields | more))


def test_payslips_payroll_journals_and_contracts_are_personal_and_nothing_else_is() -> None:
    assert {kind for kind in EvidenceKind if kind.is_personal} == PERSONAL


def test_a_piece_of_evidence_has_fifteen_million_bytes_at_most() -> None:
    assert LARGEST_EVIDENCE_BYTES == 15_000_000


def test_what_is_personal_is_handed_over_redacted_or_not_at_all() -> None:
    invoice, slip, other = piece("invoice", "INVOICE"), piece("slip"), piece("other")
    copy = piece("copy", day=1, redacts_id=slip.id)
    assert handed_over([copy, other, slip, invoice]) == {invoice.id: invoice, slip.id: copy, other.id: None}


def test_the_latest_redacted_copy_is_handed_over_also_of_what_is_not_personal() -> None:
    invoice = piece("invoice", "INVOICE", day=9)
    first, second = (piece(f"copy {day}", "INVOICE", day=day, redacts_id=invoice.id) for day in (1, 2))
    assert handed_over([second, invoice, first]) == {invoice.id: second}


def test_of_two_copies_of_one_instant_the_one_of_the_higher_id_is_handed_over() -> None:
    slip = piece("slip")
    copies = [piece(name, redacts_id=slip.id) for name in ("a", "b")]
    expected = max(copies, key=lambda copy: copy.id)
    assert handed_over([slip, *copies]) == handed_over([*reversed(copies), slip]) == {slip.id: expected}


SENT = SentFile("bulletin.pdf", PDF, A_PDF)


def codes_of(file: SentFile | None, kind: EvidenceKind, original: EvidenceFile | None = None) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        evidence.check_file(file, kind, original)
    assert refused.value.code == "EVD-002"
    return [(finding.code, finding.field) for finding in refused.value.findings]


def test_a_piece_of_evidence_is_a_pdf_or_a_picture_whatever_its_name() -> None:
    assert evidence.check_file(SENT, EvidenceKind.PAYSLIP, None) == PDF
    assert evidence.check_file(SentFile("x.pdf", PDF, A_PNG), EvidenceKind.OTHER, None) == PNG


def test_a_redacted_copy_of_the_same_kind_is_kept() -> None:
    assert evidence.check_file(SENT, EvidenceKind.PAYSLIP, piece("slip")) == PDF


def test_no_file_an_empty_one_and_one_that_is_neither_are_refused() -> None:
    assert codes_of(None, EvidenceKind.PAYSLIP) == [("EVD-003", "file")]
    assert codes_of(SentFile("x.pdf", PDF, b""), EvidenceKind.PAYSLIP) == [("EVD-003", "file")]
    assert codes_of(SentFile("x.pdf", PDF, b"GIF89a"), EvidenceKind.PAYSLIP) == [("EVD-004", "file")]


def test_a_copy_of_a_copy_of_another_kind_with_the_same_bytes_is_refused_for_all_three() -> None:
    original = piece("copy", redacts_id=an_id("slip"), sha256=fingerprint(A_PDF))
    with pytest.raises(Refused) as refused:
        evidence.check_file(SENT, EvidenceKind.INVOICE, original)
    assert refused.value.findings == (
        Finding(code="EVD-005", field="redacts_id", raw=str(original.id)),
        Finding(code="EVD-006", field="kind", raw="INVOICE"),
        Finding(code="EVD-007", field="file"),
    )


def test_a_copy_without_a_file_is_told_with_what_it_would_be_a_copy_of() -> None:
    assert codes_of(None, EvidenceKind.INVOICE, piece("slip")) == [("EVD-003", "file"), ("EVD-006", "kind")]
