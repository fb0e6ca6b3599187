"""Five thousand calls drawn from the published document, as people and programs: no 5xx, nothing it does not tell (R5).

The long form, on the demonstration and as everyone: ``python -m bench.fuzz``.
"""

import contextlib
import json
from typing import Any, cast
from uuid import UUID

import httpx
from litestar import Litestar

from bench.fuzz_calls import ADDRESS, SLOW, Application, call, drawn
from bench.fuzz_cases import Cases
from bench.fuzz_document import speaking_of
from clause.db import sql
from tests.builders.territory import Territory

CALLS = 5_000


class _RollBack(Exception):
    """Ends what the calls of one case changed."""


async def test_calls_that_keep_to_the_document_or_break_it_are_answered_as_it_tells(
    app: Litestar, client: httpx.AsyncClient, story: dict[str, UUID], territory: Territory
) -> None:
    callers = {
        "a facilitator": territory.facilitator.headers,
        "a company": territory.company_agent.headers,
        "a buyer": territory.buyer_agent.headers,
        "an intermediate body": territory.oi_officer.headers,
        "a program": territory.facilitator_client.headers,
    }
    document = json.loads((await client.get(f"{ADDRESS}/schema/openapi.json")).content)
    document = speaking_of(document, {name: [str(known)] for name, known in story.items()})
    cases = Cases()
    for case in drawn(document, limits=2, examples=2):
        with contextlib.suppress(_RollBack):
            async with sql.engine().transaction():
                for headers in callers.values():
                    await call(cast(Application, cast(Any, app)), case, headers, cases)
                raise _RollBack
    assert {wrong: count for wrong, count in cases.wrong.items() if wrong[1] != SLOW} == {}
    assert cases.errors == 0
    assert cases.count >= CALLS
    assert cases.statuses[200] > CALLS // 20, "ids lead somewhere"
