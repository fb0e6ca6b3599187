"""Columns of a list chosen by keyboard, kept, restored by the address; rows read as cards on a phone."""

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
    await page.focus("#column-age")
    await page.keyboard.press("Space")
    await page.focus("#column-postal_code")
    await page.keyboard.press("Space")
    await window.picture("list-columns")
    assert await window.violations() == []
    await page.keyboard.press("Enter")
    await page.wait_for_selector("text=Ces colonnes sont gardées pour vous")
    assert "sort=-hours" in page.url
    titles = await page.locator("table.list thead th").all_inner_texts()
    assert "Code postal" in titles
    assert "Âge" not in titles
    assert await window.violations() == []
    await window.go("/participants")
    assert "Code postal" in await page.locator("table.list thead th").all_inner_texts()
    await page.emulate_media(media="print")
    await window.picture("list-printed")
    assert not await page.locator(".list-columns").is_visible()


async def test_rows_are_cards_on_a_phone(opens: Opens) -> None:
    window = await opens("yanis", screen="phone", scheme="dark")
    for path in ("/participants", "/contracts", "/hires", "/ledger-entries", "/hours-statements?state=all"):
        await window.go(path)
        await window.picture(f"cards{path.partition('?')[0].replace('/', '-')}")
        assert not await window.page.evaluate(WIDER), path
        assert not await window.page.evaluate(SLIDES), path
        assert set(await window.page.evaluate(ROLES)) == {"rowheader"}, path
        assert await window.violations() == [], path
