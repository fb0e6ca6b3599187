"""Spreadsheets of hours over HTTP: sent, read row by row, corrected, applied; and files that are none."""

import io
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import httpx
import pytest
from python_calamine import CalamineWorkbook

from clause.services import hours_imports, hours_imports_apply, jobs
from clause.services.context import worker_context
from tests.builders.contracts import a_lot
from tests.builders.people import a_hire
from tests.builders.spreadsheets import HEADINGS, a_csv, a_row, an_xlsx
from tests.builders.territory import NOW, Caller, Territory

PATH = "/api/v1/imports"


async def _send(client: httpx.AsyncClient, who: Caller, content: bytes, **form: str) -> httpx.Response:
    files = {"file": ("heures.xlsx", content)}
    return await client.post(PATH, data={"kind": "hours", **form}, files=files, headers=who.headers)


async def _work(client: httpx.AsyncClient, who: Caller, job_path: str) -> dict[str, Any]:
    """What the worker does with the job; the job as it ends."""
    job_id = UUID(job_path.rsplit("/", 1)[-1])
    step = hours_imports.import_chunk
    kind = await jobs.kind_of_due_job(worker_context(NOW), job_id)
    if kind is not None and kind.value != "import_hours":
        step = hours_imports_apply.apply_chunk
    try:
        while (outcome := await step(NOW, job_id)) is not None and not outcome.done:
            pass
    except Exception as error:
        await jobs.record_failure(worker_context(NOW), job_id, error)
    shown: dict[str, Any] = (await client.get(job_path, headers=who.headers)).json()
    return shown


async def _read(client: httpx.AsyncClient, who: Caller, content: bytes, **form: str) -> dict[str, Any]:
    sent = await _send(client, who, content, **form)
    assert sent.status_code == 202, sent.text
    await _work(client, who, sent.headers["location"])
    found: dict[str, Any] = (await client.get(f"{PATH}/{sent.json()['id']}", headers=who.headers)).json()
    return found


async def _rows(territory: Territory, *changes: dict[int, Any]) -> list[Sequence[Any]]:
    lot = await a_lot(territory.facilitator, territory)
    rows: list[Sequence[Any]] = [HEADINGS]
    for change in changes:
        hire = await a_hire(territory.facilitator, territory, lot)
        row = a_row(hire, lot.contract_reference, territory.company.identifier)
        rows.append([change.get(index, value) for index, value in enumerate(row)])
    return rows


