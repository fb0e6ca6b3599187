"""The hours grid by keyboard, by paste, without the network, and a month from its first figure to its validation."""

import asyncio
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from playwright.async_api import Route, expect

from tests.browser.conftest import Opens
from tests.browser.site import Site
from tests.browser.visits import Visit, until

CROWD = 40
STATE = "[data-grid-state][data-kind={}]"


async def month_of_grid(site: Site) -> str:
    """The last month that is over, by the clock of the database."""
    found = await site.value("SELECT to_char(date_trunc('month', now()) - interval '1 day', 'YYYY-MM')")
    return str(found)


async def forty_people(site: Site) -> UUID:
    """A company of its own with forty people under contract on a lot of the demonstration."""
    connection = await asyncpg.connect(**site.owner)
    try:
        model = await connection.fetchrow(
            "SELECT h.* FROM hire h JOIN lot l ON l.id = h.lot_id WHERE l.last_day > now() AND l.first_day < now()"
            " - interval '3 months' ORDER BY h.id LIMIT 1"
        )
        assert model is not None
        company = uuid4()
        await _copy(
            connection, "organisation", model["company_id"], {"id": company, "name": "Quarante SARL"}, "identifier"
        )
        first = await connection.fetchval("SELECT (date_trunc('month', now()) - interval '1 year')::date")
        for number in range(CROWD):
            person = uuid4()
            names = {"id": person, "last_name": f"PERSONNE{number:02d}", "first_name": "Alix"}
            await _copy(connection, "participant", model["participant_id"], names)
            eligibility = uuid4()
            await _copy(
                connection, "eligibility", model["eligibility_id"], {"id": eligibility, "participant_id": person}
            )
            hire: dict[str, Any] = {
                "id": uuid4(),
                "participant_id": person,
                "eligibility_id": eligibility,
                "company_id": company,
                "first_day": first,
                "planned_last_day": None,
                "last_day": None,
                "contract_type": "PERMANENT",
                "eligible_first_day": first,
                "eligible_last_day": date(first.year + 3, 1, 1),
                "for_company_id": None,
                "host_company_id": None,
            }
            await _copy(connection, "hire", model["id"], hire)
        return company
    finally:
        await connection.close()


async def _copy(connection: Any, table: str, model_id: UUID, values: dict[str, Any], fresh: str | None = None) -> None:
    """Another row like this one, but for these values; ``fresh`` is a column that must differ."""
    row = dict(await connection.fetchrow(f"SELECT * FROM {table} WHERE id = $1", model_id))
    row |= values
    if fresh:
        row[fresh] = "99000999900017"
    names = ", ".join(row)
    marks = ", ".join(f"${number}" for number in range(1, len(row) + 1))
    await connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", *row.values())


@pytest.fixture(scope="module")
async def crowd(site: Site) -> UUID:
    return await forty_people(site)


async def declared(site: Site, company: UUID) -> list[tuple[str, Decimal]]:
    connection = await asyncpg.connect(**site.owner)
    try:
        rows = await connection.fetch(
            "SELECT p.last_name, l.hours_declared FROM hours_statement_line l"
            " JOIN hours_statement s ON s.id = l.statement_id JOIN hire h ON h.id = l.hire_id"
            " JOIN participant p ON p.id = h.participant_id WHERE s.company_id = $1 ORDER BY p.last_name",
            company,
        )
        return [(row["last_name"], row["hours_declared"]) for row in rows]
    finally:
        await connection.close()


async def open_grid(window: Visit, company: UUID, month: str, span: int = 1) -> None:
    await window.go(f"/hours?company={company}&month={month}&span={span}")
    await window.page.wait_for_selector("[data-grid-tools]:not([hidden])")


async def saved(window: Visit) -> None:
    await expect(window.page.locator(STATE.format("saved"))).to_be_visible()


async def test_forty_people_take_ninety_keys_beside_the_digits(opens: Opens, site: Site, crowd: UUID) -> None:
    window, month = await opens("maelle"), await month_of_grid(site)
    await open_grid(window, crowd, month)
    keyboard, keys = window.page.keyboard, 0
    await window.page.focus("table[data-grid] input >> nth=0")
    for number in range(CROWD):
        await keyboard.type(str(100 + number))
        await keyboard.press("Enter")
        keys += 1
    await saved(window)
    assert keys <= 90
    found = await declared(site, crowd)
    assert [hours for _, hours in found] == [Decimal(100 + number) for number in range(CROWD)]
    total = await window.page.inner_text("[data-total=all]")
    assert total.replace("\u202f", "") == f"{sum(range(100, 140))},00"
    await window.picture("grid-forty")
    assert await window.violations() == []


async def test_a_block_is_pasted_undone_and_done_again(opens: Opens, site: Site, crowd: UUID) -> None:
    window, month = await opens("maelle"), await month_of_grid(site)
    await open_grid(window, crowd, month, span=3)
    first = window.page.locator("table[data-grid] tbody tr:not(.grid-lot)").nth(0).locator("input").nth(0)
    second = window.page.locator("table[data-grid] tbody tr:not(.grid-lot)").nth(1).locator("input").nth(1)
    await first.focus()
    await expect(first).to_be_focused()
    await window.page.evaluate(
        """text => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          const paste = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
          document.activeElement.dispatchEvent(paste);
        }""",
        "12,5\t1\u202f10,25\r\n7\t8\n",
    )
    await expect(first).to_have_value("12,5")
    await expect(second).to_have_value("8")
    await saved(window)
    await window.page.keyboard.press("Control+z")
    await expect(first).to_have_value("")
    await expect(second).to_have_value("")
    await window.page.keyboard.press("Control+y")
    await expect(second).to_have_value("8")
    await saved(window)
    await window.page.click("[data-grid-undo]")
    await expect(second).to_have_value("")
    await saved(window)
    await window.page.reload()
    await expect(first).to_have_value("")


