"""A month from the company's first figure to the facilitator's decision by one key, and what it adds to the lot."""

from tests.browser.conftest import Opens
from tests.browser.site import Site

STATE = "[data-grid-state][data-kind={}]"


async def test_a_company_declares_and_the_facilitator_validates_by_one_key(opens: Opens, site: Site) -> None:
    sophie = await opens("sophie")
    await sophie.go("/hours?span=6")
    await sophie.page.wait_for_selector("[data-grid-tools]:not([hidden])")
    await sophie.picture("company-grid")
    assert await sophie.violations() == []
    cell = sophie.page.locator("table[data-grid] input").first
    column = await cell.get_attribute("data-col")
    await cell.fill("21,5")
    await sophie.page.keyboard.press("Enter")
    await sophie.page.wait_for_selector(STATE.format("saved"))
    await sophie.go(f"/hours/check?month={column}")
    await sophie.picture("company-check")
    assert await sophie.violations() == []
    await sophie.page.click("text=Transmettre le relevé")
    await sophie.page.wait_for_selector(".note")
    statement = sophie.page.url.rpartition("/")[2]
    before = await site.value("SELECT coalesce(sum(hours_credited), 0) FROM allocation")
    maelle = await opens("maelle")
    await maelle.go("/hours-statements")
    await maelle.picture("statements-queue")
    assert await maelle.violations() == []
    await maelle.go(f"/hours-statements/{statement}")
    await maelle.picture("statement-decision")
    assert await maelle.violations() == []
    counts = await maelle.page.locator(".figures .value").nth(1).inner_text()
    await maelle.page.keyboard.press("c")
    assert await maelle.page.evaluate("() => document.activeElement.id") == "correct-reason"
    await maelle.page.keyboard.type("a")
    assert await maelle.page.input_value("#correct-reason") == "a", "a key typed in a field is only a letter"
    await maelle.page.evaluate("() => document.activeElement.blur()")
    await maelle.page.keyboard.press("a")
    await maelle.page.wait_for_selector(".note")
    assert "validé" in await maelle.page.inner_text(".note")
    assert await site.value("SELECT state FROM hours_statement WHERE id = $1", statement) == "VALIDATED"
    after = await site.value("SELECT coalesce(sum(hours_credited), 0) FROM allocation")
    assert f"{after - before} h".replace(".", ",") == counts.replace("\u00a0", " ")


async def test_the_other_pages_of_hours_are_usable(opens: Opens, site: Site) -> None:
    maelle = await opens("maelle")
    entry = await site.value("SELECT id FROM ledger_entry ORDER BY id LIMIT 1")
    agreement = await site.value("SELECT id FROM pooling_agreement LIMIT 1")
    paths = ["/statements-due", "/statement-reminders?state=", "/ledger-entries", f"/ledger-entries/{entry}"]
    paths += ["/pooling-agreements", "/pooling-agreements/new"]
    if agreement:
        paths.append(f"/pooling-agreements/{agreement}")
    for rank, path in enumerate(paths):
        await maelle.go(path)
        await maelle.picture(f"more-{rank}")
        assert await maelle.violations() == [], path
