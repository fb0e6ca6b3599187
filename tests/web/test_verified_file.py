"""Checking a document by its file, without an account: whose, when, unchanged or not, in force or not."""

from datetime import timedelta
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import httpx
import pytest
from litestar import Litestar

from clause.db.queries import certificates as queries
from clause.db.queries import documents
from clause.documents.certificate import render_certificate
from clause.domain.actors import Scope
from clause.domain.certificate_register import Certificate
from clause.domain.documents import StoredFile
from clause.domain.file_checks import LARGEST_CHECKED_BYTES
from clause.edge.verification import CHECKS
from clause.gateways.seals import Sealer
from clause.services import certificates
from clause.services.unit_of_work import UnitOfWork, writing
from clause.text import formats
from tests.builders.certificates import a_certificate, ask_certificate
from tests.builders.territory import NOW, Territory
from tests.documents.samples import certificate as sample
from tests.web.reading import Page, check, read_page
from tests.web.test_certificates import an_owing_lot, send


@pytest.fixture
async def issued(territory: Territory) -> Certificate:
    """A certificate with its file."""
    lot = await an_owing_lot(territory)
    return await a_certificate(territory.facilitator, lot.id)


async def its_file(territory: Territory, issued: Certificate) -> StoredFile:
    """The file as it is handed out."""
    return await certificates.load_certificate_file(territory.facilitator.context, issued.id)


async def given(client: httpx.AsyncClient, content: bytes, status: int = 200) -> Page:
    """The page that answers who gives this file."""
    answer = await client.post("/verify", files={"file": ("attestation.pdf", content, "application/pdf")})
    assert answer.status_code == status, answer.text
    page = read_page(answer)
    check(page, "/verify")
    return page


async def test_a_genuine_file_says_whose_it_is_when_it_was_sealed_and_with_what(
    client: httpx.AsyncClient, territory: Territory, issued: Certificate
) -> None:
    page = await given(client, (await its_file(territory, issued)).content)
    for told in (
        "authentique, inchangé et en vigueur",
        f"n° {issued.number}",
        territory.facilitator_org.name,
        f"Scellé le{formats.moment(NOW)}",
        "Intact : il couvre tout le fichier",
        "Connu : ce service scelle",
        "certificat autosigné",
    ):
        assert told in page.text, told
    assert f"/verify/{issued.code}" in page.links


async def test_the_same_answer_for_who_has_signed_in(
    client: httpx.AsyncClient, territory: Territory, issued: Certificate
) -> None:
    content = (await its_file(territory, issued)).content
    headers = territory.other_buyer_agent.headers
    answer = await client.post("/verify", files={"file": ("a.pdf", content, "application/pdf")}, headers=headers)
    assert "authentique, inchangé et en vigueur" in read_page(answer).text


async def test_a_file_that_was_changed_is_told_and_what_it_claims_to_be(
    client: httpx.AsyncClient, territory: Territory, issued: Certificate
) -> None:
    content = (await its_file(territory, issued)).content
    middle = content.index(b"/FontFile2")
    changed = await given(client, content[:middle] + b"/FontFile3" + content[middle + 10 :])
    assert "n’est pas celui qui a été délivré" in changed.text
    assert "Rompu : ce qu’il couvre a changé" in changed.text
    assert issued.number in changed.text
    added = await given(client, content + b"\n1 0 obj\n<<>>\nendobj\n")
    assert "quelque chose a été ajouté au document délivré" in added.text
    assert f"/verify/{issued.code}" in added.links


async def test_a_file_that_was_replaced_or_revoked_says_so(
    client: httpx.AsyncClient, territory: Territory, issued: Certificate
) -> None:
    content = (await its_file(territory, issued)).content
    who = territory.facilitator
    answer = await send(client, who, f"/certificates/{issued.id}/reissue", as_of="", remark="")
    made = await certificates.load_certificate(who.context, UUID(answer.headers["location"].rpartition("/")[2]))
    assert made.job_id is not None
    await certificates.render_certificate(NOW, made.job_id)
    page = await given(client, content)
    assert "un autre l’a remplacé" in page.text
    assert f"Demandez l’attestation n° {made.number}." in page.text
    await certificates.revoke_certificate(who.context, made.id, "Erreur de lot")
    page = await given(client, (await its_file(territory, made)).content)
    assert "n’est plus valable : l’attestation a été révoquée" in page.text


