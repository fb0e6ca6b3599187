"""What every test stands on: one real PostgreSQL and one real queue a worker, one transaction a test, rolled back."""

import contextlib
import gc
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import asyncpg
import httpx
import hypothesis
import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, Phase
from litestar import Litestar
from xdist.remote import Producer  # type: ignore[import-untyped]
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

DATA_DIR = Path(tempfile.mkdtemp(prefix="clause-test-"))
for variable in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "CLAUSE_PUBLIC_URL"):
    os.environ.pop(variable, None)
os.environ["CLAUSE_DATA_DIR"] = str(DATA_DIR)
os.environ["CLAUSE_LOG_LEVEL"] = "WARNING"
# Tests are many callers in one; those of the limit ask for one.
os.environ["CLAUSE_RATE_LIMIT"] = "0"

from clause import runtime  # noqa: E402
from clause.app import create_app  # noqa: E402
from clause.db import sql  # noqa: E402
from clause.db.migrate import migrate  # noqa: E402
from clause.embedded.postgres import start_postgres  # noqa: E402
from clause.embedded.valkey import start_valkey  # noqa: E402
from clause.gateways import mail, secrets, webhooks  # noqa: E402
from clause.settings import Settings, load_settings  # noqa: E402
from tests.builders.story import build_story  # noqa: E402
from tests.builders.territory import NOW, Territory, build_territory  # noqa: E402

# The same examples each time, so that a run says something about the change and not about luck; look further with
# HYPOTHESIS_PROFILE=explore. A loaded machine is slow, not wrong: no deadline for a test nor for what it draws.
SLOW = [HealthCheck.too_slow]
hypothesis.settings.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=SLOW)
hypothesis.settings.register_profile("explore", deadline=None, suppress_health_check=SLOW)
# Where code is changed on purpose it is enough to know that a test fails (bench.mutants).
hypothesis.settings.register_profile(
    "changed",
    parent=hypothesis.settings.get_profile("steady"),
    phases=[Phase.explicit, Phase.generate],
    max_examples=20,
)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

# A test's data is thrown away: nothing needs to survive a power cut.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "40"}

# A password is slow to hash so that nobody guesses it; these are written in the tests. What the service itself uses is
# tested with the secrets.
secrets._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)

# Who serves a request gives up what does not answer within seconds; a test that was held up as long has lost nothing.
runtime.QUEUE_TIMEOUT_SECONDS = mail.LONGEST_SECONDS = webhooks.LONGEST_SECONDS = webhooks.NAME_SECONDS = 120.0


def pytest_collection_finish() -> None:
    """What is loaded now stays to the end: the garbage collector need not look at it again and again."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """What takes longest begins first, once the rest was shuffled: no worker is left alone with it."""
    yield
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> tuple[bool, bool, bool]:
    path = str(item.path)
    return "/browser/" not in path, "/test_faults" not in path, item.get_closest_marker("real_processes") is None


class WholeModules(LoadScopeScheduling):  # type: ignore[misc]
    """A worker runs whole modules; what makes something large once (a browser, the demonstration) stays on one."""

    def _split_scope(self, nodeid: str) -> str:
        folders = ("tests/browser/", "tests/devdata/", "tests/architecture/")
        together = [folder for folder in folders if nodeid.startswith(folder)]
        return together[0] if together else nodeid.partition("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One worker more than processors: browsers and whole services are waited for, and leave theirs to others."""
    asked = os.environ.get("PYTEST_XDIST_AUTO_NUM_WORKERS")
    processors = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return int(asked) if asked else processors + 1


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> WholeModules:
    """Work is handed out in the order of the tests (marks of groups are lost on the nodes of this pytest)."""
    config.option.loadscopereorder = False
    return WholeModules(config, log)


def pytest_sessionfinish() -> None:
    """Leave nothing behind."""
    shutil.rmtree(DATA_DIR, ignore_errors=True)


@pytest.fixture(scope="session")
def settings() -> Settings:
    """The settings of this run: everything embedded, in a folder of its own."""
    return load_settings()


@pytest.fixture(scope="session")
def servers(settings: Settings) -> Iterator[None]:
    """A real PostgreSQL and a real queue server."""
    postgres = start_postgres(settings, FAST)
    valkey = start_valkey(settings)
    yield
    valkey.stop()
    postgres.stop()


@pytest.fixture(scope="session")
async def database(servers: None, settings: Settings) -> AsyncIterator[None]:
    """The migrated database and the queue, open in this process as the service's role."""
    await migrate(settings.asyncpg_owner_config())
    async with runtime.open_runtime(settings):
        yield
    owner = await asyncpg.connect(**settings.asyncpg_owner_config())
    left = await owner.fetchval("SELECT count(*) FROM lot")
    await owner.close()
    assert left == 0, "a test committed what it made: it needs the transaction fixture, or a territory of its own"


@pytest.fixture(scope="session")
async def territory(database: None) -> Territory:
    """Two facilitator organisations and everyone around them: committed once, never changed."""
    return await build_territory()


@pytest.fixture
async def transaction(database: None) -> AsyncIterator[None]:
    """Everything the test writes is rolled back."""
    with contextlib.suppress(_RollBack):
        async with sql.engine().transaction():
            yield
            raise _RollBack


@pytest.fixture(scope="module")
async def known_story(territory: Territory) -> AsyncIterator[dict[str, UUID]]:
    """The story told once for the tests of a module: it is there for all of them, and rolled back after the last."""
    with contextlib.suppress(_RollBack):
        async with sql.engine().transaction():
            yield await build_story(territory)
            raise _RollBack


@pytest.fixture
def story(known_story: dict[str, UUID], transaction: None) -> dict[str, UUID]:
    """One of everything, by the name that the routes give to its id; what the test adds is rolled back."""
    return dict(known_story)


class _RollBack(Exception):
    """Ends a test's transaction."""


@pytest.fixture(scope="session")
def app(settings: Settings) -> Litestar:
    """The application, with the clock stopped at ``NOW``."""
    return create_app(settings, clock=lambda: NOW)


@pytest.fixture
async def client(app: Litestar, territory: Territory, transaction: None) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the application that has not signed in, inside the test's transaction."""
    transport = httpx.ASGITransport(app=cast(Any, app), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://clause.test") as http:
        yield http
