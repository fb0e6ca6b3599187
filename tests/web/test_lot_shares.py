"""Consortium pages: shares in percent, transfers and their way back, and who owes what."""

import httpx

from clause.services import holders
from tests.builders.holders import a_consortium_lot, a_split
from tests.builders.territory import Territory
from tests.web.reading import check, read_page


async def test_a_split_is_typed_in_percent(client: httpx.AsyncClient, territory: Territory) -> None:
    who = territory.facilitator
    first, second = territory.company, territory.other_company
    lot = await a_consortium_lot(who, territory, second)
    path = f"/lots/{lot.id}/shares"
    before = read_page(await client.get(path, headers=who.headers))
    assert "Aucune répartition entre les membres ne vaut ce jour-là" in before.text
    data = {f"share_{first.id.hex}": "66,67", f"share_{second.id.hex}": "33", "effective_on": "2026-01-01"}
    refused = await client.post(f"/lots/{lot.id}/holder-splits", data=data, headers=who.headers)
    assert refused.status_code == 422
    page = read_page(refused)
    assert "exactement 1, soit 100 %" in page.text
    assert page.fields[f"share_{second.id.hex}"] == "33"
    assert f"#share_{first.id.hex}" in page.links
    data[f"share_{second.id.hex}"] = "33,33"
    assert (await client.post(f"/lots/{lot.id}/holder-splits", data=data, headers=who.headers)).status_code == 303
    page = read_page(await client.get(path, headers=who.headers))
    check(page, path)
    assert "Bâtisseurs de la Côte : 66,67 %" in page.text
    assert "666,70 h" in page.text
    again = await client.post(f"/lots/{lot.id}/holder-splits", data=data, headers=who.headers)
    assert "Indiquez pourquoi elle change" in read_page(again).text


async def test_a_transfer_is_undone_by_its_reverse(client: httpx.AsyncClient, territory: Territory) -> None:
    who = territory.facilitator
    first, second = territory.company, territory.other_company
    lot = await a_consortium_lot(who, territory, second)
    await a_split(who, lot, {first.id: "0.6", second.id: "0.4"})
    path = f"/lots/{lot.id}/holder-transfers"
    data = {"from_company_id": str(second.id), "to_company_id": str(first.id), "hours": "50", "reason": "Accord",
            "transfer_on": "2026-06-01"}  # fmt: skip
    too_much = await client.post(path, data={**data, "hours": "5000"}, headers=who.headers)
    assert too_much.status_code == 422
    assert read_page(too_much).fields["hours"] == "5000"
    assert (await client.post(path, data=data, headers=who.headers)).status_code == 303
    shown = read_page(await client.get(f"/lots/{lot.id}/shares", headers=territory.buyer_agent.headers))
    assert "50,00 h de Propreté du Littoral à Bâtisseurs de la Côte" in shown.text
    assert "Qui doit quoi" not in shown.text, "positions are the facilitator organisation's"
    back = {**data, "from_company_id": data["to_company_id"], "to_company_id": data["from_company_id"]}
    assert (await client.post(path, data=back, headers=who.headers)).status_code == 303
    found = await holders.load_positions(who.context, lot.id)
    assert [member.hours_owed.value for member in found.members if member.hours_owed] == [600, 400]


async def test_companies_and_strangers_do_not_read_agreements(client: httpx.AsyncClient, territory: Territory) -> None:
    lot = await a_consortium_lot(territory.facilitator, territory, territory.other_company)
    path = f"/lots/{lot.id}/shares"
    assert (await client.get(path, headers=territory.company_agent.headers)).status_code == 403
    assert (await client.get(path, headers=territory.other_facilitator.headers)).status_code == 404
    for below in ("holder-splits", "holder-transfers"):
        answer = await client.post(f"/lots/{lot.id}/{below}", data={}, headers=territory.other_facilitator.headers)
        assert answer.status_code == 404
