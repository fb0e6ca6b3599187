"""The statistics pages: figures of the year, files, hours by buyer."""

import io

import httpx
from python_calamine import CalamineWorkbook

from tests.builders.contracts import a_lot
from tests.builders.hours import a_validated_statement
from tests.builders.people import a_hire
from tests.builders.territory import Territory
from tests.web.reading import read_page


async def some_hours(territory: Territory) -> None:
    lot = await a_lot(territory.facilitator, territory)
    hire = await a_hire(territory.facilitator, territory, lot)
    await a_validated_statement(territory.facilitator, hire, month="2026-03", hours_declared="100.00")


async def test_the_year_is_told_with_its_tables_and_how_figures_are_made(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    await some_hours(territory)
    page = read_page(await client.get("/statistics?year=2026", headers=territory.facilitator.headers))
    assert page.h1[0].startswith("Statistiques 2026")
    assert "Participants et heures par critère principal" in page.text
    assert "Équivalents temps plein 0,06" in page.text


async def test_a_buyer_reads_published_figures_only(client: httpx.AsyncClient, territory: Territory) -> None:
    await some_hours(territory)
    page = read_page(await client.get("/statistics?year=2026", headers=territory.buyer_agent.headers))
    assert "valeur masquée" in page.text


async def test_the_consolidation_leaves_as_a_workbook(client: httpx.AsyncClient, territory: Territory) -> None:
    answer = await client.get("/statistics?year=2026&format=xlsx", headers=territory.facilitator.headers)
    assert CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).sheet_names[0] == "Lisez-moi"


async def test_hours_are_told_by_buyer_and_year(client: httpx.AsyncClient, territory: Territory) -> None:
    await some_hours(territory)
    page = read_page(await client.get("/statistics/buyers", headers=territory.facilitator.headers))
    assert f"{territory.buyer.name} 2026 1 100,00 h 100,00 h" in page.text
    other = read_page(await client.get("/statistics/buyers", headers=territory.other_facilitator.headers))
    assert "Aucune heure n’est encore validée." in other.text


async def test_the_workbook_of_a_list_holds_what_is_shown(client: httpx.AsyncClient, territory: Territory) -> None:
    await some_hours(territory)
    answer = await client.get("/statistics/buyers?year=2026&format=xlsx", headers=territory.facilitator.headers)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[2][0] == "Année : 2026"
    assert rows[-1] == [territory.buyer.name, "2026", 1.0, 100.0, 100.0]


async def test_a_perimeter_that_does_not_exist_is_refused_in_words(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    answer = await client.get("/statistics?scope=planet", headers=territory.facilitator.headers)
    assert answer.status_code == 400
    assert read_page(answer).lang == "fr"
