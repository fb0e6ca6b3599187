"""The first page: what waits for its reader, in the order of the work."""

import httpx

from tests.builders.claims import an_assignment, an_employment, an_operation
from tests.builders.territory import Territory
from tests.web.reading import read_page


async def test_months_of_time_to_fill_are_among_the_tasks_of_the_one_who_works_them(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    before = await client.get("/", headers=territory.facilitator.headers)
    assert "Ma feuille de temps" not in before.text

    employment = await an_employment(territory.manager, territory.facilitator)
    operation = await an_operation(territory.manager, territory)
    await an_assignment(territory.manager, operation, employment)

    answer = await client.get("/", headers=territory.facilitator.headers)
    page = read_page(answer)
    assert "Ma feuille de temps" in page.text
    assert "À compléter" in page.text
    assert f"/timesheets/{territory.facilitator.user_id}/" in answer.text
    others = await client.get("/", headers=territory.manager.headers)
    assert "Ma feuille de temps" not in others.text
