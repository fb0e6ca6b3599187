"""A month of time from the keyboard to the approved file: the facilitator types and signs, the manager approves."""

from pathlib import Path

from playwright.async_api import expect

from tests.browser.conftest import Opens
from tests.browser.site import Site
from tests.browser.visits import Visit

DAYS_STATE = 'form[action*="/entries"] [data-grid-state]'
LINES_STATE = 'form[action*="/lines"] [data-grid-state]'


async def month_of(site: Site, name: str) -> str:
    """The address of the last month that this person signed."""
    found: str = await site.value(
        "SELECT '/timesheets/' || t.person_id || '/' || to_char(t.month, 'YYYY-MM') FROM timesheet t"
        " JOIN app_user u ON u.id = t.person_id WHERE u.full_name LIKE $1 AND t.state = 'signed'"
        " ORDER BY t.month DESC LIMIT 1",
        f"{name}%",
    )
    return found


async def _reopen(manager: Visit, name: str) -> None:
    await manager.go("/timesheets/team")
    page = manager.page
    await manager.picture("time-team")
    for box in await page.locator('input[name="items"]').all():
        await box.set_checked(name in (await box.get_attribute("aria-label") or ""))
    await page.get_by_text("Rouvrir les feuilles cochées…").click()
    await page.fill("#reason", "Une formation a été oubliée")
    await page.get_by_role("button", name="Rouvrir les feuilles cochées").click()
    await expect(page.locator(".note")).to_contain_text("Rouvert : 1")


async def test_a_month_is_typed_by_keyboard_signed_approved_with_others_and_downloaded(
    opens: Opens, site: Site, tmp_path: Path
) -> None:
    path = await month_of(site, "Maëlle")
    manager, worker = await opens("helene"), await opens("maelle")
    await _reopen(manager, "Maëlle")

    page = worker.page
    await worker.go("/timesheets")
    await worker.picture("time-own")
    await page.get_by_role("link", name="Relire et signer").focus()
    async with worker.moves_on():
        await page.keyboard.press("Enter")
    await page.wait_for_url(f"**{path}*")
    first = page.locator("table.timesheet input:not([value=''])").first
    await first.focus()
    await page.keyboard.press("Control+A")
    await page.keyboard.type("2h30")
    start = await page.evaluate("document.activeElement.id")
    await page.keyboard.press("ArrowDown")
    await page.wait_for_function("start => document.activeElement.id !== start", arg=start)
    await page.keyboard.press("ArrowUp")
    await page.wait_for_function("start => document.activeElement.id === start", arg=start)
    await page.keyboard.press("Enter")
    await expect(page.locator(DAYS_STATE)).to_contain_text("Enregistré à")
    await page.get_by_role("button", name="Enregistrer", exact=True).focus()
    async with worker.moves_on():
        await page.keyboard.press("Enter")
    await expect(page.locator(".note")).to_contain_text("Le mois est enregistré")
    assert await worker.violations() == []
    await worker.picture("time-month")
    await page.get_by_role("button", name="Signer la feuille de temps").focus()
    async with worker.moves_on():
        await page.keyboard.press("Enter")
    await expect(page.locator(".note")).to_contain_text("Le mois est signé")
    assert await worker.violations() == []
    await worker.picture("time-month-signed")

    await manager.go("/timesheets/team")
    assert await manager.violations() == []
    await manager.page.get_by_role("button", name="Approuver les feuilles cochées").click()
    await expect(manager.page.locator(".note")).to_contain_text("Approuvé : ")
    await site.is_at_rest()
    await manager.go(path)
    link = manager.page.get_by_role("link", name="Télécharger (PDF)")
    async with manager.page.expect_download() as download:
        await link.click()
    saved = tmp_path / "month.pdf"
    await (await download.value).save_as(saved)
    assert saved.read_bytes().startswith(b"%PDF")


async def opened_month(opens: Opens, site: Site, name: str) -> str:
    """The address of the last month that this person signed, opened again by the manager when it is closed."""
    path, state = await site.row(
        "SELECT '/timesheets/' || t.person_id || '/' || to_char(t.month, 'YYYY-MM'), t.state FROM timesheet t"
        " JOIN app_user u ON u.id = t.person_id WHERE u.full_name LIKE $1 ORDER BY t.month DESC LIMIT 1",
        f"{name}%",
    )
    if state != "open":
        await _reopen(await opens("helene"), name)
    return str(path)


async def test_a_month_saves_itself_and_loses_nothing_without_network(opens: Opens, site: Site) -> None:
    window = await opens("yanis")
    path, page = await opened_month(opens, site, "Yanis"), window.page
    await window.go(path)
    cell = page.locator("table.timesheet input[data-group]").nth(0)
    name = await cell.get_attribute("id") or ""
    await cell.fill("3h30")
    await page.keyboard.press("Enter")
    await expect(page.locator(DAYS_STATE)).to_contain_text("Enregistré à")
    day = await cell.get_attribute("data-row")
    await expect(page.locator(f'td[data-total="row"][data-row="{day}"]')).not_to_have_text("")
    await cell.fill("30")
    await page.keyboard.press("Enter")
    await expect(cell).to_have_attribute("aria-invalid", "true")
    await expect(page.locator("[data-grid-messages]").first).to_contain_text("Corrigez")
    await window.picture("time-refused")
    assert await window.violations() == []
    await window.cut()
    await cell.fill("2,5")
    await page.keyboard.press("Enter")
    await expect(page.locator(DAYS_STATE)).to_contain_text("Hors connexion")
    await page.goto("about:blank")
    await window.join()
    await window.go(path)
    await expect(page.locator(DAYS_STATE)).to_contain_text("Enregistré à")
    await expect(page.locator(f"#{name}")).to_have_value("2,50")
    await page.reload()
    await expect(page.locator(f"#{name}")).to_have_value("2,50")


async def test_lines_say_what_when_and_where_on_the_page_of_the_month(opens: Opens, site: Site) -> None:
    window = await opens("yanis")
    path, page = await opened_month(opens, site, "Yanis"), window.page
    await window.go(path)
    await page.locator("table.timesheet input[data-group]").nth(0).fill("2,5")
    await page.keyboard.press("Enter")
    await expect(page.locator(DAYS_STATE)).to_contain_text("Enregistré à")
    async with window.moves_on():
        await page.get_by_role("button", name="Enregistrer", exact=True).click()
    await expect(page.locator(".note")).to_contain_text("Le mois est enregistré")
    field = page.locator('table.time-lines input[name^="description-"]').first
    await field.focus()
    await page.keyboard.type("Comité de suivi du lot 2")
    await page.keyboard.press("Tab")
    await page.keyboard.type("9h-11h")
    await page.keyboard.press("Tab")
    times = page.locator('table.time-lines input[name^="times-"]').first
    await expect(times).to_have_attribute("aria-invalid", "true")
    assert await window.violations() == []
    await window.picture("time-lines-refused")
    await times.fill("9h-11h30")
    await page.keyboard.press("Enter")
    await expect(page.locator(LINES_STATE)).to_contain_text("Enregistré à")
    await page.reload()
    await expect(field).to_have_value("Comité de suivi du lot 2")
    await expect(times).to_have_value("9\u00a0h\u00a000 – 11\u00a0h\u00a030")
    await page.emulate_media(media="print")
    await window.picture("time-lines-print")
    phone = await opens("yanis", screen="phone", scheme="dark")
    await phone.go(path)
    assert await phone.violations() == []
    await phone.picture("time-lines-phone")
    await phone.go("/timesheets")
    await phone.picture("time-own-phone")
