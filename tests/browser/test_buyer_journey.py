"""The public buyer, by keyboard alone: which contract is late and why, what it may claim, its figures in files."""

import io
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from anyio import Path as AsyncPath
from playwright.async_api import Locator, expect

from tests.browser.conftest import ADDRESSES, Opens
from tests.browser.keyboard import Keyboard
from tests.browser.site import Site
from tests.browser.visits import Visit


async def looked_at(window: Visit, name: str) -> None:
    await window.picture(f"buyer-{name}")
    assert await window.violations() == [], name
    assert not await window.is_too_wide(), name


async def downloaded(keys: Keyboard, link: Locator) -> tuple[str, bytes]:
    async with keys.window.page.expect_download() as waited:
        await keys.press(link)
    download = await waited.value
    return download.suggested_filename, await AsyncPath(await download.path()).read_bytes()


async def test_a_buyer_finds_the_late_contract_and_reads_what_it_may_claim(opens: Opens) -> None:
    thomas = await opens()
    page, keys = thomas.page, Keyboard(thomas)
    await keys.sign_in(ADDRESSES["thomas"])
    await keys.follow(page.locator("nav.entries").get_by_role("link", name="Marchés"))
    await page.wait_for_url("**/contracts")
    await keys.goes_round()
    counts = page.locator(".contract-tallies a")
    assert "Engagement en danger" in await counts.first.inner_text()
    await keys.main()
    await keys.follow(counts.first)
    await page.wait_for_url("**status=AT_RISK")
    assert "attendues à ce jour" in await thomas.text()
    await looked_at(thomas, "contracts-late")
    name, content = await downloaded(keys, page.get_by_role("link", name="Télécharger cette vue (XLSX)"))
    assert name.endswith(".xlsx")
    assert zipfile.is_zipfile(io.BytesIO(content))
    name, content = await downloaded(keys, page.get_by_role("link", name="PDF", exact=True))
    assert name.endswith(".pdf")
    assert content.startswith(b"%PDF")
    await keys.follow(page.locator("table.list tbody th a"))
    await expect(page.locator("#lots")).to_be_visible()
    await looked_at(thomas, "contract")
    assert "Corriger" not in await thomas.text()
    name, _ = await downloaded(keys, page.get_by_role("link", name="Lots en PDF"))
    assert name.endswith(".pdf")
    await keys.follow(page.locator(".rows .row-title"))
    await expect(page.locator("nav.lot-tabs")).to_be_visible()
    await looked_at(thomas, "lot")
    await keys.goes_round()
    await keys.follow(page.locator("nav.lot-tabs a", has_text="Bilan"))
    await expect(page.locator("h1")).to_contain_text("Bilan du lot")
    await expect(page.get_by_role("button", name="Imprimer le bilan")).to_be_visible()
    await looked_at(thomas, "report")


MOVE = "UPDATE membership SET org_id = $1 WHERE user_id = (SELECT id FROM app_user WHERE email LIKE 'thomas.%')"


@asynccontextmanager
async def working_for(site: Site, org_id: UUID) -> AsyncIterator[None]:
    """Meanwhile the person who buys works for another organisation: the buyer of the demonstration's penalty."""
    usual = await site.value(
        "SELECT m.org_id FROM membership m JOIN app_user u ON u.id = m.user_id WHERE u.email LIKE 'thomas.%'"
    )
    await site.value(MOVE, org_id)
    try:
        yield
    finally:
        await site.value(MOVE, usual)


async def test_a_buyer_reads_a_penalty_line_by_line(opens: Opens, site: Site) -> None:
    lot_id = await site.value("SELECT lot_id FROM penalty_proposal ORDER BY id LIMIT 1")
    buyer_id = await site.value("SELECT buyer_id FROM lot WHERE id = $1", lot_id)
    async with working_for(site, buyer_id):
        thomas = await opens("thomas")
        await thomas.go(f"/lots/{lot_id}/penalties")
        await looked_at(thomas, "penalties")
        await thomas.page.locator(".rows .row-title").last.click()
        await thomas.page.wait_for_url("**/penalty-proposals/*")
        text = await thomas.text()
        assert "Ligne par ligne" in text
        assert "200,00 €" in text
        forms = await thomas.page.eval_on_selector_all("form", "all => all.map(one => one.getAttribute('action'))")
        assert sorted(forms) == ["/searches", "/sign-out"], "there is nothing to change"
        await looked_at(thomas, "proposal")
        await thomas.show("phone", "dark")
        await looked_at(thomas, "proposal-phone")
