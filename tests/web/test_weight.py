"""What a page costs to load: the scripts and sheets of every page, compressed, and that of the grid."""

import gzip

import httpx
import pytest

from clause.web.page import STATIC, static_url
from tests.builders.territory import Territory
from tests.web.reading import read_page

MOST_BYTES = 100_000
"""Compressed, of a first load."""


async def weight(client: httpx.AsyncClient, path: str, headers: dict[str, str]) -> int:
    answer = await client.get(path, headers=headers)
    assert answer.status_code == 200
    page = read_page(answer)
    loaded = {address for tag, name, address in page.addresses if tag in ("link", "script", "img") and name != "action"}
    files = [(await client.get(address)).content for address in loaded]
    assert files
    return sum(len(gzip.compress(content)) for content in (answer.content, *files))


@pytest.mark.parametrize("path", ["/", "/lots", "/contracts", "/hours", "/timesheets", "/statistics", "/claims"])
async def test_a_first_load_weighs_little(client: httpx.AsyncClient, territory: Territory, path: str) -> None:
    assert await weight(client, path, territory.manager.headers) <= MOST_BYTES


def test_every_built_script_is_there() -> None:
    assert {file.name for file in (STATIC / "built").iterdir()} >= {"app.js", "grid.js"}
    assert static_url("built/app.js").startswith("/static/built/app.js?v=")
