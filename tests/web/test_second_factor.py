"""A second factor: set up with a telephone, asked for at every way in, its codes serving once, and its ways out."""

from datetime import timedelta
from typing import Any, cast

import httpx
import pytest
from litestar import Litestar

from clause.app import create_app
from clause.db import sql
from clause.db.queries.identity import set_identity
from clause.edge.authentication import SESSION_COOKIE
from clause.services import accounts, people, second_factor
from clause.services.context import operator_context
from clause.settings import Settings
from clause.web.session import STEP_COOKIE
from tests.builders.second_factor import EMAIL, PATH, code_of, headers_of, set_up, shown_key, signed_in
from tests.builders.territory import NOW, PASSWORD, Territory
from tests.web.reading import check, read_page

MANAGER = "dominique@brisemer.example"
STEP = timedelta(seconds=30)


@pytest.fixture(scope="module")
def later(settings: Settings) -> Litestar:
    """The application, two steps of time later."""
    return create_app(settings, clock=lambda: NOW + 2 * STEP)


def _client(app: Litestar) -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app=cast(Any, app), raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://clause.test")


async def _first_half(client: httpx.AsyncClient, **more: str) -> httpx.Response:
    client.cookies.clear()
    return await client.post("/sign-in", data={"email": EMAIL, "password": PASSWORD, **more})


async def _journal(action: str) -> int:
    await set_identity(accounts.sign_in_actor())
    found: int = await sql.fetch_value("SELECT count(*) FROM journal WHERE action = $1", action)
    return found


