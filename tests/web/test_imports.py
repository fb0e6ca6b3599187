"""Dropping a file on the pages: read, reported row by row, its columns changed, corrected, applied."""

from datetime import datetime
from uuid import UUID

import httpx
import pytest

from clause.domain.hours import StatementState
from clause.domain.hours_import import SheetField
from clause.services import hours, hours_imports, hours_imports_apply, imports
from tests.builders.contracts import a_lot
from tests.builders.people import a_hire
from tests.builders.spreadsheets import HEADINGS, a_row, an_xlsx
from tests.builders.territory import NOW, Territory
from tests.web.reading import Page, check, read_page


async def drop(
    client: httpx.AsyncClient, headers: dict[str, str], kind: str, name: str, content: bytes
) -> httpx.Response:
    return await client.post("/imports", headers=headers, data={"kind": kind}, files={"file": (name, content)})


async def a_file(territory: Territory, *, headings: tuple[str, ...] = HEADINGS) -> bytes:
    lot = await a_lot(territory.facilitator, territory)
    hire = await a_hire(territory.facilitator, territory, lot)
    sound = a_row(hire, lot.contract_reference, territory.company.identifier)
    wrong = [*sound[:7], "une vingtaine"]
    return an_xlsx(("Mars", [headings, sound, wrong]))


async def read_to_the_end(territory: Territory, path: str, now: datetime = NOW) -> None:
    run = await imports.load_run(territory.facilitator.context, id_in(path))
    outcome = await hours_imports.import_chunk(now, run.job_id)
    while outcome is not None and not outcome.done:
        outcome = await hours_imports.import_chunk(now, run.job_id)


def id_in(path: str) -> UUID:
    return UUID(path.rsplit("/", 1)[1])


async def report_of(client: httpx.AsyncClient, headers: dict[str, str], path: str) -> Page:
    page = read_page(await client.get(path, headers=headers))
    check(page, path)
    return page


async def test_a_company_drops_a_spreadsheet_reads_its_report_and_applies_it(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    headers = territory.company_agent.headers
    answer = await drop(client, headers, "hours", "mars.xlsx", await a_file(territory))
    path = answer.headers["location"]
    assert answer.status_code == 303
    assert "En attente" in (await report_of(client, headers, path)).text
    await read_to_the_end(territory, path)
    report = await report_of(client, headers, path)
    assert "Nouveau 1" in report.text
    assert "Refusé 1" in report.text
    assert "Mars!H3" in report.text
    assert "121,50" in report.text
    assert "Relevés enregistrés" not in report.text
    applied = await client.post(f"{path}/apply", headers=headers, data={})
    assert (applied.status_code, applied.headers["location"]) == (303, path)
    run = await imports.load_run(territory.facilitator.context, id_in(path))
    assert run.apply_job_id is not None
    await hours_imports_apply.apply_chunk(NOW, run.apply_job_id)
    assert "Relevé de mars 2026" in (await report_of(client, headers, path)).text
    drafts = await hours.list_statements(territory.company_agent.context, state=StatementState.DRAFT)
    assert [str(draft.hours_declared) for draft in drafts] == ["100.00"]


async def test_a_file_is_applied_once(client: httpx.AsyncClient, territory: Territory) -> None:
    headers = territory.facilitator.headers
    path = (await drop(client, headers, "hours", "mars.xlsx", await a_file(territory))).headers["location"]
    await read_to_the_end(territory, path)
    assert (await client.post(f"{path}/apply", headers=headers, data={})).status_code == 303
    again = await client.post(f"{path}/apply", headers=headers, data={})
    assert "Il y a un point à corriger" in read_page(again).text


async def test_the_columns_are_said_and_the_file_read_again(client: httpx.AsyncClient, territory: Territory) -> None:
    headers = territory.facilitator.headers
    content = await a_file(territory, headings=(*HEADINGS, "Quantum"))
    path = (await drop(client, headers, "hours", "mars.xlsx", content)).headers["location"]
    await read_to_the_end(territory, path)
    form = read_page(await client.get(f"{path}/mapping", headers=headers))
    assert "Colonne I : Quantum" in form.text
    answer = await client.post(f"{path}/mapping", headers=headers, data={"column-8": "training_hours"})
    again = answer.headers["location"]
    assert again != path
    await read_to_the_end(territory, again)
    assert "Nouveau 1" in (await report_of(client, headers, again)).text
    run = await imports.load_run(territory.facilitator.context, id_in(again))
    assert run.layouts[0].letter_of(SheetField.TRAINING_HOURS) == "I"


async def test_the_annotated_file_is_given_back(client: httpx.AsyncClient, territory: Territory) -> None:
    headers = territory.company_agent.headers
    path = (await drop(client, headers, "hours", "mars.xlsx", await a_file(territory))).headers["location"]
    await read_to_the_end(territory, path)
    answer = await client.get(f"{path}/corrected-file", headers=headers)
    assert answer.content[:2] == b"PK"


@pytest.mark.parametrize(
    ("kind", "files", "said"),
    [
        ("", {"file": ("a.xlsx", b"x")}, "choisissez ce que le fichier contient"),
        ("hours", {}, "choisissez un fichier"),
        ("hours", {"file": ("a.xlsx", b"\x89PNG\r\n\x1a\n")}, "à corriger"),
    ],
)
async def test_a_file_that_cannot_be_taken_is_refused_in_words_at_its_field(
    client: httpx.AsyncClient, territory: Territory, kind: str, files: dict[str, tuple[str, bytes]], said: str
) -> None:
    headers = territory.facilitator.headers
    answer = await client.post("/imports", headers=headers, data={"kind": kind}, files=files or {"other": ("", b"")})
    assert answer.status_code == 422
    assert said in read_page(answer).text


async def test_a_company_may_not_drop_contracts(client: httpx.AsyncClient, territory: Territory) -> None:
    answer = await drop(client, territory.company_agent.headers, "decp", "marches.json", b"{}")
    assert answer.status_code == 422
    form = await client.get("/imports/new", headers=territory.company_agent.headers)
    assert "Des marchés publics" not in form.text


async def test_the_model_has_the_headings_that_are_recognised(client: httpx.AsyncClient, territory: Territory) -> None:
    answer = await client.get("/imports/model", headers=territory.company_agent.headers)
    assert answer.content[:2] == b"PK"
