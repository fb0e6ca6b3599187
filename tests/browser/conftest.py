"""The browser of the machine, and the demonstration made once a worker and copied for each module."""

import os
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from playwright.async_api import Browser, async_playwright

from clause.devdata.cast import ACCOUNTS
from clause.devdata.report import StoredDemo
from clause.embedded.postgres import SUPERUSER
from clause.settings import OWNER_ROLE, SERVICE_ROLE, Settings
from tests.browser.site import TEMPLATE, Site, running, seed_template
from tests.browser.visits import Visit, visit

Opens = Callable[..., Awaitable[Visit]]


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
        found = await playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield found
        await found.close()


@pytest.fixture(scope="session")
async def demo(browser: Browser, servers: None, settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The demonstration, in a database from which copies are made."""
    folder = tmp_path_factory.mktemp("demo")
    await _create(settings, TEMPLATE, None)
    return folder, seed_template(settings, folder)


@pytest.fixture(scope="module")
async def site(
    demo: tuple[Path, StoredDemo], settings: Settings, request: pytest.FixtureRequest
) -> AsyncIterator[Site]:
    """The service on a copy of the demonstration: what one module does is not seen by another."""
    folder, stored = demo
    name = request.module.__name__.rpartition(".")[2]
    await _create(settings, name, TEMPLATE)
    with running(settings, stored, name, folder) as found:
        yield found
    await _drop(settings, name)


@pytest.fixture
async def opens(browser: Browser, site: Site) -> AsyncIterator[Opens]:
    """Opens a window: ``await opens("maelle")`` for an account of the demonstration by its key, or for nobody.

    At the end of the test no window may have seen a script's error or a file that could not be loaded.
    """
    opened: list[Visit] = []
    addresses = {account.key: account.email for account in ACCOUNTS}

    async def open_window(key: str | None = None, **more: Any) -> Visit:
        found = await visit(browser, site, addresses[key] if key else None, **more)
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


async def _create(settings: Settings, name: str, template: str | None) -> None:
    await _as_superuser(
        settings,
        f'CREATE DATABASE "{name}" OWNER {OWNER_ROLE}' + (f" TEMPLATE {template}" if template else ""),
        f'REVOKE ALL ON DATABASE "{name}" FROM PUBLIC',
        f'GRANT CONNECT ON DATABASE "{name}" TO {SERVICE_ROLE}',
    )


async def _drop(settings: Settings, name: str) -> None:
    await _as_superuser(settings, f'DROP DATABASE "{name}" WITH (FORCE)')


async def _as_superuser(settings: Settings, *statements: str) -> None:
    config = {**settings.asyncpg_owner_config(), "user": SUPERUSER, "database": "postgres"}
    connection = await asyncpg.connect(**config)
    for statement in statements:
        await connection.execute(statement)
    await connection.close()