async def test_an_error_stands_at_its_cell_and_escape_gives_the_value_back(
    opens: Opens, site: Site, crowd: UUID
) -> None:
    window, month = await opens("maelle"), await month_of_grid(site)
    await open_grid(window, crowd, month)
    cell = window.page.locator("table[data-grid] input").nth(3)
    before = await cell.input_value()
    await cell.fill("900")
    await window.page.keyboard.press("Enter")
    await expect(cell).to_have_attribute("aria-invalid", "true")
    await expect(window.page.locator("[data-grid-messages]")).to_contain_text("ne tiennent pas")
    await window.picture("grid-error")
    assert await window.violations() == []
    await cell.fill(before)
    await window.page.keyboard.press("Enter")
    await expect(window.page.locator("[data-grid-messages]")).to_be_hidden()
    await cell.focus()
    await window.page.keyboard.type("55")
    await expect(cell).to_have_value("55")
    await window.page.keyboard.press("Escape")
    await expect(cell).to_have_value(before)
    await saved(window)


async def test_what_is_typed_before_the_script_has_come_is_saved(opens: Opens, site: Site, crowd: UUID) -> None:
    window, month, come = await opens("maelle"), await month_of_grid(site), asyncio.Event()

    async def hold(route: Route) -> None:
        await come.wait()
        await route.continue_()

    await window.page.route("**/built/grid*", hold)
    await window.page.goto(f"{site.address}/hours?company={crowd}&month={month}&span=1", wait_until="commit")
    cell = window.page.locator("table[data-grid] input").nth(CROWD - 1)
    await cell.fill("77")
    come.set()
    await saved(window)
    assert (await declared(site, crowd))[-1] == (f"PERSONNE{CROWD - 1}", Decimal(77))
    await window.page.keyboard.press("Escape")
    await saved(window)
    await expect(cell).not_to_have_value("77")


async def test_nothing_typed_without_network_is_lost(opens: Opens, site: Site, crowd: UUID) -> None:
    window, month = await opens("maelle"), await month_of_grid(site)
    await open_grid(window, crowd, month)
    await window.cut()
    for number in range(5):
        cell = window.page.locator("table[data-grid] input").nth(number)
        await cell.fill(str(10 + number))
        await window.page.keyboard.press("Enter")
    # What a try has told stands until the next one: the last of them tells all five.
    await expect(window.page.locator(STATE.format("offline"))).to_contain_text("Hors connexion : 5 valeurs gardées")
    await window.picture("grid-offline")
    await window.join()
    await saved(window)
    assert [hours for _, hours in await declared(site, crowd)][:5] == [Decimal(10 + number) for number in range(5)]
    await window.cut()
    await window.page.locator("table[data-grid] input").nth(0).fill("33")
    await window.page.wait_for_function("Object.values(localStorage).some(kept => kept.includes('\"33\"'))")
    await window.page.goto("about:blank")
    await window.join()
    await open_grid(window, crowd, month)
    await saved(window)
    assert (await declared(site, crowd))[0][1] == Decimal(33)


async def test_a_minute_without_network_loses_nothing(opens: Opens, site: Site, crowd: UUID) -> None:
    window, month = await opens("maelle"), await month_of_grid(site)
    # The page's own clock is moved on: its pauses between two tries pass without our waiting for them.
    await window.page.clock.install()
    await open_grid(window, crowd, month)
    cells, failed = window.page.locator("table[data-grid] input"), list[str]()
    window.page.on("requestfailed", lambda request: failed.append(request.url))
    await window.cut()
    early = 0
    for step in range(12):
        for number in range(2 * step, 2 * step + 2) if step < 6 else ():
            await cells.nth(number).fill(str(60 + number))
            await window.page.keyboard.press("Enter")
        await window.page.clock.run_for(5_000)
        await expect(window.page.locator(STATE.format("offline"))).to_be_visible()
        early = len(failed) if step < 6 else early
    # Tries go on when nothing more is typed; the browser tells us of each in its own time.
    await until(lambda: len(failed) > early > 1, "nothing was tried again")
    await expect(window.page.locator("[data-grid-state]")).to_contain_text("12 valeurs gardées")
    assert [await cells.nth(number).input_value() for number in range(12)] == [str(60 + number) for number in range(12)]
    await window.join()
    await saved(window)
    assert [hours for _, hours in await declared(site, crowd)][:12] == [Decimal(60 + number) for number in range(12)]


async def test_the_grid_of_days_and_the_grid_on_a_phone(opens: Opens, site: Site, crowd: UUID) -> None:
    phone = await opens("maelle", screen="phone", scheme="dark")
    month = await month_of_grid(site)
    await phone.go(f"/hours?company={crowd}&month={month}&span=3")
    await phone.picture("grid-phone-dark")
    assert await phone.violations() == []
    desk = await opens("maelle")
    await desk.go(f"/hours?company={crowd}&month={month}&view=days&training=1")
    await desk.picture("grid-days")
    assert await desk.violations() == []
    await desk.go("/hours")
    await desk.picture("hours-companies")
    assert await desk.violations() == []
