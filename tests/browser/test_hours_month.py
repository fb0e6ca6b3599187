"""A month from the company's first figure to the facilitator's decision by one key, and what it adds to the lot."""

from playwright.async_api import expect

from tests.browser.conftest import ADDRESSES, Opens
from tests.browser.keyboard import Keyboard
from tests.browser.site import Site

STATE = "[data-grid-state][data-kind={}]"


async def test_a_company_declares_and_the_facilitator_validates_by_one_key(opens: Opens, site: Site) -> None:
    sophie = await opens()
    keys = Keyboard(sophie)
    await keys.sign_in(ADDRESSES["sophie"])
    await sophie.go("/hours?span=6")
    await sophie.page.wait_for_selector("[data-grid-tools]:not([hidden])")
    await sophie.picture("company-grid")
    await keys.goes_round()
    cell = sophie.page.locator("table[data-grid] input").first
    column = await cell.get_attribute("data-col")
    await keys.fill(cell, "21,5")
    await sophie.page.keyboard.press("Enter")
    await expect(sophie.page.locator(STATE.format("saved"))).to_be_visible()
    await sophie.go(f"/hours/check?month={column}")
    await sophie.picture("company-check")
    assert await sophie.violations() == []
    await keys.follow(sophie.page.get_by_role("button", name="Transmettre le relevé"))
    await expect(sophie.page.locator(".note")).to_be_visible()
    statement = sophie.page.url.rpartition("/")[2]
    before = await site.value("SELECT coalesce(sum(hours_credited), 0) FROM allocation")
    maelle = await opens()
    keys = Keyboard(maelle)
    await keys.sign_in(ADDRESSES["maelle"])
    await maelle.go("/hours-statements")
    await maelle.picture("statements-queue")
    await keys.goes_round()
    await keys.follow(maelle.page.locator(f"main a[href^='/hours-statements/{statement}']"))
    await maelle.page.wait_for_url(f"**/hours-statements/{statement}*")
    await maelle.picture("statement-decision")
    assert await maelle.violations() == []
    counts = await maelle.page.locator(".figures .value").nth(1).inner_text()
    await maelle.page.keyboard.press("c")
    reason = maelle.page.locator("#correct-reason")
    await expect(reason).to_be_focused()
    await maelle.page.keyboard.type("a")
    # A key typed in a field is only a letter.
    await expect(reason).to_have_value("a")
    await reason.blur()
    async with maelle.moves_on():
        await maelle.page.keyboard.press("a")
    await expect(maelle.page.locator(".note")).to_contain_text("validé")
    assert await site.value("SELECT state FROM hours_statement WHERE id = $1", statement) == "VALIDATED"
    after = await site.value("SELECT coalesce(sum(hours_credited), 0) FROM allocation")
    assert f"{after - before} h".replace(".", ",") == counts.replace("\u00a0", " ")
