"""The keys of a page are told by one panel, and one switch turns letters off everywhere, for good."""

from playwright.async_api import Page, expect

from tests.browser.conftest import Opens
from tests.browser.site import Site


async def test_keys_are_told_turned_off_everywhere_and_on_again(opens: Opens, site: Site) -> None:
    window = await opens("maelle")
    page = window.page
    statement = await site.value("SELECT id FROM hours_statement WHERE state = 'SUBMITTED' ORDER BY id LIMIT 1")
    await window.go(f"/hours-statements/{statement}")
    await page.keyboard.press("?")
    told = await _told(page)
    assert "Valider" in told
    assert "Demander une correction" in told
    await window.picture("keys-panel")
    assert await window.violations() == []
    await page.keyboard.press("c")
    assert await page.locator("#correct-reason").is_hidden(), "behind the panel, letters do nothing"
    await page.get_by_label("Une lettre suffit").uncheck()
    await page.keyboard.press("Escape")
    # A browser tells that a panel is closed after its key.
    await expect(page.locator("dialog")).to_have_count(0)
    await page.keyboard.press("c")
    await page.keyboard.press("?")
    assert await page.locator("#correct-reason").is_hidden()
    assert await page.locator("dialog").count() == 0
    assert await page.locator("[aria-keyshortcuts]").count() == 0
    await window.go("/lots/review")
    await page.focus("[data-card] [data-key='s']")
    await page.keyboard.press("p")
    assert await page.evaluate("document.activeElement.closest('[data-card]').previousElementSibling") is None
    await page.get_by_role("button", name="Touches du clavier").click()
    told = await _told(page)
    assert "Suivre (dans un lot)" in told
    assert told.count("Suivre") == 1, "cards that share their keys are told once"
    assert "Passer d’un lot à l’autre" in told
    await page.get_by_label("Une lettre suffit").check()
    await page.get_by_role("button", name="Fermer").click()
    await expect(page.locator("dialog")).to_have_count(0)
    await expect(page.locator("[data-card] [data-key='s']").first).to_have_attribute("aria-keyshortcuts", "S")
    await page.focus("[data-card] [data-key='s']")
    await page.keyboard.press("p")
    await page.wait_for_function("document.activeElement.closest('[data-card]').previousElementSibling !== null")


async def _told(page: Page) -> str:
    """What the panel of keys tells."""
    await expect(page.locator("dialog[open] dl")).to_be_visible()
    return await page.inner_text("dialog dl")
