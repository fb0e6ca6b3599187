"""The browser of the machine, and one service on the demonstration, which begins again for each module."""

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from playwright.async_api import Browser, async_playwright

from clause.devdata.cast import ACCOUNTS
from clause.devdata.report import StoredDemo
from clause.gateways import secrets
from clause.settings import Settings
from tests.browser.site import BROWSED, TEMPLATE, Site, begin_again, make_template, running
from tests.browser.visits import LONGEST_WORK, Visit, visit
from tests.builders.smtp import SENDER, MailBox, a_mail_server

Opens = Callable[..., Awaitable[Visit]]
# A page is looked at for a second: what is compiled further never pays for its compilation.
ARGUMENTS = ["--no-sandbox", "--js-flags=--no-opt --no-maglev --no-flush-bytecode"]
ADDRESSES = {account.key: account.email for account in ACCOUNTS}


def find_chromium() -> str | None:
    """The browser to use: the one that CLAUSE_CHROMIUM names, or Debian's."""
    named = os.environ.get("CLAUSE_CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One browser a worker; each visit has a window of its own."""
    program = find_chromium()
    if program is None:
        pytest.skip("no Chromium on this machine (Debian: apt install chromium): journeys in a browser are not tested")
    async with async_playwright() as playwright:
        found = await playwright.chromium.launch(executable_path=program, args=ARGUMENTS, timeout=LONGEST_WORK)
        yield found
        await found.close()


@pytest.fixture(scope="session")
def box() -> Iterator[MailBox]:
    """A mail server; the service is started with its address."""
    with a_mail_server() as found:
        yield found


@dataclass
class _Service:
    """The service that all modules browse; ``is_used``: by a module before."""

    address: str
    demo: StoredDemo
    sessions: dict[str, str]
    is_used: bool = False


@pytest.fixture(scope="session")
async def service(
    browser: Browser, box: MailBox, servers: None, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[_Service]:
    """One service a worker, on the demonstration; everyone has a session there already."""
    folder = tmp_path_factory.mktemp("demo")
    demo = await make_template(settings, folder)
    sessions = await _open_sessions({**settings.asyncpg_owner_config(), "database": TEMPLATE})
    await begin_again(settings)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CLAUSE_SMTP_URL", box.url)
        patch.setenv("CLAUSE_MAIL_FROM", SENDER)
        with running(settings, folder) as address:
            yield _Service(address, demo, sessions)


async def _open_sessions(owner: dict[str, Any]) -> dict[str, str]:
    """A session of each account, in the demonstration that is copied: journeys that sign in do so beside."""
    connection = await asyncpg.connect(**owner)
    sessions = {email: secrets.new_token() for email in ADDRESSES.values()}
    for email, token in sessions.items():
        await connection.execute(
            "INSERT INTO web_session (id, token_hash, csrf_token, user_id, membership_id, created_at, expires_at)"
            " SELECT $1, $2, $3, u.id, m.id, $5, $6 FROM app_user u JOIN membership m ON m.user_id = u.id"
            " WHERE u.email = $4 ORDER BY m.id LIMIT 1",
            uuid4(),
            secrets.token_hash(token),
            secrets.new_token(),
            email,
            datetime.now(UTC),
            datetime.now(UTC) + timedelta(hours=12),
        )
    await connection.close()
    return sessions


@pytest.fixture(scope="module")
async def site(service: _Service, settings: Settings) -> Site:
    """The service on the demonstration as it was made: what one module does is not seen by another."""
    if service.is_used:
        await begin_again(settings)
    service.is_used = True
    owner = {**settings.asyncpg_owner_config(), "database": BROWSED}
    return Site(service.address, service.demo, service.sessions, owner)


@pytest.fixture
async def opens(browser: Browser, site: Site) -> AsyncIterator[Opens]:
    """Opens a window: ``await opens("maelle")`` for an account of the demonstration by its key, or for nobody.

    At the end of the test no window may have seen a script's error or a file that could not be loaded.
    """
    opened: list[Visit] = []

    async def open_window(key: str | None = None, **more: Any) -> Visit:
        found = await visit(browser, site, ADDRESSES[key] if key else None, **more)
        opened.append(found)
        return found

    yield open_window
    faults = [fault for one in opened for fault in one.faults]
    for one in opened:
        await one.context.close()
    assert faults == []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs a browser: it can be left out with ``-m "not browser"``."""
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)
