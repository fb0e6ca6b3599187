"""Each place that the report names opens for the account to which it is told."""

import re

import httpx
import pytest

from clause.devdata import report
from clause.devdata.cast import ACCOUNTS
from clause.devdata.world import World
from tests.builders.territory import NOW


@pytest.mark.parametrize("told", [NOW], ids=str, indirect=True)
async def test_whoever_follows_the_report_finds_what_it_tells(world: World, client: httpx.AsyncClient) -> None:
    lines = report.report_of(report.to_store(world), world.public_url).lines
    told: dict[str, list[str]] = {}
    for line in lines:
        if account := re.match(r"  (\S+@\S+) ", line):
            paths = told.setdefault(account[1], [])
        elif path := re.match(r"      (/\S*) ", line):
            paths.append(path[1])
    assert set(told) == {account.email for account in ACCOUNTS}
    for email, paths in told.items():
        client.cookies.clear()
        await client.post("/sign-in", data={"email": email, "password": world.password})
        answers = {path: (await client.get(path)).status_code for path in paths}
        assert answers == dict.fromkeys(paths, 200), email
        assert paths
