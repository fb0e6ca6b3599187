"""A page that comes anew, or asks before it goes: who is on it loses neither words, nor place, nor its forms."""

import asyncio
from dataclasses import dataclass, field

import pytest
from playwright.async_api import Dialog, Route, expect

from tests.browser.conftest import Opens
from tests.browser.visits import Visit, until

PATH = "/participants/new"
PART = '<div class="job" hx-get="/jobs/some/progress" hx-trigger="load delay:100ms" hx-swap="outerHTML">En cours</div>'
OF_THE_BODY = {"content-length", "content-encoding"}


@dataclass
class Work:
    """Some work that a page waits for, until the test says that it has ended."""

    window: Visit
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    lost: int = 0
    """How many of the next questions of the page find no network."""

    async def show_page(self, route: Route) -> None:
        answer = await route.fetch()
        part = "" if self.ended.is_set() else PART
        headers = {name: value for name, value in answer.headers.items() if name not in OF_THE_BODY}
        body = (await answer.text()).replace("</h1>", f"</h1>{part}", 1)
        await route.fulfill(status=answer.status, headers=headers, body=body)

    async def tell(self, route: Route) -> None:
        if self.lost:
            self.lost -= 1
            await route.abort()
            return
        await self.ended.wait()
        headers = {"content-type": "text/html; charset=utf-8", "HX-Refresh": "true"}
        await route.fulfill(headers=headers, body="<p>Terminé.</p>")


@pytest.fixture
async def work(opens: Opens) -> Work:
    found = Work(await opens("maelle"))
    await found.window.page.route(f"**{PATH}", found.show_page)
    await found.window.page.route("**/jobs/some/progress", found.tell)
    return found


async def test_the_focus_is_found_again_on_the_page_that_came_anew(work: Work) -> None:
    await work.window.go(PATH)
    first_name = work.window.page.locator("#first_name")
    await first_name.focus()
    async with work.window.moves_on():
        work.ended.set()
    await expect(first_name).to_be_focused()
    await expect(work.window.page.locator(".job")).to_have_count(0)


async def test_what_is_being_typed_stays_and_a_link_leads_on(work: Work) -> None:
    await work.window.go(PATH)
    page = work.window.page
    await page.fill("#first_name", "Nolwenn")
    work.ended.set()
    await expect(page.get_by_role("link", name="Afficher la page à jour")).to_be_visible()
    await expect(page.get_by_text("Terminé.")).to_be_visible()
    await expect(page.locator("#first_name")).to_have_value("Nolwenn")
    assert await work.window.violations() == []


async def test_a_network_that_was_gone_for_a_moment_does_not_end_the_waiting(work: Work) -> None:
    work.lost = 1
    await work.window.go(PATH)
    await until(lambda: work.lost == 0, "the page did not ask")
    async with work.window.moves_on():
        work.ended.set()
    await work.window.work_is_done()
    # The browser says that it was gone.
    assert work.window.faults
    work.window.faults.clear()


async def test_who_stays_on_a_page_may_send_its_forms_again(opens: Opens) -> None:
    window = await opens("maelle")
    page, asked = window.page, list[str]()

    async def stay(dialog: Dialog) -> None:
        await dialog.dismiss()
        asked.append(dialog.type)

    page.on("dialog", stay)
    await window.go(PATH)
    await page.fill("#first_name", "Nolwenn")
    await page.locator("details.account summary").click()
    for times in (1, 2):
        await page.get_by_role("button", name="Se déconnecter").click()
        await until(lambda: len(asked) == times, "the browser did not ask whether to leave")  # noqa: B023
        await page.wait_for_function("document.querySelector('form[data-sent]') === null")
    assert asked == ["beforeunload", "beforeunload"]
    await expect(page.locator("#first_name")).to_have_value("Nolwenn")
