"""A visit of the service in a browser: who, on which screen; what went wrong in it is told at its end."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page

from clause.edge.authentication import SESSION_COOKIE
from tests.browser.site import Site
from tests.builders.axe import AXE_SCRIPT

SCREENS = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 360, "height": 740}}
Screen = Literal["desk", "phone"]
Scheme = Literal["light", "dark"]
ALL_RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# All rules are run once on a page; then those only whose answer may change: with the colours, or with the screen.
RULES_OF_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
RULES_OF_PLACE = {
    "type": "rule",
    "values": [
        *("target-size", "scrollable-region-focusable"),
        *("button-name", "link-name", "label", "select-name"),  # what a narrow screen hides
    ],
}
Look = Literal["everything", "colours", "places", "colours of rows"]
# Rows of a long table are made alike: beyond the first, colours and places are theirs.
FURTHER_ROWS = [["tbody tr:nth-child(n + 13)"]]
STACKED = "table[data-stacked]"
"""Tables whose rows a narrow screen shows as cards: there only do its style sheets change a colour (a test)."""
LOOKS: dict[Look, tuple[dict[str, Any], dict[str, Any]]] = {
    "everything": ({"include": [["html"]]}, ALL_RULES),
    "colours": ({"exclude": FURTHER_ROWS}, RULES_OF_COLOURS),
    "places": ({"exclude": FURTHER_ROWS}, RULES_OF_PLACE),
    "colours of rows": ({"include": [[STACKED]], "exclude": FURTHER_ROWS}, RULES_OF_COLOURS),
}


@dataclass
class Visit:
    """One person's browser."""

    site: Site
    context: BrowserContext
    page: Page
    faults: list[str] = field(default_factory=list)

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(f"{self.page.url}: {message.text}")

    async def go(self, path: str) -> None:
        """Open a page of the service."""
        answer = await self.page.goto(self.site.address + path)
        assert answer is not None
        assert answer.status < 400, f"{path}: {answer.status}"

    async def show(self, screen: Screen, scheme: Scheme) -> None:
        """The same page on another screen, in other colours."""
        await self.page.set_viewport_size(SCREENS[screen])  # type: ignore[arg-type]
        await self.page.emulate_media(color_scheme=scheme)

    async def is_too_wide(self) -> bool:
        """Whether one must scroll sideways to read the page."""
        return bool(await self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))

    async def violations(self, look: Look = "everything") -> list[str]:
        """What axe-core finds on the page as it is now: rule, how often, and the first place."""
        if not await self.page.evaluate("'axe' in window"):
            await self.page.evaluate(AXE_SCRIPT)
        found: dict[str, Any] = await self.page.evaluate(
            "([where, rules]) => axe.run(where, {runOnly: rules, resultTypes: ['violations'], preload: false})",
            LOOKS[look],
        )
        return [
            f"{one['id']} ({len(one['nodes'])} times): {one['help']}: {one['nodes'][0]['html'][:200]} "
            f"{one['nodes'][0]['failureSummary'][:300]}"
            for one in found["violations"]
        ]

    async def picture(self, name: str) -> None:
        """Keep a picture of the whole page where CLAUSE_PICTURES says; nothing otherwise."""
        folder = os.environ.get("CLAUSE_PICTURES")
        if folder:
            await self.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


async def visit(
    browser: Browser,
    site: Site,
    email: str | None = None,
    *,
    screen: Screen = "desk",
    scheme: Scheme = "light",
    javascript: bool = True,
) -> Visit:
    """A new browser window of this person, who has signed in already (of nobody when no address is given)."""
    context = await browser.new_context(
        viewport=SCREENS[screen],  # type: ignore[arg-type]
        color_scheme=scheme,
        java_script_enabled=javascript,
        locale="fr-FR",
        timezone_id="Europe/Paris",
        accept_downloads=True,
    )
    context.set_default_timeout(15_000)
    page = await context.new_page()
    found = Visit(site, context, page)
    page.on("console", found._note_console)
    page.on("pageerror", lambda error: found.faults.append(f"{page.url}: {error}"))
    if email is not None:
        cookie = {"name": SESSION_COOKIE, "value": site.sessions[email], "url": site.address, "httpOnly": True}
        await context.add_cookies([cookie])  # type: ignore[list-item]
    return found
