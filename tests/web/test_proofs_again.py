"""Who has signed in and is asked for the password again has no more tries than who has not; unused sessions end."""

from datetime import timedelta
from typing import Any, cast

import httpx
import pytest

from clause.app import create_app
from clause.services import links
from clause.services.context import operator_context
from clause.settings import Settings
from tests.builders.second_factor import EMAIL, PATH, set_up, signed_in
from tests.builders.territory import NOW, PASSWORD, Territory

NEW = "une autre phrase bien longue"
TRIES = 10


def _at(settings: Settings, after: timedelta) -> httpx.AsyncClient:
    """A client of the application as it is after that time."""
    app = cast(Any, create_app(settings, clock=lambda: NOW + after))
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://clause.test")


async def _change(client: httpx.AsyncClient, mine: dict[str, str], old: str, new: str = NEW) -> httpx.Response:
    return await client.post("/account/password", data={"old_password": old, "password": new}, headers=mine)


async def test_the_old_password_is_not_guessed_from_an_open_session(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    mine = await signed_in(client)
    tried = [(await _change(client, mine, f"essai {n}")).status_code for n in range(TRIES)]
    assert tried == [422] * TRIES
    locked = await _change(client, mine, PASSWORD)
    assert locked.status_code == 429
    assert 1 <= int(locked.headers["retry-after"]) <= 900
    assert "Trop de tentatives" in locked.text
    elsewhere = await client.post(f"{PATH}/start", data={"password": PASSWORD}, headers=mine)
    assert elsewhere.status_code == 429, "one count for all pages that ask for it"


async def test_a_refusal_for_another_reason_is_no_try_and_forgets_none(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    mine = await signed_in(client)
    for n in range(TRIES - 1):
        await _change(client, mine, f"essai {n}")
    short = [(await _change(client, mine, PASSWORD, "court")).status_code for _ in range(3)]
    assert short == [422] * 3
    assert (await _change(client, mine, "essai")).status_code == 422
    assert (await _change(client, mine, PASSWORD)).status_code == 429


async def test_codes_are_not_guessed_where_a_second_factor_is_removed(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    _, _, mine = await set_up(client, await signed_in(client))
    for path in ("remove", "codes") * (TRIES // 2):
        assert (await client.post(f"{PATH}/{path}", data={"password": "non"}, headers=mine)).status_code == 422
        await client.post(f"{PATH}/start", data={"password": "non"}, headers=mine)
    assert (await client.post(f"{PATH}/remove", data={"password": PASSWORD}, headers=mine)).status_code == 429


async def test_a_common_password_is_refused_with_a_sentence(client: httpx.AsyncClient, territory: Territory) -> None:
    mine = await signed_in(client)
    for common in ("motdepasse2026", "azertyuiop12", "camille-brisemer"):
        answer = await _change(client, mine, PASSWORD, common)
        assert answer.status_code == 422
        assert "serait vite deviné" in answer.text
        assert common not in answer.text


@pytest.mark.parametrize(("hours", "status"), [(2.9, 200), (3.1, 303)])
async def test_a_session_that_nobody_uses_ends(
    client: httpx.AsyncClient, territory: Territory, settings: Settings, hours: float, status: int
) -> None:
    mine = await signed_in(client)
    async with _at(settings, timedelta(hours=hours)) as later:
        assert (await later.get("/account", headers=mine)).status_code == status


async def test_a_session_in_use_goes_on_to_its_twelfth_hour(
    client: httpx.AsyncClient, territory: Territory, settings: Settings
) -> None:
    mine = await signed_in(client)
    seen = []
    for hours in (2, 4, 6, 8, 10, 11.9, 12.1):
        async with _at(settings, timedelta(hours=hours)) as later:
            seen.append((await later.get("/account", headers=mine)).status_code)
    assert seen == [200] * 6 + [303]


async def test_the_first_secret_of_a_person_serves_once_for_a_day_and_is_no_password(
    client: httpx.AsyncClient, territory: Territory, settings: Settings
) -> None:
    operator, use = operator_context(NOW), "/sign-in/open/use"
    first, second = [await links.hand_over_link(operator, EMAIL) for _ in range(2)]
    assert (await client.post(use, data={"code": first})).status_code == 410, "the one before serves no more"
    async with _at(settings, timedelta(hours=25)) as late:
        assert (await late.post(use, data={"code": second})).status_code == 410
    assert (await client.post("/sign-in", data={"email": EMAIL, "password": second})).status_code == 401
    assert (await client.post(use, data={"code": second, "password": NEW})).status_code == 303
    client.cookies.clear()
    assert (await client.post(use, data={"code": second})).status_code == 410
    assert (await client.post("/sign-in", data={"email": EMAIL, "password": NEW})).status_code == 303
