"""Every page of the service in a browser: nothing for axe-core to find, nothing wider than the screen, no error."""

from litestar import Litestar

from tests.browser.conftest import Opens
from tests.browser.places import PEOPLE, Place, find_places, places_beside
from tests.browser.site import Site
from tests.browser.visits import STACKED, Visit

# What the demonstration has none of; their pages are tested over HTTP.
NOTHING_TO_SHOW = {
    "/cost-items/{cost_item_id}",
    "/funding-calls/{call_id}",
    "/funding-calls/{call_id}/edit",
    "/funding-schemes/{scheme_id}",
    "/funding-schemes/{scheme_id}/calls/new",
    "/resources/{resource_id}/cancel",
    "/webhooks/{webhook_id}",
}


async def test_every_page_is_accessible_and_fits_the_screen(app: Litestar, site: Site, opens: Opens) -> None:
    """On a desk and on a phone, in light and in dark; at twice its size; printed."""
    await site.is_at_rest()
    places, missing = await find_places(app, site)
    windows = {person: await opens(person) for person in PEOPLE}
    wrong = []
    for place in [*places, *await places_beside(site)]:
        wrong += [f"{place.person} {place.route}: {one}" for one in await _faults(windows[place.person], place)]
    assert wrong == []
    assert set(missing) == NOTHING_TO_SHOW


async def _faults(window: Visit, place: Place) -> list[str]:
    """What is wrong with a page. It is opened once: colours and sizes change below it.

    All rules are run once. In the dark, those that look at colours; on a phone, those that look at where things are
    and, in both schemes, at the colours of what a narrow screen shows otherwise.
    """
    name = place.route.strip("/").replace("/", "_").replace(":", "") or "home"
    await window.show("desk", "light")
    await window.go(place.path)
    await window.picture(f"desk-{name}-{place.person}")
    found = [f"desk, light: {one}" for one in await window.violations()]
    await window.show("desk", "dark")
    found += [f"desk, dark: {one}" for one in await window.violations("colours")]
    await window.show("phone", "dark")
    await window.picture(f"phone-{name}-{place.person}")
    found += [f"phone: {one}" for one in await window.violations("places")]
    if await window.is_too_wide():
        found.append("phone: wider than the screen")
    if await window.page.locator(STACKED).count():
        found += [f"phone, dark: {one}" for one in await window.violations("colours of rows")]
        await window.show("phone", "light")
        found += [f"phone, light: {one}" for one in await window.violations("colours of rows")]
    return found + await _faults_of_zoom_and_print(window)


async def _faults_of_zoom_and_print(window: Visit) -> list[str]:
    found = []
    # A window of 1,280 pixels at 200 % shows what one of 640 shows.
    await window.page.set_viewport_size({"width": 640, "height": 450})
    if await window.is_too_wide():
        found.append("twice its size: wider than the screen")
    await window.page.emulate_media(media="print")
    if await window.page.locator("nav.entries:visible, button:visible").count():
        found.append("print: navigation or buttons are printed")
    await window.page.emulate_media(media="screen")
    return found
