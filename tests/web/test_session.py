"""Signing in and out: the cookie, its renewal, where one comes back to, and the CSRF token."""

from http.cookies import SimpleCookie

import httpx
import pytest

from clause.edge.authentication import CSRF_HEADER, SESSION_COOKIE
from clause.web.session import local_path
from tests.builders.territory import PASSWORD, Territory
from tests.web.reading import read_page

EMAIL = "camille@brisemer.example"


async def sign_in(client: httpx.AsyncClient, password: str = PASSWORD, **more: str) -> httpx.Response:
    return await client.post("/sign-in", data={"email": EMAIL, "password": password, **more})


async def test_the_right_password_opens_a_session_and_leads_to_the_page_that_was_wanted(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    answer = await sign_in(client, next="/certificates?after=")
    assert (answer.status_code, answer.headers["location"]) == (303, "/certificates?after=")
    home = read_page(await client.get("/"))
    assert home.h1 == ["À faire"]
    assert len(home.metas["csrf-token"]) > 20


async def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    answer = await sign_in(client)
    cookie = SimpleCookie(answer.headers["set-cookie"])[SESSION_COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"].lower() == "lax"
    assert cookie["path"] == "/"
    assert not cookie["secure"]  # the tests speak plain http


@pytest.mark.parametrize(
    ("email", "password"), [(EMAIL, "wrong"), ("nobody@brisemer.example", PASSWORD), ("", ""), (EMAIL, "a\0b")]
)
async def test_wrong_credentials_say_the_same_whatever_is_wrong(
    client: httpx.AsyncClient, territory: Territory, email: str, password: str
) -> None:
    answer = await client.post("/sign-in", data={"email": email, "password": password, "next": "/lots"})
    page = read_page(answer)
    assert answer.status_code == 401
    assert SESSION_COOKIE not in answer.cookies
    assert "Adresse électronique ou mot de passe incorrect" in page.text
    assert page.title.startswith("Erreur")
    assert page.fields["email"] == email
    assert page.fields["password"] == ""
    assert page.fields["next"] == "/lots"


async def test_signing_in_again_closes_the_session_that_the_browser_had(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    await sign_in(client)
    before = client.cookies[SESSION_COOKIE]
    token = read_page(await client.get("/")).metas["csrf-token"]
    again = await sign_in(client, _csrf_token=token)
    assert again.status_code == 303
    assert client.cookies[SESSION_COOKIE] != before
    client.cookies.clear()
    stale = await client.get("/", headers={"cookie": f"{SESSION_COOKIE}={before}"})
    assert stale.headers["location"].startswith("/sign-in")


async def test_a_planted_cookie_never_becomes_a_session(client: httpx.AsyncClient, territory: Territory) -> None:
    client.cookies.set(SESSION_COOKIE, "planted", domain="clause.test")
    answer = await sign_in(client)
    assert answer.cookies[SESSION_COOKIE] != "planted"
    client.cookies.clear()
    planted = await client.get("/", headers={"cookie": f"{SESSION_COOKIE}=planted"})
    assert planted.status_code == 303


async def test_signing_out_closes_the_session(client: httpx.AsyncClient, territory: Territory) -> None:
    await sign_in(client)
    token, cookie = read_page(await client.get("/")).metas["csrf-token"], client.cookies[SESSION_COOKIE]
    answer = await client.post("/sign-out", data={"_csrf_token": token})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert SESSION_COOKIE not in client.cookies
    closed = await client.get("/", headers={"cookie": f"{SESSION_COOKIE}={cookie}"})
    assert closed.headers["location"].startswith("/sign-in")


@pytest.mark.parametrize("token", [None, "", "wrong"])
async def test_a_form_without_the_token_of_the_session_is_refused(
    client: httpx.AsyncClient, territory: Territory, token: str | None
) -> None:
    await sign_in(client)
    data = {} if token is None else {"_csrf_token": token}
    answer = await client.post("/sign-out", data=data)
    assert answer.status_code == 403
    assert read_page(answer).h1 == ["Action non autorisée"]
    assert (await client.get("/")).status_code == 200


async def test_a_form_sent_from_another_site_is_refused(client: httpx.AsyncClient, territory: Territory) -> None:
    answer = await client.post(
        "/sign-in", data={"email": EMAIL, "password": PASSWORD}, headers={"sec-fetch-site": "cross-site"}
    )
    assert answer.status_code == 403


async def test_the_session_of_the_pages_serves_the_api_too(client: httpx.AsyncClient, territory: Territory) -> None:
    await sign_in(client)
    token = read_page(await client.get("/")).metas["csrf-token"]
    assert (await client.get("/api/v1/lots")).status_code == 200
    body = {"siret": territory.company.identifier, "name": "X"}
    assert (await client.post("/api/v1/companies", json=body)).status_code == 403
    assert (await client.post("/api/v1/companies", json=body, headers={CSRF_HEADER: token})).status_code == 201


async def test_who_has_not_signed_in_is_led_to_sign_in_and_back(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    answer = await client.get("/lots?q=toit&follow_up=all")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=%2Flots%3Fq%3Dtoit%26follow_up%3Dall"
    form = read_page(await client.get(answer.headers["location"]))
    assert form.fields["next"] == "/lots?q=toit&follow_up=all"


async def test_who_has_signed_in_goes_on_from_the_form(client: httpx.AsyncClient, territory: Territory) -> None:
    answer = await client.get("/sign-in?next=/lots", headers=territory.facilitator.headers)
    assert (answer.status_code, answer.headers["location"]) == (303, "/lots")


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/lots\\..",
        "javascript:alert(1)",
        "lots",
        "",
        "/a\r\nset-cookie: x=y",
        "/sign-in?next=/sign-in",
        "/" + "x" * 1000,
    ],
)
def test_one_comes_back_only_to_a_page_of_this_service(wanted: str) -> None:
    assert local_path(wanted) == "/"


def test_one_comes_back_to_the_very_page() -> None:
    assert local_path("/lots?q=a%20b&follow_up=all") == "/lots?q=a%20b&follow_up=all"
