"""A facilitator enters a contract and sorts what an import brought, by keyboard."""

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
    await page.press("#reference", "Enter")
    await page.wait_for_selector("#buyer_name")
    await window.picture("contract-new-refused")
    assert await window.violations() == []
    # The browser writes down each answer that refuses: this one was meant.
    assert [fault for fault in window.faults if "422" not in fault] == []
    window.faults.clear()
    await page.fill("#buyer_name", "Commune de Sainte-Épreuve")
    await page.press("#buyer_name", "Enter")
    await page.wait_for_selector("text=Décrivez maintenant son premier lot")
    await page.fill("#label", "Gros œuvre")
    await page.fill("#number", "1")
    await page.fill("#amount_excl_vat", "1 200 000,00")
    await page.fill("#first_day", "2026-09-01")
    await page.fill("#last_day", "2027-08-31")
    await window.picture("lot-new")
    await page.press("#number", "Enter")
    await page.wait_for_selector("text=Aucun titulaire n’est indiqué")
    # The directory offers what it knows while one types.
    await page.locator("#company").press_sequentially(company[:6])
    await page.wait_for_selector("#company-offered option", state="attached")
    await page.fill("#company", company)
    await page.press("#company", "Enter")
    await page.wait_for_selector("text=tient désormais le lot")
    await window.picture("holders")
    assert await window.violations() == []
    await page.click("p.trail a")
    await page.click("#main a:has-text('Titulaires et groupement')")
    await page.click("nav[aria-label='Autour du lot'] >> text=Interlocuteurs")
    await page.fill("#name", "Claude Exemple")
    await page.fill("#phone", "02 00 00 00 00")
    await page.press("#phone", "Enter")
    await page.wait_for_selector("text=L’interlocuteur est ajouté")
    await page.fill("#search", "2026-NAVIGATEUR")
    await page.press("#search", "Enter")
    await window.picture("search")
    assert await window.violations() == []
    await page.click("a.row-title >> text=2026-NAVIGATEUR")
    await page.wait_for_selector("h1 >> text=Marché 2026-NAVIGATEUR")
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
    assert await page.evaluate("document.activeElement.closest('[data-card]').previousElementSibling !== null")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("s")
    await page.wait_for_selector("text=1 lot suivi")
    # The address names the next lot: its keys work at once.
    await page.wait_for_function("document.activeElement.closest('[data-card]') !== null")
    await page.keyboard.press("e")
    await page.wait_for_selector("text=1 lot écarté")
    assert await site.value(SORTED) == before - 2
    await page.click(".note button")
    await page.wait_for_selector("text=1 lot à trier de nouveau")
    assert await site.value(SORTED) == before - 1
