"""U7: every form of the pages is undone from its note, taken back by another, or asks before what is final."""

import ast
import inspect
import re
import textwrap
from types import FunctionType

import httpx
import pytest
from litestar import Litestar

from clause.web.page import HERE
from tests.architecture.routes import Route, routes
from tests.builders.story import build_story
from tests.builders.territory import Territory
from tests.web.test_every_page import READERS, TYPED
from tests.web.ways_back import PAST_IT_IN_THE_STORY, UNDONE, WAYS_BACK, Final, Nothing, Through

TEMPLATES = HERE / "templates"
MAKES_AN_UNDO = {"Undo", "way_to_remove"}
FORM = re.compile(r"<form.*?</form>", re.DOTALL)
ASKS = ("fields.final(", 'class="confirm"', 'class="danger"')


def forms(app: Litestar) -> dict[str, Route]:
    """The forms of the pages, by path."""
    found = (route for route in routes(app) if route.method != "GET" and not route.path.startswith("/api/"))
    return {route.path: route for route in found}


def test_every_form_has_its_way_back_and_no_other_is_told(app: Litestar) -> None:
    assert set(forms(app)) - set(WAYS_BACK) == set(), "say in ways_back.py how each of these is taken back"
    assert set(WAYS_BACK) - set(forms(app)) == set()


def _makes_an_undo(route: Route) -> bool:
    """Whether the handler, or a function of its module that it names, makes a way back for its note."""
    waiting, seen = [inspect.unwrap(route.handler.fn)], set()
    while waiting:
        current = waiting.pop()
        if current in seen or not isinstance(current, FunctionType):
            continue
        seen.add(current)
        for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(current)))):
            if isinstance(node, ast.Name) and node.id in MAKES_AN_UNDO:
                return True
            other = current.__globals__.get(node.id) if isinstance(node, ast.Name) else None
            if isinstance(other, FunctionType) and other.__module__ == current.__module__:
                waiting.append(other)
    return False


def test_the_note_takes_back_exactly_what_is_said_to_be_undone(app: Litestar) -> None:
    undone = {path for path, route in forms(app).items() if _makes_an_undo(route)}
    assert undone == {path for path, way in WAYS_BACK.items() if way is UNDONE}


def test_the_form_that_takes_back_and_its_page_exist(app: Litestar) -> None:
    pages = {route.path for route in routes(app) if route.method == "GET"}
    ways = {path: way for path, way in WAYS_BACK.items() if isinstance(way, Through)}
    assert {path: way.form for path, way in ways.items() if way.form not in forms(app)} == {}
    assert {path: way.page for path, way in ways.items() if way.page not in pages} == {}


@pytest.mark.parametrize("path", [path for path, way in WAYS_BACK.items() if isinstance(way, Final)])
def test_what_is_final_is_asked_before_it_is_done(path: str) -> None:
    way = WAYS_BACK[path]
    assert isinstance(way, Final)
    source = (TEMPLATES / way.template).read_text()
    assert _asks(source, way.ending), way


def _asks(source: str, ending: str) -> bool:
    if not ending:
        return "fields.final(" in source
    calls = [call for call in re.findall(r"fields\.action\((.*)", source) if f'{ending}"' in call]
    written = [found for found in FORM.finditer(source) if f'{ending}"' in found.group().split(">")[0]]
    asked = [_is_asked(source, found) for found in written] + ["confirm=" in call for call in calls]
    return bool(asked) and all(asked)


def _is_asked(source: str, form: "re.Match[str]") -> bool:
    opened = source.rfind("<details", 0, form.start())
    inside = opened > source.rfind("</details>", 0, form.start())
    around = source[opened : form.start()] if inside else ""
    return any(mark in around + form.group() for mark in ASKS)


def test_what_changes_nothing_says_why() -> None:
    assert all(way.why for way in WAYS_BACK.values() if isinstance(way, Nothing))


def _address(path: str) -> "re.Pattern[str]":
    return re.compile(re.sub(r"\\\{\w+\\\}", '[^/"]+', re.escape(path)) + r"(/new|/edit)?")


async def test_the_page_offers_the_form_that_takes_back(
    app: Litestar, client: httpx.AsyncClient, territory: Territory
) -> None:
    known = {**await build_story(territory), "org_id": territory.company.id, "company_id": territory.company.id}
    shown: dict[str, str] = {}
    missing = []
    for path, way in WAYS_BACK.items():
        if not isinstance(way, Through):
            continue
        if way.page not in shown:
            address = way.page
            for name in re.findall(r"\{(\w+)\}", way.page):
                address = address.replace(f"{{{name}}}", TYPED.get(name) or str(known[name]))
            answers = [await client.get(address, headers=territory.callers()[one].headers) for one in READERS]
            shown[way.page] = " ".join(answer.text for answer in answers if answer.status_code == 200)
        addresses = re.findall(r'(?:href|action)="([^"#?]*)', shown[way.page])
        if path not in PAST_IT_IN_THE_STORY and not any(_address(way.form).fullmatch(address) for address in addresses):
            missing.append(f"{path}: {way.form} on {way.page}")
    assert missing == []
