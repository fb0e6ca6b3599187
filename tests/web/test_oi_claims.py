"""What an intermediate body does with a claim that it receives: finds it, reads it, acknowledges it, opens it."""

from uuid import UUID

import httpx
import pytest

from clause.services import access_log, claims
from tests.builders.bundles import a_bundle
from tests.builders.searches import found_by
from tests.builders.settlements import INTERIM, Settling, an_operation_to_settle
from tests.builders.territory import Territory
from tests.web.reading import check, read_page


@pytest.fixture
async def settling(client: httpx.AsyncClient, territory: Territory) -> Settling:
    return await an_operation_to_settle(territory, {INTERIM: "1000.00"})


@pytest.fixture
async def claim_id(settling: Settling) -> str:
    """A submitted claim: 1 400.00 € of cost, 840.00 € of FSE+."""
    return str((await settling.claim(INTERIM)).id)


async def test_an_empty_list_says_where_claims_come_from(client: httpx.AsyncClient, territory: Territory) -> None:
    page = read_page(await client.get("/oi/claims", headers=territory.oi_officer.headers))
    assert "Aucun bilan reçu pour l’instant." in page.text


async def test_a_received_claim_is_found_by_state_operation_and_name(
    client: httpx.AsyncClient, territory: Territory, settling: Settling, claim_id: str
) -> None:
    headers = territory.oi_officer.headers
    page = read_page(await client.get("/oi/claims", headers=headers))
    assert "Bilan intermédiaire n° 1 Transmis Maison de l'emploi de Brisemer" in page.text
    assert "840,00 €" in page.text
    assert "03/09/2026" in page.text
    assert f"/oi/claims/{claim_id}" in page.links
    for query, seen in (
        ("claim_state=submitted", True),
        ("claim_state=paid", False),
        (f"operation={settling.operation.id}", True),
        ("q=brisemer", True),
        ("q=nulle+part", False),
        ("claim_state=lost&operation=lost", True),
    ):
        page = read_page(await found_by(client, f"/oi/claims?{query}", headers))
        assert (f"/oi/claims/{claim_id}" in page.links) is seen, query
    book = await client.get("/oi/claims?format=xlsx", headers=headers)
    assert book.headers["content-disposition"].startswith('attachment; filename="bilans-recus')


async def test_a_claim_is_acknowledged_once_then_opened(
    client: httpx.AsyncClient, territory: Territory, claim_id: str
) -> None:
    headers, path = territory.oi_officer.headers, f"/oi/claims/{claim_id}"
    page = read_page(await client.get(path, headers=headers))
    check(page, path)
    assert "À faire : accuser réception." in page.text
    assert "1 000,00 € × 98,50 h ÷ 98,50 h" in page.text
    refused = await client.post(f"{path}/receipt", headers=headers, data={"comment": "Bien reçu"})
    page = read_page(refused)
    assert refused.status_code == 422
    assert "« Référence de l’accusé de réception » est à remplir." in page.text
    assert page.fields["comment"] == "Bien reçu"
    answer = await client.post(f"{path}/receipt", headers=headers, data={"reference": "AR-2026-7"})
    assert (answer.status_code, answer.headers["location"]) == (303, path)
    page = read_page(await client.get(path, headers=headers))
    assert "Accusé de réception : AR-2026-7" in page.text
    again = await client.post(f"{path}/receipt", headers=headers, data={"reference": "AR-2026-8"})
    assert again.status_code == 422
    opened = await client.post(f"{path}/verification/open", headers=headers)
    assert opened.headers["location"] == f"{path}/verification"
    assert (await claims.load_claim(territory.manager.context, UUID(claim_id))).state == "in_verification"


async def test_an_inadmissible_claim_goes_back_with_its_reason(
    client: httpx.AsyncClient, territory: Territory, claim_id: str
) -> None:
    headers, path = territory.oi_officer.headers, f"/oi/claims/{claim_id}"
    refused = await client.post(f"{path}/inadmissible", headers=headers, data={"reason": " "})
    assert "« Motif » est à remplir." in read_page(refused).text
    answer = await client.post(f"{path}/inadmissible", headers=headers, data={"reason": "Sans pouvoir"})
    assert answer.status_code == 303
    page = read_page(await client.get(path, headers=headers))
    assert "Irrecevable" in page.text
    assert "/receipt" not in str(page.addresses)


async def test_the_files_appear_once_the_bundle_is_made_and_each_can_be_read(
    client: httpx.AsyncClient, territory: Territory, claim_id: str
) -> None:
    headers, path = territory.oi_officer.headers, f"/oi/claims/{claim_id}"
    before = await client.get(f"{path}/files", headers=headers)
    assert "en préparation" in before.text
    assert (await client.get(f"{path}/bundle", headers=headers)).status_code == 409
    await a_bundle(UUID(claim_id))
    after = read_page(await client.get(path, headers=headers))
    assert f"{path}/bundle" in after.links
    pieces = [link for link in after.links if "/bundle/file" in link]
    assert len(pieces) >= 7
    for piece in pieces:
        answer = await client.get(piece, headers=headers)
        assert answer.status_code == 200, piece
    pdf = await client.get(f"{path}/bundle/file?path=claim.pdf", headers=headers)
    assert pdf.headers["content-disposition"].startswith("inline;")
    assert pdf.content == (await client.get(f"{path}/pdf", headers=headers)).content
    assert (await client.get(f"{path}/bundle/file?path=../secret", headers=headers)).status_code == 404


@pytest.mark.parametrize("part", ["timesheets", "records", "indicators", "trace"])
async def test_what_stands_behind_a_claim_is_read_in_french(
    client: httpx.AsyncClient, territory: Territory, claim_id: str, part: str
) -> None:
    path = f"/oi/claims/{claim_id}/{part}"
    page = read_page(await client.get(path, headers=territory.oi_officer.headers))
    check(page, path)
    seen = {
        "timesheets": "F-202500123, avril 2026",
        "records": "version 1, émise le 1",
        "indicators": "Pas d’indicateur dans ce bilan.",
        "trace": "40 % × 1 000,00 €, coupé au centime",
    }
    assert seen[part] in page.text


async def test_reading_a_page_leaves_the_same_line_as_reading_by_program(
    client: httpx.AsyncClient, territory: Territory, claim_id: str
) -> None:
    await client.get(f"/oi/claims/{claim_id}", headers=territory.oi_officer.headers)
    (line,) = await access_log.list_readings(territory.manager.context, after=None, limit=9)
    assert (line.route, str(line.subject_id), line.status) == ("GET /oi/claims/{claim_id}", claim_id, 200)


async def test_strangers_and_the_beneficiary_see_no_received_claim(
    client: httpx.AsyncClient, territory: Territory, claim_id: str
) -> None:
    path = f"/oi/claims/{claim_id}"
    assert (await client.get(path, headers=territory.other_oi_officer.headers)).status_code == 404
    assert (await client.get(path, headers=territory.manager.headers)).status_code == 403
    other = read_page(await client.get("/oi/claims", headers=territory.other_oi_officer.headers))
    assert path not in other.links
