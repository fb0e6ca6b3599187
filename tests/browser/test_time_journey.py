"""A month of time from the keyboard to the approved file: the facilitator types and signs, the manager approves."""

from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Opens
from tests.browser.site import Site
from tests.browser.visits import Visit

PAGES = (
    "/timesheets",
    "/timesheets/team",
    "/employments",
    "/employments/new",
    "/evidence-files",
    "/evidence-files/new",
)


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
    await expect(page.get_by_role("status")).to_contain_text("Rouvert : 1")


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
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"**{path}*")
    first = page.locator("table.timesheet input:not([value=''])").first
    await first.focus()
    await page.keyboard.press("Control+A")
    await page.keyboard.type("2h30")
    start = await page.evaluate("document.activeElement.id")
    await page.keyboard.press("ArrowDown")
    assert await page.evaluate("document.activeElement.id") != start
    await page.keyboard.press("ArrowUp")
    assert await page.evaluate("document.activeElement.id") == start
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status")).to_contain_text("Le mois est enregistré")
    assert await worker.violations() == []
    await worker.picture("time-month")
    await page.get_by_role("button", name="Signer la feuille de temps").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status")).to_contain_text("Le mois est signé")
    assert await worker.violations() == []
    await worker.picture("time-month-signed")

    await manager.go("/timesheets/team")
    assert await manager.violations() == []
    await manager.page.get_by_role("button", name="Approuver les feuilles cochées").click()
    await expect(manager.page.get_by_role("status")).to_contain_text("Approuvé : 2")
    link = manager.page.get_by_role("link", name="Télécharger (PDF)")
    for _ in range(20):
        await manager.go(path)
        if await link.count():
            break
        await manager.page.wait_for_timeout(500)
    async with manager.page.expect_download() as download:
        await link.click()
    saved = tmp_path / "month.pdf"
    await (await download.value).save_as(saved)
    assert saved.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(("screen", "scheme"), [("desk", "light"), ("phone", "dark")])
async def test_time_pay_and_cost_pages_are_usable(
    opens: Opens, site: Site, screen: Literal["desk", "phone"], scheme: Literal["light", "dark"]
) -> None:
    window = await opens("helene", screen=screen, scheme=scheme)
    employment = await site.value("SELECT id FROM employment ORDER BY id LIMIT 1")
    operation = await site.value("SELECT id FROM operation ORDER BY id LIMIT 1")
    person = await site.value("SELECT person_id FROM employment ORDER BY id LIMIT 1")
    month = await site.value("SELECT to_char(max(month), 'YYYY-MM') FROM timesheet")
    paths = (
        *PAGES,
        f"/timesheets/{person}/{month}",
        f"/employments/{employment}",
        f"/employments/{employment}/payroll/{month}?way=elements",
        f"/operations/{operation}/hourly-rates",
        f"/operations/{operation}/hourly-rates/new",
        f"/operations/{operation}/cost-items",
        f"/operations/{operation}/cost-items/new",
    )
    for number, path in enumerate(paths):
        await window.go(path)
        await window.picture(f"time-{number:02d}-{screen}-{scheme}")
        assert await window.violations() == [], path
