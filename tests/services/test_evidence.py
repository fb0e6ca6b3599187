"""Pieces of evidence through the services: kept once, redacted before they are handed over, never seen elsewhere."""

import pytest

from clause.db.queries import evidence as queries
from clause.db.queries.identity import set_identity
from clause.domain.errors import ClauseError, NotFound, Refused
from clause.domain.evidence import EvidenceKind, check_file
from clause.domain.proof_documents import SentFile
from clause.services import evidence
from tests.builders.pay import a_pdf, an_evidence_file
from tests.builders.territory import Territory

pytestmark = pytest.mark.usefixtures("transaction")


async def refusal_of(call: object) -> ClauseError:
    with pytest.raises(ClauseError) as refusal:
        await call  # type: ignore[misc]
    return refusal.value


async def findings_of(call: object) -> list[tuple[str, str]]:
    refusal = await refusal_of(call)
    assert (type(refusal), refusal.code) == (Refused, "EVD-002")
    return [(finding.code, finding.field) for finding in refusal.findings]


async def test_a_file_is_kept_with_its_hash_and_without_its_name(territory: Territory) -> None:
    kept = await an_evidence_file(territory.manager)
    stored = await evidence.load_content(territory.manager.context, kept.id)
    assert (stored.content, stored.sha256) == (a_pdf().content, kept.sha256)
    assert stored.file_name == f"payslip-{kept.id}.pdf"


async def test_the_same_file_again_is_the_first_receipt(territory: Territory) -> None:
    first = await an_evidence_file(territory.manager)
    assert await an_evidence_file(territory.manager) == first
    journal = await an_evidence_file(territory.manager, kind=EvidenceKind.PAYROLL_JOURNAL)
    assert journal.id != first.id


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (None, "EVD-003"),
        (SentFile("a.pdf", "application/pdf", b""), "EVD-003"),
        (SentFile("a.pdf", "application/pdf", b"%PDF-1.7 cut"), "EVD-004"),
        (SentFile("a.exe", "application/pdf", b"MZ"), "EVD-004"),
    ],
)
async def test_a_file_is_a_document_by_its_bytes(territory: Territory, file: SentFile | None, code: str) -> None:
    call = evidence.keep_file(territory.manager.context, file, EvidenceKind.INVOICE, None)
    assert await findings_of(call) == [(code, "file")]
    assert await evidence.list_files(territory.manager.context, kind=None, after=None, limit=9) == []


async def test_the_redacted_copy_goes_in_place_of_the_original(territory: Territory) -> None:
    payslip = await an_evidence_file(territory.manager)
    invoice = await an_evidence_file(territory.manager, "facture", EvidenceKind.INVOICE)
    await set_identity(territory.manager.context.actor)
    assert await queries.list_handed_over([payslip.id, invoice.id]) == {payslip.id: None, invoice.id: invoice}
    copy = await an_evidence_file(territory.manager, "caviardé", redacts_id=payslip.id)
    later = await an_evidence_file(territory.manager, "mieux caviardé", redacts_id=payslip.id)
    assert later.id != copy.id
    assert (await queries.list_handed_over([payslip.id]))[payslip.id] == max(
        (copy, later), key=lambda file: (file.received_at, file.id)
    )


async def test_a_copy_is_of_an_original_of_its_kind_and_hides_something(territory: Territory) -> None:
    payslip = await an_evidence_file(territory.manager)
    copy = await an_evidence_file(territory.manager, "caviardé", redacts_id=payslip.id)
    calls = [
        an_evidence_file(territory.manager, "autre", redacts_id=copy.id),
        an_evidence_file(territory.manager, "autre", EvidenceKind.INVOICE, payslip.id),
        an_evidence_file(territory.manager, redacts_id=payslip.id),
    ]
    assert [await findings_of(call) for call in calls] == [
        [("EVD-005", "redacts_id")],
        [("EVD-006", "kind")],
        [("EVD-007", "file")],
    ]


async def test_evidence_stays_in_its_organisation(territory: Territory) -> None:
    payslip = await an_evidence_file(territory.manager)
    other = territory.other_manager
    calls = [
        evidence.load_file(other.context, payslip.id),
        evidence.load_content(other.context, payslip.id),
        an_evidence_file(other, "copie", redacts_id=payslip.id),
    ]
    assert [(type(found), found.code) for found in [await refusal_of(call) for call in calls]] == [
        (NotFound, "EVD-008"),
        (NotFound, "EVD-009"),
        (Refused, "EVD-001"),
    ]


def test_a_png_is_a_document() -> None:
    png = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
    assert check_file(SentFile("a.png", "image/png", png), EvidenceKind.OTHER, None) == "image/png"
