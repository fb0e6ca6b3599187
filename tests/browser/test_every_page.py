"""Every page of the service in a browser: nothing for axe-core to find, nothing wider than the screen, no error."""

from typing import Literal

import pytest
from litestar import Litestar

from tests.browser.conftest import Opens
from tests.browser.places import PEOPLE, find_places
from tests.browser.site import Site

# What the demonstration has none of; their pages are tested over HTTP.
NOTHING_TO_SHOW = {
    "/cost-items/{cost_item_id}",
    "/funding-calls/{call_id}",
    "/funding-calls/{call_id}/edit",
    "/funding-schemes/{scheme_id}",
    "/funding-schemes/{scheme_id}/calls/new",
    "/resources/{resource_id}/cancel",
    "/sign-in/link/{token}",
    "/webhooks/{webhook_id}",
}


@pytest.mark.parametrize(("screen", "scheme"), [("desk", "light"), ("phone", "dark")])
async def test_every_page_is_accessible_and_fits_the_screen(
    app: Litestar, site: Site, opens: Opens, screen: Literal["desk", "phone"], scheme: Literal["light", "dark"]
) -> None:
    windows = {person: await opens(person, screen=screen, scheme=scheme) for person in PEOPLE}
    places, missing = await find_places(app, site, windows)
    wrong = []
    for place in places:
        window = windows[place.person]
        await window.go(place.path)
        await window.picture(f"{screen}-{place.route.strip('/').replace('/', '_').replace(':', '') or 'home'}")
        wrong += [f"{place.person} {place.route}: {one}" for one in await window.violations()]
        if await window.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            wrong.append(f"{place.person} {place.route}: wider than the screen")
    assert wrong == []
    assert set(missing) == NOTHING_TO_SHOW
