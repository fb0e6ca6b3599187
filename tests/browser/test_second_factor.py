"""Setting up a second factor and signing in with it, by keyboard: the code, the recovery codes, and the way out."""

from datetime import UTC, datetime, timedelta

import pyotp
from playwright.async_api import expect

from tests.browser.conftest import Opens
from tests.browser.site import Site

STEP = timedelta(seconds=30)


async def test_a_facilitator_sets_up_a_telephone_and_comes_in_with_it(opens: Opens, site: Site) -> None:
    window = await opens("maelle")
    page = window.page
    await window.go("/account/second-factor")
    assert await window.violations() == []
    await page.focus("#password")
    await page.keyboard.type(site.demo.password)
    await page.keyboard.press("Enter")
    await expect(page.locator(".qr-code svg")).to_be_visible()
    await window.picture("second-factor-key")
    assert await window.violations() == []
    key = (await page.locator("#key").get_attribute("value") or "").replace(" ", "")
    await page.focus("#code")
    await page.keyboard.type(pyotp.TOTP(key).at(datetime.now(UTC)))
    await page.keyboard.press("Enter")
    await expect(page.locator("#recovery-codes")).to_be_visible()
    await window.picture("second-factor-codes")
    assert await window.violations() == []
    email = await site.value("SELECT email FROM app_user u JOIN second_factor s ON s.user_id = u.id")
    phone = await opens(screen="phone", scheme="dark")
    await phone.go("/sign-in")
    await phone.page.fill("#email", email)
    await phone.page.fill("#password", site.demo.password)
    await phone.page.press("#password", "Enter")
    await phone.page.wait_for_url("**/sign-in/code*")
    assert await phone.violations() == []
    await phone.picture("second-factor-asked")
    await phone.page.fill("#code", pyotp.TOTP(key).at(datetime.now(UTC) + STEP))
    await phone.page.press("#code", "Enter")
    await phone.page.wait_for_url(f"{site.address}/")
    await phone.go("/account/second-factor")
    await phone.picture("second-factor-on")
    assert await phone.violations() == []
