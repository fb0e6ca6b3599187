"""Checking a document by its file, as a program does it, without an account."""

import hashlib
from typing import Any, cast

import httpx
import pytest
from litestar import Litestar

from clause.domain.certificate_register import Certificate
from clause.domain.file_checks import LARGEST_CHECKED_BYTES
from clause.edge.verification import CHECKS
from clause.services import certificates
from tests.builders.certificates import a_certificate
from tests.builders.territory import Territory
from tests.web.test_certificates import an_owing_lot

PATH = "/api/v1/verify"


@pytest.fixture
async def issued(territory: Territory) -> Certificate:
    """A certificate with its file."""
    return await a_certificate(territory.facilitator, (await an_owing_lot(territory)).id)


@pytest.fixture
async def content(territory: Territory, issued: Certificate) -> bytes:
    """The file as it is handed out."""
    return (await certificates.load_certificate_file(territory.facilitator.context, issued.id)).content


async def checked(client: httpx.AsyncClient, content: bytes, status: int = 200) -> dict[str, Any]:
    answer = await client.post(PATH, files={"file": ("attestation.pdf", content, "application/pdf")})
    assert answer.status_code == status, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def test_a_genuine_file_is_told_with_its_seal_and_its_certificate(
    client: httpx.AsyncClient, territory: Territory, issued: Certificate, content: bytes
) -> None:
    told = await checked(client, content)
    seal, certificate = told.pop("seal"), told.pop("certificate")
    assert told == {
        "verdict": "genuine",
        "sha256": hashlib.sha256(content).hexdigest(),
        "kind": "certificate",
        "number": issued.number,
        "issued_by": territory.facilitator_org.name,
        "issued_at": "2026-06-15T09:00:00Z",
        "standing": "VALID",
    }
    assert (seal["state"], seal["is_known"], seal["is_self_signed"]) == ("INTACT", True, True)
    assert len(seal["fingerprint"]) == 64
    assert certificate == (await client.get(f"{PATH}/{issued.code}")).json()


async def test_a_file_that_was_changed_or_added_to_or_taken_back_is_told(
    client: httpx.AsyncClient, territory: Territory, issued: Certificate, content: bytes
) -> None:
    changed = await checked(client, content.replace(b"/FontFile2", b"/FontFile3"))
    assert (changed["verdict"], changed["kind"], changed["seal"]["state"]) == ("changed", None, "BROKEN")
    assert changed["certificate"]["number"] == issued.number
    added = await checked(client, content + b"\n1 0 obj\n<<>>\nendobj\n")
    assert (added["verdict"], added["number"], added["seal"]["state"]) == ("added_to", issued.number, "ADDED_TO")
    await certificates.revoke_certificate(territory.facilitator.context, issued.id, "Erreur de lot")
    taken_back = await checked(client, content)
    assert (taken_back["verdict"], taken_back["standing"]) == ("genuine", "REVOKED")


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 /Encrypt 4 0 R /JS (app.alert\\(1\\))",
        b"%PDF-1.7" + b"/ByteRange [ 0 1 2 3 ]" * 100_000,
        b"%PDF-1.7\n<" + b"3080" * 4000 + b">/ByteRange [0 9 16011 30]" + b" " * 60,
        b"%PDF-1.7 /verify/0000-0000-0000-0000",
    ],
)
async def test_nothing_leads_here_from_a_hostile_file(
    client: httpx.AsyncClient, territory: Territory, content: bytes
) -> None:
    told = await checked(client, content)
    assert told["verdict"] == "unknown"
    known = {name for name, value in told.items() if value is not None} - {"seal"}
    assert known == {"verdict", "sha256"}


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 400, "CRT-042"),
        (b"PK\x03\x04 a spreadsheet", 400, "CRT-043"),
        (b"%PDF-1.7".ljust(LARGEST_CHECKED_BYTES), 200, None),
        (b"%PDF-1.7".ljust(LARGEST_CHECKED_BYTES + 1), 413, "CRT-041"),
        (b"%PDF-1.7".ljust(2 * LARGEST_CHECKED_BYTES), 413, "API-013"),
    ],
)
async def test_what_cannot_be_a_document_is_a_problem(
    client: httpx.AsyncClient, territory: Territory, content: bytes, status: int, code: str | None
) -> None:
    assert (await checked(client, content, status)).get("code") == code


@pytest.mark.parametrize("form", [{}, {"data": {"file": "texte"}}, {"json": {"file": "texte"}}])
async def test_a_call_without_a_file_is_a_problem(
    client: httpx.AsyncClient, territory: Territory, form: dict[str, Any]
) -> None:
    answer = await client.post(PATH, **form)
    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_files_are_counted_for_programs_and_pages_together(app: Litestar, territory: Territory) -> None:
    transport = httpx.ASGITransport(app=cast(Any, app), client=("192.0.2.8", 4000))
    file = {"file": ("a.txt", b"no PDF", "application/pdf")}
    async with httpx.AsyncClient(transport=transport, base_url="http://clause.test") as client:
        # Some are let in again while this runs; on a machine that stalls, many.
        for _ in range(4 * CHECKS.burst):
            await client.post("/verify", files=file)
            answer = await client.post(PATH, files=file)
            if answer.status_code == 429:
                break
    assert (answer.status_code, answer.json()["code"]) == (429, "CRT-044")
    assert int(answer.headers["retry-after"]) > 0
