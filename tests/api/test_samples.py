"""Every operation of the OpenAPI document has a call for curl and one for Python, and they run as they stand."""

import asyncio
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from litestar import Litestar

from tests.builders.counting import counting
from tests.builders.eligibility import A_PDF
from tests.builders.serving import Served, run_python, run_shell, served, undone
from tests.builders.situations import Ground, Values, session, the_ground
from tests.builders.situations_of_claims import OF_CLAIMS
from tests.builders.situations_of_clauses import OF_CLAUSES
from tests.builders.story import build_story
from tests.builders.territory import Caller, Territory
from tests.queries import not_as_pinned

PREFIX = "/api/v1"
SITUATIONS = OF_CLAUSES | OF_CLAIMS
TYPED = {"MONTH": "2026-05", "CODE": "0000-0000-0000-0000", "YEAR": "2026", "ETAG": '"1"'}
# Only the company itself may do this.
BY_COMPANIES = {
    "GET /hires/{hire_id}/proof-documents",
    "POST /hires/{hire_id}/proof-documents",
    "POST /hours-statements",
}
# One of each kind runs with both tools; the rest in turn with one of them, both being written from the same call.
WITH_BOTH = {
    "POST /oauth/token",
    "GET /me",
    "GET /lots",
    "GET /timesheets",
    "GET /stats/consolidation",
    "POST /participants",
    "POST /lots/{lot_id}/holder-splits",
    "PATCH /lots/{lot_id}",
    "PUT /hours-statements/{statement_id}/lines",
    "POST /claims/{claim_id}/sign",
    "POST /imports",
    "POST /eligibility/{eligibility_id}/proof-documents",
    "GET /certificates/{certificate_id}/pdf",
    "GET /claims/{claim_id}/exports/staff.csv",
    "DELETE /webhooks/{webhook_id}",
}


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each operation: its name, its path, and what the document says of it."""
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield f"{method.upper()} {path.removeprefix(PREFIX)}", path, operation


@pytest.fixture
async def document(client: httpx.AsyncClient) -> dict[str, Any]:
    """What programs read."""
    found: dict[str, Any] = json.loads((await client.get("/schema/openapi.json")).content)
    return found


@pytest.fixture
async def ground(client: httpx.AsyncClient, territory: Territory, tmp_path: Path) -> Ground:
    """What situations are made on."""
    return await the_ground(territory, tmp_path)


@pytest.fixture
async def known(ground: Ground, territory: Territory, tmp_path: Path) -> Values:
    """One of everything, and what else the samples read from the environment."""
    file = tmp_path / "justificatif.pdf"
    file.write_bytes(A_PDF)
    ours = {
        "ORG_ID": territory.company.id,
        "COMPANY_ID": territory.company.id,
        "BUYER_ID": territory.buyer.id,
        "INTERMEDIATE_BODY_ID": territory.intermediate_body.id,
        "FILE": file,
    }
    story = {name.upper(): one for name, one in (await build_story(territory)).items()}
    return {name: str(one) for name, one in {**story, **ours}.items()} | TYPED | session(ground.leader)


@pytest.fixture
def names_lead_somewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """The names in examples lead to an address that a message may go to; nothing is sent there."""

    async def found(*_: object, **__: object) -> list[Any]:
        return [(2, 1, 6, "", ("192.0.43.8", 443))]

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", found)


def _caller(territory: Territory, name: str, operation: dict[str, Any]) -> Caller:
    """The program that may ask this."""
    if name in BY_COMPANIES:
        return territory.company_client
    scopes = set(operation.get("x-scopes", ()))
    programs = (territory.facilitator_client, territory.company_client, territory.oi_client)
    return next((one for one in programs if scopes & one.context.actor.scopes), territory.facilitator_client)


async def _etag(client: httpx.AsyncClient, path: str, values: Values, caller: Caller) -> Values:
    """The version that a program would have read at the same path before changing it, where there is one."""
    filled = re.sub(r"{(\w+)}", lambda place: values[place[1].upper()], path)
    etag = (await client.get(filled, headers=caller.headers)).headers.get("etag")
    return {"ETAG": etag} if etag else {}


async def _run(
    service: Served, operation: dict[str, Any], values: Values, tools: range, folder: Path
) -> tuple[list[str], int]:
    """What went wrong when the samples of an operation were run, each as if the other had not been; its statements."""
    wrong = []
    documented = {int(status) for status in operation["responses"] if status < "4"}
    for tool in tools:
        sample, run = operation["x-codeSamples"][tool], (run_shell, run_python)[tool]
        service.status = 0
        async with undone():
            with counting() as sent:
                said = await run(sample["source"], {**values, "KEY": str(uuid4())}, folder)
        if service.status not in documented:
            wrong.append(f"{sample['label']}: {service.status}, not {documented}: {said[:400]}")
    return wrong, len(sent)


async def test_every_sample_runs_as_it_stands(
    app: Litestar,
    client: httpx.AsyncClient,
    territory: Territory,
    document: dict[str, Any],
    ground: Ground,
    known: Values,
    tmp_path: Path,
    names_lead_somewhere: None,
) -> None:
    wrong, ran, queries = [], 0, {}
    async with served(app) as service:
        for number, (name, path, operation) in enumerate(operations(document)):
            caller = _caller(territory, name, operation)
            token = caller.headers["authorization"].partition(" ")[2]
            values = known | {"CLAUSE": service.address, "TOKEN": token}
            tools = range(2) if name in WITH_BOTH else range(number % 2, number % 2 + 1)
            async with undone():
                situation = await SITUATIONS[name](ground) if name in SITUATIONS else {}
                values |= situation
                if name.startswith(("PATCH", "PUT")) and "ETAG" not in situation:
                    values |= await _etag(client, path, values, caller)
                told, queries[name] = await _run(service, operation, values, tools, tmp_path)
                wrong += [f"{name} {one}" for one in told]
            ran += len(tools)
    assert wrong + not_as_pinned("operations", queries) == []
    assert ran == len(list(operations(document))) + len(WITH_BOTH)
    assert (tmp_path / "answer.pdf").read_bytes().startswith(b"%PDF")


async def test_no_situation_is_left_over(document: dict[str, Any]) -> None:
    assert (set(SITUATIONS) | WITH_BOTH | BY_COMPANIES) - {name for name, *_ in operations(document)} == set()


async def test_every_operation_shows_both_samples_on_the_page(
    client: httpx.AsyncClient, document: dict[str, Any]
) -> None:
    page = (await client.get("/schema")).text
    assert page.count("import httpx") == page.count("curl -sS --fail-with-body") == len(list(operations(document)))
    for _, _, operation in operations(document):
        assert [one["label"] for one in operation["x-codeSamples"]] == ["curl", "Python"]
