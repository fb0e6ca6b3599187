"""A manager makes the next claim, by keyboard alone: what is missing, a way to mend it, signature, files."""

import re

from playwright.async_api import expect

from tests.browser.conftest import ADDRESSES, Opens
from tests.browser.keyboard import Keyboard
from tests.browser.site import Site
from tests.browser.visits import LONGEST_WORK, Visit

CLAIMED = "SELECT operation_id FROM claim ORDER BY number LIMIT 1"


async def test_a_manager_makes_the_next_claim(opens: Opens, site: Site) -> None:
    window = await opens()
    page, keys = window.page, Keyboard(window)
    await keys.sign_in(ADDRESSES["helene"])
    await window.go(f"/operations/{await site.value(CLAIMED)}")
    await keys.goes_round()
    await keys.follow(page.get_by_role("link", name="Commencer un bilan"))
    await page.wait_for_url("**/claims/new")
    await keys.follow(page.get_by_role("button", name="Commencer le bilan"))
    await page.wait_for_url(re.compile(r"/claims/[0-9a-f-]{36}$"))
    # The page comes anew once the worker has ended.
    await window.work_is_done()
    await expect(page.get_by_role("heading", name="Ce qui manque pour calculer")).to_be_visible()
    claim = page.url.removeprefix(site.address)
    await window.picture("journey-missing")
    await mend(window, keys, claim)
    await keys.follow(page.get_by_role("link", name="Raconter ce qui a été fait"))
    await page.wait_for_url("**/narrative")
    await keys.fill(page.locator("#title_1"), "Suivi des clauses")
    await keys.fill(page.locator("#planned_1"), "Vingt marchés suivis")
    await keys.fill(page.locator("#achieved_1"), "Vingt-quatre marchés suivis")
    await keys.follow(page.get_by_role("button", name="Enregistrer le récit"))
    await expect(page.locator(".note")).to_contain_text("Le récit est enregistré")
    await window.go(claim)
    await window.picture("journey-computed")
    await keys.follow(page.get_by_role("link", name="Relire et signer"))
    await expect(page.locator("#confirmed")).to_be_visible()
    await window.picture("journey-sign")
    await keys.press(page.locator("#confirmed"), "Space")
    await expect(page.locator("#confirmed")).to_be_checked()
    await keys.follow(page.get_by_role("button", name="Signer le bilan"))
    await expect(page.locator(".note")).to_contain_text("Le bilan est signé")
    await window.work_is_done()
    await keys.press(page.get_by_text("Transmettre le bilan…"))
    await keys.follow(page.get_by_role("button", name="Transmettre le bilan"))
    await expect(page.get_by_role("link", name="Télécharger le bilan (PDF)")).to_be_visible(timeout=LONGEST_WORK)
    await window.work_is_done()
    await window.picture("journey-submitted")
    async with page.expect_download() as waited:
        await keys.press(page.get_by_role("link", name="Télécharger le bilan (PDF)"))
    assert (await waited.value).suggested_filename.endswith(".pdf")


async def mend(window: Visit, keys: Keyboard, claim: str) -> None:
    """Follow each link to a month that is not approved, approve it there, come back and compute again."""
    page = window.page
    links = page.locator("section[aria-labelledby=missing] .claim-points a")
    await expect(links.first).to_be_visible()
    await window.arrived()
    paths = [await link.get_attribute("href") or "" for link in await links.all()]
    for path in paths:
        await window.go(claim)
        await keys.follow(page.locator(f"section[aria-labelledby=missing] a[href='{path}']"))
        await keys.follow(page.get_by_role("button", name="Approuver"))
        await expect(page.get_by_text("Approuvée").first).to_be_visible()
    await window.go(claim)
    await keys.follow(page.get_by_role("button", name="J’ai corrigé : recalculer"))
    await expect(page.get_by_role("link", name="Relire et signer")).to_be_visible(timeout=LONGEST_WORK)
    await window.work_is_done()
