"""The demonstration as most tests of it see it: told once, read by all."""

import contextlib
from collections.abc import AsyncIterator
from datetime import datetime
from typing import cast

import pytest

from clause.db import sql
from clause.devdata.world import World
from tests.builders.territory import Territory
from tests.devdata.test_demo import DAYS, built


class _RollBack(Exception):
    """Ends the transaction of a demonstration."""


@pytest.fixture(scope="package", params=DAYS, ids=str)
async def told(territory: Territory, request: pytest.FixtureRequest) -> AsyncIterator[World]:
    """The territory as seen from an instant, made once for the tests that follow one another on it.

    Every test of this folder that needs the territory asks for it here: two do not fit into one database.
    """
    with contextlib.suppress(_RollBack):
        async with sql.engine().transaction():
            yield await built(cast(datetime, request.param))
            raise _RollBack


@pytest.fixture
def world(told: World, transaction: None) -> World:
    """The same, for one test: what it writes is rolled back."""
    return told
