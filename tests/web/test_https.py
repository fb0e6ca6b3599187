"""Over https: cookies that a browser takes from this host only, and a host that is reached over https only."""

from collections.abc import AsyncIterator
from typing import Any, cast

import httpx
import pytest
from litestar import Litestar

from clause.app import create_app
from clause.edge.authentication import SESSION_COOKIE
from clause.edge.https import received_cookies, sent_cookie
from clause.settings import Settings
from tests.builders.territory import NOW, PASSWORD, Territory
from tests.web.reading import read_page

EMAIL = "camille@brisemer.example"


@pytest.fixture(scope="module")
def secure_app(settings: Settings) -> Litestar:
    """The application as it is reached over https."""
    return create_app(settings.model_copy(update={"public_url": "https://clause.test"}), clock=lambda: NOW)


@pytest.fixture
async def https(secure_app: Litestar, client: httpx.AsyncClient) -> AsyncIterator[httpx.AsyncClient]:
    """A client of it."""
    transport = httpx.ASGITransport(app=cast(Any, secure_app), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="https://clause.test") as http:
        yield http


async def test_every_cookie_is_of_this_host_and_of_https(https: httpx.AsyncClient, territory: Territory) -> None:
    answer = await https.post("/sign-in", data={"email": EMAIL, "password": PASSWORD})
    token = read_page(await https.get("/account")).metas["csrf-token"]
    named = await https.post("/account/name", data={"full_name": "Camille", "_csrf_token": token})
    assert named.status_code == 303
    sent = [*answer.headers.get_list("set-cookie"), *named.headers.get_list("set-cookie")]
    assert len(sent) >= 2
    for cookie in sent:
        assert cookie.startswith("__Host-clause_"), cookie
        for word in ("Secure", "HttpOnly", "SameSite=lax", "Path=/"):
            assert word in cookie, cookie
        assert "Domain" not in cookie
    assert (await https.get("/account")).status_code == 200


async def test_a_cookie_without_the_prefix_is_nobodys(https: httpx.AsyncClient, territory: Territory) -> None:
    await https.post("/sign-in", data={"email": EMAIL, "password": PASSWORD})
    token = https.cookies[f"__Host-{SESSION_COOKIE}"]
    https.cookies.clear()
    plain = await https.get("/account", headers={"cookie": f"{SESSION_COOKIE}={token}"})
    assert plain.status_code == 303
    bound = await https.get("/account", headers={"cookie": f"__Host-{SESSION_COOKIE}={token}"})
    assert bound.status_code == 200


@pytest.mark.parametrize("path", ["/sign-in", "/api/v1/me", "/health/live", "/nulle-part", "/static/built/style.css"])
async def test_every_answer_says_https_only(https: httpx.AsyncClient, path: str) -> None:
    told = (await https.get(path)).headers["strict-transport-security"]
    assert told == "max-age=31536000; includeSubDomains"


async def test_over_http_nothing_says_https_only(client: httpx.AsyncClient) -> None:
    assert "strict-transport-security" not in (await client.get("/sign-in")).headers


def test_other_cookies_pass_as_they_are() -> None:
    assert received_cookies("a=b; clause_session=planted; __Host-clause_session=x; c=d") == "a=b; clause_session=x; c=d"
    assert sent_cookie("other=1; Path=/") == "other=1; Path=/"
