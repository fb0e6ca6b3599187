"""A person with a second factor, and the codes that their telephone makes."""

import re
from datetime import datetime

import httpx
import pyotp

from clause.edge.authentication import CSRF_HEADER, SESSION_COOKIE
from tests.builders.territory import NOW, PASSWORD
from tests.web.reading import read_page

EMAIL = "camille@brisemer.example"
PATH = "/account/second-factor"


def code_of(key: str, at: datetime = NOW) -> str:
    """What the telephone shows at this instant."""
    return pyotp.TOTP(key.replace(" ", "")).at(at)


async def signed_in(client: httpx.AsyncClient, email: str = EMAIL, password: str = PASSWORD) -> dict[str, str]:
    """Headers of a session of its own."""
    answer = await client.post("/sign-in", data={"email": email, "password": password})
    assert SESSION_COOKIE in answer.cookies, answer.text
    return await headers_of(client, answer)


async def headers_of(client: httpx.AsyncClient, answer: httpx.Response) -> dict[str, str]:
    """Headers of the session that an answer opened or renewed."""
    cookie = {"cookie": f"{SESSION_COOKIE}={answer.cookies[SESSION_COOKIE]}"}
    client.cookies.clear()
    token = read_page(await client.get("/account", headers=cookie)).metas["csrf-token"]
    return {**cookie, CSRF_HEADER: token}


def shown_key(answer: httpx.Response) -> str:
    """The key that a page shows to who cannot read its picture."""
    found = re.search(r'id="key" value="([A-Z2-7 ]+)"', answer.text)
    assert found, answer.text
    return found.group(1)


async def set_up(client: httpx.AsyncClient, headers: dict[str, str]) -> tuple[str, list[str], dict[str, str]]:
    """The key, the recovery codes, and the headers of the session afterwards."""
    begun = await client.post(f"{PATH}/start", data={"password": PASSWORD}, headers=headers)
    assert begun.status_code == 303, begun.text
    key = shown_key(await client.get(PATH, headers=headers))
    confirmed = await client.post(f"{PATH}/confirm", data={"code": code_of(key)}, headers=headers)
    assert confirmed.status_code == 200, confirmed.text
    codes = re.findall(r"^(?:.*>)?((?:[A-Z2-7]{4} ){6}[A-Z2-7]{4})$", confirmed.text, re.MULTILINE)
    return key, codes, await headers_of(client, confirmed)
