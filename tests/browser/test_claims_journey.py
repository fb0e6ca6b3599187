"""A manager makes the next claim, by keyboard alone: what is missing, a way to mend it, signature, files."""

import re

from playwright.async_api import expect

from tests.browser.conftest import ADDRESSES, Opens
from tests.browser.keyboard import Keyboard
from tests.browser.site import Site
from tests.browser.visits import Visit

CLAIMED = "SELECT operation_id FROM claim ORDER BY number LIMIT 1"


async def test_a_manager_makes_the_next_claim(opens: Opens, site: Site) -> None:
    window = await opens()
    page, keys = window.page, Keyboard(window)
    await keys.sign_in(ADDRESSES["helene"])
    await window.go(f"/operations/{await site.value(CLAIMED)}")
    await keys.goes_round()
    await keys.press(page.get_by_role("link", name="Commencer un bilan"))
    await page.wait_for_url("**/claims/new")
    await keys.press(page.get_by_role("button", name="Commencer le bilan"))
    await page.wait_for_url(re.compile(r"/claims/[0-9a-f-]{36}$"))
    # The page comes anew once the worker has ended.
    await expect(page.get_by_role("heading", name="Ce qui manque pour calculer")).to_be_visible(timeout=60_000)
    await expect(page.locator(".job")).to_have_count(0, timeout=60_000)
    claim = page.url.removeprefix(site.address)
    await window.picture("journey-missing")
    await mend(window, keys, claim)
    await keys.press(page.get_by_role("link", name="Raconter ce qui a été fait"))
    await page.wait_for_url("**/narrative")
    await keys.fill(page.locator("#title_1"), "Suivi des clauses")
    await keys.fill(page.locator("#planned_1"), "Vingt marchés suivis")
    await keys.fill(page.locator("#achieved_1"), "Vingt-quatre marchés suivis")
    await keys.press(page.get_by_role("button", name="Enregistrer le récit"))
    await expect(page.get_by_role("status")).to_contain_text("Le récit est enregistré")
    await window.go(claim)
    await window.picture("journey-computed")
    await keys.press(page.get_by_role("link", name="Relire et signer"))
    await page.locator("#confirmed").wait_for()
    await window.picture("journey-sign")
    await keys.press(page.locator("#confirmed"), "Space")
    await keys.press(page.get_by_role("button", name="Signer le bilan"))
    await expect(page.get_by_role("status")).to_contain_text("Le bilan est signé")
    await keys.press(page.get_by_text("Transmettre le bilan…"))
    await keys.press(page.get_by_role("button", name="Transmettre le bilan"))
    await expect(page.get_by_role("link", name="Télécharger le bilan (PDF)")).to_be_visible(timeout=60_000)
    await window.picture("journey-submitted")
    async with page.expect_download() as waited:
        await keys.press(page.get_by_role("link", name="Télécharger le bilan (PDF)"))
    assert (await waited.value).suggested_filename.endswith(".pdf")


async def mend(window: Visit, keys: Keyboard, claim: str) -> None:
    """Follow each link to a month that is not approved, approve it there, come back and compute again."""
    page = window.page
    links = page.locator("section[aria-labelledby=missing] .claim-points a")
    paths = [await link.get_attribute("href") or "" for link in await links.all()]
    assert paths
    for path in paths:
        await window.go(claim)
        await keys.press(page.locator(f"section[aria-labelledby=missing] a[href='{path}']"))
        await keys.press(page.get_by_role("button", name="Approuver"))
        await expect(page.get_by_text("Approuvée").first).to_be_visible()
    await window.go(claim)
    await keys.press(page.get_by_role("button", name="J’ai corrigé : recalculer"))
    await expect(page.get_by_role("link", name="Relire et signer")).to_be_visible(timeout=60_000)
