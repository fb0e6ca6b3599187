"""What audits found in other services in 2026 (R11), asked of this one: each finding is a test that it is not here.

The finding "a code replayed with spaces in it" is in test_second_factor, "a token deleted by somebody else" also in
test_account.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from clause.db.queries.identity import set_identity
from clause.db.sql import fetch_value
from clause.domain.access_links import AttemptKind, may_manage
from clause.domain.actors import Role
from clause.domain.errors import ClauseError, Unauthenticated
from clause.edge.authentication import SESSION_COOKIE
from clause.gateways import one_time_codes, secrets
from clause.services import accounts, links, people, second_factor, unit_of_work
from clause.services.context import Context
from clause.services.opening import CodeAwaited
from clause.settings import Settings
from tests.builders.committed import committed_territory
from tests.builders.second_factor import EMAIL, code_of, set_up, signed_in
from tests.builders.territory import NOW, PASSWORD, Territory
from tests.web.reading import read_page

NOBODY_YET = Context(accounts.sign_in_actor(), NOW)


@pytest.fixture
async def own(territory: Territory, settings: Settings) -> AsyncIterator[Territory]:
    """Committed organisations, for several connections at once."""
    async with committed_territory(territory, settings) as made:
        yield made


async def _membership(territory: Territory, email: str) -> Any:
    found = await people.list_people(territory.manager.context)
    return next(one.membership_id for one in found if one.email == email)


async def test_a_session_is_closed_by_its_owner_only(client: httpx.AsyncClient, territory: Territory) -> None:
    mine, other = await signed_in(client), await signed_in(client)
    page = await client.get("/account", headers=mine)
    paths = [part.split('"')[0] for part in page.text.split('action="')[1:] if "/close" in part.split('"')[0]]
    assert paths
    for stranger in (territory.manager, territory.other_manager):
        answers = [await client.post(path, headers=stranger.headers) for path in paths]
        assert {answer.status_code for answer in answers} == {404}
    assert (await client.get("/account", headers=other)).status_code == 200
    for path in paths:
        assert (await client.post(path, headers=mine)).status_code == 303
    assert (await client.get("/account", headers=other)).status_code == 303
    assert (await client.get("/account", headers=mine)).status_code == 200


async def test_a_member_invites_nobody_and_raises_nobody(client: httpx.AsyncClient, territory: Territory) -> None:
    mine = await signed_in(client)
    data = {"full_name": "Ariel Morin", "email": "ariel@brisemer.example", "role": "manager"}
    refused = await client.post("/members", data=data, headers=mine)
    assert "Seule une personne responsable" in refused.text
    own_path = f"/members/{await _membership(territory, EMAIL)}/role"
    raised = await client.post(own_path, data={"role": "manager"}, headers=mine)
    assert "Seule une personne responsable" in raised.text
    assert await people.list_invitations(territory.manager.context) == []


async def test_rights_end_with_the_role_in_sessions_that_are_open(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    path = f"/members/{await _membership(territory, EMAIL)}"
    raised = await client.post(f"{path}/role", data={"role": "manager"}, headers=territory.manager.headers)
    assert raised.status_code == 303
    mine = await signed_in(client)
    assert (await client.get("/api/v1/operations", headers=mine)).status_code == 200
    assert "Inviter une personne" in (await client.get("/members", headers=mine)).text
    await client.post(f"{path}/role", data={"role": "facilitator"}, headers=territory.manager.headers)
    assert "Inviter une personne" not in (await client.get("/members", headers=mine)).text
    await client.post(f"{path}/end", headers=territory.manager.headers)
    assert (await client.get("/account", headers=mine)).status_code == 303
    assert (await client.post("/sign-in", data={"email": EMAIL, "password": PASSWORD})).status_code == 401


async def test_one_code_sent_many_times_at_once_opens_one_session(own: Territory) -> None:
    context = own.facilitator.context
    await second_factor.begin(context, PASSWORD)
    key = (await second_factor.load_own(context)).key or ""
    before = Context(context.actor, NOW)
    await second_factor.confirm(before, "", code_of(key))
    later = Context(accounts.sign_in_actor(), NOW.replace(minute=5))
    code = code_of(key, later.now)
    email = await _email(own)
    steps = [await accounts.sign_in(later, email, PASSWORD) for _ in range(6)]
    assert all(isinstance(step, CodeAwaited) for step in steps)
    tried = await asyncio.gather(
        *(second_factor.finish_sign_in(later, step.token, code) for step in steps), return_exceptions=True
    )
    refused = [one for one in tried if isinstance(one, Unauthenticated)]
    assert len(refused) == len(steps) - 1, tried


async def _email(own: Territory) -> str:
    found = await people.list_people(own.facilitator.context)
    return found[0].email


async def test_many_wrong_passwords_at_once_are_counted_like_as_many_in_turn(own: Territory) -> None:
    email = await _email(own)
    tried = await asyncio.gather(
        *(links.count_attempt(NOBODY_YET, AttemptKind.PASSWORD, email, f"machine {n}") for n in range(25)),
        return_exceptions=True,
    )
    assert sum(isinstance(one, ClauseError) for one in tried) == 15


async def test_what_cannot_be_noted_in_the_journal_is_not_done(
    client: httpx.AsyncClient, territory: Territory, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> str:
        return "SELECT clause_journal_append('no id')"

    await set_identity(NOBODY_YET.actor)
    before = await fetch_value("SELECT count(*) FROM web_session")
    monkeypatch.setattr(unit_of_work, "appending", broken)
    answer = await client.post("/sign-in", data={"email": EMAIL, "password": PASSWORD})
    assert answer.status_code == 500
    assert SESSION_COOKIE not in answer.cookies
    await set_identity(NOBODY_YET.actor)
    assert await fetch_value("SELECT count(*) FROM web_session") == before


async def test_asking_for_a_link_tells_nothing_of_who_exists_or_decides(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    emails = (EMAIL, "dominique@brisemer.example", "personne@brisemer.example")
    answers = [await client.post("/sign-in/link", data={"email": email}) for email in emails]
    assert len({(answer.status_code, read_page(answer).text) for answer in answers}) == 1


async def test_a_wrong_password_costs_the_same_work_whoever_it_is_for(
    client: httpx.AsyncClient, territory: Territory, monkeypatch: pytest.MonkeyPatch
) -> None:
    await set_up(client, await signed_in(client))
    done: list[str] = []
    real = secrets.password_matches

    def counted(password: str, password_hash: str | None) -> bool:
        done.append(password)
        return real(password, password_hash)

    monkeypatch.setattr(secrets, "password_matches", counted)
    seen = set()
    for email in (EMAIL, "dominique@brisemer.example", "personne@brisemer.example", "eden@batisseurs.example"):
        done.clear()
        answer = await client.post("/sign-in", data={"email": email, "password": "une autre phrase"})
        text = read_page(answer).text.replace(email, "")
        seen.add((answer.status_code, len(done), text, tuple(sorted(answer.headers))))
    assert len(seen) == 1


async def test_the_lock_after_many_failures_says_the_same_for_an_address_that_nobody_has(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    told = set()
    for email in (EMAIL, "personne@brisemer.example"):
        for _ in range(10):
            await client.post("/sign-in", data={"email": email, "password": "non"})
        locked = await client.post("/sign-in", data={"email": email, "password": PASSWORD})
        assert locked.status_code == 429
        assert 1 <= int(locked.headers["retry-after"]) <= 900
        told.add(read_page(locked).text.replace(email, ""))
    assert len(told) == 1


async def test_recovery_codes_and_keys_are_long_and_kept_as_hashes(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    _, codes, _ = await set_up(client, await signed_in(client))
    assert one_time_codes.RECOVERY_CODE_LENGTH * 5 >= 128
    assert len(one_time_codes.new_key()) * 5 >= 160
    await set_identity(NOBODY_YET.actor)
    kept = await fetch_value("SELECT string_agg(code_hash, ' ') FROM recovery_code")
    assert secrets.token_hash(codes[0].replace(" ", "")) in kept
    assert codes[0].replace(" ", "") not in kept


def test_who_manages_is_a_manager_or_has_no_other_role_beside() -> None:
    assert {role for role in Role if not may_manage(role)} == {Role.FACILITATOR}
