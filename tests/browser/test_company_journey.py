"""A company from sign-in to the PDF, by keyboard; and what holds for everyone: zoom, print, no script."""

import pytest

from tests.browser.conftest import Opens

PAGES_OF_THE_DAY = {
    "maelle": ["/", "/contracts", "/lots", "/participants", "/hours-statements", "/statistics"],
    "helene": ["/timesheets/team", "/operations", "/claims"],
    "thomas": ["/contracts", "/penalty-proposals"],
    "sophie": ["/hours", "/certificates"],
    "bruno": ["/oi/claims", "/oi/payments"],
}


async def test_a_company_signs_in_reads_what_it_owes_and_takes_its_certificate(opens: Opens) -> None:
    window = await opens("sophie")
    page = window.page
    assert await page.locator("h1").inner_text() == "À faire"
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    await page.keyboard.press("Enter")
    assert await page.evaluate("document.activeElement.id") == "main"
    await page.get_by_role("link", name="Attestations", exact=True).first.press("Enter")
    await page.wait_for_url("**/certificates")
    assert await window.violations() == []
    first = page.locator("table.list tbody tr th a, table.list tbody tr td a").first
    await first.press("Enter")
    await page.wait_for_url("**/certificates/*")
    assert await window.violations() == []
    async with page.expect_download() as download:
        await page.get_by_role("link", name="PDF").first.press("Enter")
    file = await download.value
    assert file.suggested_filename.endswith(".pdf")


@pytest.mark.parametrize("person", PAGES_OF_THE_DAY)
async def test_pages_of_the_day_stand_at_twice_their_size_and_in_print(opens: Opens, person: str) -> None:
    window = await opens(person)
    page = window.page
    for path in PAGES_OF_THE_DAY[person]:
        # A window of 1,280 pixels at 200 % shows what one of 640 shows.
        await page.set_viewport_size({"width": 640, "height": 450})
        await window.go(path)
        assert not await page.evaluate("document.documentElement.scrollWidth > window.innerWidth"), path
        await page.set_viewport_size({"width": 1280, "height": 900})
        await page.emulate_media(media="print")
        assert not await page.locator("nav.entries").is_visible(), path
        assert await page.locator("button:visible").count() == 0, path
        await window.picture(f"print-{person}-{path.strip('/').replace('/', '_') or 'home'}")
        await page.emulate_media(media="screen")


async def test_lists_and_forms_work_without_a_script(opens: Opens) -> None:
    window = await opens("maelle", javascript=False)
    page = window.page
    await window.go("/lots")
    before = await page.locator("table.list tbody tr").count()
    await page.fill("#f-q", "piscine")
    await page.get_by_role("button", name="Filtrer").click()
    assert 0 < await page.locator("table.list tbody tr").count() < before
    await window.go("/participants/new")
    await page.get_by_role("button", name="Ouvrir le dossier").click()
    assert await page.locator(".summary li").count() > 0
    # The browser notes the refusal itself, and nothing else.
    assert [fault.rpartition("status of ")[2] for fault in window.faults] == ["422 (Unprocessable Entity)"]
    window.faults.clear()
