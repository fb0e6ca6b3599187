"""A visit of the service in a browser: who, on which screen; what went wrong in it is told at its end."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, expect

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

LONGEST_WAIT = 60_000
"""Milliseconds for what a page does; a loaded machine is slow, not wrong."""
LONGEST_WORK = 180_000
"""Milliseconds for what the worker does: a file, a mail, a computation."""
expect.set_options(timeout=LONGEST_WAIT)


async def until(is_so: Callable[[], bool], told: str) -> None:
    """Comes back once something is so that no page tells; ``told`` is what is wrong otherwise."""
    for _ in range(LONGEST_WORK // 100):
        if is_so():
            return
        await asyncio.sleep(0.1)
    raise AssertionError(told)


@dataclass
class Visit:
    """One person's browser."""

    site: Site
    context: BrowserContext
    page: Page
    faults: list[str] = field(default_factory=list)
    is_cut_on_purpose: bool = False

    def _note_console(self, message: ConsoleMessage) -> None:
        is_meant = self.is_cut_on_purpose and "ERR_INTERNET_DISCONNECTED" in message.text
        if message.type == "error" and not is_meant:
            self.faults.append(f"{self.page.url}: {message.text}")

    async def cut(self) -> None:
        """The network is gone; that the browser says so is no fault."""
        self.is_cut_on_purpose = True
        await self.context.set_offline(True)

    async def join(self) -> None:
        """The network is back."""
        await self.context.set_offline(False)

    async def was_refused(self) -> None:
        """A form was refused, which the browser notes; it has noted nothing else."""
        await until(lambda: bool(self.faults), "the browser has noted no refusal")
        assert [fault.rpartition("status of ")[2] for fault in self.faults] == ["422 (Unprocessable Entity)"]
        self.faults.clear()

    async def go(self, path: str) -> None:
        """Open a page of the service."""
        answer = await self.page.goto(self.site.address + path)
        assert answer is not None
        assert answer.status < 400, f"{path}: {answer.status}"

    async def arrived(self) -> None:
        """Comes back once the page is complete: all of it is there, and its scripts have run."""
        await self.page.wait_for_load_state("load")

    @asynccontextmanager
    async def moves_on(self) -> AsyncIterator[None]:
        """What is done in the block leads to another page, or to the same one anew: complete after the block."""
        async with self.page.expect_navigation():
            yield

    async def work_is_done(self) -> None:
        """Comes back once nothing of the page is at work: the page comes anew by itself when something has ended."""
        at_work = self.page.locator(".job")
        for _ in range(10):
            await expect(at_work).to_have_count(0, timeout=LONGEST_WORK)
            # None may have been seen on a page of which the half had come.
            await self.arrived()
            if not await at_work.count():
                return
        raise AssertionError(f"{self.page.url}: there is always something at work")

    async def text(self) -> str:
        """What the complete page says, with plain spaces."""
        await self.arrived()
        return " ".join((await self.page.inner_text("main")).split())

    async def show(self, screen: Screen, scheme: Scheme) -> None:
        """The same page on another screen, in other colours."""
        await self.page.set_viewport_size(SCREENS[screen])  # type: ignore[arg-type]
        await self.page.emulate_media(color_scheme=scheme)

    async def is_too_wide(self) -> bool:
        """Whether one must scroll sideways to read the page."""
        return bool(await self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))

    async def violations(self, look: Look = "everything") -> list[str]:
        """What axe-core finds on the page as it is now: rule, how often, and the first place."""
        await self.arrived()
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
        await self.arrived()
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
    context.set_default_timeout(LONGEST_WAIT)
    page = await context.new_page()
    found = Visit(site, context, page)
    page.on("console", found._note_console)
    page.on("pageerror", lambda error: found.faults.append(f"{page.url}: {error}"))
    if email is not None:
        cookie = {"name": SESSION_COOKIE, "value": site.sessions[email], "url": site.address, "httpOnly": True}
        await context.add_cookies([cookie])  # type: ignore[list-item]
    return found
