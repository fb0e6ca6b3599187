"""A facilitator fixes what a lot owes, sees why and where it goes, prints the report and hands out a certificate."""

from tests.browser.conftest import Opens
from tests.browser.site import Site

OWN_LOT = """
SELECT l.id FROM lot l JOIN lot_holder h ON h.lot_id = l.id JOIN lot_standing s ON s.lot_id = l.id
WHERE l.follow_up = 'followed' AND l.last_day > now() AND s.hours_credited > 0
  AND EXISTS (SELECT FROM obligation o WHERE o.lot_id = l.id AND o.unit = 'HOURS')
  AND (SELECT count(*) FROM lot_holder x WHERE x.lot_id = l.id) = 1
  AND l.facilitator_org_id IN (
    SELECT m.org_id FROM membership m JOIN app_user u ON u.id = m.user_id WHERE u.email LIKE 'maelle%')
ORDER BY s.hours_credited DESC LIMIT 1
"""


async def test_from_the_calculator_to_the_certificate(opens: Opens, site: Site) -> None:
    window = await opens("maelle")
    page = window.page
    await window.go("/obligation-calculator")
    await page.fill("#amount_excl_vat", "1 000 000,00")
    await page.select_option("#sector", "BUILDING")
    await page.get_by_role("button", name="Calculer").press("Enter")
    await page.get_by_text("833,00").first.wait_for()
    assert "\n".join(await window.violations()) == ""
    await window.picture("calculator")

    lot_id = await site.value(OWN_LOT)
    await window.go(f"/lots/{lot_id}")
    assert await page.locator("svg.chart").count() == 1
    assert "\n".join(await window.violations()) == ""
    await window.picture("lot")

    await page.get_by_role("link", name="Engagement", exact=True).press("Enter")
    await page.select_option("#method", "FIXED")
    await page.fill("#hours_owed", "1 234,50")
    await page.locator("#result").get_by_text("1 234,50").first.wait_for()
    await page.fill("#effective_on", "2026-06-01")
    await page.fill("#reason", "Avenant n° 2")
    assert "\n".join(await window.violations()) == ""
    await window.picture("obligation")
    await page.get_by_role("button", name="Enregistrer cette version").press("Enter")
    await page.get_by_text("Enregistré : le lot doit").wait_for()

    await window.go(f"/lots/{lot_id}/report")
    assert "\n".join(await window.violations()) == ""
    await page.emulate_media(media="print")
    assert not await page.locator("nav.lot-tabs").is_visible()
    assert await page.get_by_role("heading", name="Mois par mois").is_visible()
    await window.picture("report-print")
    await page.emulate_media(media="screen")

    await window.go(f"/lots/{lot_id}#ask")
    await page.get_by_role("button", name="Demander l’attestation").press("Enter")
    link = page.get_by_role("link", name="Télécharger l’attestation (PDF)")
    await link.wait_for(timeout=20_000)
    async with page.expect_download() as waited:
        await link.press("Enter")
    assert (await waited.value).suggested_filename.endswith(".pdf")


async def test_the_pages_of_a_lot_hold_on_a_phone_in_the_dark(opens: Opens, site: Site) -> None:
    lot_id = await site.value(OWN_LOT)
    window = await opens("thomas", screen="phone", scheme="dark")
    for path in ("/alerts", "/penalty-proposals", "/certificates"):
        await window.go(path)
        assert "\n".join(await window.violations()) == ""
        await window.picture(f"thomas{path.replace('/', '-')}")
    own = await opens("maelle", screen="phone", scheme="dark")
    for end in ("", "/obligations", "/tranches", "/invoices", "/reliefs", "/rules", "/penalties", "/report"):
        await own.go(f"/lots/{lot_id}{end}")
        assert "\n".join(await own.violations()) == ""
        await own.picture(f"phone{end.replace('/', '-')}")
