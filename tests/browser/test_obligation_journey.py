"""A facilitator, by keyboard alone, fixes what a lot owes, sees why, prints the report and hands out a certificate."""

from tests.browser.conftest import ADDRESSES, Opens
from tests.browser.keyboard import Keyboard
from tests.browser.places import OWN_LOT
from tests.browser.site import Site


async def test_from_the_calculator_to_the_certificate(opens: Opens, site: Site) -> None:
    window = await opens()
    page, keys = window.page, Keyboard(window)
    await keys.sign_in(ADDRESSES["maelle"])
    await window.go("/obligation-calculator")
    await keys.fill(page.locator("#amount_excl_vat"), "1 000 000,00")
    await keys.choose(page.locator("#sector"), "BUILDING")
    await keys.press(page.get_by_role("button", name="Calculer"))
    await page.get_by_text("833,00").first.wait_for()
    assert "\n".join(await window.violations()) == ""
    await window.picture("calculator")

    lot_id = await site.value(OWN_LOT)
    await window.go(f"/lots/{lot_id}")
    assert await page.locator("svg.chart").count() == 1
    await keys.goes_round()

    await keys.press(page.get_by_role("link", name="Engagement", exact=True))
    await page.wait_for_url("**/obligations")
    await keys.choose(page.locator("#method"), "FIXED")
    await keys.fill(page.locator("#hours_owed"), "1 234,50")
    await page.locator("#result").get_by_text("1 234,50").first.wait_for()
    # The day is the month's number too: whichever the browser asks for first.
    await keys.to(page.locator("#effective_on"))
    await page.keyboard.type("06062026")
    await keys.fill(page.locator("#reason"), "Avenant n° 2")
    assert "\n".join(await window.violations()) == ""
    await window.picture("obligation")
    await keys.press(page.get_by_role("button", name="Enregistrer cette version"))
    await page.get_by_text("Enregistré : le lot doit").wait_for()

    await window.go(f"/lots/{lot_id}/report")
    await page.emulate_media(media="print")
    assert not await page.locator("nav.lot-tabs").is_visible()
    assert await page.get_by_role("heading", name="Mois par mois").is_visible()
    await window.picture("report-print")
    await page.emulate_media(media="screen")

    await window.go(f"/lots/{lot_id}#ask")
    await keys.press(page.get_by_role("button", name="Demander l’attestation"))
    link = page.get_by_role("link", name="Télécharger l’attestation (PDF)")
    await link.wait_for(timeout=20_000)
    async with page.expect_download() as waited:
        await keys.press(link)
    assert (await waited.value).suggested_filename.endswith(".pdf")
