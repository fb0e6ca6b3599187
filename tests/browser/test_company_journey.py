"""A company from sign-in to the PDF, by keyboard alone; and what holds for everyone without a script."""

from playwright.async_api import expect

from tests.browser.conftest import ADDRESSES, Opens
from tests.browser.keyboard import Keyboard


async def test_a_company_signs_in_reads_what_it_owes_and_takes_its_certificate(opens: Opens) -> None:
    window = await opens()
    page, keys = window.page, Keyboard(window)
    await keys.sign_in(ADDRESSES["sophie"])
    await expect(page.locator("h1")).to_have_text("À faire")
    await keys.goes_round()
    await keys.main()
    await keys.follow(page.get_by_role("link", name="Attestations", exact=True))
    await page.wait_for_url("**/certificates")
    await keys.goes_round()
    await keys.main()
    await keys.follow(page.locator("table.list tbody tr th a, table.list tbody tr td a").first)
    await page.wait_for_url("**/certificates/*")
    await keys.main()
    async with page.expect_download() as download:
        await keys.press(page.get_by_role("link", name="PDF").first)
    file = await download.value
    assert file.suggested_filename.endswith(".pdf")


async def test_lists_and_forms_work_without_a_script(opens: Opens) -> None:
    window = await opens("maelle", javascript=False)
    page = window.page
    await window.go("/lots")
    before = await page.locator("table.list tbody tr").count()
    await page.fill("#f-q", "piscine")
    async with window.moves_on():
        await page.get_by_role("button", name="Filtrer").click()
    assert "/lots?q=~" in page.url
    assert "piscine" not in page.url
    assert await page.input_value("#f-q") == "piscine"
    assert 0 < await page.locator("table.list tbody tr").count() < before
    await window.go("/participants/new")
    await page.get_by_role("button", name="Ouvrir le dossier").click()
    await expect(page.locator(".summary li").first).to_be_visible()
    await window.was_refused()
