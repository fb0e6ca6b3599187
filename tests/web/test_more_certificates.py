"""Certificates made anew, a company's year, and the list with its filters."""

import httpx

from tests.builders.certificates import a_certificate
from tests.builders.territory import Territory
from tests.web.reading import read_page
from tests.web.test_certificates import an_owing_lot, send
from tests.web.test_lot_obligations import opened


async def test_a_certificate_made_anew_leads_to_the_new_one(client: httpx.AsyncClient, territory: Territory) -> None:
    who = territory.facilitator
    issued = await a_certificate(who, (await an_owing_lot(territory)).id)
    path = f"/certificates/{issued.id}/reissue"
    refused = await send(client, who, path, as_of="2030-01-01")
    assert refused.status_code == 422
    assert read_page(refused).fields["as_of"] == "2030-01-01"
    answer = await send(client, who, path, remark="Heures de mai comprises")
    assert answer.status_code == 303
    assert answer.headers["location"] != f"/certificates/{issued.id}"
    again = await send(client, who, path)
    assert again.status_code == 422


async def test_the_list_is_filtered_by_kind_and_state(client: httpx.AsyncClient, territory: Territory) -> None:
    issued = await a_certificate(territory.facilitator, (await an_owing_lot(territory)).id)
    path = f"/certificates/{issued.id}"
    assert path in (await opened(client, territory, "/certificates?kind=PROGRESS&standing=ISSUED")).links
    assert path not in (await opened(client, territory, "/certificates?kind=FINAL")).links
    assert path in (await opened(client, territory, f"/certificates?company={territory.company.id}")).links


async def test_the_certificate_of_a_year_is_asked_for(client: httpx.AsyncClient, territory: Territory) -> None:
    who = territory.facilitator
    empty = await opened(client, territory, "/certificates/yearly")
    assert "Aucune entreprise n’est encore titulaire" in empty.text
    await an_owing_lot(territory)
    await opened(client, territory, f"/certificates/yearly?company={territory.company.id}")
    late = await send(client, who, "/certificates/yearly", company_id=str(territory.company.id), year="2031")
    assert late.status_code == 422
    answer = await send(client, who, "/certificates/yearly", company_id=str(territory.company.id), year="2026")
    page = read_page(await client.get(answer.headers["location"], headers=who.headers))
    assert "Attestation annuelle" in page.text
