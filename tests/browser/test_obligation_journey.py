"""A facilitator, by keyboard alone, fixes what a lot owes, sees why, prints the report and hands out a certificate."""

from playwright.async_api import expect

from tests.browser.conftest import ADDRESSES, Opens
from tests.browser.keyboard import Keyboard
from tests.browser.places import OWN_LOT
from tests.browser.site import Site
from tests.browser.visits import LONGEST_WORK


async def test_from_the_calculator_to_the_certificate(opens: Opens, site: Site) -> None:
    window = await opens()
    page, keys = window.page, Keyboard(window)
    await keys.sign_in(ADDRESSES["maelle"])
    await window.go("/obligation-calculator")
    await keys.fill(page.locator("#amount_excl_vat"), "1 000 000,00")
    await keys.choose(page.locator("#sector"), "BUILDING")
    await keys.follow(page.get_by_role("button", name="Calculer"))
    await expect(page.get_by_text("833,00").first).to_be_visible()
    assert "\n".join(await window.violations()) == ""
    await window.picture("calculator")

    lot_id = await site.value(OWN_LOT)
    await window.go(f"/lots/{lot_id}")
    await expect(page.locator("svg.chart")).to_have_count(1)
    await keys.goes_round()

    await keys.follow(page.get_by_role("link", name="Engagement", exact=True))
    await page.wait_for_url("**/obligations")
    await keys.choose(page.locator("#method"), "FIXED")
    await keys.follow(page.get_by_role("button", name="Choisir cette méthode"))
    await keys.fill(page.locator("#hours_owed"), "1 234,50")
    await expect(page.locator("#result").get_by_text("1 234,50").first).to_be_visible()
    # The day is the month's number too: whichever the browser asks for first.
    await keys.to(page.locator("#effective_on"))
    await page.keyboard.type("06062026")
    await keys.fill(page.locator("#reason"), "Avenant n° 2")
    assert "\n".join(await window.violations()) == ""
    await window.picture("obligation")
    await keys.follow(page.get_by_role("button", name="Enregistrer cette version"))
    await expect(page.get_by_text("Enregistré : le lot doit")).to_be_visible()

    await window.go(f"/lots/{lot_id}/report")
    await page.emulate_media(media="print")
    await expect(page.locator("nav.lot-tabs")).to_be_hidden()
    await expect(page.get_by_role("heading", name="Mois par mois")).to_be_visible()
    await window.picture("report-print")
    await page.emulate_media(media="screen")

    await window.go(f"/lots/{lot_id}#ask")
    await keys.follow(page.get_by_role("button", name="Demander l’attestation"))
    link = page.get_by_role("link", name="Télécharger l’attestation (PDF)")
    await expect(link).to_be_visible(timeout=LONGEST_WORK)
    await window.work_is_done()
    async with page.expect_download() as waited:
        await keys.press(link)
    assert (await waited.value).suggested_filename.endswith(".pdf")
