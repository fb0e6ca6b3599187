"""The months of everyone: listed with what each waits for, approved and opened again in one go."""

import httpx

from clause.domain.timesheets import TimesheetState
from clause.services import timesheets_in_bulk
from tests.builders.claims import an_employment
from tests.builders.territory import Caller, Territory
from tests.services.test_timesheets import MAY
from tests.services.test_timesheets_in_bulk import people
from tests.web.reading import check, read_page

TEAM = "/timesheets/team?month=2026-05"


async def items_of(territory: Territory) -> list[str]:
    found = await timesheets_in_bulk.list_months(territory.manager.context, MAY, state=None, after=None, limit=50)
    return [f"{one.person_id}.{one.employment_id}" for one in found]


async def states(territory: Territory) -> list[TimesheetState]:
    found = await timesheets_in_bulk.list_months(territory.manager.context, MAY, state=None, after=None, limit=50)
    return [one.state for one in found]


async def act(client: httpx.AsyncClient, manager: Caller, what: str, **data: object) -> httpx.Response:
    values = {"month": "2026-05", **data}
    return await client.post(f"/timesheets/{what}", headers=manager.headers, data=values)


async def test_the_signed_months_are_approved_in_one_go_and_opened_again(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    manager = territory.manager
    await people(territory, 2)
    page = read_page(await client.get(TEAM, headers=manager.headers))
    check(page, "team")
    assert "À approuver, mai 2026 2" in page.text
    items = await items_of(territory)
    answer = await act(client, manager, "approvals", items=items)
    assert answer.status_code == 303
    assert await states(territory) == [TimesheetState.APPROVED] * 2
    told = read_page(await client.get(answer.headers["location"], headers=manager.headers))
    assert "Approuvées 2" in told.text
    without = await act(client, manager, "reopenings", items=items)
    assert without.status_code == 200
    assert "« Motif » est à remplir" in read_page(without).text
    assert (await act(client, manager, "reopenings", items=items, reason="Congés oubliés")).status_code == 303
    assert await states(territory) == [TimesheetState.OPEN] * 2


async def test_what_one_month_refuses_is_told_with_its_person(client: httpx.AsyncClient, territory: Territory) -> None:
    manager = territory.manager
    await people(territory, 1)
    await an_employment(manager, manager, "F-002")
    answer = await act(client, manager, "approvals", items=await items_of(territory))
    assert "Dominique Prat : Aucune feuille de temps n’est enregistrée pour mai 2026" in read_page(answer).text
    assert sorted(await states(territory)) == [TimesheetState.APPROVED, TimesheetState.OPEN]


async def test_nothing_ticked_and_something_unreadable_are_told(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    manager = territory.manager
    assert "Aucune feuille n’est cochée" in read_page(await act(client, manager, "approvals")).text
    assert "n’est pas lisible" in read_page(await act(client, manager, "approvals", items=["x.y"])).text


async def test_the_list_is_filtered_and_leaves_as_a_workbook(client: httpx.AsyncClient, territory: Territory) -> None:
    manager = territory.manager
    await people(territory, 1)
    await an_employment(manager, territory.facilitator, "F-007")
    page = read_page(await client.get(f"{TEAM}&step=signed", headers=manager.headers))
    assert "Personne 0" in page.text
    rows = page.text.partition("Absences")[2]
    assert "Camille" not in rows
    book = await client.get(f"{TEAM}&format=xlsx", headers=manager.headers)
    assert book.status_code == 200
    assert (await client.get(TEAM, headers=territory.facilitator.headers)).status_code == 403
    empty = read_page(await client.get("/timesheets/team", headers=territory.other_manager.headers))
    assert "Personne n’a de poste ce mois-ci" in empty.text