async def test_a_company_sends_its_hours_and_follows_them_until_they_are_handed_over(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    who = territory.company_client
    read = await _read(client, who, an_xlsx(("Mars", await _rows(territory, {}, {7: 80.5}))))
    assert read["counts"] == {"new": 2, "changed": 0, "unchanged": 0, "refused": 0}
    assert (read["file_format"], read["total"], read["job"]["progress"]) == ("xlsx", 2, {"done": 2, "total": 2})
    assert (await client.get("/api/v1/hours-statements", headers=who.headers)).json()["items"] == []

    path = f"{PATH}/{read['id']}"
    asked = await client.post(f"{path}/apply", json={"submit": True}, headers=who.headers)
    assert asked.status_code == 202, asked.text
    assert (await _work(client, who, asked.headers["location"]))["state"] == "done"
    (made,) = (await client.get(path, headers=who.headers)).json()["application"]["statements"]
    statement = (await client.get(f"/api/v1/hours-statements/{made['statement_id']}", headers=who.headers)).json()
    assert (statement["state"], statement["month"]) == ("SUBMITTED", "2026-03")
    assert [line["hours_declared"] for line in statement["lines"]] == ["100.00", "80.50"]


async def test_a_refused_row_names_its_cell_the_value_the_rule_and_a_right_value(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    who = territory.facilitator
    read = await _read(client, who, an_xlsx(("Mars", await _rows(territory, {7: "trente"}, {}))))
    path = f"{PATH}/{read['id']}/rows"
    (row,) = (await client.get(f"{path}?status=refused", headers=who.headers)).json()["items"]
    (finding,) = row["findings"]
    assert (row["row"], row["status"], row["cells"]["hours"]) == (2, "refused", "trente")
    assert finding == {
        "code": "IHR-010",
        "severity": "blocking",
        "field": "Mars!H2",
        "raw": "trente",
        "detail": "«\u00a0trente\u00a0» n’est pas un nombre d’heures.",
        "column": "hours",
        "example": "121,50",
    }
    (fine,) = (await client.get(f"{path}?status=new", headers=who.headers)).json()["items"]
    assert (fine["month"], fine["parts"][0]["hours_declared"]) == ("2026-03", "100.00")
    assert (await client.get(f"{path}?status=imported", headers=who.headers)).json()["items"] == []


async def test_the_corrected_file_comes_back_with_reasons_and_harmless_cells(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    who = territory.facilitator
    rows = await _rows(territory, {3: '=HYPERLINK("x")'}, {})
    read = await _read(client, who, an_xlsx(("Mars", rows)))
    answer = await client.get(f"{PATH}/{read['id']}/corrected-file", headers=who.headers)
    assert answer.status_code == 200, answer.text
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert sheet[0] == ["Clause : état et motif", *HEADINGS]
    assert str(sheet[1][0]).startswith("Refusé : Personne de ce nom")
    assert sheet[1][4] == '=HYPERLINK("x")'
    assert b"<f>" not in answer.content
    assert sheet[2][0] == "Nouveau."
    again = await _read(client, who, answer.content)
    assert again["counts"] == read["counts"]


async def test_the_mapping_of_columns_is_shown(client: httpx.AsyncClient, territory: Territory) -> None:
    who = territory.facilitator
    rows = [["Relevé de mars"], [], *await _rows(territory, {})]
    read = await _read(client, who, an_xlsx(("Mars", rows)), mapping='{"Heures": "training_hours"}')
    (sheet,) = (await client.get(f"{PATH}/{read['id']}/mapping", headers=who.headers)).json()["sheets"]
    assert (sheet["sheet"], sheet["header_row"], sheet["source"]) == ("Mars", 3, "given")
    assert {column["header"]: column["field"] for column in sheet["columns"]}["Heures"] == "training_hours"


@pytest.mark.parametrize("mapping", ["[]", "{", '{"A": "colour"}', '{"": "hours"}', '"x"'])
async def test_a_mapping_that_is_none_is_refused(client: httpx.AsyncClient, territory: Territory, mapping: str) -> None:
    answer = await _send(client, territory.facilitator, a_csv([HEADINGS]), mapping=mapping)
    assert (answer.status_code, answer.json()["code"]) == (400, "IMP-129")


async def test_a_company_sees_its_own_files_only(client: httpx.AsyncClient, territory: Territory) -> None:
    rows = await _rows(territory, {})
    own = await _read(client, territory.company_agent, a_csv(rows))
    foreign = await _read(client, territory.facilitator, a_csv(rows))
    listed = (await client.get(PATH, headers=territory.company_agent.headers)).json()["items"]
    assert [item["id"] for item in listed] == [own["id"]]
    both = (await client.get(f"{PATH}?kind=hours", headers=territory.facilitator.headers)).json()["items"]
    assert {item["id"] for item in both} == {own["id"], foreign["id"]}
    for path in ("", "/rows", "/mapping", "/corrected-file"):
        answer = await client.get(f"{PATH}/{foreign['id']}{path}", headers=territory.company_agent.headers)
        assert answer.status_code == 404, path
        answer = await client.get(f"{PATH}/{own['id']}{path}", headers=territory.other_company_agent.headers)
        assert answer.status_code == 404, path
    refused = await client.post(f"{PATH}/{foreign['id']}/apply", json={}, headers=territory.company_agent.headers)
    assert refused.status_code == 404


async def test_a_file_is_not_applied_before_it_is_read(client: httpx.AsyncClient, territory: Territory) -> None:
    who = territory.facilitator
    sent = await _send(client, who, a_csv(await _rows(territory, {})))
    answer = await client.post(f"{PATH}/{sent.json()['id']}/apply", json={}, headers=who.headers)
    assert (answer.status_code, answer.json()["code"]) == (409, "IMP-127")


async def test_a_file_of_contracts_has_nothing_to_apply(client: httpx.AsyncClient, territory: Territory) -> None:
    who = territory.facilitator
    sent = await client.post(PATH, data={"kind": "decp"}, files={"file": ("x.json", b"{}")}, headers=who.headers)
    path = f"{PATH}/{sent.json()['id']}"
    applied = await client.post(f"{path}/apply", json={}, headers=who.headers)
    corrected = await client.get(f"{path}/corrected-file", headers=who.headers)
    assert (applied.status_code, applied.json()["code"]) == (422, "IMP-126")
    assert (corrected.status_code, corrected.json()["code"]) == (422, "IMP-130")