async def test_a_file_from_before_the_seals_is_known_by_its_hash(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    lot = await an_owing_lot(territory)
    asked = await ask_certificate(territory.facilitator, lot.id)
    file = StoredFile.pdf("attestation.pdf", b"%PDF-1.4 drawn before files were sealed")
    await _issued_before_seals(territory.facilitator.context, asked, file)
    page = await given(client, file.content)
    assert "authentique, inchangé et en vigueur" in page.text
    assert "avant que les fichiers soient scellés" in page.text
    assert f"Produit le{formats.moment(NOW)}" in page.text


@writing(Scope.CONTRACTS_WRITE)
async def _issued_before_seals(uow: UnitOfWork, asked: Certificate, file: StoredFile) -> None:
    """What the worker left before it sealed."""
    document_id = uow.new_id()
    await documents.insert_document(document_id, file, facilitator_org_id=asked.facilitator_org_id, now=uow.now)
    await queries.mark_issued(asked.id, document_id)


async def test_a_seal_of_somebody_else_is_intact_and_unknown(client: httpx.AsyncClient, tmp_path: Path) -> None:
    other = Sealer()
    other.open(tmp_path, None, None)
    sealed = await other.seal(render_certificate(sample(), await other.octets()), NOW - timedelta(days=3))
    page = await given(client, sealed.content)
    assert "ce service n’a pas délivré ce document" in page.text
    assert "Inconnu de ce service" in page.text


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "Ce fichier est vide."),
        (b"PK\x03\x04 a spreadsheet", "Ce fichier n’est pas un PDF."),
        (b"<html><script>alert(1)</script>", "Ce fichier n’est pas un PDF."),
        (b"%PDF-1.7".ljust(LARGEST_CHECKED_BYTES + 1), "Ce fichier dépasse 5 Mo"),
    ],
)
async def test_what_cannot_be_a_document_is_refused_at_its_field(
    client: httpx.AsyncClient, territory: Territory, content: bytes, told: str
) -> None:
    page = await given(client, content, 422)
    assert told in page.text
    assert "#file" in page.links


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 /Encrypt 4 0 R /JS (app.alert\\(1\\))",
        b"%PDF-1.7" + b"/ByteRange [ 0 1 2 3 ]" * 100_000,
        b"%PDF-1.7" + b"<<" * 500_000,
        b"%PDF-1.7\n<" + b"3080" * 4000 + b">/ByteRange [0 9 16011 30]" + b" " * 60,
        b"%PDF-1.7 /verify/0000-0000-0000-0000",
    ],
)
async def test_hostile_files_are_only_unknown(client: httpx.AsyncClient, territory: Territory, content: bytes) -> None:
    page = await given(client, content)
    assert "n’a pas été délivré ici, ou il a été transformé" in page.text


async def test_nothing_chosen_is_told(client: httpx.AsyncClient, territory: Territory) -> None:
    answer = await client.post("/verify", data={})
    assert answer.status_code == 422
    assert "#file" in read_page(answer).links


async def test_a_machine_that_asks_without_end_is_told_to_wait(app: Litestar, territory: Territory) -> None:
    transport = httpx.ASGITransport(app=cast(Any, app), client=("192.0.2.7", 4000))
    async with httpx.AsyncClient(transport=transport, base_url="http://clause.test") as client:
        # Some are let in again while this runs; on a machine that stalls, many.
        for _ in range(4 * CHECKS.burst):
            answer = await client.post("/verify", files={"file": ("a.txt", b"no PDF", "application/pdf")})
            if answer.status_code == 429:
                break
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
    assert "Trop de fichiers" in read_page(answer).text


async def test_the_text_of_a_certificate_is_a_page_for_who_may_see_it_and_for_who_has_its_code(
    client: httpx.AsyncClient, territory: Territory, issued: Certificate
) -> None:
    own, public = f"/certificates/{issued.id}/document", f"/verify/{issued.code}/document"
    pages = [
        read_page(await client.get(own, headers=territory.facilitator.headers)),
        read_page(await client.get(public)),
    ]
    for page, path in zip(pages, (own, public), strict=True):
        check(page, path)
        for told in (issued.content.signatory.name, "Heures déclarées", "833,00 h", "atteste que", "Engagement"):
            assert told in page.text, told
    assert own in read_page(await client.get(f"/certificates/{issued.id}", headers=territory.facilitator.headers)).links
    assert public in read_page(await client.get(f"/verify/{issued.code}")).links
    assert (await client.get(own, headers=territory.other_facilitator.headers)).status_code == 404
    assert (await client.get("/verify/0000-0000-0000-0000/document")).status_code == 404
