"""Imports over HTTP: sending a file, following the job, reading what each record became."""

from uuid import UUID

import httpx
import pytest

from clause.api.imports import LARGEST_FILE_BYTES
from clause.services import imports, jobs
from clause.services.context import worker_context
from tests.builders.decp import MARCHE
from tests.builders.imports import a_file
from tests.builders.territory import NOW, Caller, Territory

NOBODY = "0190a1b2-0000-7000-8000-00000000dead"

PART = b'--b\r\nContent-Disposition: form-data; name="kind"'


async def _send(
    client: httpx.AsyncClient, who: Caller, content: bytes, *, kind: str = "decp", name: str = "decp.json"
) -> httpx.Response:
    return await client.post(
        "/api/v1/imports", data={"kind": kind}, files={"file": (name, content)}, headers=who.headers
    )


async def _treat(job_path: str) -> None:
    """What the worker does with the job."""
    job_id = UUID(job_path.rsplit("/", 1)[-1])
    try:
        while (outcome := await imports.import_chunk(NOW, job_id)) is not None and not outcome.done:
            pass
    except Exception as error:
        await jobs.record_failure(worker_context(NOW), job_id, error)


async def test_a_file_is_accepted_at_once_and_followed_through_its_job(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    who = territory.facilitator
    sent = await _send(client, who, a_file(MARCHE, {}, MARCHE))
    assert sent.status_code == 202, sent.text
    job_path, import_path = sent.headers["location"], f"/api/v1/imports/{sent.json()['id']}"
    assert job_path == f"/api/v1/jobs/{sent.json()['job_id']}"

    waiting = (await client.get(import_path, headers=who.headers)).json()
    assert (waiting["job"]["state"], waiting["total"], waiting["file_format"]) == ("queued", None, None)
    await _treat(job_path)
    job = (await client.get(job_path, headers=who.headers)).json()
    assert (job["state"], job["progress"]) == ("done", {"done": 3, "total": 3})
    assert f"/api/v1{job['result']}" == import_path

    done = (await client.get(import_path, headers=who.headers)).json()
    assert (done["file_name"], done["file_format"], done["total"]) == ("decp.json", "2.0", 3)
    assert done["counts"] == {"imported": 1, "already_known": 1, "to_review": 0, "refused": 1}

    rows = (await client.get(f"{import_path}/rows", headers=who.headers)).json()["items"]
    assert [(row["position"], row["status"]) for row in rows] == [
        (1, "imported"),
        (2, "refused"),
        (3, "already_known"),
    ]
    assert rows[0]["raw_record"] == MARCHE
    assert rows[0]["lot_id"] == rows[2]["lot_id"]
    assert rows[1]["findings"][0]["code"] == "DEC-102"
    assert "identifiant" in rows[1]["findings"][0]["detail"]
    lot = await client.get(f"/api/v1/lots/{rows[0]['lot_id']}", headers=who.headers)
    assert lot.json()["follow_up"] == "preselected"


async def test_rows_are_paged_and_filtered(client: httpx.AsyncClient, territory: Territory) -> None:
    who = territory.facilitator
    sent = await _send(client, who, a_file({}, MARCHE, {}))
    await _treat(sent.headers["location"])
    path = f"/api/v1/imports/{sent.json()['id']}/rows"
    first = (await client.get(f"{path}?status=refused&limit=1", headers=who.headers)).json()
    assert [row["position"] for row in first["items"]] == [1]
    second = (await client.get(f"{path}?status=refused&limit=1&after={first['next']}", headers=who.headers)).json()
    assert ([row["position"] for row in second["items"]], second["next"]) == ([3], None)
    for query in ("status=lost", "after=zz!", "limit=0"):
        assert (await client.get(f"{path}?{query}", headers=who.headers)).status_code == 400, query


async def test_a_file_that_is_none_says_why_in_its_job(client: httpx.AsyncClient, territory: Territory) -> None:
    who = territory.facilitator
    sent = await _send(client, who, b'{"marches": [}')
    await _treat(sent.headers["location"])
    shown = (await client.get(f"/api/v1/imports/{sent.json()['id']}", headers=who.headers)).json()
    assert shown["job"]["state"] == "failed"
    assert shown["job"]["error"]["code"] == "DEC-001"
    assert "ligne 1" in shown["job"]["error"]["detail"]


async def test_what_is_told_of_the_whole_file_is_shown(client: httpx.AsyncClient, territory: Territory) -> None:
    who = territory.facilitator
    sent = await _send(client, who, '{"marches": {"marche": [], "objet": "été"}}'.encode("cp1252"))
    await _treat(sent.headers["location"])
    shown = (await client.get(f"/api/v1/imports/{sent.json()['id']}", headers=who.headers)).json()
    assert [finding["code"] for finding in shown["findings"]] == ["DEC-011", "DEC-012"]


@pytest.mark.parametrize("form", [{}, {"kind": "decp"}, {"kind": "lost"}])
async def test_a_form_without_a_file_or_of_an_unknown_kind_is_refused(
    client: httpx.AsyncClient, territory: Territory, form: dict[str, str]
) -> None:
    files = {"file": ("x.json", b"{}")} if form.get("kind") == "lost" else {"other": ("x.json", b"{}")}
    answer = await client.post("/api/v1/imports", data=form, files=files, headers=territory.facilitator.headers)
    assert answer.status_code == 400, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_text_in_the_place_of_the_file_is_refused(client: httpx.AsyncClient, territory: Territory) -> None:
    answer = await client.post(
        "/api/v1/imports",
        files={"kind": (None, "decp"), "file": (None, "texte")},
        headers=territory.facilitator.headers,
    )
    assert answer.status_code == 400, answer.text


async def test_json_in_the_place_of_a_form_is_refused(client: httpx.AsyncClient, territory: Territory) -> None:
    answer = await client.post("/api/v1/imports", json={"kind": "decp"}, headers=territory.facilitator.headers)
    assert 400 <= answer.status_code < 500, answer.text


async def test_a_file_beyond_the_limit_is_refused(client: httpx.AsyncClient, territory: Territory) -> None:
    answer = await _send(client, territory.facilitator, b" " * (LARGEST_FILE_BYTES + 1))
    assert answer.status_code == 413, answer.text


async def test_the_same_key_and_file_give_the_first_answer_again(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    boundary = "multipart/form-data; boundary=une-limite"
    body = (
        b'--une-limite\r\nContent-Disposition: form-data; name="kind"\r\n\r\ndecp\r\n'
        b'--une-limite\r\nContent-Disposition: form-data; name="file"; filename="x.json"\r\n\r\n{}\r\n'
        b"--une-limite--\r\n"
    )
    headers = {**territory.facilitator.headers, "idempotency-key": "import-1", "content-type": boundary}
    first = await client.post("/api/v1/imports", content=body, headers=headers)
    again = await client.post("/api/v1/imports", content=body, headers=headers)
    assert (first.status_code, again.status_code) == (202, 202), first.text
    assert first.content == again.content


async def test_imports_are_seen_by_the_organisation_that_made_them_only(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    sent = await _send(client, territory.facilitator_client, a_file(MARCHE))
    for path in (f"/api/v1/imports/{sent.json()['id']}", f"/api/v1/imports/{sent.json()['id']}/rows"):
        statuses = {
            name: (await client.get(path, headers=who.headers)).status_code for name, who in territory.callers().items()
        }
        assert {name for name, status in statuses.items() if status == 200} == {
            "facilitator",
            "manager",
            "facilitator_client",
        }
        assert {statuses["other_facilitator"], statuses["other_manager"], statuses["company_client"]} == {404}
        assert {statuses["buyer_agent"], statuses["oi_client"]} == {403}
    for who in (territory.buyer_agent, territory.company_agent, territory.oi_client):
        assert (await _send(client, who, b"{}")).status_code == 403


async def test_an_import_that_does_not_exist_is_not_found(client: httpx.AsyncClient, territory: Territory) -> None:
    for path in (f"/api/v1/imports/{NOBODY}", f"/api/v1/imports/{NOBODY}/rows"):
        answer = await client.get(path, headers=territory.facilitator.headers)
        assert (answer.status_code, answer.json()["code"]) == (404, "IMP-001")


async def test_a_session_may_show_its_csrf_token_in_the_form(client: httpx.AsyncClient, territory: Territory) -> None:
    who = territory.facilitator
    form = {"kind": "decp", "_csrf_token": who.headers["x-csrf-token"]}
    files = {"file": ("x.json", b"{}")}
    answer = await client.post("/api/v1/imports", data=form, files=files, headers={"cookie": who.headers["cookie"]})
    assert answer.status_code == 202, answer.text


async def test_a_file_sent_again_under_its_key_gets_the_first_answer_whatever_the_boundary(
    client: httpx.AsyncClient, territory: Territory
) -> None:
    who = territory.facilitator
    form = {"kind": "decp", "_csrf_token": who.headers["x-csrf-token"]}
    headers = {"cookie": who.headers["cookie"], "idempotency-key": "again"}
    first, again = [
        await client.post("/api/v1/imports", data=form, files={"file": ("x.json", b"{}")}, headers=headers)
        for _ in range(2)
    ]
    other = await client.post("/api/v1/imports", data=form, files={"file": ("x.json", b"[]")}, headers=headers)
    assert (first.status_code, first.content) == (202, again.content), first.text
    assert first.request.headers["content-type"] != again.request.headers["content-type"]
    assert (other.status_code, other.json()["code"]) == (422, "IDM-001")


@pytest.mark.parametrize(
    ("content_type", "content"),
    [
        ("multipart/form-data", b"xx"),
        ("multipart/form-data; boundary=b", b"--b\r\nxx"),
        ("multipart/form-data; boundary=b", b""),
        ("multipart/form-data; boundary=b", PART + b"\r\n\r\n\x89PNG\r\n--b--\r\n"),
        ("multipart/form-data; boundary=b", PART + b"\r\nContent-Type: text/plain; charset=x\r\n\r\nd\r\n--b--\r\n"),
        ("application/x-www-form-urlencoded", b"kind=decp&file=x"),
        ("text/plain", b"{}"),
    ],
)
@pytest.mark.parametrize("key", [{}, {"idempotency-key": "k"}])
async def test_a_body_that_is_no_form_is_refused_without_a_fault(
    client: httpx.AsyncClient, territory: Territory, content_type: str, content: bytes, key: dict[str, str]
) -> None:
    headers = {**territory.facilitator.headers, "content-type": content_type, **key}
    answer = await client.post("/api/v1/imports", content=content, headers=headers)
    assert 400 <= answer.status_code < 500, answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_two_files_in_one_form_are_refused(client: httpx.AsyncClient, territory: Territory) -> None:
    files = [("file", ("x.json", b"{}")), ("file", ("y.json", b"{}"))]
    answer = await client.post(
        "/api/v1/imports", data={"kind": "decp"}, files=files, headers=territory.facilitator.headers
    )
    assert answer.status_code == 400
    assert [finding["field"] for finding in answer.json()["findings"]] == ["file"]
