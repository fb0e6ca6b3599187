"""Visits on site, and who pays for the posts, on their pages."""

from datetime import date
from uuid import UUID

import httpx

from tests.builders.story import build_story
from tests.builders.territory import NOW, Territory
from tests.web.reading import check, read_page


async def test_a_visit_is_noted_with_what_was_looked_at(client: httpx.AsyncClient, territory: Territory) -> None:
    operation_id: UUID = (await build_story(territory))["operation_id"]
    path, who = f"/operations/{operation_id}/site-visits", territory.manager
    page = read_page(await client.get(path, headers=who.headers))
    check(page, path)
    typed = {"visited_on": "2026-05-12", "visited_by": "Service FSE"}
    refused = await client.post(path, data=typed, headers=who.headers)
    assert refused.status_code == 422
    assert "#subjects" in read_page(refused).links
    taken = await client.post(path, data={**typed, "subjects": ["REALITY", "PUBLICITY"]}, headers=who.headers)
    assert taken.status_code == 303
    assert "12/05/2026" in read_page(await client.get(path, headers=who.headers)).text
    assert (await client.get(path, headers=territory.oi_officer.headers)).status_code == 200
    assert (await client.get(path, headers=territory.other_manager.headers)).status_code == 404


async def test_a_financing_replaces_the_one_before_with_a_reason(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    path, who = "/post-financings", territory.manager
    assert "Aucun financement" in read_page(await client.get(path, headers=who.headers)).text
    year = str(date(NOW.year, 1, 1).year)
    typed = {"year": year, "source": "FSE", "amount_eur": "36 000", "posts_fte": "1,5"}
    assert (await client.post(path, data=typed, headers=who.headers)).status_code == 303
    again = await client.post(path, data={**typed, "amount_eur": "40 000"}, headers=who.headers)
    assert again.status_code == 422
    assert read_page(again).fields["amount_eur"] == "40 000"
    await client.post(path, data={**typed, "amount_eur": "40 000", "reason": "Avenant"}, headers=who.headers)
    page = read_page(await client.get(path, headers=who.headers))
    assert "40 000,00 €" in page.text
    assert "36 000,00 €" not in page.text
    assert "36 000,00 €" in read_page(await client.get(f"{path}?versions=all", headers=who.headers)).text
