"""Pooling agreements on the pages: made, consented to, ended."""

import httpx

from clause.services import pooling
from tests.builders.contracts import a_lot
from tests.builders.pooling import an_agreement
from tests.builders.territory import Territory
from tests.web.reading import check, read_page

LIST = "/pooling-agreements"


async def test_an_agreement_is_made_between_lots_of_a_company(client: httpx.AsyncClient, territory: Territory) -> None:
    who = territory.facilitator
    one, other = await a_lot(who, territory), await a_lot(who, territory)
    start = read_page(await client.get(f"{LIST}/new", headers=who.headers))
    assert "company" in start.fields
    chosen = read_page(await client.get(f"{LIST}/new?company={territory.company.id}", headers=who.headers))
    check(chosen, LIST)
    data = {
        "company_id": str(territory.company.id),
        "lot_ids": [str(one.id)],
        "first_day": "2026-01-01",
        "last_day": "2026-12-31",
        "reference": "Convention n° 7",
    }
    refused = await client.post(LIST, data=data, headers=who.headers)
    assert refused.status_code == 422
    page = read_page(refused)
    assert "deux lots au moins" in page.text
    assert page.fields["reference"] == "Convention n° 7"
    data["lot_ids"] = [str(one.id), str(other.id)]
    answer = await client.post(LIST, data=data, headers=who.headers)
    assert answer.status_code == 303, answer.text
    shown = read_page(await client.get(answer.headers["location"], headers=who.headers))
    assert "il manque l’accord de" in shown.text
    listed = read_page(await client.get(LIST, headers=who.headers))
    assert answer.headers["location"] in listed.links


async def test_buyers_consent_and_the_agreement_ends(client: httpx.AsyncClient, territory: Territory) -> None:
    who = territory.facilitator
    lots = [await a_lot(who, territory), await a_lot(who, territory)]
    made = await an_agreement(who, territory, *lots, consented=False)
    path = f"{LIST}/{made.id}"
    consent = {"buyer_id": str(territory.buyer.id), "given_on": "2026-12-01", "reference": "Courriel"}
    refused = await client.post(f"{path}/consents", data=consent, headers=who.headers)
    assert refused.status_code == 422
    assert "à venir" in read_page(refused).text
    given = await client.post(f"{path}/consents", data={**consent, "given_on": "2026-01-03"}, headers=who.headers)
    assert given.status_code == 303
    assert (await pooling.load_agreement(who.context, made.id)).awaited_buyers == ()
    wrong = await client.post(f"{path}/end", data={"ended_on": "2027-05-01", "reason": "Fini"}, headers=who.headers)
    assert wrong.status_code == 422
    ended = await client.post(f"{path}/end", data={"ended_on": "2026-05-01", "reason": "Fini"}, headers=who.headers)
    assert ended.status_code == 303
    assert "Terminée le 1er mai 2026" in read_page(await client.get(path, headers=who.headers)).text


async def test_a_buyer_and_the_company_read_and_strangers_do_not(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    who = territory.facilitator
    made = await an_agreement(who, territory, await a_lot(who, territory), await a_lot(who, territory))
    path = f"{LIST}/{made.id}"
    for reader in (territory.buyer_agent, territory.company_agent):
        page = read_page(await client.get(path, headers=reader.headers))
        assert "Mettre fin" not in page.text
    assert (await client.get(path, headers=territory.other_facilitator.headers)).status_code == 404
    answer = await client.post(f"{path}/end", data={"reason": "x"}, headers=territory.company_agent.headers)
    assert answer.status_code == 403
