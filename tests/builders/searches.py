"""Searches as a browser makes them, and what the address of a list carries."""

from urllib.parse import parse_qs, urlsplit

import httpx

from clause.services import searches
from clause.services.context import Context
from clause.web.searches import SEALED


def sealed_text(context: Context, address: str) -> str | None:
    """What was typed for this address, as the organisation of the context reads it; nothing is told in clear."""
    (carried,) = parse_qs(urlsplit(address).query)["q"]
    assert carried.startswith(SEALED), address
    return searches.unseal(context, carried.removeprefix(SEALED))


async def search_in(client: httpx.AsyncClient, path: str, headers: dict[str, str], **typed: str) -> httpx.Response:
    """The answer to the search form of a list: where it leads."""
    return await client.post("/searches", data={"to": path, **typed}, headers=headers)


async def found_by(client: httpx.AsyncClient, address: str, headers: dict[str, str]) -> httpx.Response:
    """What stands at an address with a search in clear: at the sealed one that it leads to."""
    answer = await client.get(address, headers=headers)
    is_led_on = answer.status_code == 303 and "q=~" in answer.headers["location"]
    return await client.get(answer.headers["location"], headers=headers) if is_led_on else answer
