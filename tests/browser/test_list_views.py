"""Columns of a list chosen by keyboard, kept, restored by the address; rows read as cards on a phone."""

from playwright.async_api import expect

from tests.browser.conftest import Opens

WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
SLIDES = (
    "[...document.querySelectorAll('.scroller:has(> [data-stacked])')].some(one => one.scrollWidth > one.clientWidth)"
)
ROLES = "[...document.querySelectorAll('[data-stacked] tbody th')].map(one => one.getAttribute('role'))"


async def test_columns_are_chosen_by_keyboard_and_kept(opens: Opens) -> None:
    window = await opens("maelle")
    page = window.page
    await window.go("/participants?sort=-hours")
    await window.picture("list")
    await page.focus(".list-columns summary")
    await page.keyboard.press("Enter")
    for column, shown in (("age", False), ("postal_code", True)):
        box = page.locator(f"#column-{column}")
        await expect(box).to_be_visible()
        await box.press("Space")
        await expect(box).to_be_checked(checked=shown)
    await window.picture("list-columns")
    assert await window.violations() == []
    async with window.moves_on():
        await page.keyboard.press("Enter")
    await expect(page.get_by_text("Ces colonnes sont gardées pour vous")).to_be_visible()
    assert "sort=-hours" in page.url
    titles = await page.locator("table.list thead th").all_inner_texts()
    assert "Code postal" in titles
    assert "Âge" not in titles
    assert await window.violations() == []
    await window.go("/participants")
    assert "Code postal" in await page.locator("table.list thead th").all_inner_texts()
    await page.emulate_media(media="print")
    await window.picture("list-printed")
    await expect(page.locator(".list-columns")).to_be_hidden()


async def test_rows_are_cards_on_a_phone(opens: Opens) -> None:
    window = await opens("yanis", screen="phone", scheme="dark")
    for path in ("/participants", "/contracts", "/hires", "/ledger-entries", "/hours-statements?state=all"):
        await window.go(path)
        await window.picture(f"cards{path.partition('?')[0].replace('/', '-')}")
        assert not await window.page.evaluate(WIDER), path
        assert not await window.page.evaluate(SLIDES), path
        assert set(await window.page.evaluate(ROLES)) == {"rowheader"}, path
        assert await window.violations() == [], path


async def test_a_filter_is_chosen_by_keyboard_on_a_page_that_stays_until_it_is_asked(opens: Opens) -> None:
    window = await opens("maelle")
    page = window.page
    await window.go("/lots")
    chosen = page.locator("form.filters select:has(option:nth-child(3))").first
    third = await chosen.locator("option").nth(2).get_attribute("value") or ""
    await page.evaluate("window.isSame = true")
    await chosen.focus()
    await page.keyboard.press("Home")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await expect(chosen).to_have_value(third)
    await expect(chosen).to_be_focused()
    assert await page.evaluate("window.isSame")
    async with window.moves_on():
        await page.get_by_role("button", name="Filtrer").press("Enter")
    assert await page.evaluate("window.isSame") is None
    await expect(chosen).to_have_value(third)
    async with window.moves_on():
        await chosen.evaluate("one => one.dispatchEvent(new PointerEvent('pointerdown', {bubbles: true}))")
        await chosen.select_option(index=0)
    await expect(chosen).not_to_have_value(third)
