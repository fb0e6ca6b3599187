"""A visit of the service in a browser: who, on which screen; what went wrong in it is told at its end."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.browser.site import Site
from tests.builders.axe import AXE_SCRIPT

SCREENS = {"desk": {"width": 1280, "height": 900}, "phone": {"width": 360, "height": 740}}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


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

    async def violations(self) -> list[str]:
        """What axe-core finds on the page as it is now: rule, how often, and the first place."""
        await self.page.evaluate(AXE_SCRIPT)
        found: dict[str, Any] = await self.page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", WCAG
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
    screen: Literal["desk", "phone"] = "desk",
    scheme: Literal["light", "dark"] = "light",
    javascript: bool = True,
) -> Visit:
    """A new browser window of this person (of nobody when no address is given), signed in through the form."""
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
        await page.goto(f"{site.address}/sign-in")
        await page.fill("#email", email)
        await page.fill("#password", site.demo.password)
        await page.press("#password", "Enter")
        await page.wait_for_url(f"{site.address}/")
    return found
