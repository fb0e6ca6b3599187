"""Somebody without a mouse: goes from one control to the next, sees each time where the focus is, is never caught."""

from dataclasses import dataclass

from playwright.async_api import Locator, Page, expect

from tests.browser.visits import Visit

MOST_STOPS = 400
"""Of one page: who has gone on for longer is caught somewhere."""

# What a step tells: the control that has the focus, and why nobody would see it there (nothing when it is seen).
SEEN = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return ["", ""];
  const style = getComputedStyle(one);
  const box = [...one.getClientRects()].find((part) => part.width > 1 && part.height > 1);
  const name = one.outerHTML.slice(0, 160);
  if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) return [name, "having no outline"];
  if (style.outlineColor === "rgba(0, 0, 0, 0)") return [name, "having a transparent outline"];
  if (!box) return [name, "having no size"];
  const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
  if (left >= right || top >= bottom) return [name, "being off the screen"];
  const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  if (!over || !(one.contains(over) || over.contains(one))) return [name, "being under something else"];
  return [name, ""];
}"""
# The parts of a field of a date have the focus one after the other: the field is met, and not left.
MET = """() => {
  const one = document.activeElement;
  if (one === document.body || (one.dataset.met && one !== window.metLast)) return true;
  one.dataset.met = "1";
  window.metLast = one;
  return false;
}"""
NEVER_MET = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
  .filter((one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility({visibilityProperty: true})
    && one.type !== "radio" && !one.dataset.met)
  .map((one) => one.outerHTML.slice(0, 160))"""


@dataclass
class Keyboard:
    """The keyboard of a window."""

    window: Visit

    @property
    def _page(self) -> Page:
        return self.window.page

    async def step(self, key: str = "Tab") -> str:
        """Go on by one control: what has the focus now, which must be seen there; empty at the end of the page."""
        await self._page.keyboard.press(key)
        name, fault = await self._page.evaluate(SEEN)
        assert not fault, f"{self._page.url}: the focus is on {name}, not to be seen there for {fault}"
        return str(name)

    async def to(self, wanted: Locator, key: str = "Tab") -> None:
        """Go to this control, from where the focus is."""
        await wanted.first.wait_for(state="attached")
        # Scripts of a page that has just come may take the focus.
        await self.window.arrived()
        control = await wanted.first.element_handle()
        assert control is not None
        for _ in range(MOST_STOPS):
            if await control.evaluate("one => one === document.activeElement"):
                return
            await self.step(key)
        raise AssertionError(f"{self._page.url}: the keyboard never comes to {wanted}")

    async def main(self) -> None:
        """Leave the head of the page by its first link."""
        await self.window.arrived()
        await self._page.evaluate("() => document.activeElement.blur()")
        await self.to(self._page.locator("a.skip"))
        await self._page.keyboard.press("Enter")
        await expect(self._page.locator("#main")).to_be_focused()

    async def press(self, wanted: Locator, key: str = "Enter") -> None:
        """Go to this control and press a key on it."""
        await self.to(wanted)
        await self._page.keyboard.press(key)

    async def follow(self, wanted: Locator, key: str = "Enter") -> None:
        """Go to this control and press a key on it, which leads to another page: complete afterwards."""
        await self.to(wanted)
        async with self.window.moves_on():
            await self._page.keyboard.press(key)

    async def fill(self, wanted: Locator, text: str) -> None:
        """Go to this field and type, instead of what was there."""
        await self.to(wanted)
        await self._page.keyboard.press("Control+A")
        await self._page.keyboard.type(text)

    async def choose(self, wanted: Locator, value: str) -> None:
        """Go to this list and choose with arrows."""
        await self.to(wanted)
        await self._page.keyboard.press("Home")
        for _ in range(await wanted.locator("option").count()):
            if await wanted.input_value() == value:
                return
            await self._page.keyboard.press("ArrowDown")
        await expect(wanted).to_have_value(value)

    async def decide(self, name: str, value: str) -> None:
        """Go to this group of choices and choose with arrows."""
        await self.window.arrived()
        group = self._page.locator(f"input[type=radio][name={name}]")
        chosen = group.and_(self._page.locator(":checked"))
        await self.to(chosen if await chosen.count() else group)
        if not await chosen.count():
            await self._page.keyboard.press("Space")
        for _ in range(await group.count()):
            if await chosen.input_value() == value:
                return
            await self.step("ArrowDown")
        await expect(chosen).to_have_value(value)

    async def sign_in(self, email: str) -> None:
        """Come in through the form."""
        await self.window.go("/sign-in")
        await self.fill(self._page.locator("#email"), email)
        await self.fill(self._page.locator("#password"), self.window.site.demo.password)
        await self._page.keyboard.press("Enter")
        await self._page.wait_for_url(f"{self.window.site.address}/")

    async def goes_round(self) -> None:
        """From the top of the page to its end, and round again: every control was met, and none keeps the focus."""
        await self.window.arrived()
        # A panel of keys takes the focus on arrival, and a blur alone would go on from there.
        await self._page.evaluate(
            "() => { const { body } = document; body.tabIndex = -1; body.focus(); body.removeAttribute('tabindex'); }"
        )
        for _ in range(MOST_STOPS):
            await self.step()
            if await self._page.evaluate(MET):
                break
        else:
            raise AssertionError(f"{self._page.url}: no end for the keyboard")
        never = await self._page.evaluate(NEVER_MET)
        assert not never, f"{self._page.url}: the keyboard never comes to {never}"
