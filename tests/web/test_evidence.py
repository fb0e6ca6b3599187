"""Pieces of evidence on the pages: sent, listed, read again, and their redacted copies."""

import httpx

from tests.builders.pay import a_pdf, an_evidence_file
from tests.builders.territory import Territory
from tests.web.reading import check, read_page


async def test_a_piece_is_sent_and_its_redacted_copy_after_it(client: httpx.AsyncClient, territory: Territory) -> None:
    headers = territory.manager.headers
    assert "Aucune pièce n’est gardée" in read_page(await client.get("/evidence-files", headers=headers)).text
    check(read_page(await client.get("/evidence-files/new", headers=headers)), "new")
    slip = a_pdf("original")
    sent = {"file": (slip.name, slip.content, slip.media_type)}
    made = await client.post("/evidence-files", headers=headers, data={"kind": "PAYSLIP"}, files=sent)
    assert made.status_code == 303
    path = made.headers["location"]
    page = read_page(await client.get(path, headers=headers))
    assert "Sans copie caviardée, cette pièce n’est pas transmise" in page.text
    listed = read_page(await client.get("/evidence-files", headers=headers))
    assert "1 pièce sans copie caviardée" in listed.text
    file_id = path.rpartition("/")[2]
    form = read_page(await client.get(f"/evidence-files/new?redacts={file_id}", headers=headers))
    assert form.fields["redacts_id"] == file_id
    same = await client.post(
        "/evidence-files", headers=headers, data={"kind": "PAYSLIP", "redacts_id": file_id}, files=sent
    )
    assert "rien n’y est masqué" in read_page(same).text
    copy = a_pdf("copie")
    other = {"file": (copy.name, copy.content, copy.media_type)}
    done = await client.post(
        "/evidence-files", headers=headers, data={"kind": "PAYSLIP", "redacts_id": file_id}, files=other
    )
    assert done.status_code == 303
    assert "celle qui est transmise" in read_page(await client.get(path, headers=headers)).text
    content = await client.get(f"{path}/content", headers=headers)
    assert content.content == slip.content


async def test_what_is_no_document_is_refused_at_its_field(client: httpx.AsyncClient, territory: Territory) -> None:
    headers = territory.manager.headers
    nothing = read_page(await client.post("/evidence-files", headers=headers, data={"kind": "INVOICE"}))
    assert "#file" in nothing.links
    text = {"file": ("notes.txt", b"bonjour", "text/plain")}
    page = read_page(await client.post("/evidence-files", headers=headers, data={"kind": "INVOICE"}, files=text))
    assert "ni un PDF, ni un JPEG, ni un PNG" in page.text


async def test_pieces_are_filtered_and_closed_to_strangers(client: httpx.AsyncClient, territory: Territory) -> None:
    manager = territory.manager
    slip = await an_evidence_file(manager)
    assert "1 ligne" in read_page(await client.get("/evidence-files?kind=PAYSLIP", headers=manager.headers)).text
    none = read_page(await client.get("/evidence-files?kind=INVOICE", headers=manager.headers))
    assert "Rien ne correspond" in none.text
    assert (await client.get(f"/evidence-files/{slip.id}", headers=territory.other_manager.headers)).status_code == 404
    reader = read_page(await client.get(f"/evidence-files/{slip.id}", headers=territory.facilitator.headers))
    assert "Télécharger" not in reader.text
    content = await client.get(f"/evidence-files/{slip.id}/content", headers=territory.facilitator.headers)
    assert content.status_code == 403
