"""The OpenAPI document and the page that shows it."""

import contextlib
import json
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
from litestar import Litestar

from clause.edge.description import PRINTED, Description, Printed
from tests.web.reading import read_page


@pytest.fixture
async def document(client: httpx.AsyncClient) -> dict[str, Any]:
    """What programs read."""
    answer = await client.get("/schema/openapi.json")
    assert answer.status_code == 200
    found: dict[str, Any] = json.loads(answer.content)
    return found


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [(method, path, found) for path, item in document["paths"].items() for method, found in item.items()]


async def test_every_operation_of_the_api_tells_its_rights_and_refusals(document: dict[str, Any]) -> None:
    wrong = [
        f"{method} {path}"
        for method, path, operation in operations(document)
        if (path.startswith("/api/") and not {"400", "503"} <= set(operation["responses"]))
        or any("status_code" in json.dumps(answer) for answer in operation["responses"].values())
    ]
    assert wrong == []
    asked = document["paths"]["/api/v1/lots/{lot_id}/certificates"]["post"]
    assert asked["x-scopes"] == ["contracts:write"]
    assert set(asked["responses"]) == {"202", "400", "401", "403", "404", "409", "413", "422", "429", "503"}


async def test_bodies_have_an_example_and_take_no_unknown_field(document: dict[str, Any]) -> None:
    body = document["paths"]["/api/v1/lots/{lot_id}/certificates"]["post"]["requestBody"]["content"]["application/json"]
    assert body["example"]["kind"] == "PROGRESS"
    assert document["components"]["schemas"]["CertificateIn"]["additionalProperties"] is False


async def test_an_open_operation_asks_for_no_right(document: dict[str, Any]) -> None:
    check = document["paths"]["/api/v1/verify/{code}"]["get"]
    assert "x-scopes" not in check
    assert set(check["responses"]) == {"200", "400", "404", "429", "503"}


async def test_the_page_shows_every_operation_and_loads_nothing_from_elsewhere(
    client: httpx.AsyncClient, document: dict[str, Any]
) -> None:
    answer = await client.get("/schema")
    page = read_page(answer)
    assert answer.status_code == 200
    assert (page.lang, page.h1, page.inline) == ("en", ["The API of Clause"], [])
    assert [address for _, _, address in page.addresses if not address.startswith(("/", "#"))] == []
    assert len(page.ids) == len(set(page.ids))
    text = page.text
    for method, path, operation in operations(document):
        assert f"{method.upper()} {path} {' '.join(operation['summary'].split())}" in text
    targets = {address[1:] for tag, _, address in page.addresses if tag == "a" and address.startswith("#")}
    assert targets <= set(page.ids)
    assert re.search(r"`", page.text) is None


def test_what_one_process_prints_others_read_whole_or_not_at_all(tmp_path: Path) -> None:
    described = Description(page="à lire".encode(), document=b"{}")
    with contextlib.closing(Printed(tmp_path)) as printed:
        assert printed.read() is None
        printed.write(described)
        assert printed.read() == printed.read() == described
        assert list(tmp_path.iterdir()) == [], "the file has no name, and is gone with those who hold it"


async def test_what_another_process_printed_is_answered(
    app: Litestar, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with contextlib.closing(Printed(tmp_path)) as printed:
        monkeypatch.setitem(app.state, PRINTED, printed)
        printed.write(Description(page=b"<p>printed</p>", document=b'{"printed": true}'))
        page, document = await client.get("/schema"), await client.get("/schema/openapi.json")
    assert (page.text, page.headers["content-type"]) == ("<p>printed</p>", "text/html; charset=utf-8")
    assert document.json() == {"printed": True}
    assert document.headers["content-type"].startswith("application/vnd.oai.openapi+json")
