"""A page read as a browser reads it: its language, title, headings, links, forms and the addresses it loads."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import httpx

NOT_FOR_PEOPLE = {
    "an ISO date": re.compile(r"\b[12][0-9]{3}-[01][0-9]-[0-3][0-9]\b"),
    "an id": re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-"),
    "a code": re.compile(r"\b[A-Z]{2,}_[A-Z0-9_]+\b|\b[a-z]{3,}_[a-z_]{3,}\b"),
    "an empty value of the program": re.compile(r"\bNone\b|\bnull\b|\bTrue\b|\bFalse\b"),
    "English": re.compile(r"\b(the|and|of|with|is|are|your|submitted|draft|hours|claim|lot not)\b", re.IGNORECASE),
}
FREE = {"text", "search", "email", "tel", "url", "password"}
OF_NOBODY = {"code", "brackets"}
"""The reference of a certificate, which is printed on it and read by anybody; figures to calculate with."""
ADDRESSES = {"href", "src", "action", "formaction", "poster", "srcset"}


@dataclass
class Page:
    """What a test asks of a page."""

    lang: str = ""
    title: str = ""
    headings: list[tuple[str, str]] = field(default_factory=list)
    text: str = ""
    addresses: list[tuple[str, str, str]] = field(default_factory=list)
    """Tag, attribute, address."""
    fields: dict[str, str] = field(default_factory=dict)
    labels: set[str] = field(default_factory=set)
    ids: list[str] = field(default_factory=list)
    metas: dict[str, str] = field(default_factory=dict)
    inline: list[str] = field(default_factory=list)
    """Styles and scripts that stand in the page itself."""
    visible_fields: list[str] = field(default_factory=list)
    typed_into_addresses: list[str] = field(default_factory=list)
    """Fields of free text whose form, or whose script, would put them in an address."""

    @property
    def h1(self) -> list[str]:
        """The first-level headings."""
        return [text for level, text in self.headings if level == "h1"]

    @property
    def links(self) -> list[str]:
        """Where its links lead."""
        return [address for tag, _, address in self.addresses if tag == "a"]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self._open: list[str] = []
        self._heading: str | None = None
        self._is_get = False
        self._typed: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self._open.append(tag)
        page = self.page
        page.lang = values.get("lang", "") if tag == "html" else page.lang
        page.addresses += [(tag, name, value) for name, value in values.items() if name in ADDRESSES]
        page.inline += [f"{tag} {name}" for name in values if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in values):
            page.inline.append(tag)
        if "id" in values:
            page.ids.append(values["id"])
        if tag == "meta":
            page.metas[values.get("name") or values.get("http-equiv", "")] = values.get("content", "")
        if tag == "label" and "for" in values:
            page.labels.add(values["for"])
        if tag in ("input", "select", "textarea") and "name" in values:
            page.fields[values["name"]] = values.get("value", "")
            is_told = "aria-label" in values or "aria-labelledby" in values
            if values.get("type") not in ("hidden", "radio") and not is_told:
                page.visible_fields.append(values.get("id", ""))
        self._note_what_is_typed(tag, values)
        if tag in ("h1", "h2", "h3"):
            page.headings.append((tag, ""))
            self._heading = tag

    def _note_what_is_typed(self, tag: str, values: dict[str, str]) -> None:
        if tag == "form":
            self._is_get, self._typed = values.get("method", "get") == "get", []
        if values.get("formmethod") == "post":
            self._is_get = False
        if tag not in ("input", "textarea") or values.get("type", "text") not in FREE or "inputmode" in values:
            return
        self._typed.append(values.get("name", ""))
        if "hx-get" in values:
            self.page.typed_into_addresses.append(values.get("name", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._is_get:
            self.page.typed_into_addresses += self._typed
        if tag == self._heading:
            self._heading = None

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if self._heading:
            level, text = self.page.headings[-1]
            self.page.headings[-1] = (level, text + data)
        if self._open and self._open[-1] == "title":
            self.page.title += data


def read_page(answer: httpx.Response) -> Page:
    """The page of an answer."""
    assert answer.headers["content-type"].startswith("text/html"), answer.text[:200]
    reader = _Reader()
    reader.feed(answer.text)
    page = reader.page
    page.text = " ".join("".join(reader.texts).replace("\u202f", " ").replace("\u00a0", " ").split())
    page.title = page.title.strip()
    page.headings = [(level, " ".join(text.split())) for level, text in page.headings]
    return page


def check(page: Page, path: str) -> None:
    """What holds for every page: French, one heading, nothing from elsewhere, every field with its label."""
    assert page.lang == "fr", path
    assert page.title.endswith("– Clause"), path
    assert len(page.title) > len("– Clause"), path
    assert len(page.h1) == 1, path
    assert page.h1[0], path
    assert page.inline == [], path
    assert [address for _, _, address in page.addresses if not address.startswith(("/", "#"))] == [], path
    assert [address for _, _, address in page.addresses if address.startswith("//")] == [], path
    assert len(page.ids) == len(set(page.ids)), path
    assert [name for name in page.visible_fields if name not in page.labels] == [], path
    assert "main" in page.ids, path
    assert set(page.typed_into_addresses) <= OF_NOBODY, path
    searched = [parse_qs(urlsplit(address).query).get("q", ["~"]) for _, _, address in page.addresses]
    assert [text for (text,) in searched if not text.startswith("~")] == [], path


def odd_words(page: Page) -> list[str]:
    """What stands on the page and is not for people: codes, ids, dates of programs, English."""
    return [
        f"{what}: …{page.text[max(0, found.start() - 40) : found.end() + 20]}…"
        for what, pattern in NOT_FOR_PEOPLE.items()
        for found in [pattern.search(page.text)]
        if found
    ]
