"""A facilitator enters a contract and sorts what an import brought, by keyboard."""

from playwright.async_api import expect

from tests.browser.conftest import Opens
from tests.browser.site import Site
from tests.builders.territory import fictional_siret

SORTED = "SELECT count(*) FROM lot WHERE follow_up IN ('preselected', 'to_review')"


async def test_a_contract_is_entered_with_its_lot_and_holder_by_keyboard(opens: Opens, site: Site) -> None:
    window = await opens("maelle")
    page = window.page
    company = await site.value("SELECT name FROM organisation WHERE kind = 'company' ORDER BY id LIMIT 1")
    await window.go("/contracts")
    await window.picture("contracts")
    assert await window.violations() == []
    await window.go("/contracts/new")
    await page.fill("#buyer", fictional_siret(777))
    await page.fill("#reference", "2026-NAVIGATEUR")
    await page.fill("#object", "Construction d’un gymnase")
    async with window.moves_on():
        await page.press("#reference", "Enter")
    await expect(page.locator("#buyer_name")).to_be_visible()
    await window.picture("contract-new-refused")
    assert await window.violations() == []
    await window.was_refused()
    await page.fill("#buyer_name", "Commune de Sainte-Épreuve")
    async with window.moves_on():
        await page.press("#buyer_name", "Enter")
    await expect(page.get_by_text("Décrivez maintenant son premier lot")).to_be_visible()
    await page.fill("#label", "Gros œuvre")
    await page.fill("#number", "1")
    await page.fill("#amount_excl_vat", "1 200 000,00")
    await page.fill("#first_day", "2026-09-01")
    await page.fill("#last_day", "2027-08-31")
    await window.picture("lot-new")
    async with window.moves_on():
        await page.press("#number", "Enter")
    await expect(page.get_by_text("Aucun titulaire n’est indiqué").first).to_be_visible()
    # The directory offers what it knows while one types.
    await page.locator("#company").press_sequentially(company[:6])
    await page.wait_for_selector("#company-offered option", state="attached")
    await page.fill("#company", company)
    async with window.moves_on():
        await page.press("#company", "Enter")
    await expect(page.get_by_text("tient désormais le lot").first).to_be_visible()
    await window.picture("holders")
    assert await window.violations() == []
    for link in (
        "p.trail a",
        "#main a:has-text('Titulaires et groupement')",
        "nav[aria-label='Autour du lot'] >> text=Interlocuteurs",
    ):
        async with window.moves_on():
            await page.click(link)
    await page.fill("#name", "Claude Exemple")
    await page.fill("#phone", "02 00 00 00 00")
    async with window.moves_on():
        await page.press("#phone", "Enter")
    await expect(page.get_by_text("L’interlocuteur est ajouté")).to_be_visible()
    await page.fill("#search", "2026-NAVIGATEUR")
    async with window.moves_on():
        await page.press("#search", "Enter")
    await window.picture("search")
    assert await window.violations() == []
    async with window.moves_on():
        await page.click("a.row-title >> text=2026-NAVIGATEUR")
    await expect(page.locator("h1")).to_contain_text("Marché 2026-NAVIGATEUR")
    await window.picture("contract")
    assert await window.violations() == []


async def test_lots_are_sorted_with_one_key_each(opens: Opens, site: Site) -> None:
    window = await opens("maelle")
    page = window.page
    await window.go("/lots")
    await window.picture("lots")
    before = await site.value(SORTED)
    assert before >= 2
    await window.go("/lots/review")
    await window.picture("review")
    assert await window.violations() == []
    await page.focus("[data-card] [data-key='s']")
    await page.keyboard.press("p")
    await page.wait_for_function("document.activeElement.closest('[data-card]').previousElementSibling !== null")
    await page.keyboard.press("ArrowUp")
    await page.wait_for_function("document.activeElement.closest('[data-card]').previousElementSibling === null")
    async with window.moves_on():
        await page.keyboard.press("s")
    await expect(page.locator(".note")).to_contain_text("1 lot suivi")
    # The address names the next lot: its keys work at once.
    await page.wait_for_function("document.activeElement.closest('[data-card]') !== null")
    async with window.moves_on():
        await page.keyboard.press("e")
    await expect(page.locator(".note")).to_contain_text("1 lot écarté")
    assert await site.value(SORTED) == before - 2
    await page.click(".note button")
    await expect(page.locator(".note")).to_contain_text("1 lot à trier de nouveau")
    assert await site.value(SORTED) == before - 1
