"""The files of a bundle: each path once, in one order, and an archive that depends on nothing else."""

import hashlib
import io
import json
import zipfile
from dataclasses import replace
from uuid import UUID

from clause.documents.archive import zip_of
from clause.domain.bundle import (
    BundleContents,
    BundleParts,
    HandedEvidence,
    ListedEvidence,
    contents_of,
    evidence_file,
    files_of,
    timesheet_file,
)

PARTS = BundleParts(
    claim_id=UUID(int=1),
    claim=b"{}",
    pdf=b"%PDF",
    trace=b"[]",
    lines_csv=b"a",
    staff_csv=b"b",
    declarations=("Tout est exact.", "Rien n'est payé deux fois."),
    timesheets=(timesheet_file("F/00 1", "2026-01", 2, b"%PDF-1"),),
    evidence=(),
)


def test_a_staff_number_cannot_lead_out_of_the_archive() -> None:
    assert timesheet_file("../../etc/é", "2026-01", 1, b"").path == "timesheets/______etc_é-2026-01-r1.pdf"


def test_the_same_pieces_give_the_same_bytes() -> None:
    assert zip_of(files_of(PARTS)) == zip_of(files_of(replace(PARTS)))
    assert zip_of(files_of(PARTS)) != zip_of(files_of(replace(PARTS, claim=b"{ }")))


def test_the_manifest_comes_first_and_the_rest_by_path() -> None:
    paths = [file.path for file in files_of(PARTS)]
    assert paths[0] == "manifest.json"
    assert paths[1:] == sorted(paths[1:])


def test_a_piece_named_by_two_records_stands_once() -> None:
    invoice = evidence_file("application/pdf", b"facture")
    twice = tuple(HandedEvidence(invoice.sha256, kind, invoice) for kind in ("INVOICE", "PAYMENT_PROOF"))
    paths = [file.path for file in files_of(replace(PARTS, evidence=twice))]
    assert paths.count(invoice.path) == 1
    assert invoice.path == f"evidence/{invoice.sha256}.pdf"


def test_an_archive_tells_neither_the_day_nor_the_machine() -> None:
    with zipfile.ZipFile(io.BytesIO(zip_of(files_of(PARTS)))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read("declarations.txt").decode() == "1. Tout est exact.\n2. Rien n'est payé deux fois.\n"


PAYSLIP = HandedEvidence("a" * 64, "PAYSLIP", evidence_file("application/pdf", b"sans le NIR"))
INVOICE = HandedEvidence(
    hashlib.sha256(b"facture").hexdigest(), "INVOICE", evidence_file("application/pdf", b"facture")
)
WITHHELD = HandedEvidence("f" * 64, "PROOF", None)
FULL = replace(PARTS, evidence=(WITHHELD, INVOICE, PAYSLIP))


def contents(parts: BundleParts = FULL) -> BundleContents:
    held = {file.path: file.content for file in files_of(parts)}
    return contents_of(1234, held["manifest.json"], held["evidence.json"])


def test_what_the_intermediate_body_reads_has_the_names_that_were_agreed() -> None:
    held = {file.path: file for file in files_of(FULL)}
    assert set(held) == {
        "manifest.json",
        "claim.json",
        "claim.pdf",
        "trace.json",
        "lines.csv",
        "staff.csv",
        "declarations.txt",
        "evidence.json",
        "timesheets/F_00_1-2026-01-r2.pdf",
        f"evidence/{hashlib.sha256(b'sans le NIR').hexdigest()}.pdf",
        f"evidence/{INVOICE.sha256}.pdf",
    }
    assert {path: file.media_type for path, file in held.items() if not path.endswith(".pdf")} == {
        "manifest.json": "application/json",
        "claim.json": "application/json",
        "trace.json": "application/json",
        "lines.csv": "text/csv",
        "staff.csv": "text/csv",
        "declarations.txt": "text/plain; charset=utf-8",
        "evidence.json": "application/json",
    }


def test_the_manifest_names_the_claim_and_each_file_with_its_hash() -> None:
    """Domain: integrity by SHA-256 of every piece."""
    manifest, *others = files_of(FULL)
    told = json.loads(manifest.content)
    assert {name: told[name] for name in ("format", "claim_id", "claim_sha256")} == {
        "format": "clause-bundle/1",
        "claim_id": str(UUID(int=1)),
        "claim_sha256": hashlib.sha256(b"{}").hexdigest(),
    }
    assert told["files"] == [
        {
            "path": file.path,
            "sha256": hashlib.sha256(file.content).hexdigest(),
            "size": len(file.content),
            "media_type": file.media_type,
        }
        for file in others
    ]


def test_each_piece_says_whether_it_is_the_very_one_redacted_or_withheld() -> None:
    held = {file.path: file.content for file in files_of(FULL)}
    listed = json.loads(held["evidence.json"])["evidence"]
    assert {one["sha256"]: (one["kind"], one["handed_over"]) for one in listed} == {
        PAYSLIP.sha256: ("PAYSLIP", "redacted"),
        INVOICE.sha256: ("INVOICE", "as_is"),
        WITHHELD.sha256: ("PROOF", "withheld"),
    }
    assert [one["sha256"] for one in listed] == sorted(one["sha256"] for one in listed)


def test_a_bundle_is_read_back_from_its_own_lists() -> None:
    found = contents()
    assert found.size == 1234
    assert [(file.path, file.size, file.media_type) for file in found.files] == [
        (file.path, len(file.content), file.media_type) for file in files_of(FULL)[1:]
    ]
    assert PAYSLIP.file is not None
    assert found.piece(PAYSLIP.sha256) == ListedEvidence(PAYSLIP.sha256, "PAYSLIP", PAYSLIP.file.path, is_redacted=True)
    assert found.piece(WITHHELD.sha256) == ListedEvidence(WITHHELD.sha256, "PROOF", None, is_redacted=False)
    assert found.piece("0" * 64) is None
    assert found.piece(None) is None


def test_a_signed_month_is_found_by_person_month_and_revision() -> None:
    found = contents()
    assert found.month("F/00 1", "2026-01", 2) == "timesheets/F_00_1-2026-01-r2.pdf"
    for other in (("F/00 2", "2026-01", 2), ("F/00 1", "2026-02", 2), ("F/00 1", "2026-01", 1)):
        assert found.month(*other) is None


def test_a_piece_of_an_unknown_kind_keeps_its_bytes() -> None:
    piece = evidence_file("application/x-unknown; charset=binary", b"?")
    assert piece.path == f"evidence/{hashlib.sha256(b'?').hexdigest()}.bin"
    assert evidence_file("text/csv; charset=utf-8", b"a").path.endswith(".csv")