async def test_it_is_set_up_with_the_password_a_picture_and_a_code(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    mine, other = await signed_in(client), await signed_in(client)
    wrong = await client.post(f"{PATH}/start", data={"password": "autre"}, headers=mine)
    assert wrong.status_code == 422
    assert "Ce n’est pas votre mot de passe actuel" in wrong.text
    await client.post(f"{PATH}/start", data={"password": PASSWORD}, headers=mine)
    shown = await client.get(PATH, headers=mine)
    page = read_page(shown)
    check(page, PATH)
    assert "<svg" in shown.text
    key = shown_key(shown)
    missed = await client.post(f"{PATH}/confirm", data={"code": "000000"}, headers=mine)
    assert missed.status_code == 422
    assert "vérifiez l’heure du téléphone" in missed.text
    done = await client.post(f"{PATH}/confirm", data={"code": code_of(key)}, headers=mine)
    check(read_page(done), PATH)
    after = await headers_of(client, done)
    assert (await client.get("/account", headers=other)).status_code == 303
    assert (await client.get("/account", headers=mine)).status_code == 303, "the session has a new identifier"
    managed = await client.get(PATH, headers=after)
    assert "Codes de secours restants" in managed.text
    assert key.replace(" ", "") not in managed.text.replace(" ", "")
    again = await client.post(f"{PATH}/start", data={"password": PASSWORD}, headers=after)
    assert "déjà active" in again.text


async def test_ten_recovery_codes_are_shown_once(client: httpx.AsyncClient, territory: Territory) -> None:
    _, codes, after = await set_up(client, await signed_in(client))
    assert len(set(codes)) == 10
    assert codes[0] not in (await client.get(PATH, headers=after)).text


async def test_a_password_alone_opens_the_form_for_the_code_and_nothing_else(
    client: httpx.AsyncClient, later: Litestar, territory: Territory
) -> None:
    key, _, _ = await set_up(client, await signed_in(client))
    async with _client(later) as visitor:
        half = await _first_half(visitor, next="/lots")
        assert (half.status_code, half.headers["location"]) == (303, "/sign-in/code?next=%2Flots")
        assert SESSION_COOKIE not in half.cookies
        form = read_page(await visitor.get(half.headers["location"]))
        check(form, "/sign-in/code")
        assert form.fields["next"] == "/lots"
        step = visitor.cookies[STEP_COOKIE]
        planted = await visitor.get("/", headers={"cookie": f"{SESSION_COOKIE}={step}"})
        assert planted.status_code == 303
        code = code_of(key, NOW + 2 * STEP)
        entered = await visitor.post("/sign-in/code", data={"code": code, "next": "/lots"})
        assert (entered.status_code, entered.headers["location"]) == (303, "/lots")
        assert (await visitor.get("/account")).status_code == 200
        assert STEP_COOKIE not in visitor.cookies


async def test_a_sign_in_by_link_asks_for_the_code_too(client: httpx.AsyncClient, territory: Territory) -> None:
    await set_up(client, await signed_in(client))
    user = await _user_id()
    await sql.execute(
        "INSERT INTO access_link (id, token_hash, purpose, user_id, created_at, expires_at)"
        " VALUES (gen_random_uuid(), encode(sha256('one-link'), 'hex'), 'sign_in', $1, $2, $3)",
        user,
        NOW,
        NOW + timedelta(hours=1),
    )
    answer = await client.post("/sign-in/open/use", data={"code": "one-link"})
    assert answer.headers["location"].startswith("/sign-in/code")
    assert SESSION_COOKIE not in answer.cookies


async def _user_id() -> object:
    await set_identity(accounts.sign_in_actor())
    return await sql.fetch_value("SELECT id FROM app_user WHERE email = $1", EMAIL)


async def test_a_code_serves_once_however_it_is_typed(
    client: httpx.AsyncClient, later: Litestar, territory: Territory
) -> None:
    key, _, _ = await set_up(client, await signed_in(client))
    code = code_of(key, NOW + 2 * STEP)
    async with _client(later) as visitor:
        await _first_half(visitor)
        first = await visitor.post("/sign-in/code", data={"code": f" {code[:3]} {code[3:]} "})
        assert first.status_code == 303
        halves = (code[:3], code[3:])
        for typed in (code, " ".join(halves), f"{code}\u00a0", "-".join(halves), f"\t{code}", f"+{code}"):
            await _first_half(visitor)
            again = await visitor.post("/sign-in/code", data={"code": typed})
            assert again.status_code in (401, 429), repr(typed)
            assert SESSION_COOKIE not in again.cookies


async def test_the_code_that_set_it_up_does_not_open_a_session(client: httpx.AsyncClient, territory: Territory) -> None:
    key, _, _ = await set_up(client, await signed_in(client))
    await _first_half(client)
    assert (await client.post("/sign-in/code", data={"code": code_of(key)})).status_code == 401


@pytest.mark.parametrize(("steps", "status"), [(1, 303), (2, 303), (3, 303), (4, 401)])
async def test_a_clock_may_be_one_step_off(
    client: httpx.AsyncClient, later: Litestar, territory: Territory, steps: int, status: int
) -> None:
    key, _, _ = await set_up(client, await signed_in(client))
    async with _client(later) as visitor:
        await _first_half(visitor)
        answer = await visitor.post("/sign-in/code", data={"code": code_of(key, NOW + steps * STEP)})
        assert answer.status_code == status


async def test_digits_of_other_scripts_are_no_code(client: httpx.AsyncClient, territory: Territory) -> None:
    await set_up(client, await signed_in(client))
    await _first_half(client)
    assert (await client.post("/sign-in/code", data={"code": "١٢٣٤٥٦"})).status_code == 401


async def test_a_recovery_code_opens_once_and_is_noted(client: httpx.AsyncClient, territory: Territory) -> None:
    _, codes, _ = await set_up(client, await signed_in(client))
    await _first_half(client)
    used = await client.post("/sign-in/code", data={"code": codes[0].lower().replace(" ", "-")})
    assert used.status_code == 303
    after = await headers_of(client, used)
    assert read_page(await client.get("/account", headers=after)).text.count("Codes de secours restants : 9") == 1
    await _first_half(client)
    assert (await client.post("/sign-in/code", data={"code": codes[0]})).status_code == 401
    assert await _journal("recovery_code.used") == 1


async def test_new_recovery_codes_replace_the_old_ones(client: httpx.AsyncClient, territory: Territory) -> None:
    _, old, after = await set_up(client, await signed_in(client))
    refused = await client.post(f"{PATH}/codes", data={"password": "autre"}, headers=after)
    assert refused.status_code == 422
    assert "autre" not in read_page(refused).fields.values()
    renewed = await client.post(f"{PATH}/codes", data={"password": PASSWORD}, headers=after)
    assert renewed.status_code == 200
    await _first_half(client)
    assert (await client.post("/sign-in/code", data={"code": old[0]})).status_code == 401


async def test_wrong_codes_are_limited_across_sign_ins(client: httpx.AsyncClient, territory: Territory) -> None:
    key, _, _ = await set_up(client, await signed_in(client))
    statuses = []
    for _ in range(7):
        await _first_half(client)
        statuses.append((await client.post("/sign-in/code", data={"code": "000000"})).status_code)
    assert statuses == [401] * 5 + [429] * 2
    assert (await client.post("/sign-in/code", data={"code": code_of(key, NOW + STEP)})).status_code == 429


async def test_the_form_for_a_code_is_closed_without_the_first_half(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    assert (await client.get("/sign-in/code")).headers["location"] == "/sign-in"
    assert (await client.post("/sign-in/code", data={"code": "000000"})).headers["location"] == "/sign-in"
    client.cookies.set(STEP_COOKIE, "planted", domain="clause.test")
    assert (await client.post("/sign-in/code", data={"code": "000000"})).headers["location"] == "/sign-in"


async def test_it_is_removed_with_the_password_and_its_owner_is_told(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    _, _, mine = await set_up(client, await signed_in(client))
    refused = await client.post(f"{PATH}/remove", data={"password": "autre"}, headers=mine)
    assert refused.status_code == 422
    removed = await client.post(f"{PATH}/remove", data={"password": PASSWORD}, headers=mine)
    assert removed.status_code == 303
    assert (await client.get("/account", headers=mine)).status_code == 303, "the session has a new identifier"
    assert (await client.get("/account", headers=await headers_of(client, removed))).status_code == 200
    assert SESSION_COOKIE in (await _first_half(client)).cookies
    assert await _journal("second_factor.removed") == 1
    assert await sql.fetch_value("SELECT count(*) FROM mail WHERE kind = 'second_factor_removed'") == 1


async def _membership(territory: Territory, email: str) -> str:
    found = await people.list_people(territory.manager.context)
    return str(next(one.membership_id for one in found if one.email == email))


async def test_a_manager_removes_that_of_a_colleague_who_lost_everything(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    _, _, theirs = await set_up(client, await signed_in(client))
    path = f"/members/{await _membership(territory, EMAIL)}"
    offered = await client.get(path, headers=territory.manager.headers)
    assert "Retirer sa double authentification" in offered.text
    foreign = await client.post(f"{path}/second-factor/reset", headers=territory.other_manager.headers)
    assert foreign.status_code == 404
    reset = await client.post(f"{path}/second-factor/reset", headers=territory.manager.headers)
    assert reset.status_code == 303
    assert (await client.get("/account", headers=theirs)).status_code == 303
    mine = await signed_in(client)
    above = f"/members/{await _membership(territory, MANAGER)}/second-factor/reset"
    assert "Seule une personne responsable" in (await client.post(above, headers=mine)).text
    own = await client.post(above, headers=territory.manager.headers)
    assert "depuis votre compte" in own.text
    assert await _journal("second_factor.reset") == 1
    assert await sql.fetch_value("SELECT count(*) FROM mail WHERE kind = 'second_factor_removed'") == 1


async def test_the_operator_removes_that_of_anyone(client: httpx.AsyncClient, territory: Territory) -> None:
    await set_up(client, await signed_in(client))
    await second_factor.reset_by_operator(operator_context(NOW), EMAIL)
    assert SESSION_COOKIE in (await _first_half(client)).cookies
