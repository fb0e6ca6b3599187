"""The files of a bundle: each path once, in one order, and an archive that depends on nothing else."""

import io
import zipfile
from dataclasses import replace
from uuid import UUID

from clause.documents.archive import zip_of
from clause.domain.bundle import BundleParts, HandedEvidence, evidence_file, files_of, timesheet_file

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
